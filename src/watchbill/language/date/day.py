"""Rules for days: “tomorrow”, “next Friday”, “3 March”, “the 15th”, “a week on Tuesday”, “the last Monday of May”."""

from datetime import date, timedelta
from typing import Any

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import Context, Length, Period

RULES = rules = Rules()
_CENTURY, _MONTH_DAYS, _MONTHS = 100, 31, 12


@rules("day", "<nearby>", "<nearby> 's")
def _(context: Context, days: int) -> date:
    return context.today + timedelta(days)


@rules(
    "day",
    "[the] day after tomorrow|tmrw|tmr|tommorow|tomorow|tommorrow",
    "overmorrow",
    "[the] day after next",
    "in 2 days time",
)
def _(context: Context) -> date:
    return context.today + timedelta(2)


@rules("day", "[the] next business|working|work|school day", "[the] next workday|weekday")
def _(context: Context) -> date:
    return calendar.add_workdays(context.today, 1)


@rules("day", "2 ~ moro|morrow|mro|mrw|mor")
def _(context: Context) -> date:
    return context.today + timedelta(1)


@rules("day", "[the] next day", "[the] following day", "[the] day after")
def _(context: Context) -> date:
    return context.today + timedelta(1)


@rules(
    "day",
    "this day",
    "later today",
    "eod",
    "e . o . d",
    "[the] end of [the] day|today",
    "the eod",
    "close of day",
)
def _(context: Context) -> date:
    return context.today


@rules(
    "day",
    "[the] end of <day>",
    "eod <day>",
    "<day> eod",
    "[by] end of day <day>",
    "<day> [by] end of day",
)
def _(_context: Context, day: date) -> date:
    return day


@rules("day", "[the] last day", "[the] previous day")
def _(context: Context) -> date:
    return context.today - timedelta(1)


@rules("day", "<weekday>")
def weekday(context: Context, number: int) -> date:
    if context.habits.same_weekday == "today":
        return calendar.this_weekday(context.today, number)
    return calendar.next_weekday(context.today, number)


@rules("day", "this <weekday>")
def _(context: Context, number: int) -> date:
    return calendar.this_weekday(context.today, number)


@rules(
    "day",
    "[this|the|on] coming|upcoming|forthcoming|nearest <weekday>",
    "the very next <weekday>",
    "<weekday> coming",
    "on the next <weekday>",
)
def _(context: Context, number: int) -> date:
    return calendar.next_weekday(context.today, number)


@rules("day", "[the] next|nxt|following <weekday>")
def next_weekday(context: Context, number: int) -> date:
    if context.habits.next_weekday == "nearest":
        return calendar.next_weekday(context.today, number)
    return calendar.in_week(calendar.week_of(context, context.today, 1), number)


@rules("day", "[the] last|past|previous <weekday>", "this past <weekday>")
def _(context: Context, number: int) -> date:
    return context.today - timedelta((context.today.weekday() - number - 1) % 7 + 1)


@rules("day", "[the] <weekday> after next", "[the] <weekday> after next <weekday>")
def _(context: Context, number: int, _again: int | None = None) -> date:
    return next_weekday(context, number) + timedelta(7)


@rules(
    "day",
    "<weekday> [,] [of|in|on|from] <week>",
    "<weekday> - <week>",
    "<weekday> [,] <week-ahead>",
)
def _(_context: Context, number: int, week: Period) -> date:
    return calendar.in_week(week, number)


@rules("day", "<week> [,] [on|-] <weekday>", "<week's> <weekday>", "<week-ahead> [,] on <weekday>")
def _(_context: Context, week: Period, number: int) -> date:
    return calendar.in_week(week, number)


@rules("day", "<weekday> [,] <length> from now|today|hence", "<weekday> in <length>")
def _(context: Context, number: int, length: Length) -> date | None:
    if length.seconds:
        return None
    return calendar.in_week(
        calendar.week_of(context, calendar.shift_day(context.today, length)), number
    )


@rules(
    "day",
    "<weekday> [,|-|.] [the] <monthday>",
    "<weekday> [,] ( [the] <monthday> )",
    "<weekday> [,] on [the] <monthday>",
)
def _(context: Context, number: int, day: date) -> date:
    return calendar.matching(context, day, number)


