"""JSON Schemas of the kinds of file, for completion in editors' programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from knowledge.schema import ArticleForm, AskedForm, RecordedForm, SignatureForm, WordsForm
from knowledge.workshop.desk import write

SCHEMAS = Path(__file__).resolve().parents[1] / "schema"
FORMS: Mapping[str, type[BaseModel]] = {
    "article": ArticleForm,
    "words": WordsForm,
    "asked": AskedForm,
    "recorded": RecordedForm,
    "signature": SignatureForm,
}


def schemas() -> dict[str, str]:
    """JSON text by file name."""
    return {
        f"{name}.schema.json": json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **form.model_json_schema()},
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
        for name, form in FORMS.items()
    }


def write_schemas(folder: Path = SCHEMAS) -> tuple[Path, ...]:
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        write(folder / name, text)
    return tuple(folder / name for name in schemas())
