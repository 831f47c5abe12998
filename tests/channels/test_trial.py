from __future__ import annotations

from pathlib import Path

import pytest

from channels.content import Content
from channels.message import Channel
from channels.settings import Settings
from channels.trial import Trial, trial
from knowledge.decide import Decision
from knowledge.folder import ARTICLES
from knowledge.sample_articles import TODAY, replace_in, write_library
from knowledge.testing import LetterEncoder

SLUG = "us-asylum-fees"
#: In the list of real slugs, since a service knows no other.
SLUGS = ("us-asylum-fees", "mx-refugee-comar", "us-asylum-deadlines", "gt-asylum", "hn-asylum")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path / "articles", SLUGS)


def tried(folder: Path, question: str) -> Trial:
    content = Content(Settings(knowledge_dir=folder), LetterEncoder())
    return trial(question, content, channel=Channel.SMS, tag="es", today=TODAY)


def test_trial_answers_from_the_words_on_disk(folder: Path) -> None:
    """What was saved a moment ago is what the question gets, with every candidate's probability."""
    replace_in(folder / SLUG / "es.md", "Hay ayuda gratis", "Siempre hay ayuda gratis")
    found = tried(folder, "cuanto vale us asylum fees us asylum fees us asylum fees")

    assert found.candidates[0].slug == SLUG
    assert all(0 <= candidate.score <= 1 for candidate in found.candidates)
    assert len(found.bubbles) == 1
    if found.decision is Decision.ANSWER:
        assert "Siempre hay ayuda gratis" in found.bubbles[0].part.text
    else:
        assert f"1 Sobre {SLUG}" in found.bubbles[0].part.text


def test_trial_names_what_holds_articles_back(folder: Path) -> None:
    """An article that cannot be found because it is broken is named with its problem."""
    replace_in(folder / SLUG / "es.md", "Hay ayuda gratis.", "Son $5.")
    found = tried(folder, "cuanto vale us asylum fees")

    assert [(problem.slug, problem.code) for problem in found.problems] == [(SLUG, "bare_amount")]
    assert SLUG not in [candidate.slug for candidate in found.candidates]


@pytest.mark.parametrize(
    ("question", "caught"),
    [("mas", "more"), ("me están pegando ahora", "danger (violence)"), ("cuanto cuesta pedir asilo", None)],
)
def test_trial_says_what_the_dialogue_would_catch(folder: Path, question: str, caught: str | None) -> None:
    """An editor who tries a command or a cry for help is told that it is never searched for."""
    assert tried(folder, question).caught == caught


def test_trial_of_nothing_like_an_article_says_so(folder: Path) -> None:
    """What nothing is near to gets the sentence that people would get."""
    found = tried(folder, "zzzz qqqq xxxx")

    assert found.decision is Decision.DECLINE
    assert "MENU" in found.bubbles[0].part.text


def test_articles_folder_is_the_default() -> None:
    """The command looks where the service looks."""
    assert Settings.model_fields["knowledge_dir"].default == ARTICLES
