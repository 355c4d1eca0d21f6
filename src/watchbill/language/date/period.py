"""Rules for stretches of days: weeks, weekends, months, quarters, years, and their beginnings and ends."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import Context, Period

RULES = rules = Rules()
_STEP = {"month": 1, "quarter": 3, "year": 12}


@rules("a-month", "[the] <off> month")
def _(context: Context, months: int) -> Period:
    return calendar.months_from(context.today, 1, months)


@rules("a-month", "[the] month after next")
def _(context: Context) -> Period:
    return calendar.months_from(context.today, 1, 2)


@rules("named", "<month> [[,] [of] <year>]", "<month> - <year>", "<month> [,] <apostrophe-year>")
def _(context: Context, month: int, year: int | None = None) -> Period:
    return _named(context, month, year)


@rules(
    "named",
    "<year> [,] <month>",
    "<year> ~ -|/ ~ <month>",
    "<year> ~ -|/ ~ <int>",
    "[the] month of <year> <month>",
)
def _(context: Context, year: int, month: int) -> Period | None:
    return _named(context, month, year) if 1 <= month <= 12 else None  # noqa: PLR2004 -- months


@rules("named", "<int> ~ / ~ <year>")
def _(context: Context, month: int, year: int) -> Period | None:
    return _named(context, month, year) if 1 <= month <= 12 else None  # noqa: PLR2004 -- months


@rules("named", "this|next|coming|upcoming <month>", "[the] month of <month>")
def _(context: Context, month: int) -> Period:
    return _named(context, month, None)


@rules("named", "<month> [of] <a-year>")
def _(context: Context, month: int, year: Period) -> Period:
    return _named(context, month, year.first.year)


@rules("named", "[the] <nth> month of|in [the] <a-year>")
def _(context: Context, month: int, year: Period) -> Period | None:
    return _named(context, month, year.first.year) if month <= 12 else None  # noqa: PLR2004 -- months


@rules("named", "last|past|previous <month>")
def _(context: Context, month: int) -> Period:
    today = context.today
    return calendar.month_of(today.year - (month >= today.month), month)


@rules("a-year", "[the] <off> year")
def _(context: Context, years: int) -> Period:
    return calendar.months_from(context.today, 12, years)


@rules("a-year", "<year>")
def _(_context: Context, year: int) -> Period:
    return calendar.months_from(date(year, 1, 1), 12, 0)


@rules("quarter-of", "[the] <off> quarter")
def _(context: Context, quarters: int) -> Period:
    return calendar.months_from(context.today, 3, quarters)


@rules(
    "quarter-of",
    "q ~ <int> [[of|,] <year>]",
    "[the] <nth> quarter [[of|,] [the] <year>]",
    "<nth> quarter of this year",
)
def _(context: Context, number: int, year: int | None = None) -> Period | None:
    if not 1 <= number <= 4:  # noqa: PLR2004 -- quarters
        return None
    found = calendar.months_from(date(year or context.today.year, number * 3, 1), 3, 0)
    if year is None and found.last < context.today:
        found = calendar.months_from(found.first, 3, 4)
    return Period(found.first, found.last, found.last)


@rules("quarter-of", "[the] <nth> quarter of|in [the] <a-year>", "q ~ <int> of|in <a-year>")
def _(_context: Context, number: int, year: Period) -> Period | None:
    return _quarter(year.first.year, number)


@rules("quarter-of", "<year> ~ [-] q ~ <int>", "<year> q ~ <int>")
def _(_context: Context, year: int, number: int) -> Period | None:
    return _quarter(year, number)


@rules("month-range", "<named>", "<a-month>")
def _(_context: Context, period: Period) -> Period:
    return period


@rules("range", "<month-range>", "<a-year>", "<quarter-of>")
def _(_context: Context, period: Period) -> Period:
    return period


@rules("open-unit", "[the] month")
def _(_context: Context) -> int:
    return _STEP["month"]


@rules("open-unit", "[the] year")
def _(_context: Context) -> int:
    return _STEP["year"]


@rules("open-unit", "the quarter")
def _(_context: Context) -> int:
    return _STEP["quarter"]


@rules("range", "<open-unit>")
def _(context: Context, months: int) -> Period:
    """“The first Friday of the month” is the next month's, once it is past."""
    return replace(calendar.months_from(context.today, months, 0), again=months)


@rules(
    "period",
    "<week>",
    "<weekend>",
    "<nth-week>",
    "<named>",
    "[in|during|within] <a-month>",
    "<quarter-of>",
)
def _(_context: Context, period: Period) -> Period:
    return period


