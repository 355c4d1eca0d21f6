"""Lists for other programs, and for Watchbill itself."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from watchbill.domain import comment, project, saved_filter, tag, task
from watchbill.domain.due import to_text as due_text
from watchbill.domain.instant import to_text
from watchbill.domain.names import Names
from watchbill.domain.query import TaskFilter
from watchbill.domain.reminder import to_text as reminder_text
from watchbill.domain.task import Task
from watchbill.services.caller import Caller
from watchbill.services.naming import names_of
from watchbill.services.selecting import select
from watchbill.services.transfer import ics
from watchbill.services.transfer.native import change_to_json, thing_to_json, write_native
from watchbill.services.transfer.record import OURS
from watchbill.services.transfer.todo_txt import write_todo_txt
from watchbill.services.verification import all_changes
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.transaction import Reader

ExportFormat = Literal["json", "csv", "todo.txt", "ics"]
EXPORTS: tuple[ExportFormat, ...] = get_args(ExportFormat)
MEDIA_TYPES: Mapping[ExportFormat, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "todo.txt": "text/plain; charset=utf-8",
    "ics": ics.MEDIA_TYPE,
}
FILE_NAMES: Mapping[ExportFormat, str] = {
    "json": "watchbill.json",
    "csv": "watchbill.csv",
    "todo.txt": "todo.txt",
    "ics": "watchbill.ics",
}
_PAGE = 500
_HEAD = (
    "ref", "title", "description", "state", "priority", "due", "recurrence", "reminders", "project", "tags", "parent", "parent_id",
    "created_at", "completed_at", "id",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class _Page:
    tasks: tuple[Task, ...]
    names: Names


class ExportService:
    """Writes a workspace's tasks out."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def write(
        self,
        caller: Caller,
        format: ExportFormat,
        *,
        query: str = "",
        kind: ics.Kind = "todo",
        title: str = "",
    ) -> Iterator[bytes]:
        """The file, piece by piece, from one view of the store.

        `query` is a line of the filter language; without it, all tasks outside the trash. JSON has everything, and the
        journal, whatever the query. Raises INVALID_QUERY at once, before the first piece.
        """
        caller.require("tasks:read")
        wanted = TaskFilter(query=query, state="open" if query else "all", limit=_PAGE)
        if format == "json":
            return self._json(caller)
        now = self._clock()
        with self._database.read(caller.workspace_id) as reader:
            select(reader, wanted, now=now, zone=caller.zone)
        writers: Mapping[ExportFormat, Callable[[Iterator[_Page]], Iterator[bytes]]] = {
            "csv": _csv,
            "todo.txt": _todo_txt,
            "ics": lambda pages: _calendar(pages, now, kind, title),
        }
        return writers[format](self._pages(caller, wanted, now))

    def _pages(self, caller: Caller, wanted: TaskFilter, now: datetime) -> Iterator[_Page]:
        with self._database.read(caller.workspace_id) as reader:
            yield from _pages(reader, caller, wanted, now)

    def _json(self, caller: Caller) -> Iterator[bytes]:
        now = self._clock()
        with self._database.read(caller.workspace_id) as reader:
            states = (
                TaskFilter(state="all", limit=_PAGE),
                TaskFilter(state="deleted", limit=_PAGE),
            )
            tasks = (
                one
                for state in states
                for page in _pages(reader, caller, state, now)
                for one in page.tasks
            )
            nouns: Mapping[str, tuple[str, Any]] = {
                "projects": (project.NOUN, reader.projects.all(archived=True)),
                "tags": (tag.NOUN, reader.tags.all(archived=True)),
                "filters": (saved_filter.NOUN, reader.filters.all()),
                "tasks": (task.NOUN, tasks),
                "comments": (comment.NOUN, reader.comments.all()),
            }
            parts = {name: _things(*things) for name, things in nouns.items()}
            head = {
                "exported_at": to_text(now),
                "last_change": reader.last_change(),
                "hash": reader.last_hash(),
            }
            changes = (change_to_json(change) for change in all_changes(reader))
            for piece in write_native(head=head, parts={**parts, "changes": changes}):
                yield piece.encode()


def _things(noun: str, things: Iterable[Any]) -> Iterator[dict[str, Any]]:
    return (thing_to_json(noun, thing) for thing in things)


def _pages(reader: Reader, caller: Caller, wanted: TaskFilter, now: datetime) -> Iterator[_Page]:
    cursor: str | None = ""
    while cursor is not None:
        page = TaskFilter(
            query=wanted.query, state=wanted.state, limit=wanted.limit, cursor=cursor or None
        )
        found = reader.tasks.page(select(reader, page, now=now, zone=caller.zone).selection)
        yield _Page(found.tasks, names_of(reader, found.tasks))
        cursor = found.next_cursor


def _csv(pages: Iterator[_Page]) -> Iterator[bytes]:
    yield _row(_HEAD)
    for page in pages:
        yield b"".join(_row(_cells(one, page.names)) for one in page.tasks)


def _row(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow([_harmless(cell) for cell in cells])
    return text.getvalue().encode()


def _harmless(cell: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it, which an import takes off."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cells(one: Task, names: Names) -> tuple[str, ...]:
    parent = names.parent(one)
    rule = one.recurrence
    after = " after completion" if rule and rule.basis == "completion" else ""
    return (
        str(one.ref),
        one.title,
        one.description,
        "deleted" if one.is_deleted else "done" if one.is_done else "open",
        str(one.priority),
        due_text(one.due) if one.due else "",
        f"{rule.rule}{after}" if rule else "",
        "; ".join(map(reminder_text, one.reminders)),
        names.project(one),
        ", ".join(names.tags_of(one)),
        "" if parent is None else str(parent),
        f"{one.parent_id}{OURS}" if one.parent_id else "",
        to_text(one.created_at),
        to_text(one.completed_at) if one.completed_at else "",
        f"{one.id}{OURS}",
    )


def _todo_txt(pages: Iterator[_Page]) -> Iterator[bytes]:
    for page in pages:
        yield "".join(write_todo_txt(iter(page.tasks), page.names)).encode()


def _calendar(
    pages: Iterator[_Page], now: datetime, kind: ics.Kind, title: str
) -> Iterator[bytes]:
    found = list(pages)
    names = Names(
        projects={id: one for page in found for id, one in page.names.projects.items()},
        tags={id: one for page in found for id, one in page.names.tags.items()},
        tasks={id: one for page in found for id, one in page.names.tasks.items()},
    )
    tasks = (one for page in found for one in page.tasks)
    yield ics.write_ics(tasks, names, now=now, kind=kind, title=title)
