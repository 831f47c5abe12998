"""Sentences: no bare figures, no formatting, placeholders that exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.article import Words
from knowledge.facts import PLACEHOLDER, placeholders
from knowledge.misfits import close_to
from knowledge.parse import Draft
from knowledge.problems import Key, Problem

#: Names in which digits are letters: I-589, C-12, H-2A, I-9, COVID-19, N-400, I-130A.
NAMES = re.compile(r"\b[A-Z]{1,6}-[0-9]{1,4}[A-Z]?\b")

MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|jun(?:io)?|jul(?:io)?|ago(?:sto)?"
    r"|sep(?:t(?:iembre)?)?|septiembre|setiembre|octubre|noviembre|dic(?:iembre)?"
)
TLDS = "gov|gob|org|com|net|edu|int|mil|info|app|help|mx|gt|hn|sv|cr|pa|bz|ca|ni|uk|io"
UNITS = r"usd|us dollars?|dollars?|d[oó]lares?|pesos?|quetzal(?:es)?|lempiras?|colones|balboas?|percent|por ciento|%"

#: Tried in this order; what one has found is not offered to the next. Repetitions are bounded: texts may be hostile.
BARE = (
    (
        "bare_address",
        re.compile(
            rf"https?://\S+|\bwww\.\S+|\S{{1,64}}@\S{{1,64}}\.\w+|\b[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.(?:{TLDS})\b(?:/\S*)?",
            re.I,
        ),
    ),
    ("bare_amount", re.compile(rf"[$€£]\s?\d[\d.,]*|\bUSD?\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:{UNITS})", re.I)),
    (
        "bare_phone",
        re.compile(r"\+\d[\d\s().-]{5,}\d|\(?\b\d{3}\)?[\s.-]\d{3,4}[\s.-]?\d{0,4}\b|\b\d{4}[\s.-]\d{4}\b|\b\d{7,}\b"),
    ),
    (
        "bare_date",
        re.compile(
            rf"\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:de\s+|of\s+)?(?:{MONTHS})\b(?:,?\s+(?:de\s+)?\d{{4}})?"
            rf"|\b(?:{MONTHS})\.?\s+(?:de\s+|of\s+)?\d{{1,4}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?",
            re.I,
        ),
    ),
    ("bare_number", re.compile(r"\w{0,20}\d[\d.,:/]*\d\w*|\d+[.,]\d+")),
)

#: Numbers in words, by language ("once" is eleven in Spanish only).
SPELLED = {
    "en": re.compile(
        r"\b(?:ten|eleven|twelve|fifteen|twenty|thirty|forty|sixty|ninety|hundred|thousand|million)\b", re.I
    ),
    "es": re.compile(
        r"\b(?:diez|once|doce|quince|veinte|treinta|cuarenta|sesenta|noventa|cien|ciento|mil|mill[oó]n(?:es)?)\b", re.I
    ),
}

MARKUP = re.compile(
    r"^#+ .*|\*\*?\S[^*]*\*|`[^`]*`|!?\[[^\]]*\]\([^)]*\)|</?[a-z]+[^>]{0,99}>|(?<!\w)_\S[^_]*_(?!\w)", re.M
)


def prose(draft: Draft) -> Iterator[Problem]:
    for words in draft.words.values():
        for path, text in texts(words):
            yield from _figures(draft, words.tag, path, text)
            yield from _braces(draft, words.tag, path, text)


def texts(words: Words) -> Iterable[tuple[Key, str]]:
    """Every text that people see, with its place in the file."""
    yield ("title",), words.title
    yield ("sms",), words.sms
    for index, text in enumerate(words.paragraphs):
        yield ("paragraph", index), text


def used_facts(words: Words) -> set[str]:
    return {key for _, text in texts(words) for key in placeholders(text)}


def _figures(draft: Draft, tag: str, path: Key, text: str) -> Iterator[Problem]:
    file = f"{tag}.md"
    bare = NAMES.sub(" ", PLACEHOLDER.sub(" ", text))
    if markup := MARKUP.search(bare):
        yield draft.problem("markup", file, *path, found=markup[0][:40])
    for code, pattern in BARE:
        for match in pattern.finditer(bare):
            yield draft.problem(code, file, *path, found=match[0].strip())
        bare = pattern.sub(" ", bare)
    for match in SPELLED[tag].finditer(bare) if tag in SPELLED else ():
        yield draft.problem("spelled_number", file, *path, found=match[0])


def _braces(draft: Draft, tag: str, path: Key, text: str) -> Iterator[Problem]:
    file = f"{tag}.md"
    rest = PLACEHOLDER.sub("", text)
    if broken := re.search(r"\{[^{}]*\}?\}?|\}+", rest):
        yield draft.problem("broken_placeholder", file, *path, found=broken[0])
    if draft.article is None:
        return
    facts = draft.article.facts
    for key in dict.fromkeys(placeholders(text)):
        if key not in facts:
            yield draft.problem("unknown_fact", file, *path, fact=key, hint=close_to(key, list(facts)))
