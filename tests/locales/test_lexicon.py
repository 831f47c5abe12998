from __future__ import annotations

from pathlib import Path

import pytest

from channels.segments import count, fold
from locales.languages import Register
from locales.lexicon.make import SOURCES, made
from locales.lexicon.words import concepts, topic_word, topics, word

SLUGS = sorted(folder.name for folder in (Path(__file__).resolve().parents[2] / "knowledge" / "articles").iterdir())


@pytest.mark.parametrize(
    ("tag", "concept", "expected"),
    [
        ("kek", "work", "k'anjel"),
        ("quc", "child", "ak'al"),
        ("mam", "house", "ja"),
        ("gn", "help", "pytyvõ"),
        ("kek", "no-such-concept", None),
        ("ixl", "work", None),
        ("es", "work", None),
    ],
)
def test_word_of_a_language(tag: str, concept: str, expected: str | None) -> None:
    """The word, or None where the list has no sure one."""
    assert word(tag, concept) == expected


def test_topics_have_words() -> None:
    """Every topic was thought about; work visas stand under the word for work, in Q'eqchi' and Mam."""
    assert sorted(topics()) == SLUGS
    assert set(topics().values()) - {None} <= set(concepts())
    assert topic_word("kek", "work-visas-h2-how") == "k'anjel"
    assert topic_word("mam", "us-asylum-work-permit") == "aq'untl"
    assert topic_word("mam", "us-daca") is None


def test_words_are_short_one_for_one_and_cheap() -> None:
    """No word stands for two things, all fit beside a label, and all are GSM-7 after folding."""
    register = Register.load()
    for tag in SOURCES:
        said = [found for concept in concepts() if (found := word(tag, concept))]

        assert len(said) >= 7, tag
        assert len(set(said)) == len(said), tag
        assert max(len(each) for each in said) <= 18
        assert count(fold(" ".join(said), register.get(tag).fold)).encoding == "GSM-7"


def lists(folder: Path, gatitos: dict[str, str], mayanv: str) -> Path:
    """A data folder with the given word lists and K'iche' sentences; other languages have empty ones."""
    for name in ("gatitos", "mayanv"):
        (folder / name).mkdir()
    for name, _, _ in SOURCES.values():
        (folder / "gatitos" / f"{name}.tsv").write_text(gatitos.get(name, ""), encoding="utf-8")
    (folder / "mayanv" / "quc.train.tsv").write_text(mayanv, encoding="utf-8")
    return folder


def test_make_keeps_a_word_that_sentences_agree_with(tmp_path: Path) -> None:
    """Met in three sentences about a house: sure. Its spelling is that of the sentences."""
    said = "".join(f"ri ak'alix {n}\tla casa {n}\n" for n in "abc") + "xa jun\tuno\n" * 30
    data = lists(tmp_path, {"quc": "house\takalix\nthing\takalix\n"}, said)

    assert made(data)["quc"] == {"house": "ak'alix"}


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("house\tkojol\n", ""),
        ("house\tkasa\nhome\tkasa\n", ""),
        ("house\tkojol\nhome\tkojol\n", "jun kojol\tun árbol\n" * 8),
        ("house\tkojol\nstick\tkojol\ntree\tkojol\nwood\tkojol\n", "jun kojol\tuna casa\n"),
        ("house\tjun kojol pa tinamit la\nhome\tjun kojol pa tinamit la\n", ""),
    ],
    ids=["one word alone", "a loan", "sentences say otherwise", "mostly something else", "a whole phrase"],
)
def test_make_leaves_out_what_is_not_sure(tmp_path: Path, listed: str, said: str) -> None:
    """Rather no word than a wrong one."""
    data = lists(tmp_path, {"quc": listed}, said + "xa jun\tuno\n" * 30)

    assert made(data)["quc"] == {}


def test_make_believes_speakers_more_than_lists(tmp_path: Path) -> None:
    """A correction stands whatever the lists say."""
    data = lists(tmp_path, {"yua": "fear\txxik'il\nafraid\txxik'il\n"}, "")

    assert "fear" not in made(data)["yua"]
