"""The same bot behind Rasa's own Twilio channel and Rasa's own server, as a team would run it without a gateway.

For the benchmark's comparison only. Added is what every such team has to add: words for what the actions say. Left as
it is: no signature check, the conversation in memory, Twilio's request held open while the bot thinks and sends, one
message after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partialmethod
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.twilio import TwilioInput, TwilioOutput
from rasa.core.run import configure_app
from sanic import Sanic

from bot.answers import Answers
from bot.in_process import InProcessActions
from bot.nlg import KeyGenerator
from bot.quiet import quiet
from bot.replies import Reply
from bot.wire import reply_from_json

LANGUAGE = "es"


class Output(TwilioOutput):  # type: ignore[misc]
    """Rasa's output, with words for the keys of our actions."""

    def __init__(self, *arguments: Any, words: Callable[[Reply], str], http_client: object) -> None:
        super().__init__(*arguments)
        # Another one for every message, as Rasa's own channel has.
        self.http_client = http_client
        self._words = words

    async def send_custom_json(self, recipient_id: str, json_message: Mapping[str, Any], **_: Any) -> None:
        if "note" not in json_message:
            await self.send_text_message(recipient_id, self._words(reply_from_json(json_message)))


class Input(TwilioInput):  # type: ignore[misc]
    words: Callable[[Reply], str]
    http_client: Callable[[], object]

    def get_output_channel(self) -> Output:
        account = (self.account_sid, self.auth_token, self.twilio_number)
        return Output(*account, words=self.words, http_client=self.http_client())

    def get_metadata(self, request: Any) -> dict[str, Any]:
        del request
        return {"language": LANGUAGE}


def serve(
    model: Path,
    answers: Answers,
    words: Callable[[Reply], str],
    *,
    port: int,
    account: tuple[str, ...],
    http_client: Callable[[], object],
) -> None:
    """Serve until interrupted. `account` is sid, token and number; `words` makes a text of one reply in Spanish.

    `http_client` makes Twilio's own client, at whatever address.
    """
    channel = Input(*account)
    channel.words, channel.http_client = words, http_client
    app = configure_app([channel], enable_api=False, port=port)

    @app.before_server_start  # type: ignore[untyped-decorator]
    async def load(app: Any) -> None:
        with quiet():
            agent = Agent(generator=KeyGenerator(), action_endpoint=InProcessActions(answers))
            agent.load_model(model)
        app.ctx.agent = agent

    Sanic.run = partialmethod(Sanic.run, single_process=True)  # type: ignore[assignment]
    app.run(host="127.0.0.1", port=port, access_log=False)
