"""A search that knows its script: for tests, for `rumbo rasa shell`, and for trying the dialogue without articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.danger.opinion import Opinion
from knowledge.decide import Candidate, Decision, Outcome
from locales.plain import plain

ANSWERED = 0.95
OFFERED = 0.5
BESIDE = 0.05


@dataclass
class ScriptedAnswers:
    """Question -> the slugs found: one is an answer, several are an offer, none (or no entry) is a decline."""

    script: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Articles of another length than `usual_parts`; 0 means that it cannot be read now.
    lengths: Mapping[str, int] = field(default_factory=dict)
    usual_parts: int = 3
    #: What the search finds beside an answer, less probable.
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Message -> the second opinion on it.
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    #: Every question that was looked up, with its language.
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def look_up(self, question: str, language: str) -> Outcome:
        self.asked.append((question, language))
        found = next((slugs for key, slugs in self.script.items() if plain(key) == plain(question)), ())
        if len(found) == 1:
            others = (Candidate(slug=slug, score=BESIDE) for slug in self.beside.get(found[0], ()))
            return Outcome(decision=Decision.ANSWER, candidates=(Candidate(slug=found[0], score=ANSWERED), *others))
        if found:
            return Outcome(
                decision=Decision.OFFER, candidates=tuple(Candidate(slug=slug, score=OFFERED) for slug in found)
            )
        return Outcome(decision=Decision.DECLINE)

    async def topics(self, question: str, language: str | None) -> tuple[Candidate, ...]:
        return (await self.look_up(question, language or "")).candidates

    async def opinion(self, text: str) -> Opinion | None:
        return self.opinions.get(text)

    def parts(self, slug: str, language: str) -> int:
        del language
        return self.lengths.get(slug, self.usual_parts)
