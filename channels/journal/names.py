"""Where a name follows for certain enough: `me llamo …`, `my name is …`, and `soy …` before a capital letter.

Kept careful: a name that slips through is worse than a missing word, but a question without its words cannot be
answered by an operator. So a rule needs one of these openings, and stops at the first word that cannot be a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import yaml

LISTS = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))


def listed(kind: str) -> frozenset[str]:
    return frozenset(LISTS[kind].split())


NOT_A_NAME = listed("goes_on")
INSIDE = listed("inside")
ORIGINS = listed("origins")
NOT_A_NAME_AFTER_SOY = listed("being")
WORD = r"[^\W\d_][\w'’ʼ.-]*"
ACCENTS = str.maketrans("áéíóúñ", "aeioun")


def name_length(words: list[str], *, capitals_only: bool) -> int:
    """How many of the words are taken for a name."""
    count = 0
    for position, word in enumerate(words[:4]):
        plain = word.lower().strip(".,").translate(ACCENTS)
        if plain in INSIDE:
            if position > 0 and goes_on(words[position + 1 :]):
                continue
            break
        if plain in NOT_A_NAME or (capitals_only and not word[:1].isupper()):
            break
        # Lower-case texters: first name and two family names at most; one long guess would eat the question.
        if not word[:1].isupper() and position >= 3:
            break
        count = position + 1
        if word.endswith((".", ",")) and len(word) > 2:
            break
    return count


def goes_on(words: list[str]) -> bool:
    """Whether a name goes on after `de`: `de la Cruz` does, `de Honduras` does not."""
    following = next((word for word in words if word.lower() not in INSIDE), "")
    return following[:1].isupper() and following.lower().strip(".,") not in NOT_A_NAME_AFTER_SOY


def after_opening(match: re.Match[str]) -> str:
    words = match["rest"].split(" ")
    shouted_or_small = match["rest"] in {match["rest"].lower(), match["rest"].upper()}
    count = name_length(words, capitals_only=not shouted_or_small)
    return f"{match['opening']}{blanked(words, count)}"


def after_being(match: re.Match[str]) -> str:
    words = match["rest"].split(" ")
    first = words[0].lower().strip(".,")
    origin = first in NOT_A_NAME_AFTER_SOY or first.translate(ACCENTS) in ORIGINS
    if origin or match["rest"].isupper() or not words[0][:1].isupper():
        return match[0]
    return f"{match['opening']}{blanked(words, name_length(words, capitals_only=True))}"


def blanked(words: list[str], count: int) -> str:
    if count == 0:
        return " ".join(words)
    end = words[count - 1][len(words[count - 1].rstrip(".,")) :]
    return " ".join(["[name]" + end, *words[count:]])


REST = rf"(?P<rest>{WORD}(?: {WORD}){{0,4}})"
OPENING = (
    r"(?:me llamo|(?:se|te) llaman?|mi nombre (?:completo )?es|su nombre es|nombre completo es"
    r"|(?:my|his|her) (?:full )?name(?: is|['’]s)|i am called|(?:nombre|name)(?: completo)?(?=\s?[:=]))"
)
BEING = r"(?:soy|aqui|aquí|habla|le saluda|i am|i['’]m|this is)"
NAME_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"(?<!\w)(?P<opening>{OPENING}\s?[:=]?\s){REST}", re.IGNORECASE), after_opening),
    (re.compile(rf"(?<!\w)(?P<opening>{BEING}\s){REST}", re.IGNORECASE), after_being),
)
