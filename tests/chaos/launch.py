"""`rumbo` as the runs start it: with a clock that can be put wrong, and where asked without the models.

SKEW_FILE names a file that says how many seconds the clock is off at that moment: the service's own and the one that
DBOS reads; the database's and Twilio's stay right. With LIGHT a stand-in decides in the dialogue's place, so that the
service is up in two seconds instead of ten and can be killed more often; everything else is the real thing.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, tzinfo
from pathlib import Path
from types import ModuleType
from typing import Any

FILE = Path(os.environ["SKEW_FILE"])
right = time.time


def skewed() -> float:
    try:
        return right() + float(FILE.read_text())
    except (OSError, ValueError):
        return right()


class WrongClock(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.fromtimestamp(skewed(), tz)


class Engine:
    """Answers with the article whose number the length of the message happens to be."""

    def __init__(self, slugs: list[str]) -> None:
        self._slugs = slugs

    @classmethod
    def load(cls, model: Path, *, answers: Any) -> Engine:
        return cls(sorted(answers.wording().library.articles))

    async def turn(self, text: str, *, tracker: bytes | None, language: str, **_: Any) -> tuple[Any, bytes]:
        from bot.replies import ArticlePart, Decision, Turn  # noqa: PLC0415

        slug = self._slugs[len(text) % len(self._slugs)]
        replies = (ArticlePart(slug=slug),)
        turn = Turn(replies=replies, intent="ask", decision=Decision.ANSWER, language=language, article=slug)
        return turn, str(int(tracker or b"0") + 1).encode()


def without_models() -> None:
    stand_in = ModuleType("bot.engine")
    vars(stand_in)["Engine"] = Engine
    sys.modules["bot.engine"] = stand_in
    import channels.content  # noqa: PLC0415
    import channels.dialogue  # noqa: PLC0415

    channels.dialogue.train = Path
    channels.content.Content.load = classmethod(lambda cls, settings: cls(settings, None))  # type: ignore[assignment,method-assign,return-value]


def with_wrong_clock() -> None:
    time.time = skewed
    for name, module in list(sys.modules.items()):
        if name.startswith("channels.") and getattr(module, "datetime", None) is datetime:
            vars(module)["datetime"] = WrongClock


if __name__ == "__main__":
    if os.environ.get("LIGHT"):
        without_models()
    import channels.app
    from channels.cli import main

    assert channels.app
    with_wrong_clock()
    sys.argv[0] = "rumbo"
    main()
