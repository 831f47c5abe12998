"""SMS segments: the counts Twilio bills, folding, and cuts that keep links and numbers whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import segments
from channels.segments import count, fold, split


@pytest.mark.parametrize(
    ("text", "segments", "encoding"),
    [
        pytest.param("", 1, "GSM-7", id="empty"),
        pytest.param("a" * 160, 1, "GSM-7", id="full single message"),
        pytest.param("a" * 161, 2, "GSM-7", id="one character too many"),
        pytest.param("a" * 306, 2, "GSM-7", id="two full parts"),
        pytest.param("a" * 307, 3, "GSM-7", id="a third part"),
        pytest.param("año ¿qué? ¡sí!".replace("í", "i"), 1, "GSM-7", id="ñ é ¿ ¡ are in the alphabet"),
        pytest.param("á" + "a" * 69, 1, "UCS-2", id="one accent makes it UCS-2"),
        pytest.param("á" + "a" * 70, 2, "UCS-2", id="71 units of UCS-2"),
        pytest.param("€" * 80, 1, "GSM-7", id="the euro costs two septets"),
        pytest.param("€" * 81, 2, "GSM-7", id="162 septets"),
        pytest.param("a" * 152 + "€" + "a" * 151, 2, "GSM-7", id="an escape pair moves whole to the next part"),
        pytest.param("a" * 152 + "€" + "a" * 152, 3, "GSM-7", id="the septet left free is lost"),
        pytest.param("😀" * 35, 1, "UCS-2", id="an emoji is two units"),
        pytest.param("😀" * 36, 2, "UCS-2", id="surrogates are not cut in two"),
    ],
)
def test_count_is_what_twilio_bills(text: str, segments: int, encoding: str) -> None:
    """Segments and alphabet follow 3GPP TS 23.038 and the 160/153, 70/67 limits."""
    counted = count(text)

    assert (segments, encoding) == (counted.segments, counted.encoding)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("¿Cuánto cuesta? Sólo $100 – más información", "¿Cuanto cuesta? Solo $100 - mas informacion"),
        ("niño, pingüino, café, año", "niño, pingüino, café, año"),
        ("Qʼeqchiʼ Kꞌicheꞌ K’iche’", "Q'eqchi' K'iche' K'iche'"),
        ("tz’utujil ẍ ê", "tz'utujil x e"),
        ("espacio\u00a0duro…", "espacio duro..."),
        ("a\u0301rbol", "arbol"),
    ],
)
def test_fold_keeps_what_gsm_has_and_replaces_what_it_lacks(text: str, folded: str) -> None:
    """Accents that GSM-7 lacks are folded, letters that it has stay, all apostrophes become one."""
    assert folded == fold(text)
    assert count(folded).encoding == "GSM-7"


def test_fold_leaves_an_emoji_for_the_count_to_tell() -> None:
    """What has no plain form is kept and the message is honest about costing UCS-2."""
    assert count(fold("ayuda 🙏")).encoding == "UCS-2"


def test_split_cuts_at_sentence_ends() -> None:
    """Two sentences that do not fit together become two messages, each whole."""
    first = "The form costs nothing at all " + "and so on " * 11 + "today."
    second = "Ask for it at the office " + "and so on " * 10 + "soon."

    assert split(f"{first} {second}", 1) == (first, second)


@pytest.mark.parametrize(
    "whole",
    [
        "https://help.unhcr.org/guatemala/como-solicitar",
        "ayuda@example.org",
        "+1 555 010 0199",
        "1-800-898-7180",
        "$2 600.50",
    ],
)
@pytest.mark.parametrize("before", range(120, 162, 3))
def test_split_never_cuts_a_link_or_a_number(whole: str, before: int) -> None:
    """Wherever the limit falls, a link, an address or a phone number arrives in one piece."""
    text = ("palabra " * 40)[:before].strip() + " " + whole + " " + "palabra " * 30

    assert any(whole in message for message in split(text, 1))


@given(st.text(alphabet="abc áñ.¿!\n0123456789 €😀-/:", max_size=900), st.integers(1, 3))
def test_split_loses_nothing_but_white_space(text: str, fits: int) -> None:
    """Every visible character arrives, in order, and every message fits."""
    messages = split(text, fits)

    assert "".join("".join(messages).split()) == "".join(text.split())
    assert all(count(message).segments <= fits for message in messages)


@pytest.mark.parametrize("letters", ["abcñ", "a{", "a€😀", "{" * 80 + "ж"])
@given(data=st.data(), fits=st.integers(1, 3))
def test_a_word_longer_than_a_message_fills_each_message(letters: str, data: st.DataObject, fits: int) -> None:
    """Of a word that has to be cut anywhere, every message but the last takes as many letters as it can."""
    messages = split(data.draw(st.text(alphabet=letters, min_size=1, max_size=600)), fits)

    for message, following in pairwise(messages):
        assert count(message + following[0]).segments > fits


def test_one_endless_word_is_cut_with_few_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message of 1,600 letters without a space costs no more than a dozen counts for each message it becomes."""
    counted: list[str] = []
    monkeypatch.setattr(segments, "count", lambda text: counted.append(text) or count(text))

    messages = split("a" * 1600, 3)

    assert len(counted) <= 16 * len(messages)
