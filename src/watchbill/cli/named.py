"""Commands on projects, tags and saved filters: what tasks are in or have, and what finds them."""

from collections.abc import Callable
from typing import Any, Literal

import click

from watchbill.cli.content import Noun
from watchbill.cli.option import (
    ask_first,
    examples,
    given_fields,
    nothing_named,
    writes,
    yes_option,
)
from watchbill.cli.output import Cell, json_option, print_json, print_table
from watchbill.cli.store import How, Json, open_store

_COLOUR = "Such as #1e90ff; none takes it away."
_SURE = {
    "project": "Delete the project? Its tasks go to the trash; undo brings all back",
    "tag": "Delete the tag, also from its tasks? Undo brings it back",
    "filter": "Delete the filter? Undo brings it back",
}


@click.group(
    "project",
    epilog=examples(
        "watchbill project add Boat --colour '#1e90ff'", "watchbill project archive Boat"
    ),
)
def project_command() -> None:
    """Projects: list, add, rename, colour, order, archive, delete."""


@click.group(
    "tag", epilog=examples("watchbill tag edit home --name house", "watchbill tag rm errand")
)
def tag_command() -> None:
    """Tags: list, add, rename, colour, archive, delete. Naming a new one on a task makes it, too."""


@click.group(
    "filter",
    epilog=examples(
        "watchbill filter add Weekend 'due:saturday or due:sunday'",
        "watchbill list --filter Weekend",
    ),
)
def filter_command() -> None:
    """Saved filters: lines of the filter language under a name."""


def _add_list(group: click.Group, noun: Noun) -> None:
    @group.command("list", help=f"List {noun}s, each with its open, overdue and today's tasks.")
    @click.option("--archived", is_flag=True, help="Those in the archive, too.")
    @json_option
    def view(*, archived: bool, as_json: bool) -> None:
        _print(noun, archived=archived, as_json=as_json, head=_COUNTED, row=_counted)


_COUNTED = ("Name", "Open", "Overdue", "Today", "Colour", "")


def _counted(one: Json) -> list[Cell]:
    count = one["count"]
    numbers = [str(count[name] or "") for name in ("open", "overdue", "today")]
    return [
        (one["name"], one["colour"] or ""),
        numbers[0],
        (numbers[1], "red"),
        numbers[2],
        one["colour"] or "",
        ("archived", "dim") if one["archived"] else "",
    ]


def _print(
    noun: Noun,
    *,
    archived: bool,
    as_json: bool,
    head: tuple[str, ...],
    row: Callable[[Json], list[Cell]],
) -> None:
    with open_store() as store:
        found = store.content.all(noun, archived=archived)
    if as_json:
        print_json({f"{noun}s": found})
    elif found:
        print_table(head, [row(one) for one in found], wide=head[0])
    else:
        click.echo(f"No {noun}s yet. Add one: watchbill {noun} add NAME", err=True)


def _add_writes(group: click.Group, noun: Literal["project", "tag"]) -> None:
    """The writes that projects and tags have in common."""

    @group.command("add", help=f"Add a {noun}.")
    @click.argument("name")
    @click.option("--colour", metavar="COLOUR", help="Such as #1e90ff.")
    @writes
    def add(name: str, *, colour: str | None, how: How) -> Json:
        with open_store() as store:
            return store.content.add(noun, {"name": name, **given_fields(colour=colour)}, how)

    for verb, archived in (("archive", True), ("unarchive", False)):
        _add_archiving(group, noun, verb, archived=archived)
    _add_rm(group, noun)


def _add_archiving(group: click.Group, noun: Noun, verb: str, *, archived: bool) -> None:
    what = "Take out of the lists; tasks keep it." if archived else "Bring back into the lists."

    @group.command(verb, help=what)
    @click.argument("name")
    @writes
    def archive(name: str, *, how: How) -> Json:
        with open_store() as store:
            return store.content.change(noun, name, {"archived": archived}, how)


def _add_rm(group: click.Group, noun: Noun) -> None:
    @group.command(
        "rm", help=f"Delete a {noun}. {_SURE[noun].partition('? ')[2]}.".replace("..", ".")
    )
    @click.argument("name")
    @yes_option
    @writes
    def remove(name: str, *, is_sure: bool, how: How) -> Json:
        ask_first(_SURE[noun], how, is_sure=is_sure)
        with open_store() as store:
            return store.content.delete(noun, name, how)


_add_list(project_command, "project")
_add_list(tag_command, "tag")
_add_writes(project_command, "project")
_add_writes(tag_command, "tag")
_add_rm(filter_command, "filter")


def _edit(noun: Noun, name: str, how: How, fields: Json) -> Json:
    if fields.get("colour") == "none":
        fields["colour"] = None
    if not fields:
        raise nothing_named("Give a new name, or another option.")
    with open_store() as store:
        return store.content.change(noun, name, fields, how)


@project_command.command("edit")
@click.argument("name")
@click.option("--name", "new_name", help="Its new name.")
@click.option("--colour", metavar="COLOUR", help=_COLOUR)
@click.option("--after", metavar="PROJECT", help="Behind that one; Inbox makes it the first.")
@writes
def edit_project(name: str, *, new_name: str | None, how: How, **fields: Any) -> Json:
    """Change name, colour or place in the order."""
    return _edit("project", name, how, given_fields(name=new_name, **fields))


@tag_command.command("edit")
@click.argument("name")
@click.option("--name", "new_name", help="Its new name; tasks keep it.")
@click.option("--colour", metavar="COLOUR", help=_COLOUR)
@writes
def edit_tag(name: str, *, new_name: str | None, colour: str | None, how: How) -> Json:
    """Change name or colour."""
    return _edit("tag", name, how, given_fields(name=new_name, colour=colour))


@filter_command.command("list")
@json_option
def list_filters(*, as_json: bool) -> None:
    """List saved filters."""
    _print("filter", archived=False, as_json=as_json, head=("Name", "Finds"), row=_filter_row)


def _filter_row(one: Json) -> list[Cell]:
    return [one["name"], one["query"]]


@filter_command.command("add")
@click.argument("name")
@click.argument("query")
@writes
def add_filter(name: str, query: str, *, how: How) -> Json:
    """Save QUERY, a line of the filter language, under NAME."""
    with open_store() as store:
        return store.content.add("filter", {"name": name, "query": query}, how)


@filter_command.command("edit")
@click.argument("name")
@click.option("--name", "new_name", help="Its new name.")
@click.option("--query", help="What it finds from now on.")
@writes
def edit_filter(name: str, *, new_name: str | None, query: str | None, how: How) -> Json:
    """Change name or query."""
    return _edit("filter", name, how, given_fields(name=new_name, query=query))
