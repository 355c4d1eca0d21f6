"""Rules for what is counted from now or from another time: “in 3 days”, “an hour and a half from now”, “2 hours before noon tomorrow”."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from watchbill.language.date import calendar
from watchbill.language.date.amount import added, measure
from watchbill.language.date.grammar import Rules
from watchbill.language.date.hour import settle_hour
from watchbill.language.date.monthday import month_and_day
from watchbill.language.date.value import Context, Length, Meaning

RULES = rules = Rules()
_YEAR_DAYS = 365


@rules("date", "[sometime|anytime] <ahead>", "some|any time <ahead>")
def _(context: Context, length: Length) -> Meaning | None:
    return None if length.seconds else Meaning(day=calendar.shift_day(context.today, length))


@rules("date", "<back>")
def _(context: Context, length: Length) -> Meaning | None:
    return None if length.seconds else Meaning(day=calendar.shift_day(context.today, length, -1))


@rules(
    "ahead",
    "in|within [the] [next] [about|around|approximately|approx|roughly|exactly|another|just|maybe|like] <length> [time|from now]",
    "in|within <length> ' [s] time",
    "in <length> ' time",
    "within the next <length>",
    "+ <length>",
    "+ ~ <length>",
    "give it|me|him|her|them|us <length>",
    "wait [for] <length>",
)
def _(_context: Context, length: Length) -> Length:
    return length


@rules(
    "ahead",
    "[<:hedge>] <length> [from] now|later|hence|onwards|out",
    "[<:hedge>] <length> from|after now|today",
    "<length> from right now",
    "<length> from this moment",
    "after <length>",
    "<length> down the line|road",
)
def _(_context: Context, length: Length) -> Length:
    return length


@rules("hedge", "about|around|approximately|roughly")
def _(_context: Context) -> bool:
    return True


@rules("ahead", "in <num> <unit's> time", "in a|one <unit's> time")
def _(_context: Context, *values: Any) -> Length | None:
    count = values[0] if isinstance(values[0], int) else 1
    return measure(Fraction(count), str(values[-1]))


@rules("ahead", "in|within <num> -|to|or <num> <unit>")
def _(_context: Context, count: int, _most: int, unit: str) -> Length | None:
    """“In 2 to 3 days”: the sooner one."""
    return measure(Fraction(count), unit)


@rules("ahead", "within the hour")
def _(_context: Context) -> Length:
    return Length(seconds=3600)


@rules("exact", "[<:pre>] today <ahead>")
def _(context: Context, length: Length) -> Meaning | None:
    return Meaning(at=calendar.shift(context.now, length)) if length.seconds else None


@rules("ahead", "[the] next|upcoming|coming <length>")
def _(_context: Context, length: Length) -> Length:
    return length


@rules("ahead", "<num> upcoming|coming|further <unit>")
def _(_context: Context, count: int, unit: str) -> Length | None:
    return measure(Fraction(count), unit)


@rules("ahead", "in|within|over the next|coming <unit> [and] [<some>]")
def _(_context: Context, unit: str, more: Length | None) -> Length | None:
    """“Within the next day and 5 hours”."""
    return added(*filter(None, (measure(Fraction(1), unit), more)))


@rules("ahead", "next <unit>")
def _(_context: Context, unit: str) -> Length | None:
    return {"hour": Length(seconds=3600), "minute": Length(seconds=60)}.get(unit)


@rules("back", "<length> ago|back", "[the] last|past <length>")
def _(_context: Context, length: Length) -> Length:
    return length


@rules("exact", "<ahead>")
def _(context: Context, length: Length) -> Meaning | None:
    return Meaning(at=calendar.shift(context.now, length)) if length.seconds else None


@rules("exact", "<back>")
def _(context: Context, length: Length) -> Meaning | None:
    return Meaning(at=calendar.shift(context.now, length, -1)) if length.seconds else None


@rules("exact", "<length> after|from|past <at-time>")
def _(context: Context, length: Length, time: Meaning) -> Meaning | None:
    return _apart(context, length, Meaning(day=context.today, clock=time.clock), 1)


@rules("exact", "<length> before|prior [to] <at-time>", "<length> ahead of <at-time>")
def _(context: Context, length: Length, time: Meaning) -> Meaning | None:
    return _apart(context, length, Meaning(day=context.today, clock=time.clock), -1)


@rules("exact", "<length> after|from <dated>")
def _(context: Context, length: Length, dated: Meaning) -> Meaning | None:
    return _apart(context, length, dated, 1)


@rules("exact", "<length> before|prior [to] <dated>", "<length> ahead of <dated>")
def _(context: Context, length: Length, dated: Meaning) -> Meaning | None:
    return _apart(context, length, dated, -1)


@rules(
    "exact",
    "right now",
    "just now",
    "at this moment",
    "at the moment",
    "immediately",
    "at once",
    "right away",
    "straight away",
    "asap",
    "as soon as possible",
    "at present",
    "at this|the present|current time|moment",
    "at this time",
    "at the minute",
    "as of now",
    "currently",
)
def _(context: Context) -> Meaning:
    return Meaning(at=context.now)


@rules("date", "<ahead> [,] on <weekday>")
def _(context: Context, length: Length, weekday: int) -> Meaning | None:
    """“In 3 days, on Friday”: the Friday that is then or next."""
    if length.seconds:
        return None
    return Meaning(day=calendar.this_weekday(calendar.shift_day(context.today, length), weekday))


@rules("sole", "[the|a|for|about] <length>")
def _(context: Context, length: Length) -> Meaning:
    if length.seconds:
        return Meaning(at=calendar.shift(context.now, length))
    return Meaning(day=calendar.shift_day(context.today, length))


@rules("sole", "[the] <nth> day", "[the] <nth> day of the year", "day <int>")
def _(context: Context, number: int) -> Meaning | None:
    """Of the year, this or the next."""
    days = (
        date(year, 1, 1) + timedelta(number - 1)
        for year in (context.today.year, context.today.year + 1)
    )
    return (
        next((Meaning(day=day) for day in days if day >= context.today), None)
        if number <= _YEAR_DAYS
        else None
    )


@rules("sole", "now", "a . t . m .", "atm")
def _(context: Context) -> Meaning:
    return Meaning(at=context.now)


@rules("sole", "<int> -|/ <int>")
def _(context: Context, first: int, second: int) -> Meaning | None:
    month, day = month_and_day(context, first, second)
    found = calendar.coming(context, month, day)
    return Meaning(day=found) if found else None


def _apart(context: Context, length: Length, from_: Meaning, sign: int) -> Meaning | None:
    if not length.seconds or from_.clock is None or from_.day is None:
        return None
    hours = timedelta(
        hours=settle_hour(context, from_.clock, from_.day), minutes=from_.clock.minute
    )
    start = datetime.combine(from_.day, time()) + hours
    return Meaning(at=calendar.shift(start, length, sign))
