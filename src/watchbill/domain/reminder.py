"""When to remind of a task: before it is due, at a time of that day or of one before it, or at a time of its own.

As text: `2 hours before`, `when due`, `1 day before at 18:00`, `on the day at 08:00`, or a time as due dates write it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from watchbill.domain import due as dues
from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.domain.errors import InvalidError

MOST = 20
DAYS_MAX = 366
MORNING = time(9)
"""When the day of a due date begins, for what is so long before it."""
HINT = "Write 2 hours before, 1 day before at 18:00, when due, or a time such as 2026-12-01T09:00[Europe/Berlin]."

_HOUR, _DAY, _WEEK = 60, 1_440, 10_080
_UNITS = {"minute": 1, "hour": _HOUR, "day": _DAY, "week": _WEEK}
_BEFORE = re.compile(r"(\d{1,6}) (minute|hour|day|week)s? before", re.ASCII)
_ON_DAY = re.compile(r"(?:(\d{1,4}) days? before|on the day) at (\d\d):(\d\d)", re.ASCII)
_DURATION = re.compile(
    r"-?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:0+S)?)?", re.ASCII
)
_WHEN_DUE = "when due"


@dataclass(frozen=True, slots=True)
class Before:
    """So many minutes before the task is due, 0 or more.

    Whole days are days of the calendar, with the same time of day. A due date counts as 9:00 of its day.
    """

    minutes: int


@dataclass(frozen=True, slots=True)
class OnDay:
    """When clocks show `at`, in whole minutes, on the day that is so many days before the one it's due; 0 is that day."""

    days: int
    at: time


Relative = Before | OnDay
Reminder = Relative | DueTime
"""A `DueTime` is a time of its own, whatever the task's due becomes."""


def to_text(reminder: Reminder) -> str:
    """The one spelling of a reminder."""
    match reminder:
        case Before(minutes):
            return _said(minutes)
        case OnDay(days, at):
            day = f"{_counted(days, 'day')} before" if days else "on the day"
            return f"{day} at {at:%H:%M}"
        case _:
            return dues.to_text(reminder)


def describe(reminder: Reminder) -> str:
    """It for people: “2 hours before”, “Fri 2026-11-27 12:00 UTC”."""
    return dues.describe(reminder) if isinstance(reminder, DueTime) else to_text(reminder)


def from_stored(text: str) -> Reminder:
    """Read what `to_text` wrote, maybe under older rules of a time zone."""
    return read_relative(text) or cast("DueTime", dues.from_stored(text))


def read_relative(text: str) -> Relative | None:
    """The reminder, if the text is one that counts from the due, or an ISO 8601 duration such as -PT2H.

    Raises INVALID_REMINDERS when it's over 366 days before.
    """
    words = " ".join(text.lower().split())
    if words == _WHEN_DUE:
        return Before(0)
    if match := _BEFORE.fullmatch(words):
        return _checked(Before(int(match[1]) * _UNITS[match[2]]))
    if match := _ON_DAY.fullmatch(words):
        return _checked(OnDay(int(match[1] or 0), _clock(match[2], match[3])))
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(map(str.isdigit, text)):
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    return _checked(Before(weeks * _WEEK + days * _DAY + hours * _HOUR + minutes))


def check(reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """The reminders, each once, in the order of their texts. Raises INVALID_REMINDERS for over 20."""
    found = {to_text(reminder): reminder for reminder in reminders}
    if len(found) > MOST:
        raise invalid(f"{len(found)} reminders; {MOST} is the most.", hint="Give fewer.")
    return tuple(found[text] for text in sorted(found))


def check_due(reminders: Sequence[Reminder], due: Due | None) -> None:
    """Refuse what counts from a due where there is none. Raises INVALID_REMINDERS."""
    relative = next((one for one in reminders if is_relative(one)), None)
    if relative is not None and due is None:
        raise invalid(
            f"“{to_text(relative)}” counts from when the task is due, and it has no due date.",
            hint="Give due as well, or a time of its own.",
        )


def is_relative(reminder: Reminder) -> bool:
    """Whether it counts from the due: then the next occurrence gets it, too."""
    return not isinstance(reminder, DueTime)


def morning(day: date, zone: str) -> DueTime:
    """The time to remind on a day of which no time was said."""
    return DueTime(datetime.combine(day, MORNING), zone)


def moment(reminder: Reminder, due: Due | None) -> datetime | None:
    """When to remind: an instant in UTC, or for a due date what the clocks of the one who is reminded show, without a zone.

    None while what it counts from isn't there.
    """
    if isinstance(reminder, DueTime):
        return reminder.at
    if due is None:
        return None
    if isinstance(due, DueDate):
        return _wall(reminder, datetime.combine(due.on, MORNING))
    if isinstance(reminder, OnDay):
        return DueTime(_wall(reminder, due.local), due.zone).at
    days, minutes = divmod(reminder.minutes, _DAY)
    start = DueTime(due.local - timedelta(days), due.zone).at if days else due.at
    return start - timedelta(minutes=minutes)


def _wall(reminder: Relative, due: datetime) -> datetime:
    """What clocks show then."""
    if isinstance(reminder, OnDay):
        return datetime.combine(due.date() - timedelta(reminder.days), reminder.at)
    return due - timedelta(minutes=reminder.minutes)


def invalid(message: str, *, hint: str = HINT) -> InvalidError:
    return InvalidError.of("reminders", message, hint=hint)


def _said(minutes: int) -> str:
    if not minutes:
        return _WHEN_DUE
    unit = next(name for name in ("week", "day", "hour", "minute") if minutes % _UNITS[name] == 0)
    return f"{_counted(minutes // _UNITS[unit], unit)} before"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _checked(reminder: Relative) -> Relative:
    days = reminder.days if isinstance(reminder, OnDay) else reminder.minutes / _DAY
    if days > DAYS_MAX:
        raise invalid(
            f"“{to_text(reminder)}” is too far ahead; {DAYS_MAX} days is the most.",
            hint="Give a time of its own.",
        )
    return reminder


def _clock(hour: str, minute: str) -> time:
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise invalid(f"There is no {hour}:{minute} on the clock.") from None
