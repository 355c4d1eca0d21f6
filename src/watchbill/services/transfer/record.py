"""What every format is read into: tasks in our terms, each with its place in the file, and what couldn't be read."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from watchbill.domain.due import Due, DueDate, DueTime, from_text
from watchbill.domain.errors import InvalidError, WatchbillError
from watchbill.domain.field import PRIORITY_NONE
from watchbill.domain.recurrence import Recurrence
from watchbill.domain.reminder import Reminder
from watchbill.domain.task import DESCRIPTION_MAX, TITLE_MAX
from watchbill.language.date import Habits, Span, read

Row = TypeVar("Row")
Given = TypeVar("Given")
Value = TypeVar("Value")
Foreign = TypeVar("Foreign", bound="ForeignModel")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CUT = "…"
_HINT = "Name its format, or export it anew. Nothing was imported."
OURS = "@watchbill"
"""What a key ends in that is the id of a task of ours: it keeps that id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One task of a file. `key` is the file's own name for it, by which `parent` and `blocked_by` refer to it.

    `place` says where it stands, for people: “line 12”.
    """

    place: str
    title: str
    key: str = ""
    description: str = ""
    priority: int = PRIORITY_NONE
    due: Due | None = None
    recurrence: Recurrence | None = None
    reminders: tuple[Reminder, ...] = ()
    project: str = ""
    tags: tuple[str, ...] = ()
    parent: str = ""
    blocked_by: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    created_at: datetime | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that wasn't taken as it stands. `is_lost`: the whole row stays out, else a part of it."""

    place: str
    message: str
    is_lost: bool = True


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """A project of a file, where the file says more of it than a name."""

    name: str
    colour: str | None = None
    is_archived: bool = False


@dataclass(slots=True)
class Found:
    """What was read so far."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    projects: list[ProjectRecord] = field(default_factory=list)

    def each(
        self, rows: Iterable[tuple[str, Row]], make: Callable[[str, Row], Record | None]
    ) -> None:
        """Read every row by itself: what is wrong with one is said with its place, and costs no other."""
        for place, row in rows:
            try:
                made = make(place, row)
            except WatchbillError as error:
                self.problems.append(Problem(place, error.message))
            else:
                if made is not None:
                    self.add(made)

    def add(self, record: Record) -> None:
        """Take a record, with texts as a task can have them; a shortened title is told, and kept whole below it."""
        title = " ".join(_CONTROL.sub(" ", record.title).split())
        if not title:
            self.problems.append(Problem(record.place, "The title is blank."))
            return
        description = _CONTROL.sub(" ", record.description.replace("\r\n", "\n")).strip()
        if len(title) > TITLE_MAX:
            message = f"The title has {len(title)} characters; the whole is in the description."
            self.problems.append(Problem(record.place, message, is_lost=False))
            description = f"{title}\n\n{description}".strip()
            title = title[: TITLE_MAX - 1] + _CUT
        if len(description) > DESCRIPTION_MAX:
            message = f"The description has {len(description)} characters; the first {DESCRIPTION_MAX} are taken."
            self.problems.append(Problem(record.place, message, is_lost=False))
            description = description[: DESCRIPTION_MAX - 1] + _CUT
        self.records.append(replace(record, title=title, description=description))

    def part(self, place: str, read: Callable[[Given], Value], given: Given) -> Value | None:
        """What a part of a row says; None, and told, when it can't be read."""
        try:
            return read(given)
        except WatchbillError as error:
            self.lose_part(place, error.message)
            return None

    def lose_part(self, place: str, message: str) -> None:
        """Say that a part of a row wasn't taken."""
        self.problems.append(Problem(place, message, is_lost=False))


@dataclass(frozen=True, slots=True)
class Timing:
    """When something is due, and how it comes again."""

    due: Due | None = None
    recurrence: Recurrence | None = None


NO_TIMING = Timing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How to read a file: whose clock and zone, and which column of a table is what."""

    now: datetime
    zone: str
    columns: Mapping[str, str] = field(default_factory=dict)
    habits: Habits = field(default_factory=Habits)

    def at(self, moment: datetime) -> DueTime:
        """An instant as a time in the caller's zone; what has no offset is there already."""
        local = moment.astimezone(ZoneInfo(self.zone)) if moment.tzinfo else moment
        return DueTime(
            local.replace(tzinfo=None, microsecond=0, fold=0), self.zone, fold=local.fold
        )

    def instant(self, moment: datetime) -> datetime:
        """An instant as UTC; what has no offset is in the caller's zone."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.zone))
        return aware.astimezone(UTC)

    def due(self, text: str) -> Due:
        """A date or a time as ISO 8601 or RFC 9557 writes it. Raises INVALID_DUE."""
        try:
            if "[" in text:
                return from_text(text)
            if "T" in text or " " in text.strip():
                return self.at(datetime.fromisoformat(text.strip()))
            return DueDate(date.fromisoformat(text.strip()))
        except ValueError:
            raise InvalidError.of("due", f"“{text}” is not a date.") from None

    def moment(self, text: str) -> datetime:
        """An instant: a time, or the beginning of a day of the caller's. Raises INVALID_DUE."""
        due = self.due(text)
        if isinstance(due, DueTime):
            return due.at
        return self.instant(datetime.combine(due.on, time()))

    def said(self, text: str) -> Timing:
        """A date as ISO 8601 writes it or as people do: “1 December”, “every Friday at 9”. Raises INVALID_DUE.

        All of the text has to be one: half of “the day after we move” is no date.
        """
        try:
            return Timing(self.due(text))
        except InvalidError:
            reading = read(text, now=self.now, zone=self.zone, habits=self.habits)
            rest = [char for at, char in enumerate(text) if not _is_within(at, reading.spans)]
            if reading.due is None or re.sub(
                r"\W|\b(?:at|on|due|starting|by)\b", "", "".join(rest)
            ):
                raise InvalidError.of(
                    "due", f"“{text}” is not a date that is understood."
                ) from None
            return Timing(reading.due, reading.recurrence)


def _is_within(at: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


class ForeignModel(BaseModel):
    """A row of another program's JSON: what we don't know of it is passed over."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    @classmethod
    def of(cls, row: Any) -> Self:
        """Read a row. Raises INVALID_FILE with what is wrong with it first."""
        try:
            return cls.model_validate(row)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"])) or "The row"
            raise InvalidError.of("file", f"{where}: {first['msg']}.", hint=_HINT) from None


def not_of_format(name: str, why: str) -> InvalidError:
    """A file that isn't of its format at all: nothing of it can be read."""
    return InvalidError.of(
        "file",
        f"This isn't {name}: {why}.",
        hint=_HINT,
    )
