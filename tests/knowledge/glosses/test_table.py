"""Words of a language lead to Spanish words, however they are spelled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.glosses.learn import learn, telling
from knowledge.glosses.near import Near
from knowledge.glosses.pairs import Learned, Pair
from knowledge.glosses.table import FILE, Glosses
from locales.languages import Register

#: An invented language: "tz'ika" house, "mol" dog, "pax" big, "ri" the.
SENTENCES = [
    ("ri tz'ika pax", "la casa grande"),
    ("ri mol pax", "el perro grande"),
    ("ri mol", "el perro"),
    ("ri tz'ika", "la casa"),
    ("ri mol tz'ika", "el perro de la casa"),
]


@pytest.fixture(scope="module")
def glosses() -> Glosses:
    found = Learned(sentences=tuple(Pair.of(*pair) for pair in SENTENCES), entries=(Pair.of("xu'", "agua"),))
    spanish = ("agua", "casa", "grande", "perro")
    return Glosses(spanish=spanish, tables={"quc": learn(found, {word: at for at, word in enumerate(spanish)})})


def likeliest(glosses: Glosses, word: str) -> str:
    return glosses.likeliest(word, glosses.tables["quc"])


@pytest.mark.parametrize(
    ("word", "spanish"), [("tz'ika", "casa"), ("mol", "perro"), ("pax", "grande"), ("xu'", "agua")]
)
def test_words_stand_for_what_they_stood_beside(glosses: Glosses, word: str, spanish: str) -> None:
    """Sentences and entries of a dictionary teach the same table."""
    assert likeliest(glosses, word) == spanish


@pytest.mark.parametrize("word", ["tzika", "tz'ikab", "xtz'ika"])
def test_words_spelled_otherwise_are_understood(glosses: Glosses, word: str) -> None:
    """Glottal stops may be missing, and a word may carry what Mayan languages put before and behind it."""
    assert likeliest(glosses, word) == "casa"


def test_words_like_no_other_stand_for_nothing(glosses: Glosses) -> None:
    """Nothing is better than a guess from no letters in common."""
    assert likeliest(glosses, "qqq") == ""
    assert not glosses.tables["quc"].gloss(["qqq"]).any()


def test_runs_of_letters_tell_what_words_do_not(tmp_path: Path) -> None:
    """Beside whole words, what stands inside them is evidence, and survives being stored."""
    many = tuple(Pair.of(f"k{stem}{number}ik", spanish) for number in "abcdefghij" for stem, spanish in _STEMS * 7)
    words = tuple(sorted(spanish for _, spanish in _STEMS))
    table = learn(Learned(sentences=many, entries=()), {word: at for at, word in enumerate(words)})
    Glosses(spanish=words, tables={"mam": table}).save(tmp_path / "glosses.npz")
    stored = Glosses.load(tmp_path / "glosses.npz")

    assert stored.tables["mam"].by_run.nnz
    for stem, spanish in _STEMS:
        assert words[int(stored.tables["mam"].gloss([f"x{stem}oj"]).argmax())] == spanish


_STEMS = (("wara", "dormir"), ("chapu", "tomar"), ("lemo", "mirar"))


def test_words_that_stand_everywhere_tell_nothing() -> None:
    """ "el" and "la" are left out of what is told."""
    sentences = tuple(Pair.of("ri mol", f"el perro {word}") for word in ("uno", "dos", "tres") * 10)

    assert telling(Learned(sentences=sentences, entries=())) == frozenset()
    assert telling(Learned(sentences=sentences, entries=(Pair.of("ixim", "maiz"),))) == {"maiz"}


def test_texts_are_near_to_bags_of_their_words() -> None:
    """A text is found by a word of it and by a word of the same stem; an empty bag is near to nothing."""
    words = ("trabajar", "perro")
    near = Near(["permiso de trabajo", "el perro grande"], words)

    assert int(near.scores(np.array([1, 0], np.float32)).argmax()) == 0
    assert int(near.scores(np.array([0, 1], np.float32)).argmax()) == 1
    assert not near.scores(np.zeros(2, np.float32)).any()


def test_the_shipped_file_is_small_and_in_registered_languages() -> None:
    """Every language in it can be chosen; it knows the first words of any dictionary."""
    glosses = Glosses.load()

    assert FILE.stat().st_size < 3_500_000
    assert set(glosses.tables) <= {language.tag for language in Register.load().languages}
    for tag, word, spanish in (("quc", "ja", "casa"), ("kek", "kab'l", "casa"), ("mam", "ja", "casa")):
        assert glosses.likeliest(word, glosses.tables[tag]) == spanish


def test_the_shipped_file_holds_no_sentence() -> None:
    """Single words only: the rights in the sentences are not ours."""
    glosses = Glosses.load()

    assert all(" " not in word for word in glosses.spanish)
    assert all(" " not in word for table in glosses.tables.values() for word in table.words)
