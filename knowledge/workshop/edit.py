"""Changes to a words file that leave every other byte as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml
from yaml import MappingNode, Node, SequenceNode

from knowledge.parse import FRONT_MATTER, paragraphs_of
from knowledge.yamldoc import read_yaml

Value = str | Sequence[str]

#: (start, end, what stands there instead), in characters.
Cut = tuple[int, int, str]

#: Keys written as a block of text, because they are long.
BLOCKS = {"sms"}


def set_front(text: str, changes: Mapping[str, Value]) -> str:
    """The file with some keys of its front matter changed or added; the file must be one that can be parsed."""
    newline = _newline(text)
    match = FRONT_MATTER.match(_plain(text))
    if match is None:
        raise ValueError("no front matter")
    text = _plain(text)
    nodes = {key.value: node for key, node in _mapping(match[1]).value}
    cuts: list[Cut] = []
    for key, value in changes.items():
        if key in nodes:
            cuts += [_moved(cut, match.start(1)) for cut in _change(key, nodes[key], match[1], value)]
        else:
            cuts.append((match.end(1), match.end(1), f"{key}:{_whole(key, value)}\n"))
    return _cut(text, cuts).replace("\n", newline)


def set_paragraphs(text: str, paragraphs: Sequence[str]) -> str:
    """The file with these paragraphs; those that stay as they were keep their line breaks."""
    newline = _newline(text)
    text = _plain(text)
    match = FRONT_MATTER.match(text)
    if match is None:
        raise ValueError("no front matter")
    spans = _paragraph_spans(text, match.end())
    if len(spans) == len(paragraphs):
        changed = [(span.start, span.end, new) for span, new in zip(spans, paragraphs, strict=True) if span.text != new]
        return _cut(text, changed).replace("\n", newline)
    raw = {span.text: text[span.start : span.end] for span in spans}
    body = "\n\n".join(raw.get(new, new) for new in paragraphs)
    return (text[: match.end()] + body + "\n").replace("\n", newline)


def new_words(front: Mapping[str, Value], paragraphs: Sequence[str]) -> str:
    """A words file from nothing."""
    head = "".join(f"{key}:{_whole(key, value)}\n" for key, value in front.items())
    return f"---\n{head}---\n" + "\n\n".join(paragraphs) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    start: int
    end: int
    text: str


def _paragraph_spans(text: str, start: int) -> list[_Span]:
    lines = text[start:].split("\n")
    offsets = [start]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    spans = []
    for first, paragraph in paragraphs_of(text[start:], 0):
        last = first
        while last + 1 < len(lines) and lines[last + 1].strip():
            last += 1
        spans.append(_Span(start=offsets[first], end=offsets[last + 1] - 1, text=paragraph))
    return spans


def _mapping(front: str) -> MappingNode:
    # The loader in Python counts characters; the one in C counts differently where letters take several bytes.
    node = yaml.compose(front, Loader=yaml.SafeLoader)
    if not isinstance(node, MappingNode):
        raise TypeError("the front matter is not a block of keys")
    return node


def _change(key: str, node: Node, front: str, value: Value) -> list[Cut]:
    if isinstance(value, str):
        return [_replaced(node, front, _whole(key, value))]
    if isinstance(node, SequenceNode) and len(node.value) == len(value) and not node.flow_style:
        present = read_yaml(front, file="").value[key]
        return [
            _replaced(item, front, " " + scalar(new))
            for item, old, new in zip(node.value, present, value, strict=True)
            if str(old) != new
        ]
    return [_replaced(node, front, _whole(key, value))]


def _replaced(node: Node, front: str, written: str) -> Cut:
    start, end = node.start_mark.index, node.end_mark.index
    old = front[start:end]
    end -= len(old) - len(old.rstrip())
    before = front[:start].rstrip(" \n")  # the space or line break after the key or hyphen is written anew
    return len(before), end, written


def _whole(key: str, value: Value) -> str:
    """What follows the colon, beginning with its space or line break."""
    if not isinstance(value, str):
        return "".join(f"\n  - {scalar(item)}" for item in value) if value else " []"
    return f" >-\n  {value}" if key in BLOCKS else f" {scalar(value)}"


def scalar(text: str) -> str:
    """Without quotes where YAML reads the same text back, else in double quotes."""
    document = read_yaml(f"- {text}\nkey: x" if not text else f"key: {text}", file="")
    plain = not document.problems and document.value == {"key": text}
    return text if plain else json.dumps(text, ensure_ascii=False)


def _cut(text: str, cuts: Sequence[Cut]) -> str:
    for start, end, new in sorted(cuts, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _moved(cut: Cut, by: int) -> Cut:
    return cut[0] + by, cut[1] + by, cut[2]


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")
