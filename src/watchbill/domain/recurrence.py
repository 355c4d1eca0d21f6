"""When a task comes again: a rule of RFC 5545, counted from the schedule or from its completion."""

from dataclasses import dataclass
from typing import Literal

from dateutil.rrule import rrulestr

from watchbill.domain.due import Due
from watchbill.domain.errors import InvalidError

Basis = Literal["schedule", "completion"]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The rule, without its start, and what the next occurrence is counted from."""

    rule: str
    basis: Basis = "schedule"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of a series: its number from 1, the due of the first, and the due that the rule gave this one."""

    series: str
    number: int
    start: Due
    slot: Due


def check_rule(text: str) -> str:
    """Return the rule. Raises INVALID_RECURRENCE."""
    try:
        rrulestr(text)
    except (ValueError, TypeError, KeyError):
        raise InvalidError.of(
            "recurrence", f"“{text}” is not a rule.", hint="Write FREQ=WEEKLY;BYDAY=MO."
        ) from None
    return text


def describe(recurrence: Recurrence) -> str:
    """The rule in words."""
    return f"by {recurrence.rule}"
