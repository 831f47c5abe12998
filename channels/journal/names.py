"""Names, as far as words around them and lists of common ones (`names.yaml`) give them away.

    after_opening    me llamo …, my name is …            whatever follows
    after_being      soy …, I am …                       a capital letter, or a listed name
    after_relation   mi hermano …, la licenciada …       a capital letter, or a listed name
    listed_names     a listed given name with another name after it, anywhere

Kept careful: a name that slips through is worse than a missing word, but a question without its words cannot be
answered by an operator. So each rule stops at the first word that cannot be a name.
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
PLACES = listed("places") | ORIGINS | NOT_A_NAME
BEFORE_PLACES = listed("before_places")
GIVEN = listed("given")
#: Names only before another name: `soy blanca` names nobody.
GIVEN_AND_WORD = listed("given_and_word")
FIRST = GIVEN | GIVEN_AND_WORD
LISTED = FIRST | listed("family")
WORD = r"[^\W\d_][\w'’ʼ.-]*"
ACCENTS = str.maketrans("áéíóúñàèìòùü", "aeiounaeiouu")


def plain(word: str) -> str:
    return word.lower().strip(".,").translate(ACCENTS)


def name_length(words: list[str], *, capitals_only: bool) -> int:
    """How many of the words are taken for a name."""
    count = 0
    for position, word in enumerate(words[:4]):
        if plain(word) in INSIDE:
            if position > 0 and goes_on(words[position + 1 :]):
                continue
            break
        if plain(word) in NOT_A_NAME or (capitals_only and not word[:1].isupper()):
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
    is_name = following[:1].isupper() or plain(following) in LISTED
    return is_name and plain(following) not in NOT_A_NAME_AFTER_SOY | PLACES


def listed_length(words: list[str], *, shouted: bool) -> int:
    """How many of the words, the first taken for granted, make one name by the lists and by their capitals.

    In a message that is `shouted`, all in capitals, those say nothing.
    """
    with_capitals = words[0][:1].isupper() and not shouted
    count = 1
    for position, word in enumerate(words[1:6], start=1):
        before = words[position - 1]
        if before.endswith((".", ",")) and len(before) > 2:
            break
        if plain(word) in INSIDE:
            if goes_on(words[position + 1 :]):
                continue
            break
        by_capital = with_capitals and word[:1].isupper()
        if plain(word) in PLACES | NOT_A_NAME_AFTER_SOY or not (by_capital or plain(word) in LISTED):
            break
        count = position + 1
    return count


def after_opening(words: list[str], *, shouted: bool) -> int:
    all_small = all(word == word.lower() for word in words)
    return name_length(words, capitals_only=not (shouted or all_small))


def after_being(words: list[str], *, shouted: bool) -> int:
    first = words[0].lower().strip(".,")
    if first in NOT_A_NAME_AFTER_SOY or plain(first) in ORIGINS:
        return 0
    if plain(first) in GIVEN:
        return listed_length(words, shouted=shouted)
    by_capital = words[0][:1].isupper() and not shouted
    return name_length(words, capitals_only=True) if by_capital else 0


def after_relation(words: list[str], *, shouted: bool) -> int:
    first = plain(words[0])
    if first in PLACES | NOT_A_NAME_AFTER_SOY | INSIDE | RELATIONS:
        return 0
    by_capital = words[0][:1].isupper() and not shouted
    by_family = len(words) > 1 and plain(words[1]) in LISTED - FIRST
    return listed_length(words, shouted=shouted) if by_capital or by_family or first in GIVEN else 0


def named(opening: str, count: Callable[..., int]) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    """A rule: of the words after an opening, how many are a name. What follows them is looked at again."""
    pattern = re.compile(rf"(?<![\w\[])(?P<opening>{opening}){REST}", re.IGNORECASE)

    def blank(match: re.Match[str]) -> str:
        words = match["rest"].split(" ")
        taken = count(words, shouted=match.string.isupper())
        begins = blanked(words[:taken], taken)
        follows = pattern.sub(blank, " ".join(words[taken:]))
        return match["opening"] + " ".join(part for part in (begins, follows) if part)

    return pattern, blank


def listed_names(match: re.Match[str]) -> str:
    """Over one stretch of words with nothing but blanks between them."""
    words, made, at = match[0].split(" "), [], 0
    while at < len(words):
        count = 0
        if plain(words[at]) in FIRST and (at == 0 or plain(words[at - 1]) not in BEFORE_PLACES):
            count = listed_length(words[at:], shouted=match.string.isupper())
        if count > 1:
            made.append(blanked(words[at : at + count], count))
        else:
            count = 1
            made.append(words[at])
        at += count
    return " ".join(made)


def blanked(words: list[str], count: int) -> str:
    if count == 0:
        return " ".join(words)
    end = words[count - 1][len(words[count - 1].rstrip(".,")) :]
    return " ".join(["[name]" + end, *words[count:]])


RELATIONS = listed("relations")
REST = rf"(?P<rest>{WORD}(?: {WORD}){{0,5}})"
OPENING = (
    r"(?:me llamo|(?:se|te) llaman?|(?:mi|su) nombre (?:completo )?es|nombre completo(?: es)?"
    r"|(?:my|his|her) (?:full )?name(?: is|['’]s)|i am called|full name(?: is)?"
    r"|(?:nombre|name)(?: completo)?(?=\s?[:=]))"
)
BEING = r"(?:soy|aqui|aquí|habla|le saluda|i am|i['’]m|this is)"
#: The lists are without accents, messages are not always.
WITH_ACCENTS = str.maketrans({"a": "[aá]", "e": "[eé]", "i": "[ií]", "o": "[oó]", "u": "[uú]", "n": "[nñ]"})
RELATION = (
    rf"(?:{'|'.join(word.translate(WITH_ACCENTS) for word in sorted(RELATIONS, key=len, reverse=True))}"
    r"|looking for|busco a|de parte de)"
)
NAME_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    named(rf"{OPENING}\s?[:=]?\s", after_opening),
    named(rf"{BEING}\s", after_being),
    named(rf"(?:{RELATION}[:,]?|(?:sra?|licd?[ao]?|dra?|mrs?|ms|atte)\.) ", after_relation),
    (re.compile(rf"(?<![\w\[]){WORD}(?: {WORD})+"), listed_names),
)