@rules(
    "day",
    "this|next|coming|upcoming|following <weekday> [,|-|.] [the] <monthday>",
    "this|next|coming|upcoming|following <weekday> ( [the] <monthday> )",
)
def _(_context: Context, _number: int, day: date) -> date:
    """“Next Friday, 4 Dec”: the date decides which."""
    return day


@rules("day", "<monthday> ( <weekday> )", "<monthday> [,|on] <weekday>")
def _(context: Context, day: date, number: int) -> date:
    return calendar.matching(context, day, number)


@rules("day", "[the] closest|nearest <weekday> to <day>")
def _(_context: Context, number: int, day: date) -> date:
    return calendar.this_weekday(day - timedelta(3), number)


@rules("day", "<weekday> [,] [the] <nth>", "<weekday> [,] the <dom>")
def _(context: Context, first: int, second: int) -> date | None:
    number, day = first, second
    return calendar.coming_day(context, number, day) if number < 7 else None  # noqa: PLR2004 -- a weekday


@rules("day", "<monthday>")
def _(_context: Context, day: date) -> date:
    return day


@rules("day", "the <digits-nth>", "the <word-nth>", "the <tens> [-] <word-nth>")
def _(context: Context, *numbers: int) -> date | None:
    return (
        calendar.coming_month_day(context, sum(numbers)) if sum(numbers) <= _MONTH_DAYS else None
    )


@rules("day", "<digits-nth>")
def _(context: Context, number: int) -> date | None:
    """“Pay rent 1st”: only where the clause ends."""
    return calendar.coming_month_day(context, number) if number <= _MONTH_DAYS else None


@rules("day", "on [the] <int>")
def _(context: Context, number: int) -> date | None:
    return calendar.coming_month_day(context, number) if 1 <= number <= _MONTH_DAYS else None


@rules("day", "on|by|due|before|until|till|from|since <nth>")
def _(context: Context, number: int) -> date | None:
    return calendar.coming_month_day(context, number) if number <= _MONTH_DAYS else None


@rules("day", "[the] <dom> of the month")
def _(context: Context, day: int) -> date | None:
    return calendar.coming_month_day(context, day)


@rules("day", "[the] [first] <weekday> after|following <day>")
def _(_context: Context, number: int, day: date) -> date:
    return calendar.next_weekday(day, number)


@rules("day", "[the] [last] <weekday> before <day>")
def _(_context: Context, number: int, day: date) -> date:
    return calendar.next_weekday(day, number) - timedelta(7 if day.weekday() != number else 14)


@rules("day", "[the] <dom> of|in [the] <a-month>", "<nth> <a-month>")
def _(_context: Context, day: int, month: Period) -> date | None:
    return calendar.nth_in(month, day, None)


@rules("day", "<a-month> [on] [the] <nth>")
def _(_context: Context, month: Period, day: int) -> date | None:
    return calendar.nth_in(month, day, None)


@rules("day", "[the] <place> <weekday> [of|in] [the] <range>")
def _(context: Context, place: int, number: int, period: Period) -> date | None:
    return calendar.coming_in(context, period, calendar.nth_of(place, number))


@rules("day", "<range> [,|'s] [on] [the] <place> <weekday>")
def _(context: Context, period: Period, place: int, number: int) -> date | None:
    return calendar.coming_in(context, period, calendar.nth_of(place, number))


@rules("day", "[the] <place> day of|in [the] <range>")
def _(context: Context, place: int, period: Period) -> date | None:
    return calendar.coming_in(context, period, calendar.nth_of(place))


@rules("day", "[the] <place> <weekday>")
def _(context: Context, place: int, number: int) -> date | None:
    """Of this month, or of the next one if that is past."""
    months = (calendar.months_from(context.today, 1, ahead) for ahead in range(3))
    days = (calendar.nth_in(month, place, number) for month in months)
    return next((day for day in days if day and day >= context.today), None)


@rules("day", "[the] <place> weekday|workday|business|working [day] of|in [the] <range>")
def _(context: Context, place: int, period: Period) -> date | None:
    return calendar.coming_in(context, period, lambda days: calendar.nth_workday(days, place))


@rules("day", "[on] <weekday> [of|in] <nth-week>", "<nth-week> [,] [on] <weekday>")
def _(_context: Context, first: Any, second: Any) -> date:
    week, number = (first, second) if isinstance(first, Period) else (second, first)
    return calendar.in_week(week, number)
