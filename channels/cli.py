"""`rumbo`: the commands. Each is a few lines; what it does is in the module that it names."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from channels import bench_cli, console_cli, keys_cli, knowledge_cli, languages_cli, privacy_cli, twilio_cli
from channels.message import Channel
from channels.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)
app.add_typer(knowledge_cli.app, name="knowledge")
app.add_typer(languages_cli.app, name="languages")
app.add_typer(twilio_cli.app, name="twilio")
app.add_typer(console_cli.app, name="console")
app.command()(privacy_cli.erase)
app.command()(privacy_cli.export)
app.command()(privacy_cli.purge)
app.command()(privacy_cli.redact)
app.command("data-map")(privacy_cli.data_map)
app.add_typer(keys_cli.app, name="keys")
app.command()(bench_cli.bench)

console = Console(stderr=True)

Language = Annotated[str | None, typer.Option("--lang", metavar="TAG", help="Answer in this language.")]
On = Annotated[Channel, typer.Option("--channel", help="sms or whatsapp.")]
Json = Annotated[bool, typer.Option("--json", help="Machine-readable.")]


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT")] = 8000,
) -> None:
    """Gateway, worker, console and simulator on one port."""
    from channels.serve import run  # noqa: PLC0415 - the models behind it take seconds to import

    run(Settings.load(), host=host, port=port)


@app.command()
def ask(text: str, lang: Language = None, channel: On = Channel.SMS, as_json: Json = False) -> None:
    """Ask one question and print the answer as a phone would show it."""
    from channels.ask import Asking  # noqa: PLC0415

    with console.status("Loading the models …"):
        asking = Asking.load(Settings.load())
    answered = asyncio.run(asking.ask(text, channel=channel, chosen=lang))
    if as_json:
        typer.echo(json.dumps(answered.as_json(), ensure_ascii=False))
        return
    for part in answered.parts:
        typer.echo(part.text)
        typer.secho(f"[{part.segments} · {part.encoding}]\n", dim=True)


@app.command()
def chat(channel: On = Channel.SMS, lang: Language = None) -> None:
    """Talk to Rumbo in this terminal, the whole way of a message, without any provider. An empty line ends."""
    from channels.chat import talk  # noqa: PLC0415

    with console.status("Loading the models …"):
        talking = talk(Settings.load(), channel=channel, chosen=lang)
    asyncio.run(talking)


@app.command()
def evaluate(
    files: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, metavar="FILE…", help="Questions, one JSON object a line."),
    ],
    as_json: Json = False,
    baselines: Annotated[bool, typer.Option("--baselines", help="Other ways to search beside ours.")] = False,
    pictures: Annotated[
        Path | None,
        typer.Option(file_okay=False, metavar="FOLDER", help="Draw how true the probabilities are."),
    ] = None,
) -> None:
    """Measure search and decisions on questions with known answers."""
    from channels.evaluate import run  # noqa: PLC0415

    run(Settings.load(), files, as_json=as_json, baselines=baselines, pictures=pictures)


@app.command()
def train(
    if_changed: Annotated[bool, typer.Option("--if-changed", help="Only when its content changed.")] = False,
) -> None:
    """Train the dialogue model, encode the articles for the search, learn what danger sounds like."""
    from bot.train import train as train_model  # noqa: PLC0415
    from channels.content import encode_articles  # noqa: PLC0415

    with console.status("Training the dialogue model (up to a minute) …"):
        model = train_model(if_changed=if_changed)
    console.print(f"Dialogue model: {model.name}")
    with console.status("Encoding the articles and learning about danger (up to two minutes) …"):
        encode_articles(Settings.load(), if_changed=if_changed)


@app.command()
def calibrate(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="The *.tune.jsonl files.")],
) -> None:
    """Derive when to answer, offer or decline from questions with known answers."""
    from knowledge.calibrate import main as derive  # noqa: PLC0415

    sys.exit(derive([str(file) for file in files]))


@app.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
)
def rasa(context: typer.Context) -> None:
    """Rasa's own commands, in bot/: `rumbo rasa data validate`, `rumbo rasa test`, `rumbo rasa shell` …"""
    from bot.rasa_cli import main as rasa_main  # noqa: PLC0415

    rasa_main(context.args)


@app.command()
def doctor() -> None:
    """Look at everything that the service needs and say what is missing."""
    from channels.doctor import findings  # noqa: PLC0415

    found = findings()
    for finding in found:
        typer.echo(f"{'ok  ' if finding.ok else 'NO  '} {finding.what}: {finding.detail}")
    raise typer.Exit(0 if all(finding.ok for finding in found) else 1)


def main() -> None:
    """What a person can put right is one sentence and exit status 2; everything else is a fault and shows where."""
    from bot.errors import BotError  # noqa: PLC0415
    from channels.errors import ChannelsError  # noqa: PLC0415
    from knowledge.errors import EmbeddingUnavailableError, KnowledgeError  # noqa: PLC0415
    from knowledge.questions import QuestionsError  # noqa: PLC0415
    from locales.errors import LocalesError  # noqa: PLC0415

    try:
        app()
    except (BotError, ChannelsError, EmbeddingUnavailableError, KnowledgeError, LocalesError, QuestionsError) as error:
        typer.secho(str(error), fg="red", err=True)
        sys.exit(2)
