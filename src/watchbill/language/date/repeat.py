"""Rules for what comes back: “every other Tuesday”, “monthly on the 15th”, “the last weekday of each month”."""

from dataclasses import replace
from typing import Any

from watchbill.language.date.grammar import Rules
from watchbill.language.date.step import make_step
from watchbill.language.date.value import (
    CODES,
    WORK_DAYS,
    Context,
    Days,
    Length,
    Numbers,
    Place,
    Repeat,
)

RULES = rules = Rules()


@rules("core", "<step>")
def _(_context: Context, step: Repeat) -> Repeat:
    return step


@rules("core", "[in] <months> [,] every|each|per year", "[in] <months> [,] yearly|annually")
def _(_context: Context, months: Numbers) -> Repeat:
    return Repeat("YEARLY", months=months)


@rules("core", "[on] <plurals>", "all <plurals>")
def _(_context: Context, days: Days) -> Repeat:
    return _weekly(days)


@rules(
    "core",
    "[on] <weekday> ,|/ <weekday> ,|/|and <weekday>",
    "[on] <weekday> , <weekday> , and <weekday>",
    "[on] <weekday> <weekday> [and] <weekday>",
)
def _(_context: Context, *numbers: int) -> Repeat:
    """Three days in a list are days of every week."""
    return _weekly(tuple(CODES[number] for number in numbers))


@rules("core", "[on] mwf", "[on] m / w / f")
def _(_context: Context) -> Repeat:
    return _weekly(("MO", "WE", "FR"))


@rules("core", "[on] <weekday> ~ /|+ ~ <weekday>")
def _(_context: Context, *numbers: int) -> Repeat:
    return _weekly(tuple(CODES[number] for number in numbers))


@rules("core", "mon ~ - ~ fri", "m ~ - ~ f")
def _(_context: Context) -> Repeat:
    return _weekly(WORK_DAYS)


@rules("core", "<:each> day [,] from <any-weekday> to|through|thru|till|until <any-weekday>")
def _(_context: Context, first: int, last: int) -> Repeat:
    return _weekly(tuple(CODES[(first + step) % 7] for step in range((last - first) % 7 + 1)))


@rules("core", "<:each> [week|day] [on] <day-list>", "<:each> one of <day-list>")
def _(_context: Context, days: Days) -> Repeat:
    return _weekly(days)


@rules(
    "core",
    "<:each> other|alternate|alternating|second <day-list>",
    "[on] alternate|alternating <day-list>",
)
def _(_context: Context, *values: Any) -> Repeat:
    return _weekly(tuple(map(str, values[-1])), 2)


@rules("core", "<:each> <num> <day-list>")
def _(_context: Context, count: int, days: Days) -> Repeat | None:
    return _weekly(days, count) if count else None


@rules("core", "<:each> <nth> <day-list>")
def _(context: Context, count: int, days: Days) -> Repeat | None:
    if count == 1 or context.habits.nth_weekday == "month":
        return on_places(Repeat("MONTHLY"), ((count, days),))
    return _weekly(days, count)


@rules("core", "<:each> last <day-list>")
def _(_context: Context, days: Days) -> Repeat | None:
    return on_places(Repeat("MONTHLY"), ((-1, days),))


@rules(
    "core",
    "<step> [,] on <day-list>",
    "<step> [,] <day-list>",
    "<step> [,] [on] every|each <day-list>",
)
def _(_context: Context, step: Repeat, days: Days) -> Repeat | None:
    return on_days(step, days)


@rules(
    "core",
    "[on|from] <day-list> [of] every|each|of|a|per week",
    "[on] <day-list> weekly",
)
def _(_context: Context, days: Days) -> Repeat:
    return _weekly(days)


@rules(
    "core",
    "[on] <day-list> [of] every|each other|second week",
    "[on] <day-list> every two|2 weeks",
    "[on] <day-list> fortnightly|biweekly",
)
def _(_context: Context, days: Days) -> Repeat:
    return _weekly(days, 2)


