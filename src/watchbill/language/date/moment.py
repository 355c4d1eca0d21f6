"""Rules that put days and times together, in any order that people use."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from watchbill.domain.due import check_zone
from watchbill.domain.errors import InvalidError
from watchbill.language.date import calendar
from watchbill.language.date.grammar import Rules
from watchbill.language.date.part import in_part, part_clock, timed
from watchbill.language.date.value import Clock, Context, Length, Meaning, Period

RULES = rules = Rules()


@rules(
    "pre",
    "on|by|due|for|before|until|till|til|around|about|at|@|in|during|from|of|come|circa|approx|approximately",
    "due on|by|at|in|before|for",
    "on or before",
    "no|not later|earlier than",
    "on or after",
    "not before",
    "no later than",
    "some|one|any time|day [on|in|during]",
    "sometime [on|in|during]",
    "by|on|before|until|till the",
    "anytime|any on|in",
    "date :",
    "due : ",
    "due date",
    "due date : ",
    "deadline [:|is]",
    "starting|beginning|from [on]",
    "as of",
    "up to",
    "at around|about|approximately",
    "by around|about",
    "on around|about",
    "after",
    "- ",
)
def _(_context: Context) -> bool:
    return True


@rules("date", "[<:pre>] <day>")
def _(_context: Context, day: date) -> Meaning:
    return Meaning(day=day)


@rules(
    "date",
    "after [the] <weekend>",
    "after <week>",
    "after <a-month>",
    "after <a-year>",
    "after <quarter-of>",
)
def _(_context: Context, period: Period) -> Meaning:
    return Meaning(day=period.last + timedelta(1))


@rules("date", "[<:pre>] <period>", "over <weekend>")
def _(_context: Context, period: Period) -> Meaning:
    return Meaning(day=period.due)


@rules("zoned", "<clock> [(] <zone> [)]")
def _(_context: Context, clock: Clock, zone: str) -> Clock:
    return replace(clock, zone=zone)


@rules("zoned", "<clock> [(] <iana> [)]")
def _(_context: Context, clock: Clock, name: str) -> Clock | None:
    try:
        return replace(clock, zone=check_zone(name))
    except InvalidError:
        return None


@rules("zoned", "<clock> ~ z")
def _(_context: Context, clock: Clock) -> Clock:
    return replace(clock, zone="UTC")


@rules("zoned", "<clock> in the <part>", "<bare> in the <part>")
def _(_context: Context, clock: Clock, part: str) -> Clock:
    return in_part(clock, part)


@rules("zoned", "<clock> [sharp|exactly|ish|prompt|promptly]", "<clock> on the dot")
@rules("zoned", "<bare> sharp|prompt|promptly", "<bare> on the dot")
def _(_context: Context, clock: Clock) -> Clock:
    return clock


@rules(
    "at",
    "at|@|by|before|until|till|til|from|around|about|for|approx|circa|towards|approximately|starting|between|after",
    "at|by|for|from around|about|approximately|exactly",
    "at|due [:]",
    "due at|by",
)
def _(_context: Context) -> bool:
    return True


@rules(
    "at-firm",
    "at|@|by|before|until|till|til|around|about|after",
    "at|by around|about|approximately|exactly",
    "due at|by",
    "at like",
)
def _(_context: Context) -> bool:
    return True


@rules("at-time", "[<:at>] [the] <zoned>")
def _(_context: Context, clock: Clock) -> Meaning:
    return Meaning(clock=clock)


@rules("at-time", "[<:at-firm>] <to-clock>", "<:at-firm> <to-clock-firm>")
def _(_context: Context, clock: Clock) -> Meaning:
    """“At 10 to 4”; “10 to 4” and “from ten to four” are hours."""
    return Meaning(clock=clock)


@rules("at-time", "<:at-firm> <bare>")
def _(_context: Context, clock: Clock) -> Meaning:
    return Meaning(clock=clock)


@rules("at-bare", "[<:at>] <bare>")
def _(_context: Context, clock: Clock) -> Meaning:
    return Meaning(clock=clock)


@rules("time", "<at-time>")
def _(_context: Context, time: Meaning) -> Meaning:
    return time


@rules("time", "<daypart>", "<:pre> <daypart>")
def _(_context: Context, *values: Any) -> Meaning:
    part = str(values[-1])
    return Meaning(clock=part_clock(part))


@rules("time", "<daypart> [,] <at-time>", "<daypart> [,] <at-bare>")
def _(_context: Context, part: str, time: Meaning) -> Meaning:
    return timed(time, part)


@rules("time", "<at-time> [,] <daypart>", "<at-bare> [,] <daypart>")
def _(_context: Context, time: Meaning, part: str) -> Meaning:
    return timed(time, part)


@rules("dated", "early|earlier [on] <date> <part>")
def _(_context: Context, day: Meaning, part: str) -> Meaning:
    clock = part_clock("early morning" if part == "morning" else part)
    return Meaning(day=day.day, clock=clock)


@rules("dated", "late|later [on] <date> <part>")
def _(_context: Context, day: Meaning, part: str) -> Meaning:
    clock = part_clock({"afternoon": "late afternoon", "night": "late night"}.get(part, part))
    return Meaning(day=day.day, clock=clock)


@rules("dated", "first thing [on] <date> [in the] [morning]", "<date> [,] first thing")
def _(_context: Context, day: Meaning) -> Meaning:
    return Meaning(day=day.day, clock=part_clock("early morning"))


@rules(
    "dated",
    "<date> [,|at|-|:|.|in|t] <time>",
    "<date> ~ t ~ <time>",
    "<date> , at <time>",
    "<date> ( <time> )",
)
def _(_context: Context, day: Meaning, time: Meaning) -> Meaning:
    return replace(time, day=day.day)


@rules("dated", "<dotted> [,|at] <time>")
def _(_context: Context, day: date, time: Meaning) -> Meaning:
    return replace(time, day=day)


@rules("sole", "<dotted>")
def _(_context: Context, day: date) -> Meaning:
    return Meaning(day=day)


@rules("date", "<day> +|plus <length>")
def _(_context: Context, day: date, length: Length) -> Meaning | None:
    return None if length.seconds else Meaning(day=calendar.shift_day(day, length))


@rules("date", "<day> -|minus ~ <length>", "<day> minus <length>")
def _(_context: Context, day: date, length: Length) -> Meaning | None:
    return None if length.seconds else Meaning(day=calendar.shift_day(day, length, -1))


@rules("dated", "<date> [,] <hour-alone>")
def _(_context: Context, day: Meaning, time: Meaning) -> Meaning:
    return replace(time, day=day.day)


@rules("dated", "<date> [,] <dot-clock>")
def _(_context: Context, day: Meaning, clock: Clock) -> Meaning:
    """“Friday 9.30”."""
    return Meaning(day=day.day, clock=clock)


@rules("dated", "<date> [,] <time> [,] <year>")
def _(_context: Context, day: Meaning, time: Meaning, year: int) -> Meaning | None:
    """“Thu Oct 26 11:00:09 2023”, as programs print it."""
    return (
        replace(time, day=calendar.make_day(year, day.day.month, day.day.day)) if day.day else None
    )


@rules("dated", "<near> [,] <bare>")
def _(_context: Context, day: date, clock: Clock) -> Meaning:
    """“Tomorrow 3”, where no word follows."""
    return Meaning(day=day, clock=clock)


@rules("near", "<nearby>")
def _(context: Context, number: int) -> date:
    return context.today + timedelta(number)


@rules("hour-alone", "<:at> <bare>", "at|@ <bare>")
def _(_context: Context, *values: Any) -> Meaning:
    clock = values[-1]
    return Meaning(clock=clock)


@rules("dated", "<time> [,|of|on|-] <date>", "<time> , on <date>")
def _(_context: Context, time: Meaning, day: Meaning) -> Meaning:
    return replace(time, day=day.day)


@rules("dated", "<at-time> [,] <date> [,|in|the] <daypart>", "<at-bare> [,] <date> [,] <daypart>")
def _(_context: Context, time: Meaning, day: Meaning, part: str) -> Meaning:
    return replace(timed(time, part), day=day.day)


@rules("when", "<date>", "<month-days>", "<exact>", "<dated>", "<time>", "<recur>", "<between>")
def _(_context: Context, meaning: Meaning) -> Meaning:
    return meaning
