"""Whether words are a time, how often, or how much later: “friday at 5”, “every week”, “by two days”."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.language.date import Habits, read
from watchbill.language.date.scan import scan
from watchbill.language.date.value import Context
from watchbill.language.intent import Moment

_I = re.IGNORECASE
_FILLING = re.compile(
    r"(?:[\s,.!]|\b(?:the|on|at|for|to|by|due|it|from|until|instead|now|actually|then|in|of|be|please)\b)*",
    _I,
)
_UNITS = {
    "minute": 1,
    "min": 1,
    "hour": 60,
    "hr": 60,
    "day": 1440,
    "week": 10080,
    "fortnight": 20160,
    "month": 0,
    "year": 0,
}
_COUNTS = {"a": 1, "an": 1, "one": 1, "another": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a couple of": 2, "couple of": 2, "a few": 3, "half an": 0.5}  # fmt: skip
_SHIFT = re.compile(
    r"(?:(?P<sign>back|forward|forwards|out|up|later|ahead|earlier|on|along) ?)?(?:by |for )?(?P<count>\d{1,3}|an?|one|two|three|four|five|six|another|a couple of|couple of|a few|half an) (?:more |extra |additional |further )?(?P<unit>minute|min|hour|hr|day|week|fortnight|month|year)s?"
    r"(?: (?P<after>later|earlier|back|forward|forwards|sooner|ahead|out|up))?",
    _I,
)
_BARE_CLOCK = re.compile(r"(?:(?:to|at|for|till|until)\s+)*(?:1[0-2]|[1-9])(?:[:.][0-5]\d)?", _I)
"""An hour without what says whether it is of the morning."""
_WAKING = range(7, 22)
_CLOSE = 2
"""So near to the old time, an hour of the night is meant as well."""
_BESIDE = re.compile(
    r"^(?:on )?the (?P<unit>day|week|month|year) (?:(?P<before>before|earlier)|after|later)$", _I
)
"""“Make it the day before”."""
_EARLIER = ("forward", "forwards", "earlier", "up", "sooner", "ahead")


@dataclass(frozen=True, slots=True)
class Shift:
    """How much later, or with a minus how much earlier; months are counted by the calendar."""

    minutes: int = 0
    months: int = 0


def time_kind(text: str, moment: Moment) -> Literal["due", "recurrence", "shift"] | None:
    """What kind of time the whole text is; None when some of it is something else."""
    if read_shift(text):
        return "shift"
    reading = read(text, now=moment.now, zone=moment.zone)
    if (reading.due is None and reading.recurrence is None) or reading.end:
        return None
    rest = text
    for span in reversed(reading.spans):
        rest = rest[: span.start] + rest[span.end :]
    if not _FILLING.fullmatch(rest):
        return None
    return "recurrence" if reading.recurrence else "due"


def read_shift(text: str) -> Shift | None:
    text = _BESIDE.sub(
        lambda match: f"a {match['unit']} {'earlier' if match['before'] else 'later'}",
        text.strip(),
    )
    match = _SHIFT.fullmatch(text.strip())
    if match is None or not (
        match["sign"]
        or match["after"]
        or text.lower().startswith(("by", "for", "a ", "an ", "another", "one", "two", "three"))
        or match["count"].isdigit()
    ):
        return None
    count = _COUNTS.get(match["count"].lower()) or int(match["count"])
    sign = -1 if (match["sign"] or match["after"] or "").lower() in _EARLIER else 1
    unit = match["unit"].lower()
    if unit in ("month", "year"):
        return Shift(months=int(sign * count * (12 if unit == "year" else 1)))
    return Shift(minutes=int(sign * count * _UNITS[unit]))


def reschedule(text: str, old: Due | None, moment: Moment) -> Due | None:
    """When a task is due that was due at `old`: a bare time keeps its day, a bare day its time, a shift counts from it.

    A task that is overdue is shifted from today.
    """
    if shift := read_shift(text):
        return _shifted(old, shift, moment)
    reading = read(text, now=moment.now, zone=moment.zone)
    if reading.due is None or old is None:
        return reading.due
    here = moment.now.astimezone(ZoneInfo(moment.zone)).replace(
        tzinfo=None, second=0, microsecond=0
    )
    said = [each.meaning for each in scan(text, Context(here, Habits()))]
    has_day = any(one.day or one.at for one in said)
    if isinstance(reading.due, DueTime) and not has_day and _day(old) > here:
        hour = _hour(text, reading.due, old) if _day(old).date() > here.date() else None
        moved = _day(old).replace(
            hour=hour or reading.due.local.hour, minute=reading.due.local.minute
        )
        return DueTime(moved, reading.due.zone)
    if isinstance(reading.due, DueDate) and isinstance(old, DueTime):
        return DueTime(datetime.combine(reading.due.on, old.local.time()), old.zone)
    return reading.due


def _hour(text: str, said: DueTime, old: Due) -> int | None:
    """Of the two hours that “9:30” may be on a later day, one of the waking day, and of two such the one nearer to the old time."""
    if not _BARE_CLOCK.fullmatch(text):
        return None
    near = old.local.hour if isinstance(old, DueTime) else _WAKING[0]
    hours = [
        hour
        for hour in (said.local.hour, (said.local.hour + 12) % 24)
        if hour in _WAKING or (isinstance(old, DueTime) and abs(hour - near) <= _CLOSE)
    ]
    return min(hours, key=lambda hour: (abs(hour - near), hour), default=None)


def _day(due: Due) -> datetime:
    """The day of it, at its end, to be compared with now."""
    day = due.on if isinstance(due, DueDate) else due.local.date()
    return datetime.combine(day, datetime.max.time()).replace(microsecond=0, second=0)


def _shifted(old: Due | None, shift: Shift, moment: Moment) -> Due:
    here = moment.now.astimezone(ZoneInfo(moment.zone)).replace(
        tzinfo=None, second=0, microsecond=0
    )
    is_fine = not shift.months and shift.minutes % 1440
    if old is None:
        old = DueTime(here, moment.zone) if is_fine else DueDate(here.date())
    if isinstance(old, DueDate) and not is_fine:
        base = max(
            datetime.combine(old.on, datetime.min.time()),
            datetime.combine(here.date(), datetime.min.time()),
        )
        return DueDate(_moved(base, shift).date())
    if isinstance(old, DueDate):
        return DueTime(_moved(here, shift), moment.zone)
    base = old.local
    if base < here and shift.minutes > 0:
        base = here if is_fine else datetime.combine(here.date(), base.time())
    return DueTime(_moved(base, shift), old.zone)


def _moved(base: datetime, shift: Shift) -> datetime:
    return base + relativedelta(months=shift.months) + timedelta(minutes=shift.minutes)
