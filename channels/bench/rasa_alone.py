"""`python -m channels.bench.rasa_alone PORT API_URL`: our bot behind Rasa's own Twilio channel and server."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]

from bot.replies import Reply
from bot.stock_channel import LANGUAGE, serve
from bot.train import train
from channels.bench.service import ACCOUNT
from channels.content import Content
from channels.fit import fit
from channels.message import Channel
from channels.render import render
from channels.settings import Settings

TWILIO = "https://api.twilio.com"


class Elsewhere(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own client, at another address."""

    def __init__(self, api_url: str) -> None:
        super().__init__()
        self._api_url = api_url

    def request(self, method: str, url: str, *arguments: Any, **keywords: Any) -> Any:
        return super().request(method, url.replace(TWILIO, self._api_url, 1), *arguments, **keywords)


def main(port: int, api_url: str) -> None:
    content = Content.load(Settings(allow_unsigned=True))

    def words(reply: Reply) -> str:
        wording = content.wording()
        bubbles = render((reply,), wording, tag=LANGUAGE, today=datetime.now(UTC).date())
        parts = fit(bubbles, Channel.SMS, wording.register.get(LANGUAGE).fold)
        return "\n".join(part.text for part in parts).replace("\n\n", "\n")

    account = (ACCOUNT.sid, ACCOUNT.token, ACCOUNT.number)
    serve(train(), content, words, port=port, account=account, http_client=lambda: Elsewhere(api_url))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
