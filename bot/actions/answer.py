"""Questions: what the search finds becomes an answer, a list to choose from, or an honest "we do not know"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.actions.base import Action, Heard, Said, say
from bot.actions.countries import answer_by_country, named_country, pick_country
from bot.actions.lists import followed_by, offer_topics, open_article, same_answer
from bot.actions.memory import Memory
from bot.actions.phrasings import phrasings
from bot.replies import Decision, Phrase, Topics
from bot.wire import Note
from knowledge.decide import Decision as Searched
from knowledge.decide import Outcome

LEGAL_HELP = "finding-legal-help"
#: A topic less probable than this is not offered to who reads on.
LEAST_OFFERED = 0.1
#: The same for who says that an answer did not help: a remote guess is better than none, a hopeless one is not.
LEAST_BESIDE = 0.02
#: A piece of a message that is no surer than this found nothing.
LIKELY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is to be said to one question."""

    outcome: Outcome
    #: The question goes on with the open topic, and nothing says more about it than the open topic itself.
    goes_on: bool = False
    #: The question goes on with the open topic, and these are about it, too.
    beside: tuple[str, ...] = ()

    @property
    def answer(self) -> str | None:
        answered = self.outcome.decision is Searched.ANSWER and not self.goes_on and not self.beside
        return self.outcome.candidates[0].slug if answered else None

    @property
    def likely(self) -> str | None:
        """The article that the question is about, surely or not."""
        if self.answer is not None or self.goes_on or self.outcome.decision is Searched.DECLINE:
            return self.answer
        best = max(self.outcome.candidates, key=lambda candidate: candidate.score)
        return best.slug if best.score >= LIKELY else None


