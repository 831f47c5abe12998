"""How long texts are, in SMS segments as they are sent: facts filled in, accents folded, footer added."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from knowledge.article import Words
from knowledge.parse import Draft
from knowledge.problems import Key, Problem

#: SMS segments of a text in a language; the text is folded as rendering folds it.
Measure = Callable[[str, str], int]

SEGMENTS = 2
TITLE = 40
PARAGRAPHS = (3, 8)
QUESTIONS = 10

#: Characters of two joined GSM-7 segments.
TWO_SEGMENTS = 306
#: What rendering adds below the short answer, at worst: source, date last checked, caveat, how to get more.
FOOTER = 76
#: What rendering adds to a paragraph, at worst: "(7/8) ".
PART_MARK = 6


def lengths(draft: Draft, measure: Measure) -> Iterator[Problem]:
    for words in draft.words.values():
        yield from _counts(draft, words)
        if draft.article is None:
            continue
        try:
            parts = words.parts(draft.article)
        except KeyError:
            continue  # a placeholder without a fact has been reported
        places: list[Key] = [("sms",), *(("paragraph", index) for index in range(len(words.paragraphs)))]
        for path, part in zip(places, parts, strict=True):
            yield from _long(draft, words.tag, path, part, measure)


def _counts(draft: Draft, words: Words) -> Iterator[Problem]:
    file = f"{words.tag}.md"
    least, most = PARAGRAPHS
    if len(words.title) > TITLE:
        yield draft.problem("title_too_long", file, "title", length=str(len(words.title)), limit=str(TITLE))
    if not least <= len(words.paragraphs) <= most:
        count = str(len(words.paragraphs))
        yield draft.problem("paragraph_count", file, count=count, least=str(least), most=str(most))
    if len(words.asked_as) < QUESTIONS:
        yield draft.problem("few_questions", file, "asked_as", count=str(len(words.asked_as)), least=str(QUESTIONS))


def _long(draft: Draft, tag: str, path: Key, text: str, measure: Measure) -> Iterator[Problem]:
    reserve = FOOTER if path == ("sms",) else PART_MARK
    segments = measure(text + "x" * reserve, tag)
    if segments <= SEGMENTS:
        return
    limit = TWO_SEGMENTS - reserve
    costly = [letter for letter in dict.fromkeys(text) if measure(letter * 161, tag) > SEGMENTS]
    yield draft.problem(
        "sms_too_long" if path == ("sms",) else "paragraph_too_long",
        f"{tag}.md",
        *path,
        length=str(len(text)),
        segments=str(segments),
        limit=str(limit),
        over=str(_over(text, tag, measure, reserve)),
        costly_en=_costly(costly, "; costly characters to replace"),
        costly_es=_costly(costly, "; caracteres costosos que conviene cambiar"),
    )


def _over(text: str, tag: str, measure: Measure, reserve: int) -> int:
    """How many characters must go, by halving: cutting from the end is monotonous."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if measure(text[: len(text) - middle] + "x" * reserve, tag) <= SEGMENTS:
            high = middle
        else:
            low = middle + 1
    return low


def _costly(letters: list[str], words: str) -> str:
    return f"{words}: {' '.join(letters)}" if letters else ""
