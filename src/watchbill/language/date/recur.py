"""Rules for a recurrence with its times, its start and its end: “every Monday at 9 from 1 May until August”."""

from dataclasses import replace
from typing import Any

from watchbill.language.date.grammar import Rules
from watchbill.language.date.limit import merged
from watchbill.language.date.part import part_clock, timed
from watchbill.language.date.value import (
    CODES,
    PART_HOURS,
    Clock,
    Context,
    Meaning,
    Numbers,
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


@rules("rep", "<every-part> and|, [every|each] <part>", "<parts> and|, <parts>")
def _(_context: Context, first: str, second: str) -> Meaning | None:
    """“Every morning and evening”."""
    hours = tuple(sorted({PART_HOURS[first], PART_HOURS[second]}))
    if len(hours) == 1 or hours[-1] >= PART_HOURS["midnight"]:
        return None
    return Meaning(repeat=Repeat("DAILY", hours=hours), clock=Clock(hours[0]))


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


@rules("due", "due", "remind me", "repeat|repeats|repeating|recurring [:]")
def _(_context: Context) -> bool:
    return True


@rules("recur", "<:due> <rep>", "<:due> <rep> [,] <tails>")
@rules("recur", "<rep-but>", "<rep-but> [,] <tails>")
@rules("recur", "<rep>", "<rep> [,] <tails>", "<tails> [,] [on] <rep>")
def _(_context: Context, first: Meaning, second: Meaning | None = None) -> Meaning | None:
    if second is None:
        return first
    if first.count:
        return None  # “5x daily” isn't “daily, five times”
    return merged(first, second) if first.repeat else merged(second, first)


def _several(core: Repeat, first: Meaning, second: Meaning) -> Meaning | None:
    """Two times of one day: as BYHOUR, where the minutes are the same."""
    one, two = first.clock, second.clock
    if not one or not two or one.minute != two.minute or core.frequency not in ("DAILY", "WEEKLY"):
        return None
    early, late = sorted((one.hour, two.hour))
    return Meaning(repeat=replace(core, hours=(early, late)), clock=replace(one, hour=early))
