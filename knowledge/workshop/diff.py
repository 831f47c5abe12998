"""What changed in an article since it was signed, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

from knowledge.article import Signature
from knowledge.digest import article_digest, article_meaning
from knowledge.errors import KnowledgeError
from knowledge.problems import Problem
from knowledge.workshop.desk import open_article


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    #: "article.yaml" or "es.md".
    file: str
    #: What changed: "fact fee.i589", "paragraph 3", "sms".
    what: str
    #: None when it was not there before.
    before: str | None
    #: None when it is gone.
    after: str | None

    def say(self, lang: str = "en") -> str:
        template = SENTENCES[lang]["added" if self.before is None else "removed" if self.after is None else "changed"]
        noun, _, rest = self.what.partition(" ")
        what = f"{NOUNS[lang].get(noun, noun)} {rest}".strip()
        return template.format(file=self.file, what=what, before=self.before, after=self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    #: The signature that the changes are counted from; None when the article was never signed.
    signature: Signature | None
    changes: tuple[Change, ...]
    #: The present text carries a signature.
    signed: bool


SENTENCES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "changed": "{file}: {what} changed\n    from: {before}\n    to:   {after}",
        "added": "{file}: {what} is new\n    {after}",
        "removed": "{file}: {what} was removed\n    {before}",
    },
    "es": {
        "changed": "{file}: {what} cambió\n    antes: {before}\n    ahora: {after}",
        "added": "{file}: {what} es nuevo\n    {after}",
        "removed": "{file}: {what} se quitó\n    {before}",
    },
}


#: The words that `Change.what` begins with; names of keys stay as they stand in the file.
NOUNS: Mapping[str, Mapping[str, str]] = {
    "en": {},
    "es": {"fact": "dato", "source": "fuente", "paragraph": "párrafo", "language": "idioma"},
}


def difference(folder: Path, slug: str) -> Difference:
    """Raises KnowledgeError when the article, or what was signed, cannot be read."""
    article = open_article(folder, slug)
    snapshot = _snapshot(folder / slug / "signed.yaml", slug)
    if snapshot is None:
        return Difference(signature=None, changes=(), signed=False)
    digest, meaning = snapshot
    present = article_digest(article)
    signature = next((one for one in reversed(article.signatures) if one.digest == digest), None)
    signed = any(one.digest == present for one in article.signatures)
    changes = tuple(compare(meaning, article_meaning(article)))
    return Difference(signature=signature, changes=changes, signed=signed)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Between two results of `knowledge.digest.article_meaning`."""
    yield from _head(old["article"], new["article"])
    for tag in sorted({*old["words"], *new["words"]}):
        before, after = old["words"].get(tag), new["words"].get(tag)
        yield from _words(f"{tag}.md", before, after)


def _snapshot(path: Path, slug: str) -> tuple[str, Mapping[str, Any]] | None:
    if not path.exists():
        return None
    try:
        raw = yaml.safe_load(path.read_bytes())
        meaning = raw["meaning"]
        tuple(compare(meaning, meaning))
        return str(raw["digest"]), meaning
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        file = f"{slug}/{path.name}"
        raise KnowledgeError(
            [Problem(file=file, line=None, key="", code="bad_snapshot", values={"slug": slug})]
        ) from error


def _head(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    file = "article.yaml"
    for key in old.keys() | new.keys() - {"sources", "facts"}:
        if key not in {"sources", "facts"} and old.get(key) != new.get(key):
            yield Change(file=file, what=key, before=_shown(old.get(key)), after=_shown(new.get(key)))
    yield from _keyed(file, "fact", old["facts"], new["facts"], main="value")
    by_id = [{source["id"]: source for source in head["sources"]} for head in (old, new)]
    yield from _keyed(file, "source", by_id[0], by_id[1], main="url")


def _keyed(file: str, noun: str, old: Mapping[str, Any], new: Mapping[str, Any], *, main: str) -> Iterator[Change]:
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            yield Change(file=file, what=f"{noun} {key}", before=_shown(old[key][main]), after=None)
        elif key not in old:
            yield Change(file=file, what=f"{noun} {key}", before=None, after=_shown(new[key][main]))
        else:
            for field, value in new[key].items():
                if old[key].get(field) != value:
                    what = f"{noun} {key}" if field == main else f"{noun} {key}, {field}"
                    yield Change(file=file, what=what, before=_shown(old[key].get(field)), after=_shown(value))


def _words(file: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Change]:
    if old is None or new is None:
        before, after = (side["title"] if side else None for side in (old, new))
        yield Change(file=file, what="language", before=before, after=after)
        return
    for key in ("title", "sms"):
        if old[key] != new[key]:
            yield Change(file=file, what=key, before=old[key], after=new[key])
    yield from _paragraphs(file, old["paragraphs"], new["paragraphs"])


def _paragraphs(file: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Paragraphs that only moved because one was put in between are not changes."""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for offset in range(max(i2 - i1, j2 - j1)):
            before = old[i1 + offset] if i1 + offset < i2 else None
            after = new[j1 + offset] if j1 + offset < j2 else None
            number = (j1 if after is not None else i1) + offset + 1
            yield Change(file=file, what=f"paragraph {number}", before=before, after=after)


def _shown(value: Any) -> str:
    match value:
        case {"date": str(day)}:
            return day
        case list():
            return ", ".join(map(str, value))
        case dict():
            return ", ".join(f"{key}: {text}" for key, text in value.items())
        case bool():
            return "true" if value else "false"
    return str(value)
