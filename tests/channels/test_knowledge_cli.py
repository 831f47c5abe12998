from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.replies import Decision, Effect
from channels.doors import open_journal
from channels.journal.journal import Journal
from channels.journal.records import TurnFacts
from channels.knowledge_cli import app
from channels.knowledge_options import sms_segments
from channels.message import Channel, InboundMessage, Kind
from channels.settings import Settings
from knowledge.sample_articles import SLUGS, ArticleFiles, read, replace_in, write_library
from knowledge.workshop.proposals import propose

SLUG = "us-asylum-fees"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path / "articles")


def rumbo(folder: Path, *arguments: str) -> Result:
    return CliRunner(env={"KNOWLEDGE_DIR": str(folder)}).invoke(app, arguments)


def test_check_succeeds_where_nothing_is_wrong(folder: Path) -> None:
    """Warnings alone do not fail."""
    result = rumbo(folder, "check", *SLUGS.all)

    assert result.exit_code == 0
    assert "0 errors" in result.output or "All is well" in result.output


@pytest.mark.parametrize(("lang", "said"), [("en", "line 3, sms: an amount"), ("es", "línea 3, sms: hay un monto")])
def test_check_fails_in_plain_words(folder: Path, lang: str, said: str) -> None:
    """An error is a sentence with its place, and the exit status is 1."""
    replace_in(folder / SLUG / "es.md", "Hay ayuda gratis.", "Son $5.")

    result = rumbo(folder, "check", SLUG, "--lang", lang)

    assert result.exit_code == 1
    assert said in result.output


def test_a_question_in_an_indigenous_language_gets_a_topic(folder: Path) -> None:
    """The reviewer's word puts it into the article's folder, where the check finds it in order."""
    asked = rumbo(folder, "ask", SLUG, "jas rajil ri wuj", "--lang", "quc", "--reviewer", "Ana, teacher")
    checked = rumbo(folder, "check", SLUG)

    assert (asked.exit_code, checked.exit_code) == (0, 0)
    assert [(one.tag, one.text) for one in read(folder, SLUG).asked] == [("quc", "jas rajil ri wuj")]


@pytest.mark.parametrize(
    ("question", "tag", "said"),
    [
        ("jas rajil, nutel +1 202 555 0143", "quc", "[phone]"),
        ("jas rajil ri wuj", "xx", "not in the list of languages"),
        ("cuanto vale", "es", "asked_as in es.md"),
    ],
)
def test_a_question_that_cannot_be_kept_is_refused_in_plain_words(
    folder: Path, question: str, tag: str, said: str
) -> None:
    """What is about one person is never written into the articles."""
    result = rumbo(folder, "ask", SLUG, question, "--lang", tag, "--reviewer", "Ana, teacher")

    assert result.exit_code == 1
    assert said in result.output
    assert not (folder / SLUG / "asked.yaml").exists()


def test_a_number_is_corrected_compared_signed_and_changed_again(folder: Path) -> None:
    """The editor's day: sign, correct a fact, see the difference, sign again."""
    sign = ("vet", SLUG, "--reviewer", "Ana, lawyer")
    first = rumbo(folder, *sign)
    replace_in(folder / SLUG / "article.yaml", "value: $100", "value: $102")
    compared = rumbo(folder, "diff", SLUG, "--lang", "es")
    stale = rumbo(folder, "stale")
    second = rumbo(folder, *sign)

    assert [result.exit_code for result in (first, compared, stale, second)] == [0, 0, 0, 0]
    assert "fee.form cambió\n    antes: $100\n    ahora: $102" in compared.output
    assert f"{SLUG} (editors): changed since it was signed by Ana, lawyer" in stale.output
    assert len(read(folder, SLUG).signatures) == 2


def test_where_names_every_article_with_a_fact(folder: Path) -> None:
    """A number that is wrong may stand in several articles."""
    result = rumbo(folder, "where", "$100")

    assert [line.partition(":")[0] for line in result.output.splitlines()] == sorted(SLUGS.all)


