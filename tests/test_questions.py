"""The development questions are well formed, cover every article, come in two halves alike and copy nothing indexed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from knowledge.folder import ARTICLES
from knowledge.labelled import read_labelled
from knowledge.library import Library
from knowledge.normalise import fold, normalise
from knowledge.slugs import load_slugs

QUESTIONS = Path(__file__).parent / "questions"
LANGUAGES = ("es", "en")
HALVES = ("tune", "report")

URGENT = {"violence", "kidnapped", "child", "medical", "lost", "trafficking", "sexual", "suicide", "detention"}
IN_SCOPE = {"topic", "calm"} | URGENT
OUT_OF_SCOPE = {"close", "far", "spam", "people", "injection", "illegal"}
FIELDS = {"id", "lang", "text", "topic", "also", "in_scope", "urgent"}

#: From here on two texts are the same question for a search by letters.
NEARLY_INDEXED = 0.8
#: Stricter among ourselves: a question of one half must not give away one of the other.
NEARLY_TWINS = 0.6

Question = dict[str, Any]
#: What to call a text in a message, and its trigrams.
Labelled = tuple[str, frozenset[str]]


def read(lang: str, half: str) -> list[Question]:
    lines = (QUESTIONS / f"{lang}.{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


BY_HALF = {half: [question for lang in LANGUAGES for question in read(lang, half)] for half in HALVES}
ALL = [question for half in HALVES for question in BY_HALF[half]]


def kind(question: Question) -> str:
    return question["id"].split("-")[1]


def trigrams(text: str) -> frozenset[str]:
    padded = f" {fold(normalise(text))} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def labelled(questions: Iterable[Question]) -> list[Labelled]:
    return [(f"{question['id']} {question['text']!r}", trigrams(question["text"])) for question in questions]


def alike(pairs: Iterable[tuple[Labelled, Labelled]], limit: float) -> dict[str, float]:
    """Pairs whose trigrams overlap (Jaccard) by `limit` or more."""
    found = {}
    for (name, one), (other_name, other) in pairs:
        shared = len(one & other)
        either = len(one) + len(other) - shared
        if shared >= limit * either:
            found[f"{name} ~ {other_name}"] = round(shared / either, 2)
    return found


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_file_holds_its_own_language_and_only_known_fields(lang: str, half: str) -> None:
    for question in read(lang, half):
        assert question.keys() == FIELDS, question
        assert question["lang"] == lang == question["id"].split("-")[0], question
        assert question["text"] == question["text"].strip() != "", question
        assert isinstance(question["in_scope"], bool), question
        assert isinstance(question["urgent"], bool), question


def test_ids_are_unique() -> None:
    assert [name for name, times in Counter(question["id"] for question in ALL).items() if times > 1] == []


def test_topics_are_articles() -> None:
    slugs = set(load_slugs().all)
    for question in ALL:
        assert question["topic"] is None or question["topic"] in slugs, question
        assert set(question["also"]) <= slugs - {question["topic"]}, question
        assert len(question["also"]) == len(set(question["also"])), question


def test_labels_follow_the_kind() -> None:
    for question in ALL:
        assert kind(question) in IN_SCOPE | OUT_OF_SCOPE, question
        assert question["in_scope"] == (kind(question) in IN_SCOPE), question
        assert question["urgent"] == (kind(question) in URGENT), question
        assert question["in_scope"] == (question["topic"] is not None), question
        assert question["in_scope"] or not question["also"], question


def test_every_article_is_asked_for() -> None:
    asked = Counter(question["topic"] for question in ALL)
    assert {slug: asked[slug] for slug in load_slugs().all if asked[slug] < 5} == {}


def test_there_are_enough_of_each_kind() -> None:
    kinds = Counter(kind(question) for question in ALL)
    spoken = Counter(question["lang"] for question in ALL)

    assert len(ALL) >= 520
    assert 1.3 <= spoken["es"] / spoken["en"] <= 1.8
    assert 0.5 <= kinds["topic"] / len(ALL) <= 0.6
    assert kinds["calm"] >= 40
    assert sum(kinds[name] for name in OUT_OF_SCOPE) >= 80
    assert sum(kinds[name] for name in URGENT) >= 60
    in_each_language = Counter((kind(question), question["lang"]) for question in ALL)
    few = {(name, lang) for name in IN_SCOPE | OUT_OF_SCOPE for lang in LANGUAGES if in_each_language[name, lang] < 3}
    assert few == set()


def test_halves_look_alike() -> None:
    tune, report = (
        Counter((question["lang"], kind(question)) for question in BY_HALF[half])
        + Counter(question["topic"] for question in BY_HALF[half] if question["topic"])
        for half in HALVES
    )
    uneven = {group: (tune[group], report[group]) for group in tune | report if abs(tune[group] - report[group]) > 2}
    assert uneven == {}


def test_no_question_is_there_twice() -> None:
    assert alike(combinations(labelled(ALL), 2), NEARLY_TWINS) == {}


def test_no_question_is_indexed() -> None:
    indexed = [
        (f"{slug} ({tag})", trigrams(text))
        for slug, article in Library.load(ARTICLES).articles.items()
        for tag, words in article.words.items()
        for text in (words.title, *words.asked_as)
    ]
    indexed += [(topic, trigrams(text)) for topic, questions in read_labelled().items() for text in questions]
    assert alike(product(labelled(ALL), indexed), NEARLY_INDEXED) == {}
