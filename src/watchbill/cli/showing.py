"""How tasks look: a table of several, and one with all that there is about it."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click

from watchbill.cli.output import Cell, minute, print_table, why
from watchbill.cli.store import Json, read_settings
from watchbill.domain.due import describe, from_stored, is_overdue
from watchbill.domain.project import INBOX
from watchbill.domain.when import in_words

_HEAD = ("Ref", "Title", "", "Due", "P", "Project", "Tags")
_NO_PRIORITY = 4
_LOUD = {1: "bold red", 2: "yellow"}


def print_tasks(tasks: Sequence[Json]) -> None:
    """On a terminal, when they are due is said in words."""
    now, zone = datetime.now(UTC), read_settings().time_zone
    print_table(_HEAD, [_row(task, now, zone) for task in tasks], wide="Title")


def _row(task: Json, now: datetime, zone: str) -> list[Cell]:
    priority = task["priority"]
    is_open = task["state"] == "open"
    return [
        (f"#{task['ref']}", "dim"),
        (task["title"], "" if is_open else "dim"),
        "" if is_open else task["state"],
        _due(task, now, zone, is_open=is_open),
        (f"p{priority}", _LOUD.get(priority, "")) if priority < _NO_PRIORITY else "",
        "" if task["project"] == INBOX else task["project"],
        (" ".join(f"#{tag}" for tag in task["tags"]), "cyan"),
    ]


def _due(task: Json, now: datetime, zone: str, *, is_open: bool) -> Cell:
    if task["due"] is None:
        return ""
    due = from_stored(task["due"])
    if not sys.stdout.isatty():
        return str(task["due"])
    repeats = " ↻" if task["recurrence"] else ""
    is_late = is_open and is_overdue(due, now=now, zone=zone)
    return f"{in_words(due, now=now, zone=zone)}{repeats}", "red" if is_late else ""


def print_task(task: Json) -> None:
    """All its fields; and, where they came with it, subtasks, blockers, comments and changes."""
    ref = click.style(f"#{task['ref']}", dim=True)
    click.echo(f"{ref} {click.style(task['title'], bold=True)}")
    for name, value in _facts(task):
        click.echo(f"{click.style(f'{name}:', dim=True)} {value}")
    if task["description"]:
        click.echo(f"\n{task['description']}")
    if "subtasks" in task:
        _print_around(task)


def _facts(task: Json) -> Iterator[tuple[str, str]]:
    """What is said of a task, line by line; what it hasn't is left out."""
    yield "state", task["state"]
    if task["due"]:
        yield "due", describe(from_stored(task["due"]))
    if task["recurrence"]:
        yield "repeats", task["recurrence"]["text"]
    if task["priority"] < _NO_PRIORITY:
        yield "priority", str(task["priority"])
    yield "project", task["project"]
    if task["parent"]:
        yield "under", f"#{task['parent']}"
    for name, values in (
        ("tags", task["tags"]),
        ("reminders", task["reminders"]),
        ("waits for", [f"#{ref}" for ref in task["blocked_by"]]),
    ):
        if values:
            yield name, ", ".join(values)
    yield from _times(task)


def _times(task: Json) -> Iterator[tuple[str, str]]:
    yield "created", minute(task["created_at"])
    yield "updated", f"{minute(task['updated_at'])}, by change {task['version']}"
    for name in ("completed", "deleted"):
        if task[f"{name}_at"]:
            yield name, minute(task[f"{name}_at"])


def _print_around(task: Json) -> None:
    depths = {task["id"]: 0}
    for one in task["subtasks"]:
        depths[one["id"]] = depths[one["parent_id"]] + 1
    _print_part("Subtasks", (_line(one, depths[one["id"]]) for one in _in_order(task)))
    _print_part("Waits for", map(_line, task["blockers"]))
    _print_part("Waits for this", map(_line, task["waiting"]))
    _print_part("Comments", map(_said, task["comments"]))
    _print_part("History", map(_done, task["changes"]))


def _in_order(task: Json) -> Iterator[Json]:
    """What stands under the task, each followed by what stands under it."""
    for one in task["subtasks"]:
        if one["parent_id"] == task["id"]:
            yield one
            yield from _in_order({**one, "subtasks": task["subtasks"]})


def _line(task: Json, depth: int = 1) -> str:
    mark = {"open": "[ ]", "done": "[x]"}.get(task["state"], "[-]")
    return f"{'  ' * depth}{mark} #{task['ref']} {task['title']}"


def _said(comment: Json) -> str:
    text = comment["text"].replace("\n", "\n    ")
    return f"  {minute(comment['created_at'])} {comment['author']} ({comment['id']})\n    {text}"


def _done(change: Json) -> str:
    gone = f" (undone by {change['undone_by']})" if change["undone_by"] else ""
    return f"  {change['number']} {minute(change['at'])} {change['actor']}: {change['sentence']}{gone}{why(change)}"


def _print_part(name: str, lines: Iterator[str]) -> None:
    found = list(lines)
    if found:
        click.echo("\n".join(["", click.style(f"{name}:", bold=True), *found]))
