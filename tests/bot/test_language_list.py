"""The list of languages as it is sent: on old phones, and with numbers that always mean the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.actions.language import COUNTRY, FIRST, numbered, pick_language, show_languages, show_more_languages
from bot.actions.memory import Memory
from bot.actions.speaking import register
from bot.replies import Phrase
from channels.segments import count, fold
from locales.languages import Level
from locales.phrases import Phrases

PHRASES = Phrases.load()
INTROS = ("utter_language_list", "utter_which_language", "utter_language_for_card")


def pages(reads: str) -> Iterator[Phrase]:
    """Every page that anybody can come to: the three beginnings, and MORE until it begins again."""
    for intro in INTROS:
        said = show_languages(Memory(), reads, intro)
        yield from _until_it_begins_again(said.replies[0], said.memory, reads)
    for stands_for in numbered():
        if stands_for.startswith(COUNTRY):
            said = pick_language(stands_for, said.memory, reads)
            yield from _until_it_begins_again(said.replies[0], said.memory, reads)


def _until_it_begins_again(reply: object, memory: Memory, reads: str) -> Iterator[Phrase]:
    for _ in range(20):
        assert isinstance(reply, Phrase)
        yield reply
        said = show_more_languages(memory, reads)
        reply, memory = said.replies[0], said.memory
        if isinstance(reply, Phrase) and reply.key == "utter_language_list":
            return
    pytest.fail("MORE never comes back to the first page")


@pytest.mark.parametrize("tag", ["es", "en"])
def test_every_page_fits_two_segments(tag: str) -> None:
    """GSM-7 and at most two segments, with the sentence around the list."""
    fold_table = register().get(tag).fold
    sent = [count(fold(PHRASES.say(page.key, tag, **page.params), fold_table)) for page in pages(tag)]

    assert {each.encoding for each in sent} == {"GSM-7"}
    assert max(each.segments for each in sent) <= 2


def test_every_language_is_on_a_page_under_its_one_number() -> None:
    """Whoever looks under the country finds each language, and its number is the same on every page."""
    lines = {line for page in pages("es") for line in page.params.get("languages", "").split("\n") if line}
    listed = {int(line.split()[0]): line.split(" ", 1)[1] for line in lines}

    assert len(listed) == len(lines)
    for each in register().languages:
        number = numbered().index(each.tag) + 1
        assert listed[number] == (each.name if each.level is Level.FULL else each.label)
        assert number < FIRST or each.level is not Level.FULL


def test_every_number_leads_to_what_stands_beside_it() -> None:
    """A number of any page chooses its language, also while another page is shown."""
    memory = show_languages(Memory(), "es").memory

    for number, stands_for in enumerate(numbered(), start=1):
        assert memory.offered[number - 1] == stands_for
        if stands_for and not stands_for.startswith(COUNTRY):
            assert pick_language(stands_for, memory, "es").note.language == stands_for
