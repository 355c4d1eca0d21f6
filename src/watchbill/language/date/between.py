"""Rules for ranges of days: “Monday to Friday next week”, “Monday or Tuesday”, “13 to 15 July”."""

from dataclasses import replace
from datetime import date
from typing import Any

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.monthday import month_and_day
from watchbill.language.date.value import Context, Meaning, Period

RULES = rules = Rules()
_WEEK, _LONGEST, _MONTHS = 7, 300, 12


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


@rules("month-days", "[from|between] <int> ~ / ~ <int> <:till> <int> ~ / ~ <int>")
def _(context: Context, *numbers: int) -> Meaning | None:
    """“21/12-4/1”: both in the habit's order, unless one of them can only have the other."""
    one, two, three, four = numbers
    is_usual = max(two, four) <= _MONTHS and context.habits.day_first
    if is_usual or max(one, three) > _MONTHS:
        one, two, three, four = two, one, four, three
    begin, end = calendar.coming(context, one, two), calendar.coming(context, three, four)
    if not begin or not end:
        return None
    last = end if begin <= end else _year_on(begin, end)
    return Meaning(day=begin, end=Meaning(day=last)) if (last - begin).days <= _LONGEST else None


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


@rules(
    "between", "[from|between] <named> -|to|through|thru <named>", "between <named> and <named>"
)
def _(_context: Context, first: Period, last: Period) -> Meaning:
    """“May to July”: until the last of July."""
    is_back = last.last < first.first
    end = calendar.month_of(last.last.year + 1, last.last.month).last if is_back else last.last
    return Meaning(day=first.due, end=Meaning(day=end))


@rules("between", "from now <:till> <date>", "from now <:till> <dated>")
def _(context: Context, last: Meaning) -> Meaning:
    return Meaning(at=context.now, end=last)


@rules("between", "<month-days>")
def _(_context: Context, days: Meaning) -> Meaning:
    return days


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


@rules("between", "<two-days>")
def _(_context: Context, days: Meaning) -> Meaning:
    return days


@rules("two-days", "[on] [the] <dom> and|or [the] <dom> [of] <month> [[,] <year>]")
def _(context: Context, first: int, last: int, month: int, year: int | None) -> Meaning | None:
    return _days(context, month, (first, last), year)


@rules("two-days", "[on] <month> [the] <dom> and|or [the] <dom> [[,] <year>]")
def _(context: Context, month: int, first: int, last: int, year: int | None) -> Meaning | None:
    return _days(context, month, (first, last), year)


@rules("two-days", "<date> and|or <other-day>")
def _(_context: Context, first: Meaning, last: date) -> Meaning | None:
    """“Monday or Tuesday”: due on the first, and the words stay in the title."""
    if first.day is None or first.day == last:
        return None
    begin, end = sorted((first.day, last))
    return Meaning(day=begin, end=Meaning(day=end))


@rules("a-date", "<monthday>")
def _(_context: Context, day: date) -> Meaning:
    return Meaning(day=day)


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
