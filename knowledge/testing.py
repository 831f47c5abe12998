"""Stand-ins for tests of whoever searches: no model, no files, same behaviour every time."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from knowledge.article import Article, Risk, Status, Words
from knowledge.normalise import fold
from knowledge.vectors import Floats


class LetterEncoder:
    """Texts with the same groups of three letters are near; counts what it was asked to encode."""

    fingerprint = "letters"
    dimensions = 64

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Floats:
        self.encoded.extend(texts)
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            letters = f"  {fold(text)} "
            for start in range(len(letters) - 2):
                row[zlib.crc32(letters[start : start + 3].encode()) % self.dimensions] += 1
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), np.float32)


@dataclass(frozen=True, slots=True)
class SmallLibrary:
    articles: Mapping[str, Article]


def small_article(slug: str, **words: tuple[str, ...]) -> Article:
    """An article whose languages are the keywords: each a title followed by ways to ask for it."""
    return Article(
        slug=slug,
        title_for_editors=slug,
        jurisdiction="us",
        status=Status.OPEN,
        risk=Risk.NORMAL,
        owner="editors",
        checked_on=date(2026, 7, 2),
        review_by=date(2026, 12, 31),
        urgent=False,
        sources=(),
        facts={},
        see_also=(),
        words={
            tag: Words(tag=tag, title=texts[0], sms=texts[0], paragraphs=(), asked_as=texts[1:])
            for tag, texts in words.items()
        },
    )


def small_library() -> SmallLibrary:
    """Four articles in two languages."""
    articles = (
        small_article(
            "fees",
            en=("What asylum costs", "how much does asylum cost", "do i pay to ask for asylum", "price of the form"),
            es=("Cuánto cuesta el asilo", "cuanto cuesta pedir asilo", "tengo que pagar", "precio del formulario"),
        ),
        small_article(
            "deadlines",
            en=("Asylum: one year", "how long do i have to apply", "is there a time limit", "i came two years ago"),
            es=("Asilo: un año", "cuanto tiempo tengo para aplicar", "hay un plazo", "llegue hace dos años"),
        ),
        small_article(
            "detained",
            en=("Find a detained person", "ice took my brother", "where is my husband", "locate a detainee"),
            es=(
                "Buscar a un detenido",
                "la migra se llevo a mi hermano",
                "donde esta mi esposo",
                "localizar a alguien",
            ),
        ),
        small_article(
            "lawyer",
            en=("Free legal help", "i need a free lawyer", "who can help with my case", "attorney near me"),
            es=("Ayuda legal gratis", "necesito un abogado gratis", "quien me ayuda con mi caso", "abogado cerca"),
        ),
    )
    return SmallLibrary({article.slug: article for article in articles})
