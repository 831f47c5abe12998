"""The languages of one article say the same, and a translation says what it was made from."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from knowledge.article import Words
from knowledge.digest import words_digest
from knowledge.parse import REQUIRED, Draft
from knowledge.problems import Problem
from knowledge.rules.prose import used_facts


def languages(draft: Draft, registered: Collection[str]) -> Iterator[Problem]:
    """`registered`: the tags that people can choose."""
    first = draft.words.get(REQUIRED[0])
    for words in draft.words.values():
        if words.tag not in registered:
            yield draft.problem("unknown_language", f"{words.tag}.md", language=words.tag)
        yield from _origin(draft, words)
        if first is not None and words is not first:
            yield from _same(draft, words, first)


def asked(draft: Draft, registered: Collection[str]) -> Iterator[Problem]:
    """Questions of `asked.yaml` are in languages that people can choose and the article does not have."""
    for index, question in enumerate(draft.article.asked if draft.article is not None else ()):
        if question.tag in draft.words:
            yield draft.problem("asked_elsewhere", "asked.yaml", index, file_name=f"{question.tag}.md")
        elif question.tag not in registered:
            yield draft.problem("asked_unknown_language", "asked.yaml", index, language=question.tag)


def _origin(draft: Draft, words: Words) -> Iterator[Problem]:
    file = f"{words.tag}.md"
    values = {"slug": draft.slug, "language": words.tag}
    origin = words.translated_from
    if origin is None:
        if words.tag != REQUIRED[0] and REQUIRED[0] in draft.words and not _is_source(draft, words):
            yield draft.problem("no_origin", file, **values)
        return
    if origin.tag == words.tag or origin.tag not in draft.words:
        if f"{origin.tag}.md" not in draft.lines or origin.tag == words.tag:
            yield draft.problem("unknown_origin", file, "translated_from", origin=f"{origin.tag}.md", **values)
        return
    if words_digest(draft.words[origin.tag]) != origin.digest:
        yield draft.problem("translation_behind", file, "translated_from", origin=f"{origin.tag}.md", **values)


def _is_source(draft: Draft, words: Words) -> bool:
    """Some articles are written in another language first; then English names it as its origin."""
    first = draft.words[REQUIRED[0]].translated_from
    return first is not None and first.tag == words.tag


def _same(draft: Draft, words: Words, first: Words) -> Iterator[Problem]:
    here, there = f"{words.tag}.md", f"{first.tag}.md"
    if difference := used_facts(words) ^ used_facts(first):
        names = ", ".join(sorted(difference))
        yield draft.problem("different_facts", here, here=here, there=there, difference=names)
    if len(words.paragraphs) != len(first.paragraphs):
        counts = {"count": str(len(words.paragraphs)), "count_there": str(len(first.paragraphs))}
        yield draft.problem("different_count", here, here=here, there=there, **counts)
