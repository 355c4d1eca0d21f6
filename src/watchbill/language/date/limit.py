"""Rules for when a recurrence begins and ends, and when it doesn't come: “until June”, “10 times”, “except in August”."""

from dataclasses import replace
from datetime import date

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import (
    CODES,
    Context,
    Days,
    Length,
    Meaning,
    Numbers,
    Period,
)

RULES = rules = Rules()


@rules("rep-but", "<rep> [,] <:except> <day-list>")
def _(_context: Context, rep: Meaning, out: Days) -> Meaning | None:
    """“Daily at noon except at weekends”: on the other days."""
    step = rep.repeat
    days = (step.days or CODES) if step and step.frequency in ("DAILY", "WEEKLY") else ()
    left = tuple(day for day in days if day not in out)
    if step is None or not left or step.interval > 1:
        return None
    return replace(rep, repeat=replace(step, frequency="WEEKLY", days=left))


@rules("rep-but", "<rep> [,] <:except> <months>")
def _(_context: Context, rep: Meaning, out: Numbers) -> Meaning | None:
    left = tuple(month for month in range(1, 13) if month not in out)
    return _in_months(rep, left)


@rules(
    "rep-but",
    "<rep> [,] in|during|throughout <months>",
    "<rep> in|during|throughout [the] <season-months>",
)
def _(_context: Context, rep: Meaning, months: Numbers) -> Meaning | None:
    """“Every Wednesday in December”, of each year."""
    return _in_months(rep, months)


@rules("season-months", "<season>", "<season> months")
def _(_context: Context, first: int) -> Numbers:
    """The three months that a season is in the north."""
    return tuple(sorted(month % 12 + 1 for month in range(first - 1, first + 2)))


@rules("tails", "<tail>", "<tail> [,] [and] <tails>")
def _(_context: Context, first: Meaning, second: Meaning | None = None) -> Meaning:
    return first if second is None else merged(first, second)


@rules(
    "tail",
    "starting|beginning|from|commencing|start|begin|starts [on|from|in|at|:] <date>",
    "as of <date>",
    "effective <date>",
)
def _(_context: Context, day: Meaning) -> Meaning:
    return Meaning(starts=day.day)


@rules("tail", "starting|beginning|from|commencing [on|from|in|at] <dated>")
def _(_context: Context, day: Meaning) -> Meaning:
    return Meaning(starts=day.day, clock=day.clock)


@rules("tail", "starting|beginning|commencing|start <at-time>")
def _(_context: Context, time: Meaning) -> Meaning:
    return Meaning(clock=time.clock)


@rules(
    "tail",
    "until|till|til|through|thru|to|ending|ends|end|upto [on|in|the] <until>",
    "up to|until <until>",
)
def _(_context: Context, day: date) -> Meaning:
    return Meaning(until=day)


@rules("until", "<day>")
def _(_context: Context, day: date) -> date:
    return day


@rules("until", "<period>", "<a-year>")
def _(_context: Context, period: Period) -> date:
    """Until a month is until its first day, until its end its last."""
    return period.first


@rules(
    "tail",
    "for [up to] [the] [next|coming] <length>",
    "over [the] next <length>",
    "during [the] next <length>",
)
def _(_context: Context, length: Length) -> Meaning | None:
    return None if length.seconds else Meaning(lasting=length)


@rules("tail", "[for|during|throughout|through] [the] rest|remainder of [the] <span>")
def _(_context: Context, span: Period) -> Meaning:
    """“For the rest of the year”: until its last day."""
    return Meaning(until=span.last)


@rules("tail", "[for|during|throughout] this <unit>", "all <unit> [long]")
def _(context: Context, unit: str) -> Meaning | None:
    """“Every day this week”."""
    span = calendar.span_of(context, unit, 0)
    return Meaning(until=span.last) if span else None


@rules("tail", "[in|during|throughout] [the] next|following <unit>")
def _(context: Context, unit: str) -> Meaning | None:
    """“Every day next week”: in that week and no longer."""
    span = calendar.span_of(context, unit, 1)
    return Meaning(starts=span.first, until=span.last) if span else None


@rules("tail", "for [the] [next|coming] <unit>")
def _(_context: Context, unit: str) -> Meaning | None:
    lengths = {"week": Length(days=7), "month": Length(months=1), "year": Length(months=12)}
    return Meaning(lasting=lengths[unit]) if unit in lengths else None


@rules(
    "tail",
    "[for] <num> times|occurrences|repetitions|repeats",
    "for <num> more times",
    "x ~ <int>",
    "<int> ~ x",
)
def _(_context: Context, count: int) -> Meaning:
    return Meaning(count=count)


@rules("tail", "[for] twice")
def _(_context: Context) -> Meaning:
    return Meaning(count=2)


def _in_months(rep: Meaning, months: Numbers) -> Meaning | None:
    step = rep.repeat
    return replace(rep, repeat=replace(step, months=months)) if step and not step.months else None


def merged(first: Meaning, second: Meaning) -> Meaning:
    """The first, with what only the second says."""
    return replace(
        first,
        clock=first.clock or second.clock,
        starts=first.starts or second.starts,
        until=first.until or second.until,
        count=first.count or second.count,
        lasting=first.lasting or second.lasting,
    )
