from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TurnError
from bot.replies import ArticlePart, Card, Choices, Decision, Effect, Emergency, Phrase, Reply, Right, Sources, Topics
from bot.wire import Note, note_from_json, note_to_json, reply_from_json, reply_to_json
from knowledge.decide import Candidate

words = st.text(max_size=12)
replies = st.one_of(
    st.builds(Phrase, key=words, params=st.dictionaries(words, words, max_size=3)),
    st.builds(ArticlePart, slug=words, part=st.integers(0, 9), has_right=st.booleans()),
    st.builds(Sources, slug=words),
    st.builds(Topics, intro=words, slugs=st.lists(words, max_size=3).map(tuple)),
    st.builds(
        Choices,
        intro=words,
        options=st.lists(words, max_size=3).map(tuple),
        params=st.dictionaries(words, words, max_size=3),
    ),
    st.builds(Card, tag=st.none() | words, name=words, town=words),
    st.builds(Right, topic=words, town=words, asked=st.booleans()),
    st.builds(Emergency, kind=words, country=st.none() | words),
)
notes = st.builds(
    Note,
    decision=st.sampled_from(Decision),
    article=st.none() | words,
    candidates=st.lists(st.builds(Candidate, slug=words, score=st.floats(0, 1)), max_size=3).map(tuple),
    effects=st.frozensets(st.sampled_from(Effect)),
    language=st.none() | words,
    other_language=st.none() | words,
    town=st.none() | words,
)


@given(reply=replies)
def test_reply_survives_the_way_through_rasa(reply: Reply) -> None:
    """Every reply comes out of JSON as it went in."""
    assert reply_from_json(json.loads(json.dumps(reply_to_json(reply)))) == reply


@given(note=notes)
def test_note_survives_the_way_through_rasa(note: Note) -> None:
    """Every note comes out of JSON as it went in."""
    assert note_from_json(json.loads(json.dumps(note_to_json(note)))) == note


@pytest.mark.parametrize("message", [{}, {"text": "hello"}, {"article": "x"}, {"topics": "x", "intro": "y"}])
def test_reply_of_unknown_form_is_refused(message: dict[str, object]) -> None:
    """A message that is none of ours is an error, not silence."""
    with pytest.raises(TurnError):
        reply_from_json(message)
