"""The grammar of a recurrence rule: the value of an RRULE of RFC 5545, section 3.3.10, read, checked, written in one order.

Left out on purpose: MINUTELY and SECONDLY, for nobody has a task each minute; DTSTART, for the start belongs to the
series. What the RFC says MUST NOT be used together is refused, so that no part is there and does nothing.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from watchbill.domain.errors import InvalidError

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
DAY_PARTS = ("BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY")
TIME_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
RULE_MAX = 500
NUMBER_MAX = 1000
TIMES_MAX = 96  # in a day: every quarter of an hour
HINT = "Give a rule of RFC 5545, as FREQ=DAILY or FREQ=WEEKLY;INTERVAL=2;BYDAY=TU."

_BY_PARTS = (*DAY_PARTS, *TIME_PARTS, "BYSETPOS")
_ONCE_PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST")
_SIGNED = {"BYWEEKNO": 53, "BYYEARDAY": 366, "BYMONTHDAY": 31, "BYSETPOS": 366}
_UNSIGNED = {"BYMONTH": (1, 12), "BYHOUR": (0, 23), "BYMINUTE": (0, 59), "BYSECOND": (0, 59)}
_NUMBER = re.compile(r"[+-]?\d{1,4}", re.ASCII)
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII)
_FORBIDDEN = {
    "BYWEEKNO": ("MONTHLY", "WEEKLY", "DAILY", "HOURLY"),
    "BYYEARDAY": ("MONTHLY", "WEEKLY", "DAILY"),
    "BYMONTHDAY": ("WEEKLY",),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, taken apart. `by` holds sorted tuples; BYDAY's are (n, weekday) with n = 0 for each such day.

    `until` is a date as 20270601, a wall time as 20270601T170000, or an instant as 20270601T150000Z.
    """

    freq: str
    interval: int = 1
    count: int | None = None
    until: str | None = None
    week_start: int = 0
    by: dict[str, tuple[int, ...]] = field(default_factory=dict)
    days: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        parts = {
            "FREQ": self.freq,
            "INTERVAL": "" if self.interval == 1 else str(self.interval),
            "COUNT": str(self.count or ""),
            "UNTIL": self.until or "",
            **{name: ",".join(map(str, self.by.get(name, ()))) for name in _BY_PARTS},
            "BYDAY": ",".join(f"{n or ''}{WEEKDAYS[day]}" for n, day in self.days),
            "WKST": WEEKDAYS[self.week_start] if self.week_start else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    @property
    def is_plain(self) -> bool:
        """Whether it is an interval and nothing else: the start says the days and the time."""
        return not (self.by or self.days)

    @property
    def comes_several_times_a_day(self) -> bool:
        return self.freq == "HOURLY" or any(len(self.by.get(name, ())) > 1 for name in TIME_PARTS)

    @property
    def names_times(self) -> bool:
        """Whether the rule says which times of the day: then nothing due on a date can follow it."""
        return self.freq == "HOURLY" or bool(set(TIME_PARTS) & set(self.by))


@lru_cache(maxsize=1024)
def parse(text: str) -> Rule:
    """Read a rule; “RRULE:”, lower case and any order are fine. Raises INVALID_RECURRENCE, saying what is wrong."""
    parts = _split(text)
    unknown = [name for name in parts if name not in (*_ONCE_PARTS, *_BY_PARTS)]
    if unknown:
        problem = "belongs to the task's due date" if unknown[0] == "DTSTART" else "isn't known"
        raise invalid(f"{unknown[0]} {problem}.")
    rule = Rule(
        freq=_freq(parts.get("FREQ", "")),
        interval=_positive(parts, "INTERVAL") or 1,
        count=_positive(parts, "COUNT"),
        until=_until(parts.get("UNTIL")),
        week_start=_week_start(parts.get("WKST", "MO")),
        by={
            name: _numbers(name, parts[name])
            for name in _BY_PARTS
            if name in parts and name != "BYDAY"
        },
        days=_days(parts["BYDAY"]) if "BYDAY" in parts else (),
    )
    _check_together(rule)
    return rule


def _split(text: str) -> dict[str, str]:
    trimmed = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    if len(trimmed) > RULE_MAX:
        raise invalid(f"The rule has more than {RULE_MAX} characters.")
    parts: dict[str, str] = {}
    for part in trimmed.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise invalid(f"“{part[:60]}” isn't a part of a rule.")
        if name in parts:
            raise invalid(f"{name} is given twice.")
        parts[name] = value
    return parts


def _freq(value: str) -> str:
    if value in {"MINUTELY", "SECONDLY"}:
        raise invalid(f"FREQ={value} is too often for a task.", hint="Use FREQ=HOURLY or rarer.")
    if value not in FREQUENCIES:
        problem = f"FREQ={value[:30]} isn't known." if value else "FREQ is missing."
        raise invalid(problem, hint=f"Use one of {', '.join(FREQUENCIES)}.")
    return value


def _positive(parts: dict[str, str], name: str) -> int | None:
    if name not in parts:
        return None
    value = parts[name]
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= NUMBER_MAX):
        raise invalid(f"{name}={value[:30]} isn't a number from 1 to {NUMBER_MAX}.")
    return int(value)


