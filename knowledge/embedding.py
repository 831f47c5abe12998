"""Texts to vectors with sentence-transformers, offline; the only place that imports it.

The packaged model is run by ONNX Runtime in 8 bits (docs/decisions/0003); every other model that an operator names,
by torch. A vector is float32 with length 1. Importing this module takes seconds and 300 MB: import it where a model
is loaded, and say `knowledge.search.Encoder` where only the type is meant.
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
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from tokenizers import Tokenizer

from knowledge.errors import EmbeddingUnavailableError

ROOT = Path(__file__).resolve().parents[1]
PACKAGED_MODEL = ROOT / "var" / "models" / "embedding"
ONNX = Path("onnx") / "model_qint8.onnx"

#: What e5 models want before a text; the packaged folder says so itself, folders from the hub do not.
E5_PROMPTS = {"query": "query: ", "document": "passage: "}
#: Tokens; longer texts are cut. SMS and paragraphs are far below this.
LONGEST = 256
BATCH = 16

Floats = npt.NDArray[np.float32]


class Embedder:
    """Encodes questions and passages."""

    def __init__(self, model: SentenceTransformer, *, fingerprint: str, runtime: str) -> None:
        self._model = model
        #: Differs whenever the same text could get another vector; names the cache.
        self.fingerprint = fingerprint
        #: "onnxruntime" or "torch".
        self.runtime = runtime
        self.dimensions = int(model.get_embedding_dimension() or 0)

    @classmethod
    def load(cls, name_or_path: str | Path = PACKAGED_MODEL, *, threads: int = 1) -> Self:
        """Load a folder, or a model that an earlier download left on this machine, by its hub name.

        `threads` is how many threads one encoding may use (for torch: in the whole process).
        Raises EmbeddingUnavailableError with what to do.
        """
        torch.set_num_threads(threads)
        folder = Path(name_or_path)
        if (folder / ONNX).is_file():
            return cls(
                _open_onnx(folder, threads),
                fingerprint=_digest(folder / ONNX.with_suffix(".data")),
                runtime="onnxruntime",
            )
        if folder.is_absolute() and not (folder / "modules.json").is_file():
            raise EmbeddingUnavailableError(f"No embedding model in {folder}. Run: python -m knowledge.model {folder}")
        return cls(_open_torch(str(name_or_path)), fingerprint=_name_digest(str(name_or_path)), runtime="torch")

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """One row per question, shape (len(texts), dimensions)."""
        return self._encode(texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """One row per passage, shape (len(texts), dimensions)."""
        return self._encode(texts, "document")

    def _encode(self, texts: Sequence[str], prompt: str) -> Floats:
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        before = self._model.prompts.get(prompt, "")
        vectors = self._model.encode(
            list(texts), prompt=before, batch_size=BATCH, show_progress_bar=False, normalize_embeddings=True
        )
        return np.asarray(vectors, np.float32)


class OnnxEncoder(InputModule):
    """The first step of a sentence-transformers pipeline, with ONNX Runtime in the place of torch's BertModel."""

    def __init__(self, tokenizer: Tokenizer, session: onnxruntime.InferenceSession, dimensions: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.tokenizer = tokenizer
        self.session = session
        self.dimensions = dimensions
        self.max_seq_length = LONGEST

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor | Any]:
        encoded = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
        return {
            "input_ids": torch.tensor([text.ids for text in encoded]),
            "attention_mask": torch.tensor([text.attention_mask for text in encoded]),
        }

    def forward(self, features: dict[str, torch.Tensor | Any], **_: Any) -> dict[str, torch.Tensor | Any]:
        inputs = {name: features[name].numpy() for name in ("input_ids", "attention_mask")}
        (tokens,) = self.session.run(None, inputs)
        return {**features, "token_embeddings": torch.from_numpy(tokens)}

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        raise NotImplementedError(f"Written by knowledge.model only, not to {output_path}.")


def _open_onnx(folder: Path, threads: int) -> SentenceTransformer:
    """The pipeline that the folder's modules.json describes, run by ONNX Runtime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # 25 MB that one batch would keep for ever
    session = onnxruntime.InferenceSession(str(folder / ONNX), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    dimensions = int(session.get_outputs()[0].shape[-1])
    steps = [OnnxEncoder(tokenizer, session, dimensions), Pooling(dimensions, pooling_mode="mean"), Normalize()]
    prompts = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))["prompts"]
    return SentenceTransformer(modules=steps, prompts=prompts, device="cpu")


def _open_torch(name: str) -> SentenceTransformer:
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
