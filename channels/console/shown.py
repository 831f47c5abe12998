"""How things are written on the pages: a person, a moment, a language, an article, how long ago."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from channels.render import Wording
from locales.countries import country_name

Say = Callable[..., str]


def helpers(say: Say, wording: Wording, tag: str, zone: tzinfo) -> Mapping[str, Any]:
    """What templates can write with."""

    def title(slug: str | None) -> str:
        article = wording.library.get(slug) if slug else None
        return slug or "" if article is None else wording.words(article, tag).title

    def language(of: str | None) -> str:
        if not of:
            return ""
        try:
            return wording.register.get(of).name
        except KeyError:
            return of

    def towns(of: str | None) -> str:
        """Where it is spoken differently, to ask an interpreter for."""
        try:
            return ", ".join(wording.register.get(of).varieties) if of else ""
        except KeyError:
            return ""

    def country(code: str | None) -> str:
        return country_name(code, tag) if code else ""

    def since(moment: datetime) -> str:
        return how_long(say, datetime.now(UTC) - moment)

    def when(moment: datetime) -> str:
        local = moment.astimezone(zone)
        is_today = local.date() == datetime.now(zone).date()
        return local.strftime("%H:%M" if is_today else "%Y-%m-%d %H:%M")

    return {
        "title": title,
        "language_name": language,
        "towns": towns,
        "country_of": country,
        "since": since,
        "when": when,
        "who": who,
    }


def how_long(say: Say, passed: timedelta) -> str:
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 1:
        return say("console_now")
    if minutes < 60:
        return say("console_minutes", number=str(minutes))
    if minutes < 48 * 60:
        return say("console_hours", number=str(minutes // 60))
    return say("console_days", number=str(minutes // 1440))


def who(person: str) -> str:
    """A short name for somebody whose name and number are not to be seen."""
    return f"#{person[:6]}"
