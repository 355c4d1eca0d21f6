"""The steps of the offline interpreter: a plan yields tool calls, gets their outcomes, and ends in what is said."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from watchbill.assistant.memory import Memory


@dataclass(frozen=True, slots=True)
class Call:
    """A tool to call."""

    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool answered: content if it went well, else the text `CODE: what. What to do.`."""

    is_ok: bool
    content: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def reason(self) -> str:
        return self.error.partition(": ")[2] or self.error

    def titles(self) -> dict[int, str]:
        return {row["ref"]: row["title"] for row in self.content.get("tasks", [])}


@dataclass(frozen=True, slots=True)
class Say:
    """The answer, and what to remember."""

    text: str
    memory: Memory


Plan = Generator[Call, Outcome, Say]
Search = Generator[Call, Outcome, dict[int, str] | Say]
"""A search for tasks: their refs and titles, or what to say instead."""


def advance(plan: Plan, outcomes: Sequence[Outcome]) -> Call | Say:
    """Run a plan from its start over the outcomes so far, to its next call or its end.

    The plan is a pure function of them, so it can be run anew for each step and nothing has to be kept between.
    """
    try:
        call = next(plan)
        for outcome in outcomes:
            call = plan.send(outcome)
    except StopIteration as ended:
        said: Say = ended.value
        return said
    return call


def named(titles: Mapping[int, str], *, most: int = 5) -> str:
    """“#1 “Milk”, #2 “Eggs” and 3 more”."""
    names = [f"#{ref} “{title}”" for ref, title in titles.items()]
    rest = len(names) - most
    if rest > 0:
        return f"{', '.join(names[:most])} and {rest} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def listed(titles: Mapping[int, str]) -> str:
    return "\n".join(
        f"{place}. #{ref} {title}" for place, (ref, title) in enumerate(titles.items(), 1)
    )
