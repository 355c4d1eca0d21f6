"""Commands on tasks."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from watchbill.cli.output import (
    answer,
    is_interactive,
    json_option,
    print_json,
    print_receipt,
    print_task,
    print_tasks,
)
from watchbill.cli.store import How, Json, ListQuery, Store, open_store
from watchbill.domain.errors import InvalidError
from watchbill.domain.query import State

Command = TypeVar("Command", bound=Callable[..., Any])
_NAMES = "Tasks are named by number, id or exact title."


def write_options(command: Command) -> Command:
    """What every write takes."""
    for option in (
        json_option,
        click.option("--preview", is_flag=True, help="Show what would happen; write nothing."),
        click.option("--request-key", help="Do it once: a repeat with the same key does nothing."),
    ):
        command = option(command)
    return command


_remind_option = click.option(
    "--remind",
    multiple=True,
    help="When to remind: “2 hours before”, “the day before at 18:00”, “tomorrow 9:00”.",
)


@click.command(
    "add",
    epilog="“watchbill add --literal” takes every word as it is; so do quotation marks within a line.",
)
@click.argument("lines", nargs=-1, required=True, metavar="LINE...")
@click.option("--description", "-d", default="", help="Text below the title, Markdown.")
@click.option("--literal", is_flag=True, help="Each LINE is a title, and nothing else.")
@_remind_option
@write_options
def add_command(
    lines: tuple[str, ...],
    *,
    literal: bool,
    request_key: str | None,
    preview: bool,
    as_json: bool,
    **fields: Any,
) -> None:
    """Add tasks: each LINE is one, all of them are one change.

    A line is read as quick-add: “Pay rent tomorrow at 5 p1 #home @Flat” says due date, priority, tag and project.
    """
    named = "title" if literal else "text"
    given: Json = {"description": fields["description"]}
    given |= {"reminders": fields["remind"]} if fields["remind"] else {}
    items = [{named: line, **given} for line in lines]
    with open_store() as store:
        receipt = store.add(items, How(request_key=request_key, preview=preview))
    answer(receipt, as_json=as_json, human=print_receipt)


@click.command("list")
@click.argument("words", nargs=-1)
@click.option("--done", "state", flag_value="done", help="Those that are done.")
@click.option("--deleted", "state", flag_value="deleted", help="Those in the trash.")
@click.option("--all", "state", flag_value="all", help="Open and done ones.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--cursor", help="Go on where a page ended.")
@click.option("--as-of", help="As it was: after a change, or at a time such as “yesterday 18:00”.")
@json_option
def list_command(
    words: tuple[str, ...], *, state: State | None, as_json: bool, **options: Any
) -> None:
    """List open tasks, or those that a filter finds: words of title and description, or such as due:today tag:home p1."""
    query = ListQuery(words=" ".join(words), state=state or "open", **options)
    with open_store() as store:
        page = store.view(query)
    answer(page, as_json=as_json, human=_print_page)


def _print_page(page: Json) -> None:
    if page["tasks"]:
        print_tasks(page["tasks"])
    else:
        click.echo("No tasks here. Add one: watchbill add “Buy milk”", err=True)
    if page["next"]:
        click.echo(f"There are more: --cursor {page['next']}", err=True)


@click.command("show", epilog=_NAMES)
@click.argument("names", nargs=-1, required=True, metavar="TASK...")
@click.option("--as-of", help="As they were: after a change, or at a time.")
@json_option
def show_command(names: tuple[str, ...], *, as_of: str | None, as_json: bool) -> None:
    """Show tasks with all their fields."""
    with open_store() as store:
        tasks = store.find(names, as_of)
    if as_json:
        print_json(tasks)
        return
    for task in tasks:
        print_task(task)


@click.command("edit", epilog=_NAMES)
@click.argument("name", metavar="TASK")
@click.option("--title", "-t", help="The new title.")
@click.option("--description", "-d", help="Replaces the description.")
@click.option("--append", "-a", help="A line to add to the description.")
@_remind_option
@write_options
def edit_command(
    name: str,
    *,
    remind: tuple[str, ...],
    request_key: str | None,
    preview: bool,
    as_json: bool,
    **fields: str | None,
) -> None:
    """Change just the fields that are named; with none, open the task in your editor."""
    given: Json = {field: text for field, text in fields.items() if text is not None}
    given |= {"add_reminders": remind} if remind else {}
    with open_store() as store:
        version, given = _based_on(store, name, given)
        if not given:
            click.echo("Nothing to change.")
            return
        how = How(request_key=request_key, version=version, preview=preview)
        receipt = store.edit(name, given, how)
    answer(receipt, as_json=as_json, human=print_receipt)


def _based_on(store: Store, name: str, given: Json) -> tuple[int | None, Json]:
    """The version that an edit stands on, where it replaces text or comes from an editor."""
    if given and "description" not in given:
        return None, given
    [task] = store.find([name])
    return task["version"], given or _from_editor(task)


def _from_editor(task: Json) -> dict[str, str]:
    """What the person changed in the editor: the first line is the title, the rest the description."""
    if not is_interactive():
        raise InvalidError.of(
            "edit", "Nothing to change is named.", hint="Use --title, --description or --append."
        )
    text = click.edit(f"{task['title']}\n\n{task['description']}")
    if text is None:
        return {}
    title, _, description = text.strip("\n").partition("\n")
    edited = {"title": title.strip(), "description": description.strip("\n")}
    return {field: value for field, value in edited.items() if value != task[field]}


def _act(
    verb: str,
    names: tuple[str, ...],
    how: How,
    fields: Json | None = None,
    *,
    as_json: bool,
) -> None:
    with open_store() as store:
        receipt = store.act(verb, names, how, fields)
    answer(receipt, as_json=as_json, human=print_receipt)


def _acting(name: str, verb: str, help: str) -> click.Command:
    @click.command(name, help=help, epilog=_NAMES)
    @click.argument("names", nargs=-1, required=True, metavar="TASK...")
    @write_options
    def command(
        names: tuple[str, ...], *, request_key: str | None, preview: bool, as_json: bool
    ) -> None:
        _act(verb, names, How(request_key=request_key, preview=preview), as_json=as_json)

    return command


@click.command("done", epilog=_NAMES)
@click.argument("names", nargs=-1, required=True, metavar="TASK...")
@click.option("--with-subtasks", is_flag=True, help="Their open subtasks, too.")
@write_options
def done_command(
    names: tuple[str, ...],
    *,
    with_subtasks: bool,
    request_key: str | None,
    preview: bool,
    as_json: bool,
) -> None:
    """Mark tasks as done; those that are done stay so. What repeats comes again."""
    how = How(request_key=request_key, preview=preview)
    fields = {"children": "complete"} if with_subtasks else None
    _act("complete", names, how, fields, as_json=as_json)


skip_command = _acting(
    "skip", "skip", "Move what repeats on to its next occurrence, without doing this one."
)
reopen_command = _acting("reopen", "reopen", "Mark tasks as not done.")
restore_command = _acting("restore", "restore", "Take tasks out of the trash, as they were.")


@click.command("rm", epilog=_NAMES)
@click.argument("names", nargs=-1, required=True, metavar="TASK...")
@click.option("--yes", "-y", "is_sure", is_flag=True, help="Don't ask.")
@write_options
def rm_command(
    names: tuple[str, ...],
    *,
    is_sure: bool,
    request_key: str | None,
    preview: bool,
    as_json: bool,
) -> None:
    """Put tasks into the trash, where “watchbill restore” finds them."""
    if is_interactive() and not (is_sure or preview):
        with open_store() as store:
            print_tasks(store.find(names))
        click.confirm("Put into the trash? (watchbill restore brings back)", abort=True)
    _act("delete", names, How(request_key=request_key, preview=preview), as_json=as_json)


@click.command("erase", epilog=_NAMES)
@click.argument("name", metavar="TASK")
@click.option("--yes", "-y", "is_sure", is_flag=True, help="Don't ask.")
@write_options
def erase_command(
    name: str, *, is_sure: bool, request_key: str | None, preview: bool, as_json: bool
) -> None:
    """Remove title, description and comments of a task for good, from its history, too. This can't be undone.

    Backups that were made before still have them.
    """
    if not (is_sure or preview):
        if not is_interactive():
            raise InvalidError.of("erase", "Erasing can't be undone.", hint="Add --yes to do it.")
        with open_store() as store:
            print_tasks(store.find([name]))
        click.confirm("Erase its texts for good? This can't be undone", abort=True)
    with open_store() as store:
        receipt = store.erase(name, How(request_key=request_key, preview=preview))
    answer(receipt, as_json=as_json, human=print_receipt)
