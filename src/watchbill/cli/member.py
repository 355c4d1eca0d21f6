"""Commands on people: who belongs to the workspace, who is invited, and where one is signed in.

A token can't let anybody in: on a server these act in person, by signing in with `--as NAME`.
"""

from typing import Any

import click

from watchbill.cli.output import answer, json_option
from watchbill.cli.store import Json, open_store

ROLES = click.Choice(("owner", "member", "viewer"))
as_option = click.option(
    "--as", "person", metavar="NAME", help="Sign in at the server as NAME, for this command."
)


@click.group("member")
def member_command() -> None:
    """Who belongs to the workspace, and who is invited."""


@member_command.command("list")
@as_option
@json_option
def list_members(*, person: str | None, as_json: bool) -> None:
    """List names and roles."""
    with open_store(person) as store:
        page = store.people.members()
    answer(page, as_json=as_json, human=lambda page: _rows(page["members"], "name", "role"))


@member_command.command("invite")
@click.option("--role", type=ROLES, default="member", show_default=True)
@click.option("--note", default="", help="For whom it is, for yourself.")
@as_option
@json_option
def invite(*, role: str, note: str, person: str | None, as_json: bool) -> None:
    """Make a link that lets one person in, once, within a week."""
    with open_store(person) as store:
        made = store.people.invite(role, note)
    answer(made, as_json=as_json, human=_print_link)


def _print_link(made: Json) -> None:
    click.echo(made["path"])
    click.echo("Send it, behind the server's address; it is not shown again.", err=True)


@member_command.command("invitations")
@as_option
@json_option
def list_invitations(*, person: str | None, as_json: bool) -> None:
    """List the invitations that still hold, without their links."""
    with open_store(person) as store:
        page = store.people.invitations()
    fields = ("id", "note", "role", "expires_at")
    answer(page, as_json=as_json, human=lambda page: _rows(page["invitations"], *fields))


@member_command.command("withdraw")
@click.argument("id")
@as_option
@json_option
def withdraw(id: str, *, person: str | None, as_json: bool) -> None:
    """Take an invitation back."""
    with open_store(person) as store:
        gone = store.people.withdraw(id)
    answer(gone, as_json=as_json, human=_say("The invitation doesn't hold any more."))


@member_command.command("role")
@click.argument("name")
@click.argument("role", type=ROLES)
@as_option
@json_option
def set_role(name: str, role: str, *, person: str | None, as_json: bool) -> None:
    """Give NAME another role."""
    with open_store(person) as store:
        member = store.people.set_role(name, role)
    answer(member, as_json=as_json, human=_say("{name} is {role}."))


@member_command.command("remove")
@click.argument("name")
@as_option
@json_option
def remove(name: str, *, person: str | None, as_json: bool) -> None:
    """Take NAME out: sessions, devices, tokens and calendars there end."""
    with open_store(person) as store:
        member = store.people.remove_member(name)
    answer(member, as_json=as_json, human=_say("{name} is out."))


@click.group("workspace")
def workspace_command() -> None:
    """Workspaces: each has its own tasks, members and history."""


@workspace_command.command("list")
@as_option
@json_option
def list_workspaces(*, person: str | None, as_json: bool) -> None:
    """List those that you belong to; a program sees its own."""
    with open_store(person) as store:
        page = store.people.workspaces()
    fields = ("id", "name", "role")
    answer(page, as_json=as_json, human=lambda page: _rows(page["workspaces"], *fields))


@workspace_command.command("add")
@click.argument("name")
@as_option
@json_option
def add_workspace(name: str, *, person: str | None, as_json: bool) -> None:
    """Make a workspace."""
    with open_store(person) as store:
        made = store.people.add_workspace(name)
    answer(made, as_json=as_json, human=_say("Made {name}, {id}."))


@workspace_command.command("rename")
@click.argument("name")
@as_option
@json_option
def rename(name: str, *, person: str | None, as_json: bool) -> None:
    """Give the workspace another name."""
    with open_store(person) as store:
        renamed = store.people.rename_workspace(name)
    answer(renamed, as_json=as_json, human=_say("It is called {name}."))


@click.group("session")
def session_command() -> None:
    """Where you are signed in."""


@session_command.command("list")
@as_option
@json_option
def list_sessions(*, person: str | None, as_json: bool) -> None:
    """List the browsers and programs, the newest first."""
    with open_store(person) as store:
        page = store.people.sessions()
    fields = ("id", "client", "created_at", "expires_at")
    answer(page, as_json=as_json, human=lambda page: _rows(page["sessions"], *fields))


@session_command.command("end")
@click.argument("id")
@as_option
@json_option
def end_session(id: str, *, person: str | None, as_json: bool) -> None:
    """Sign one out; its devices end, too."""
    with open_store(person) as store:
        ended = store.people.end_session(id)
    answer(ended, as_json=as_json, human=_say("Signed out."))


def _rows(found: list[Json], *fields: str) -> None:
    for row in found:
        click.echo("\t".join(str(row[field] or "") for field in fields))


def _say(text: str) -> Any:
    return lambda one: click.echo(text.format(**one))
