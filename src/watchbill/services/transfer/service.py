"""Lists from other programs: looked at first, taken as one change, undone as one."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from watchbill.domain.errors import InvalidError, TooLargeError
from watchbill.services.caller import Caller
from watchbill.services.transfer.arriving import Arrival, Arriving
from watchbill.services.transfer.google import read_google
from watchbill.services.transfer.ics import read_ics
from watchbill.services.transfer.microsoft import read_microsoft
from watchbill.services.transfer.native import read_native
from watchbill.services.transfer.record import Found, Problem, Setting
from watchbill.services.transfer.table import read_table
from watchbill.services.transfer.taskwarrior import read_taskwarrior
from watchbill.services.transfer.todo_txt import read_todo_txt
from watchbill.services.transfer.todoist import is_todoist_csv, read_todoist_csv, read_todoist_json
from watchbill.services.transfer.vikunja import read_vikunja
from watchbill.services.writing import PLAIN, Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction

Format = Literal[
    "watchbill", "todoist-csv", "todoist-json", "vikunja", "taskwarrior", "todo.txt", "microsoft", "google", "csv", "ics"
]  # fmt: skip
FORMATS: tuple[Format, ...] = get_args(Format)
FILE_MAX = 32 * 1024 * 1024
TASKS_MAX = 10_000
_ANSWERED = 20
_NAMES: Mapping[Format, str] = {
    "watchbill": "Watchbill", "todoist-csv": "Todoist", "todoist-json": "Todoist", "vikunja": "Vikunja",
    "taskwarrior": "Taskwarrior", "todo.txt": "todo.txt", "microsoft": "Microsoft To Do", "google": "Google Tasks",
    "csv": "a table", "ics": "a calendar",
}  # fmt: skip
_READERS: Mapping[Format, Callable[[bytes, Setting], Found]] = {
    "watchbill": read_native,
    "todoist-json": read_todoist_json,
    "vikunja": read_vikunja,
    "taskwarrior": read_taskwarrior,
    "todo.txt": read_todo_txt,
    "microsoft": read_microsoft,
    "google": read_google,
    "csv": read_table,
    "ics": read_ics,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """A file to import. `name` helps to tell its format; `columns` says which column of a table is what."""

    data: bytes
    name: str = ""
    format: Format | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do: its receipt, counts, and every row that wasn't taken as it stands."""

    receipt: Receipt
    format: Format
    tasks: int
    skipped: int
    projects: int
    tags: int
    problems: tuple[Problem, ...]


class ImportService:
    """Takes files of other programs in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._clock = clock
        self._writer = Writer(database, clock)

    def take(
        self, caller: Caller, file: ImportFile, options: WriteOptions = PLAIN
    ) -> ImportReport:
        """Take a file's tasks as one change; the same file again adds what is new in it.

        A row that can't be read is reported with its place and costs no other. Raises INVALID_FILE when nothing can be
        read, INVALID_FORMAT, INVALID_MAP, TOO_LARGE over 32 MB or 10,000 tasks.
        """
        caller.require("tasks:write")
        if len(file.data) > FILE_MAX:
            raise TooLargeError("The file is over 32 MB.", hint="Split it, and import the parts.")
        format = file.format or detect(file)
        found = self._read(caller, file, format)
        arrival = Arrival()

        def decide(tx: Transaction, now: datetime) -> Decision:
            nonlocal arrival
            author = str(caller.actor)
            arrival = Arriving(tx, found, source=format, author=author, now=now).arrive()
            said = _sentence(arrival, _NAMES[format])
            return Decision(said, tuple(arrival.operations), arrival.task_ids[:_ANSWERED])

        digest = hashlib.sha256(file.data).hexdigest()
        body = {"import": digest, "format": format, "columns": dict(file.columns)}
        receipt = self._writer.write(caller, decide, body=body, options=options)
        return ImportReport(
            receipt=receipt,
            format=format,
            tasks=_made(receipt, "task"),
            skipped=arrival.skipped,
            projects=_made(receipt, "project"),
            tags=_made(receipt, "tag"),
            problems=tuple(found.problems),
        )

    def _read(self, caller: Caller, file: ImportFile, format: Format) -> Found:
        setting = Setting(now=self._clock(), zone=caller.zone, columns=file.columns)
        if format == "todoist-csv":
            found = read_todoist_csv(file.data, setting, project=_project(file.name))
        else:
            found = _READERS[format](file.data, setting)
        if len(found.records) > TASKS_MAX:
            raise TooLargeError(
                f"The file has {len(found.records)} tasks; {TASKS_MAX} is the most at once.",
                hint="Split it, and import the parts.",
            )
        return found


def _made(receipt: Receipt, noun: str) -> int:
    """How many of that noun its change makes, a repeated one's too."""
    operations = receipt.change.operations if receipt.change else ()
    return sum(one.noun == noun and one.before is None for one in operations)


def _sentence(arrival: Arrival, source: str) -> str:
    """“Imported 3 tasks and 1 project from Todoist”."""
    parts = [
        f"{count} {noun}{'' if count == 1 else 's'}"
        for count, noun in (
            (len(arrival.task_ids), "task"),
            (arrival.projects, "project"),
            (arrival.tags, "tag"),
        )
        if count
    ]
    said = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
    return f"Imported {said or 'nothing'} from {source}"


def _project(name: str) -> str:
    """Todoist names a template's file after its project: “Home.csv”, “Home [2203306141].csv”."""
    stem = name.rsplit("/", 1)[-1].removesuffix(".csv").split("[")[0].strip()
    return "" if stem.casefold() == "inbox" else stem


def check_format(text: str) -> Format:
    """The format of that name. Raises INVALID_FORMAT."""
    for format in FORMATS:
        if format == text:
            return format
    raise InvalidError.of(
        "format", f"“{text}” is not a format.", hint=f"Use one of: {', '.join(FORMATS)}."
    )


def detect(file: ImportFile) -> Format:
    """Which format a file is in, by its content first, then by its name. Raises INVALID_FORMAT."""
    if file.data.startswith(b"PK"):
        return "vikunja"
    start = file.data[:100_000].decode("utf-8-sig", errors="replace").lstrip()
    if start.upper().startswith("BEGIN:VCALENDAR"):
        return "ics"
    if start.startswith(("{", "[")):
        return _json_format(start)
    if is_todoist_csv(start.partition("\n")[0]):
        return "todoist-csv"
    for ending, format in ((".csv", "csv"), (".tsv", "csv"), (".txt", "todo.txt")):
        if file.name.lower().endswith(ending):
            return check_format(format)
    raise InvalidError.of(
        "format", "It can't be told which format this is.", hint=f"Say it: {', '.join(FORMATS)}."
    )


def _json_format(start: str) -> Format:
    """By words that only one of the programs uses."""
    marks: tuple[tuple[Format, tuple[str, ...]], ...] = (
        ("watchbill", ('"watchbill-export-1"',)),
        ("google", ('"tasks#',)),
        ("todoist-json", ('"items"', '"content"')),
        ("microsoft", ('"importance"', '"title"')),
        ("microsoft", ('"displayName"',)),
        ("taskwarrior", ('"description"', '"status"', '"entry"')),
        ("vikunja", ('"hex_color"',)),
    )
    for format, words in marks:
        if all(word in start for word in words):
            return format
    raise InvalidError.of(
        "format", "It can't be told whose JSON this is.", hint=f"Say it: {', '.join(FORMATS)}."
    )
