"""The opinion on one message, from the vector that the search needs of it anyway; kept in var/ between starts."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Self

import numpy as np

from knowledge.article import Article
from knowledge.danger.evidence import Evidence, Signs
from knowledge.danger.learn import Head, Unseen, fit_head, learn, paraphrases
from knowledge.danger.messages import ILLEGAL, PAST, Message, asked, digest, read_messages
from knowledge.danger.opinion import Opinion
from knowledge.normalise import normalise
from knowledge.vectors import VECTORS, Encoder, Floats, encode

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "var" / "models" / "danger"
DANGER: Final = "danger"
#: Recognised one by one, each with its threshold; the kinds of danger come after them.
THINGS: Final = (DANGER, PAST, ILLEGAL)


class Judge:
    """Forms opinions; immutable, safe to use from several threads."""

    def __init__(self, evidence: Evidence, heads: Mapping[str, Head]) -> None:
        self._evidence = evidence
        self._heads = dict(heads)
        self._names = tuple(heads)
        self._weights = np.stack([head.weights for head in heads.values()])
        self._bias = np.array([head.bias for head in heads.values()])

    @classmethod
    def load(cls, articles: Mapping[str, Article], encoder: Encoder, signs: Signs, *, models: Path = MODELS) -> Self:
        """As learned before from the same messages with the same model; learned now (seconds) where that is new.

        The articles' questions are examples, too, but no reason to learn again: `train` does.
        """
        try:
            return cls._read(_file(models, encoder, signs), signs)
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
            return cls.train(articles, encoder, signs, models=models)

    @classmethod
    def train(cls, articles: Mapping[str, Article], encoder: Encoder, signs: Signs, *, models: Path = MODELS) -> Self:
        judge, _ = cls.learned(read_messages(), asked(articles), encoder, signs, cache=VECTORS)
        judge._write(_file(models, encoder, signs))
        return judge

    @classmethod
    def learned(
        cls,
        messages: Iterable[Message],
        ordinary: Iterable[Message],
        encoder: Encoder,
        signs: Signs,
        *,
        cache: Path | None = None,
    ) -> tuple[Self, Mapping[str, Unseen]]:
        """The judge and its cross-validation. Of `ordinary`, what the patterns take for danger is left out."""
        chosen = [*messages, *(message for message in ordinary if not signs.evidence(message.text)[0])]
        words = [normalise(message.text) for message in chosen]
        vectors = encode([("query", each) for each in words], encoder, cache)
        evidence = Evidence.around(vectors, signs)
        rows = evidence.rows([message.text for message in chosen], words, vectors)
        groups = paraphrases(vectors)
        kinds = np.array([DANGER if message.urgent else message.kind for message in chosen])
        heads, unseen = {}, {}
        for thing in THINGS:
            heads[thing], unseen[thing] = learn(rows, chosen, kinds == thing, groups)
        urgent = np.flatnonzero(kinds == DANGER)
        exact = np.array([chosen[at].kind for at in urgent])
        for kind in sorted(set(exact)):
            heads[kind] = fit_head(rows[urgent], exact == kind)
        return cls(evidence, heads), unseen

    def opinion(self, text: str, vector: Floats) -> Opinion:
        """On `text`; `vector` is that of its normalised form as a query."""
        row = self._evidence.rows([text], [normalise(text)], vector[None])
        values = self._weights[:, row.indices] @ row.data + self._bias
        found = dict(zip(self._names, values.tolist(), strict=True))
        sure = {thing: self._probability(thing, found[thing]) for thing in THINGS}
        counts = {thing: sure[thing] >= self._heads[thing].threshold for thing in THINGS}
        kinds = {name: value for name, value in found.items() if name not in THINGS}
        return Opinion(
            danger=sure[DANGER],
            kind=max(kinds, key=lambda kind: kinds[kind]) if counts[DANGER] else None,
            past=counts[PAST] and not counts[DANGER],
            illegal=counts[ILLEGAL] and not counts[DANGER],
        )

    def _probability(self, thing: str, value: float) -> float:
        head = self._heads[thing]
        return float(1 / (1 + np.exp(-(head.slope * value + head.offset))))

    @classmethod
    def _read(cls, path: Path, signs: Signs) -> Self:
        with np.load(path, allow_pickle=False) as stored:
            heads = {
                str(name): Head(weights=weights, bias=bias, slope=slope, offset=offset, threshold=threshold)
                for name, weights, (bias, slope, offset, threshold) in zip(
                    stored["names"], stored["weights"], stored["numbers"].tolist(), strict=True
                )
            }
            return cls(Evidence(centre=stored["centre"], spread=float(stored["spread"]), signs=signs), heads)

    def _write(self, path: Path) -> None:
        """At once or not at all: another process may be reading."""
        path.parent.mkdir(parents=True, exist_ok=True)
        heads = self._heads.values()
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            np.savez_compressed(
                file,
                names=np.array(self._names),
                weights=self._weights,
                numbers=np.array([(head.bias, head.slope, head.offset, head.threshold) for head in heads]),
                centre=self._evidence.centre,
                spread=np.array(self._evidence.spread),
            )
        Path(file.name).replace(path)


def recipe(signs: Signs) -> str:
    """Changes with the messages, with how evidence is made and learned from, and with the patterns."""
    code = hashlib.sha256(signs.fingerprint.encode())
    for file in ("evidence.py", "learn.py", "judge.py"):
        code.update((Path(__file__).parent / file).read_bytes())
    return f"{digest(read_messages())}-{code.hexdigest()[:16]}"


def _file(models: Path, encoder: Encoder, signs: Signs) -> Path:
    return models / f"{encoder.fingerprint}-{recipe(signs)}.npz"
