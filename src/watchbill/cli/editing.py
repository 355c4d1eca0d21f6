"""Commands that make tasks and change their fields."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from watchbill.cli.option import TASKS_ARE_NAMED, examples, given_fields, nothing_named, writes
from watchbill.cli.output import is_interactive
from watchbill.cli.store import How, Json, Store, open_store

Command = TypeVar("Command", bound=Callable[..., Any])
_CLEARED: Json = {
    "description": "",
    "due": None,
    "repeat": None,
    "reminders": [],
    "project": None,
    "parent": None,
    "tags": [],
    "blockers": [],
}
"""What a field is without anything, as REST takes it."""
_CALLED = {"repeat": "recurrence", "blockers": "blocked_by"}


def _fields(command: Command) -> Command:
    """What tasks have, as options."""
    for option in (
        click.option("--blocked-by", multiple=True, metavar="TASK", help="A task to wait for."),
        click.option("--under", "parent", metavar="TASK", help="The task that it stands under."),
        click.option("--project", metavar="NAME", help="The project that it is in."),
        click.option("--priority", "-p", type=click.IntRange(1, 4), help="1 is highest, 4 none."),
        click.option(
            "--remind",
            multiple=True,
            metavar="WHEN",
            help="When to remind: “2 hours before”, “the day before at 18:00”, “tomorrow 9:00”.",
        ),
        click.option(
            "--repeat", "recurrence", metavar="RULE", help="“every other Tuesday”, or an RRULE."
        ),
        click.option(
            "--due", metavar="WHEN", help="“tomorrow at 5”, 2026-12-01, 2026-12-01T17:00."
        ),
    ):
        command = option(command)
    return command


@click.command(
    "add",
    epilog="“watchbill add --literal” takes every word as it is; so do quotation marks within a line.\n\n"
    + examples(
        "watchbill add 'Pay rent tomorrow at 5 p1 #home @Flat'",
        "watchbill add 'Call the bank' --due 'next Friday' --repeat 'every 3 months'",
        "watchbill add Paint Sand --under 'Fix the boat' --preview",
    ),
)
@click.argument("lines", nargs=-1, required=True, metavar="LINE...")
@click.option("--description", "-d", help="Text below the title, Markdown.")
@_fields
@click.option("--tag", "tags", multiple=True, metavar="NAME", help="A tag; a new one is made.")
@click.option("--literal", is_flag=True, help="Each LINE is a title, and nothing else.")
@writes
def add_command(lines: tuple[str, ...], *, literal: bool, how: How, **fields: Any) -> Json:
    """Add tasks: each LINE is one, all of them are one change.

    A line is read as quick-add: “Pay rent tomorrow at 5 p1 #home @Flat” says due date, priority, tag and project. What an option says goes before that.
    """
    named = "title" if literal else "text"
    given = given_fields(reminders=fields.pop("remind"), **fields)
    with open_store() as store:
        return store.add([{named: line, **given} for line in lines], how)


@click.command(
    "edit",
    epilog=f"{TASKS_ARE_NAMED}\n\n"
    + examples(
        "watchbill edit 12 --due 'friday 17:00' --add-tag home",
        "watchbill edit 3 4 5 --priority 1 --project Work",
        "watchbill edit 12 --clear due --clear repeat",
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="TASK...")
@click.option("--title", "-t", help="The new title.")
@click.option("--description", "-d", help="Replaces the description.")
@click.option("--append", "-a", help="A line to add to the description.")
@_fields
@click.option("--unremind", multiple=True, metavar="WHEN", help="A reminder to take off.")
@click.option("--tag", "tags", multiple=True, metavar="NAME", help="Just these tags, no others.")
@click.option("--add-tag", "add_tags", multiple=True, metavar="NAME", help="One tag more.")
@click.option("--remove-tag", "remove_tags", multiple=True, metavar="NAME", help="One less.")
@click.option("--clear", multiple=True, type=click.Choice(list(_CLEARED)), help="Take it away.")
@click.option(
    "--scope",
    type=click.Choice(("this", "later")),
    help="Of what repeats: this one alone, or later ones, too.",
)
@writes
def edit_command(names: tuple[str, ...], *, how: How, **options: Any) -> Json | None:
    """Change just the fields that are named; with none, open the one task in your editor."""
    given = _given(**options)
    with open_store() as store:
        version, given = _based_on(store, names, given)
        if not given:
            click.echo("Nothing to change.")
            return None
        return store.edit(names, given, replace(how, version=version))


def _given(
    *, clear: tuple[str, ...], remind: tuple[str, ...], unremind: tuple[str, ...], **fields: Any
) -> Json:
    """The fields as REST takes them."""
    given = given_fields(add_reminders=remind, remove_reminders=unremind, **fields)
    for name in clear:
        field = _CALLED.get(name, name)
        if field in given:
            raise click.UsageError(f"Either give {name}, or clear it.")
        given[field] = _CLEARED[name]
    if set(given) == {"scope"}:
        raise nothing_named("Say what to change with that scope, such as --due.")
    return given


def _based_on(store: Store, names: tuple[str, ...], given: Json) -> tuple[int | None, Json]:
    """The version that an edit stands on, where it replaces the text of one task or comes from an editor."""
    if (given and "description" not in given) or len(names) > 1:
        return None, given or _nothing()
    [task] = store.find(names)
    return task["version"], given or _from_editor(task)


def _nothing() -> Json:
    raise nothing_named("Use --due, --priority, --project or another option.")


def _from_editor(task: Json) -> Json:
    """What the person changed in the editor: the first line is the title, the rest the description."""
    if not is_interactive():
        return _nothing()
    text = click.edit(f"{task['title']}\n\n{task['description']}")
    if text is None:
        return {}
    title, _, description = text.strip("\n").partition("\n")
    edited = {"title": title.strip(), "description": description.strip("\n")}
    return {field: value for field, value in edited.items() if value != task[field]}


@click.command(
    "move",
    epilog=f"{TASKS_ARE_NAMED}\n\n"
    + examples(
        "watchbill move 12 --before 3",
        "watchbill move 4 5 --to Work",
        "watchbill move 7 --under 'Fix the boat'",
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="TASK...")
@click.option("--first", "place", flag_value="first", help="To the top of the list.")
@click.option("--last", "place", flag_value="last", help="To its end.")
@click.option("--before", metavar="TASK", help="Just before that one in the list.")
@click.option("--after", metavar="TASK", help="Just after it.")
@click.option("--to", "project", metavar="PROJECT", help="Into that project; Inbox for none.")
@click.option("--under", "parent", metavar="TASK", help="Under that task.")
@click.option("--out", is_flag=True, help="From under its parent.")
@writes
def move_command(names: tuple[str, ...], *, out: bool, how: How, **places: str | None) -> Json:
    """Move tasks: in the order of the list, into a project, or under another task."""
    given = given_fields(project=places["project"], parent=places["parent"])
    if out:
        given["parent"] = None
    given |= {"place": place} if (place := _place(**places)) else {}
    if not given:
        raise nothing_named("Say where to: --before, --after, --first, --last, --to or --under.")
    if "place" in given and len(names) > 1:
        raise click.UsageError("One task at a time has a place in the order.")
    with open_store() as store:
        return store.edit(names, given, how)


def _place(
    *, place: str | None, before: str | None, after: str | None, **_: str | None
) -> str | Json | None:
    beside = given_fields(before=before, after=after)
    if len(beside) + bool(place) > 1:
        raise click.UsageError("Say one place.")
    return place or beside or None
