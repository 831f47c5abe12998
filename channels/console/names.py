"""Keys of figures and articles into words of the visitor's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from channels.console.report import Row
from channels.journal.counts import MORE, NEVER
from channels.render import Wording
from locales.errors import PhraseError

#: Seconds in a minute and an hour, from which on times are said in these.
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    wording: Wording
    tag: str

    def say(self, key: str, **params: str) -> str:
        return self.wording.phrases.say(key, self.tag, **params)

    def table(self, name: str) -> str:
        return self.say(f"figures_{name}")

    def column(self, table: str, column: str) -> str:
        return self.say(f"figures_outcome_{column}" if table == "outcomes_by_day" else f"figures_column_{column}")

    def row(self, table: str, row: Row) -> str:
        if row.key == "total":
            return self.say("figures_total")
        if row.together:
            return self.say("figures_together", number=str(row.together))
        if (said := self._said().get(table)) is not None:
            return said(row.key)
        return self.known(f"figures_{table}_{row.key}", row.key)

    def _said(self) -> Mapping[str, Callable[[str], str]]:
        """Tables whose rows are not simply named by sentences of their own."""
        return {
            "languages": self.language,
            "topics": self.article,
            "feedback_by_article": self.article,
            "replies": self.time,
            "waits": self.time,
            "by_day": str,
            "outcomes_by_day": str,
            "outcomes": lambda key: self.known(f"figures_outcome_{key}", key),
            "cost": lambda key: self.known(f"figures_channels_{key}", key),
        }

    def known(self, key: str, instead: str) -> str:
        """A sentence that may not be there: a later version of the service may count what this page does not know."""
        try:
            return self.say(key)
        except PhraseError:
            return instead

    def language(self, tag: str) -> str:
        try:
            return self.wording.register.get(tag).label
        except KeyError:
            return tag

    def article(self, slug: str) -> str:
        article = self.wording.library.get(slug)
        return slug if article is None else self.wording.words(article, self.tag).title

    def time(self, key: str) -> str:
        if key in {MORE, NEVER}:
            return self.say(f"figures_{key}")
        return self.say("figures_within", time=self.span(int(key)))

    def span(self, seconds: int) -> str:
        if seconds < MINUTE:
            return f"{seconds} s"
        return f"{seconds // MINUTE} min" if seconds < HOUR else f"{seconds // HOUR} h"

    def short_day(self, key: str) -> str:
        """24/11 in Spanish, Nov 24 in English."""
        day = date.fromisoformat(key)
        return f"{day.day}/{day.month}" if self.tag == "es" else f"{day:%b} {day.day}"
