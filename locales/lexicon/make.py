"""Make `locales/lexicon/words.yaml`: python -m locales.lexicon.make --data DIR [--show].

DIR holds `gatitos`, `mayanv` and `americasnlp` as tab-separated pairs; the Declaration is the installed one. A word of
GATITOS is kept only where its sense is agreed on: by sentences translated into Spanish in other sources, or by several
English words with this sense, and only if it does not mostly mean something else. At most one word for each concept and
language; where nothing is sure there is none. --show prints what was weighed.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

import yaml

from locales.lexicon.words import CORRECTIONS, FILE, Concept, concepts
from locales.plain import APOSTROPHES, plain
from locales.rights import Rights

#: Tag of the register -> file of GATITOS, sentences with Spanish, and of the Declaration (the same speech only).
SOURCES: Final = {
    "quc": ("quc", "mayanv/quc", "quc"),
    "mam": ("mam", "mayanv/mam", "mam"),
    "kek": ("kek", "mayanv/kek", "kek"),
    "yua": ("yua", None, "yua"),
    "nah": ("nhe", None, None),
    "zap": ("zap", None, None),
    "qu": ("qu", "americasnlp/quy", "quy"),
    "gn": ("gn", "americasnlp/gn", "gug"),
    "ay": ("ay", "americasnlp/aym", "ayr"),
}
#: A word in a menu is short.
LONGEST: Final = 18
#: Sentences with the Spanish word, and their share of all sentences with ours, that show a sense; either pair will do.
SHOWN: Final = ((3, 0.4), (2, 0.65))
#: The share must also be so many times that among all sentences: in a long paragraph many words meet by chance.
ABOVE_CHANCE: Final = 4
#: So many sentences in which the sense is seldom meant speak against it.
CONTRADICTED: Final = (6, 0.2)
#: English words with this sense that must agree where no sentence tells.
GLOSSES: Final = 2
#: Above this likeness to the Spanish or English word it is a loan, which tells nobody anything new.
LOAN: Final = 0.6

HEADER: Final = """\
# Single words from GATITOS (Google, CC-BY-4.0), see ATTRIBUTION.md. No speaker has checked them.
# Made by `python -m locales.lexicon.make`: a correction belongs into corrections.yaml, or it is lost.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    #: A space at each end.
    ours: str
    spanish: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How often a word was met in one source."""

    times: int
    #: With the wanted sense in the Spanish.
    right: int
    #: Share of all sentences that have the wanted sense in the Spanish.
    chance: float

    @property
    def shows(self) -> bool:
        enough = any(self.right >= times and self.right >= share * self.times for times, share in SHOWN)
        return enough and self.right >= ABOVE_CHANCE * self.chance * self.times

    @property
    def contradicts(self) -> bool:
        times, share = CONTRADICTED
        return self.times >= times and self.right < share * self.times


@dataclass(slots=True)
class Candidate:
    written: str
    plainest: str
    #: English words with the wanted sense, and with another, that have this translation.
    agree: set[str] = field(default_factory=set)
    differ: set[str] = field(default_factory=set)
    seen: list[Seen] = field(default_factory=list)

    @property
    def shown(self) -> bool:
        return any(seen.shows for seen in self.seen)

    @property
    def sure(self) -> bool:
        if any(seen.contradicts for seen in self.seen):
            return False
        if self.shown or (len(self.agree) >= GLOSSES and len(self.agree) >= len(self.differ)):
            return True
        # Met once, in this sense, and never meaning anything else.
        return self.plainest in self.agree and not self.differ and any(each.right == each.times for each in self.seen)

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        return self.shown, self.plainest in self.agree, len(self.agree) - len(self.differ), -len(self.written)


def bare(word: str) -> str:
    """Without apostrophes and accents, which the sources set differently."""
    return plain(word).replace("'", "")


def pairs(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) > 1 and all(columns[:2]):
            yield columns[0], columns[1]


def sentence(ours: str, spanish: str) -> Sentence:
    return Sentence(ours=f" {plain(ours)} ", spanish=frozenset(plain(re.sub(r"#\w+#", " ", spanish)).split()))


def translated(data: Path, name: str | None) -> list[Sentence]:
    files = sorted(data.glob(f"{name}.*.tsv")) if name else []
    return [sentence(*pair) for file in files for pair in pairs(file)]


def declared(file: str | None) -> list[Sentence]:
    rights = Rights.load()
    return [sentence(*pair) for pair in rights.paragraphs(file)] if file else []


def candidates(words: Mapping[str, list[str]], concept: Concept) -> dict[str, Candidate]:
    found: dict[str, Candidate] = {}
    for gloss in concept.en:
        for written in words.get(gloss, []):
            likeness = (SequenceMatcher(None, bare(written), bare(word)).ratio() for word in concept.en + concept.es)
            if len(written) <= LONGEST and written.count(" ") < 2 and max(likeness) < LOAN:
                found.setdefault(plain(written), Candidate(written, concept.en[0])).agree.add(gloss)
    for gloss, translations in words.items():
        for written in translations:
            if plain(written) in found and gloss not in concept.en:
                found[plain(written)].differ.add(gloss)
    return found


def look(candidate: Candidate, concept: Concept, said: Sequence[Sentence]) -> None:
    """Adds what the sentences of one source show of the candidate, and takes over their spelling of it."""
    wanted = {plain(word) for word in concept.es}
    key, loose = plain(candidate.written), bare(candidate.written)
    met = [each for each in said if f" {key} " in each.ours]
    if not met:  # the sources do not agree on where an apostrophe stands
        met = [each for each in said if f" {loose} " in each.ours.replace("'", "")]
        spelled = Counter(word for each in met for word in each.ours.split() if word.replace("'", "") == loose)
        if spelled and not candidate.seen and " " not in candidate.written and candidate.written.isascii():
            candidate.written = spelled.most_common(1)[0][0]
    if met:
        right = sum(bool(wanted & each.spanish) for each in met)
        chance = sum(bool(wanted & each.spanish) for each in said) / len(said)
        candidate.seen.append(Seen(times=len(met), right=right, chance=chance))


def weighed(data: Path, tag: str) -> Iterator[tuple[str, list[Candidate]]]:
    """For each concept the candidates, the best first."""
    gatitos, with_spanish, declaration = SOURCES[tag]
    words: dict[str, list[str]] = defaultdict(list)
    for english, ours in pairs(data / "gatitos" / f"{gatitos}.tsv"):
        words[english.lower()].append(ours.translate(APOSTROPHES).lower())
    sources = [said for said in (translated(data, with_spanish), declared(declaration)) if said]
    for name, concept in concepts().items():
        found = list(candidates(words, concept).values())
        for candidate in found:
            for said in sources:
                look(candidate, concept, said)
        yield name, sorted(found, key=lambda each: each.rank, reverse=True)


def made(data: Path, show: bool = False) -> dict[str, dict[str, str]]:
    """Tag -> concept -> word; no word twice in a language."""
    corrections = yaml.safe_load(CORRECTIONS.read_text(encoding="utf-8"))
    chosen: dict[str, dict[str, str]] = {}
    for tag in SOURCES:
        sure: dict[str, str] = {}
        for concept, found in weighed(data, tag):
            if show:
                _print(tag, concept, found)
            word = next((each.written for each in found if each.sure), None)
            if word and word not in sure.values():
                sure[concept] = word
        corrected = {**sure, **(corrections.get(tag) or {})}
        chosen[tag] = {concept: word for concept, word in corrected.items() if word}
    return chosen


def _print(tag: str, concept: str, found: Sequence[Candidate]) -> None:
    for each in found[:4]:
        seen = " ".join(f"{s.right}/{s.times}" for s in each.seen) or "unseen"
        sure = "*" if each.sure else " "
        print(f"{tag} {concept:12}{sure} {each.written:18} {seen:12} +{sorted(each.agree)} -{sorted(each.differ)[:6]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    text = yaml.safe_dump(made(arguments.data, arguments.show), allow_unicode=True, sort_keys=False)
    FILE.write_text(HEADER + text, encoding="utf-8")


if __name__ == "__main__":
    main()
