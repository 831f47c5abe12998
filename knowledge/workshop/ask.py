"""A question in a language without articles gets its topic, on the word of somebody who understood it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.problems import Problem
from knowledge.rules.across import plain
from knowledge.workshop.desk import open_article, write
from knowledge.workshop.edit import scalar
from knowledge.workshop.vet import REVIEWER
from locales.languages import Register

FILE = "asked.yaml"
HEAD = (
    "# How people ask this in languages that have no text here; it leads to an offer of this article, never to the\n"
    "# article itself. Written by `rumbo knowledge ask`; the reviewer named has understood the question.\n"
)


def label(folder: Path, slug: str, questions: Sequence[str], *, tag: str, reviewer: str, today: date) -> Path:
    """Adds the questions to the article's `asked.yaml`; the file that was written. The article needs no new signature.

    Raises:
        KnowledgeError: there is no such article or language, the article has words in the language (its questions
            stand there), a question stands there already, or `reviewer` is not "Name, role". Nothing is written then.
    """
    article = open_article(folder, slug)
    reviewer = reviewer.strip()
    if not REVIEWER.fullmatch(reviewer) or "\n" in reviewer:
        raise _refused(slug, "bad_reviewer")
    if tag in article.words:
        raise _refused(slug, "asked_elsewhere", file_name=f"{tag}.md")
    if tag not in {language.tag for language in Register.load().languages}:
        raise _refused(slug, "asked_unknown_language", language=tag)
    path = folder / slug / FILE
    known = {plain(one.text) for one in article.asked if one.tag == tag}
    page = path.read_bytes().decode("utf-8-sig") if path.exists() else HEAD
    if not page.endswith("\n"):
        page += "\n"
    for question in (" ".join(text.split()) for text in questions):
        if not plain(question):
            raise _refused(slug, "not_text")
        if plain(question) in known:
            raise _refused(slug, "question_twice", question=question, other=f"{slug}/{FILE}")
        known.add(plain(question))
        entry = {"language": tag, "text": question, "reviewer": reviewer}
        page += "- " + "\n  ".join([*(f"{key}: {scalar(value)}" for key, value in entry.items()), f"on: {today}\n"])
    write(path, page)
    return path


def _refused(slug: str, code: str, **values: str) -> KnowledgeError:
    return KnowledgeError([Problem(file=slug, line=None, key="", code=code, values=values)])