def _until(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        if not _UNTIL.fullmatch(value):
            raise ValueError  # noqa: TRY301 -- one answer for a form and for a day that don't exist
        datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        raise invalid(
            f"UNTIL={value[:30]} is neither a date nor a time.",
            hint="Write it as 20270601, or as 20270601T170000Z in UTC.",
        ) from None
    return value


def _week_start(value: str) -> int:
    if value not in WEEKDAYS:
        raise invalid(
            f"WKST={value[:30]} isn't a weekday.", hint="Use MO, TU, WE, TH, FR, SA, SU."
        )
    return WEEKDAYS.index(value)


def _numbers(name: str, value: str) -> tuple[int, ...]:
    low, high = _UNSIGNED.get(name) or (-_SIGNED[name], _SIGNED[name])
    found = [int(word) if _NUMBER.fullmatch(word) else None for word in value.split(",")]
    numbers = {number for number in found if number is not None and low <= number <= high}
    if None in found or len(numbers) < len(set(found)) or (name in _SIGNED and 0 in numbers):
        span = f"1 to {high} or -1 to {low}" if name in _SIGNED else f"{low} to {high}"
        raise invalid(f"{name}={value[:60]} needs numbers from {span}.")
    return tuple(sorted(numbers))


def _days(value: str) -> tuple[tuple[int, int], ...]:
    found = [_DAY.fullmatch(word) for word in value.split(",")]
    days = {(int(match[1] or 0), WEEKDAYS.index(match[2])) for match in found if match}
    if None in found or any(match and match[1] and not int(match[1]) for match in found):
        raise invalid(
            f"BYDAY={value[:60]} needs weekdays.", hint="Write them as MO,TH or 1MO or -1FR."
        )
    return tuple(sorted(days))


def _check_together(rule: Rule) -> None:
    """What the RFC says MUST NOT meet in one rule."""
    if rule.count and rule.until:
        raise invalid("COUNT and UNTIL can't both end a rule.", hint="Give one of the two.")
    for name, frequencies in _FORBIDDEN.items():
        if name in rule.by and rule.freq in frequencies:
            raise invalid(f"{name} can't be used with FREQ={rule.freq}.")
    if "BYSETPOS" in rule.by and len(rule.by) == 1 and not rule.days:
        raise invalid("BYSETPOS needs another part to choose from.", hint="Add BYDAY, as MO,TU.")
    _check_times(rule)
    _check_days(rule)


def _check_times(rule: Rule) -> None:
    times = 24 if rule.freq == "HOURLY" and "BYHOUR" not in rule.by else 1
    for name in TIME_PARTS:
        times *= len(rule.by.get(name, (0,)))
    if times > TIMES_MAX:
        raise invalid(f"{times} times a day is too often for a task.", hint="Name fewer times.")


def _check_days(rule: Rule) -> None:
    if not any(n for n, _ in rule.days):
        return
    if rule.freq not in {"MONTHLY", "YEARLY"} or "BYWEEKNO" in rule.by:
        where = "BYWEEKNO" if "BYWEEKNO" in rule.by else f"FREQ={rule.freq}"
        raise invalid(f"BYDAY can't have numbers with {where}.", hint="Write it as MO,TH.")
    in_month = rule.freq == "MONTHLY" or "BYMONTH" in rule.by
    most = 5 if in_month else 53
    if any(abs(n) > most for n, _ in rule.days):
        raise invalid(f"No {'month' if in_month else 'year'} has more than {most} of a weekday.")


def invalid(message: str, *, hint: str = HINT) -> InvalidError:
    return InvalidError.of("recurrence", message, hint=hint)
