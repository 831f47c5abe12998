"""Whether a message looks as if its writer speaks an Indigenous language: sure enough to ask, never to switch.

People mix: half of a message may be Spanish, or two words in six. So words that look Spanish or English are laid aside,
and what is left decides. Spanish and English questions must not be interrupted, so a hint needs several foreign
words, clearly so; a message with one foreign word is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from locales.grams import letters
from locales.identify import ANSWERED_IN, Guess, foreignness, guess_of

#: From this many letters on a language is named.
LEAST_LETTERS: Final = 21
SURE: Final = 0.9
#: How much likelier a language that is not Spanish or English must be, in nats. Every question of
#: tests/questions/*.tune.jsonl is at least 2 nats likelier to be Spanish or English.
CLEAR: Final = 8.0
#: Fewer words that look foreign are a name or a slip, unless they are LEAST_SHARE of the message and more than one.
LEAST_WORDS: Final = 3
LEAST_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """The message is neither Spanish nor English."""

    #: The language that it is taken for; None where nobody can say.
    tag: str | None


def hint(text: str) -> Hint | None:
    """None for a message that is Spanish or English, or too little to say."""
    words = letters(text).split()
    foreign = [word for word in words if len(word) > 1 and _looks_foreign(word)]
    left = " ".join(foreign)
    enough = len(foreign) >= LEAST_WORDS or (len(foreign) > 1 and len(foreign) >= LEAST_SHARE * len(words))
    if not enough or foreignness(left) < CLEAR:
        return None
    if len(left) < LEAST_LETTERS:
        return Hint(tag=None)
    # What is left of a mixed message has lost its small words; a whole one is told apart better.
    guesses = (guess_of(" ".join(words)), guess_of(left))
    return Hint(tag=next((guess.tag for guess in guesses if _names(guess)), None))


# People use the same words again and again. Words alone are kept: a message would be somebody's.
@lru_cache(maxsize=4096)
def _looks_foreign(word: str) -> bool:
    return foreignness(word) > 0


def _names(guess: Guess) -> bool:
    return guess.tag not in (None, *ANSWERED_IN) and guess.probability >= SURE