class Answer(Action):
    """Look the question up: answer, offer up to three topics, or say that we do not know.

    *Following up.* With a topic open, a short message that names no subject ("y cuanto cuesta?") or, when it finds
    nothing alone, one that is joined to what was said ("y mi tio?") is looked up again, together with the topic's
    name. Let *alone* and *together* be the two outcomes, with their calibrated probabilities:

    1. together is sure of another article: that one is answered, and becomes the topic;
    2. alone is sure, and together finds its article more probable than the open one: the same;
    3. together would offer, and finds another article the most probable: that and what else is likely, or MORE;
    4. together would answer or offer, and finds the open article the most probable: we may say more, reply MORE;
    5. together finds nothing: MORE again where the question names no subject, else whatever alone found.

    Every other question is new. Its answer, or the list that is offered for it, takes the topic's place; a question
    without an answer leaves it, as thanks, a hello and the menu do.

    *Several questions.* A message is cut only at question marks, at line ends, and at "y", "and", "also" before a
    question word. Each piece is looked up, as one that goes on with the piece before. The pieces count if two different
    articles are found and one of them surely, and if the whole is not sure of a third article. Two sure ones are
    answered; further ones, and those that are LIKELY only, follow as a list.
    """

    #: A longer list would not fit two SMS segments.
    MOST_OFFERED: ClassVar[int] = 3
    MOST_ANSWERED: ClassVar[int] = 2

    def name(self) -> str:
        return "action_answer"

    async def act(self, heard: Heard, memory: Memory) -> Said:
        if (country := named_country(heard.text, memory)) is not None:
            return pick_country(country, memory, self.answers.parts, heard.language)
        found = await self._find(heard.text, heard.language, memory.article)
        pieces = await self._several(heard, memory, found.outcome)
        said = self._tell_several(pieces, memory, found) if pieces else self._tell(found, heard, memory)
        if phrasings().is_about_own_case(heard.text):
            return self._with_lawyer(said, heard.language)
        return said

    async def _find(self, question: str, language: str, topic: str | None) -> Found:
        alone = await self.answers.look_up(question, language)
        if topic is None or not self.answers.parts(topic, language):
            return Found(outcome=alone)
        no_subject = phrasings().names_no_subject(question)
        joined = alone.decision is not Searched.ANSWER and phrasings().goes_on(question)
        if not (no_subject or joined):
            return Found(outcome=alone)
        together = await self.answers.look_up(f"{phrasings().subject(topic, language)} {question}", language)
        return following(topic, alone, together, no_subject=no_subject)

    async def _several(self, heard: Heard, memory: Memory, whole: Outcome) -> Mapping[str, bool]:
        """The articles that the pieces of a message are about, in order, and whether surely; none for one question."""
        pieces = phrasings().split(heard.text)
        if len(pieces) == 1:
            return {}
        topic, surely = memory.article, dict[str, bool]()
        for piece in pieces:
            found = await self._find(piece, heard.language, topic)
            if (slug := found.likely) is not None:
                surely[slug] = surely.get(slug, False) or found.answer == slug
                topic = slug
        clear = whole.decision is Searched.ANSWER and whole.candidates[0].slug not in surely
        return surely if len(surely) > 1 and any(surely.values()) and not clear else {}

    def _tell_several(self, pieces: Mapping[str, bool], memory: Memory, found: Found) -> Said:
        note = Note(decision=Decision.ANSWER, candidates=found.outcome.candidates)
        first, *told = [slug for slug, sure in pieces.items() if sure][: self.MOST_ANSWERED]
        said = open_article(first, memory.without_list(), note)
        for slug in told:
            said = followed_by(said, open_article(slug, said.memory, note))
        if rest := tuple(slug for slug in pieces if slug not in (first, *told))[: self.MOST_OFFERED]:
            said = followed_by(said, offer_topics("utter_also_asked", rest, said.memory, note))
        return said

    def _tell(self, found: Found, heard: Heard, memory: Memory) -> Said:
        outcome = found.outcome
        note = Note(decision=Decision(outcome.decision), candidates=outcome.candidates)
        if found.goes_on and memory.article is not None:
            return self._read_on(heard, memory, note)
        if found.beside:
            return offer_topics("utter_offer_or_more", found.beside, memory, replace(note, decision=Decision.OFFER))
        if outcome.decision is Searched.ANSWER:
            return self._answer(heard, memory, note)
        if (said := answer_by_country(outcome, heard, memory, note)) is not None:
            return said
        if outcome.decision is Searched.DECLINE:
            return replace(say("utter_not_found", memory.without_list()), note=note)
        slugs = tuple(candidate.slug for candidate in outcome.candidates[: self.MOST_OFFERED])
        away = replace(memory, article=None, part=0, told=0)
        return offer_topics("utter_offer", slugs, away, note)

    def _answer(self, heard: Heard, memory: Memory, note: Note) -> Said:
        slug = note.candidates[0].slug
        others = [each for each in note.candidates[1 : 1 + self.MOST_OFFERED] if each.score >= LEAST_BESIDE]
        if slug == memory.article and memory.told:
            return same_answer(memory.without_list(), self.answers.parts(slug, heard.language), note)
        said = open_article(slug, memory.without_list(), note)
        return replace(said, memory=replace(said.memory, others=tuple(each.slug for each in others)))

    def _read_on(self, heard: Heard, memory: Memory, note: Note) -> Said:
        parts = self.answers.parts(memory.article or "", heard.language)
        key = "utter_maybe_more" if memory.part + 1 < parts else "utter_nothing_more"
        note = replace(note, decision=Decision.OFFER, article=memory.article)
        return replace(say(key, memory.without_list()), note=note)

    def _with_lawyer(self, said: Said, language: str) -> Said:
        """The line between information and advice, with free legal help as the last number of the list."""
        if said.memory.article == LEGAL_HELP or not self.answers.parts(LEGAL_HELP, language):
            return said
        match said.replies[-1]:
            case Topics(slugs=slugs) if LEGAL_HELP not in slugs:
                listed = offer_topics("utter_own_case_offer", (*slugs[:2], LEGAL_HELP), said.memory, said.note)
                return replace(listed, replies=(*said.replies[:-1], *listed.replies))
            case Phrase(key="utter_not_found"):
                return offer_topics("utter_own_case", (LEGAL_HELP,), said.memory, said.note)
            case Topics():
                return said
        return followed_by(said, offer_topics("utter_own_case", (LEGAL_HELP,), said.memory, said.note))


def following(topic: str, alone: Outcome, together: Outcome, *, no_subject: bool) -> Found:
    """The rule of `Answer` for a question that goes on with `topic`."""
    probable = {candidate.slug: candidate.score for candidate in together.candidates}
    first = max(probable, key=probable.__getitem__, default=topic)
    if first != topic and together.decision is Searched.ANSWER:
        return Found(outcome=together)
    if alone.decision is Searched.ANSWER:
        sure = alone.candidates[0].slug
        if sure != topic and probable.get(sure, 0.0) > probable.get(topic, 0.0):
            return Found(outcome=alone)
    if together.decision is Searched.DECLINE:
        return Found(outcome=together, goes_on=True) if no_subject else Found(outcome=alone)
    if first == topic:
        return Found(outcome=together, goes_on=True)
    likely = tuple(slug for slug, score in probable.items() if slug != topic and score >= LEAST_OFFERED)
    return Found(outcome=together, beside=likely)
