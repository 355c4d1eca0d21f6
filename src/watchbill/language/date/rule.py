"""From what was said of a recurrence to its RRULE, and to its first slot."""

from dataclasses import replace
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from watchbill.language.date import calendar
from watchbill.language.date.grammar import RefusedError
from watchbill.language.date.value import Context, Meaning, Repeat


def rrule_of(repeat: Repeat, *, until: date | None = None, count: int = 0) -> str:
    """The rule as RFC 5545 spells it, without “RRULE:” and DTSTART."""
    parts = {
        "INTERVAL": str(repeat.interval) if repeat.interval > 1 else "",
        "BYDAY": ",".join(repeat.days),
        "BYMONTHDAY": _joined(repeat.month_days),
        "BYMONTH": _joined(repeat.months),
        "BYYEARDAY": _joined(repeat.year_days),
        "BYSETPOS": str(repeat.position) if repeat.position else "",
        "BYHOUR": _joined(repeat.hours),
        "UNTIL": f"{until:%Y%m%d}" if until else "",
        "COUNT": str(count) if count else "",
    }
    filled = (f"{key}={value}" for key, value in parts.items() if value)
    return ";".join([f"FREQ={repeat.frequency}", *filled])


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


def first_slot(context: Context, repeat: Repeat, start: date, clock: time | None) -> date:
    """The day of the first occurrence: the rule's first, without its interval, that isn't past.

    A rule that says no more than its months begins with the first of one.
    """
    if repeat.frequency == "HOURLY":
        return start
    if repeat == Repeat("YEARLY", repeat.interval, months=repeat.months) and repeat.months:
        return start if start.month in repeat.months else _first_of_month(start, repeat.months)
    rule = rrulestr(
        rrule_of(replace(repeat, interval=1, hours=())),
        dtstart=datetime.combine(start, clock or time()),
    )
    is_open = clock is None or start > context.today
    after = datetime.combine(start, time()) if is_open else context.now
    found = rule.after(after, inc=is_open)
    return found.date() if found else start


def _first_of_month(start: date, months: tuple[int, ...]) -> date:
    firsts = (calendar.add_months(start.replace(day=1), ahead) for ahead in range(1, 13))
    return next(first for first in firsts if first.month in months)


def last_day(context: Context, meaning: Meaning) -> date | None:
    """The day that the recurrence lasts until, where that is said as a day or as a length. “From April until March”: the next one."""
    start = meaning.starts or context.today
    if meaning.until:
        is_before = meaning.until < start
        return calendar.add_months(meaning.until, 12) if is_before else meaning.until
    try:
        return calendar.shift_day(start, meaning.lasting) if meaning.lasting else None
    except RefusedError:
        return None  # it lasts longer than the calendar
