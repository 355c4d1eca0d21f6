"""Rules for parts of the day: “in the morning”, “late afternoon”, “after lunch”, “close of business”."""

from dataclasses import replace

from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import PART_HOURS, Clock, Context, Meaning

RULES = rules = Rules()
_NOON, _DAY, _EARLY = 12, 24, 5
_LATE = frozenset({"afternoon", "late afternoon", "evening", "dinner", "dusk", "teatime", "lunch"})
_NIGHT = frozenset({"night", "late night", "midnight"})


@rules("daypart", "[in] [the|this] <part>", "this <part>", "at <part>", "at the <part>")
def _(_context: Context, part: str) -> str:
    return part


@rules("daypart", "[in] [the] <part> ~ ish", "<part> ish")
def _(_context: Context, part: str) -> str:
    return part


@rules("daypart", "afternoonish")
def _(_context: Context) -> str:
    return "afternoon"


@rules(
    "daypart",
    "[in] [the] early|earlier [in] [the] [this] <part>",
    "[in] [the] early - <part>",
    "first thing [in] [the] [this] <part>",
)
def _(_context: Context, part: str) -> str:
    return "early morning" if part == "morning" else part


@rules("daypart", "first thing")
def _(_context: Context) -> str:
    return "early morning"


@rules("daypart", "[in] [the] late|later [in] [the] [this] <part>", "[in] [the] late - <part>")
def _(_context: Context, part: str) -> str:
    return {"afternoon": "late afternoon", "night": "late night", "evening": "late night"}.get(
        part, part
    )


@rules("daypart", "mid <part>", "mid - <part>", "end of [the] <part>")
def _(_context: Context, part: str) -> str:
    return part


@rules("daypart", "after lunch|lunchtime")
def _(_context: Context) -> str:
    return "after lunch"


@rules(
    "daypart",
    "after work|school",
    "cob|eob",
    "close|end of business|play",
    "close of business|play",
)
def _(_context: Context) -> str:
    return "work"


@rules("daypart", "after dinner|supper")
def _(_context: Context) -> str:
    return "night"


@rules("daypart", "before breakfast")
def _(_context: Context) -> str:
    return "early morning"


def in_part(clock: Clock, part: str) -> Clock:
    """The time of day that lies in that part: 7 of an evening is 19:00, 2 of a night is 2:00."""
    if clock.is_sure or clock.hour > _NOON:
        return clock
    hour = clock.hour % _NOON
    is_late = (
        part in _LATE
        or (part in _NIGHT and hour >= _EARLY)
        or (part in ("noon", "after lunch") and hour < _EARLY)
    )
    if part in _NIGHT and hour == 0:
        return replace(clock, hour=_DAY, is_sure=True)
    return replace(clock, hour=hour + (_NOON if is_late else 0), is_sure=True)


def part_clock(part: str) -> Clock:
    return Clock(PART_HOURS[part])


def timed(time: Meaning, part: str) -> Meaning:
    """The same, in that part of the day."""
    return replace(time, clock=in_part(time.clock, part)) if time.clock else time
