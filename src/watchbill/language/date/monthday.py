"""Rules for a day that is named by its month: in words, in numbers, and by feasts."""

from datetime import date

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import Context

RULES = rules = Rules()
_MONTHS = 12


@rules(
    "monthday",
    "<month> [.|,] [the] <dom> [[,] [of|in] <year>]",
    "<month> ~ [-|/] ~ <dom> [~ [-|/] ~ <short-year>]",
    "<month> [the] <dom> [,] <apostrophe-year>",
)
def _(context: Context, month: int, day: int, year: int | None = None) -> date | None:
    return calendar.coming(context, month, day, year)


@rules(
    "monthday",
    "[the] <dom> [of] <month> [[,] [of|in] <year>]",
    "<dom> ~ [-|/] ~ <month> [~ [-|/] ~ <short-year>]",
    "[the] <dom> [.] <month> <year>",
    "[the] <dom> [of] <month> [,] <apostrophe-year>",
)
def _(context: Context, day: int, month: int, year: int | None = None) -> date | None:
    return calendar.coming(context, month, day, year)


@rules("monthday", "<int> . <month> [<year>]")
def _(context: Context, day: int, month: int, year: int | None) -> date | None:
    return calendar.coming(context, month, day, year)


@rules("monthday", "<year> ~ -|/ ~ <month> ~ -|/ ~ <dom>", "<year> [,] <month> <dom>")
def _(_context: Context, year: int, month: int, day: int) -> date | None:
    return calendar.make_day(year, month, day)


@rules("monthday", "[the] <dom> [of] <month> <digits-2>")
def _(context: Context, day: int, month: int, short: int) -> date | None:
    """“14th April 15” has a year, if it is one to come."""
    found = calendar.make_day(2000 + short, month, day)
    return found if found and context.today <= found else None


@rules("apostrophe-year", "' ~ <digits-2>")
def _(_context: Context, number: int) -> int:
    return 2000 + number


@rules("monthday", "<year> ~ -|/ ~ <dom> ~ -|/ ~ <month>")
def _(_context: Context, year: int, day: int, month: int) -> date | None:
    return calendar.make_day(year, month, day)


@rules("monthday", "<int> ~ / ~ <int>", "on|by|due|before|until|till <int> ~ -|. ~ <int>")
def _(context: Context, first: int, second: int) -> date | None:
    month, day = month_and_day(context, first, second)
    return calendar.coming(context, month, day)


@rules(
    "monthday",
    "<int> ~ / ~ <int> ~ / ~ <short-year>",
    "<int> ~ - ~ <int> ~ - ~ <short-year>",
    "<int> ~ . ~ <int> ~ . ~ <year>",
    "<int> / <int> / <year>",
)
def _(context: Context, first: int, second: int, year: int) -> date | None:
    month, day = month_and_day(context, first, second)
    found, turned = calendar.make_day(year, month, day), calendar.make_day(year, day, month)
    is_past = found and turned and found < context.today <= turned
    return turned if is_past else found


@rules("dotted", "<int> ~ . ~ <int> ~ . ~ <digits-2>")
def _(context: Context, first: int, second: int, year: int) -> date | None:
    """“25.8.26” may be a version's number too: it is a day after “on”, before a time, or alone."""
    month, day = month_and_day(context, first, second)
    return calendar.make_day(2000 + year, month, day)


@rules("monthday", "on|by|due|before|until|till|from <dotted>")
def _(_context: Context, day: date) -> date:
    return day


@rules(
    "monthday",
    "<year> ~ - ~ <int> ~ - ~ <int>",
    "<year> ~ / ~ <int> ~ / ~ <int>",
    "<year> ~ . ~ <int> ~ . ~ <int>",
)
def _(_context: Context, year: int, month: int, day: int) -> date | None:
    return calendar.make_day(year, month, day) or calendar.make_day(year, day, month)


@rules("monthday", "<digits-8>")
def _(_context: Context, number: int) -> date | None:
    return calendar.make_day(number // 10000, number // 100 % 100, number % 100)


def month_and_day(context: Context, first: int, second: int) -> tuple[int, int]:
    """In the order of the user's habit, unless only the other one makes a date."""
    is_day_first = context.habits.day_first
    month, day = (second, first) if is_day_first else (first, second)
    return (day, month) if month > _MONTHS >= day else (month, day)
