from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot.replies import Decision, Effect
from channels.journal.crypto import Crypto, new_data_key
from channels.journal.journal import Journal
from channels.journal.records import OutboundState, ToldBefore, TurnFacts
from channels.journal.schema import Alert
from channels.message import Channel, OutboundPart

from .conftest import NUMBER, START, Clock, MakeMessage, facts, parts

OTHER = "+50499998888"
ARTICLE = "us-asylum-deadlines"
OLD, NEW = "0000000000000001", "0000000000000002"
WORDS = {"en": "The limit is a year.", "es": "El plazo es un año."}
CORRECTED = parts("Corrección.")[0]


class Talk:
    """What people say and are told, each message a minute after the last."""

    def __init__(self, journal: Journal, message: MakeMessage, clock: Clock) -> None:
        self._journal, self._message, self._clock = journal, message, clock
        self._said = 0

    def turn(self, turn: TurnFacts, sender: str = NUMBER, channel: Channel = Channel.SMS) -> str:
        self._said += 1
        self._clock.forward(minutes=1)
        sid = f"SM{self._said}"
        self._journal.receive(self._message(sid=sid, sender=sender, channel=channel))
        self._journal.commit_turn(sid, turn, tracker=b"state", parts=())
        return sid

    def told(self, version: str = OLD, article: str = ARTICLE, **more: object) -> None:
        self.turn(facts(article=article, article_version=version), **more)  # type: ignore[arg-type]

    def told_more(self, version: str) -> None:
        self.turn(facts(article=ARTICLE, article_version=version, decision=Decision.COMMAND, intent="more"))

    def alert(self, article: str = ARTICLE, **more: object) -> None:
        self.turn(effect(Effect.ALERT, article=article), **more)  # type: ignore[arg-type]


def effect(effect: Effect, **more: object) -> TurnFacts:
    return facts(intent=effect.value, decision=Decision.COMMAND, effects=frozenset({effect}), **more)


@pytest.fixture
def talk(journal: Journal, message: MakeMessage, clock: Clock) -> Talk:
    return Talk(journal, message, clock)


def heard(journal: Journal, since_days: int = 30, now: Clock | None = None) -> tuple[ToldBefore, ...]:
    since = (now() if now else START) - timedelta(days=since_days)
    return journal.told_before(ARTICLE, NEW, since)


def correct(journal: Journal, part: OutboundPart = CORRECTED) -> int:
    correction = journal.correction(ARTICLE, NEW, WORDS)
    assert correction is not None
    journal.plan_correction(correction, [(told, part) for told in heard(journal)])
    return correction


def test_alert_remembers_which_version_was_told_when_and_where(journal: Journal, talk: Talk, engine: Engine) -> None:
    """What the person heard last on the topic is what they will be told about."""
    talk.told("0000000000000000")
    talk.told(channel=Channel.WHATSAPP)
    talk.alert()

    with engine.connect() as c:
        row = c.execute(select(Alert.article, Alert.version, Alert.channel, Alert.told_at, Alert.asked_at)).one()
    assert tuple(row) == (
        ARTICLE,
        OLD,
        Channel.WHATSAPP,
        START + timedelta(minutes=2),
        START + timedelta(minutes=3),
    )


def test_alert_is_about_the_answer_and_not_about_a_later_part(journal: Journal, talk: Talk) -> None:
    """A part sent on MORE after the article changed does not hide that the answer was the older one."""
    talk.told(OLD)
    talk.told_more(NEW)
    talk.alert()

    assert [told.person for told in heard(journal)] == [journal.person(NUMBER)]


def test_alert_asked_twice_is_kept_once(journal: Journal, talk: Talk, engine: Engine) -> None:
    """Saying it again changes nothing."""
    talk.told()
    talk.alert()
    talk.alert()

    with engine.connect() as c:
        assert len(c.execute(select(Alert.id)).all()) == 1


