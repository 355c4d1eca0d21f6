"""Recurrence rules to play with, and a second opinion on them: slow, by looking at each day in turn."""

from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)
ALLOWED = {
    "YEARLY": ("BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY"),
    "MONTHLY": ("BYMONTH", "BYMONTHDAY", "BYDAY"),
    "WEEKLY": ("BYMONTH", "BYDAY"),
    "DAILY": ("BYMONTH", "BYMONTHDAY", "BYDAY"),
}
NUMBERS = {
    "BYMONTH": st.integers(1, 12),
    "BYWEEKNO": st.integers(1, 53),
    "BYYEARDAY": st.sampled_from([1, 2, 59, 60, 61, 100, 200, 365, 366, -1, -2, -100, -365, -366]),
    "BYMONTHDAY": st.sampled_from([*range(1, 32), -1, -2, -15, -30, -31]),
}


@st.composite
def parts(draw: st.DrawFn) -> dict[str, Any]:
    """A rule of days, as a dictionary: numbers as lists, BYDAY as (n, weekday)."""
    freq = draw(st.sampled_from(list(ALLOWED)))
    rule: dict[str, Any] = {"FREQ": freq, "INTERVAL": draw(st.integers(1, 4)), "WKST": 0}
    for name in draw(st.sets(st.sampled_from(ALLOWED[freq]), max_size=2)):
        if name != "BYDAY":
            rule[name] = draw(st.lists(NUMBERS[name], min_size=1, max_size=4, unique=True))
    if draw(st.booleans()):
        most = 0 if freq in {"WEEKLY", "DAILY"} or "BYWEEKNO" in rule else 5
        day = st.tuples(st.integers(-most, most) | st.just(0), st.integers(0, 6))
        rule["BYDAY"] = draw(st.lists(day, min_size=1, max_size=4, unique=True))
    if freq == "WEEKLY":
        rule["WKST"] = draw(st.integers(0, 6))
    if any(name.startswith("BY") for name in rule) and draw(st.booleans()):
        place = st.integers(1, 3) | st.integers(-3, -1)
        rule["BYSETPOS"] = draw(st.lists(place, min_size=1, max_size=2, unique=True))
    return rule


def text_of(rule: dict[str, Any]) -> str:
    written = {**rule, "WKST": WEEKDAYS[rule["WKST"]]}
    if "BYDAY" in rule:
        written["BYDAY"] = [f"{n or ''}{WEEKDAYS[day]}" for n, day in rule["BYDAY"]]
    return ";".join(
        f"{name}={','.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in written.items()
    )


def days_after(rule: dict[str, Any], start: date, *, until: date) -> Iterator[date]:
    """The rule's days after `start`, up to and without `until`."""
    rule = _filled(rule, start)
    periods: dict[int, list[date]] = {}
    day = start - 370 * DAY
    while day < until + 370 * DAY:
        period = _period(rule, day) - _period(rule, start)
        if period >= 0 and period % rule["INTERVAL"] == 0 and _fits(rule, day):
            periods.setdefault(period, []).append(day)
        day += DAY
    for found in periods.values():
        yield from (day for day in _chosen(rule, found) if start < day < until)


def _filled(rule: dict[str, Any], start: date) -> dict[str, Any]:
    rule = dict(rule)
    if not {"BYYEARDAY", "BYMONTHDAY", "BYDAY"} & set(rule):
        if rule["FREQ"] == "WEEKLY" or "BYWEEKNO" in rule:
            rule["BYDAY"] = [(0, start.weekday())]
        elif rule["FREQ"] != "DAILY":
            rule["BYMONTHDAY"] = [start.day]
            if rule["FREQ"] == "YEARLY":
                rule.setdefault("BYMONTH", [start.month])
    return rule


def _period(rule: dict[str, Any], day: date) -> int:
    match rule["FREQ"]:
        case "YEARLY":
            return day.year
        case "MONTHLY":
            return day.year * 12 + day.month
        case "WEEKLY":
            return (day.toordinal() - 1 - rule["WKST"]) // 7
        case _:
            return day.toordinal()


def _fits(rule: dict[str, Any], day: date) -> bool:
    in_month = rule["FREQ"] == "MONTHLY" or "BYMONTH" in rule
    month, year = monthrange(day.year, day.month)[1], 366 if isleap(day.year) else 365
    nth, length = (day.day, month) if in_month else (day.timetuple().tm_yday, year)
    answers = {
        "BYMONTH": lambda found: day.month in found,
        "BYWEEKNO": lambda found: day.isocalendar().week in found,
        "BYYEARDAY": lambda found: _either(day.timetuple().tm_yday, year) & set(found),
        "BYMONTHDAY": lambda found: _either(day.day, month) & set(found),
        "BYDAY": lambda found: any(
            weekday == day.weekday() and n in {0, (nth + 6) // 7, -((length - nth) // 7 + 1)}
            for n, weekday in found
        ),
    }
    return all(answers[name](rule[name]) for name in answers if name in rule)


def _either(number: int, most: int) -> set[int]:
    return {number, number - most - 1}


def _chosen(rule: dict[str, Any], found: list[date]) -> list[date]:
    if "BYSETPOS" not in rule:
        return found
    places = {n - 1 if n > 0 else len(found) + n for n in rule["BYSETPOS"]}
    return [day for place, day in enumerate(found) if place in places]


def wall(day: date, hour: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 -- a wall time
