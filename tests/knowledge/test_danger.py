"""Danger learned from examples: the files, the cross-validation, and the judge with the packaged model."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml

from bot.nlu.danger import KINDS, Dangers
from knowledge.danger.evidence import Evidence, without_letters
from knowledge.danger.judge import Judge
from knowledge.danger.learn import MISSED, clear_lead, folds, weigh
from knowledge.danger.messages import ABOUT_DANGER, AFTER_DANGER, CALM, FOLDER, Message, asked, read_messages
from knowledge.danger.opinion import GENERAL
from knowledge.embedding import PACKAGED_MODEL, Embedder
from knowledge.folder import ARTICLES
from knowledge.labelled import read_labelled
from knowledge.library import Library
from knowledge.normalise import fold, normalise

QUESTIONS = Path(__file__).parents[1] / "questions"
CASES = yaml.safe_load((Path(__file__).parent / "danger.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("tag", ["es", "en"])
def test_examples_are_many_in_every_kind(tag: str) -> None:
    """In each language every writer has at least 60 messages of each kind of danger and 500 without danger."""
    files = sorted(FOLDER.glob(f"*.{tag}.yaml"))

    assert len(files) >= 5
    for file in files:
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
        counts = {kind: len(lines.splitlines()) for kind, lines in entries.items()}
        assert set(counts) == {*KINDS, *CALM}, file.name
        assert min(counts[kind] for kind in KINDS) >= 60, file.name
        assert sum(counts[kind] for kind in CALM) >= 500, file.name


def test_examples_with_two_kinds_are_refused(tmp_path: Path) -> None:
    """A line in two kinds would teach nothing."""
    (tmp_path / "one.en.yaml").write_text("lost: |\n  where am i\n", encoding="utf-8")
    (tmp_path / "two.en.yaml").write_text("near: |\n  where am i\n", encoding="utf-8")

    with pytest.raises(ValueError, match="where am i"):
        read_messages(tmp_path)


def test_no_example_is_a_question_that_shows_what_was_learned() -> None:
    """The questions of tests/questions are no examples, however their letters, accents and shorthand are written."""
    asked_of_us = {
        fold(normalise(json.loads(line)["text"]))
        for file in sorted(QUESTIONS.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    learned = {fold(normalise(message.text)) for message in read_messages()}

    assert len(asked_of_us) > 1000
    assert not asked_of_us & learned - {""}


def test_examples_from_articles_leave_out_what_people_in_danger_open() -> None:
    """The questions of articles about danger are no examples of calm, and those named do exist."""
    articles = Library.load(ARTICLES).articles
    opened_in_danger = {
        text for slug in ABOUT_DANGER for words in articles[slug].words.values() for text in words.asked_as
    }

    assert set(articles) >= ABOUT_DANGER | AFTER_DANGER
    assert not opened_in_danger & {message.text for message in asked(articles, read_labelled())}


def test_weigh_keeps_false_alarms_as_wanted() -> None:
    """The threshold lets through the share that was allowed, and the floor all but a few."""
    positive = np.arange(600) < 200
    messages = [Message(kind="lost" if each else "near", text=str(number)) for number, each in enumerate(positive)]
    views = np.random.default_rng(7).normal(size=(600, 2)) + 1.8 * positive[:, None]

    scale, unseen = weigh(views, positive, messages, false_alarms=0.05)

    assert 0.04 <= unseen.false_alarms <= 0.05
    assert unseen.recall > 0.75
    assert (unseen.probability[positive] >= scale.floor).mean() == pytest.approx(1 - MISSED, abs=0.01)


def test_no_writer_is_learned_from_and_judged_at_the_same_time() -> None:
    """Everything is judged once, nobody's messages beside every writer's."""
    writers = np.array(["ana", "ben", "", "cleo", "", "ana", "", "", "ben", ""])
    split = folds(writers.tolist())

    for seen, unseen in split:
        assert len({*writers[unseen]} - {""}) == 1
        assert not ({*writers[seen]} & {*writers[unseen]}) - {""}
        assert "" in writers[unseen]
    assert sorted(np.concatenate([unseen for _, unseen in split]).tolist()) == list(range(10))


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder.load(PACKAGED_MODEL)


@pytest.fixture(scope="module")
def judge(embedder: Embedder) -> Judge:
    """As `make setup` learned it; learned now where the examples have changed."""
    return Judge.load(Library.load(ARTICLES).articles, embedder, Dangers.load())


def test_judge_knows_messages_that_are_no_examples(judge: Judge, embedder: Embedder) -> None:
    """Nearly all urgent messages of danger.yaml are recognised, and nearly none of the others; none is learned from."""
    learned = {message.text for message in read_messages()}
    cases = [(kind, text) for kind, texts in CASES.items() for text in texts]
    seen = {text: judge.opinion(text, embedder.encode_queries([normalise(text)])[0]) for _, text in cases}
    missed = [text for kind, text in cases if kind == "urgent" and seen[text].kind is None]
    alarmed = [text for kind, text in cases if kind != "urgent" and seen[text].kind is not None]
    refused = [text for kind, text in cases if kind != "illegal" and seen[text].illegal]

    assert not learned & set(seen)
    assert len(missed) <= 1, missed
    assert len(alarmed) <= 1, alarmed
    assert len(refused) <= 1, refused


def test_judge_stays_the_same_when_it_is_read_again(judge: Judge, embedder: Embedder) -> None:
    """What is kept between starts forms the same opinions."""
    again = Judge.load({}, embedder, Dangers.load())
    vector = embedder.encode_queries(["mi hermano no despierta"])[0]

    assert again.opinion("mi hermano no despierta", vector) == judge.opinion("mi hermano no despierta", vector)


def test_examples_cover_kinds_evenly() -> None:
    """No kind of danger has more than twice the messages of another: the likeliest kind is not just the commonest."""
    counts = Counter(message.kind for message in read_messages() if message.urgent)

    assert max(counts.values()) <= 2 * min(counts.values())


def test_kind_is_named_where_few_of_those_named_are_wrong() -> None:
    """The lead is as small as it may be; a kind that the general one stands for does not count as named."""
    names = ("general", "lost", "medical")
    ahead_by = [5.0, 4.0, 3.0, 2.0, 1.0, 0.5]
    values = np.array([[0.0, lead, 0.0] for lead in ahead_by] + [[9.0, 0.0, 0.0]])
    exact = np.array(["lost", "lost", "lost", "lost", "lost", "medical", "lost"])

    assert clear_lead(values[[0, 1, 5, 6]], exact[[0, 1, 5, 6]], names, "general") == 4.0
    assert clear_lead(values, exact, names, "general") == 1.0
    assert clear_lead(values[5:], exact[5:], names, "general") == float("inf")


def test_general_kind_stands_for_what_is_not_clear(judge: Judge, embedder: Embedder) -> None:
    """The wrong hotline costs more than the emergency number: a kind that is not far enough ahead is not named."""
    text = "mi hermano no despierta y respira raro"
    vector = embedder.encode_queries([normalise(text)])[0]
    stricter = Judge(judge._evidence, judge._views, judge._scales, lead=float("inf"))

    assert judge.opinion(text, vector).kind == "medical"
    assert stricter.opinion(text, vector).kind == GENERAL


@pytest.mark.parametrize("text", ["me secuestraron ayudenme por favor", "hi", ""])
def test_one_message_is_the_row_that_many_would_give_it(embedder: Embedder, text: str) -> None:
    """What is judged looks exactly like what was learned from."""
    signs = Dangers.load()
    vectors = embedder.encode_queries(["uno", "dos tres"])
    evidence = Evidence.around(vectors, signs)

    alone, among = evidence.row(text, text, vectors[0]), evidence.rows([text], [text], vectors[:1])

    assert alone.toarray() == pytest.approx(among.toarray(), abs=1e-9)
    assert np.array_equal(without_letters(alone), without_letters(among))
