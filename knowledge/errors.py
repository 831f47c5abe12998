"""What this package raises.

KnowledgeError
└── SigningRefusedError
EmbeddingUnavailableError
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.problems import Problem


class KnowledgeError(Exception):
    """The articles cannot be used as they are."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.say() for problem in self.problems) or str(self.__doc__))


class SigningRefusedError(KnowledgeError):
    """An article with errors cannot be signed."""


class EmbeddingUnavailableError(Exception):
    """There is no embedding model on this machine."""
