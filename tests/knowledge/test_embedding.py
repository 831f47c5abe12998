"""Vectors from texts, and vectors kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import PACKAGED_MODEL, Embedder
from knowledge.errors import EmbeddingUnavailableError
from knowledge.testing import LetterEncoder
from knowledge.vectors import Text, encode


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return Embedder.load(PACKAGED_MODEL)


def test_vectors_have_length_one(embedder: Embedder) -> None:
    """Vectors are float32 rows of length 1, so that a product is a cosine."""
    vectors = embedder.encode_passages(["El asilo es gratis en México.", "x"])

    assert vectors.dtype == np.float32
    assert vectors.shape == (2, embedder.dimensions)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    """Nothing to encode is not an error."""
    assert embedder.encode_queries([]).shape == (0, embedder.dimensions)


def test_prompts_are_put_before_texts(embedder: Embedder) -> None:
    """The same words as a question and as a passage get different vectors, because e5 was trained so."""
    asked, told = embedder.encode_queries(["asilo"])[0], embedder.encode_passages(["asilo"])[0]

    assert asked @ told < 0.999


def test_a_long_message_is_cut_not_refused(embedder: Embedder) -> None:
    """Text beyond the model's limit still gets a vector."""
    assert embedder.encode_queries(["ayuda " * 5000]).shape == (1, embedder.dimensions)


def test_batches_do_not_change_a_vector(embedder: Embedder) -> None:
    """A text gets nearly the same vector alone and among longer ones."""
    alone = embedder.encode_queries(["asilo"])[0]
    among = embedder.encode_queries(["asilo", "cuanto tiempo tengo para pedir asilo en los estados unidos"])[0]

    assert alone @ among > 0.98


@pytest.mark.parametrize("name", ["/nowhere/model", "nobody/no-such-model"])
def test_load_says_what_to_do_without_a_model(name: str) -> None:
    """A missing model is an error that names it, and no hub is asked (the network is blocked here)."""
    with pytest.raises(EmbeddingUnavailableError, match=name):
        Embedder.load(name)


TEXTS: list[Text] = [("query", "cuanto cuesta"), ("passage", "Cuesta cien."), ("passage", "cuanto cuesta")]


def test_encode_keeps_vectors_for_the_next_start(tmp_path: Path) -> None:
    """After a restart nothing is encoded again and the rows are the same."""
    first = encode(TEXTS, LetterEncoder(), tmp_path)
    again = LetterEncoder()
    second = encode(TEXTS, again, tmp_path)

    assert again.encoded == []
    assert np.array_equal(first, second)


def test_encode_encodes_only_what_changed(tmp_path: Path) -> None:
    """An edit of one text encodes that text and no other."""
    encode(TEXTS, LetterEncoder(), tmp_path)
    encoder = LetterEncoder()
    encode([TEXTS[0], ("passage", "Cuesta doscientos."), TEXTS[2]], encoder, tmp_path)

    assert encoder.encoded == ["Cuesta doscientos."]


def test_encode_keeps_models_apart(tmp_path: Path) -> None:
    """Another model never gets the vectors of this one."""
    encode(TEXTS, LetterEncoder(), tmp_path)
    other = LetterEncoder()
    other.fingerprint = "other"
    encode(TEXTS, other, tmp_path)

    assert len(other.encoded) == len(TEXTS)


def test_encode_survives_a_broken_file(tmp_path: Path) -> None:
    """A cache that cannot be read is made again."""
    (tmp_path / "letters.npz").write_bytes(b"half a file")
    encoder = LetterEncoder()
    encode(TEXTS, encoder, tmp_path)

    assert len(encoder.encoded) == len(TEXTS)


def test_encode_forgets_texts_nobody_has(tmp_path: Path) -> None:
    """Vectors of removed texts do not pile up: they never outnumber those in use for long."""
    for edit in range(20):
        encode([("passage", f"version {edit} {line}") for line in range(5)], LetterEncoder(), tmp_path)

    assert len(np.load(tmp_path / "letters.npz")["digests"]) <= 15


def test_packaged_model_needs_no_torch() -> None:
    """Serving holds 300 MB less than with torch and sentence-transformers in memory; nothing imports them unasked."""
    program = "import sys, channels.content, knowledge.embedding as e; e.Embedder.load(); print('torch' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)

    assert said.stdout.strip() == "False"
