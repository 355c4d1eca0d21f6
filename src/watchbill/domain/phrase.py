"""A recurrence rule in plain English, for people and models: “the last Friday of every month, 10 times”."""

from collections.abc import Iterable
from datetime import datetime
from itertools import product

from watchbill.domain.rule import Rule

_UNITS = {"YEARLY": "year", "MONTHLY": "month", "WEEKLY": "week", "DAILY": "day", "HOURLY": "hour"}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_GROUPS = {(0, 1, 2, 3, 4): "weekday", (5, 6): "weekend day", (0, 1, 2, 3, 4, 5, 6): "day"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_PLACES = ("", "first", "second", "third", "fourth", "fifth")


def words(rule: Rule, *, by_completion: bool = False) -> str:
    """How often, on which days, at which times, counted from what, and until when."""
    parts = (
        _repeated(rule),
        _times(rule),
        "after completion" if by_completion else "",
        _until(rule.until) if rule.until else "",
    )
    ends = (_choice(rule), _amount(rule.count) if rule.count else "")
    return ", ".join(text for text in (_joined(parts), *ends) if text)


def _repeated(rule: Rule) -> str:
    unit = _UNITS[rule.freq]
    every = f"every {unit}" if rule.interval == 1 else f"every {rule.interval} {unit}s"
    plain = tuple(day for n, day in rule.days if not n)
    if rule.freq in {"WEEKLY", "DAILY"} and plain and not _chooses_days(rule):
        return _joined((_each(rule, every, plain), _month_days(rule), _months(rule, "in")))
    if rule.freq == "MONTHLY" and rule.days and not _dates(rule) and _is_placed(rule):
        return _joined((f"{_weekdays(rule)} of {every}", _months(rule, "in")))
    return _joined((every, _days(rule), _scope(rule), _condition(rule)))


def _each(rule: Rule, every: str, plain: tuple[int, ...]) -> str:
    """“every weekday”, “every Monday and Friday”, “every 2 weeks on Tuesday”."""
    named = _GROUPS.get(plain) if plain != (5, 6) else None
    days = _and(_DAYS[day] for day in plain)
    if rule.interval == 1:
        return f"every {named or days}"
    return f"{every} on {f'every {named}' if named else days}"


def _days(rule: Rule) -> str:
    named = _dates(rule) or (_weekdays(rule) if rule.days else "")
    return f"on {named}" if named else ""


def _condition(rule: Rule) -> str:
    """Where dates and weekdays meet, both have to hold."""
    if not rule.days or not _dates(rule):
        return ""
    if any(n for n, _ in rule.days):
        return f"if it is {_weekdays(rule)}"
    plain = tuple(day for _, day in rule.days)
    return f"if it is a {_GROUPS.get(plain) or _or(_DAYS[day] for day in plain)}"


def _dates(rule: Rule) -> str:
    found = []
    if "BYMONTHDAY" in rule.by:
        found.append(f"the {_and(_date(n) for n in _forward(rule.by['BYMONTHDAY']))}")
    if "BYYEARDAY" in rule.by:
        found.append(
            f"the {_and(_place(n) for n in _forward(rule.by['BYYEARDAY']))} day of the year"
        )
    return " and ".join(found)


def _month_days(rule: Rule) -> str:
    return f"if it is {_dates(rule)}" if _dates(rule) else ""


def _scope(rule: Rule) -> str:
    """The months or weeks that the days lie in."""
    weeks = [
        f"week {n}" if n > 0 else f"the {_place(n)} week"
        for n in _forward(rule.by.get("BYWEEKNO", ()))
    ]
    in_week = f"in {_and(weeks)}" if weeks else ""
    has_days = bool(rule.days or "BYMONTHDAY" in rule.by)
    if rule.freq != "YEARLY" or not has_days:
        return _joined((in_week, _months(rule, "in")))
    if "BYMONTH" in rule.by:
        return _joined((in_week, _months(rule, "of")))
    return in_week or ("of each month" if "BYMONTHDAY" in rule.by else "of the year")


def _months(rule: Rule, word: str) -> str:
    months = rule.by.get("BYMONTH", ())
    return f"{word} {_and(_MONTHS[month - 1] for month in months)}" if months else ""


def _weekdays(rule: Rule) -> str:
    """“the first and third Monday and the last Friday”, “the last weekday”, “every Monday”."""
    if _chooses_days(rule):
        places = _and(_place(n) for n in _forward(rule.by["BYSETPOS"]))
        plain = tuple(day for _, day in rule.days)
        return f"the {places} {_GROUPS.get(plain) or _or(_DAYS[day] for day in plain)}"
    by_day: dict[int, list[int]] = {}
    for n, day in rule.days:
        by_day.setdefault(day, []).append(n)
    named = [_numbered(ns, day) for day, ns in by_day.items() if any(ns)]
    plain = tuple(day for n, day in rule.days if not n)
    each = [f"every {_GROUPS.get(plain) or _and(_DAYS[day] for day in plain)}"] if plain else []
    return _and([*named, *each])


def _numbered(numbers: list[int], day: int) -> str:
    return f"the {_and(_place(n) for n in _forward(tuple(numbers)) if n)} {_DAYS[day]}"


def _is_placed(rule: Rule) -> bool:
    return _chooses_days(rule) or all(n for n, _ in rule.days)


def _chooses_days(rule: Rule) -> bool:
    """Whether BYSETPOS picks among weekdays, as in “the last weekday”, and nothing else."""
    others = set(rule.by) - {"BYSETPOS", "BYMONTH", "BYWEEKNO"}
    return "BYSETPOS" in rule.by and not others and all(not n for n, _ in rule.days)


def _choice(rule: Rule) -> str:
    if "BYSETPOS" not in rule.by or _chooses_days(rule):
        return ""
    return f"only the {_and(_place(n) for n in _forward(rule.by['BYSETPOS']))} of these"


def _times(rule: Rule) -> str:
    hours, minutes = rule.by.get("BYHOUR"), rule.by.get("BYMINUTE")
    parts = []
    if hours and minutes:
        clock = (f"{hour}:{minute:02d}" for hour, minute in product(hours, minutes))
        parts.append(f"at {_and(clock)}")
    elif hours:
        parts.append(f"in hour {_and(hours)}")
    elif minutes:
        parts.append(f"at minute {_and(minutes)}")
    if seconds := rule.by.get("BYSECOND"):
        parts.append(f"at second {_and(seconds)}")
    return _joined(parts)


def _until(until: str) -> str:
    moment = datetime.fromisoformat(until)
    day = f"until {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    time = f" {moment:%H:%M}" if "T" in until else ""
    return f"{day}{time}{' UTC' if moment.tzinfo else ''}"


def _amount(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _date(n: int) -> str:
    return f"{_ordinal(n)}" if n > 0 else f"{_place(n)} day"


def _place(n: int) -> str:
    if n < 0:
        return "last" if n == -1 else f"{_place(-n)} to last"
    return _PLACES[n] if n < len(_PLACES) else _ordinal(n)


def _ordinal(n: int) -> str:
    ending = "th" if n % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _forward(numbers: tuple[int, ...]) -> list[int]:
    """From the first to the last: 1, 2, -2, -1."""
    return sorted(numbers, key=lambda n: (n < 0, n))


def _and(things: Iterable[object]) -> str:
    return _listed(things, "and")


def _or(things: Iterable[object]) -> str:
    return _listed(things, "or")


def _listed(things: Iterable[object], word: str) -> str:
    *most, last = map(str, things)
    return f"{', '.join(most)} {word} {last}" if most else last


def _joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)
