"""What commands print: JSON for programs, plain lines for pipes, tables on a terminal."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from watchbill.cli.store import Json
from watchbill.domain.due import describe, from_stored
from watchbill.domain.merge import REASONS

_PLACE = "position"
"""Its values are keys that say nothing to a person."""
_ENDS = {
    "completed_at": ("open", "done"),
    "deleted_at": ("on the list", "in the trash"),
    "archived_at": ("in use", "archived"),
}
"""What it is without such a time, and with one."""
_STATES = (_PLACE, *_ENDS)
"""What the sentence says better."""
_NAMES = ("title", "name", "text")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_changes(changes: Sequence[Json]) -> None:
    rows = [
        [str(change["number"]), minute(change["at"]), change["actor"], _did(change)]
        for change in changes
    ]
    print_table(["Change", "When (UTC)", "Who", "What"], rows, wide="What")


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
    if receipt["preview"]:
        print_operations(receipt["fields"])
    else:
        _print_fields(receipt["fields"])


def print_operations(fields: Sequence[Json]) -> None:
    """Every field that would be written, before and after."""
    for field in fields:
        if field["field"] == _PLACE:
            click.echo(f"  {_thing(field)}: another place in the order")
            continue
        name, ends = field["field"], (field["old"], field["new"])
        if name in _ENDS:
            name, words = "state", _ENDS[name]
            old, new = (words[value is not None] for value in ends)
        else:
            old, new = (_readable(name, value) for value in ends)
        click.echo(f"  {_thing(field)} {name.replace('_', ' ')}: {old} → {new}")


def _thing(field: Json) -> str:
    return f"#{field['task']}" if field["task"] else str(field["noun"])


def _print_fields(fields: Sequence[Json]) -> None:
    """What an edit made of what; and what was understood of a task that was added, where the sentence doesn't say it."""
    made, gone = _whole(fields, "old"), _whole(fields, "new")
    is_one = len({field["task"] for field in fields if field["id"] in made} - {None}) == 1
    said = ("title", "description", *(("due", "recurrence") if is_one else ()))
    for field in fields:
        name = field["field"]
        if name in _STATES or field["id"] in gone:
            continue
        if field["id"] not in made:
            old, new = (_quoted(name, field[end]) for end in ("old", "new"))
            click.echo(f"  {_thing(field)} {name}: {old} → {new}")
        elif field["task"] and name not in said:
            click.echo(f"  {_thing(field)} {name}: {_readable(name, field['new'])}")


def _whole(fields: Sequence[Json], end: str) -> set[str]:
    """The ids of what is made, or removed: it hasn't a name on that end."""
    return {field["id"] for field in fields if field["field"] in _NAMES and field[end] is None}


def _quoted(name: str, value: Any) -> str:
    return repr(value) if isinstance(value, str) and name != "due" else _readable(name, value)


def _readable(name: str, value: Any) -> str:
    if value is None or value == []:
        return "nothing"
    if name == "due":
        return describe(from_stored(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _print_conflict(conflict: Json) -> None:
    what = f"{conflict['field']} of {conflict['name']}" if conflict["field"] else conflict["name"]
    by = f" by change {conflict['change']} of {conflict['actor']}" if conflict["change"] else ""
    values = f": {conflict['now']!r} stays, was {conflict['was']!r}" if conflict["field"] else ""
    click.echo(f"  kept: {what}, {REASONS[conflict['reason']]}{by}{values}")


def answer(value: Json, *, as_json: bool, human: Callable[[Json], None]) -> None:
    if as_json:
        print_json(value)
    else:
        human(value)


@contextmanager
def progress(verb: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far long work is, by a bar on a terminal; elsewhere it is silent."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415 -- slow to import, and seldom needed
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 -- the same

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        shown = bar.add_task(verb, total=None)
        yield lambda done, total: bar.update(shown, completed=done, total=total)


def is_interactive() -> bool:
    """Whether a person is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _did(change: Json) -> str:
    undone = f" (undone by {change['undone_by']})" if change["undone_by"] else ""
    return f"{change['sentence']}{undone}{why(change)}"


def why(change: Json) -> str:
    """What was said with it: a person's reason, or a program's claim, which is marked as one."""
    whose = "why" if change["actor"].startswith("user:") else "in its own words"
    return f"; {whose}: {change['note']!r}" if change["note"] else ""


def minute(instant: str) -> str:
    """An instant of the JSON, to the minute."""
    return instant[:16].replace("T", " ")


Cell = str | tuple[str, str]
"""Text, or text and how it looks on a terminal, as rich says it."""


def print_table(head: Sequence[str], rows: Sequence[Sequence[Cell]], *, wide: str = "") -> None:
    """A table on a terminal, lines with tabs in a pipe. Columns without anything aren't drawn; `wide` is the one that folds."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(map(_text, row)).rstrip("\t"))
        return
    from rich import box  # noqa: PLC0415 -- only a terminal needs it
    from rich.console import Console  # noqa: PLC0415 -- the same
    from rich.table import Table  # noqa: PLC0415 -- the same
    from rich.text import Text  # noqa: PLC0415 -- the same

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    shown = [at for at in range(len(head)) if any(_text(row[at]) for row in rows)]
    for at in shown:
        table.add_column(head[at], overflow="fold", no_wrap=bool(wide) and head[at] != wide)
    for row in rows:
        table.add_row(*(Text(_text(row[at]), _style(row[at])) for at in shown))
    Console().print(table)


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell[0]


def _style(cell: Cell) -> str:
    return "" if isinstance(cell, str) else cell[1]
