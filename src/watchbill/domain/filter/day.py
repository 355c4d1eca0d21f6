"""Days as people write them in a filter: one, or a span of them, from the day that it is now."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from watchbill.domain.due import YEAR_MAX, YEAR_MIN

EXAMPLES = (
    "today",
    "tomorrow",
    "yesterday",
    "monday",
    "this-week",
    "next-week",
    "last-week",
    "weekend",
    "this-month",
    "next-month",
    "last-month",
    "this-year",
    "+3d",
    "next-7-days",
    "last-7-days",
    "2026-12-01",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OFFSET = re.compile(r"([+-]?)(\d{1,4})([dwmy])", re.IGNORECASE)
_AHEAD = re.compile(r"(next|last) (\d{1,4}) (day|week|month|year)s?")
_NAMED = re.compile(r"(this|next|last) (week|month|year)")
_ISO = re.compile(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", re.ASCII)
_STEPS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WHICH = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last of these days; `is_timeless` says that it doesn't move on with time."""

    first: date
    last: date
    is_timeless: bool = False


def read_span(text: str, today: date, *, is_past: bool) -> Span | None:
    """The days that are meant, None if none. `is_past` says which of two Mondays is meant: the one before, or the next."""
    try:
        found = _fixed(text) or _moving(text, today, is_past=is_past)
    except (ValueError, OverflowError):
        return None
    if found and found.first.year >= YEAR_MIN and found.last.year <= YEAR_MAX:
        return found
    return None


def _fixed(text: str) -> Span | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    first = date(year or 0, month or 1, day or 1)
    if day:
        return Span(first, first, is_timeless=True)
    last = _moved(first, 1, "month" if month else "year") - timedelta(1)
    return Span(first, last, is_timeless=True)


def _moving(text: str, today: date, *, is_past: bool) -> Span | None:
    if match := _OFFSET.fullmatch(text):
        count = int(f"{match[1]}{match[2]}")
        unit = {"d": "day", "w": "week", "m": "month", "y": "year"}[match[3].lower()]
        return _one(_moved(today, count, unit))
    words = re.sub(r"[\s_-]+", " ", text.casefold()).strip()
    if words in _STEPS:
        return _one(today + timedelta(_STEPS[words]))
    if match := _AHEAD.fullmatch(words):
        end = _moved(today, int(match[2]) * _WHICH[match[1]], match[3])
        return Span(min(today, end), max(today, end))
    if match := _NAMED.fullmatch(words):
        return _period(today, _WHICH[match[1]], match[2])
    return _of_week(words, today, is_past=is_past)


def _of_week(words: str, today: date, *, is_past: bool) -> Span | None:
    if words in ("weekend", "this weekend"):
        saturday = today + timedelta(5 - today.weekday())
        return Span(saturday, saturday + timedelta(1))
    for number, name in enumerate(_WEEKDAYS):
        if words in (name, name[:3]):
            ahead = (number - today.weekday()) % 7
            return _one(today + timedelta(ahead - 7 if is_past and ahead else ahead))
    return None


def _one(day: date) -> Span:
    return Span(day, day)


def _period(today: date, which: int, unit: str) -> Span:
    """The calendar week (from Monday), month or year, this one or one beside it."""
    start = {
        "week": today - timedelta(today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }[unit]
    first = _moved(start, which, unit)
    return Span(first, _moved(first, 1, unit) - timedelta(1))


def _moved(day: date, count: int, unit: str) -> date:
    """That many units on; a day that the month doesn't have is its last."""
    if unit in ("day", "week"):
        return day + timedelta(count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
