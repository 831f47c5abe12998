"""What operators do in a conversation, and what the pages say when it cannot be done."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence

import pytest
from starlette.testclient import TestClient

from bot.replies import Decision, Effect
from channels.console import left_alone
from channels.console.answering import LONGEST
from channels.console.news import MARKS
from channels.console.roles import Role
from channels.journal.listing import Filters
from channels.media import Media
from channels.message import Channel, InboundMessage, Kind, OutboundPart
from tests.channels.journal.conftest import NUMBER, facts, parts

from .conftest import PASSWORD, Backstage, Browse, mark_of, quick_hash, sign_in


@pytest.fixture
def person(backstage: Backstage) -> str:
    """Somebody who asked and was answered."""
    write(backstage, "SM1", "cuanto cuesta pedir asilo")
    return backstage.journal.person(NUMBER)


def write(
    backstage: Backstage,
    sid: str,
    text: str,
    *effects: Effect,
    channel: Channel = Channel.SMS,
    kind: Kind = Kind.TEXT,
    answer: Sequence[OutboundPart] = parts("la respuesta"),
    **more: object,
) -> None:
    backstage.journal.receive(
        InboundMessage(
            sid=sid,
            channel=channel,
            sender=NUMBER,
            recipient="+15005550006",
            text=text,
            kind=kind,
            received_at=backstage.clock(),
        )
    )
    turn = facts(article="us-asylum-fees", score=0.9, effects=frozenset(effects), **more)
    backstage.journal.commit_turn(sid, turn, tracker=None, parts=answer)
    backstage.clock.forward(minutes=1)


@pytest.fixture
def ana(browse: Browse, backstage: Backstage) -> TestClient:
    return operator(browse, backstage, "ana")


def operator(browse: Browse, backstage: Backstage, name: str) -> TestClient:
    backstage.desk.add_account(name, Role.OPERATOR, password_hash=quick_hash())
    client = browse(None)
    sign_in(client, name, PASSWORD)
    return client


def do(client: TestClient, person: str, what: str, **form: str) -> tuple[int, str]:
    """Press a button of the conversation; the status and what the page says."""
    mark = mark_of(client, "/console/handoffs")
    answer = client.post(f"/console/c/{person}/{what}", data={"csrf": mark, **form})
    return answer.status_code, answer.text


def out(backstage: Backstage, person: str) -> Iterator[tuple[str, str | None]]:
    talk = backstage.conversations.talk(person)
    assert talk is not None
    return ((said.text, said.written_by) for said in talk.said if not said.inbound)


def test_taken_answered_and_handed_back(ana: TestClient, backstage: Backstage, person: str) -> None:
    """The person is told who answers, gets what is written, folded for SMS, and is told when the service is back."""
    taken, _ = do(ana, person, "take")
    replied, _ = do(ana, person, "reply", text="Mañana a las 9, está abierto. ")
    back, _ = do(ana, person, "back")
    said = list(out(backstage, person))

    assert (taken, replied, back) == (303, 303, 303)
    assert said[2] == ("Mañana a las 9, esta abierto.", "ana")
    assert [who for _, who in said] == [None, None, "ana", None]
    assert len(backstage.sent) == 3
    assert [each.action for each in backstage.desk.log(person=person)][::-1] == ["take", "reply", "back"]


def test_two_who_take_the_same(browse: Browse, backstage: Backstage, ana: TestClient, person: str) -> None:
    """One gets it; the other is told who has it, and can take it from her knowingly."""
    eva = operator(browse, backstage, "eva")
    first, _ = do(ana, person, "take")
    second, page = do(eva, person, "take")
    knowing, _ = do(eva, person, "take", instead_of="ana")
    late, told = do(ana, person, "reply", text="hola")

    assert (first, second, knowing, late) == (303, 409, 303, 409)
    assert "ana has this conversation now" in page
    assert "hola" in told
    assert len(backstage.sent) == 1


def test_reply_is_counted_as_it_would_be_sent(ana: TestClient, backstage: Backstage, person: str) -> None:
    """Counting and putting an article in send nothing; what was typed stays."""
    do(ana, person, "take")
    _, counted = do(ana, person, "reply", text="a" * 161, do="count")
    _, inserted = do(ana, person, "reply", text="hola", do="insert", article="us-asylum-fees")
    article = backstage.console.wording().library.articles["us-asylum-fees"]

    assert "2 SMS segments" in counted
    assert article.words["es"].parts(article)[0][:20] in inserted
    assert len(backstage.sent) == 1
    assert do(ana, person, "reply", text="a" * (LONGEST + 1))[0] == 422


def test_nothing_is_written_where_nothing_can_be(ana: TestClient, backstage: Backstage, person: str) -> None:
    """After STOP, and on WhatsApp when its 24 hours are over, the page says so and nothing is planned."""
    write(backstage, "SM2", "hola", channel=Channel.WHATSAPP)
    do(ana, person, "take")
    status, page = do(ana, person, "reply", text="hola")  # the test's clock stands in October; for the page it is past
    sent = len(backstage.sent)
    write(backstage, "SM3", "alto", Effect.STOP)
    stopped, told = do(ana, person, "reply", text="hola")

    assert (status, stopped) == (409, 409)
    assert "only within 24 hours" in page
    assert "sent STOP" in told
    assert sent == 0
    assert len(backstage.sent) == 0


def test_number_needs_a_reason_that_the_log_keeps(ana: TestClient, backstage: Backstage, person: str) -> None:
    """Without a reason there is no number; no page shows it otherwise."""
    refused, page = do(ana, person, "reveal", reason=" x ")
    _, shown = do(ana, person, "reveal", reason="the consulate calls back")
    entry = backstage.desk.log(person=person)[1]

    assert refused == 400
    assert NUMBER not in page
    assert NUMBER in shown
    assert (entry.action, entry.reason) == ("reveal", "the consulate calls back")
    assert NUMBER not in ana.get(f"/console/c/{person}").text


def test_erase_needs_certainty(ana: TestClient, backstage: Backstage, person: str) -> None:
    """A tick and a reason; then everything is gone, and the log keeps that it was done but not whose it was."""
    unsure, _ = do(ana, person, "erase", reason="she asked by phone")
    sure, page = do(ana, person, "erase", reason="she asked by phone", sure="yes")
    entry = next(each for each in backstage.desk.log() if each.action == "erase")

    assert (unsure, sure) == (400, 200)
    assert "was deleted" in page
    assert backstage.erased == [person]
    assert entry.person is None
    assert ana.get(f"/console/c/{person}").status_code == 404


def test_page_shows_how_an_answer_came_about(ana: TestClient, backstage: Backstage, person: str) -> None:
    """The article, how sure, what was labelled and called wrong; that somebody looked is in the log."""
    do(ana, person, "label", sid="SM1", article="us-asylum-fees")
    do(ana, person, "wrong", sid="SM1", wrong="yes")
    do(ana, person, "note", text="llamó la hermana")
    page = ana.get(f"/console/c/{person}").text

    assert "90 %" in page
    assert "called wrong" in page
    assert "belongs to:" in page
    assert "llamó la hermana" in page
    assert backstage.desk.log(person=person)[0].action == "look"


def test_search_finds_by_form_and_names_no_word_in_an_address(
    ana: TestClient, backstage: Backstage, person: str
) -> None:
    """The words stay in the form."""
    found = ana.post("/console/search", data={"csrf": mark_of(ana, "/console/now"), "words": "CUESTA asilo"})
    addresses = [part.split('"')[0] for part in found.text.split('href="')[1:]]

    assert f"/console/c/{person}" in addresses
    assert "asilo" not in "".join(address for address in addresses if "lang=" not in address)


def test_urgent_is_on_top_and_waits(ana: TestClient, backstage: Backstage, person: str) -> None:
    """In words, not in colour alone, on both pages."""
    write(backstage, "SM2", "me pegan", decision=Decision.URGENT, danger="violence", despite_stop=True)
    now, handoffs = ana.get("/console/now").text, ana.get("/console/handoffs").text

    assert "1 person in danger" in now
    assert now.count("Urgent") >= 1
    assert f"/console/c/{person}" in handoffs


@pytest.mark.parametrize(
    ("kind", "seen"), [(Kind.VOICE, "voice note"), (Kind.MEDIA, "picture or file"), (Kind.LOCATION, "location")]
)
def test_what_came_without_words_is_named(
    ana: TestClient, backstage: Backstage, person: str, kind: Kind, seen: str
) -> None:
    """An operator knows that somebody spoke, and that it cannot be heard here."""
    write(backstage, "SM2", "", kind=kind)
    page = ana.get(f"/console/c/{person}").text

    assert f"<p>({seen}, not kept here)</p>" in page
    assert "(no text)" not in page


def test_card_and_recording_are_there_as_they_were_sent(ana: TestClient, backstage: Backstage, person: str) -> None:
    """A small picture that leads to the large one, and something to listen to; no address names the town."""
    card, recording = Media(tag="mam", town="Nacajuca"), Media(tag="mam", slug="us-asylum-fees")
    sent = tuple(
        OutboundPart(text="", segments=1, encoding="UTF-8", media=each.written()) for each in (card, recording)
    )
    write(backstage, "SM2", "TARJETA", answer=sent)
    page = ana.get(f"/console/c/{person}").text
    picture = re.search(r'<a href="(/media/[^"]+)"><img src="([^"]+)"', page)

    assert picture is not None
    assert picture[1] == picture[2]
    assert re.search(r'<audio controls preload="none" src="/media/[^"]+" aria-label="Recording', page)
    assert "Nacajuca" not in page


def test_links_that_are_sealed_anew_are_no_news(ana: TestClient, backstage: Backstage, person: str) -> None:
    """Or a page with a card would be sent again every second, to whoever has a weak line."""
    card = OutboundPart(text="", segments=1, encoding="UTF-8", media=Media(tag="mam").written())
    write(backstage, "SM2", "TARJETA", answer=(card,))
    once, again = (ana.get(f"/console/c/{person}").text for _ in range(2))

    assert once != again
    assert MARKS.sub("", once) == MARKS.sub("", again)


def test_interpreter_can_be_found(ana: TestClient, backstage: Backstage, person: str) -> None:
    """A hint what to ask, until the person said it; then their town and language in their own words, on both pages."""
    write(backstage, "SM2", "PERSONA", Effect.HANDOFF, language="mam")
    asked = ana.get("/console/handoffs").text
    write(backstage, "SM3", "todos santos", town="Todos <Santos>", language="mam")
    told, talk = ana.get("/console/handoffs").text, ana.get(f"/console/c/{person}").text
    write(backstage, "SM4", "hablo chontal", other_language="chontal")
    named, head = ana.get("/console/handoffs").text, ana.get(f"/console/c/{person}").text

    assert "Ask which town: " in asked
    assert "Ask which town" not in told
    assert "town: Todos &lt;Santos&gt;" in told
    assert "town: Todos &lt;Santos&gt;" in talk
    assert "<bdi>chontal</bdi>" in named
    assert "<bdi>chontal</bdi> · Español" in head


def test_left_alone_the_service_answers_again(ana: TestClient, backstage: Backstage, person: str) -> None:
    """Eight hours after the last message of whoever has it; the clock of the test stands far in the past."""
    do(ana, person, "take")

    async def sweep() -> None:
        await left_alone.hand_back(backstage.console)

    asyncio.run(sweep())
    head = backstage.conversations.head(person)

    assert head is not None
    assert head.taken_by is None
    assert backstage.conversations.newest(Filters(state="taken")) == ()
