"""Rules for a part of a day that is near: “tonight at 8”, “this morning”, “next evening”, “late last night”."""

from dataclasses import replace
from datetime import timedelta

from watchbill.language.date.grammar import Rules
from watchbill.language.date.part import part_clock, timed
from watchbill.language.date.value import Clock, Context, Meaning

RULES = rules = Rules()


@rules("tonight", "tonight|tonite|2nite", "this night", "to ~ - night", "later tonight|tonite")
def _(_context: Context) -> str:
    return "night"


@rules("tonight", "late tonight|tonite")
def _(_context: Context) -> str:
    return "late night"


@rules(
    "tonight",
    "this <part>",
    "this late|early <part>",
    "later this <part>",
    "late this <part>",
    "early this <part>",
)
def _(_context: Context, part: str) -> str:
    return part


@rules("dated", "[<:pre>] <tonight>")
def _(context: Context, part: str) -> Meaning:
    return Meaning(day=context.today, clock=part_clock(part))


@rules("dated", "[<:pre>] <tonight> [,] <at-time>", "[<:pre>] <tonight> [,] <at-bare>")
def _(context: Context, part: str, time: Meaning) -> Meaning:
    return _ahead(context, timed(time, part))


@rules("dated", "<at-time> [,] <tonight>", "<at-bare> [,] <tonight>")
def _(context: Context, time: Meaning, part: str) -> Meaning:
    return _ahead(context, timed(time, part))


@rules("dated", "[the] next|following <part>", "[the] next|following <part> [,] <at-time>")
def _(context: Context, part: str, time: Meaning | None = None) -> Meaning:
    spoken = timed(time, part) if time else Meaning(clock=part_clock(part))
    return replace(spoken, day=context.today + timedelta(1))


@rules("dated", "late last night")
def _(context: Context) -> Meaning:
    return Meaning(day=context.today - timedelta(1), clock=part_clock("late night"))


@rules("dated", "[earlier] last night", "yesterday night|evening")
def _(context: Context) -> Meaning:
    return Meaning(day=context.today - timedelta(1), clock=part_clock("night"))


def _ahead(context: Context, time: Meaning) -> Meaning:
    """“This morning at 3”, said later than that, is tomorrow's."""
    clock = time.clock or Clock(0)
    is_past = (clock.hour, clock.minute) < (context.now.hour, context.now.minute)
    return replace(time, day=context.today + timedelta(is_past))
