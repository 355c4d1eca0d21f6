"""Rules for ranges of hours, and for how long something takes: “3-4pm”, “between 2 and 4 on Tuesday”, “for 2 hours”."""

from dataclasses import replace
from datetime import timedelta

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.part import timed
from watchbill.language.date.value import Clock, Context, Length, Meaning

RULES = rules = Rules()
_NOON, _EARLIEST = 12, 7


@rules(
    "hours",
    "[from|at|between|in] <zoned> <:till> <zoned>",
    "[from|at|between|in] <bare> <:till> <zoned>",
    "between <zoned> and <zoned>",
    "between <bare> and <zoned>",
    "[from] <zoned> <:till> <bare>",
    "between <zoned> and <bare>",
)
def _(_context: Context, first: Clock, last: Clock) -> Meaning | None:
    return _hours(first, last)


@rules("hours", "from <bare> <:till> <bare>", "between <bare> and <bare>")
def _(_context: Context, first: Clock, last: Clock) -> Meaning | None:
    return _hours(first, last)


@rules("between", "<hours>")
def _(context: Context, hours: Meaning) -> Meaning:
    return hours


@rules("between", "<date> [,|at|:] <hours>", "<hours> [,|of|on] <date>")
def _(_context: Context, first: Meaning, second: Meaning) -> Meaning:
    day, hours = (second, first) if first.end else (first, second)
    return _on(day, hours)


@rules(
    "between",
    "<hours> [,|on] <date> [,] <daypart>",
    "from|between <some-hours> [,|on] <date> [,] <daypart>",
)
def _(_context: Context, hours: Meaning, day: Meaning, part: str) -> Meaning:
    return _on(day, _of_part(hours, part))


@rules("between", "<two-days> [,] <hours>", "<hours> [,] [on] <two-days>")
def _(_context: Context, first: Meaning, second: Meaning) -> Meaning:
    """“Sat & Sun 10am-2pm”: the hours of the first."""
    return _on(*((first, second) if first.clock is None else (second, first)))


@rules("between", "<date> [,] <daypart> [,] <hours>", "<date> [,] <daypart> [,] <some-hours>")
def _(_context: Context, day: Meaning, part: str, hours: Meaning) -> Meaning:
    return _on(day, _of_part(hours, part))


@rules("between", "<date> [,] <hours> [,] <daypart>", "<date> [,] <some-hours> [,] <daypart>")
def _(_context: Context, day: Meaning, hours: Meaning, part: str) -> Meaning:
    return _on(day, _of_part(hours, part))


@rules(
    "between",
    "[the] next|following <part> [,] <hours>",
    "[the] next|following <part> [,] <some-hours>",
)
def _(context: Context, part: str, hours: Meaning) -> Meaning:
    return _on(Meaning(day=context.today + timedelta(1)), _of_part(hours, part))


@rules("between", "<tonight> [,] <hours>", "<tonight> [,] <some-hours>")
def _(context: Context, part: str, hours: Meaning) -> Meaning:
    return _on(Meaning(day=context.today), _of_part(hours, part))


@rules("between", "<hours> [,] <tonight>", "<some-hours> [,] <tonight>")
def _(context: Context, hours: Meaning, part: str) -> Meaning:
    return _on(Meaning(day=context.today), _of_part(hours, part))


@rules("between", "<some-hours> <daypart>", "<hours> <daypart>")
def _(_context: Context, hours: Meaning, part: str) -> Meaning:
    return _of_part(hours, part)


@rules("some-hours", "<bare> <:till> <bare>")
def _(_context: Context, first: Clock, last: Clock) -> Meaning | None:
    return _hours(first, last)


@rules("between", "<date> [,|from] <some-hours>")
def _(_context: Context, day: Meaning, hours: Meaning) -> Meaning:
    return _on(day, hours)


@rules("between", "[from] <at-time> <:till> <dated>", "between <at-time> and <dated>")
def _(_context: Context, first: Meaning, last: Meaning) -> Meaning:
    """“From 2pm till tomorrow at 4”."""
    return replace(first, end=last)


@rules("between", "[from] <dated> <:till> <at-time>", "between <dated> and <at-time>")
@rules("between", "from <dated> <:till> <at-bare>", "between <dated> and <at-bare>")
def _(_context: Context, first: Meaning, last: Meaning) -> Meaning | None:
    """“2pm tomorrow to 4pm”: on the same day."""
    hours = _hours(first.clock, last.clock) if first.clock and last.clock else None
    return _on(first, hours) if hours else None


@rules("between", "<date> [,|at] <hours> [,] <year>")
def _(_context: Context, day: Meaning, hours: Meaning, year: int) -> Meaning | None:
    """“Thu Oct 26, 10:00 - 11:00 2023”, as programs print it."""
    found = calendar.make_day(year, day.day.month, day.day.day) if day.day else None
    return _on(Meaning(day=found), hours) if found else None


@rules("when", "for <length>", "for about|around|approximately <length>")
def _(_context: Context, length: Length) -> Meaning | None:
    """“Tomorrow at 9 for 2 hours”: how long it lasts, where something else says when it begins."""
    return Meaning(lasting=length) if length.seconds else None


@rules("when", "for <length> [,] from|starting|beginning [on] <date>")
def _(_context: Context, length: Length, first: Meaning) -> Meaning | None:
    """“For 10 days from Monday” begins on Monday; “10 days from Monday” is a day."""
    return _lasting(first, length)


@rules("sole", "<date> for <length>")
def _(_context: Context, first: Meaning, length: Length) -> Meaning | None:
    return _lasting(first, length)


def _on(day: Meaning, hours: Meaning) -> Meaning:
    return replace(hours, day=day.day, end=replace(hours.end or hours, day=day.day))


def _of_part(hours: Meaning, part: str) -> Meaning:
    """“In the morning, 9 to 11”: both ends lie in that part of the day."""
    return replace(timed(hours, part), end=timed(hours.end or hours, part))


def _hours(first: Clock, last: Clock) -> Meaning | None:
    """“3 to 4pm”: both in the afternoon, unless that would go backwards."""
    if last.is_sure and not first.is_sure:
        hour = first.hour % _NOON + (_NOON if last.hour >= _NOON else 0)
        if (hour, first.minute) > (last.hour, last.minute):
            hour -= _NOON
        first = replace(first, hour=max(hour, 0), is_sure=True)
    elif not first.is_sure:
        first = replace(first, is_sure=_is_working(first, last))
    elif first.is_sure and not last.is_sure:
        hour = last.hour % _NOON
        hour += _NOON if hour <= first.hour % 24 else 0
        last = replace(last, hour=hour, is_sure=True)
    first = replace(first, zone=first.zone or last.zone)
    return Meaning(clock=first, end=Meaning(clock=last))


def _is_working(first: Clock, last: Clock) -> bool:
    """“9 to 5” begins in the morning."""
    is_back = (last.hour % _NOON, last.minute) <= (first.hour, first.minute)
    return _EARLIEST <= first.hour < _NOON and is_back


def _lasting(first: Meaning, length: Length) -> Meaning | None:
    if first.day is None or length.seconds:
        return None
    return replace(first, end=Meaning(day=calendar.shift_day(first.day, length)))
