"""Who writes what, and when: questions that the articles themselves list, asked by invented people."""

from __future__ import annotations

import itertools
import random
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from channels.bench.bounds import HIGHEST_RATE, LONGEST_SECONDS, MOST_MESSAGES, MOST_PEOPLE
from channels.bench.errors import BenchError
from knowledge.folder import ARTICLES
from knowledge.library import Library

LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of one person."""

    sid: str
    number: str
    body: str
    #: Seconds after the start of the run.
    due: float


def numbers() -> Iterator[str]:
    """Numbers that belong to nobody: 555-0100 to 555-0199 of every area code. 80,000 of them."""
    for area, last in itertools.product(range(200, 1000), range(100)):
        yield f"+1{area}55501{last:02d}"


def questions(folder: Path = ARTICLES) -> dict[str, tuple[str, ...]]:
    """By language, what people ask according to the articles."""
    library = Library.load(folder)
    return {
        language: tuple(
            asked
            for article in library.articles.values()
            if language in article.words
            for asked in article.words[language].asked_as
        )
        for language in LANGUAGES
    }


def script(
    *, messages: int, people: int, rate: float | None, asked: Mapping[str, Sequence[str]], seed: int = 1
) -> tuple[Said, ...]:
    """`messages` by `people` in turn, on average `rate` a second, at random moments; all at once without a rate.

    The same arguments give the same people, words and moments. Every person keeps to one language.
    Raises BenchError for more than this machine should bear.
    """
    if not 0 < messages <= MOST_MESSAGES or not 0 < people <= MOST_PEOPLE:
        raise BenchError(f"A run has 1 to {MOST_MESSAGES} messages and 1 to {MOST_PEOPLE} people.")
    if rate is not None and not 0 < rate <= HIGHEST_RATE:
        raise BenchError(f"A run has a rate above 0 and at most {HIGHEST_RATE:.0f} messages a second.")
    if rate is not None and messages / rate > LONGEST_SECONDS:
        raise BenchError(f"A run takes at most {LONGEST_SECONDS:.0f} seconds: fewer messages, or more a second.")
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    crowd = [(number, LANGUAGES[at % len(LANGUAGES)]) for at, number in enumerate(itertools.islice(numbers(), people))]
    said, due = [], 0.0
    for number, language in itertools.islice(itertools.cycle(crowd), messages):
        said.append(Said(sid=f"SM{secrets.token_hex(16)}", number=number, body=chance.choice(asked[language]), due=due))
        due += 0.0 if rate is None else chance.expovariate(rate)
    return tuple(said)
