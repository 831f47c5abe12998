"""Which language to answer in."""

from __future__ import annotations

from locales.identify import Guess

DEFAULT = "es"
#: Languages that we switch to by ourselves when a message is surely in them; others are asked about, never assumed.
SWITCHED_TO = frozenset({"es", "en"})
#: Below this a message is too short or too mixed to say.
SURE = 0.9


def choose_language(*, chosen: str | None, guess: Guess, last: str | None) -> str:
    """The tag to answer in. The first of these that is there decides:

    1. the language the person chose (a request in this very message changes it, which is the dialogue's to see);
    2. the language of this message, when it is surely Spanish or English;
    3. the language of our last answer to them;
    4. Spanish.
    """
    if chosen is not None:
        return chosen
    if guess.tag in SWITCHED_TO and guess.probability >= SURE:
        return guess.tag
    return last or DEFAULT
