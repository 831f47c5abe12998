"""How good glosses are at finding Spanish sentences: held-out ones of the same kind, and rights texts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from knowledge.glosses.learn import learn, telling
from knowledge.glosses.near import Near
from knowledge.glosses.pairs import SEED, TAGS, Learned, declaration, learned, spanish_of, words_of
from knowledge.glosses.table import Floats, Glosses, Table
from knowledge.offers import WORDS, z
from knowledge.vectors import Encoder

#: Sentences held out, among which the right one is to be found.
HELD_OUT: Final = 500
#: A language with fewer has too little left to learn from.
FEWEST: Final = 900
#: Files of the Declaration; the largest variety of each language.
DECLARATION: Final = {
    **{tag: tag for tag in ("quc", "mam", "kek", "cak", "yua")},
    **{"nah": "nhn", "gn": "gug", "ay": "ayr_latn", "qu": "quy"},
}
FIRST_WORDS: Final = 12
#: What the study reached, which learned from 500 sentences more and kept its sentences.
SAME_BOOKS: Final = {
    "kek": (0.62, 0.82),
    "mam": (0.48, 0.71),
    "quc": (0.44, 0.68),
    "kjb": (0.44, 0.71),
    "poc": (0.44, 0.74),
    "ttc": (0.43, 0.71),
    "tzj": (0.31, 0.55),
    "cac": (0.31, 0.65),
}
RIGHTS: Final = {"kek": (0.23, 0.55), "quc": (0.16, 0.39), "mam": (0.10, 0.26)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    tag: str
    #: Sentences.
    learned_from: int
    recall_at_1: float
    recall_at_5: float


def in_domain(data: Path) -> list[Measured]:
    """500 sentences of each language, learned from the others: sentences of the same book, so flattering."""
    rows = []
    for tag in TAGS:
        found = learned(data, tag)
        if len(found.sentences) < FEWEST:
            continue
        shuffled = list(found.sentences)
        random.Random(SEED).shuffle(shuffled)  # noqa: S311 - chance, not secrecy
        asked, rest = shuffled[:HELD_OUT], Learned(sentences=tuple(shuffled[HELD_OUT:]), entries=found.entries)
        table, words = fitted(rest)
        usual = [" ".join(pair.spanish) for pair in rest.sentences]
        near = Near([" ".join(pair.spanish) for pair in asked], words, usual=usual)
        scores = [near.scores(table.gloss(pair.ours)) for pair in asked]
        rows.append(_measured(tag, len(rest.sentences), scores))
    return rows


def rights(data: Path, udhr: Path, encoder: Encoder) -> list[Measured]:
    """The first words of each article of the Declaration, among the Spanish articles: nothing like it was learned.

    As offers do it: likeliest glosses put to the embedding model, and all glosses beside the words of the texts.
    """
    told = declaration(udhr, "spa")
    spanish = [" ".join(spanish_of(text)) for text in told]
    passages = encoder.encode_passages(told)
    rows = []
    for tag, name in DECLARATION.items():
        texts = declaration(udhr, name) if (udhr / f"{name}.html").is_file() else ()
        if len(texts) != len(spanish):
            continue
        found = learned(data, tag)
        table, words = fitted(found)
        glosses = Glosses(spanish=words, tables={tag: table})
        asked = [words_of(text)[:FIRST_WORDS] for text in texts]
        lines = [" ".join(glosses.likeliest(word, table) for word in each) for each in asked]
        meaning = encoder.encode_queries(lines) @ passages.T
        near = Near(spanish, words, usual=[" ".join(pair.spanish) for pair in found.sentences])
        scores = [
            z(row) + np.float32(WORDS) * z(near.scores(table.gloss(each)))
            for row, each in zip(meaning, asked, strict=True)
        ]
        rows.append(_measured(tag, len(found.sentences), scores))
    return rows


def fitted(found: Learned) -> tuple[Table, tuple[str, ...]]:
    """A table of one language alone, and the Spanish words of its columns."""
    words = tuple(sorted(telling(found)))
    return learn(found, {word: column for column, word in enumerate(words)}), words


def report(data: Path, udhr: Path, encoder: Encoder) -> str:
    """Two tables in Markdown, with what the study of 2026-11-24 reached."""
    parts = (
        (f"{HELD_OUT} held-out sentences of the same books", in_domain(data), SAME_BOOKS),
        ("31 articles of the Universal Declaration", rights(data, udhr, encoder), RIGHTS),
    )
    lines = []
    for title, rows, study in parts:
        lines += [f"| {title} | learned from | R@1 | R@5 | study R@1 / R@5 |", "|---|---|---|---|---|"]
        for row in rows:
            known = " / ".join(f"{value:.2f}" for value in study.get(row.tag, ()))
            lines.append(
                f"| {row.tag} | {row.learned_from} | {row.recall_at_1:.2f} | {row.recall_at_5:.2f} | {known} |"
            )
        lines.append("")
    return "\n".join(lines)


def _measured(tag: str, learned_from: int, scores: Sequence[Floats]) -> Measured:
    """`scores`: for each question one for each text; the right text has the question's number."""
    ranks = []
    for right, row in enumerate(scores):
        # Texts that are equally near count half: nobody gets a place by standing first in the file.
        level = (np.count_nonzero(row == row[right]) - 1) / 2
        ranks.append(np.count_nonzero(row > row[right]) + level)
    places = np.array(ranks)
    return Measured(
        tag=tag,
        learned_from=learned_from,
        recall_at_1=float((places < 1).mean()),
        recall_at_5=float((places < 5).mean()),
    )
