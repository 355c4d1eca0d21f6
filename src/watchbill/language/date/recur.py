"""Rules for a recurrence with its times, its start and its end: “every Monday at 9 from 1 May until August”."""

from dataclasses import replace
from datetime import date
from typing import Any

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.part import part_clock, timed
from watchbill.language.date.value import (
    CODES,
    Clock,
    Context,
    Days,
    Length,
    Meaning,
    Numbers,
    Period,
    Repeat,
)

RULES = rules = Rules()
_HOURS = {2: (9, 21), 3: (9, 15, 21), 4: (9, 13, 17, 21)}
"""When something is done that is said to be done so many times a day."""


@rules("rep", "<core>")
def _(_context: Context, core: Repeat) -> Meaning:
    return Meaning(repeat=core)


@rules("rep", "<core> [,] <time>", "<core> [,] <hour-alone>")
def _(_context: Context, core: Repeat, time: Meaning) -> Meaning:
    return replace(time, repeat=core)


@rules("rep", "<core> [,] <at-time> and|, <at-time>")
def _(_context: Context, core: Repeat, first: Meaning, second: Meaning) -> Meaning | None:
    return _several(core, first, second)


@rules("rep", "<core> in hour <hours-of>")
def _(_context: Context, core: Repeat, hours: Numbers) -> Meaning:
    """As we print a rule that names hours."""
    return Meaning(repeat=replace(core, hours=hours), clock=Clock(hours[0]))


@rules("hours-of", "<hour>", "<hour> ,|and <hours-of>")
def _(_context: Context, first: int, more: Numbers = ()) -> Numbers:
    return (first, *more)


@rules("rep", "<time> [,] [on] <core>", "<hour-alone> [,] [on] <core>")
def _(_context: Context, time: Meaning, core: Repeat) -> Meaning:
    return replace(time, repeat=core)


@rules(
    "rep", "[on] <day-list> [,] <at-time> every|each week", "[on] <day-list> [,] <at-time> weekly"
)
def _(_context: Context, days: tuple[str, ...], time: Meaning) -> Meaning:
    return replace(time, repeat=Repeat("WEEKLY", 1, days))


@rules(
    "rep",
    "[on] <weekday> ,|and|/|+ <weekday> [,] <at-time>",
    "<at-time> [,] [on] <weekday> ,|and|/|+ <weekday>",
)
def _(_context: Context, *values: Any) -> Meaning:
    """“Mon, Wed 18:30”: a task isn't due on two days, so it comes again."""
    time = next(value for value in values if isinstance(value, Meaning))
    days = tuple(CODES[value] for value in values if isinstance(value, int))
    return replace(time, repeat=Repeat("WEEKLY", 1, days))


@rules("rep", "[on|in] [the] <parts>", "[on|in] [the] <parts> [,] <at-time>")
def _(_context: Context, part: str, time: Meaning | None = None) -> Meaning:
    spoken = timed(time, part) if time else Meaning(clock=part_clock(part))
    return replace(spoken, repeat=Repeat("DAILY"))


@rules(
    "rep",
    "[on] <day-list> <parts>",
    "[on] <day-list> <parts> <at-time>",
    "every <day-list> <parts>",
)
def _(_context: Context, days: tuple[str, ...], part: str, time: Meaning | None = None) -> Meaning:
    spoken = timed(time, part) if time else Meaning(clock=part_clock(part))
    return replace(spoken, repeat=Repeat("WEEKLY", 1, days))


@rules(
    "rep",
    "twice a|per|each|every day",
    "twice daily",
    "<num> times|x a|per|each|every day",
    "<num> times|x daily",
)
def _(_context: Context, count: int = 2) -> Meaning | None:
    hours = _HOURS.get(count)
    return Meaning(repeat=Repeat("DAILY", hours=hours), clock=Clock(hours[0])) if hours else None


@rules("rep", "<:each> <any-weekday> <part> and|, [on|every] <any-weekday> <part>")
def _(_context: Context, first: int, part: str, second: int, other: str) -> Meaning | None:
    """“Every Sunday night and Wednesday night”."""
    days = tuple(CODES[number] for number in sorted({first, second}))
    return (
        Meaning(repeat=Repeat("WEEKLY", 1, days), clock=part_clock(part))
        if part == other
        else None
    )


@rules("every-part", "<:each> <part>")
def _(_context: Context, part: str) -> str:
    return part


@rules("every-part", "nightly")
def _(_context: Context) -> str:
    return "night"


@rules(
    "rep",
    "<every-part>",
    "<every-part> <at-time>",
    "<every-part> <hour-alone>",
    "<at-time> <every-part>",
    "<at-bare> <every-part>",
)
def _(_context: Context, *values: Any) -> Meaning:
    part = next(value for value in values if isinstance(value, str))
    time = next((value for value in values if isinstance(value, Meaning)), None)
    spoken = timed(time, part) if time else Meaning(clock=part_clock(part))
    return replace(spoken, repeat=Repeat("DAILY"))


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


@rules("recur", "due <rep>", "due <rep> [,] <tails>")
@rules("recur", "<rep-but>", "<rep-but> [,] <tails>")
@rules("recur", "<rep>", "<rep> [,] <tails>", "<tails> [,] [on] <rep>")
def _(_context: Context, first: Meaning, second: Meaning | None = None) -> Meaning:
    if second is None:
        return first
    return _merged(first, second) if first.repeat else _merged(second, first)


@rules("tails", "<tail>", "<tail> [,] [and] <tails>")
def _(_context: Context, first: Meaning, second: Meaning | None = None) -> Meaning:
    return first if second is None else _merged(first, second)


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


def _merged(first: Meaning, second: Meaning) -> Meaning:
    return replace(
        first,
        clock=first.clock or second.clock,
        starts=first.starts or second.starts,
        until=first.until or second.until,
        count=first.count or second.count,
        lasting=first.lasting or second.lasting,
    )


def _several(core: Repeat, first: Meaning, second: Meaning) -> Meaning | None:
    """Two times of one day: as BYHOUR, where the minutes are the same."""
    one, two = first.clock, second.clock
    if not one or not two or one.minute != two.minute or core.frequency not in ("DAILY", "WEEKLY"):
        return None
    early, late = sorted((one.hour, two.hour))
    return Meaning(repeat=replace(core, hours=(early, late)), clock=replace(one, hour=early))
