"""A new article: the three files with everything to fill in. It is not served while anything is missing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.misfits import close_to
from knowledge.problems import Problem
from knowledge.slugs import load_slugs
from knowledge.workshop.desk import write

#: Days until the first review of a procedure; write fewer for what changes fast.
REVIEW_AFTER = timedelta(days=90)

ARTICLE = """\
# yaml-language-server: $schema=../../schema/article.schema.json
# Facts of this article. Translators never edit this file.
title_for_editors: {slug}
jurisdiction: {jurisdiction}              # us, mx, gt, hn, sv, cr, pa, bz, ca, ni or region
status: open                  # open | closed | contested
risk: normal                  # high: not answered once overdue; normal: answered with a caveat
owner: editors                # legal-desk | protection-desk | editors
checked_on: {today}
review_by: {review_by}
urgent: false
# Official pages first; at least one. One block for each:
#   - id: fr-2025-fees          # a short name that facts refer to
#     url: https://…
#     publisher: Federal Register (US government)
#     title: The title of the page
#     official: true
#     checked_on: {today}
sources: []
# Every amount, number of days, date, phone number and address that the words use:
#   fee.form: {{value: "$100", as_of: {today}, source: fr-2025-fees, confirmed: true}}
facts: {{}}
see_also: []
"""

WORDS = """\
---
title: ""                     # {title}
sms: >-

asked_as: []                  # {asked}
---
"""

HINTS = {
    "en": {"title": "at most 40 characters", "asked": "at least 10, as people text"},
    "es": {"title": "máximo 40 caracteres", "asked": "al menos 10, como la gente escribe"},
}


def new_article(folder: Path, slug: str, *, today: date) -> tuple[Path, ...]:
    """The files written. Raises KnowledgeError when the slug is not in the list or the article exists."""
    slugs = load_slugs().all
    if slug not in slugs:
        raise KnowledgeError(
            [Problem(file=slug, line=None, key="", code="unknown_slug", values={"hint": close_to(slug, list(slugs))})]
        )
    if (folder / slug).exists():
        raise KnowledgeError([Problem(file=slug, line=None, key="", code="exists_already")])
    (folder / slug).mkdir(parents=True)
    jurisdiction = (
        slug[:2] if slug[:2] in ("us", "mx", "gt", "hn", "sv", "cr", "pa", "bz", "ca") and slug[2] == "-" else "region"
    )
    texts = {
        "article.yaml": ARTICLE.format(
            slug=slug, jurisdiction=jurisdiction, today=today, review_by=today + REVIEW_AFTER
        )
    }
    texts |= {f"{tag}.md": WORDS.format(**hints) for tag, hints in HINTS.items()}
    for name, text in texts.items():
        write(folder / slug / name, text)
    return tuple(folder / slug / name for name in texts)
