"""Commands on people, in the owner's name, for who holds the server's machine: a token can't let anybody in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from pydantic import BaseModel

from watchbill import bootstrap
from watchbill.cli.output import answer, json_option
from watchbill.cli.store import Json, read_local_settings
from watchbill.schemas import member as wire
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller

ROLES = click.Choice(("owner", "member", "viewer"))


@contextmanager
def _here() -> Iterator[tuple[Services, Caller]]:
    with bootstrap.opened(read_local_settings()) as services:
        yield services, services.users.owner()


def _answer(value: BaseModel, human: Callable[[Json], Any], *, as_json: bool) -> None:
    answer(value.model_dump(mode="json"), as_json=as_json, human=human)


@click.group("member")
def member_command() -> None:
    """Who belongs to the workspace. Works on the store of this machine."""


@member_command.command("list")
@json_option
def list_members(*, as_json: bool) -> None:
    """List names and roles."""
    with _here() as (services, owner):
        found = [wire.Member.of(one) for one in services.members.members(owner)]
    _answer(
        wire.MemberList(members=found),
        lambda page: _rows(page["members"], "name", "role"),
        as_json=as_json,
    )


@member_command.command("invite")
@click.option("--role", type=ROLES, default="member", show_default=True)
@click.option("--note", default="", help="For whom it is, for yourself.")
@json_option
def invite(*, role: str, note: str, as_json: bool) -> None:
    """Make a link that lets one person in, once, within a week."""
    with _here() as (services, owner):
        made = wire.NewInvitation.with_secret(*services.invitations.invite(owner, role, note))
    _answer(made, _print_link, as_json=as_json)


def _print_link(made: Json) -> None:
    click.echo(made["path"])
    click.echo("Send it, behind the server's address; it is not shown again.", err=True)


@member_command.command("role")
@click.argument("name")
@click.argument("role", type=ROLES)
@json_option
def set_role(name: str, role: str, *, as_json: bool) -> None:
    """Give NAME another role."""
    with _here() as (services, owner):
        member = wire.Member.of(services.members.set_role(owner, name, role))
    _answer(member, lambda one: click.echo(f"{one['name']} is {one['role']}."), as_json=as_json)


@member_command.command("remove")
@click.argument("name")
@json_option
def remove(name: str, *, as_json: bool) -> None:
    """Take NAME out: sessions, tokens and calendars there end."""
    with _here() as (services, owner):
        member = wire.Member.of(services.members.remove(owner, name))
    _answer(member, lambda one: click.echo(f"{one['name']} is out."), as_json=as_json)


@click.group("workspace")
def workspace_command() -> None:
    """Workspaces: each has its own tasks, members and history. Works on the store of this machine."""


@workspace_command.command("list")
@json_option
def list_workspaces(*, as_json: bool) -> None:
    """List the owner's workspaces."""
    with _here() as (services, owner):
        found = [wire.Workspace.of(one) for one in services.members.workspaces(owner)]
    _answer(
        wire.WorkspaceList(workspaces=found),
        lambda page: _rows(page["workspaces"], "id", "name", "role"),
        as_json=as_json,
    )


@workspace_command.command("add")
@click.argument("name")
@json_option
def add_workspace(name: str, *, as_json: bool) -> None:
    """Make a workspace."""
    with _here() as (services, owner):
        made = wire.Workspace.of(services.members.add_workspace(owner, name))
    _answer(made, lambda one: click.echo(f"Made {one['name']}, {one['id']}."), as_json=as_json)


@workspace_command.command("rename")
@click.argument("name")
@json_option
def rename(name: str, *, as_json: bool) -> None:
    """Give the workspace another name."""
    with _here() as (services, owner):
        renamed = wire.Workspace.of(services.members.rename_workspace(owner, name))
    _answer(renamed, lambda one: click.echo(f"It is called {one['name']}."), as_json=as_json)


def _rows(found: list[Json], *fields: str) -> None:
    for row in found:
        click.echo("\t".join(row[field] for field in fields))
