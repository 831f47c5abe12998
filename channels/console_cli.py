"""`rumbo console …`: accounts of those who work at the console."""

from __future__ import annotations

from typing import Annotated

import typer

from channels.console import accounts
from channels.console.accounts import NoSuchAccountError
from channels.console.roles import Role
from channels.doors import open_doors
from channels.journal.desk import Desk
from channels.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Accounts of those who work at the console.")

Name = Annotated[str, typer.Argument(help="What they type to sign in.")]
AsRole = Annotated[Role, typer.Option("--role", help="What they may do; docs/how-to/operate-the-console.md.")]
Password = Annotated[
    str, typer.Option(envvar="RUMBO_NEW_PASSWORD", prompt=True, hide_input=True, confirmation_prompt=True)
]


@app.command("add-user")
def add_user(name: Name, password: Password, role: AsRole = Role.OPERATOR) -> None:
    """Let somebody sign in; asks for a password, or takes it from RUMBO_NEW_PASSWORD."""
    account = accounts.add(desk(), name, role, password)
    typer.echo(f"{account.name} can sign in as {account.role}.")


@app.command()
def users() -> None:
    """Everybody who can sign in, with their role."""
    for account in desk().accounts():
        typer.echo(f"{account.name}\t{account.role}{chr(9) + 'disabled' if account.disabled else ''}")


@app.command("set-password")
def set_password(name: Name, password: Password) -> None:
    """Give somebody another password; where they are signed in, they are signed out."""
    accounts.set_password(desk(), name, password)
    typer.echo(f"{accounts.canonical(name)} has a new password.")


@app.command("set-role")
def set_role(name: Name, role: Annotated[Role, typer.Argument()]) -> None:
    """Change what somebody may do; they have to sign in again."""
    if not desk().set_role(accounts.canonical(name), role):
        raise NoSuchAccountError
    typer.echo(f"{accounts.canonical(name)} is {role.value} now.")


@app.command()
def disable(name: Name) -> None:
    """Let somebody in no more, from this moment; what they did stays in the log."""
    if not desk().disable(accounts.canonical(name)):
        raise NoSuchAccountError
    typer.echo(f"{accounts.canonical(name)} cannot sign in any more.")


def desk() -> Desk:
    return open_doors(Settings.load()).desk
