"""`rumbo twilio …`: what is prepared at Twilio itself."""

from __future__ import annotations

import typer
from rich.console import Console

from channels.errors import ConfigurationError
from channels.sending import SendError
from channels.settings import Settings

app = typer.Typer(no_args_is_help=True, help="What is prepared at Twilio.")
console = Console()


@app.callback()
def group() -> None:
    """A group, although there is one command in it."""


@app.command()
def menus() -> None:
    """Make the templates for lists and buttons on WhatsApp, and remove those of earlier versions."""
    from channels.app import twilio_account  # noqa: PLC0415  # with the SDK and the models' libraries behind it
    from channels.twilio.send import client_for  # noqa: PLC0415
    from channels.twilio.templates import renew  # noqa: PLC0415

    account = twilio_account(Settings.load())
    if account is None:
        raise ConfigurationError("Twilio is not configured: set the TWILIO_… lines of .env first (.env.example).")
    try:
        done = 0
        for what, name in renew(client_for(account)):
            console.print(f"{what}: {name}")
            done += 1
    except SendError as error:
        raise ConfigurationError(f"Twilio did not make the templates: {error} Run the command again.") from error
    console.print("Everything is there already." if not done else f"{done} changes.")
    console.print("Set TWILIO_MENUS=true and start the service again, and people can tap.")
