"""The packaged embedding model, rebuilt."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge import model
from knowledge.embedding import PACKAGED_MODEL, Embedder
from knowledge.errors import EmbeddingUnavailableError
from knowledge.packed import BLOCK, Q4_BLOCK, NotPackedModelError, PackedModel, Shape, Tensor, read


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return Embedder.load(PACKAGED_MODEL)


@pytest.mark.parametrize(
    ("piece", "kept"),
    [
        pytest.param("▁asilo", True, id="Spanish word"),
        pytest.param("ñ", True, id="n with tilde"),
        pytest.param("ꞌ", True, id="saltillo"),
        pytest.param("2021", True, id="digits"),
        pytest.param("</s>", True, id="special"),
        pytest.param("убежище", False, id="Cyrillic"),
        pytest.param("庇护", False, id="Chinese"),
        pytest.param("۲۰", False, id="Persian digits"),
    ],
)
def test_is_kept_chooses_latin_script(piece: str, kept: bool) -> None:
    """Pieces of Latin script, digits and signs stay; other scripts go."""
    assert model.is_kept(piece) is kept


def test_packed_model_unpacks_four_bits() -> None:
    """The low halves of a block's bytes are its first 16 weights, the high halves the other 16."""
    block = np.zeros(1, Q4_BLOCK)
    block["scale"] = 0.5
    block["nibbles"] = np.arange(16) | (np.arange(16)[::-1] << 4)
    data = memoryview(block.tobytes())
    shape = Shape(hidden=BLOCK, layers=0, heads=1, intermediate=0, vocabulary=1, positions=1, types=1, epsilon=0.0)
    tensors = {"w": Tensor(dtype=1, offset=0, bytes=len(data))}
    packed = PackedModel(shape=shape, pieces=(), scores=(), tensors=tensors, data=data)

    assert packed.floats("w").tolist() == [*np.arange(-8, 8) / 2, *np.arange(7, -9, -1) / 2]


def test_read_refuses_another_file(tmp_path: Path) -> None:
    """A file that is not the package's model is named, not half read."""
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(64))

    with pytest.raises(NotPackedModelError, match=r"other\.bin"):
        read(tmp_path / "other.bin")


def test_find_weights_says_what_to_set_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package one sentence names the platform and EMBEDDING_MODEL."""
    monkeypatch.setattr(model, "PACKAGE", "a_package_that_is_not_there")

    with pytest.raises(EmbeddingUnavailableError, match=r"x86-64 Linux.*EMBEDDING_MODEL"):
        model.find_weights()


def test_main_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a folder the command prints its usage and fails."""
    assert model.main([]) == 2
    assert "python -m knowledge.model DIR" in capsys.readouterr().err


def test_folder_is_one_of_sentence_transformers() -> None:
    """The folder names its three steps and the prompts of e5, and is marked complete."""
    modules = json.loads((PACKAGED_MODEL / "modules.json").read_text(encoding="utf-8"))
    settings = json.loads((PACKAGED_MODEL / "config_sentence_transformers.json").read_text(encoding="utf-8"))

    assert [module["type"].rsplit(".", 1)[1] for module in modules] == ["Transformer", "Pooling", "Normalize"]
    assert settings["prompts"] == {"query": "query: ", "document": "passage: "}
    assert (PACKAGED_MODEL / model.COMPLETE).exists()


@pytest.mark.parametrize(
    ("text", "paraphrase", "unrelated"),
    [
        pytest.param("how much does asylum cost", "cuánto cuesta pedir asilo", "dónde está mi hermano", id="fee"),
        pytest.param("ice took my brother", "la migra se llevó a mi hermano", "qué trabajo puedo hacer", id="detained"),
        pytest.param("i need a free lawyer", "necesito un abogado gratis", "tengo sed en el desierto", id="lawyer"),
        pytest.param("they want money for my son", "piden dinero por mi hijo", "cómo renuevo el permiso", id="ransom"),
    ],
)
def test_model_brings_languages_together(embedder: Embedder, text: str, paraphrase: str, unrelated: str) -> None:
    """A sentence is nearer to its translation than to another sentence, in either language."""
    one, same, other = embedder.encode_queries([text, paraphrase, unrelated])

    assert one @ same > one @ other
    assert one @ same > same @ other


def test_eight_bits_say_what_the_weights_say(embedder: Embedder, tmp_path: Path) -> None:
    """The 8-bit graph and torch with the full weights agree to a cosine of .99."""
    for path in PACKAGED_MODEL.rglob("*"):
        if path.is_file() and path.parent.name != "onnx":
            target = tmp_path / path.relative_to(PACKAGED_MODEL)
            target.parent.mkdir(exist_ok=True)
            target.symlink_to(path)
    whole = Embedder.load(tmp_path)
    texts = ["cuanto cuesta pedir asilo", "do i have to pay?", "¿Dónde está mi hijo?", "Ri winaq kꞌo pa tinamit"]

    assert (embedder.runtime, whole.runtime) == ("onnxruntime", "torch")
    assert (embedder.encode_queries(texts) * whole.encode_queries(texts)).sum(axis=1).min() > 0.99
