"""Two edits of one text as one, line by line, where they don't meet (diff3: Khanna, Kunal, Pierce, 2007)."""

import difflib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Lines `start` to `end` of the old text become `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge_text(old: str, one: str, other: str) -> str | None:
    """`old` with what `one` and what `other` changed in it; None where both changed the same or touching lines."""
    base = old.splitlines(keepends=True)
    mine, theirs = _hunks(base, one), _hunks(base, other)
    both = sorted({*mine, *theirs}, key=lambda hunk: (hunk.start, hunk.end))
    if any(after.start <= before.end for before, after in itertools.pairwise(both)):
        return None
    return "".join(_applied(base, both))


def _hunks(base: Sequence[str], new: str) -> list[_Hunk]:
    lines = new.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, base, lines, autojunk=False)
    return [
        _Hunk(start, end, tuple(lines[from_:to]))
        for tag, start, end, from_, to in matcher.get_opcodes()
        if tag != "equal"
    ]


def _applied(base: Sequence[str], hunks: Sequence[_Hunk]) -> list[str]:
    lines: list[str] = []
    at = 0
    for hunk in hunks:
        lines += [*base[at : hunk.start], *hunk.lines]
        at = hunk.end
    return [*lines, *base[at:]]
