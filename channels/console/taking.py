"""What the buttons of a conversation do: take over, reply, hand back, mark as solved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Form, Response

from channels.console.answering import LONGEST, as_sent, notice, state_of
from channels.console.conversation import back_to, show
from channels.console.pages import Pages, nothing_here
from channels.console.roles import May
from channels.console.visit import Visit, Visiting
from channels.journal.takeover import Notice, Took
from channels.journal.talk import Talk

pages = Pages()

Short = Annotated[str, Form(max_length=200)]


@pages.post("/c/{person}/take", may=May.HELP)
async def take(visit: Visiting, person: str, instead_of: Short = "") -> Response:
    """Of two who take it at once, one gets it and the other is told who."""
    console, talk = visit.console, await head(visit, person)
    if talk is None:
        return nothing_here(visit)
    # Who takes it from a colleague does not greet the person a second time.
    words = notice(console, talk, "operator_here", now=datetime.now(UTC))
    silent = Notice(channel=talk.channel, parts=())
    took = await visit.ask(
        console.conversations.take,
        person,
        visit.account.name,
        instead_of=instead_of or None,
        notice=silent if instead_of else words,
    )
    if not took.done:
        return await lost(visit, person, took)
    await visit.record("take", person=person)
    await console.send(took.letters)
    return back_to(person, "reply")


@pages.post("/c/{person}/reply", may=May.HELP)
async def reply(
    visit: Visiting,
    person: str,
    text: Annotated[str, Form(max_length=LONGEST)] = "",
    do: Short = "send",
    article: Short = "",
) -> Response:
    """Send, count, or put an article's answer below what is written; the last two send nothing."""
    talk = await head(visit, person)
    if talk is None:
        return nothing_here(visit)
    if do == "send":
        return await send(visit, talk, text)
    draft = with_article(visit, talk, text, article) if do == "insert" else text
    counted = as_sent(visit.console, talk, draft)
    if visit.live:
        only_count = do == "count"
        return visit.page("conversation_draft.html", draft=draft, counted=counted, talk=talk, only_count=only_count)
    return await show(visit, person, draft=draft, counted=counted)


async def send(visit: Visit, talk: Talk, text: str) -> Response:
    person, parts = talk.person, as_sent(visit.console, talk, text)
    if talk.taken_by != visit.account.name:
        return await lost(visit, person, Took(done=False, taken_by=talk.taken_by), text)
    if not parts or not state_of(visit, talk).can_write(talk):
        return await show(visit, person, status=409, draft=text, trouble=visit.say("console_not_sent"))
    words = Notice(channel=talk.channel, parts=parts)
    took = await visit.ask(visit.console.conversations.write, person, visit.account.name, words)
    if not took.done:
        return await lost(visit, person, took, text)
    await visit.record("reply", person=person)
    await visit.console.send(took.letters)
    return back_to(person, "reply")


@pages.post("/c/{person}/back", may=May.HELP)
async def hand_back(visit: Visiting, person: str) -> Response:
    return await give_back(visit, person, solved=False)


@pages.post("/c/{person}/solved", may=May.HELP)
async def solve(visit: Visiting, person: str) -> Response:
    return await give_back(visit, person, solved=True)


async def give_back(visit: Visit, person: str, *, solved: bool) -> Response:
    console, talk = visit.console, await head(visit, person)
    if talk is None:
        return nothing_here(visit)
    took = await visit.ask(
        console.conversations.give_back,
        person,
        visit.account.name if talk.taken_by else None,
        solved=solved,
        notice=notice(console, talk, "operator_gone", now=datetime.now(UTC)),
    )
    if not took.done:
        return await lost(visit, person, took)
    await visit.record("solved" if solved else "back", person=person)
    await console.send(took.letters)
    return back_to(person)


async def lost(visit: Visit, person: str, took: Took, draft: str = "") -> Response:
    """Somebody else was quicker, or has it."""
    key = "console_taken_by_other" if took.taken_by else "console_taken_by_nobody"
    trouble = visit.say(key, name=took.taken_by) if took.taken_by else visit.say(key)
    return await show(visit, person, status=409, trouble=trouble, draft=draft)


async def head(visit: Visit, person: str) -> Talk | None:
    return await visit.ask(visit.console.conversations.head, person)


def with_article(visit: Visit, talk: Talk, text: str, slug: str) -> str:
    """What is written with the short answer of an article below it, in the person's language."""
    wording = visit.console.wording()
    article = wording.library.get(slug)
    if article is None:
        return text
    answer = wording.words(article, talk.language or "es").parts(article)[0]
    return f"{text.rstrip()}\n{answer}".lstrip()
