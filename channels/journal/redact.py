"""Blank out what identifies a person, before anything is stored: `llame al 55 1234 5678` -> `llame al [phone]`.

Rules run in order, each leaves a mark that says what was there. Dates, amounts and emergency numbers stay, because
operators need them to understand a question. In doubt a digit goes: whatever the rules think, no run of seven digits
survives. What counts as what is told by examples in tests/redaction.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass

import phonenumbers

from channels.journal.names import NAME_RULES

#: What people put between digits: spaces, brackets, dashes, dots, slashes, stars, and invisible characters.
GAP = r"[ \t\n\r\u00a0\u2007\u2009\u202f().\-\u2010-\u2015/_*\u00ad\u200b-\u200f\u2060\ufeff]"
EXTENSION = r"(?:\s?(?:ext|extensi[oó]n|x)\.?\s?\d{1,5})?"
#: Neither within a word nor at its edge; an underscore is a gap here.
NO_LETTER_BEFORE, NO_LETTER_AFTER = r"(?<![^\W_])", r"(?![^\W_])"
GROUP = re.compile(
    rf"{NO_LETTER_BEFORE}\+?\(?\d(?:{GAP}{{0,3}}\d)*{EXTENSION}{NO_LETTER_AFTER}"
    rf"|\+?\d(?:{GAP}{{0,3}}\d){{6,}}{EXTENSION}",
    re.IGNORECASE,
)
MOST_DIGITS_OF_A_PHONE = 15

#: Answered by the state or a free line everywhere in the region; they name nobody.
SHORT_NUMBERS = frozenset(
    """
    060 065 066 088 089 100 101 102 103 104 105 106 107 108 110 111 112 113 114 115 116 117 118 119 120 121 122 123
    125 126 128 129 130 131 132 133 134 135 137 138 139 141 144 145 147 195 198 199 211 311 411 511 611 711 811 911
    988 1110 1500 1510 1515 1546 1555
    """.split()  # noqa: SIM905 - a table is easier to check
)

#: A stretch that stays is put aside as one of these private characters, each its own, and put back at the end.
PRIVATE = re.compile(r"[\ue000-\uf8ff]")
FIRST_ASIDE, MOST_ASIDE = 0xE000, 6400

CURRENCY = (
    r"(?:US\$|MX\$|\$|€|USD|MXN|MN|GTQ|HNL|CAD|EUR|Q\.?|L\.?|d[oó]lar(?:es)?|dollars?|bucks|pesos?|quetzal(?:es)?"
    r"|lempiras?|colon(?:es)?|c[oó]rdobas?|balboas?|euros?|%)"
)
AMOUNT = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d\d)?|\d{1,6}(?:[.,]\d\d)?"
YEAR = r"(?:19|20)\d\d"
DAY, MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
#: Not in the middle of a longer number.
ALONE, ENDS = rf"(?<![\d+])(?<!\d{GAP})", rf"(?!{GAP}?\d)"
STAYS = re.compile(
    rf"{ALONE}(?:{DAY}([/.\-]){DAY}\1{YEAR}|{YEAR}([/.\-]){MONTH}\2{DAY})(?!\d|[/.\-]\d)"
    rf"|{ALONE}(?:199\d|20[0-3]\d)\s?[-–]\s?(?:199\d|20[0-3]\d)(?!\d|[/.\-]\d)"
    rf"|(?<!\w){CURRENCY}\s?(?:{AMOUNT}){ENDS}"
    rf"|{ALONE}(?:{AMOUNT})\s?{CURRENCY}(?!\w)",
    re.IGNORECASE,
)

OFFICIAL_HOST = re.compile(
    r"^(?:https?://)?(?:[\w-]+\.)*[\w-]+\.(?:gov|mil|gob\.\w\w|gc\.ca|go\.cr|int)(?=[/:]|$)", re.I
)
DIGIT_WORD = (
    r"(?:cero|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
    r"|zero|oh|one|two|three|four|five|six|seven|eight|nine)"
)
#: Ten to ninety-nine: people say their number in pairs.
PAIR_WORD = (
    r"(?:diez|once|doce|trece|catorce|quince|dieci(?:s[eé]is|siete|ocho|nueve)|veinte|veinti(?:uno?|d[oó]s|tr[eé]s|cuatro|cinco|s[eé]is|siete|ocho|nueve)"
    rf"|(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?:\s?y\s?{DIGIT_WORD})?"
    rf"|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[\s-]{DIGIT_WORD})?)"
)
STREET_WORD = (
    r"(?:calle|avenida|av|avda|bulevar|boulevard|blvd|calzada|carretera|callej[oó]n|pasaje|privada|colonia|col)"
)
STREET_SUFFIX = r"(?:street|st|avenue|ave|boulevard|blvd|road|rd|drive|dr|lane|ln|court|ct|highway|hwy|parkway|pkwy)"
CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w.'’]*"
NUMBER_SIGN = r"(?:#|n[oº°]\.?|n[uú]m(?:ero)?\.?)"
#: From its beginning, so that a long word is not tried again from each of its letters.
MAILBOX = r"(?<![\w.+%-])[\w.+%-]+"
TOP_DOMAIN = r"(?:com|net|org|edu|es|mx|gt|hn|sv|ni|cr|pa|us|info)"
#: In small letters an address is told by these words alone; between them and the number stand no verbs and no days.
HOUSING = r"(?:colonia|col|barrio|residencial|residenciales|reparto|urbanizaci[oó]n|fraccionamiento|unidad|condominio)"
HOUSE = r"(?:casa|lote|lt|bloque|manzana|mz|sector|edificio|apto|apartamento|depto|n[uú]mero|no\.?|#)"
NO_STREET = (
    r"(?:desde|hace|hay|con|por|para|que|en|es|esta|est[aá]|me|se|y|o|a|sin|como|tengo|son|de\s\d|in|on|the|of|to|at|for|from|my"
    r"|and|or|days?|hours?|weeks?|months?|years?|blocks?|miles?|people|kids?|down|up|near|across|along|this|that)"
)
#: Suffixes that are hardly a word of their own; `st`, `dr` and `ct` need the capital letters of the rule above.
LONG_SUFFIX = r"(?:street|st|avenue|ave|boulevard|blvd|road|rd|drive|lane|ln|highway|hwy|parkway|pkwy)"
TIME = r"d[ií]as?|meses|mes|a[nñ]os?|horas?|semanas?|days?|months?|years?|veces|personas|cuadras"
SMALL_WORDS = rf"(?:(?!{NO_STREET}\b)[^\W\d_][\w.]*,?\s)"
RECEIPT_PREFIX = r"(?:IOE|EAC|VSC|WAC|CSC|LIN|NSC|SRC|TSC|MSC|NBC|YSC|PSC|ZLA|ZNY|ZSF|ZHN|ZMI|ZAR|ZBO|ZCH|ZNK)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    pattern: re.Pattern[str]
    #: The mark (a template of `re`), or a function that decides on the match.
    to: str | Callable[[re.Match[str]], str]


def rule(pattern: str, to: str | Callable[[re.Match[str]], str], *, any_case: bool = True) -> Rule:
    return Rule(pattern=re.compile(pattern, re.IGNORECASE if any_case else 0), to=to)


def link(match: re.Match[str]) -> str:
    """A bare site and a page of an authority stay; any other page can name a person or open an account."""
    whole = match[0].rstrip(".,;:!?)")
    path = re.sub(r"^(?:https?://)?[^/?#]*", "", whole, flags=re.I)
    harmless = path in {"", "/"} or (OFFICIAL_HOST.match(whole) and not re.search(r"[?#@=]|\d{5}|[^/]{40}", path))
    return match[0] if harmless and "@" not in whole else "[link]" + match[0][len(whole) :]


def card_or_same(match: re.Match[str]) -> str:
    digits = [int(d) for d in re.sub(r"\D", "", match[0])]
    doubled = [d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(reversed(digits))]
    return "[card]" if sum(doubled) % 10 == 0 else match[0]


def group(match: re.Match[str]) -> str:
    """A group of digits however spaced: seven or more are a number of somebody, unless all are emergency numbers."""
    if belongs_to_nobody(match[0]):
        return match[0]
    return "[phone]" if len(re.sub(r"\D", "", match[0])) <= MOST_DIGITS_OF_A_PHONE else "[number]"


def belongs_to_nobody(digits: str) -> bool:
    return len(re.sub(r"\D", "", digits)) < 7 or SHORT_NUMBERS.issuperset(re.findall(r"\d+", digits))


RULES = (
    rule(rf"{MAILBOX}\s?@\s?[\w-]+(?:\.[\w-]+)+", "[email]"),
    # Spelled out: `juan arroba gmail punto com`, `juan (at) gmail.com`.
    rule(
        rf"{MAILBOX}(?:\s?[(\[]\s?(?:at|arroba)\s?[)\]]\s?|\s(?:arroba|at)\s)[\w-]+"
        rf"(?:(?:\.|\s?(?:[(\[]\s?)?(?<!\w)(?:punto|dot)(?:\s?[)\]])?\s){TOP_DOMAIN})+(?!\w)",
        "[email]",
    ),
    rule(r"(?:https?://|www\.)\S+|(?<![\w@.])(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", link),
    rule(r"(?<![\w.])-?\d{1,3}\.\d{3,}\s?[,; ]\s?-?\d{1,3}\.\d{3,}", "[location]"),
    rule(rf"(?<!\w){RECEIPT_PREFIX}#?(?:{GAP}{{0,2}}\d){{10}}(?!\w)", "[receipt]"),
    rule(rf"(?<!\w)A(?:{GAP}|[#:.]){{0,3}}\d(?:{GAP}{{0,2}}\d){{7,8}}(?!\w)", "[a-number]", any_case=False),
    rule(rf"(?<!\w)a[-#]?\d(?:{GAP}{{0,2}}\d){{7,8}}(?!\w)", "[a-number]"),
    rule(
        rf"(?P<label>(?:alien (?:registration )?(?:number|no\.?)|n[uú]mero (?:a|de extranjero)|a[ -]?number|uscis #)"
        rf"(?:\W|\bis\b|\bes\b){{0,8}})\d(?:{GAP}{{0,2}}\d){{7,8}}(?!\w)",
        r"\g<label>[a-number]",
    ),
    rule(r"(?<![\w+(])\d(?:[ -]?\d){12,18}(?!\w)", card_or_same),
    rule(r"(?<!\w)[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d(?!\w)", "[id]"),  # CURP
    rule(r"(?<!\w)[A-Z]{6}\d{8}[HM]\d{3}(?!\w)", "[id]"),  # Mexican voter's key
    rule(r"(?<!\w)[A-ZÑ&]{3,4}-?\d{6}-?[A-Z0-9]{3}(?!\w)", "[id]"),  # RFC
    rule(r"(?<!\w)\d{3}-\d{6}-\d{4}[A-Z](?!\w)", "[id]"),  # Nicaraguan cédula
    rule(
        r"(?<![\w-])(?:\d{4}-\d{4}-\d{5}|\d{4} \d{5} \d{4}|\d{9} \d{4}|\d{13})(?![\w-])", "[id]"
    ),  # Honduran DNI, Guatemalan DPI
    rule(r"(?<![\w-])\d{8}-\d(?![\w-])", "[id]"),  # Salvadoran DUI
    rule(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])", "[id]"),  # US social security
    rule(r"(?<![\w-])(?:\d{3}-\d{7}-\d|\d-\d{4}-\d{4}|\d{1,2}-\d{3,4}-\d{3,6})(?![\w-])", "[id]"),  # DO, CR, PA
    rule(r"(?<!\w)[VEPJ]-?\d{1,2}\.?\d{3}\.?\d{3}(?!\w)", "[id]"),  # Venezuelan cédula
    rule(rf"(?<!\w)[A-Z]{{1,3}}{GAP}?\d{{6,9}}(?!\w)", "[id]", any_case=False),  # passports
    rule(
        r"(?<!\w)(?P<label>(?:DUI|DPI|DNI|CUI|NIT|RTN|SSN|pasaporte|passport|c[eé]dula)\W{0,4}(?:(?:n[uú]mero|number|no|es|is)\W{1,3}){0,2})"
        r"(?=\S{0,3}\d)[A-Z0-9][A-Z0-9.\-]{4,}\d(?!\w)",
        r"\g<label>[id]",
    ),
    rule(
        r"(?<!\w)\d{1,2}\.?\s?(?:a|ra|da|ta|ª|va|na)?\.?\s?(?:calle|avenida|av\.?)\s(?:[A-Z]\s)?\d{1,3}\s?-\s?\d{1,3}"
        r"(?:,?\s(?:zona|z\.?)\s?\d{1,2})?(?!\w)",
        "[address]",
    ),
    rule(
        rf"(?<!\w)(?i:{STREET_WORD})\.?\s(?:[\w.]+\s){{1,5}}?(?i:{NUMBER_SIGN})\s?\d{{1,5}}(?:-?[A-Z])?(?!\w)",
        "[address]",
    ),
    rule(
        rf"(?<!\w)(?i:{STREET_WORD})\.?\s(?:(?:de|del|la|los|las)\s)*{CAPITAL}(?:\s(?:de|del|la|los|las|y|{CAPITAL})){{0,4}}\s\d{{1,5}}"
        r"(?:-?[A-Z])?(?!\w)",
        "[address]",
        any_case=False,
    ),
    rule(
        rf"(?<!\w)\d{{1,6}}\s(?:[NSEW]\.?\s)?(?:(?:{CAPITAL}|\d{{1,3}}(?:st|nd|rd|th))\s){{1,3}}(?i:{STREET_SUFFIX})\b\.?"
        r"(?:,?\s(?:(?i:apt|unit|suite|ste|apto)\.?\s?|#\s?)\w{1,5})?",
        "[address]",
        any_case=False,
    ),
    rule(
        rf"(?<!\w){HOUSING}\.?\s{SMALL_WORDS}{{1,4}}?(?:,?\s?{HOUSE}\.?\s?(?:[A-Z]|\d{{1,5}})(?:-?[A-Z])?(?!\w)){{1,3}}",
        "[address]",
    ),
    rule(rf"(?<!\w){STREET_WORD}\.?\s{SMALL_WORDS}{{1,4}}\d{{1,5}}(?!\w|[.,:]\d|\s(?:{TIME}))", "[address]"),
    rule(
        rf"(?<!\w)\d{{2,6}}\s(?:[nsew]\.?\s)?(?:\d{{1,3}}(?:st|nd|rd|th)\s|{SMALL_WORDS}){{1,2}}{LONG_SUFFIX}(?!\w)\.?"
        r"(?:,?\s(?:(?:apt|unit|suite|ste|apto)\.?\s?|#\s?)\w{1,5})?",
        "[address]",
    ),
    rule(r"(?<!\w)(?:p\.?\s?o\.?\s?box|apartado(?: postal)?|apdo\.?)\s\d{1,6}(?!\w)", "[address]"),
    *(Rule(pattern=pattern, to=to) for pattern, to in NAME_RULES),
)
DIGIT_RULES = (
    rule(rf"(?<!\w){PAIR_WORD}(?:[\s,.\-]{{1,3}}(?:{PAIR_WORD}|{DIGIT_WORD})){{3,}}(?!\w)", "[phone]"),
    rule(rf"(?<!\w){DIGIT_WORD}(?:[\s,.\-]{{1,3}}{DIGIT_WORD}){{6,}}(?!\w)", "[phone]"),
    Rule(pattern=GROUP, to=group),
    rule(r"(?<![\w\[])(?=[\w-]*[^\W\d_])(?=(?:[\w-]*?\d){6})\w[\w-]*", "[id]"),  # letters and six digits in one word
    rule(r"\d{7,}", "[number]"),
)


def redact(text: str, public: Container[str] = ()) -> str:
    """The text with marks for what identifies people; `public` are numbers of offices, digits only, which stay."""
    kept: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        kept.append(match[0])
        return chr(FIRST_ASIDE + len(kept) - 1) if len(kept) <= MOST_ASIDE else match[0]

    def put_aside_short(match: re.Match[str]) -> str:
        return match[0] if re.search(r"\d{7}", match[0]) else put_aside(match)

    text = PRIVATE.sub("", text)
    text = GROUP.sub(lambda match: put_aside(match) if is_public(match[0], public) else match[0], text)
    for each in RULES:
        text = each.pattern.sub(each.to, text)
    text = STAYS.sub(put_aside_short, text)
    for each in DIGIT_RULES:
        text = each.pattern.sub(each.to, text)
    text = without_phones(text)
    return PRIVATE.sub(lambda match: kept[ord(match[0]) - FIRST_ASIDE], text)


def is_public(written: str, public: Container[str]) -> bool:
    """Whether it is one of these numbers, with or without the country's code, and nothing else."""
    digits = re.sub(r"\D", "", written)
    return any(each in public for each in (digits, digits.removeprefix("1"), f"1{digits}", digits.removeprefix("52")))


def without_phones(text: str) -> str:
    """What is left that the phone number library recognises, written the US way or with a country code."""
    found = phonenumbers.PhoneNumberMatcher(text, "US", leniency=phonenumbers.Leniency.POSSIBLE, max_tries=50)
    for match in reversed(list(found)):
        if belongs_to_nobody(match.raw_string):
            continue
        text = f"{text[: match.start]}[phone]{text[match.end :]}"
    return text
