"""Rules for days that are found from another day: “a week on Tuesday”, “the Friday after Thanksgiving”, “2 days before Christmas”."""

from dataclasses import replace
from datetime import date, timedelta

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.part import part_clock
from watchbill.language.date.value import Context, Length, Meaning, Period

RULES = rules = Rules()


@rules("day", "[on] <weekday> week")
def _(context: Context, number: int) -> date:
    return calendar.next_weekday(context.today, number) + timedelta(7)


@rules("day", "[on] <weekday> fortnight")
def _(context: Context, number: int) -> date:
    return calendar.next_weekday(context.today, number) + timedelta(14)


@rules("day", "<length> from|after <day>", "<length> starting <day>", "<length> following <day>")
def _(_context: Context, length: Length, day: date) -> date | None:
    return None if length.seconds else calendar.shift_day(day, length)


@rules("day", "<length> [on] <day>")
def _(_context: Context, length: Length, day: date) -> date | None:
    """“A week on Tuesday”, “a fortnight today”: only weeks are counted so."""
    is_weeks = length.days and length.days % 7 == 0 and not length.months and not length.seconds
    return calendar.shift_day(day, length) if is_weeks else None


@rules(
    "day", "[the] day|morning after <day>", "[the] day following <day>", "[a|one] day after <day>"
)
def _(_context: Context, day: date) -> date:
    return day + timedelta(1)


@rules("day", "[the] week after <day>", "week from <day>")
def _(_context: Context, day: date) -> date:
    return day + timedelta(7)


@rules("day", "<length> before|prior [to] <day>", "<length> ahead of <day>")
def _(_context: Context, length: Length, day: date) -> date | None:
    return None if length.seconds else calendar.shift_day(day, length, -1)


@rules("day", "<length> before|prior [to] <period>", "<length> ahead of <period>")
def _(_context: Context, length: Length, period: Period) -> date | None:
    """Before the day that the period stands for: “3 days before the end of the month”."""
    return None if length.seconds else calendar.shift_day(period.due, length, -1)


@rules("day", "<length> after|from|following <period>")
def _(_context: Context, length: Length, period: Period) -> date | None:
    return None if length.seconds else calendar.shift_day(period.last, length)


@rules("day", "[the] day|night|evening before <day>")
def _(_context: Context, day: date) -> date:
    return day - timedelta(1)


@rules("day", "<nearby> week")
def _(context: Context, days: int) -> date:
    return context.today + timedelta(days + 7)


@rules(
    "day",
    "<num> <weekdays> from now|today|hence",
    "<num> <weekday> from now|today|hence",
    "in <num> <weekdays>",
    "<num> <weekdays> later",
)
def _(context: Context, count: int, number: int) -> date:
    return calendar.next_weekday(context.today, number) + timedelta(7 * (count - 1))


@rules("day", "a <weekday> from now|today|hence")
def _(context: Context, number: int) -> date:
    return calendar.next_weekday(context.today, number)


@rules("dated", "tom <daypart>", "tom <at-time>")
def _(context: Context, said: str | Meaning) -> Meaning:
    """“Tom” alone is somebody; “tom morning” is tomorrow's."""
    time = said if isinstance(said, Meaning) else Meaning(clock=part_clock(said))
    return replace(time, day=context.today + timedelta(1))


@rules("date", "due tom")
@rules("sole", "[by] tom")
def _(context: Context) -> Meaning:
    return Meaning(day=context.today + timedelta(1))
