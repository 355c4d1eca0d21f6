"""Rules for the seasons of the northern half of the earth, as the sun makes them: “in spring”, “next summer”."""

from datetime import date, timedelta

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import Context, Period, Repeat

RULES = rules = Rules()
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_FIRST = 21


def _season(month: int, year: int) -> Period:
    first = date(year, month, _FIRST)
    return Period(first, calendar.add_months(first, 3) - timedelta(1), first)


for _name, _month in _SEASONS.items():

    @rules("season", _name)
    def _(_context: Context, month: int = _month) -> int:
        return month


@rules(
    "period",
    "in|by|before|until|till|during|for [the] <season>",
    "this|current|coming|upcoming <season>",
)
def _(context: Context, month: int) -> Period:
    """The one that is, until its last day, or the next."""
    return _coming(context, month)


@rules("period", "next <season>")
def _(context: Context, month: int) -> Period:
    found = _coming(context, month)
    is_now = found.first <= context.today
    return _season(month, found.first.year + is_now)


@rules("period", "<season> [of] <year>", "in|by [the] <season> [of] <year>")
def _(_context: Context, month: int, year: int) -> Period:
    return _season(month, year)


@rules("core", "<:each> <season>")
def _(_context: Context, month: int) -> Repeat:
    return Repeat("YEARLY", month_days=(_FIRST,), months=(month,))


def _coming(context: Context, month: int) -> Period:
    years = (context.today.year - 1, context.today.year, context.today.year + 1)
    found = next(
        one for one in (_season(month, year) for year in years) if one.last >= context.today
    )
    is_now = found.first < context.today
    return Period(found.first, found.last, found.last if is_now else found.first)
