"""What pydantic finds wrong, in the words of `messages.yaml` and with the line in the file."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge.problems import Key, Problem, name_key
from knowledge.schema import ArticleForm, FactForm, SourceForm
from knowledge.yamldoc import Document

#: Pydantic's kinds of error that always mean the same here.
CODES = {
    "extra_forbidden": "unknown_key",
    "missing": "missing_key",
    "literal_error": "not_one_of",
    "date_type": "not_a_date",
    "date_from_datetime_parsing": "not_a_date",
    "bool_type": "not_true_or_false",
    "string_type": "not_text",
    "string_too_short": "not_text",
    "list_type": "not_a_list",
    "dict_type": "not_a_block",
    "model_type": "not_a_block",
    "model_attributes_type": "not_a_block",
    "too_short": "not_text",
    "fact_value": "fact_value",
}

#: What a text that does not have the right form was meant to be, by the key it stands under.
PATTERNS = {
    "url": "not_a_web_address",
    "id": "bad_slug",
    "source": "bad_slug",
    "see_also": "bad_slug",
    "facts": "bad_fact_key",
    "translated_from": "bad_origin",
}


def misfits(error: ValidationError, form: type[BaseModel], document: Document, file: str) -> list[Problem]:
    return [_problem(detail, form, document, file) for detail in error.errors()]


def close_to(word: str, known: list[str], lang_hint: str = " → {}?") -> str:
    """ " → us-asylum-fees?" when a known word looks like the one typed, else nothing."""
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    return lang_hint.format(found[0]) if found else ""


def _problem(detail: ErrorDetails, form: type[BaseModel], document: Document, file: str) -> Problem:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    code = CODES.get(detail["type"], "bad_value")
    if detail["type"] == "too_short" and path == ("sources",):
        code = "no_sources"
    if detail["type"] == "string_pattern_mismatch":
        names = [step for step in path if isinstance(step, str)]
        code = next((PATTERNS[name] for name in reversed(names) if name in PATTERNS), "bad_value")
    place = path[:-1] if code == "missing_key" else path
    known = _known(place, document.lines)
    values = _values(code, path, form, detail, file)
    return Problem(file=file, line=document.lines[known], key=name_key(known), code=code, values=values)


def _known(path: Key, lines: Mapping[Key, int]) -> Key:
    """The longest beginning of `path` that stands in the file; pydantic adds steps of its own at the end."""
    return next(path[:end] for end in range(len(path), -1, -1) if path[:end] in lines)


def _values(code: str, path: Key, form: type[BaseModel], detail: ErrorDetails, file: str) -> dict[str, Any]:
    slug, _, name = file.partition("/")
    match code:
        case "unknown_key":
            allowed = sorted(_form_at(path, form).model_fields)
            return {"allowed": ", ".join(allowed), "hint": close_to(str(path[-1]), allowed)}
        case "missing_key":
            return {"missing": str(path[-1])}
        case "not_one_of":
            return {"allowed": detail["ctx"]["expected"].replace(" or ", ", ").replace("'", "")}
        case "bad_origin":
            return {"slug": slug, "language": name.removesuffix(".md")}
    return {}


def _form_at(path: Key, form: type[BaseModel]) -> type[BaseModel]:
    inner: Mapping[str | int, type[BaseModel]] = {"sources": SourceForm, "facts": FactForm}
    return inner.get(path[0], form) if form is ArticleForm and len(path) > 2 else form
