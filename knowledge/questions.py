"""Questions with known answers, one JSON object a line: for calibrating and for measuring search.

{"id": "es-001", "lang": "es", "text": "…", "topic": "us-asylum-fees", "also": [], "in_scope": true, "urgent": false}
`topic` is the article that answers; `also` names others that are right too; `topic` is null when out of scope.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Question(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    lang: str
    text: Annotated[str, Field(min_length=1)]
    topic: str | None = None
    also: tuple[str, ...] = ()
    in_scope: bool = True
    urgent: bool = False

    @property
    def right(self) -> frozenset[str]:
        """Slugs of the articles that answer it."""
        return frozenset((*((self.topic,) if self.topic else ()), *self.also))


class QuestionsError(ValueError):
    """A file of questions cannot be read; the message names file and line."""


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of one file; raises QuestionsError, also for an in-scope question without a topic."""
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate_json(line)
        except ValidationError as error:
            reasons = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'line'}: {e['msg']}" for e in error.errors())
            raise QuestionsError(f"{path.name}:{number}: {reasons}") from error
        if question.in_scope and not question.urgent and not question.right:
            raise QuestionsError(f"{path.name}:{number}: an in-scope question needs a topic")
        questions.append(question)
    return tuple(questions)
