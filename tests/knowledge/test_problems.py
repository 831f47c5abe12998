from __future__ import annotations

import re
from string import Formatter

import pytest

from knowledge.problems import LANGUAGES, Level, Problem, templates
from knowledge.slugs import load_slugs

#: Filled in by language, so that the other language does without.
PER_LANGUAGE = {"consequence_en", "consequence_es", "costly_en", "costly_es"}


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name} - PER_LANGUAGE


@pytest.mark.parametrize("code", templates())
def test_templates_say_the_same_in_both_languages(code: str) -> None:
    """No language knows more than the other, and every problem has a remedy."""
    template = templates()[code]

    for part in (template.message, template.remedy):
        used = {lang: names_in(part[lang]) for lang in LANGUAGES}
        assert used["en"] == used["es"]
        assert all(part[lang].strip() for lang in LANGUAGES)
    assert template.message["en"] != template.message["es"]


@pytest.mark.parametrize("code", templates())
def test_templates_that_hold_an_article_back_are_errors(code: str) -> None:
    """A warning never takes an article out of service."""

    assert templates()[code].level is Level.ERROR or not templates()[code].holds


def test_say_names_file_line_key_and_remedy() -> None:
    """One problem is two lines: where and what, then what to do."""
    problem = Problem(file="us-asylum-fees/es.md", line=3, key="sms", code="bare_number", values={"found": "24"})

    assert re.match(r"ERROR +us-asylum-fees/es\.md, line 3, sms: a number stands in the text: 24\n +→ ", problem.say())
    assert "línea 3" in problem.say("es")
    assert "{{ its.key }}" in problem.remedy


def test_the_list_of_articles_has_no_name_twice() -> None:
    """62 articles, each in one group."""
    slugs = load_slugs()

    assert len(slugs.all) == len(set(slugs.all)) == 62
    assert slugs.directories <= set(slugs.all)