@rules("period", "[the] <off> year", "<year-in>")
def _(context: Context, years: Any) -> Period | None:
    if isinstance(years, Period):
        return years
    return calendar.months_from(context.today, 12, years)


@rules("year-in", "in|during|by|until|till|before|for <year>", "[the] year <year>")
def _(context: Context, year: int) -> Period | None:
    if not context.today.year <= year <= context.today.year + 50:
        return None
    found = calendar.months_from(date(year, 1, 1), 12, 0)
    return Period(
        found.first, found.last, found.last if year == context.today.year else found.first
    )


@rules(
    "period",
    "[the] beginning|start|begin of [the] [around] <span>",
    "early [in] <span>",
    "early - <span>",
    "[the] start <span>",
)
def _(_context: Context, span: Period) -> Period:
    length = (span.last - span.first).days
    return Period(span.first, span.first + timedelta(length // 3), span.first)


@rules(
    "period",
    "[the] end of [the] [around] <span>",
    "[the] end <span>",
    "late [in] <span>",
    "late - <span>",
    "<span> end",
    "[the] close of <span>",
)
def _(context: Context, span: Period) -> Period:
    return Period(span.last, span.last, calendar.end_of(context, span))


@rules("period", "midweek", "mid [-] week", "[the] middle of the week")
def _(context: Context) -> Period:
    """The Wednesday to come."""
    middle = calendar.this_weekday(context.today, 2)
    return Period(middle, middle, middle)


@rules("period", "[the] middle of [the] <span>", "mid [-] <span>", "halfway through <span>")
def _(_context: Context, span: Period) -> Period:
    days = (span.last - span.first).days
    middle = span.first + timedelta(14 if 27 <= days <= 30 else (days + 1) // 2 if days > 7 else 2)  # noqa: PLR2004 -- the 15th, Wednesday
    return Period(middle, middle, middle)


@rules("period", "[in] [the] <nth> half of [the] <span>")
def _(_context: Context, half: int, span: Period) -> Period | None:
    middle = span.first + (span.last - span.first) // 2 + timedelta(1)
    halves = {1: (span.first, middle - timedelta(1)), 2: (middle, span.last)}
    return Period(*halves[half], halves[half][0]) if half in halves else None


@rules("period", "[the] rest of [the] <span>", "[the] remainder of [the] <span>")
def _(context: Context, span: Period) -> Period:
    return Period(span.first, span.last, calendar.end_of(context, span))


@rules("span", "<week>", "<range>", "<weekend>", "<nth-week>")
def _(_context: Context, span: Period) -> Period:
    return span


@rules("span", "[the|this] week")
def _(context: Context) -> Period:
    return calendar.week_of(context, context.today)


@rules("period", "in|during|within|for the week")
def _(context: Context) -> Period:
    return calendar.week_of(context, context.today)


@rules("period", "later [in|on] [the] <span>", "later <week>")
def _(context: Context, span: Period) -> Period:
    return Period(span.first, span.last, calendar.end_of(context, span))


@rules("period", "[the] eow", "week's end")
def _(context: Context) -> Period:
    week = calendar.week_of(context, context.today)
    return Period(week.last, week.last, calendar.end_of(context, week))


@rules("period", "[the] eom", "month - end", "month end", "month's end")
def _(context: Context) -> Period:
    month = calendar.months_from(context.today, 1, 0)
    return Period(month.last, month.last, month.last)


@rules("period", "[the] eoq", "quarter end")
def _(context: Context) -> Period:
    quarter = calendar.months_from(context.today, 3, 0)
    return Period(quarter.last, quarter.last, quarter.last)


@rules("period", "[the] eoy", "year - end", "year end", "year's end")
def _(context: Context) -> Period:
    year = calendar.months_from(context.today, 12, 0)
    return Period(year.last, year.last, year.last)


@rules("period", "[the] bom")
def _(context: Context) -> Period:
    first = calendar.months_from(context.today, 1, 0).first
    return Period(first, first, first)


def _quarter(year: int, number: int) -> Period | None:
    return calendar.months_from(date(year, number * 3, 1), 3, 0) if 1 <= number <= 4 else None  # noqa: PLR2004 -- quarters


def _named(context: Context, month: int, year: int | None) -> Period:
    """The month, of that year or the next to come; this one stands for its last day, a later one for its first."""
    today = context.today
    found = calendar.month_of(year or today.year + (month < today.month), month)
    due = found.last if found.first < today <= found.last else found.first
    return Period(found.first, found.last, due, 0 if year else _STEP["year"])
