"""The times that a rule gives, on the wall: naive, in order, without an end of their own (COUNT and UNTIL come later).

The library that counts them looks until the year 9999 before it says that there is no more. So it is asked in a year
that is the same in all that a rule can see, since the calendar repeats every 400 years, but close to that end.
"""

from collections.abc import Iterator
from datetime import MAXYEAR, datetime, timedelta
from typing import Any, Literal

from dateutil import rrule

from watchbill.domain.due import YEAR_MAX
from watchbill.domain.rule import DAY_PARTS, Rule

YEARS_AHEAD = 100
_CYCLE = 400
_FREQUENCY: dict[str, Literal[0, 1, 2, 3, 4]] = {
    "YEARLY": rrule.YEARLY,
    "MONTHLY": rrule.MONTHLY,
    "WEEKLY": rrule.WEEKLY,
    "DAILY": rrule.DAILY,
    "HOURLY": rrule.HOURLY,
}


def walls(rule: Rule, start: datetime, *, since: datetime) -> Iterator[datetime]:
    """The rule's times after `start`, from about `since` on: some before it may come, none after it is left out.

    Ends where nothing comes for a hundred years.
    """
    seen, latest = None, start
    since = max(start, since)
    while latest != seen:
        seen = latest
        for wall in _century(rule, start, since):
            if wall > latest:
                latest = wall
                yield wall
        since = latest


def _century(rule: Rule, start: datetime, since: datetime) -> Iterator[datetime]:
    anchor = _anchor(rule, start, since)
    shift = (MAXYEAR - YEARS_AHEAD - anchor.year) // _CYCLE * _CYCLE
    last = min(anchor.year + YEARS_AHEAD, YEAR_MAX)
    for shifted in _counted(rule, start, anchor.replace(year=anchor.year + shift)):
        if shifted.year - shift > last:
            return
        yield shifted.replace(year=shifted.year - shift)


def _counted(rule: Rule, start: datetime, anchor: datetime) -> Iterator[datetime]:
    try:
        return iter(
            rrule.rrule(
                _FREQUENCY[rule.freq],
                dtstart=anchor,
                interval=rule.interval,
                wkst=rule.week_start,
                **_filled(rule, start),
            )
        )
    except ValueError:  # an interval of hours that never meets BYHOUR
        return iter(())


def _anchor(rule: Rule, start: datetime, since: datetime) -> datetime:
    """The beginning of the last of the rule's periods, as INTERVAL counts them from the start, that holds `since` or ended before."""
    match rule.freq:
        case "YEARLY":
            return _month(start.year * 12, since.year * 12, rule.interval * 12)
        case "MONTHLY":
            first, now = start.year * 12 + start.month - 1, since.year * 12 + since.month - 1
            return _month(first, now, rule.interval)
        case "HOURLY":
            begin, step = start.replace(minute=0, second=0), timedelta(hours=rule.interval)
        case "DAILY":
            begin, step = start.replace(hour=0, minute=0, second=0), timedelta(days=rule.interval)
        case _:
            into = timedelta(days=(start.weekday() - rule.week_start) % 7)
            begin = start.replace(hour=0, minute=0, second=0) - into
            step = timedelta(weeks=rule.interval)
    return begin + (since - begin) // step * step


def _month(first: int, now: int, step: int) -> datetime:
    year, month = divmod(first + (now - first) // step * step, 12)
    return datetime(year, month + 1, 1)  # noqa: DTZ001 -- a wall time


def _filled(rule: Rule, start: datetime) -> dict[str, Any]:
    """The rule's parts with what the start says in place of those that it leaves open (RFC 5545, section 3.3.10)."""
    parts: dict[str, Any] = {name.lower(): values for name, values in rule.by.items()}
    if rule.days:
        parts["byweekday"] = _weekdays(rule)
    elif not set(rule.by) & set(DAY_PARTS) - {"BYMONTH", "BYWEEKNO"}:
        _fill_day(rule, start, parts)
    if rule.freq != "HOURLY":
        parts.setdefault("byhour", start.hour)
    parts.setdefault("byminute", start.minute)
    parts.setdefault("bysecond", start.second)
    return parts


def _fill_day(rule: Rule, start: datetime, parts: dict[str, Any]) -> None:
    if rule.freq == "WEEKLY" or "BYWEEKNO" in rule.by:
        parts["byweekday"] = start.weekday()
    elif rule.freq in {"MONTHLY", "YEARLY"}:
        parts["bymonthday"] = start.day
    if rule.freq == "YEARLY" and "BYWEEKNO" not in rule.by:
        parts.setdefault("bymonth", start.month)


def _weekdays(rule: Rule) -> list[rrule.weekday]:
    """Where days with and without a number meet, those without get all numbers: the library would want both at once."""
    numbered = any(n for n, _ in rule.days)
    most = 5 if rule.freq == "MONTHLY" or "BYMONTH" in rule.by else 53
    every = range(1, most + 1) if numbered else (None,)
    return [rrule.weekday(day, m) for n, day in rule.days for m in ((n,) if n else every)]