@rules(
    "except", "except|but|excluding [not] [on|for|in|during]", "other than [on|in]", "not on|in"
)
def _(_context: Context) -> bool:
    return True


@rules("core", "<days-of-step> [,] <:except> <day-list>")
def _(_context: Context, days: Days, out: Days) -> Repeat | None:
    """“Every weekday but Friday”: the others."""
    left = tuple(day for day in days if day not in out)
    return _weekly(left) if left else None


@rules("days-of-step", "<step>", "weekdays")
def _(_context: Context, step: Repeat | None = None) -> Days | None:
    """The weekdays of “every day” and “every weekday”."""
    if step is None or step == Repeat("WEEKLY", 1, WORK_DAYS):
        return WORK_DAYS
    return CODES if step == Repeat("DAILY") else None


@rules("core", "<step> [,] <:except> <months>")
def _(_context: Context, step: Repeat, out: tuple[int, ...]) -> Repeat | None:
    """“Every week except in August”: in the other months."""
    left = tuple(month for month in range(1, 13) if month not in out)
    return replace(step, months=left) if left and not step.months else None


@rules(
    "core",
    "<length> after|from i|i've finish|complete|finished|completed|do|did|done|finishing|completing [it|this|that|them|the] [task]",
    "<length> after|from completion|completing|finishing|doing|done [it|this|that] [task]",
    "<length> after it|it's|its|that's [is|was|gets] [is|been] done|completed|finished",
    "<length> after [the] last|previous|every|each time|one|completion",
)
def _(_context: Context, length: Length) -> Repeat | None:
    return _counted(length) if length != Length() else None


@rules(
    "core",
    "<step> after|from completion|completing|finishing|done [it|this]",
    "<step> after|once i|i've finish|complete|finished|completed|do|did [it|this|that]",
    "<step> after it|it's [is|was] done|completed|finished",
    "<step> when|after done|completed|finished",
)
def _(_context: Context, step: Repeat) -> Repeat:
    return replace(step, is_completion=True)


@rules("core", "every|ev ~ ! <unit>", "every|ev ~ ! <num> <unit>")
def _(_context: Context, *values: Any) -> Repeat | None:
    step = make_step(str(values[-1]), values[0] if isinstance(values[0], int) else 1)
    return replace(step, is_completion=True) if step else None


def _counted(length: Length) -> Repeat:
    """A length as a rule that is counted from the completion; months and days together are days, 30 a month."""
    days = length.days + length.workdays
    if length.seconds:
        return Repeat("HOURLY", max(1, length.seconds // 3600), is_completion=True)
    if days and length.months:
        return Repeat("DAILY", days + 30 * length.months, is_completion=True)
    if days:
        step = ("WEEKLY", days // 7) if days % 7 == 0 else ("DAILY", days)
    else:
        months = length.months
        step = ("YEARLY", months // 12) if months % 12 == 0 else ("MONTHLY", months)
    return Repeat(*step, is_completion=True)


def _weekly(days: Days, interval: int = 1) -> Repeat:
    return Repeat("WEEKLY", interval, days)


def on_days(step: Repeat, days: Days) -> Repeat | None:
    """The step, on these weekdays of it: only weeks and months have them."""
    if step.days or step.month_days or step.frequency not in ("DAILY", "WEEKLY", "MONTHLY"):
        return None
    frequency = "WEEKLY" if step.frequency == "DAILY" else step.frequency
    return replace(step, frequency=frequency, days=days)


def on_places(step: Repeat, places: tuple[Place, ...]) -> Repeat | None:
    """The nth of these weekdays in a step of months or years."""
    if step.frequency not in ("MONTHLY", "YEARLY"):
        return None
    if all(len(days) == 1 for _, days in places):
        return replace(step, days=tuple(f"{place}{days[0]}" for place, days in places))
    if len(places) > 1:
        return None
    place, days = places[0]
    return replace(step, days=days, position=place)
