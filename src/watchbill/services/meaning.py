"""What callers write for a time, in figures or in words, read in their own zone: one reading for every door."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from watchbill.domain import due as rules
from watchbill.domain import reminder as reminding
from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.domain.errors import InvalidError
from watchbill.domain.recurrence import Recurrence, check_rule, falls_on
from watchbill.domain.reminder import Reminder

if TYPE_CHECKING:
    from watchbill.language.date import Habits, Reading
    from watchbill.language.mark import Style

_LOCAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")
_OFFSET = re.compile(rf"{_LOCAL.pattern}(\.0+)?(Z|[+-]\d\d:\d\d)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d([Tt].*|\s*\[.*)?", re.DOTALL)
_RULE = re.compile(r"(RRULE:)?[A-Z]+=.*", re.IGNORECASE | re.DOTALL)
_TIME = re.compile(r"(?:(today|yesterday)\s*)?(?:at\s+)?(\d{1,2}):(\d\d)", re.IGNORECASE)
_COMPLETION = re.compile(r"\s+after\s+completion$", re.IGNORECASE)
_FILLING = re.compile(r"[\s,.]*")

_HOURS, _MINUTES = 24, 60
_SHOWN = 60
_DUE_HINT = "Write tomorrow at 5, next Friday, 2026-12-01 or 2026-12-01T17:00."
_RULE_HINT = (
    "Write every other Tuesday, the 1st of every month, or a rule such as FREQ=WEEKLY;BYDAY=TU."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Customs:
    """How people here write: the marks of quick-add, and whether 3/4 is 3 April."""

    style: "Style" = "watchbill"
    day_first: bool = False

    @property
    def habits(self) -> "Habits":
        from watchbill.language.date import Habits  # noqa: PLC0415 -- the grammar is slow to load, and a list needs none of it

        return Habits(day_first=self.day_first)


PLAIN_CUSTOMS = Customs()


@dataclass(frozen=True, slots=True)
class Repetition:
    """A recurrence, and the day or time that it begins with, where its words say so."""

    recurrence: Recurrence
    first: Due | None = None

    def begin(self, due: Due | None) -> Due | None:
        """When a task is due that has this due date of its own: the time of day is the recurrence's, where it says one."""
        if due is None:
            return self.first
        return self._at_its_time(due)

    def begin_anew(self, due: Due | None) -> Due | None:
        """When a task is due that has to repeat so from now on: as before, where the recurrence comes on that day."""
        if due is None or self.first is None or falls_on(self.recurrence, due):
            return self.begin(due)
        if isinstance(self.first, DueDate) and isinstance(due, DueTime):
            return DueTime(datetime.combine(self.first.on, due.local.time()), due.zone)
        return self.first

    def _at_its_time(self, due: Due) -> Due:
        if isinstance(due, DueDate) and isinstance(self.first, DueTime):
            return DueTime(datetime.combine(due.on, self.first.local.time()), self.first.zone)
        return due


