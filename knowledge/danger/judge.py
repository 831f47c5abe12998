"""The opinion on one message, from the vector that the search needs of it anyway; kept in var/ between starts."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed  # type: ignore[import-untyped]

from knowledge.article import Article
from knowledge.danger.evidence import Evidence, Rows, Signs
from knowledge.danger.learn import (
    Array,
    Heads,
    Kernel,
    Scale,
    Unseen,
    ahead,
    clear_lead,
    fit_heads,
    fit_kernel,
    folds,
    together,
    weigh,
)
from knowledge.danger.messages import ILLEGAL, PAST, Message, asked, digest, read_messages
from knowledge.danger.opinion import GENERAL, Opinion
from knowledge.labelled import read_labelled
from knowledge.normalise import normalise
from knowledge.vectors import VECTORS, Encoder, Floats, encode

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "var" / "models" / "danger"
DANGER: Final = "danger"
#: What is recognised, and how many of the other messages may be taken for it: a number to call too much harms less
#: than a refusal or a kind word out of place.
THINGS: Final[Mapping[str, float]] = {DANGER: 0.02, PAST: 0.01, ILLEGAL: 0.01}
#: Apart from the search's vectors, which were encoded many at a time.
CACHE = VECTORS / "danger"
#: Among the views of `_judged`.
KINDS: Final = "kinds"
CODE = ("evidence.py", "learn.py", "judge.py")


class _AsServed:
    """One message at a time, as they come: in 8 bits, a vector depends a little on what is encoded with it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.fingerprint, self.dimensions = encoder.fingerprint, encoder.dimensions
        self.encode_passages = encoder.encode_passages

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        rows = [self._encoder.encode_queries([text]) for text in texts]
        return np.concatenate([*rows, np.empty((0, self.dimensions), np.float32)])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Views:
    """Everything that was fitted to messages; `of` looks at others with it."""

    things: Heads
    kinds: Heads
    near: Kernel

    @classmethod
    def fitted(cls, rows: Rows, labels: Mapping[str, npt.NDArray[np.str_]]) -> Self:
        kinds = sorted(set(labels["exact"][labels["broad"] == DANGER].tolist()))
        return cls(
            things=fit_heads(rows, labels["broad"], list(THINGS)),
            kinds=fit_heads(rows, labels["exact"], kinds),
            near=fit_kernel(rows, labels["broad"] == DANGER),
        )

    def of(self, rows: Rows) -> tuple[dict[str, Array], Array]:
        """For each thing one row of values a message; and the values of the kinds of danger."""
        straight, kinds = self.things.values(rows), self.kinds.values(rows)
        views = {thing: straight[:, [at]] for at, thing in enumerate(self.things.names)}
        views[DANGER] = np.column_stack([views[DANGER], together(kinds), self.near.values(rows)])
        return views, kinds


