"""Articles to rows for a translator, and the translator's rows back into the files.

Columns: article, part, the source language, the language to write, and a mark of what that text was at export, so
that a change made meanwhile in the folder is noticed instead of overwritten.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from knowledge.article import Words
from knowledge.digest import words_digest
from knowledge.errors import KnowledgeError
from knowledge.folder import article_folders
from knowledge.parse import REQUIRED, Draft, paragraphs_of
from knowledge.problems import Problem, errors_in
from knowledge.schema import LANGUAGE
from knowledge.workshop.desk import open_draft, write
from knowledge.workshop.edit import Value, new_words, set_front, set_paragraphs
from knowledge.workshop.tables import Rows

ARTICLE, PART, CHECK = "article", "part", "check"
LISTS = ("asked_as", "must_find")
PARAGRAPH = re.compile(r"paragraph (\d+)")
ITEM = re.compile(rf"({'|'.join(LISTS)})(?: (\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    #: Files that were (or, in a dry run, would be) written: "us-asylum-fees/es.md".
    changed: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    line: int
    slug: str
    part: str
    source: str
    text: str
    mark: str


@dataclass(slots=True, kw_only=True)
class _Take:
    """One article on its way in."""

    draft: Draft
    tag: str
    table: str
    now: Mapping[str, str]
    source_now: Mapping[str, str]
    wanted: dict[str, str] = field(default_factory=dict)
    source_moved: bool = False
    problems: list[Problem] = field(default_factory=list)

    def problem(self, code: str, row: _Row) -> None:
        values = {"part": row.part, "slug": self.draft.slug, "language": self.tag}
        self.problems.append(
            Problem(file=self.table, line=row.line, key=f"{row.slug} › {row.part}", code=code, values=values)
        )


def export_rows(folder: Path, *, tag: str, only: Collection[str] = ()) -> Rows:
    """The header and one row for each text; a language that an article lacks has empty cells to fill in.

    Raises:
        KnowledgeError: an article to export is not there or cannot be read.
    """
    source_tag = _source_tag(tag)
    rows: Rows = [[ARTICLE, PART, source_tag, tag, CHECK]]
    for slug in only or [article.name for article in article_folders(folder)]:
        draft = open_draft(folder, slug)
        if source_tag not in draft.words or (tag not in draft.words and f"{tag}.md" in draft.lines):
            raise KnowledgeError(errors_in(draft.problems))
        source, target = _texts(draft.words.get(source_tag)), _texts(draft.words.get(tag))
        known = {} if target else _asked_before(draft, tag)
        for part in dict.fromkeys(
            [*_translated(source), *target, *known, *(() if target or known else ["asked_as 1"])]
        ):
            text = target.get(part, "")
            shown = source.get(part, "") if not ITEM.fullmatch(part) else ""
            rows.append([slug, part, shown, text or known.get(part, ""), _mark(text)])
    return rows


def import_rows(folder: Path, rows: Rows, *, table: str, dry_run: bool = False) -> Imported:
    """Takes over changed texts. `table` names the sheet in problems; a part with a problem is left as it is.

    Raises:
        KnowledgeError: the first row is not that of an exported sheet.
    """
    tag = _language_of(rows, table)
    by_slug: dict[str, list[_Row]] = defaultdict(list)
    for line, cells in enumerate(rows[1:], start=2):
        if any(cells):
            slug, part, source, text, mark = [*cells, "", "", "", "", ""][:5]
            by_slug[slug].append(_Row(line=line, slug=slug, part=part, source=source, text=text, mark=mark))
    changed: list[str] = []
    problems: list[Problem] = []
    for slug, of_article in by_slug.items():
        try:
            take = _take(open_draft(folder, slug), tag, table, of_article)
        except KnowledgeError as error:
            problems += error.problems
            continue
        page = _written(folder, take)
        problems += take.problems
        if page is not None:
            changed.append(f"{slug}/{tag}.md")
            if not dry_run:
                write(folder / slug / f"{tag}.md", page)
    return Imported(changed=tuple(changed), problems=tuple(problems))


def _language_of(rows: Rows, table: str) -> str:
    head = [cell.strip().lower() for cell in rows[0][:5]] if rows else []
    if len(head) == 5 and re.fullmatch(LANGUAGE, head[3]):
        tag = rows[0][3].strip()
        if head == [ARTICLE, PART, _source_tag(tag), tag.lower(), CHECK]:
            return tag
    columns = f"{ARTICLE}, {PART}, {REQUIRED[0]}, {REQUIRED[1]}, {CHECK}"
    raise KnowledgeError([Problem(file=table, line=1, key="", code="table_columns", values={"columns": columns})])


def _source_tag(tag: str) -> str:
    return REQUIRED[0] if tag != REQUIRED[0] else REQUIRED[1]


def _texts(words: Words | None) -> dict[str, str]:
    """Every text of a language by the name of its part."""
    if words is None:
        return {}
    texts = {"title": words.title, "sms": words.sms}
    texts |= {f"paragraph {number}": text for number, text in enumerate(words.paragraphs, start=1)}
    for name, items in zip(LISTS, (words.asked_as, words.must_find), strict=True):
        texts |= {f"{name} {number}": text for number, text in enumerate(items, start=1)}
    return texts


def _asked_before(draft: Draft, tag: str) -> dict[str, str]:
    """Questions that were labelled before there were words in the language: the translator finds them filled in."""
    asked = [one.text for one in draft.article.asked if one.tag == tag] if draft.article is not None else []
    return {f"asked_as {number}": text for number, text in enumerate(asked, start=1)}


def _translated(source: Mapping[str, str]) -> list[str]:
    """How people ask is not translated: every language has its own."""
    return [part for part in source if not ITEM.fullmatch(part)]


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8] if text else "new"


def _take(draft: Draft, tag: str, table: str, rows: Sequence[_Row]) -> _Take:
    source_tag = _source_tag(tag)
    if source_tag not in draft.words or (tag not in draft.words and f"{tag}.md" in draft.lines):
        raise KnowledgeError(errors_in(draft.problems))
    now, source_now = _texts(draft.words.get(tag)), _texts(draft.words[source_tag])
    take = _Take(draft=draft, tag=tag, table=table, now=now, source_now=source_now, wanted=dict(now))
    for row in rows:
        _take_row(take, row)
    return take


def _take_row(take: _Take, row: _Row) -> None:
    item = ITEM.fullmatch(row.part)
    if row.part not in ("title", "sms") and not item and not PARAGRAPH.fullmatch(row.part):
        take.problem("table_part", row)
        return
    part, text = row.part, _normal(row.text, row.part)
    if item and part not in take.now and (item[2] is None or part in take.wanted):
        part = f"{item[1]} {_free(take.wanted, item[1])}"
    present = take.now.get(part, "")
    moved = not item and row.source and _normal(row.source, part) != take.source_now.get(part, "")
    take.source_moved = take.source_moved or bool(moved)
    if text == present or row.mark == _mark(text):
        return  # the translator left it alone
    if row.mark and row.mark != _mark(present) and part in take.now:
        take.problem("cell_conflict", row)
    elif not text and not item:
        take.problem("cell_empty", row)
    else:
        take.wanted[part] = text
        if moved:
            take.problem("table_source_changed", row)


def _free(wanted: Mapping[str, str], name: str) -> int:
    return 1 + max((int(part.split()[1]) for part in wanted if part.startswith(f"{name} ")), default=0)


def _normal(text: str, part: str) -> str:
    """As reading a file would have it."""
    if PARAGRAPH.fullmatch(part):
        paragraphs = paragraphs_of(text, 1)
        return " ".join(paragraph for _, paragraph in paragraphs)
    return " ".join(text.split())


def _written(folder: Path, take: _Take) -> str | None:
    """The new text of the file; None when nothing changes or a new language is not complete."""
    if take.wanted == take.now:
        return None
    front, paragraphs = _front(take), _in_order(take.wanted, "paragraph")
    path = folder / take.draft.slug / f"{take.tag}.md"
    source = take.draft.words[_source_tag(take.tag)]
    if take.tag in take.draft.words:
        # Whether an existing translation as a whole still says the same is for `translated` to state.
        changed = {key: value for key, value in front.items() if value != _present(take, key)}
        return set_paragraphs(set_front(path.read_bytes().decode("utf-8-sig"), changed), paragraphs)
    if not all([front["title"], front["sms"], front["asked_as"]]) or len(paragraphs) != len(source.paragraphs):
        values = {"slug": take.draft.slug, "language": take.tag}
        take.problems.append(
            Problem(file=take.table, line=None, key=take.draft.slug, code="table_incomplete", values=values)
        )
        return None
    if not take.source_moved:
        front["translated_from"] = f"{source.tag}@sha256:{words_digest(source)}"
    return new_words({key: value for key, value in front.items() if value}, paragraphs)


def _front(take: _Take) -> dict[str, Value]:
    front: dict[str, Value] = {key: take.wanted.get(key, "") for key in ("title", "sms")}
    return front | {name: _in_order(take.wanted, name) for name in LISTS}


def _present(take: _Take, key: str) -> Value:
    return _in_order(take.now, key) if key in LISTS else take.now.get(key, "")


def _in_order(texts: Mapping[str, str], name: str) -> list[str]:
    numbered = {int(part.split()[1]): text for part, text in texts.items() if part.startswith(f"{name} ")}
    return [numbered[number] for number in sorted(numbered) if numbered[number]]
