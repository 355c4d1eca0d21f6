"""What the parts of a date mean, before they are put together."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

PART_HOURS: dict[str, int] = {
    "dawn": 6, "early morning": 7, "breakfast": 8, "morning": 9, "noon": 12, "lunch": 12, "after lunch": 14,
    "afternoon": 15, "late afternoon": 17, "teatime": 16, "work": 17, "dusk": 19, "dinner": 19, "evening": 18,
    "night": 20, "late night": 22, "midnight": 24,
}  # fmt: skip
"""The hour that a part of the day stands for."""


CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The weekdays as RFC 5545 spells them."""
WORK_DAYS, REST_DAYS = CODES[:5], CODES[5:]
Days = tuple[str, ...]
Numbers = tuple[int, ...]
Place = tuple[int, Days]
"""The nth of these weekdays; -1 is the last."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Where people disagree.

    `day_first`: 3/4 is 3 April. `week_start`: 0 is Monday. `next_weekday`: “next Friday” is Friday of next week, or the nearest.
    `same_weekday`: “Friday”, said on a Friday, is in a week, or today. `day_begins`: “at 5” is the first five o'clock at or after that hour.
    `nth_weekday`: “every 3rd Thursday” is every three weeks, or the third Thursday of each month. `week_ends`: the day that “end of the week” is.
    """

    day_first: bool = False
    week_start: int = 0
    next_weekday: Literal["week", "nearest"] = "week"
    same_weekday: Literal["week", "today"] = "week"
    day_begins: int = 7
    nth_weekday: Literal["interval", "month"] = "interval"
    week_ends: int = 4


@dataclass(frozen=True, slots=True)
class Context:
    """Now, as the user's clock shows it, and the user's habits."""

    now: datetime
    habits: Habits

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the calendar."""

    on: date


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, and the one that stands for them as a due date. `again`: after how many months comes the next, where which one wasn't said."""

    first: date
    last: date
    due: date
    again: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. Not `is_sure`: either half of the day may be meant. Hour 24 is the end of the day."""

    hour: int
    minute: int = 0
    is_sure: bool = True
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """An amount of time."""

    months: int = 0
    days: int = 0
    seconds: int = 0
    workdays: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """A recurrence that is being read: parts of an RRULE, and what is said beside it."""

    frequency: str
    interval: int = 1
    days: tuple[str, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    position: int = 0
    hours: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    is_completion: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """So long before the task is due."""

    length: Length
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: each part only where it is said."""

    day: date | None = None
    clock: Clock | None = None
    at: datetime | None = None
    end: "Meaning | None" = None
    repeat: Repeat | None = None
    starts: date | None = None
    until: date | None = None
    count: int = 0
    lasting: Length | None = None
    ahead: tuple[Ahead, ...] = ()
    remind: "Meaning | None" = None
