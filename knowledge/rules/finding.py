"""Test questions put to the search: does each find the article that it belongs to?

This rule needs the embedding model, so it is no part of the plain check: `rumbo knowledge check --search` and
`rumbo knowledge vet` ask for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from knowledge.article import Article
from knowledge.parse import Draft
from knowledge.problems import Problem

if TYPE_CHECKING:  # scikit-learn behind it would slow every command of the editors down
    from knowledge.search import Hit

Find = Callable[[str], Sequence["Hit"]]


def finding(
    drafts: Sequence[Draft], articles: Mapping[str, Article], find: Find, *, only: Collection[str] = ()
) -> Iterator[Problem]:
    """A warning for each `must_find` question whose first hit is neither its own article nor one in its `see_also`.

    `articles` are those that `find` searches. With `only`, the questions of these articles, and those of others that
    one of these takes away.
    """
    for draft in drafts:
        if draft.slug not in articles:
            continue  # it is held back: the search does not know it
        welcome = {draft.slug, *articles[draft.slug].see_also}
        for tag, words in draft.words.items():
            for index, question in enumerate(words.must_find):
                hits = find(question)
                found = hits[0].slug if hits else "-"
                if found not in welcome and (not only or draft.slug in only or found in only):
                    values = {"question": question, "found": found, "slug": draft.slug}
                    yield draft.problem("question_finds_other", f"{tag}.md", "must_find", index, **values)
