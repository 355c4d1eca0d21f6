"""The steps of the offline interpreter: a plan yields tool calls, gets their outcomes, and ends in what is said."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from watchbill.assistant.memory import Memory

Row = Mapping[str, Any]
Rows = dict[int, Row]
"""Tasks as the tools tell them, by their refs."""


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

    @property
    def change(self) -> int | None:
        """The number of the change that this call made."""
        return self.content.get("change") if self.content.get("status") == "done" else None

    def rows(self) -> Rows:
        return {row["ref"]: row for row in self.content.get("tasks", [])}

    def titles(self) -> dict[int, str]:
        return titles(self.rows())


@dataclass(frozen=True, slots=True)
class Say:
    """The answer, and what to remember."""

    text: str
    memory: Memory


class Missing(Say):
    """There is nothing of the kind, so nothing was done; near tasks may be asked about."""


Plan = Generator[Call, Outcome, Say]
Search = Generator[Call, Outcome, Rows | Say]
"""A search for tasks, or what to say instead."""


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


def titles(rows: Mapping[int, Row]) -> dict[int, str]:
    return {ref: row["title"] for ref, row in rows.items()}


def named(titles: Mapping[int, str], *, most: int = 5) -> str:
    """“#1 “Milk”, #2 “Eggs” and 3 more”."""
    names = [f"#{ref} “{title}”" for ref, title in titles.items()]
    rest = len(names) - most
    if rest > 0:
        return f"{', '.join(names[:most])} and {rest} more"
    return joined(names)


def joined(names: Sequence[str]) -> str:
    """“one”, “one and two”, “one, two and three”."""
    if len(names) < 2:  # noqa: PLR2004 -- two are the first that need an “and”
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def listed(titles: Mapping[int, str]) -> str:
    return "\n".join(
        f"{place}. #{ref} {title}" for place, (ref, title) in enumerate(titles.items(), 1)
    )
