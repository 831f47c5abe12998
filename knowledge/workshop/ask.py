"""A question in a language without articles gets its topic, on the word of somebody who understood it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.problems import Problem
from knowledge.rules.across import plain
from knowledge.workshop.desk import open_article, write
from knowledge.workshop.edit import scalar
from knowledge.workshop.vet import REVIEWER

FILE = "asked.yaml"
HEAD = (
    "# How people ask this in languages that have no text here; it leads to an offer of this article, never to the\n"
    "# article itself. Written by `rumbo knowledge ask`; the reviewer named has understood the question.\n"
)


def label(
    folder: Path, slug: str, text: str, *, tag: str, reviewer: str, registered: Collection[str], today: date
) -> Path:
    """Adds the question to the article's `asked.yaml`; the file that was written. What it says is not signed anew.

    Raises:
        KnowledgeError: there is no such article or language, the article has words in the language (its questions
            stand there), the question stands there already, or `reviewer` is not "Name, role".
    """
    article = open_article(folder, slug)
    text, reviewer = " ".join(text.split()), reviewer.strip()
    asked = {plain(one.text): one for one in article.asked if one.tag == tag}
    if not REVIEWER.fullmatch(reviewer) or "\n" in reviewer:
        raise _refused(slug, "bad_reviewer")
    if tag in article.words:
        raise _refused(slug, "asked_elsewhere", file_name=f"{tag}.md")
    if tag not in registered:
        raise _refused(slug, "asked_unknown_language", language=tag)
    if not plain(text):
        raise _refused(slug, "not_text")
    if plain(text) in asked:
        raise _refused(slug, "question_twice", question=text, other=f"{slug}/{FILE}")
    path = folder / slug / FILE
    before = path.read_bytes().decode("utf-8-sig") if path.exists() else HEAD
    if not before.endswith("\n"):
        before += "\n"
    entry = {"language": tag, "text": text, "reviewer": reviewer}
    lines = "\n  ".join([*(f"{key}: {scalar(value)}" for key, value in entry.items()), f"on: {today}"])
    write(path, f"{before}- {lines}\n")
    return path


def _refused(slug: str, code: str, **values: str) -> KnowledgeError:
    return KnowledgeError([Problem(file=slug, line=None, key="", code=code, values=values)])
