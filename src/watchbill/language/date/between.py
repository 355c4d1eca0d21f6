"""Rules for ranges: “3-4pm”, “Monday to Friday next week”, “between 2 and 4 on Tuesday”, “13 to 15 July”."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.monthday import month_and_day
from watchbill.language.date.part import timed
from watchbill.language.date.value import Clock, Context, Length, Meaning, Period

RULES = rules = Rules()
_NOON, _WEEK, _LONGEST, _EARLIEST = 12, 7, 300, 7


@rules("till", "-|to|until|till|til|untill|through|thru|\u2013|\u2014")
def _(_context: Context) -> bool:
    return True


@rules(
    "month-days",
    "[from|between] <month> [the] <dom> <:till> [the] <dom> [[,] <year>]",
    "between <month> [the] <dom> and [the] <dom> [[,] <year>]",
)
def _(context: Context, month: int, first: int, *rest: Any) -> Meaning | None:
    *_till, last, year = rest
    return _days(context, month, (first, last), year)


@rules(
    "month-days",
    "[from|between] [the] <dom> <:till> [the] <dom> [of] <month> [[,] <year>]",
    "between [the] <dom> and [the] <dom> [of] <month> [[,] <year>]",
)
def _(context: Context, first: int, *rest: Any) -> Meaning | None:
    *_till, last, month, year = rest
    return _days(context, month, (first, last), year)


@rules(
    "month-days",
    "[from|between] <month> [the] <dom> <:till> <month> [the] <dom> [,] <year>",
    "[from|between] <int> ~ / ~ <int> <:till> <int> ~ / ~ <int> [~ /] [,] <year>",
)
def _(context: Context, *numbers: int) -> Meaning | None:
    """The year that is said once is that of the end."""
    one, two, three, four, year = numbers
    first, last = month_and_day(context, one, two), month_and_day(context, three, four)
    begin = calendar.make_day(year - (first > last), *first)
    end = calendar.make_day(year, *last)
    return Meaning(day=begin, end=Meaning(day=end)) if begin and end else None


@rules(
    "month-days", "[from|between] [the] <dom> [of] <month> <:till> [the] <dom> [of] <month> <year>"
)
def _(context: Context, day: int, month: int, *end: int) -> Meaning | None:
    last_day, last_month, year = end
    begin = calendar.make_day(year - ((month, day) > (last_month, last_day)), month, day)
    last = calendar.make_day(year, last_month, last_day)
    return Meaning(day=begin, end=Meaning(day=last)) if begin and last else None


@rules(
    "between",
    "[from|between] [the] <dom> <:till> [the] <dom> [in|of] <a-month>",
    "between [the] <dom> and [the] <dom> [in|of] <a-month>",
)
def _(_context: Context, first: int, last: int, month: Period) -> Meaning | None:
    """“From the 4th to the 8th of next month”."""
    begin, end = (calendar.nth_in(month, day, None) for day in (first, last))
    return Meaning(day=begin, end=Meaning(day=end)) if begin and end and begin < end else None


@rules("between", "<month-days>")
def _(_context: Context, days: Meaning) -> Meaning:
    return days


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


@rules(
    "between",
    "[from|between] <date> <:till> <date>",
    "between <date> and <date>",
    "[from|between] <dated> <:till> <dated>",
    "[from|between] <date> <:till> <dated>",
    "from <dated> <:till> <date>",
)
@rules("between", "<a-date> / <a-date>")
def _(context: Context, first: Meaning, last: Meaning) -> Meaning | None:
    begin, end = first.day or context.today, last.day or context.today
    if end == context.today < begin:
        return None
    if end < begin:
        near = (begin - end).days < _WEEK
        later = calendar.next_weekday(begin, end.weekday()) if near else _year_on(begin, end)
        if (later - begin).days > _LONGEST:
            return None
        last = replace(last, day=later)
    return replace(first, end=last)


@rules("between", "[on] <weekday> and|or|to|- <weekday> [,] [of] <week>")
def _(_context: Context, first: int, last: int, week: Period) -> Meaning | None:
    """“Thursday and Friday next week”."""
    begin, end = calendar.in_week(week, first), calendar.in_week(week, last)
    return Meaning(day=begin, end=Meaning(day=end)) if begin < end else None


@rules("other-day", "<weekday>")
def _(context: Context, number: int) -> date:
    return calendar.next_weekday(context.today, number)


@rules("other-day", "<near>", "<monthday>")
def _(_context: Context, day: date) -> date:
    return day


@rules("between", "<date> and|or <other-day>")
def _(_context: Context, first: Meaning, last: date) -> Meaning | None:
    """“Monday or Tuesday”: due on the first, and the words stay in the title."""
    if first.day is None or first.day == last:
        return None
    begin, end = sorted((first.day, last))
    return Meaning(day=begin, end=Meaning(day=end))


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


@rules("a-date", "<monthday>")
def _(_context: Context, day: date) -> Meaning:
    return Meaning(day=day)


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


def _lasting(first: Meaning, length: Length) -> Meaning | None:
    if first.day is None or length.seconds:
        return None
    return replace(first, end=Meaning(day=calendar.shift_day(first.day, length)))


def _on(day: Meaning, hours: Meaning) -> Meaning:
    return replace(hours, day=day.day, end=replace(hours.end or hours, day=day.day))


def _of_part(hours: Meaning, part: str) -> Meaning:
    """“In the morning, 9 to 11”: both ends lie in that part of the day."""
    return replace(timed(hours, part), end=timed(hours.end or hours, part))


def _year_on(begin: date, end: date) -> date:
    """The same day of the calendar, as soon as it comes after the beginning."""
    months = 12 * (begin.year - end.year)
    moved = calendar.add_months(end, months)
    return moved if moved >= begin else calendar.add_months(end, months + 12)


def _days(context: Context, month: int, days: tuple[int, int], year: int | None) -> Meaning | None:
    first, last = (_coming(context, month, day, year) for day in days)
    return Meaning(day=first, end=Meaning(day=last)) if first and last and first < last else None


def _coming(context: Context, month: int, day: int, year: int | None) -> date | None:
    return calendar.coming(context, month, day, year)


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