def test_export_and_import_carry_a_translation(folder: Path, tmp_path: Path) -> None:
    """An unchanged sheet changes nothing."""
    table = str(tmp_path / "sheet.xlsx")
    before = (folder / SLUG / "es.md").read_bytes()

    exported = rumbo(folder, "export", table, "--lang", "es")
    imported = rumbo(folder, "import", table)

    assert (exported.exit_code, imported.exit_code, imported.output) == (0, 0, "")
    assert (folder / SLUG / "es.md").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "no-such-slug"),
        ("new", SLUG),
        ("diff", "no-such-slug"),
        ("vet", SLUG, "--reviewer", "Ana"),
        ("translated", SLUG, "--lang", "fr"),
        ("export", "sheet.ods"),
        ("import", "missing.xlsx"),
        ("check", "no-such-slug"),
        ("preview", "no-such-slug"),
        ("correct", "no-such-slug", "--correction-en", "x", "--correction-es", "x"),
    ],
    ids=" ".join,
)
def test_a_mistake_is_answered_without_a_traceback(folder: Path, arguments: tuple[str, ...]) -> None:
    """Whatever an editor mistypes, the answer is a sentence and a remedy, and exit status 1."""
    result = rumbo(folder, *arguments)

    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "→" in result.output


def test_translated_and_new_write_what_they_say(tmp_path: Path) -> None:
    """Both commands name the files that they touched."""
    folder = tmp_path / "articles"
    files = ArticleFiles.valid("gt-asylum")
    files.words["es"]["translated_from"] = "en@sha256:0123456789abcdef"
    files.write(folder)

    marked = rumbo(folder, "translated", "gt-asylum", "--lang", "es")
    started = rumbo(folder, "new", "hn-asylum")

    assert marked.output == "gt-asylum/es.md = gt-asylum/en.md\n"
    assert (folder / "hn-asylum/es.md").exists()
    assert started.exit_code == 0


@pytest.mark.parametrize(
    ("text", "tag", "expected"), [("á" * 160, "es", 1), ("ʼ" * 160, "mam", 1), ("€" * 81, "es", 2)]
)
def test_sms_segments_counts_what_is_sent(text: str, tag: str, expected: int) -> None:
    """Lengths are those of the folded text."""

    assert sms_segments(text, tag) == expected


def test_preview_shows_bubbles_and_the_missing_signature(folder: Path) -> None:
    """The phone's view, with what stands between the article and people below it."""
    result = rumbo(folder, "preview", SLUG, "--on", "2026-07-10", "--price", "0.02")

    assert result.exit_code == 0
    assert "El tramite cuesta $100." in result.output
    assert "MORE 3/3" in result.output
    assert "· $0.02" in result.output
    assert "Nadie ha firmado" in result.output


def test_preview_of_all_languages_goes_through_them(folder: Path) -> None:
    """Every language that the article has, on the channel that was named."""
    result = rumbo(folder, "preview", SLUG, "--all", "--lang", "en", "--channel", "whatsapp", "--on", "2026-07-10")

    assert "The form costs $100." in result.output
    assert "El trámite cuesta $100." in result.output
    assert "Nobody has signed" in result.output


def test_preview_of_a_broken_article_shows_its_problems(folder: Path) -> None:
    """What nobody can receive is not drawn; the editor reads why instead."""
    replace_in(folder / SLUG / "es.md", "Hay ayuda gratis.", "Son $5.")
    result = rumbo(folder, "preview", SLUG)

    assert result.exit_code == 1
    assert "línea 3, sms: hay un monto" in result.output
    assert "╭" not in result.output


def test_preview_in_a_language_that_nobody_speaks_is_refused(folder: Path) -> None:
    """A mistyped tag is told at once."""
    result = rumbo(folder, "preview", SLUG, "--lang", "xx")

    assert result.exit_code == 2
    assert "'xx' is not in" in result.output


def test_check_search_warns_of_a_question_that_finds_another_article(folder: Path) -> None:
    """With the packaged model: a test question about something else is a warning, and the plain check is silent."""
    files = ArticleFiles.valid(SLUG)
    files.words["es"]["must_find"] = ["pregunta por mx refugee comar mx refugee comar"]
    files.write(folder)

    plain = rumbo(folder, "check", *SLUGS.all)
    searched = rumbo(folder, "check", "--search", *SLUGS.all)
    signed = rumbo(folder, "vet", SLUG, "--reviewer", "Ana, lawyer")

    assert "finds mx-refugee-comar first" not in plain.output
    for result in (searched, signed):
        assert result.exit_code == 0
        assert f"finds mx-refugee-comar first and not {SLUG}" in result.output


