"""A small library in the shape of real files, and the sentences of the service."""

from __future__ import annotations

from dataclasses import replace

import pytest

from channels.render import Wording
from knowledge.library import Library
from knowledge.sample_articles import SLUGS, ArticleFiles
from locales.languages import Register
from locales.phrases import Phrases

SLUG = "us-asylum-fees"


@pytest.fixture
def wording() -> Wording:
    register = Register.load()
    library = Library.of({SLUG: ArticleFiles.valid(SLUG).article()}, SLUGS)
    return Wording(library=library, phrases=Phrases.load(register=register), register=register, allow_unsigned=True)


def unsigned(wording: Wording) -> Wording:
    return replace(wording, allow_unsigned=False)