class Judge:
    """Forms opinions; immutable, safe to use from several threads."""

    def __init__(self, evidence: Evidence, views: _Views, scales: Mapping[str, Scale], *, lead: float) -> None:
        self._evidence = evidence
        self._views = views
        self._scales = dict(scales)
        self._lead = lead

    @classmethod
    def load(cls, articles: Mapping[str, Article], encoder: Encoder, signs: Signs, *, models: Path = MODELS) -> Self:
        """As learned before from the same messages with the same model; learned now (two minutes) where that is new.

        The articles' questions are examples, too, but no reason to learn again: `train` does.
        """
        try:
            return cls._read(_file(models, encoder, signs), signs)
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
            return cls.train(articles, encoder, signs, models=models)

    @classmethod
    def train(cls, articles: Mapping[str, Article], encoder: Encoder, signs: Signs, *, models: Path = MODELS) -> Self:
        judge, _ = cls.learned(read_messages(), asked(articles, read_labelled()), encoder, signs, cache=CACHE)
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
        vectors = encode([("query", each) for each in words], _AsServed(encoder), cache)
        evidence = Evidence.around(vectors, signs)
        rows = evidence.rows([message.text for message in chosen], words, vectors)
        labels = {
            "exact": np.array([message.kind for message in chosen]),
            "broad": np.array([DANGER if message.urgent else message.kind for message in chosen]),
        }
        views, kinds = _unseen(rows, labels, folds([message.writer for message in chosen]))
        dangers = labels["broad"] == DANGER
        fitted = _Views.fitted(rows, labels)
        lead = clear_lead(kinds[dangers], labels["exact"][dangers], fitted.kinds.names, GENERAL)
        weighed = {
            thing: weigh(views[thing], labels["broad"] == thing, chosen, false_alarms=share)
            for thing, share in THINGS.items()
        }
        judge = cls(evidence, fitted, {thing: scale for thing, (scale, _) in weighed.items()}, lead=lead)
        return judge, {thing: unseen for thing, (_, unseen) in weighed.items()}

    def opinion(self, text: str, vector: Floats) -> Opinion:
        """On `text`; `vector` is that of its normalised form as a query."""
        views, kinds = self._views.of(self._evidence.row(text, normalise(text), vector))
        sure = {thing: float(scale.probability(views[thing])[0]) for thing, scale in self._scales.items()}
        counts = {thing: sure[thing] >= scale.threshold for thing, scale in self._scales.items()}
        return Opinion(
            danger=sure[DANGER],
            kind=self._named(kinds) if counts[DANGER] else None,
            calm=sure[DANGER] < self._scales[DANGER].floor,
            past=counts[PAST] and not counts[DANGER],
            illegal=counts[ILLEGAL] and not counts[DANGER],
        )

    def _named(self, kinds: Array) -> str:
        return self._views.kinds.names[int(kinds[0].argmax())] if ahead(kinds)[0] >= self._lead else GENERAL

    @classmethod
    def _read(cls, path: Path, signs: Signs) -> Self:
        with np.load(path, allow_pickle=False) as stored:
            evidence = Evidence(centre=stored["centre"], spread=float(stored["spread"]), signs=signs)
            views = _Views(
                things=_heads(stored, "things"),
                kinds=_heads(stored, "kinds"),
                near=Kernel.to(
                    stored["near_examples"],
                    stored["near_weights"],
                    bias=float(stored["near_numbers"][0]),
                    reach=float(stored["near_numbers"][1]),
                ),
            )
            scales = {}
            for thing in THINGS:
                offset, threshold, floor, *slopes = stored[f"scale_{thing}"].tolist()
                scales[thing] = Scale(slopes=np.array(slopes), offset=offset, threshold=threshold, floor=floor)
            return cls(evidence, views, scales, lead=float(stored["lead"]))

    def _write(self, path: Path) -> None:
        """At once or not at all: another process may be reading."""
        near = self._views.near
        arrays: dict[str, npt.NDArray[np.generic]] = {
            "centre": self._evidence.centre,
            "spread": np.array(self._evidence.spread),
            "near_examples": near.examples,
            "near_weights": near.weights,
            "near_numbers": np.array([near.bias, near.reach]),
            "lead": np.array(self._lead),
        }
        for name, heads in (("things", self._views.things), ("kinds", self._views.kinds)):
            arrays |= {f"{name}_names": np.array(heads.names), f"{name}_weights": heads.weights}
            arrays[f"{name}_bias"] = heads.bias
        for thing, scale in self._scales.items():
            arrays[f"scale_{thing}"] = np.array([scale.offset, scale.threshold, scale.floor, *scale.slopes])
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        Path(file.name).replace(path)


def _unseen(
    rows: Rows, labels: Mapping[str, npt.NDArray[np.str_]], split: Sequence[tuple[npt.NDArray[np.intp], ...]]
) -> tuple[dict[str, Array], Array]:
    """The views and kinds of every message, fitted to the messages of the other folds; on every core at once."""
    found: dict[str, Array] = {}
    fits = (
        delayed(_judged)(rows[seen], {name: each[seen] for name, each in labels.items()}, rows[unseen])
        for seen, unseen in split
    )
    for (_, unseen), judged in zip(split, Parallel(n_jobs=-1)(fits), strict=True):
        for name, values in judged.items():
            found.setdefault(name, np.zeros((rows.shape[0], values.shape[1])))[unseen] = values
    kinds = found.pop(KINDS)
    return found, kinds


def _judged(rows: Rows, labels: Mapping[str, npt.NDArray[np.str_]], unseen: Rows) -> dict[str, Array]:
    views, kinds = _Views.fitted(rows, labels).of(unseen)
    return {**views, KINDS: kinds}


def _heads(stored: Mapping[str, npt.NDArray[np.generic]], name: str) -> Heads:
    return Heads(
        names=tuple(map(str, stored[f"{name}_names"])),
        weights=np.asarray(stored[f"{name}_weights"], np.float32),
        bias=np.asarray(stored[f"{name}_bias"], np.float64),
    )


def recipe(signs: Signs) -> str:
    """Changes with the messages, with how evidence is made and learned from, and with the patterns."""
    code = hashlib.sha256(signs.fingerprint.encode())
    for file in CODE:
        code.update((Path(__file__).parent / file).read_bytes())
    return f"{digest(read_messages())}-{code.hexdigest()[:16]}"


def _file(models: Path, encoder: Encoder, signs: Signs) -> Path:
    return models / f"{encoder.fingerprint}-{recipe(signs)}.npz"
