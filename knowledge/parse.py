"""The files of one article to an `Article`, or to everything that is wrong with them at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.article import Article, Asked, Fact, Origin, Recorded, Risk, Signature, Source, Status, Words
from knowledge.decode import decode
from knowledge.misfits import misfits
from knowledge.problems import Key, Problem, name_key
from knowledge.recording import Sound, sendable
from knowledge.schema import LANGUAGE, ArticleForm, AskedForm, RecordedForm, SignatureForm, WordsForm
from knowledge.yamldoc import Document, read_yaml

Form = TypeVar("Form", ArticleForm, WordsForm)
Entry = TypeVar("Entry", SignatureForm, AskedForm, RecordedForm)

#: Bytes by file name; None where a file could not be read.
Files = Mapping[str, bytes | None]

#: The languages that every article has; the first is the one it is written in.
REQUIRED = ("en", "es")

WORDS_FILE = re.compile(rf"({LANGUAGE})\.md")
RECORDING = re.compile(rf"({LANGUAGE})\.ogg")
FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
#: The files that are lists: what is said of an entry that is not complete.
INCOMPLETE = {"signatures.yaml": "bad_signature", "asked.yaml": "bad_asked", "recorded.yaml": "bad_recorded"}
OTHER_FILES = {"article.yaml", "asked.yaml", "recorded.yaml", "signatures.yaml", "signed.yaml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article folder as far as it could be read."""

    slug: str
    #: None while anything is so wrong that there is no article.
    article: Article | None
    #: The languages that could be read, even where the article could not.
    words: Mapping[str, Words]
    problems: tuple[Problem, ...]
    #: By file name, then by place in the file.
    lines: Mapping[str, Mapping[Key, int]] = field(default_factory=dict)
    #: By language: every recording, None where it is not readable; and what is on record of it.
    sounds: Mapping[str, Sound | None] = field(default_factory=dict)
    recorded: Mapping[str, Recorded] = field(default_factory=dict)

    def problem(self, code: str, file: str, *path: str | int, **values: str) -> Problem:
        """A problem at a place in one of the files: `path` is ("facts", "fee.i589") or ("paragraph", 2)."""
        lines = self.lines.get(file, {})
        known = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in lines), None)
        line = lines[known] if known is not None else None
        return Problem(file=f"{self.slug}/{file}", line=line, key=name_key(path), code=code, values=values)


def parse_article(slug: str, files: Files) -> Draft:
    """Never raises."""
    problems: list[Problem] = []
    lines: dict[str, Mapping[Key, int]] = {}
    words: dict[str, Words] = {}
    head = _article_form(slug, files, problems, lines)
    for name in sorted(files):
        if match := WORDS_FILE.fullmatch(name):
            found = _words(slug, match[1], files[name], problems, lines)
            if found is not None:
                words[match[1]] = found
        elif name not in OTHER_FILES and not RECORDING.fullmatch(name):
            problems.append(Problem(file=f"{slug}/{name}", line=None, key="", code="unknown_file"))
    for tag in REQUIRED:
        if f"{tag}.md" not in files:
            values = {"language": tag, "file_name": f"{tag}.md"}
            problems.append(Problem(file=f"{slug}/{tag}.md", line=None, key="", code="missing_language", values=values))
    signatures = _entries(SignatureForm, slug, "signatures.yaml", files, problems=problems, lines=lines)
    asked = _entries(AskedForm, slug, "asked.yaml", files, problems=problems, lines=lines)
    recorded = tuple(
        Recorded(tag=one.language, **one.model_dump(exclude={"language"}))
        for one in _entries(RecordedForm, slug, "recorded.yaml", files, problems=problems, lines=lines)
    )
    sounds = {match[1]: Sound.read(files[name]) for name in files if (match := RECORDING.fullmatch(name))}
    complete = head is not None and all(tag in words for tag in REQUIRED)
    article = _assemble(slug, head, words) if head is not None and complete else None
    known = {one.tag: one for one in recorded}
    if article is not None:
        article = replace(
            article,
            signatures=tuple(Signature(digest=one.digest, reviewer=one.reviewer, on=one.on) for one in signatures),
            asked=tuple(Asked(tag=one.language, text=one.text, reviewer=one.reviewer, on=one.on) for one in asked),
            recorded=recorded,
            recordings=sendable(article, sounds, known),
        )
    return Draft(
        slug=slug,
        article=article,
        words=words,
        problems=tuple(problems),
        lines=lines,
        sounds=sounds,
        recorded=known,
    )


