"""Vectors of the articles' texts, kept on disk so that a restart encodes nothing and an edit only what it changed.

One file per model, `var/vectors/<fingerprint>.npz`: the digests of the texts and their vectors, in one order.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Role = Literal["query", "passage"]

ROOT = Path(__file__).resolve().parents[1]
VECTORS = ROOT / "var" / "vectors"
#: Vectors of texts that no article has any more are dropped when they outnumber the others.
KEPT_UNUSED = 1.0


class Encoder(Protocol):
    """What search needs of `knowledge.embedding.Embedder`."""

    fingerprint: str
    dimensions: int

    def encode_queries(self, texts: Sequence[str]) -> Floats: ...

    def encode_passages(self, texts: Sequence[str]) -> Floats: ...


class OnceEncoder:
    """Encodes a message once although several ask for its vector; keeps the latest in memory only."""

    #: More than the messages that are worked on at the same time.
    KEPT = 64

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.fingerprint, self.dimensions = encoder.fingerprint, encoder.dimensions
        self._known: OrderedDict[str, Floats] = OrderedDict()
        self._lock = Lock()

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        if len(texts) != 1:
            return self._encoder.encode_queries(texts)
        (text,) = texts
        with self._lock:
            if (known := self._known.get(text)) is not None:
                return known
        vector = self._encoder.encode_queries(texts)
        with self._lock:
            self._known[text] = vector
            while len(self._known) > self.KEPT:
                self._known.popitem(last=False)
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        return self._encoder.encode_passages(texts)


#: A text and the role in which it is encoded.
Text = tuple[Role, str]


def encode(texts: Sequence[Text], encoder: Encoder, folder: Path | None) -> Floats:
    """One row per text; those that `folder` has from before are not encoded again (None: nothing is kept)."""
    digests = [_digest(*text) for text in texts]
    path = folder / f"{encoder.fingerprint}.npz" if folder else None
    known = dict(_read(path, encoder.dimensions)) if path else {}
    wanted = set(digests)
    missing = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
    known |= _encoded(missing, "query", encoder.encode_queries)
    known |= _encoded(missing, "passage", encoder.encode_passages)
    if path and missing:
        unused = len(known) - len(wanted)
        kept = known if unused <= KEPT_UNUSED * len(wanted) else {digest: known[digest] for digest in wanted}
        _write(path, kept)
    return np.stack([known[digest] for digest in digests]) if digests else np.empty((0, encoder.dimensions), np.float32)


def _encoded(
    missing: Mapping[str, Text], role: Role, encode_all: Callable[[Sequence[str]], Floats]
) -> dict[str, Floats]:
    chosen = {digest: text for digest, (its_role, text) in missing.items() if its_role == role}
    return dict(zip(chosen, encode_all(list(chosen.values())), strict=True))


def _digest(role: Role, text: str) -> str:
    return hashlib.sha256(f"{role}\n{text}".encode()).hexdigest()[:24]


def _read(path: Path, dimensions: int) -> Mapping[str, Floats]:
    """What is there; a file that cannot be read counts for nothing, it is only a cache."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            digests, vectors = stored["digests"].tolist(), stored["vectors"]
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return {}
    if vectors.ndim != 2 or vectors.shape != (len(digests), dimensions):
        return {}
    return dict(zip(digests, vectors.astype(np.float32), strict=True))


def _write(path: Path, known: Mapping[str, Floats]) -> None:
    """At once or not at all: another process may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.savez(file, digests=np.array(list(known)), vectors=np.stack(list(known.values())))
    Path(file.name).replace(path)
