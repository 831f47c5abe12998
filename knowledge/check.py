"""Everything that is wrong with the folder of articles, all at once.

`python -m knowledge.check [SLUG…] [--lang es]` counts SMS segments without folding tables; `rumbo knowledge check`
counts them exactly as they are sent.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from knowledge.folder import ARTICLES, read_articles
from knowledge.parse import Draft, parse_article
from knowledge.problems import Level, Problem, errors_in
from knowledge.rules.across import agreement, links, names, questions
from knowledge.rules.evidence import evidence
from knowledge.rules.languages import asked, languages
from knowledge.rules.lengths import Measure, lengths
from knowledge.rules.prose import prose
from knowledge.rules.recordings import recordings
from knowledge.slugs import Slugs, load_slugs
from locales.languages import Register


def check(
    folder: Path, measure: Measure, today: date, *, only: Collection[str] = (), slugs: Slugs | None = None
) -> list[Problem]:
    """All problems of the articles in `folder`, or of the slugs in `only`: errors and warnings, by file and line."""
    slugs = slugs or load_slugs()
    drafts = [parse_article(slug, files) for slug, files in read_articles(folder).items()]
    found = set(problems_of(drafts, measure, today, slugs))
    found.update(_absent(drafts, only, slugs))
    chosen = [problem for problem in found if not only or problem.slug in only]
    return sorted(
        chosen, key=lambda problem: (problem.file, problem.line or 0, problem.level, problem.code, problem.key)
    )


def problems_of(drafts: Sequence[Draft], measure: Measure, today: date, slugs: Slugs) -> Iterator[Problem]:
    present = {draft.slug for draft in drafts}
    registered = {language.tag for language in Register.load().languages}
    for draft in drafts:
        yield from safety(draft, today=today, slugs=slugs)
        yield from lengths(draft, measure)
        yield from languages(draft, registered)
        yield from asked(draft, registered)
        yield from recordings(draft, registered)
        yield from links(draft, present, slugs)
    yield from agreement(drafts)
    yield from questions(drafts)


def safety(draft: Draft, *, today: date, slugs: Slugs) -> Iterator[Problem]:
    """What decides whether an article may be put into service; the problems that hold it back say so."""
    yield from draft.problems
    yield from names(draft, slugs)
    yield from prose(draft)
    yield from evidence(draft, today=today, slugs=slugs)


def _absent(drafts: Sequence[Draft], only: Collection[str], slugs: Slugs) -> Iterator[Problem]:
    present = {draft.slug for draft in drafts}
    if not drafts:
        yield Problem(file=".", line=None, key="", code="no_folder")
    for slug in only or slugs.all:
        if slug not in present:
            code = "missing_article" if slug in slugs.all else "unknown_slug"
            yield Problem(file=slug, line=None, key="", code=code, values={"slug": slug, "hint": ""})


#: The letters of GSM-7 that count once, and those that count twice.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = set("^{}\\[~]|€")
FOLDED = str.maketrans("áíóúÁÍÓÚ’‘“”–—…ʼꞌ", "aiouAIOU''\"\"--.''")


def rough_measure(text: str, _tag: str) -> int:
    """Segments by plain GSM-7 counting, after folding what Spanish and English need."""
    folded = text.translate(FOLDED)
    if set(folded) <= GSM | GSM_TWICE:
        size, single, joined = len(folded) + sum(letter in GSM_TWICE for letter in folded), 160, 153
    else:
        size, single, joined = len(folded.encode("utf-16-be")) // 2, 70, 67
    return 1 if size <= single else -(-size // joined)


def summary(problems: Sequence[Problem], lang: str) -> str:
    errors = len(errors_in(problems))
    warnings = len(problems) - errors
    if not problems:
        return {"en": "All is well.", "es": "Todo en orden."}[lang]
    counted = {"en": (("error", "errors"), ("warning", "warnings")), "es": (("error", "errores"), ("aviso", "avisos"))}
    return ", ".join(f"{n} {words[n != 1]}" for n, words in zip((errors, warnings), counted[lang], strict=True)) + "."


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m knowledge.check", description=__doc__)
    parser.add_argument("slugs", nargs="*", metavar="SLUG")
    parser.add_argument("--lang", choices=("en", "es"), default="en")
    parser.add_argument("--errors", action="store_true", help="leave warnings out")
    parser.add_argument("--folder", type=Path, default=ARTICLES)
    options = parser.parse_args(arguments)
    only = [slug.rstrip("/").rpartition("/")[2] for slug in options.slugs]
    problems = check(options.folder, rough_measure, datetime.now(UTC).date(), only=only)
    for problem in problems:
        if not options.errors or problem.level is Level.ERROR:
            sys.stdout.write(problem.say(options.lang) + "\n")
    sys.stdout.write(summary(problems, options.lang) + "\n")
    return 1 if errors_in(problems) else 0


if __name__ == "__main__":
    sys.exit(main())
