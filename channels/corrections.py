"""Corrections: people who heard an article before it changed, and asked for it, are told once what was wrong.

    rumbo knowledge correct     checks the editor's words (knowledge.workshop.correction), then `prepare`:
                                who is to hear it, in which words
    start                       written to the journal, one bubble a person, in batches
    channels.work               the running service queues each bubble within a minute, one durable workflow each,
                                among the person's own messages, which calls `pipeline.deliver`

Who stopped us gets nothing. WhatsApp outside its 24 hours gets nothing and is counted (`outside_window`). Who was
erased meanwhile has no bubble any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from channels.fit import fit
from channels.journal.journal import Journal
from channels.journal.records import ToldBefore
from channels.message import Channel, OutboundPart
from channels.render import Bubble
from channels.sending import window_open
from knowledge.facts import in_words
from knowledge.workshop.correction import Correction
from locales.choose import DEFAULT
from locales.languages import Register
from locales.phrases import Phrases

#: Who heard it longer ago is not written to.
HEARD_WITHIN = timedelta(days=30)
#: People planned for in one transaction, so that those who write now do not wait.
BATCH = 200

Letter = tuple[ToldBefore, OutboundPart]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Everyone who asked to hear of it, each with the bubble for them."""

    letters: tuple[Letter, ...]
    #: Of these: they have stopped us, so nothing is sent.
    stopped: int
    #: Of these: WhatsApp does not allow a message now.
    outside_window: int

    @property
    def reachable(self) -> int:
        return len(self.letters) - self.stopped - self.outside_window


def prepare(correction: Correction, journal: Journal, phrases: Phrases, register: Register, now: datetime) -> Prepared:
    """Who is to hear the correction now, and the words for each; nothing is written."""
    told = journal.told_before(correction.article.slug, correction.version, now - HEARD_WITHIN)
    letters = tuple((each, letter(correction, each, phrases, register)) for each in told)
    closed = [each for each in told if each.channel is Channel.WHATSAPP and not window_open(each.last_inbound, now)]
    return Prepared(
        letters=letters,
        stopped=sum(each.stopped for each in told),
        outside_window=sum(not each.stopped for each in closed),
    )


def letter(correction: Correction, told: ToldBefore, phrases: Phrases, register: Register) -> OutboundPart:
    """The correction in the first language of the person's chain in which the editor wrote it."""
    tag = told.language or DEFAULT
    spoken = next((each for each in register.chain(tag) if each in correction.words), next(iter(correction.words)))
    article = correction.article
    title = (article.words.get(spoken) or next(iter(article.words.values()))).title
    text = phrases.say(
        "correction",
        spoken,
        title=title,
        date=in_words(told.told_at.date(), spoken),
        change=correction.words[spoken],
    )
    (part,) = fit((Bubble(text=text),), told.channel, register.get(spoken).fold)
    return part


def start(correction: Correction, prepared: Prepared, journal: Journal) -> Mapping[str, int] | None:
    """Write everything down for the running service to send; what became of the correction so far, by state.

    Run again it reaches those who were added since, and nobody twice. None when the same version was corrected in
    other words before: then nothing is written.
    """
    known = journal.correction(correction.article.slug, correction.version, correction.words)
    if known is None:
        return None
    for batch in _batches(prepared.letters):
        journal.plan_correction(known, batch)
    return journal.correction_outcome(known)


def _batches(letters: Sequence[Letter]) -> Iterator[Sequence[Letter]]:
    yield from (letters[at : at + BATCH] for at in range(0, len(letters), BATCH))
