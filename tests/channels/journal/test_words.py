from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from channels.journal.conversations import Conversations
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.desk_schema import Word
from channels.journal.journal import Journal
from channels.journal.keys import rotate
from channels.journal.listing import Filters
from channels.journal.words import words_of

from .conftest import NUMBER, Clock, MakeMessage, facts

OTHER = "+50499998888"


@pytest.fixture
def conversations(engine: Engine, crypto: Crypto, clock: Clock) -> Conversations:
    return Conversations(engine, crypto, clock)


def found(conversations: Conversations, text: str, filters: Filters | None = None) -> list[str]:
    return [line.text for line in conversations.search(text, filters or Filters()).lines]


def rows(engine: Engine) -> int:
    with engine.connect() as c:
        return c.execute(select(func.count()).select_from(Word)).scalar_one()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("¿Cuánto CUESTA pedir asilo?", {"cuanto", "cuesta", "pedir", "asilo"}),
        ("los menores, el menor", {"los", "menor"}),
        ("llame a [phone] por mi niño", {"llame", "por", "nino"}),
        ("tengo 3 hijos y 1234 pesos", {"tengo", "hijo", "peso"}),
        ("k'iche' ¿y?", {"k'iche'"}),
        ("", set()),
    ],
)
def test_words_are_plain(text: str, words: set[str]) -> None:
    """Case, accents and plurals make no difference; marks of the redaction, numbers and tiny words are no words."""
    assert words_of(text) == words


def test_search_finds_messages_with_all_the_words(
    journal: Journal, conversations: Conversations, message: MakeMessage, clock: Clock
) -> None:
    """However they are written, on whichever day, the newest first; a conversation is named once."""
    journal.receive(message(sid="SM1", text="Perdí a mi HERMANA en la frontera"))
    clock.forward(days=3)
    journal.receive(message(sid="SM2", text="mis hermanas cruzaron la frontera", sender=OTHER))
    clock.forward(hours=1)
    journal.receive(message(sid="SM3", text="cuanto cuesta pedir asilo"))
    clock.forward(hours=1)

    assert found(conversations, "hermana frontera") == [
        "mis hermanas cruzaron la frontera",
        "Perdí a mi HERMANA en la frontera",
    ]
    assert found(conversations, "hermana asilo") == []
    assert found(conversations, "asilo") == ["cuanto cuesta pedir asilo"]
    assert found(conversations, "a 12") == []


def test_search_goes_on_where_a_page_ends(
    journal: Journal, conversations: Conversations, message: MakeMessage, clock: Clock
) -> None:
    """Page after page, every conversation with the word comes once."""
    for number in range(7):
        journal.receive(message(sid=f"SM{number}", sender=f"+5025550100{number}", text="asilo"))
        clock.forward(hours=9)
    people: list[str] = []
    before = None
    for _ in range(9):
        page = conversations.search("asilo", Filters(), before, limit=2)
        people += [line.person for line in page.lines]
        before = page.more_before
        if before is None:
            break

    assert len(people) == len(set(people)) == 7


def test_search_keeps_to_the_filters(
    journal: Journal, conversations: Conversations, message: MakeMessage, clock: Clock
) -> None:
    """A word and a language together."""
    journal.receive(message(sid="SM1", text="asilo"))
    journal.commit_turn("SM1", facts(language="en"), tracker=None, parts=())
    clock.forward(hours=1)

    assert found(conversations, "asilo", Filters(language="en")) == ["asilo"]
    assert found(conversations, "asilo", Filters(language="es")) == []


def test_words_of_different_days_and_messages_have_nothing_in_common(
    journal: Journal, message: MakeMessage, clock: Clock, engine: Engine
) -> None:
    """Without the key, neither a word on two days nor a message in two rows can be told to be the same."""
    journal.receive(message(sid="SM1", text="asilo familia"))
    clock.forward(days=1)
    journal.receive(message(sid="SM2", text="asilo familia"))
    with engine.connect() as c:
        kept = c.execute(select(Word.day, Word.word, Word.message)).all()

    assert len(kept) == 4
    assert len({row.word for row in kept}) == 4
    assert len({row.message for row in kept}) == 4


def test_erased_words_are_gone(
    journal: Journal, conversations: Conversations, message: MakeMessage, engine: Engine, clock: Clock
) -> None:
    """After an erasure nothing of the person can be found, and no row of theirs is left; others' stay."""
    journal.receive(message(sid="SM1", text="asilo familia"))
    journal.receive(message(sid="SM2", text="asilo", sender=OTHER))
    clock.forward(hours=1)
    journal.erase(NUMBER)

    assert rows(engine) == 1
    assert found(conversations, "asilo") == ["asilo"]


def test_words_grow_old(journal: Journal, message: MakeMessage, engine: Engine, clock: Clock) -> None:
    """They go with the messages at the latest."""
    journal.receive(message(text="asilo familia"))
    clock.forward(days=31)
    journal.purge(before=clock() - timedelta(days=30))

    assert rows(engine) == 0


def test_words_follow_a_new_key(
    journal: Journal, message: MakeMessage, engine: Engine, clock: Clock, data_key: str
) -> None:
    """With both keys, after the rotation, and then with the new key alone, the same is found; nothing twice."""
    journal.receive(message(text="asilo"))
    clock.forward(hours=1)
    new = new_data_key()
    both = Crypto(f"{new},{data_key}")
    with_both = found(Conversations(engine, both, clock), "asilo")
    rotate(engine, both)
    afterwards = found(Conversations(engine, Crypto(new), clock), "asilo")

    assert with_both == afterwards == ["asilo"]
    assert rows(engine) == 1