def test_alert_without_an_answer_that_we_know_is_not_kept(journal: Journal, talk: Talk, engine: Engine) -> None:
    """Nobody is promised a correction of something they were not told."""
    talk.told(article="us-asylum-fees")
    talk.alert(article=ARTICLE)

    with engine.connect() as c:
        assert c.execute(select(Alert.id)).all() == []


def test_told_before_names_those_who_heard_another_version_and_asked(
    journal: Journal, talk: Talk, clock: Clock
) -> None:
    """Not who heard what is true now, not who did not ask, not who heard another article."""
    talk.told(NEW)
    talk.alert()
    talk.told(sender=OTHER)
    talk.told(sender="+15005550001")
    talk.alert(sender="+15005550001")

    assert [told.person for told in heard(journal)] == [journal.person("+15005550001")]


def test_told_before_forgets_after_the_time(journal: Journal, talk: Talk, clock: Clock) -> None:
    """Who heard it longer ago than asked for is not named."""
    talk.told()
    talk.alert()
    clock.forward(days=30)

    assert heard(journal, since_days=30, now=clock) == ()
    assert len(heard(journal, since_days=31, now=clock)) == 1


def test_told_before_names_each_person_once_with_the_last_time(journal: Journal, talk: Talk) -> None:
    """Two answers on one topic are one person to write to."""
    talk.told("0000000000000000")
    talk.alert()
    talk.told(OLD)
    talk.alert()

    assert [told.told_at for told in heard(journal)] == [START + timedelta(minutes=3)]


def test_told_before_says_language_stop_and_window(journal: Journal, talk: Talk, clock: Clock) -> None:
    """What decides on words and sending comes along."""
    talk.turn(facts(chosen_language="kek", article=ARTICLE, article_version=OLD), channel=Channel.WHATSAPP)
    talk.alert(channel=Channel.WHATSAPP)
    last = clock()
    talk.turn(effect(Effect.STOP))

    (told,) = heard(journal)

    assert (told.language, told.stopped, told.channel, told.last_inbound) == ("kek", True, Channel.WHATSAPP, last)


def test_correction_is_planned_once_for_each_person(journal: Journal, talk: Talk) -> None:
    """The same command again reaches those who were added, and nobody twice."""
    talk.told()
    talk.alert()
    first = correct(journal)
    talk.told(sender=OTHER)
    talk.alert(sender=OTHER)
    again = correct(journal)

    assert again == first
    assert journal.correction_outcome(first) == {"planned": 2}
    assert [due.person for due in journal.letters_due()] == [journal.person(NUMBER), journal.person(OTHER)]


def test_correction_by_two_commands_at_once_is_planned_once(journal: Journal, talk: Talk) -> None:
    """Two editors who correct the same thing at the same moment write to each person once."""
    for number in range(10):
        talk.told(sender=f"+1500555000{number}")
        talk.alert(sender=f"+1500555000{number}")

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: correct(journal), range(2))

    assert first == second
    assert journal.correction_outcome(first) == {"planned": 10}


def test_correction_of_one_version_in_other_words_is_refused(journal: Journal) -> None:
    """What was sent cannot be taken back by sending something else for the same change."""
    journal.correction(ARTICLE, NEW, WORDS)

    assert journal.correction(ARTICLE, NEW, {**WORDS, "en": "Something else."}) is None
    assert journal.correction(ARTICLE, OLD, WORDS) is not None


def test_correction_for_a_person_who_stopped_is_suppressed(journal: Journal, talk: Talk) -> None:
    """STOP holds before the correction is planned, and after."""
    talk.told()
    talk.alert()
    talk.turn(effect(Effect.STOP))
    talk.told(sender=OTHER)
    talk.alert(sender=OTHER)
    correction = correct(journal)
    bubble = journal.letters_due()[0].bubble
    talk.turn(effect(Effect.STOP), sender=OTHER)

    assert not journal.take(bubble)
    assert journal.correction_outcome(correction) == {"suppressed": 2}


