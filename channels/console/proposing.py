"""Proposals to the editors: a way to ask that an article should have, or an article that there should be.

A proposal is a file beside the articles and changes nothing that people read (`knowledge.workshop.proposals`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Form, Response
from fastapi.responses import RedirectResponse

from channels.console.names import Names
from channels.console.pages import Pages, nothing_here
from channels.console.roles import May
from channels.console.visit import Visiting
from knowledge.normalise import fold
from knowledge.workshop.proposals import proposals, propose

#: What is so short belongs to nobody; anything longer is proposed in other words than the person's own.
ANYBODYS = 8
#: The mark of something that was left out of a text (`channels.journal.redact`).
REDACTED = "["
MOST_WORDINGS = 12

pages = Pages()

Short = Annotated[str, Form(max_length=200)]
Long = Annotated[str, Form(max_length=2000)]


@pages.get("/unanswered/propose", may=May.TEACH)
async def form(visit: Visiting, question: str = "", article: str = "") -> Response:
    """`question` is the id of a message, `article` a slug; empty to start an article."""
    texts = await visit.ask(visit.console.reading.unanswered.texts, [question])
    text = texts.get(question, "")
    if question and not text:
        return nothing_here(visit)
    # Not filled with the person's words: what is put into the folder should be written by whoever puts it there.
    return await proposing(visit, question=question, text=text, article=article)


async def proposing(visit: Visiting, *, trouble: str = "", status: int = 200, **given: str) -> Response:
    wording = visit.console.wording()
    return visit.page(
        "propose.html",
        status=status,
        given=given,
        trouble=trouble,
        articles=list(wording.library.articles),
        tongues=wording.register.languages,
        names=Names(wording=wording, tag=visit.tag),
    )


def anybodys(text: str) -> bool:
    return len(text.split()) <= ANYBODYS and REDACTED not in text


@pages.post("/unanswered/propose", may=May.TEACH)
async def send(
    visit: Visiting,
    *,
    question: Short = "",
    article: Short = "",
    about: Short = "",
    language: Short = "",
    wordings: Long = "",
    note: Long = "",
) -> Response:
    reading, wording = visit.console.reading, visit.console.wording()
    lines = tuple(dict.fromkeys(line for each in wordings.splitlines() if (line := " ".join(each.split()))))
    texts = await visit.ask(reading.unanswered.texts, [question])
    given = {
        "question": question,
        "text": texts.get(question, ""),
        "article": article,
        "about": about,
        "language": language,
        "wordings": wordings,
        "note": note,
    }
    key = trouble_with(lines, given["text"])
    if not key and not (article in wording.library if article else about.strip()):
        key = "propose_what_for"
    if not key and language not in {each.tag for each in wording.register.languages}:
        key = "propose_which_language"
    if key:
        return await proposing(visit, trouble=visit.say(key), status=422, **given)
    try:
        made = await visit.ask(
            propose,
            reading.proposals,
            article=article,
            about="" if article else " ".join(about.split()),
            language=language,
            asked_as=lines,
            note=note.strip(),
            by=visit.account.name,
            on=reading.now().date(),
        )
    except OSError:
        return await proposing(visit, trouble=visit.say("propose_cannot_write"), status=503, **given)
    await visit.record("propose", about=made.name)
    return RedirectResponse(f"/console/proposals#{made.name}", status_code=303)


def trouble_with(lines: Sequence[str], text: str) -> str:
    """The key of what is wrong with the wordings; empty when nothing is."""
    if not lines or len(lines) > MOST_WORDINGS:
        return "propose_wordings_number"
    if not anybodys(text) and any(fold(line) == fold(text) for line in lines):
        return "propose_own_words"
    return ""


@pages.get("/proposals", may=May.WATCH)
async def waiting(visit: Visiting) -> Response:
    found = await visit.ask(proposals, visit.console.reading.proposals)
    names = Names(wording=visit.console.wording(), tag=visit.tag)
    return visit.page("proposals.html", proposals=found, names=names)
