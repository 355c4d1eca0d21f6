"""Rules for weeks and weekends: “next week”, “the week of the 14th”, “the weekend after next”."""

from datetime import date, timedelta

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import Context, Period

RULES = rules = Rules()


@rules("off", "this|current")
def _(_context: Context) -> int:
    return 0


@rules("off", "next|nxt|coming|upcoming|following")
def _(_context: Context) -> int:
    return 1


@rules("off", "last|past|previous|prior")
def _(_context: Context) -> int:
    return -1


@rules("week", "[the|this] <off> [-] week", "[the|this] <off> work|working week")
def _(context: Context, weeks: int) -> Period:
    return calendar.week_of(context, context.today, weeks)


@rules("week", "[the] week after next", "[the] next next week", "[the] week after [the] next")
def _(context: Context) -> Period:
    return calendar.week_of(context, context.today, 2)


@rules(
    "week-ahead",
    "in <num> weeks [time]",
    "<num> weeks from now",
    "in <num> weeks' time",
    "in a|one week",
)
def _(context: Context, weeks: int = 1) -> Period:
    return calendar.week_of(context, context.today, weeks)


@rules("week", "[the] week of|beginning|commencing|starting [the] <day>", "w / c <day>")
def _(context: Context, day: date) -> Period:
    week = calendar.week_of(context, day)
    return Period(week.first, week.last, max(week.first, context.today))


@rules("week's", "next week's|weeks")
def _(context: Context) -> Period:
    return calendar.week_of(context, context.today, 1)


@rules("week's", "this week's|weeks")
def _(context: Context) -> Period:
    return calendar.week_of(context, context.today, 0)


@rules("week's", "last week's|weeks")
def _(context: Context) -> Period:
    return calendar.week_of(context, context.today, -1)


@rules(
    "week",
    "calendar week <int> [[,] [of] <year>]",
    "cw|kw [~] <int>",
    "[the] week|wk <int> of <year>",
    "[the] <nth> calendar week [[of] <year>]",
    "in|during|by [the] week|wk <digits-2>",
)
def _(context: Context, number: int, year: int | None = None) -> Period | None:
    """A week of the calendar by its number; “in week 3” may be one of a term."""
    return calendar.iso_week(context, number, year)


@rules("week", "<year> ~ - ~ w ~ <int>", "<year> ~ w ~ <int>")
def _(context: Context, year: int, number: int) -> Period | None:
    return calendar.iso_week(context, number, year)


@rules("nth-week", "[the] <place> week of|in [the] <range>")
def _(context: Context, place: int, period: Period) -> Period | None:
    """The weeks of a month or year are those whose Thursday it has."""
    find = calendar.nth_of(place, (context.habits.week_start + 3) % 7)
    period = calendar.reached(context, period, find)
    middle = find(period)
    if middle is None:
        return None
    week = calendar.week_of(context, middle)
    due = max(week.first, period.first)
    is_now = week.first <= context.today <= week.last
    return Period(week.first, week.last, max(due, context.today) if is_now else due)


@rules(
    "weekend",
    "[the|this] [coming|upcoming] weekend",
    "this week - end",
    "this|the week end",
    "[this] w / e",
)
def _(context: Context) -> Period:
    return calendar.weekend_of(context)


@rules(
    "weekend",
    "[the] next|following weekend",
    "next week - end",
    "next week end",
    "[the] weekend after",
    "[the] weekend after this",
)
def _(context: Context) -> Period:
    return calendar.weekend_of(context, 1)


@rules("weekend", "[the] weekend after next")
def _(context: Context) -> Period:
    return calendar.weekend_of(context, 2)


@rules("weekend", "[the] <place> weekend of|in <range>")
def _(context: Context, place: int, period: Period) -> Period | None:
    saturday = calendar.coming_in(context, period, calendar.nth_of(place, 5))
    return Period(saturday, saturday + timedelta(1), saturday) if saturday else None


@rules("weekend", "[the] weekend after|following <day>")
def _(_context: Context, day: date) -> Period:
    saturday = calendar.next_weekday(day, 5)
    return Period(saturday, saturday + timedelta(1), saturday)


@rules("weekend", "[the] weekend of <day>")
def _(_context: Context, day: date) -> Period:
    """The one that the day is in, or that is nearest."""
    saturday = calendar.this_weekday(day - timedelta(3), 5)
    return Period(saturday, saturday + timedelta(1), saturday)


@rules("weekend", "[the] weekend before <day>")
def _(_context: Context, day: date) -> Period:
    saturday = calendar.next_weekday(day, 5) - timedelta(7)
    return Period(saturday, saturday + timedelta(1), saturday)


@rules("weekend", "[the|this] last|past|previous weekend")
def _(context: Context) -> Period:
    return calendar.weekend_of(context, -1)