def test_correction_is_sent_like_any_bubble(journal: Journal, talk: Talk, clock: Clock) -> None:
    """It is found by its id, goes through the same states, and stands in the conversation that operators see."""
    talk.told()
    talk.alert()
    correction = correct(journal)
    id = journal.letters_due()[0].bubble
    bubble = journal.bubble(id)

    assert bubble is not None
    assert (bubble.text, bubble.sid, bubble.state) == ("Corrección.", None, OutboundState.PLANNED)
    assert journal.take(id)
    journal.mark_accepted(id, "SMout")
    assert journal.record_status("SMout", "delivered") is OutboundState.DELIVERED
    assert journal.letters_due() == ()
    assert journal.correction_outcome(correction) == {"delivered": 1}
    assert journal.conversation(journal.person(NUMBER))[-1].text == "Corrección."


def test_correction_that_cannot_be_sent_is_counted_by_its_reason(journal: Journal, talk: Talk) -> None:
    """The editor can see how many were not reached, and why."""
    talk.told()
    talk.alert()
    correction = correct(journal)
    id = journal.letters_due()[0].bubble
    journal.take(id)
    journal.mark_failed(id, "outside_window")

    assert journal.correction_outcome(correction) == {"outside_window": 1}
    assert journal.letters_due() == ()


def test_erased_people_get_no_correction(journal: Journal, talk: Talk) -> None:
    """Neither who is gone, nor who goes between the list and the sending, nor who waits to be erased."""
    for sender in (NUMBER, OTHER, "+15005550001"):
        talk.told(sender=sender)
        talk.alert(sender=sender)
    talk.turn(effect(Effect.ERASE), sender="+15005550001")
    listed = heard(journal)
    journal.erase(NUMBER)
    correction = journal.correction(ARTICLE, NEW, WORDS)
    assert correction is not None
    planned = journal.plan_correction(correction, [(told, CORRECTED) for told in listed])
    bubble = journal.letters_due()[0].bubble
    journal.erase(OTHER)

    assert [told.person for told in listed] == [journal.person(NUMBER), journal.person(OTHER)]
    assert planned == 1
    assert not journal.take(bubble)
    assert journal.bubble(bubble) is None
    assert heard(journal) == ()


def test_alerts_go_when_an_erasure_was_asked_for_and_a_question_waits(
    journal: Journal, talk: Talk, message: MakeMessage
) -> None:
    """A person who starts anew after DELETE is not written to about the time before."""
    talk.told()
    talk.alert()
    talk.turn(effect(Effect.ERASE))
    journal.receive(message(sid="SMnew"))
    journal.finish_erasure(journal.person(NUMBER))

    assert journal.person_state(journal.person(NUMBER)) is not None
    assert heard(journal) == ()


def test_purged_people_get_no_correction(journal: Journal, talk: Talk, clock: Clock) -> None:
    """What is past its time is gone: the wish, the planned bubble, and the correction itself."""
    talk.told()
    talk.alert()
    correction = correct(journal)
    clock.forward(days=31)
    journal.purge(before=clock() - timedelta(days=30))

    assert heard(journal) == ()
    assert journal.letters_due() == ()
    assert journal.correction_outcome(correction) == {}
    assert journal.correction(ARTICLE, NEW, {"en": "Anew.", "es": "De nuevo."}) is not None


def test_alerts_follow_a_person_to_a_new_key(  # noqa: PLR0917
    journal: Journal, talk: Talk, engine: Engine, data_key: str, clock: Clock, message: MakeMessage
) -> None:
    """After DATA_KEY was changed, who asked is still known."""

    talk.told()
    talk.alert()
    renewed = Journal(engine, Crypto(f"{new_data_key()},{data_key}"), clock)
    renewed.receive(message(sid="SMlater"))

    assert [told.person for told in heard(renewed)] == [renewed.person(NUMBER)]
