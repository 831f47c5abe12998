from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.vectors import Floats, OnceEncoder


class Counting:
    """Counts what it encodes."""

    fingerprint = "counting"
    dimensions = 1

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        self.encoded += texts
        return np.array([[len(text)] for text in texts], np.float32)

    encode_passages = encode_queries


def test_once_encoder_encodes_a_message_once() -> None:
    """The search and the opinion on danger share one encoding."""
    counting = Counting()
    once = OnceEncoder(counting)

    assert once.encode_queries(["hola"]).tolist() == once.encode_queries(["hola"]).tolist() == [[4.0]]
    assert counting.encoded == ["hola"]


def test_once_encoder_forgets() -> None:
    """Messages are kept for a moment only."""
    counting = Counting()
    once = OnceEncoder(counting)
    for number in range(OnceEncoder.KEPT + 1):
        once.encode_queries([str(number)])

    once.encode_queries(["0"])

    assert counting.encoded.count("0") == 2
