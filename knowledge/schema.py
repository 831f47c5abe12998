"""The closed form of `article.yaml`, `<tag>.md`'s head, `asked.yaml` and `signatures.yaml`: no unknown key.

Descriptions end up in the JSON Schema that editors' programs use for completion.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

Jurisdiction = Literal["us", "mx", "gt", "hn", "sv", "cr", "pa", "bz", "ca", "ni", "region"]
Owner = Literal["legal-desk", "protection-desk", "editors"]
LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]+)*"
FACT_KEY = r"^[a-z0-9]+(\.[a-z0-9_]+)+$"


def _as_text(value: Any) -> Any:
    """What was typed, where YAML sees a number or a date: `- 911` is a question like any other."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def _nothing_is_empty(value: Any) -> Any:
    return [] if value is None else value


def _fact_value(value: Any) -> Any:
    if isinstance(value, (str, int, date)) and not isinstance(value, bool) and value != "":
        return value
    if isinstance(value, dict) and value and all(isinstance(text, str) and text for text in value.values()):
        return value
    raise PydanticCustomError("fact_value", "not a fact value")


Text = Annotated[str, BeforeValidator(_as_text), StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s/]+(/\S*)?$")]
FactKey = Annotated[str, StringConstraints(pattern=FACT_KEY)]
Value = Annotated[
    Any,
    BeforeValidator(_fact_value),
    WithJsonSchema({"type": ["string", "integer", "object"], "additionalProperties": {"type": "string"}}),
]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SourceForm(Closed):
    id: Annotated[Slug, Field(description="Short name that facts refer to")]
    url: Annotated[WebAddress, Field(description="The page itself, starting with https://")]
    publisher: Text
    title: Text
    official: Annotated[bool, Field(description="true: a government, court, UN body, or the one that runs the service")]
    checked_on: Annotated[date, Field(description="The day someone last looked at the page")]


class FactForm(Closed):
    value: Annotated[Value, Field(description="Text, a whole number, a date, or one text per language {en: …, es: …}")]
    as_of: Annotated[date, Field(description="The day on which this is known to have been true")]
    source: Annotated[Slug | None, Field(description="The id of one of the sources")] = None
    confirmed: Annotated[bool, Field(description="false: nobody has read it on an official page yet")]


class ArticleForm(Closed):
    title_for_editors: Text
    jurisdiction: Annotated[Jurisdiction, Field(description="The country where this is true, or region")]
    status: Annotated[Literal["open", "closed", "contested"], Field(description="Can this pathway be used today?")]
    risk: Annotated[
        Literal["high", "normal"],
        Field(description="high: not answered once overdue; normal: answered with a caveat"),
    ]
    owner: Owner
    checked_on: Annotated[date, Field(description="The day the whole article was last checked")]
    review_by: Annotated[date, Field(description="The day until which it may be trusted")]
    urgent: Annotated[bool, Field(description="true: belongs to what a person in danger may need")] = False
    sources: Annotated[list[SourceForm], Field(min_length=1, description="Official ones first")]
    facts: Annotated[dict[FactKey, FactForm], Field(description="Every amount, number, date, phone and address")]
    see_also: Annotated[list[Slug], BeforeValidator(_nothing_is_empty)] = []


class WordsForm(Closed):
    title: Annotated[Text, Field(description="At most 40 characters: also a line of a numbered menu")]
    sms: Annotated[Text, Field(description="The answer itself, at most 230 characters with the facts filled in")]
    asked_as: Annotated[list[Text], Field(description="At least 10 ways in which people ask, as they text")]
    must_find: Annotated[
        list[Text],
        BeforeValidator(_nothing_is_empty),
        Field(description="Test questions that this article must answer"),
    ] = []
    translated_from: Annotated[
        Annotated[str, StringConstraints(pattern=rf"^{LANGUAGE}@sha256:[0-9a-f]{{16}}$")] | None,
        Field(description="Written by `rumbo knowledge translated`; absent in the first language"),
    ] = None


class AskedForm(Closed):
    language: Annotated[str, StringConstraints(pattern=rf"^{LANGUAGE}$"), Field(description="Tag of languages.yaml")]
    text: Annotated[Text, Field(description="The question, as it was typed")]
    reviewer: Annotated[str, StringConstraints(pattern=r"^\S.*,\s*\S.*$"), Field(description="Who understood it")]
    on: date


class RecordedForm(Closed):
    language: Annotated[str, StringConstraints(pattern=rf"^{LANGUAGE}$"), Field(description="Tag of languages.yaml")]
    speaker: Annotated[Text, Field(description="Whose voice it is, and from where")]
    reviewer: Annotated[str, StringConstraints(pattern=r"^\S.*,\s*\S.*$"), Field(description="Who listened to it")]
    on: date
    words: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$"), Field(description="Digest of what is said")]
    sound: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$"), Field(description="Digest of the file")]


class SignatureForm(Closed):
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    reviewer: Annotated[str, StringConstraints(pattern=r"^\S.*,\s*\S.*$")]
    on: date
