from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from bot.replies import ArticlePart
from channels.fit import fit
from channels.message import Channel
from channels.preview import PHONE, Seen, draw, seen, styled
from channels.prices import price_on
from channels.render import Wording, render
from knowledge.library import Library
from knowledge.sample_articles import SLUGS, TODAY, ArticleFiles
from locales.languages import Register
from locales.phrases import Phrases

SLUG = "us-asylum-fees"
LATE = date(2026, 12, 1)


def wording(files: ArticleFiles) -> Wording:
    register = Register.load()
    return Wording(
        library=Library.of({files.slug: files.article()}, SLUGS),
        phrases=Phrases.load(register=register),
        register=register,
        allow_unsigned=True,
    )


@pytest.fixture
def shown() -> Wording:
    return wording(ArticleFiles.valid(SLUG))


def bubbles(shown: Wording, channel: Channel = Channel.SMS, tag: str = "es", today: date = TODAY) -> tuple[Seen, ...]:
    return seen(SLUG, shown, channel=channel, tag=tag, today=today)


def drawn(bubbles: tuple[Seen, ...], channel: Channel = Channel.SMS, price: float | None = None) -> str:
    out = io.StringIO()
    draw(bubbles, Console(file=out, width=200), channel=channel, price=price_on(channel, price))
    return out.getvalue()


def test_preview_goes_the_way_of_a_person(shown: Wording) -> None:
    """The answer, every part that MORE brings, then SOURCES."""
    assert [each.asked for each in bubbles(shown)] == ["", "MORE 1/3", "MORE 2/3", "MORE 3/3", "SOURCES"]


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("tag", ["es", "en"])
def test_preview_shows_what_is_sent(shown: Wording, channel: Channel, tag: str) -> None:
    """Its texts are those of the service's own rendering and fitting, letter by letter."""
    turns = [render([ArticlePart(slug=SLUG, part=n)], shown, tag=tag, today=TODAY) for n in range(4)]
    sent = [part for turn in turns for part in fit(turn, channel, shown.register.get(tag).fold)]

    assert [each.part for each in bubbles(shown, channel, tag)[:4]] == sent


def test_preview_names_the_way_to_be_told_once_and_last(shown: Wording) -> None:
    """AVISO is offered below the last part, in the person's language."""
    assert ["AVISO" in each.part.text for each in bubbles(shown)] == [False, False, False, True, False]
    assert "ALERT" in bubbles(shown, tag="en")[3].part.text


def test_preview_of_an_article_that_is_withheld_shows_the_withholding() -> None:
    """What is too old to be safe is not shown as if people got it."""
    files = ArticleFiles.valid(SLUG)
    files.head["risk"] = "high"

    found = bubbles(wording(files), today=LATE)

    assert [each.asked for each in found] == ["", "SOURCES"]
    assert "$100" not in found[0].part.text


def test_draw_makes_boxes_of_a_phones_width_with_cost(shown: Wording) -> None:
    """Each bubble says its segments, alphabet and price; the last line adds them up."""
    found = bubbles(shown)
    lines = drawn(found, price=0.01).splitlines()
    segments = sum(each.part.segments for each in found)

    assert {len(line) for line in lines[:-1]} == {PHONE + 4}
    assert any(f"{found[0].part.segments} × GSM-7 · ${found[0].part.segments / 100:.4f}" in line for line in lines)
    assert f"everything ${segments / 100:.4f}" in lines[-1]
    assert "estimate" not in lines[-1]


def test_draw_says_that_listed_prices_are_estimates(shown: Wording) -> None:
    """Nobody takes a remembered price for a bill; WhatsApp is priced by the message."""
    for channel in Channel:
        last = drawn(bubbles(shown, channel), channel).splitlines()[-1]

        assert f"(estimate: ${price_on(channel).price:.4f} a {price_on(channel).per}, {price_on(channel).as_of}" in last


def test_draw_shows_whatsapps_marks_as_letters(shown: Wording) -> None:
    """Bold and italic lines are shown as the phone shows them; stars inside a line stay."""
    text = styled("*Título*\n\n2 * 3 y _más_ *\n_Revisado hoy._\n*")

    assert text.plain == "Título\n\n2 * 3 y _más_ *\nRevisado hoy.\n*"
    assert {(text.plain[span.start : span.end], str(span.style)) for span in text.spans if span.style} == {
        ("Título", "bold"),
        ("Revisado hoy.", "italic"),
    }


def test_draw_prints_brackets_as_they_are(shown: Wording) -> None:
    """Nothing in an article is taken for formatting of the terminal."""
    files = ArticleFiles.valid(SLUG)
    files.words["es"]["sms"] = "Diga [bold]no[/bold] y {{ fee.form }}."

    assert "[bold]no[/bold]" in drawn(bubbles(wording(files)))


def test_prices_are_data_with_source_and_date() -> None:
    """Both channels have a price, marked as an estimate, with where it comes from and since when."""
    for channel in Channel:
        price = price_on(channel)

        assert price.price > 0
        assert price.estimate
        assert price.source
        assert isinstance(price.as_of, date)
    assert price_on(Channel.SMS, 0.5).price == 0.5
    assert not price_on(Channel.SMS, 0.5).estimate


def test_prices_file_says_how_to_correct_it() -> None:
    """An operator who opens the file reads what to do with it."""
    text = (Path(__file__).parents[2] / "channels" / "prices.yaml").read_text("utf-8")

    assert "--price" in text.partition("\nsms:")[0]
