"""YAML with the line of every key, and without YAML's surprises.

Differences from plain YAML 1.1, all so that what an editor types is what people read: only `true` and `false` are
truth values (`no` and `si` are words), `066` and `8:30` and `1.50` stay text, keys are always text, the same key
twice is a problem, and there are no anchors, aliases or tags.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from knowledge.problems import Key, Problem, name_key

INTEGER = re.compile(r"0|[1-9][0-9]*")
#: What has more is no amount, and Python refuses to read thousands.
MOST_DIGITS = 18
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
INDENTING_TAB = re.compile(r"^ *\t", re.MULTILINE)
#: Ours have four.
DEEPEST = 30
CORE = "tag:yaml.org,2002:"
KNOWN_TAGS = {
    CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "value", "merge")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    #: dicts, lists, str, int, bool, date and None.
    value: Any
    #: The line of every key and list item, counted from 1 in the file; () is the first line.
    lines: Mapping[Key, int]
    problems: tuple[Problem, ...] = ()


def read_yaml(text: str, *, file: str, first_line: int = 1) -> Document:
    """`first_line` is where `text` begins in its file. Never raises: what is wrong is in `problems`."""
    if tab := INDENTING_TAB.search(text):
        line = text.count("\n", 0, tab.start()) + first_line
        return _failed(file, line, "yaml_tab", first_line)
    try:
        if too_deep(text):
            return _failed(file, first_line, "yaml", first_line, found=_shown(text, 0))
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        return _failed(file, line, "yaml", first_line, found=_shown(text, line - first_line))
    except yaml.YAMLError:
        return _failed(file, first_line, "yaml", first_line, found=_shown(text, 0))
    walk = _Walk(file, first_line)
    value = walk.value(node, ()) if node is not None else None
    return Document(value=value, lines=walk.lines, problems=tuple(walk.problems))


def too_deep(text: str) -> bool:
    """Whether lists and mappings lie in each other deeper than any of ours: following them could exhaust the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return True
    return False


def _failed(file: str, line: int, code: str, first_line: int, **values: str) -> Document:
    problem = Problem(file=file, line=line, key="", code=code, values=values)
    return Document(value=None, lines={(): first_line}, problems=(problem,))


def _shown(text: str, index: int) -> str:
    lines = text.splitlines()
    return lines[index].strip()[:60] if index < len(lines) else ""


def _unquoted(text: str, tag: str) -> str | int | bool | None:
    if tag == CORE + "null":
        return None
    if text in ("true", "false"):
        return text == "true"
    return int(text) if INTEGER.fullmatch(text) and len(text) <= MOST_DIGITS else text


class _Walk:
    """Turns nodes into values and remembers their lines."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.lines: dict[Key, int] = {(): first_line}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def value(self, node: Node, path: Key) -> Any:
        # An alias is the same node a second time; following them can be endless.
        if id(node) in self.seen:
            return self._problem("yaml_alias", node, path)
        self.seen.add(id(node))
        self.lines.setdefault(path, node.start_mark.line + self.first_line)
        if node.tag not in KNOWN_TAGS:
            return self._problem("yaml_alias", node, path)
        match node:
            case MappingNode():
                return self._mapping(node, path)
            case SequenceNode():
                return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
            case ScalarNode():
                return self._scalar(node, path)
        raise AssertionError(node)

    def _mapping(self, node: MappingNode, path: Key) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._problem("yaml_key", key_node, path)
                continue
            key = key_node.value
            here = (*path, key)
            if key in values:
                self._problem("yaml_twice", key_node, here)
                continue
            self.lines[here] = key_node.start_mark.line + self.first_line
            values[key] = self.value(value_node, here)
        return values

    def _scalar(self, node: ScalarNode, path: Key) -> Any:
        text: str = node.value
        if not node.style and DATE.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                return self._problem("yaml_date", node, path, found=text)
        return text if node.style else _unquoted(text, node.tag)  # a style is quotes, or a block of text

    def _problem(self, code: str, node: Node, path: Key, **values: str) -> None:
        line = node.start_mark.line + self.first_line
        self.problems.append(Problem(file=self.file, line=line, key=name_key(path), code=code, values=values))
