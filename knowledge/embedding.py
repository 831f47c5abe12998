"""Texts to vectors, offline: the packaged model by ONNX Runtime alone, any other one by sentence-transformers.

The packaged model is 8 bits (docs/decisions/0003); what it needs besides is a tokenizer and a mean. torch and
sentence-transformers take 300 MB and seconds to import, so that happens only for a model that an operator names. A
vector is float32 with length 1.
"""
# ruff: noqa: E402  (the settings below are read while the libraries are imported)

from __future__ import annotations

import os

# A message from a person must never wait for a model hub.
for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ.setdefault(name, "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]
from tokenizers import Tokenizer

from knowledge.errors import EmbeddingUnavailableError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ROOT = Path(__file__).resolve().parents[1]
PACKAGED_MODEL = ROOT / "var" / "models" / "embedding"
ONNX = Path("onnx") / "model_qint8.onnx"

#: What e5 models want before a text; the packaged folder says so itself, folders from the hub do not.
E5_PROMPTS = {"query": "query: ", "document": "passage: "}
#: Tokens; longer texts are cut. SMS and paragraphs are far below this.
LONGEST = 256
BATCH = 16

Floats = npt.NDArray[np.float32]


class Model(Protocol):
    """What runs the model: ONNX Runtime, or torch."""

    runtime: str
    dimensions: int

    def encode(self, texts: Sequence[str], prompt: str) -> Floats:
        """One row of length 1 per text; `prompt` is "query" or "document"."""
        ...


class Embedder:
    """Encodes questions and passages."""

    def __init__(self, model: Model, *, fingerprint: str) -> None:
        self._model = model
        #: Differs whenever the same text could get another vector; names the cache.
        self.fingerprint = fingerprint
        #: "onnxruntime" or "torch".
        self.runtime = model.runtime
        self.dimensions = model.dimensions

    @classmethod
    def load(cls, name_or_path: str | Path = PACKAGED_MODEL, *, threads: int = 1) -> Self:
        """Load a folder, or a model that an earlier download left on this machine, by its hub name.

        `threads` is how many threads one encoding may use (for torch: in the whole process).
        Raises EmbeddingUnavailableError with what to do.
        """
        folder = Path(name_or_path)
        if (folder / ONNX).is_file():
            return cls(OnnxModel(folder, threads), fingerprint=_digest(folder / ONNX.with_suffix(".data")))
        if folder.is_absolute() and not (folder / "modules.json").is_file():
            raise EmbeddingUnavailableError(f"No embedding model in {folder}. Run: python -m knowledge.model {folder}")
        return cls(TorchModel(str(name_or_path), threads), fingerprint=_name_digest(str(name_or_path)))

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """One row per question, shape (len(texts), dimensions)."""
        return self._encode(texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """One row per passage, shape (len(texts), dimensions)."""
        return self._encode(texts, "document")

    def _encode(self, texts: Sequence[str], prompt: str) -> Floats:
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        return self._model.encode(texts, prompt)


class OnnxModel:
    """The packaged folder: tokens, ONNX Runtime, their mean, length 1, as its modules.json describes."""

    runtime = "onnxruntime"

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # 25 MB that one batch would keep for ever
        self._session = onnxruntime.InferenceSession(str(folder / ONNX), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        settings = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
        self._prompts: Mapping[str, str] = settings["prompts"]
        self.dimensions = int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str], prompt: str) -> Floats:
        """See `Model`. Texts of like length go together: in 8 bits a vector depends a little on its company."""
        before = self._prompts.get(prompt, "")
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        rows = np.empty((len(texts), self.dimensions), np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            rows[batch] = self._batch([before + texts[at] for at in batch])
        return rows

    def _batch(self, texts: Sequence[str]) -> Floats:
        encoded = self._tokenizer.encode_batch(list(texts))
        mask = np.array([text.attention_mask for text in encoded])
        ids = np.array([text.ids for text in encoded])
        (tokens,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        counted = mask[..., None].astype(np.float32)
        means = (tokens * counted).sum(axis=1) / counted.sum(axis=1)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


class TorchModel:
    """A sentence-transformers model of the operator's choice."""

    runtime = "torch"

    def __init__(self, name: str, threads: int) -> None:
        import torch  # noqa: PLC0415 - see the top of this module

        torch.set_num_threads(threads)
        self._model = _open(name)
        self.dimensions = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str], prompt: str) -> Floats:
        """See `Model`."""
        before = self._model.prompts.get(prompt, "")
        vectors = self._model.encode(
            list(texts), prompt=before, batch_size=BATCH, show_progress_bar=False, normalize_embeddings=True
        )
        return np.asarray(vectors, np.float32)


def _open(name: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - see the top of this module

    try:
        model = SentenceTransformer(name, device="cpu", local_files_only=True)
    except OSError as error:
        raise EmbeddingUnavailableError(
            f"The embedding model {name} is not on this machine, and hubs are not asked while serving. "
            f"Download it once with `hf download {name}`, or unset EMBEDDING_MODEL to use the packaged one."
        ) from error
    if "e5" in Path(name).name.lower() and not any(model.prompts.values()):
        model.prompts.update(E5_PROMPTS)
    return model


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _name_digest(name: str) -> str:
    """A folder is taken for changed when its configuration was written again."""
    config = Path(name) / "config.json"
    changed = config.stat().st_mtime_ns if config.is_file() else 0
    return hashlib.sha256(f"{name} {changed}".encode()).hexdigest()[:16]
