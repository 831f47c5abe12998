"""The articles that ship: all of them, in both languages, short enough, sourced, and found."""

from __future__ import annotations

from datetime import date
from functools import cache
from statistics import mean

import pytest

from bot.replies import ArticlePart
from channels.fit import fit
from channels.knowledge_options import sms_segments
from channels.message import Channel
from channels.render import Wording, render
from channels.segments import count, fold
from knowledge.article import Article
from knowledge.check import check
from knowledge.folder import ARTICLES
from knowledge.library import Library
from knowledge.problems import errors_in
from knowledge.slugs import load_slugs
from locales.languages import Register
from locales.phrases import Phrases

TAGS = ("en", "es")
#: A day on which nothing that ships is dated in the future.
TODAY = date(2026, 11, 24)
SLUGS = load_slugs().all


@cache
def library() -> Library:
    """Raises KnowledgeError when anything keeps an article out of service."""
    return Library.load(ARTICLES)


def article(slug: str) -> Article:
    return library().articles[slug]


def segments(slug: str, tag: str) -> int:
    text = article(slug).words[tag].parts(article(slug))[0]
    return count(fold(text, Register.load().get(tag).fold)).segments


def test_articles_are_all_in_service() -> None:
    """Every slug of the list is an article that can be served, and there is no other."""
    assert set(library().slugs) == set(SLUGS)
    assert len(SLUGS) == 62


def test_articles_pass_the_check() -> None:
    """`rumbo knowledge check` finds no error in what ships; warnings are for the editors' judgement."""
    assert [problem.say() for problem in errors_in(check(ARTICLES, sms_segments, TODAY))] == []


@pytest.mark.parametrize("tag", TAGS)
def test_short_answers_fit_two_segments(tag: str) -> None:
    """As they are sent, facts filled in and accents folded: none above two segments, so the mean is at most two."""
    counted = {slug: segments(slug, tag) for slug in SLUGS}

    assert {slug: n for slug, n in counted.items() if n > 2} == {}
    assert mean(counted.values()) <= 2.0


@pytest.mark.parametrize("day", [date(2026, 7, 10), TODAY], ids=["fresh", "overdue"])
@pytest.mark.parametrize("tag", TAGS)
def test_first_answers_fit_two_segments_as_they_leave(tag: str, day: date) -> None:
    """With the footer of that day, or as the sentence that withholds it: one message, two segments at most."""
    register = Register.load()
    wording = Wording(
        library=library(), phrases=Phrases.load(register=register), register=register, allow_unsigned=True
    )
    sent = {
        slug: fit(render((ArticlePart(slug=slug),), wording, tag=tag, today=day), Channel.SMS, register.get(tag).fold)
        for slug in SLUGS
    }

    assert {slug for slug, parts in sent.items() if len(parts) > 1 or parts[0].segments > 2} == set()


@pytest.mark.parametrize("tag", TAGS)
def test_short_answers_need_no_second_alphabet(tag: str) -> None:
    """Not one letter of a short answer turns an SMS into UCS-2, which would more than halve its room."""
    folds = Register.load().get(tag).fold
    texts = {slug: fold(article(slug).words[tag].parts(article(slug))[0], folds) for slug in SLUGS}

    assert [slug for slug, text in texts.items() if count(text).encoding != "GSM-7"] == []


@pytest.mark.parametrize("tag", TAGS)
def test_articles_know_ten_ways_to_ask(tag: str) -> None:
    """Each article, in each language, is asked for in at least ten different ways."""
    assert [slug for slug in SLUGS if len(set(article(slug).words[tag].asked_as)) < 10] == []


@pytest.mark.parametrize("tag", TAGS)
def test_articles_carry_test_questions(tag: str) -> None:
    """Each article, in each language, has a question that the search must answer with it."""
    assert [slug for slug in SLUGS if not article(slug).words[tag].must_find] == []


def test_articles_have_an_official_source_first() -> None:
    """At least one official source, and it comes first."""
    assert [slug for slug in SLUGS if not article(slug).sources or not article(slug).sources[0].official] == []


def test_articles_say_the_same_in_both_languages() -> None:
    """The Spanish was made from the English as it is now, in the same number of parts."""
    numbers = {slug: {len(words.paragraphs) for words in article(slug).words.values()} for slug in SLUGS}

    assert {slug: found for slug, found in numbers.items() if len(found) > 1} == {}
