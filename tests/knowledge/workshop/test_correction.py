from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.digest import article_digest
from knowledge.errors import KnowledgeError
from knowledge.sample_articles import TODAY, read, replace_in, segments
from knowledge.workshop.correction import Correction, correction

SLUG = "us-asylum-fees"
SAID = {"en": "The form costs {{ fee.form }}, not more.", "es": "El trámite cuesta {{ fee.form }}, no más."}


def corrected(folder: Path, slug: str = SLUG, *, allow_unsigned: bool = True, **said: str) -> Correction:
    return correction(folder, slug, SAID | said, measure=segments, today=TODAY, allow_unsigned=allow_unsigned)


def test_correction_brings_the_article_as_it_stands(folder: Path) -> None:
    """It names the version on disk, and its words have the facts in place, on one line."""
    found = corrected(folder, es="El trámite cuesta\n {{ fee.form }}.  ")

    assert found.version == article_digest(read(folder, SLUG))
    assert found.words == {"en": "The form costs $100, not more.", "es": "El trámite cuesta $100."}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["correction_empty"]),
        (" \n", ["correction_empty"]),
        ("a" * 161, ["correction_too_long"]),
        ("El trámite cuesta $102.", ["bare_amount"]),
        ("Llame al 800 123 4567.", ["bare_phone"]),
        ("El plazo termina el 3 de mayo.", ["bare_date"]),
        ("Mire uscis.gov hoy.", ["bare_address"]),
        ("Son 45 en total.", ["bare_number"]),
        ("Cuesta {{ fee.other }}.", ["unknown_fact"]),
        ("Cuesta {{ fee.form }.", ["broken_placeholder"]),
        ("Cuesta **más**.", ["markup"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_correction_refuses_words_that_no_article_could_have(folder: Path, text: str, codes: list[str]) -> None:
    """One SMS of plain words; figures only as facts of the article. The problem names the option that it stands in."""
    with pytest.raises(KnowledgeError) as raised:
        corrected(folder, es=text)

    assert [problem.code for problem in raised.value.problems] == codes
    assert {problem.key for problem in raised.value.problems} == {"--correction-es"}
    assert all(problem.say("es") for problem in raised.value.problems)


def test_correction_says_everything_that_is_wrong_at_once(folder: Path) -> None:
    """Both languages are looked at, and every figure in them."""
    with pytest.raises(KnowledgeError) as raised:
        corrected(folder, en="It is $5 until May 3.", es="")

    assert [problem.key for problem in raised.value.problems] == ["--correction-en"] * 2 + ["--correction-es"]


def test_correction_of_an_article_with_errors_is_refused(folder: Path) -> None:
    """What is broken never reaches people, and neither does news of it."""
    replace_in(folder / SLUG / "es.md", "Hay ayuda gratis.", "Son $5.")

    with pytest.raises(KnowledgeError) as raised:
        corrected(folder)

    assert {problem.code for problem in raised.value.problems} == {"bare_amount"}


def test_correction_of_no_article_is_refused(folder: Path) -> None:
    """A mistyped name is a problem with a remedy."""
    with pytest.raises(KnowledgeError) as raised:
        corrected(folder, "no-such-article")

    assert [problem.code for problem in raised.value.problems] == ["no_such_article"]


def test_correction_waits_for_the_signature_where_one_is_needed(folder: Path, sign: Callable[[], None]) -> None:
    """Where only signed articles are answered, the corrected one has to be read by a reviewer first."""
    with pytest.raises(KnowledgeError) as raised:
        corrected(folder, allow_unsigned=False)
    sign()

    assert [problem.code for problem in raised.value.problems] == ["correction_unsigned"]
    assert corrected(folder, allow_unsigned=False).article.slug == SLUG
