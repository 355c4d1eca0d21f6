"""The steps of the offline interpreter: a plan yields tool calls, gets their outcomes, and ends in what is said."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from watchbill.assistant.memory import Memory

Row = Mapping[str, Any]
Rows = dict[int, Row]
"""Tasks as the tools tell them, by their refs."""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool to call. `is_followed`: more may be written after it, for the same sentence."""

    tool: str
    arguments: Mapping[str, Any]
    is_followed: bool = False

    @property
    def is_write(self) -> bool:
        return not self.tool.startswith("view_") and not self.arguments.get("preview")


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
Step = Call | Say
End = TypeVar("End")
"""What a plan, or a part of one, ends in."""
Search = Generator[Call, Outcome, Rows | Say]
"""A search for tasks, or what to say instead."""


def begun(plan: Generator[Call, Outcome, End]) -> Call | End:
    """Its first call; or its end, if it needs none."""
    return advance(plan, ())


def send(plan: Generator[Call, Outcome, End], outcome: Outcome) -> Call | End:
    """Its next call; or its end."""
    try:
        return plan.send(outcome)
    except StopIteration as ended:
        end: End = ended.value
        return end


def followed(plan: Generator[Call, Outcome, End]) -> Generator[Call, Outcome, End]:
    """The same plan; its calls know that they may not be the last."""
    step = begun(plan)
    while isinstance(step, Call):
        outcome = yield replace(step, is_followed=True)
        step = send(plan, outcome)
    return step


def advance(plan: Generator[Call, Outcome, End], outcomes: Sequence[Outcome]) -> Call | End:
    """Run a plan from its start over the outcomes so far, to its next call or its end.

    The plan is a pure function of them, so it can be run anew for each step and nothing has to be kept between.
    """
    try:
        call = next(plan)
        for outcome in outcomes:
            call = plan.send(outcome)
    except StopIteration as ended:
        end: End = ended.value
        return end
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
