"""`rumbo keys …`: changing DATA_KEY. How to, and in which order: docs/privacy.md."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from channels.journal.crypto import Crypto, new_data_key
from channels.journal.keys import is_under_newest, rotate
from channels.settings import Settings

app = typer.Typer(no_args_is_help=True, help="The secret that seals what is stored.")


@app.command()
def new() -> None:
    """Print a key fit for DATA_KEY."""
    typer.echo(new_data_key())


@app.command("rotate")
def rotate_keys() -> None:
    """Renew all that is stored under the first key of DATA_KEY; run it again if it was cut short."""
    # What a service is made of takes seconds to import.
    from channels.doors import data_key  # noqa: PLC0415
    from channels.journal.connect import connect  # noqa: PLC0415
    from channels.journal.migrate import migrate  # noqa: PLC0415

    settings = Settings.load()
    engine, crypto = connect(settings.database_url), Crypto(data_key(settings))
    migrate(engine)
    columns = (SpinnerColumn(), TextColumn("{task.completed} rows looked at"))
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("rows", total=None)
        changed = rotate(engine, crypto, lambda rows: progress.update(task, advance=rows))
        # Whoever still runs with the old key alone writes under it: a second look finds that.
        late = rotate(engine, crypto) if changed else 0
    if late:
        typer.secho(
            f"{late} rows were written under an old key meanwhile: start every service again with the new DATA_KEY, "
            "then run this once more.",
            fg="yellow",
            err=True,
        )
        raise typer.Exit(1)
    done = is_under_newest(engine, crypto)
    typer.echo(f"{changed} rows renewed. " + ("The older keys in DATA_KEY can go." if done else "Run this again."))
