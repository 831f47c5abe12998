from __future__ import annotations

import json
from datetime import date

from jsonschema import Draft202012Validator

from knowledge.errors import KnowledgeError
from knowledge.sample_articles import ArticleFiles
from knowledge.workshop.json_schema import SCHEMAS, schemas

SLUG = "us-asylum-fees"
LATER = date(2026, 7, 3)


def codes(error: KnowledgeError) -> set[str]:
    return {problem.code for problem in error.problems}


def test_schemas_on_disk_are_the_present_ones() -> None:
    """Editors' programs complete what the check accepts: run `rumbo knowledge schema` after a change."""
    on_disk = {path.name: path.read_text("utf-8") for path in SCHEMAS.glob("*.json")}

    assert on_disk == schemas()


def test_article_schema_accepts_an_article_and_refuses_an_unknown_key() -> None:
    """The schema is closed like the check."""
    validator = Draft202012Validator(json.loads(schemas()["article.schema.json"]))
    head = json.loads(json.dumps(ArticleFiles.valid().head, default=str))

    assert validator.is_valid(head)
    assert not validator.is_valid({**head, "risc": "high"})
