"""Makes `messages.yaml` from Twilio's whole API description: `python tests/twilio_api/reduce.py FULL.yaml`.

The whole is spec/yaml/twilio_api_v2010.yaml of https://github.com/twilio/twilio-oai (MIT, see LICENSE). Only
what sending, listing and erasing messages needs is kept, word for word: two paths and the schemas that they name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
REDUCED = HERE / "messages.yaml"

PREFIX = "/2010-04-01/Accounts/{AccountSid}/Messages"
PATHS = (f"{PREFIX}.json", f"{PREFIX}/{{Sid}}.json")
KEPT = ("openapi", "info", "servers", "security")
SCHEMA = "#/components/schemas/"

HEADER = """\
# Reduced from Twilio's own API description (https://github.com/twilio/twilio-oai, MIT licence, see LICENSE)
# by reduce.py: the paths for messages and the schemas that they name. Not edited by hand.
"""


def reduce(whole: dict[str, Any]) -> dict[str, Any]:
    """The description of messages alone."""
    paths = {path: whole["paths"][path] for path in PATHS}
    schemas: dict[str, Any] = {}
    waiting = list(references(paths))
    while waiting:
        name = waiting.pop()
        if name not in schemas:
            schemas[name] = whole["components"]["schemas"][name]
            waiting += references(schemas[name])
    return {
        **{key: whole[key] for key in KEPT if key in whole},
        "components": {"securitySchemes": whole["components"]["securitySchemes"], "schemas": schemas},
        "paths": paths,
    }


def references(node: object) -> Iterator[str]:
    """The names of the schemas that a part of the description points to."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield str(value).removeprefix(SCHEMA)
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        reduced = reduce(yaml.safe_load(file))
    text = yaml.safe_dump(reduced, sort_keys=True, allow_unicode=True, width=110)
    REDUCED.write_text(HEADER + text, encoding="utf-8")
    print(f"{REDUCED.name}: {len(text) // 1000} kB, {len(reduced['components']['schemas'])} schemas")
