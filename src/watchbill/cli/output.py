"""What commands print: JSON for programs, plain lines for pipes, tables on a terminal."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from watchbill.cli.store import Json
from watchbill.domain.due import describe, from_stored

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_tasks(tasks: Sequence[Json]) -> None:
    rows = [[f"#{task['ref']}", task["title"], _state(task)] for task in tasks]
    print_table(["Ref", "Title", ""], rows)


def print_task(task: Json) -> None:
    lines = [
        f"#{task['ref']} {task['title']}",
        f"state: {task['state']}",
        f"created: {_minute(task['created_at'])}",
        f"updated: {_minute(task['updated_at'])}, by change {task['version']}",
    ]
    if task["completed_at"]:
        lines.append(f"completed: {_minute(task['completed_at'])}")
    if task["deleted_at"]:
        lines.append(f"deleted: {_minute(task['deleted_at'])}")
    if task["description"]:
        lines += ["", task["description"]]
    click.echo("\n".join(lines))


def print_changes(changes: Sequence[Json]) -> None:
    rows = [
        [str(change["number"]), _minute(change["at"]), change["actor"], _did(change)]
        for change in changes
    ]
    print_table(["Change", "When (UTC)", "Who", "What"], rows)


def print_receipt(receipt: Json) -> None:
    """What was written, field by field, and how to take it back."""
    sentence = receipt["sentence"]
    if sentence is None:
        click.echo("Nothing to change: it is so already.")
        return
    if receipt["preview"]:
        click.echo(f"Would do: {sentence}. Nothing is written yet.")
    elif receipt["proposal"] is not None and receipt["change"] is None:
        click.echo(f"Waits for a person, as proposal {receipt['proposal']}: {sentence}.")
    elif receipt["repeated"]:
        click.echo(f"Done before, as change {receipt['change']}: {sentence}.")
    else:
        click.echo(f"{sentence}. Undo: watchbill undo {receipt['change']}")
    for conflict in receipt["conflicts"]:
        _print_conflict(conflict)
    _print_fields(receipt["fields"])


def _print_fields(fields: Sequence[Json]) -> None:
    """What an edit made of what; and what was understood of a task that was added, where the sentence doesn't say it."""
    made = {
        field["task"] for field in fields if field["field"] == "title" and field["old"] is None
    }
    said = ("title", "description", *(("due", "recurrence") if len(made) == 1 else ()))
    for field in fields:
        name, old, new = f"  #{field['task']} {field['field']}", field["old"], field["new"]
        if old is not None and new is not None:
            click.echo(f"{name}: {old!r} → {new!r}")
        elif field["task"] in made and field["field"] not in said and old is None:
            click.echo(f"{name}: {_readable(field['field'], new)}")


def _readable(name: str, value: Any) -> str:
    if name == "due":
        return describe(from_stored(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _print_conflict(conflict: Json) -> None:
    what = f"{conflict['field']} of {conflict['name']}" if conflict["field"] else conflict["name"]
    by = f" by change {conflict['change']} of {conflict['actor']}" if conflict["change"] else ""
    values = f": {conflict['now']!r} stays, was {conflict['was']!r}" if conflict["field"] else ""
    click.echo(f"  kept: {what}, {conflict['reason']} since{by}{values}")


def answer(value: Json, *, as_json: bool, human: Callable[[Json], None]) -> None:
    if as_json:
        print_json(value)
    else:
        human(value)


@contextmanager
def progress(verb: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far long work is, on a terminal: “Replayed 500 of 12,000”."""
    is_shown = sys.stderr.isatty()

    def tell(done: int, total: int) -> None:
        if is_shown:
            click.echo(f"\r{verb} {done:,} of {total:,}", nl=False, err=True)

    yield tell
    if is_shown:
        click.echo(err=True)


def is_interactive() -> bool:
    """Whether a person is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _state(task: Json) -> str:
    return "" if task["state"] == "open" else str(task["state"])


def _did(change: Json) -> str:
    undone = f" (undone by {change['undone_by']})" if change["undone_by"] else ""
    return f"{change['sentence']}{undone}"


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal, lines with tabs in a pipe."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(row).rstrip("\t"))
        return
    from rich import box  # noqa: PLC0415 -- only a terminal needs it
    from rich.console import Console  # noqa: PLC0415 -- the same
    from rich.table import Table  # noqa: PLC0415 -- the same
    from rich.text import Text  # noqa: PLC0415 -- the same

    table = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
