"""The seventeen classes, and the cases that belong to them."""

from collections.abc import Callable
from dataclasses import dataclass

from damage.world import World

CLASSES = {
    1: "A partial update wipes what it didn't name",
    2: "Text is replaced where it should have been added to",
    3: "Success is reported, the write is lost",
    4: "Clear-all is an ordinary call",
    5: "A retry or reconnect makes duplicates",
    6: "Half a batch is written",
    7: "A list is too long for a model",
    8: "The tool catalogue is too big",
    9: "Dates are a day off, recurrence breaks over a clock change",
    10: "The wrong task, an invented or a reused id",
    11: "Unknown arguments are dropped",
    12: "The agent's writes are missing from the history, or under another name",
    13: "A second code path behaves differently",
    14: "The session dies after a while",
    15: "Text inside a task gives orders",
    16: "Undo hits the wrong thing, or revives half of it",
    17: "Hints are all alike, so they say nothing",
}

Run = Callable[[World], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that must hold: it raises DamageError when it doesn't."""

    number: int
    says: str
    run: Run


CASES: list[Case] = []


def case(number: int, says: str) -> Callable[[Run], Run]:
    """Mark a function as a case of a class: it raises DamageError when what `says` says doesn't hold."""

    def keep(run: Run) -> Run:
        CASES.append(Case(number, says, run))
        return run

    return keep
