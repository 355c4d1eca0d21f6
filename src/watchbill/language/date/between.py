"""Rules for ranges: “3-4pm”, “Monday to Friday next week”, “between 2 and 4 on Tuesday”, “13 to 15 July”."""

from dataclasses import replace
from datetime import date
from typing import Any

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import Clock, Context, Meaning

RULES = rules = Rules()
_NOON, _WEEK = 12, 7


@rules("till", "-|to|until|till|til|untill|through|thru|\u2013|\u2014|/")
def _(_context: Context) -> bool:
    return True


@rules(
    "between",
    "[from|between] <month> [the] <dom> <:till> [the] <dom> [[,] <year>]",
    "between <month> [the] <dom> and [the] <dom> [[,] <year>]",
)
def _(context: Context, month: int, first: int, *rest: Any) -> Meaning | None:
    *_till, last, year = rest
    return _days(context, month, (first, last), year)


@rules(
    "between",
    "[from|between] [the] <dom> <:till> [the] <dom> [of] <month> [[,] <year>]",
    "between [the] <dom> and [the] <dom> [of] <month> [[,] <year>]",
)
def _(context: Context, first: int, *rest: Any) -> Meaning | None:
    *_till, last, month, year = rest
    return _days(context, month, (first, last), year)


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
    return replace(hours, day=day.day, end=replace(hours.end or hours, day=day.day))


@rules(
    "between",
    "[from|between] <date> <:till> <date>",
    "between <date> and <date>",
    "[from|between] <dated> <:till> <dated>",
    "from <dated> <:till> <date>",
)
def _(context: Context, first: Meaning, last: Meaning) -> Meaning | None:
    begin, end = first.day or context.today, last.day or context.today
    if end < begin:
        if (begin - end).days >= _WEEK:
            return None
        last = replace(last, day=calendar.next_weekday(begin, end.weekday()))
    return replace(first, end=last)


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
    elif first.is_sure and not last.is_sure:
        hour = last.hour % _NOON
        hour += _NOON if hour <= first.hour % 24 else 0
        last = replace(last, hour=hour, is_sure=True)
    return Meaning(clock=first, end=Meaning(clock=last))
