"""What the journal takes and gives, beside the message types that the whole gateway shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.replies import Decision, Effect, Emergency, Turn
from channels.message import Channel, InboundMessage, OutboundPart


class InboundState(StrEnum):
    RECEIVED = "received"
    ANSWERED = "answered"
    FAILED = "failed"
    IGNORED = "ignored"


class OutboundState(StrEnum):
    """How far a bubble has come, in order: a later state is never replaced by an earlier one.

    Undelivered and failed come before delivered: a provider that first gave up and then delivered did deliver.
    """

    PLANNED = "planned"
    #: Handed to the provider, whose answer we have not recorded: ask the provider before sending again.
    SENDING = "sending"
    ACCEPTED = "accepted"
    SENT = "sent"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    DELIVERED = "delivered"
    READ = "read"
    #: Never handed over, because the person had sent STOP.
    SUPPRESSED = "suppressed"

    @property
    def earlier(self) -> tuple[OutboundState, ...]:
        order = tuple(OutboundState)
        return order[: order.index(self)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message as stored."""

    person: str
    #: Its text is empty once the message has been answered: the original is deleted then.
    message: InboundMessage
    state: InboundState


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonState:
    person: str
    #: The language the person chose, if they did.
    language: str | None
    #: The language we last answered in, if we did.
    last_language: str | None
    #: Two letters, lower case.
    country: str | None
    #: In the person's words: a language that the register does not have, and the town whose speech it is.
    other_language: str | None = field(default=None, repr=False)
    town: str | None = field(default=None, repr=False)
    stopped: bool
    #: When we last answered them, if we did.
    answered_at: datetime | None
    #: The dialogue state as the dialogue engine wrote it; None when there is none.
    tracker: bytes | None
    #: When they last wrote, by channel; WhatsApp lets us answer freely for 24 hours after it.
    last_inbound: Mapping[Channel, datetime]

    @property
    def first_contact(self) -> bool:
        return self.answered_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """A person's messages shortly before one, that one included."""

    #: Within five minutes, and within a day.
    lately: int
    today: int
    #: Within five minutes, with the same words.
    repeated: int
    #: Whether the words are our own, come back.
    echo: bool
    #: Whether we said that we pause, within five minutes and within a day.
    told_lately: bool
    told_today: bool
    #: Whether danger was answered within the last minute.
    urgent_within_a_minute: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A message whose turn it is to be answered, with all that this needs."""

    received: Received
    person: PersonState
    #: Ids of the same person's earlier messages that are to be answered first, oldest first.
    earlier: tuple[str, ...]
    #: What the person sent us lately, when that was asked for and nothing comes earlier.
    recent: Recent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFacts:
    """What a turn decided, to be stored with the message that it answers."""

    intent: str
    decision: Decision
    #: The language of the reply.
    language: str
    article: str | None = None
    #: Digest of the article as this turn tells it; None when it tells none.
    article_version: str | None = None
    #: Calibrated probability that the article answers the question, 0–1.
    score: float | None = None
    effects: frozenset[Effect] = frozenset()
    #: The kind of danger recognised, when one was.
    danger: str | None = None
    #: To be remembered for the person; None leaves what is saved.
    chosen_language: str | None = None
    country: str | None = None
    #: In the person's words: a language that the register does not have, and the town whose speech it is.
    other_language: str | None = field(default=None, repr=False)
    town: str | None = field(default=None, repr=False)
    #: Send although the person has stopped us: help, and emergency numbers. Stop, start and erase are always confirmed.
    despite_stop: bool = False

    @classmethod
    def of(
        cls,
        turn: Turn,
        *,
        article_version: str | None = None,
        despite_stop: bool = False,
    ) -> TurnFacts:
        kinds = [reply.kind for reply in turn.replies if isinstance(reply, Emergency)]
        scores = {candidate.slug: candidate.score for candidate in turn.candidates}
        return cls(
            intent=turn.intent,
            decision=turn.decision,
            language=turn.language,
            article=turn.article,
            article_version=article_version,
            score=scores.get(turn.article) if turn.article else None,
            effects=turn.effects,
            danger=kinds[0] if kinds and turn.decision is Decision.URGENT else None,
            chosen_language=turn.chosen_language,
            country=turn.country,
            other_language=turn.other_language,
            town=turn.town,
            despite_stop=despite_stop,
        )

    @property
    def urgent(self) -> bool:
        return self.decision is Decision.URGENT or Effect.ALARM in self.effects


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """Everything that one turn writes."""

    facts: TurnFacts
    #: The dialogue state after the turn; None leaves the stored one.
    tracker: bytes | None = field(repr=False)
    parts: tuple[OutboundPart, ...] = field(repr=False)
    #: The process that will hand over the first bubble at once, and takes it in the same transaction.
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A bubble to send, or sent. Its repr leaves the text out, so that no log and no queue shows it."""

    id: int
    #: The message that it answers; None when we wrote first: an operator, or a correction.
    sid: str | None
    position: int
    person: str
    channel: Channel
    text: str = field(repr=False)
    #: What goes with it (`channels.media.Media.written`); empty: nothing.
    media: str = field(default="", repr=False)
    segments: int
    encoding: str
    state: OutboundState
    attempts: int
    provider_sid: str | None
    #: When it was first handed to the provider.
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A bubble that is to be handed over now, by whoever took it and nobody else."""

    #: As it was before: `state` says whether it was handed over before, and `sent_at` when first.
    part: Planned
    #: The number to send it to.
    number: str = field(repr=False)
    #: When the person last wrote on the bubble's channel.
    last_inbound: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is to be sent for a message."""

    #: In order, whatever became of them.
    planned: tuple[Planned, ...]
    #: The first one, if it was taken together with the decision.
    taken: Taken | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One line of a conversation as operators see it: what came in is redacted, what went out is as sent."""

    at: datetime
    channel: Channel
    inbound: bool
    text: str = field(repr=False)
    #: Of what came in: `channels.message.Kind`; a voice note has no text.
    kind: str = "text"
    #: Of what went out: the picture or recording (`channels.media.Media.written`).
    media: str = field(default="", repr=False)
    state: InboundState | OutboundState
    #: Of what went out; 0 and empty for what came in.
    segments: int = 0
    encoding: str = ""
    language: str | None = None
    decision: str | None = None
    article: str | None = None
    score: float | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBefore:
    """A person who heard an article before it changed and wants to know."""

    person: str
    #: Where they heard it.
    channel: Channel
    told_at: datetime
    #: The language that they chose or that we last answered in.
    language: str | None
    stopped: bool
    #: When they last wrote on that channel.
    last_inbound: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLetter:
    """A bubble that answers no message and has not left: a correction, or from somebody who works here."""

    bubble: int
    person: str
    #: With the bubble's id it names one bubble for ever, also after the database was restored from a copy.
    planned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased here, and what the gateway still has to erase at the provider."""

    people: int
    #: Ids of received and sent messages at the provider.
    provider_sids: tuple[str, ...]
