"""`rumbo knowledge preview`, `try`, `ask` and `correct`: what editors see of, and say to, the people who ask.

Unlike the other commands for editors these need the sentences around an article, the search, or the journal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from channels.knowledge_options import Folder, Said, Slug, only, plainly, show_problems, sms_segments, utc_today
from channels.message import Channel
from channels.preview import draw, seen
from channels.prices import price_on
from channels.render import Wording
from channels.settings import Settings
from knowledge.check import check
from knowledge.digest import is_signed
from knowledge.errors import EmbeddingUnavailableError, KnowledgeError
from knowledge.folder import ARTICLES, read_articles
from knowledge.library import Library, load_usable
from knowledge.parse import parse_article
from knowledge.problems import Problem
from knowledge.rules.finding import finding
from knowledge.workshop.ask import label
from knowledge.workshop.correction import correction
from locales.languages import Register
from locales.phrases import Phrases

On = Annotated[Channel, typer.Option("--channel", help="sms or whatsapp.")]
Tag = Annotated[str, typer.Option("--lang", metavar="TAG", help="The language that the person reads.")]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="As on this day; today if left out.")]
Price = Annotated[float | None, typer.Option("--price", help="US dollars for a segment, or a WhatsApp message.")]

UNSIGNED = {
    "en": "Nobody has signed this text: with ALLOW_UNSIGNED=false people read a sentence that says so instead.",
    "es": "Nadie ha firmado este texto: con ALLOW_UNSIGNED=false la gente lee en su lugar una frase que lo dice.",
}
#: What stands in redacted text instead of what was there.
MARK = re.compile(r"\[\w+\]")
#: Different texts shown as examples before sending; they differ by language and date.
EXAMPLES = 20
ASKED = {
    "en": "{all} heard it before and asked to be told; {reachable} of them can be written to now.",
    "es": "{all} lo recibieron antes y pidieron aviso; a {reachable} se les puede escribir ahora.",
}
NOT_REACHED = {
    "en": "Not written to: {stopped} have stopped us, {window} are outside WhatsApp's 24 hours.",
    "es": "No se les escribe: {stopped} nos detuvieron, {window} están fuera de las 24 horas de WhatsApp.",
}
STARTED = {
    "en": "The running service sends it within a minute. So far:",
    "es": "El servicio en marcha lo envía en un minuto. Hasta ahora:",
}


def preview(  # noqa: PLR0917 - one argument for each option
    slug: Slug,
    channel: On = Channel.SMS,
    lang: Tag = "es",
    every: Annotated[bool, typer.Option("--all", help="In every language that the article has.")] = False,
    day: Day = None,
    price: Price = None,
    folder: Folder = ARTICLES,
) -> None:
    """The article as a phone shows it: the answer, what MORE brings, SOURCES; with segments and cost."""
    (name,) = only([slug])
    console, today = Console(), _day(day)
    _known(lang)
    loaded = load_usable(folder)
    if name not in loaded.articles:
        show_problems(check(folder, sms_segments, today, only=[name]), _said(lang))
        raise typer.Exit(1)
    article = loaded.articles[name]
    wording = _wording(Library.of(loaded.articles))
    for tag in article.words if every else (lang,):
        if every:
            console.rule(tag)
        bubbles = seen(name, wording, channel=channel, tag=tag, today=today)
        draw(bubbles, console, channel=channel, price=price_on(channel, price))
    if not is_signed(article):
        typer.echo(UNSIGNED[_said(lang)])
    show_problems(check(folder, sms_segments, today, only=[name]), _said(lang))


def try_question(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="As somebody would text it.")],
    channel: On = Channel.SMS,
    lang: Tag = "es",
    folder: Folder = ARTICLES,
) -> None:
    """What the articles on disk answer to a question, saved a moment ago or not yet in service."""
    # The models behind these take seconds to import.
    from channels.content import Content  # noqa: PLC0415
    from channels.trial import trial  # noqa: PLC0415

    console = Console()
    _known(lang)
    settings = Settings.load().model_copy(update={"knowledge_dir": folder, "allow_unsigned": True})
    with console.status("Loading the model …"):
        content = Content.load(settings)
    tried = trial(question, content, channel=channel, tag=lang, today=utc_today())
    if tried.caught:
        typer.echo(f"The dialogue takes this for {tried.caught} and does not search. The search alone would say:")
    typer.echo(f"decision: {tried.decision.value}")
    for candidate in tried.candidates:
        typer.echo(f"  {candidate.score:.2f}  {candidate.slug}")
    draw(tried.bubbles, console, channel=channel, price=price_on(channel))
    show_problems(tried.problems, _said(lang))


def ask(
    slug: Slug,
    text: Annotated[str, typer.Argument(metavar="QUESTION", help="As it was typed, in a language without articles.")],
    tag: Annotated[str, typer.Option("--lang", metavar="TAG", help="The language that the question is in.")],
    reviewer: Annotated[str, typer.Option("--reviewer", help='"Name, role" of the person who understood it.')],
    folder: Folder = ARTICLES,
) -> None:
    """Say that a question in an Indigenous language is about this article: from then on it is offered for it."""
    from channels.journal.redact import redact  # noqa: PLC0415 - brings the phone number library

    (name,) = only([slug])
    with plainly():
        if found := set(MARK.findall(redact(text))) - set(MARK.findall(text)):
            values = {"found": ", ".join(sorted(found))}
            raise KnowledgeError([Problem(file=name, line=None, key="", code="asked_private", values=values)])
        typer.echo(label(folder, name, [text], tag=tag, reviewer=reviewer, today=utc_today()))


def correct(  # noqa: PLR0917 - one argument for each option
    slug: Slug,
    in_english: Annotated[str, typer.Option("--correction-en", help="What changed, in one short sentence.")],
    in_spanish: Annotated[str, typer.Option("--correction-es", help="Lo que cambió, en una frase corta.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would hear what, and send nothing.")] = False,
    lang: Said = "en",
    folder: Folder = ARTICLES,
) -> None:
    """Tell what changed to everyone who heard the article before, within 30 days, and replied ALERT."""
    from channels.corrections import prepare, start  # noqa: PLC0415
    from channels.doors import open_journal  # noqa: PLC0415 - brings the whole service

    (name,), settings, now = only([slug]), Settings.load(), datetime.now(UTC)
    said = {"en": in_english, "es": in_spanish}
    allowed = settings.serves_unsigned
    with plainly(lang):
        made = correction(folder, name, said, measure=sms_segments, today=now.date(), allow_unsigned=allowed)
        journal = open_journal(settings)
        prepared = prepare(made, journal, Phrases.load(), Register.load(), now)
        typer.echo(ASKED[lang].format(all=len(prepared.letters), reachable=prepared.reachable))
        typer.echo(NOT_REACHED[lang].format(stopped=prepared.stopped, window=prepared.outside_window))
        for text in dict.fromkeys(part.text for _, part in prepared.letters[:EXAMPLES]):
            typer.echo(f"  {text}")
        if dry_run:
            return
        outcome = start(made, prepared, journal)
        if outcome is None:
            raise KnowledgeError([Problem(file=name, line=None, key="", code="correction_other_words")])
    typer.echo(f"{STARTED[lang]} {', '.join(f'{state} {n}' for state, n in outcome.items()) or '0'}")


def question_problems(folder: Path, chosen: Sequence[str]) -> list[Problem]:
    """Test questions that find another article than their own; without an embedding model that is said, and no more."""
    drafts = [parse_article(slug, files) for slug, files in read_articles(folder).items()]
    if not any(words.must_find for draft in drafts for words in draft.words.values()):
        return []
    from knowledge.embedding import Embedder  # noqa: PLC0415 - torch is slow to import
    from knowledge.search import SearchIndex  # noqa: PLC0415

    library = Library.of(load_usable(folder).articles)
    if not library.articles:
        return []
    try:
        index = SearchIndex.build(library, Embedder.load(Settings.load().embedding_model))
    except EmbeddingUnavailableError as error:
        typer.echo(f"The test questions (must_find) were not put to the search: {error}", err=True)
        return []
    return list(finding(drafts, library.articles, index.search, only=chosen))


def _day(day: datetime | None) -> date:
    return utc_today() if day is None else day.date()


def _said(lang: str) -> str:
    """Our own messages are in English and Spanish only."""
    return "en" if lang == "en" else "es"


def _known(tag: str) -> str:
    if tag not in {language.tag for language in Register.load().languages}:
        raise typer.BadParameter(f"{tag!r} is not in locales/languages.yaml", param_hint="--lang")
    return tag


def _wording(library: Library) -> Wording:
    register = Register.load()
    phrases = Phrases.load(register=register)
    return Wording(library=library, phrases=phrases, register=register, allow_unsigned=True, drafts=True)