@dataclass(frozen=True, slots=True)
class Meanings:
    """Reads what one caller writes, at one time."""

    now: datetime
    zone: str
    customs: Customs = PLAIN_CUSTOMS

    def due(self, text: str) -> Due:
        """A date, or a time: with its zone, else in the caller's; in words, too. Raises INVALID_DUE."""
        trimmed = text.strip()
        in_figures = self._in_figures(trimmed)
        if in_figures is not None:
            return in_figures
        reading = self._read(trimmed)
        if reading is None or reading.due is None:
            raise InvalidError.of(
                "due", f"“{trimmed[:_SHOWN]}” is not a date or a time.", hint=_DUE_HINT
            )
        if reading.recurrence is not None:
            raise InvalidError.of(
                "due",
                f"“{trimmed[:_SHOWN]}” is not one date: it repeats.",
                hint="Give it as recurrence.",
            )
        return DueDate(today(self.now, self.zone)) if reading.is_now else reading.due

    def _in_figures(self, text: str) -> Due | None:
        """The date or time, where it begins as ISO 8601 writes one."""
        if _LOCAL.fullmatch(text):
            return _checked(text, None, self.zone)
        if _OFFSET.fullmatch(text):
            return _checked(text, ZoneInfo(self.zone), self.zone)
        return rules.from_text(text) if _ISO.fullmatch(text) else None

    def reminders(self, text: str, due: Due | None) -> tuple[Reminder, ...]:
        """When to remind: as a reminder is written, a time as a due is, or in words. Raises INVALID_REMINDERS."""
        relative = reminding.read_relative(text)
        if relative is not None:
            return (relative,)
        with suppress(InvalidError):
            match self._in_figures(text.strip()):
                case DueTime() as moment:
                    return (moment,)
                case DueDate(on):
                    return (reminding.morning(on, self.zone),)
        from watchbill.language.date import read_reminders  # noqa: PLC0415 -- the grammar is slow to load, and a list needs none of it

        habits = self.customs.habits
        found = read_reminders(text, due=due, now=self.now, zone=self.zone, habits=habits)
        if not found:
            raise reminding.invalid(f"“{text.strip()[:_SHOWN]}” is not a time to remind at.")
        return found

    def repetition(self, text: str) -> Repetition:
        """A rule of RFC 5545, which “after completion” may follow, or words. Raises INVALID_RECURRENCE."""
        trimmed = text.strip()
        if _RULE.fullmatch(trimmed):
            rule, after = _COMPLETION.subn("", trimmed)
            return Repetition(Recurrence(check_rule(rule), "completion" if after else "schedule"))
        reading = self._read(trimmed)
        if reading is None or reading.recurrence is None:
            raise InvalidError.of(
                "recurrence", f"“{trimmed[:_SHOWN]}” doesn't say how it repeats.", hint=_RULE_HINT
            )
        return Repetition(reading.recurrence, reading.due)

    def _read(self, text: str) -> "Reading | None":
        """What the words mean; None when some of them mean nothing."""
        from watchbill.language.date import read  # noqa: PLC0415 -- the grammar is slow to load, and a list needs none of it

        reading = read(text, now=self.now, zone=self.zone, habits=self.customs.habits)
        rest = text
        for span in reversed(reading.spans):
            rest = rest[: span.start] + rest[span.end :]
        return reading if _FILLING.fullmatch(rest) else None


def _checked(text: str, offset: ZoneInfo | None, zone: str) -> Due:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidError.of(
            "due", f"“{text}” is not a time that there is.", hint=rules.HINT
        ) from None
    if offset is not None:
        moment = moment.astimezone(offset)
    return DueTime(moment.replace(tzinfo=None, microsecond=0, fold=0), zone, moment.fold)


def today(now: datetime, zone: str) -> date:
    """The date of the user's day."""
    return now.astimezone(ZoneInfo(zone)).date()


def read_instant(field: str, text: str, *, now: datetime, zone: str) -> datetime:
    """An instant that is over: as RFC 3339 writes it, a date, or a time of the caller's day such as “yesterday 18:00”.

    What doesn't say its zone is in the caller's. Raises INVALID_ and the field's name.
    """
    local = now.astimezone(ZoneInfo(zone))
    if found := _TIME.fullmatch(text.strip()):
        day = local - timedelta(days=(found[1] or "").lower() == "yesterday")
        hour, minute = int(found[2]), int(found[3])
        if hour < _HOURS and minute < _MINUTES:
            return _instant(day.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0))
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidError.of(
            field,
            f"“{text}” is not a time.",
            hint="Write 14:00, yesterday 18:00, 2026-11-24 or 2026-11-24T14:00:00Z.",
        ) from None
    if not rules.YEAR_MIN <= moment.year <= rules.YEAR_MAX:
        raise InvalidError.of(
            field, f"{moment.year} is no year of ours.", hint="Write a time of this century."
        )
    return _instant(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)))


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
