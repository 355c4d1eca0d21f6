"""Rules for the numbers in dates: a day of a month, a year."""

from watchbill.domain.due import YEAR_MIN
from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import Context

RULES = rules = Rules()
_CENTURY, _MONTH_DAYS = 100, 31


@rules("dom", "<int>", "<nth>", "<num>")
def _(_context: Context, number: int) -> int | None:
    return number if 1 <= number <= _MONTH_DAYS else None


@rules("year", "<int>")
def _(_context: Context, number: int) -> int | None:
    return number if YEAR_MIN <= number <= calendar.YEAR_MAX else None


@rules("year", "two thousand [and] [<num>]")
def _(_context: Context, number: int | None) -> int:
    return 2000 + (number or 0)


@rules("year", "twenty <num>")
def _(_context: Context, number: int) -> int | None:
    return 2000 + number if 10 <= number < _CENTURY else None  # noqa: PLR2004 -- “twenty twenty-six”


@rules("short-year", "<year>")
def _(_context: Context, year: int) -> int:
    return year


@rules("short-year", "[' ~] <digits-2>")
def _(_context: Context, number: int) -> int:
    return 2000 + number