def paragraphs_of(body: str, first_line: int) -> list[tuple[int, str]]:
    """(line, text) of each paragraph; lines are joined by a space, except that a line beginning "- " stays one."""
    found: list[tuple[int, list[str]]] = []
    open_paragraph = False
    for number, raw in enumerate(body.split("\n"), start=first_line):
        text = " ".join(raw.split())
        if not text:
            open_paragraph = False
        elif not open_paragraph:
            found.append((number, [text]))
            open_paragraph = True
        else:
            found[-1][1].append(("\n" if text.startswith("- ") else " ") + text)
    return [(number, "".join(pieces)) for number, pieces in found]


def _article_form(
    slug: str, files: Files, problems: list[Problem], lines: dict[str, Mapping[Key, int]]
) -> ArticleForm | None:
    file = f"{slug}/article.yaml"
    if "article.yaml" not in files:
        problems.append(Problem(file=file, line=None, key="", code="missing_file", values={"slug": slug}))
        return None
    text, bad = decode(file, files["article.yaml"])
    problems += bad
    if text is None:
        return None
    document = read_yaml(text, file=file)
    lines["article.yaml"] = document.lines
    form = _validated(ArticleForm, document, file, problems)
    return form if not bad else None


def _words(
    slug: str, tag: str, raw: bytes | None, problems: list[Problem], lines: dict[str, Mapping[Key, int]]
) -> Words | None:
    name = f"{tag}.md"
    file = f"{slug}/{name}"
    lines[name] = {}
    text, bad = decode(file, raw)
    problems += bad
    if text is None:
        return None
    match = FRONT_MATTER.match(text)
    if match is None:
        problems.append(Problem(file=file, line=1, key="", code="no_front_matter"))
        return None
    document = read_yaml(match[1], file=file, first_line=2)
    body = paragraphs_of(text[match.end() :], text.count("\n", 0, match.end()) + 1)
    lines[name] = {**document.lines, **{("paragraph", i): number for i, (number, _) in enumerate(body)}}
    form = _validated(WordsForm, document, file, problems)
    if form is None or bad:
        return None
    origin = form.translated_from.partition("@sha256:") if form.translated_from else None
    return Words(
        tag=tag,
        title=form.title,
        sms=" ".join(form.sms.split()),
        paragraphs=tuple(text for _, text in body),
        asked_as=tuple(form.asked_as),
        must_find=tuple(form.must_find),
        translated_from=Origin(tag=origin[0], digest=origin[2]) if origin else None,
    )


def _entries(
    form: type[Entry],
    slug: str,
    name: str,
    files: Files,
    *,
    problems: list[Problem],
    lines: dict[str, Mapping[Key, int]],
) -> list[Entry]:
    """The complete entries of a file that is a list; none where there is no such file."""
    if name not in files:
        return []
    file = f"{slug}/{name}"
    text, bad = decode(file, files[name])
    problems += bad
    if text is None:
        return []
    document = read_yaml(text, file=file)
    lines[name] = document.lines
    problems += document.problems
    entries = []
    for index, entry in enumerate(document.value if isinstance(document.value, list) else [document.value]):
        try:
            entries.append(form.model_validate(entry))
        except ValidationError:
            values = {"slug": slug}
            line = document.lines.get((index,), 1)
            problems.append(Problem(file=file, line=line, key=str(index + 1), code=INCOMPLETE[name], values=values))
    return entries


def _validated(form: type[Form], document: Document, file: str, problems: list[Problem]) -> Form | None:
    problems += document.problems
    if any(not problem.key for problem in document.problems):
        return None  # the YAML as a whole could not be read: its keys are not missing, they are unseen
    try:
        valid = form.model_validate(document.value)
    except ValidationError as error:
        # A value that YAML could not give is not wrong a second time.
        said = {problem.key for problem in document.problems}
        problems += [misfit for misfit in misfits(error, form, document, file) if misfit.key not in said]
        return None
    return valid if not document.problems else None


def _assemble(slug: str, form: ArticleForm, words: Mapping[str, Words]) -> Article:
    return Article(
        slug=slug,
        title_for_editors=form.title_for_editors,
        jurisdiction=form.jurisdiction,
        status=Status(form.status),
        risk=Risk(form.risk),
        owner=form.owner,
        checked_on=form.checked_on,
        review_by=form.review_by,
        urgent=form.urgent,
        sources=tuple(Source(**source.model_dump()) for source in form.sources),
        facts={key: Fact(**_fields(fact)) for key, fact in form.facts.items()},
        see_also=tuple(form.see_also),
        words=words,
    )


def _fields(form: Any) -> dict[str, Any]:
    fields: dict[str, Any] = form.model_dump()
    return fields
