from __future__ import annotations

import logging
from pathlib import Path

import pytest

from channels.segments import count, fold
from locales.errors import RegisterError
from locales.languages import Register
from locales.rights import Rights

ROOT = Path(__file__).resolve().parents[2]
SLUGS = sorted(folder.name for folder in (ROOT / "knowledge" / "articles").iterdir())
REGISTER = Register.load()
RIGHTS = Rights.load()


def test_every_topic_was_thought_about() -> None:
    """Each article of knowledge/ has its article of the Declaration, or a null that says there is none."""
    assert sorted(RIGHTS.table.topics) == SLUGS


@pytest.mark.parametrize(
    ("topic", "article"),
    [
        ("us-asylum-who-qualifies", 14),
        ("us-detention-bond", 9),
        ("us-u-visa", 7),
        ("us-family-petition-i130", 16),
        ("work-visas-h2-rights", 23),
        ("us-t-visa-trafficking", 4),
        ("us-immigration-court-check", 10),
    ],
)
def test_right_is_that_of_the_topic(topic: str, article: int) -> None:
    """A topic leads to its article, in Mam."""
    right = RIGHTS.right("mam", topic)

    assert right is not None
    assert right.article == article
    assert len(right.text) > 40


def test_right_is_one_paragraph_where_the_table_says_so() -> None:
    """14.1 is the right to seek asylum without its exception; the Spanish text shows which paragraph it is."""
    right = RIGHTS.right("kek", "us-asylum-fees")

    assert right is not None
    assert right.text.startswith("Wi yo chi sik'e'k")
    assert "Naciones" not in right.text


def test_right_comes_without_numbers_of_paragraphs() -> None:
    """Where the translator wrote "14.1.-" before the sentence, only the sentence is said."""
    right = RIGHTS.right("tzh", "us-asylum-fees")

    assert right is not None
    assert not any(character.isdigit() for character in right.text)


@pytest.mark.parametrize(
    ("tag", "town", "of"),
    [
        ("qu", "soy de ayacucho", "Ayacucho"),
        ("qu", "Chimborazo", "Chimborazo"),
        ("qu", None, "Cusco"),
        ("hus", "veracruz", "Veracruz"),
        ("zap", "de los valles centrales", "San Dionisio Güilá"),
        ("mam", "Todos Santos", "el norte"),
        ("kek", "Cobán", None),
    ],
)
def test_right_is_written_in_the_speech_of_the_town(tag: str, town: str | None, of: str | None) -> None:
    """Where there are several texts the town decides, and whose speech it is can be said."""
    right = RIGHTS.right(tag, "us-asylum-fees", town)

    assert right is not None
    assert right.of == of


@pytest.mark.parametrize(
    ("tag", "topic"),
    [("ixl", "us-asylum-fees"), ("es", "us-asylum-fees"), ("mam", "us-daca"), ("mam", "no-such-topic")],
    ids=["no text", "Spanish needs none", "no right belongs", "unknown topic"],
)
def test_right_is_none_where_there_is_none(tag: str, topic: str) -> None:
    """Nothing is made up."""
    assert RIGHTS.right(tag, topic) is None


def test_right_that_was_damaged_is_not_said() -> None:
    """The text of Cusco has "&1" for the third paragraph of article 16."""
    assert RIGHTS.right("qu", "us-family-petition-i130", "Cusco") is None
    assert RIGHTS.right("qu", "us-family-petition-i130", "Ayacucho") is not None


def test_every_text_can_be_said_by_sms() -> None:
    """In every language each right folds to GSM-7 and takes at most four segments, three in most."""
    lengths = {}
    for tag, texts in RIGHTS.table.texts.items():
        for text in texts:
            town = next(iter(text.regions), None)
            for topic in SLUGS:
                if right := RIGHTS.right(tag, topic, town):
                    counted = count(fold(right.text, REGISTER.get(tag).fold))
                    lengths[tag, right.article] = counted.segments
                    assert counted.encoding == "GSM-7", (tag, topic)

    assert {tag for tag, _ in lengths} == RIGHTS.tags
    assert max(lengths.values()) <= 4
    assert sum(length <= 2 for length in lengths.values()) >= 0.9 * len(lengths)


def test_texts_belong_to_registered_languages_and_regions() -> None:
    """The table names no tag and no region that the register lacks."""
    assert RIGHTS.tags <= {language.tag for language in REGISTER.languages}
    for tag, texts in RIGHTS.table.texts.items():
        named = {region.split(" (")[0] for region in REGISTER.get(tag).varieties}
        assert {region.split(" (")[0] for text in texts for region in text.regions} <= named


def test_missing_package_is_said_once_and_costs_nothing_else(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without the npm package there is no right to say, and one clear line in the log."""
    rights = Rights.load(folder=tmp_path)
    with caplog.at_level(logging.WARNING):
        assert [rights.right("mam", "us-asylum-fees") for _ in range(3)] == [None] * 3

    said = [record.getMessage() for record in caplog.records if "mam.html" in record.getMessage()]
    assert len(said) == 1
    assert "make setup" in said[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{topics: {x: many}, texts: {}}", "topics.x"),
        ("{topics: {}, texts: {mam: []}}", "texts.mam"),
        ("{topics: {}, texts: {mam: [{file: ../x}]}}", "texts.mam.0.file"),
    ],
    ids=["no number", "no file", "a path"],
)
def test_rights_refuse_mistakes(tmp_path: Path, text: str, place: str) -> None:
    """The message names the file and the place."""
    file = tmp_path / "rights.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(RegisterError, match=f"rights.yaml: {place}"):
        Rights.load(file)
