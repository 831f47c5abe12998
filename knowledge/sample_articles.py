"""Small valid folders of articles for tests, and the few words to break them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.article import Article
from knowledge.digest import words_digest
from knowledge.folder import read_article
from knowledge.parse import parse_article
from knowledge.slugs import Group, Slugs

#: The day on which the articles made here count as fresh.
TODAY = date(2026, 7, 10)

#: A whole list of articles for a test; slugs outside it are unknown.
SLUGS = Slugs(
    groups=(
        Group(
            id="asylum",
            names={"en": "Asylum", "es": "Asilo"},
            slugs=("us-asylum-fees", "us-asylum-deadlines", "mx-refugee-comar", "emergency-numbers"),
        ),
    ),
    directories=frozenset({"emergency-numbers"}),
)

ENGLISH = (
    "This costs {{ fee.form }} and there are {{ days.limit }} days.",
    "Ask a free lawyer first. Nobody may sell you a place in the line.",
    "This was true on {{ date.seen }}. It may have changed.",
)
SPANISH = (
    "Esto cuesta {{ fee.form }} y hay {{ days.limit }} días.",
    "Pregunte primero a un abogado gratis. Nadie puede venderle un lugar.",
    "Esto era cierto el {{ date.seen }}. Puede haber cambiado.",
)


def segments(text: str, _tag: str) -> int:
    """A measure for tests: 160 characters in one SMS, 153 in each of several, every letter counting once."""
    return 1 if len(text) <= 160 else -(-len(text) // 153)


@dataclass(slots=True, kw_only=True)
class ArticleFiles:
    """One article as an editor would write it; change the fields, then `write`."""

    slug: str
    head: dict[str, Any] = field(default_factory=dict)
    words: dict[str, dict[str, Any]] = field(default_factory=dict)
    paragraphs: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def valid(cls, slug: str = "us-asylum-fees") -> ArticleFiles:
        source = {
            "id": "official-page",
            "url": "https://example.gov/page",
            "publisher": "Example Office",
            "title": "A page",
            "official": True,
            "checked_on": date(2026, 7, 2),
        }
        known = {"as_of": date(2026, 7, 2), "source": "official-page", "confirmed": True}
        head: dict[str, Any] = {
            "title_for_editors": slug,
            "jurisdiction": "us",
            "status": "open",
            "risk": "normal",
            "owner": "editors",
            "checked_on": date(2026, 7, 2),
            "review_by": date(2026, 9, 30),
            "urgent": False,
            "sources": [source],
            "facts": {
                "fee.form": {"value": "$100", **known},
                "days.limit": {"value": 30, **known},
                "date.seen": {"value": date(2026, 7, 2), **known},
            },
            "see_also": [],
        }
        return cls(
            slug=slug,
            head=head,
            words={
                "en": _words(
                    f"About {slug}"[:40], "The form costs {{ fee.form }}. Help is free.", slug, ENGLISH_QUESTIONS
                ),
                "es": _words(
                    f"Sobre {slug}"[:40], "El trámite cuesta {{ fee.form }}. Hay ayuda gratis.", slug, SPANISH_QUESTIONS
                ),
            },
            paragraphs={"en": list(ENGLISH), "es": list(SPANISH)},
        )

    def texts(self) -> dict[str, str]:
        """The files' text by name; translations say that they are made from the present English."""
        files = {"article.yaml": _yaml(self.head)} | {f"{tag}.md": self._page(tag) for tag in self.words}
        draft = parse_article(self.slug, {name: text.encode() for name, text in files.items()})
        for tag in self.words:
            if tag != "en" and "en" in draft.words and "translated_from" not in self.words[tag]:
                origin = f"en@sha256:{words_digest(draft.words['en'])}"
                files[f"{tag}.md"] = self._page(tag, translated_from=origin)
        return files

    def write(self, folder: Path) -> Path:
        """The article's own folder inside `folder`, made where needed."""
        article = folder / self.slug
        article.mkdir(parents=True, exist_ok=True)
        for name, text in self.texts().items():
            (article / name).write_text(text, "utf-8")
        return article

    def article(self) -> Article:
        """Raises ValueError with all problems when the fields do not make an article."""
        files = {name: text.encode() for name, text in self.texts().items()}
        draft = parse_article(self.slug, files)
        if draft.article is None:
            raise ValueError("\n".join(problem.say() for problem in draft.problems))
        return draft.article

    def _page(self, tag: str, **more: str) -> str:
        body = "\n\n".join(self.paragraphs[tag])
        return f"---\n{_yaml({**self.words[tag], **more})}---\n{body}\n"


def write_library(folder: Path, slugs: Sequence[str] = SLUGS.all) -> Path:
    """A folder of valid articles, one for each slug."""
    for slug in slugs:
        ArticleFiles.valid(slug).write(folder)
    return folder


def read(folder: Path, slug: str) -> Article:
    """One article from disk. Raises ValueError when it cannot be read."""
    draft = parse_article(slug, read_article(folder / slug))
    if draft.article is None:
        raise ValueError("\n".join(problem.say() for problem in draft.problems))
    return draft.article


def replace_in(path: Path, old: str, new: str) -> None:
    """Edits a file as a person would. Raises ValueError when `old` is not in it."""
    text = path.read_text("utf-8")
    if old not in text:
        raise ValueError(f"{old!r} is not in {path.name}")
    path.write_text(text.replace(old, new), "utf-8")


#: Ten ways to ask; the slug makes them different from article to article.
ENGLISH_QUESTIONS = (
    "how much is {}",
    "what do i pay for {}",
    "{} price",
    "my brother asks about {}",
    "is {} free or not",
    "they want money for {}",
    "cannot pay {} what now",
    "when is {} due",
    "help me with {} please",
    "i am scared about {}",
)
SPANISH_QUESTIONS = (
    "cuanto vale {}",
    "que pago por {}",
    "{} precio",
    "mi hermano pregunta por {}",
    "es gratis {} o no",
    "me piden dinero por {}",
    "no puedo pagar {} que hago",
    "para cuando es {}",
    "ayudeme con {} por favor",
    "tengo miedo por {}",
)


def _words(title: str, sms: str, slug: str, questions: Sequence[str]) -> dict[str, Any]:
    # Repeated, so that the subject outweighs what the questions have in common.
    subject = " ".join([slug.replace("-", " ")] * 3)
    return {"title": title, "sms": sms, "asked_as": [question.format(subject) for question in questions]}


class _Plain(yaml.SafeDumper):
    """Writes a value twice instead of pointing back to the first."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _yaml(value: Mapping[str, Any]) -> str:
    text: str = yaml.dump(dict(value), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000)
    return text
