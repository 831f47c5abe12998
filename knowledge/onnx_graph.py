"""Write the packed model as an ONNX graph with 8-bit weights, for ONNX Runtime.

One text costs a third of what it costs in torch on one thread (docs/decisions/0003). The graph is the encoder of
BERT and nothing else: token ids and mask in, one vector per token out; pooling stays with sentence-transformers.
Matrices have one scale per output row; activations are quantised while running ("dynamic quantisation").
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from knowledge.packed import Floats, PackedModel

#: Operators of ONNX Runtime beyond the ONNX standard; all of them have CPU kernels.
RUNTIME = "com.microsoft"
OPSETS = (helper.make_opsetid("", 21), helper.make_opsetid(RUNTIME, 1))
IR_VERSION = 10
LARGEST = 127
#: Bytes from which a weight goes into the mapped file.
MAPPED = 100_000


def write(model: PackedModel, kept: npt.NDArray[np.int64], path: Path) -> None:
    """Write the graph to `path`; `kept` are the ids of the pieces to keep, in the order of their new ids."""
    graph = _Graph(model)
    hidden = graph.embeddings(kept)
    for layer in range(model.shape.layers):
        hidden = graph.layer(hidden, f"l{layer}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Large weights lie in a file of their own, which ONNX Runtime maps instead of copying (60 MB less memory).
    weights = path.with_suffix(".data")
    weights.unlink(missing_ok=True)
    onnx.save(graph.finish(hidden), path, save_as_external_data=True, location=weights.name, size_threshold=MAPPED)


def quantise(matrix: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """8-bit rows and one scale per row, so that `rows * scales[:, None]` is nearly the matrix."""
    scales = np.maximum(np.abs(matrix).max(axis=1), np.finfo(np.float32).tiny).astype(np.float32) / LARGEST
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales


class _Graph:
    """Collects nodes and weights; each method adds one part of BERT and returns the name of its output."""

    def __init__(self, model: PackedModel) -> None:
        self.model = model
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, values: npt.NDArray[np.generic]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def embeddings(self, kept: npt.NDArray[np.int64]) -> str:
        """Word + position + type 0, normalised. The word table stays in 8 bits; only looked-up rows are widened."""
        hidden = self.model.shape.hidden
        rows, scales = quantise(self.model.matrix("emb.word", hidden)[kept])
        words = self.node("Gather", [self.weight("word", rows), "input_ids"], "word.rows")
        words = self.node("Cast", [words], "word.floats", to=TensorProto.FLOAT)
        scale = self.node("Gather", [self.weight("word.scales", scales[:, None]), "input_ids"], "word.scale")
        words = self.node("Mul", [words, scale], "word.scaled")
        places = self.model.matrix("emb.pos", hidden) + self.model.matrix("emb.type", hidden)[0]
        length = self.node("Shape", ["input_ids"], "length", start=1, end=2)
        start = self.weight("start", np.zeros(1, np.int64))
        places_used = self.node("Slice", [self.weight("places", places), start, length, start], "places.used")
        self.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        summed = self.node("Add", [words, places_used], "summed")
        norm = [self.weight(name, self.model.floats(name)) for name in ("emb.ln.w", "emb.ln.b")]
        return self.node("LayerNormalization", [summed, *norm], "embedded", epsilon=self.model.shape.epsilon)

    def layer(self, hidden: str, name: str) -> str:
        """Attention and feed-forward, each added to its input and normalised."""
        query, key, value = self.split(self.linear(hidden, name, "qkv"), name)
        heads = self.model.shape.heads
        attended = self.node(
            "MultiHeadAttention", [query, key, value, "", "mask"], name + "attended", RUNTIME, num_heads=heads
        )
        hidden = self.added(self.linear(attended, name, ["ao"]), hidden, name + "aln")
        wide = self.node("Gelu", [self.linear(hidden, name, ["fi"])], name + "wide", RUNTIME)
        return self.added(self.linear(wide, name, ["fo"]), hidden, name + "oln")

    def linear(self, inputs: str, layer: str, parts: Sequence[str]) -> str:
        """Linear parts of a layer that read the same, side by side in one product: their input is quantised once."""
        bias = np.concatenate([self.model.floats(f"{layer}{part}.b") for part in parts])
        matrix = np.concatenate([self.model.floats(f"{layer}{part}.w") for part in parts]).reshape(bias.size, -1)
        rows, scales = quantise(matrix)
        name = layer + "".join(parts)
        weights = [
            self.weight(name + ".w", rows.T),
            self.weight(name + ".scales", scales),
            self.weight(name + ".zero", np.zeros(bias.size, np.int8)),
            self.weight(name + ".b", bias),
        ]
        return self.node("DynamicQuantizeMatMul", [inputs, *weights], name + ".out", RUNTIME)

    def split(self, side_by_side: str, layer: str) -> tuple[str, ...]:
        """What `linear` put together, as three."""
        outputs = tuple(f"{layer}{part}.out" for part in "qkv")
        self.nodes.append(helper.make_node("Split", [side_by_side], outputs, axis=-1, num_outputs=3))
        return outputs

    def added(self, new: str, old: str, name: str) -> str:
        norm = [self.weight(name + end, self.model.floats(name + end)) for end in (".w", ".b")]
        epsilon = self.model.shape.epsilon
        summed = self.node("Add", [new, old], name + ".sum")
        return self.node("LayerNormalization", [summed, *norm], name + ".out", epsilon=epsilon)

    def finish(self, hidden: str) -> onnx.ModelProto:
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ("texts", "tokens"))
            for name in ("input_ids", "attention_mask")
        ]
        shape: list[str | int | None] = ["texts", "tokens", self.model.shape.hidden]
        output = helper.make_tensor_value_info(hidden, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, "multilingual-e5-small", inputs, [output], self.weights)
        return helper.make_model(graph, opset_imports=OPSETS, ir_version=IR_VERSION)
