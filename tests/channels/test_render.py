"""Keys into words: which sentence stands where, in which language, on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.replies import ArticlePart, Emergency, Phrase, Sources, Topics
from channels.render import MOST_SOURCES, Wording, render
from knowledge.article import Risk, Signature
from knowledge.digest import article_digest
from knowledge.emergency import last_resort
from knowledge.library import Library
from knowledge.sample_articles import SLUGS, TODAY

from .conftest import SLUG, unsigned


def changed(wording: Wording, **fields: object) -> Wording:
    article = replace(wording.library.articles[SLUG], **fields)  # type: ignore[arg-type]
    return replace(wording, library=Library.of({SLUG: article}, SLUGS))


def overdue(wording: Wording) -> date:
    return wording.library.articles[SLUG].review_by + timedelta(days=1)


def test_render_answers_with_the_day_it_was_checked(wording: Wording) -> None:
    """The short answer, facts filled in, above the date and what to reply for more."""
    (bubble,) = render([ArticlePart(slug=SLUG)], wording, tag="es", today=TODAY)

    assert bubble.text == wording.library.articles[SLUG].words["es"].parts(wording.library.articles[SLUG])[0]
    assert bubble.footer.startswith("Revisado: ")
    assert bubble.footer.endswith("Responda MAS o FUENTES.")


def test_render_warns_when_a_normal_article_is_overdue(wording: Wording) -> None:
    """It is still answered, and says that it may have changed."""
    (fresh,) = render([ArticlePart(slug=SLUG)], wording, tag="en", today=TODAY)
    (late,) = render([ArticlePart(slug=SLUG)], wording, tag="en", today=overdue(wording))

    assert late.text == fresh.text
    assert "may have changed" in late.footer
    assert "may have changed" not in fresh.footer


def test_render_withholds_a_high_risk_article_that_is_overdue(wording: Wording) -> None:
    """Nothing of its words is said; the person is told why and offered sources and a person."""
    risky = changed(wording, risk=Risk.HIGH)

    (bubble,) = render([ArticlePart(slug=SLUG)], risky, tag="en", today=overdue(wording))

    words = risky.library.articles[SLUG].words["en"]
    assert words.sms[:20] not in bubble.text
    assert words.title in bubble.text
    assert "HUMAN" in bubble.text


def test_render_withholds_what_nobody_has_signed(wording: Wording) -> None:
    """With a real account only signed articles are said, in parts 1… too."""
    bubbles = render([ArticlePart(slug=SLUG), ArticlePart(slug=SLUG, part=1)], unsigned(wording), tag="en", today=TODAY)

    assert all("reviewer has not approved" in bubble.text for bubble in bubbles)


def test_render_numbers_the_parts(wording: Wording) -> None:
    """A further part says which of how many it is."""
    (bubble,) = render([ArticlePart(slug=SLUG, part=2)], wording, tag="es", today=TODAY)

    assert bubble.footer == "(2/3)"


def test_render_gives_sources_once_each_and_official_ones_first(wording: Wording) -> None:
    """SOURCES names publisher and link of official pages, each line once, no more than fit a phone."""
    source = wording.library.articles[SLUG].sources[0]
    many = tuple(replace(source, id=f"s{n}", url=f"https://example.gov/{n // 2}", official=n < 10) for n in range(12))

    (bubble,) = render([Sources(slug=SLUG)], changed(wording, sources=many), tag="en", today=TODAY)

    lines = bubble.text.splitlines()[1:]
    assert lines == [f"{source.publisher}: https://example.gov/{n}" for n in range(MOST_SOURCES)]


def test_render_keeps_the_numbers_of_a_list_when_a_topic_is_gone(wording: Wording) -> None:
    """A number means the same to the dialogue and to the person."""
    (bubble,) = render([Topics(intro="utter_menu", slugs=("hn-asylum", SLUG))], wording, tag="en", today=TODAY)

    assert bubble.text.splitlines()[1:] == ["1 -", f"2 {wording.library.articles[SLUG].words['en'].title}"]


def test_render_says_that_a_topic_is_gone(wording: Wording) -> None:
    """An article that went out of service between deciding and rendering breaks nothing."""
    bubbles = render([ArticlePart(slug="hn-asylum"), Sources(slug="hn-asylum")], wording, tag="en", today=TODAY)

    assert [bubble.text for bubble in bubbles] == [wording.phrases.say("utter_topic_gone", "en")] * 2


def test_render_speaks_in_danger_without_the_numbers_article(wording: Wording) -> None:
    """Even without the article of numbers a person in danger is told what to do, and each country's number."""
    (bubble,) = render([Emergency(kind="medical")], wording, tag="es", today=TODAY)

    assert bubble.text.splitlines() == [wording.phrases.say("danger_medical", "es"), *last_resort(None, "es")]


def test_render_fills_phrases(wording: Wording) -> None:
    """Named placeholders are filled."""
    reply = Phrase(key="utter_number_out_of_range", params={"highest": "3"})

    assert "1 to 3" in render([reply], wording, tag="en", today=TODAY)[0].text


def test_render_says_no_unsigned_article_in_a_language_of_speakers(wording: Wording) -> None:
    """Where unsigned articles are allowed, that is for Spanish and English; Mam waits for its reviewer in any case."""
    article = wording.library.articles[SLUG]
    mam = replace(article.words["es"], tag="mam", title="Mam", sms="Mam sms")
    drafted = changed(wording, words={**article.words, "mam": mam})
    whole = drafted.library.articles[SLUG]
    signature = Signature(digest=article_digest(whole), reviewer="María Ramírez, Mam interpreter", on=TODAY)
    signed = changed(drafted, words=whole.words, signatures=(signature,))

    def title(used: Wording) -> str:
        return render([ArticlePart(slug=SLUG)], used, tag="mam", today=TODAY)[0].heading

    assert title(drafted) == article.words["es"].title
    assert title(replace(drafted, drafts=True)) == "Mam"
    assert title(signed) == "Mam"