def test_check_search_without_a_model_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Signing does not wait for a model that is not there."""
    files = ArticleFiles.valid(SLUG)
    files.words["es"]["must_find"] = ["cuanto dinero piden"]
    files.write(folder)
    monkeypatch.setenv("EMBEDDING_MODEL", str(tmp_path / "nothing"))

    result = rumbo(folder, "vet", SLUG, "--reviewer", "Ana, lawyer")

    assert result.exit_code == 0
    assert "were not put to the search" in result.output


def test_try_answers_from_the_folder(folder: Path) -> None:
    """With the packaged model: decision, candidates, bubbles, and what holds other articles back."""
    replace_in(folder / "mx-refugee-comar/es.md", "Hay ayuda gratis.", "Son $5.")
    result = rumbo(folder, "try", "cuanto vale us asylum fees us asylum fees us asylum fees")

    assert result.exit_code == 0
    assert result.output.startswith("decision: ")
    assert f"  {SLUG}\n" in result.output
    assert "mx-refugee-comar/es.md, línea 3, sms: hay un monto" in result.output


CORRECTION = ("--correction-en", "It costs {{ fee.form }} now.", "--correction-es", "Ahora cuesta {{ fee.form }}.")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """A journal where one person heard the article as it is, and asked to be told."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/rumbo.sqlite")
    monkeypatch.setenv("DATA_KEY", "0123456789abcdef" * 2)
    journal = open_journal(Settings.load(env_file=None))
    told = TurnFacts(intent="ask", decision=Decision.ANSWER, language="es", article=SLUG, article_version="0" * 16)
    alert = replace(told, decision=Decision.COMMAND, article_version=None, effects=frozenset({Effect.ALERT}))
    for sid, turn in (("SM1", told), ("SM2", alert)):
        journal.receive(
            InboundMessage(
                sid=sid,
                channel=Channel.SMS,
                sender="+525512345678",
                recipient="+15005550006",
                text="hola",
                kind=Kind.TEXT,
                received_at=datetime.now(UTC),
            )
        )
        journal.commit_turn(sid, turn, tracker=None, parts=())
    return journal


def test_correct_says_who_hears_what_and_plans_it(folder: Path, database: Journal) -> None:
    """First with --dry-run, which writes nothing, then for good; in other words it is refused."""
    dry = rumbo(folder, "correct", SLUG, *CORRECTION, "--dry-run")
    before = database.letters_due()
    sent = rumbo(folder, "correct", SLUG, *CORRECTION)
    again = rumbo(folder, "correct", SLUG, *CORRECTION[:3], "Otra cosa.")

    assert (dry.exit_code, sent.exit_code, again.exit_code) == (0, 0, 1)
    assert before == ()
    for result in (dry, sent):
        assert "1 heard it before and asked to be told; 1 of them can be written to now." in result.output
        assert "Ahora cuesta $100." in result.output
    assert "So far: planned 1" in sent.output
    assert len(database.letters_due()) == 1
    assert "was corrected already" in again.output


def test_correct_refuses_bare_figures(folder: Path, database: Journal) -> None:
    """The editor reads which option and which figure."""
    result = rumbo(folder, "correct", SLUG, *CORRECTION[:3], "Cuesta $102.", "--lang", "es")

    assert result.exit_code == 1
    assert "--correction-es: hay un monto en el texto: $102" in result.output
    assert database.letters_due() == ()


def test_proposals_are_listed_taken_and_dropped(folder: Path) -> None:
    """An editor sees who proposed what, takes one over into the article, and drops another."""
    given = {"article": SLUG, "language": "es", "by": "ana", "on": datetime(2026, 11, 24, tzinfo=UTC).date()}
    one, other = (propose(folder.parent / "proposals", asked_as=[line], **given) for line in ("que vale", "otra cosa"))
    listed = rumbo(folder, "proposals", "--lang", "es").output
    taken, dropped = rumbo(folder, "take", one.name), rumbo(folder, "drop", other.name)

    assert "propuesto por ana" in listed
    assert "- que vale" in listed
    assert (taken.exit_code, dropped.exit_code) == (0, 0)
    assert "que vale" in read(folder, SLUG).words["es"].asked_as
    assert "There are no proposals." in rumbo(folder, "proposals").output
    assert rumbo(folder, "take", one.name).exit_code == 1
