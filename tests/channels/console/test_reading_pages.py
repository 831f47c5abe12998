"""The reading pages as HTML: what they show, what they leave out, and who may propose."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from bot.replies import Decision, Effect
from channels.console.roles import Role
from channels.message import Channel, InboundMessage, Kind
from knowledge.workshop.proposals import proposals
from tests.channels.journal.conftest import facts, parts

from .conftest import Backstage, Browse, mark_of

LONG = "mi prima la que vende tamales en la plaza de Xela quiere saber si le dan visa de artista"
PROPOSE = "/console/unanswered/propose"


@pytest.fixture
def writes(backstage: Backstage) -> Callable[..., None]:
    """Somebody writes and is answered."""

    def written(sid: str, who: int, text: str = "hola", **turn: object) -> None:
        backstage.journal.receive(
            InboundMessage(
                sid=sid,
                channel=Channel.SMS,
                sender=f"+1555010{who:04}",
                recipient="+15005550006",
                text=text,
                kind=Kind.TEXT,
                received_at=backstage.clock(),
            )
        )
        backstage.clock.forward(seconds=2)
        backstage.journal.commit_turn(sid, facts(**turn), tracker=None, parts=parts("…"))

    return written


Writes = Callable[..., None]


def test_figures_wait_for_their_first_count(browse: Browse) -> None:
    """A service that has just started says so, and has an empty file to give."""
    client = browse(Role.VIEWER)

    assert "being counted" in client.get("/console/figures").text
    assert client.get("/console/figures.csv").status_code == 200


def test_figures_hide_few_on_the_page_and_in_the_file(browse: Browse, backstage: Backstage, writes: Writes) -> None:
    """Two speakers of Mam are in no table, chart or file, and neither is the number that would tell them."""
    for who in range(12):
        writes(f"SM{who}", who, language="mam" if who < 2 else "en" if who < 5 else "es")
    backstage.clock.forward(minutes=1)
    backstage.figures.count(28)
    client = browse(Role.VIEWER)
    page = client.get("/console/figures").text
    file = client.get("/console/figures.csv").text
    rows = list(csv.reader(io.StringIO(file.removeprefix("\ufeff"))))
    languages = [(row[3], row[4], row[5]) for row in rows if row[2] == "Languages of the answers"]

    assert "Mam" not in page
    assert "Mam" not in file
    assert [line for line in languages if line[1] == "Number"] == [
        ("Español", "Number", "7"),
        ("2 together", "Number", "5"),
        ("Total", "Number", "12"),
    ]
    assert rows[0] == ["from", "to", "table", "row", "column", "value", "note"]
    assert backstage.desk.log()[0].action == "export_figures"


def test_unanswered_shows_questions_and_forgets_who_is_erased(
    browse: Browse, backstage: Backstage, writes: Writes
) -> None:
    """Redacted, with how many people asked; whoever was erased is gone at once."""
    writes("SM1", 1, "hay visa de artista, llame al 55 1234 5678", decision=Decision.DECLINE)
    writes("SM2", 2, "cuanto cuesta", article="us-asylum-fees", article_version="v")
    writes("SM3", 2, "no", decision=Decision.COMMAND, effects=frozenset({Effect.FEEDBACK_BAD}))
    client = browse(Role.VIEWER)
    before = client.get("/console/unanswered").text
    backstage.journal.erase("+15550100001")
    after = client.get("/console/unanswered").text

    assert "visa de artista" in before
    assert "1234" not in before
    assert "was told:" in before
    assert "/unanswered/propose" not in before, "a viewer is offered nothing that would be refused"
    assert "visa de artista" not in after


def propose(client: TestClient, **form: str) -> int:
    given = {"article": "us-asylum-fees", "language": "es", "wordings": "cuanto vale una visa de artista", **form}
    return client.post(PROPOSE, data={"csrf": mark_of(client, PROPOSE), **given}).status_code


def test_proposal_becomes_a_file_with_its_author(browse: Browse, backstage: Backstage) -> None:
    """It is listed for everybody, logged, and no article changes."""
    client = browse(Role.EDITOR)
    before = backstage.console.wording().library.version
    sent = propose(client, note="muchos preguntan")
    (made,) = proposals(backstage.articles.parent / "proposals")

    assert sent == 303
    assert (made.article, made.by, made.asked_as) == ("us-asylum-fees", "editor", ("cuanto vale una visa de artista",))
    assert "cuanto vale una visa de artista" in client.get("/console/proposals").text
    assert backstage.desk.log()[0].action == "propose"
    assert backstage.console.wording().library.version == before


def test_persons_own_words_are_not_proposed(browse: Browse, backstage: Backstage, writes: Writes) -> None:
    """A few short words may be typed as they are; a story is told in other words; the form is filled with neither."""
    writes("SM1", 1, LONG, decision=Decision.DECLINE)
    writes("SM2", 2, "precio visa", decision=Decision.DECLINE)
    client = browse(Role.OPERATOR)
    story = client.get(f"{PROPOSE}?question=SM1").text.partition("<textarea")[2]
    short = client.get(f"{PROPOSE}?question=SM2").text.partition("<textarea")[2]

    assert "tamales" not in story
    assert "precio visa" not in short
    assert propose(client, question="SM1", wordings=f"{LONG.upper()}!") == 422
    assert propose(client, question="SM1", wordings="dan visa a una cantante") == 303
    assert propose(client, question="SM2", wordings="precio visa") == 303


@pytest.mark.parametrize(
    "form", [{"article": "", "about": " "}, {"article": "no-such"}, {"language": "xx"}, {"wordings": " \n"}]
)
def test_proposal_that_is_not_whole_is_sent_back(browse: Browse, backstage: Backstage, form: dict[str, str]) -> None:
    """With a sentence, and nothing is written."""
    assert propose(browse(Role.EDITOR), **form) == 422
    assert proposals(backstage.articles.parent / "proposals") == ()


def test_knowledge_shows_every_article_and_its_problems(browse: Browse, backstage: Backstage) -> None:
    """Each is listed with its state, and has a page with what a phone shows and what it rests on."""
    client = browse(Role.VIEWER)
    page = client.get("/console/knowledge").text
    article = client.get("/console/knowledge/us-asylum-fees?tongue=es&channel=whatsapp").text
    words = backstage.console.wording().library.articles["us-asylum-fees"].words["es"]

    assert all(f'href="/console/knowledge/{slug}"' in page for slug in backstage.console.wording().library.articles)
    assert "not signed" in page
    assert words.title in article
    assert client.get("/console/knowledge/no-such").status_code == 404


def test_question_is_tried_and_stands_in_no_address(browse: Browse) -> None:
    """It is sent in the body, and answered with the messages a person would get and the candidates."""
    client = browse(Role.VIEWER)
    form = {"csrf": mark_of(client, "/console/knowledge"), "question": "us asylum fees", "tongue": "es"}
    tried = client.post("/console/knowledge/try", data=form)
    empty = client.post("/console/knowledge/try", data={**form, "question": ""})

    assert 'href="/console/knowledge/us-asylum-fees"' in tried.text
    assert 'class="bubble"' in tried.text
    assert "Write a question first." in empty.text


def test_languages_count_people_and_hide_few(browse: Browse, backstage: Backstage, writes: Writes) -> None:
    """Nine speak K'iche', two Mam and four Q'eqchi': the last two are only counted together."""
    for who in range(15):
        writes(f"SM{who}", who, chosen_language="quc" if who < 9 else "mam" if who < 11 else "kek")
    backstage.clock.forward(minutes=1)
    backstage.figures.count(28)
    page = browse(Role.VIEWER).get("/console/languages").text

    assert "2 languages have few speakers here" in page
    assert "together 6 people speak them" in page
    assert page.count("&lt; 5") == 2
    assert page.index('<th scope="row"><span lang="quc">') < page.index('<th scope="row"><span lang="es">')


@pytest.mark.parametrize("path", ["figures", "unanswered", "knowledge", "languages", "proposals"])
def test_page_is_in_spanish_too_and_has_no_style_or_script_of_its_own(browse: Browse, path: str) -> None:
    """The content security policy would refuse both."""
    text = browse(Role.ADMIN).get(f"/console/{path}?lang=es").text

    assert '<html lang="es">' in text
    assert " style=" not in text
    assert "<script>" not in text
