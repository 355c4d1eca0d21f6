"""What a task has to be to be found: a tree of conditions, the same for every store and for memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from watchbill.domain.query import State

Field = Literal["any", "title", "description"]
Moment = Literal["due", "created", "completed", "updated"]
Thing = Literal["due", "tag", "project", "parent", "recurrence", "description", "reminder"]
Trait = Literal["open", "done", "deleted", "all", "ready", "blocked", "overdue"]


@dataclass(frozen=True, slots=True)
class And:
    """All of these hold; of none, everything is found."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of these holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """This doesn't hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Text:
    """These words follow each other in the field, the last one maybe as the beginning of a word."""

    words: tuple[str, ...]
    is_prefix: bool = True
    field: Field = "any"


@dataclass(frozen=True, slots=True)
class Tag:
    """Carries the tag of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Project:
    """Is in the project of this name; the Inbox is one."""

    name: str


@dataclass(frozen=True, slots=True)
class Priority:
    """Has a priority from `first` (the higher) to `last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Days:
    """Its moment falls on a day from `first` to `last`, of the one who asks; None leaves one side open."""

    moment: Moment
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Has:
    """Has one of these at all."""

    thing: Thing


@dataclass(frozen=True, slots=True)
class Is:
    """`all` is all but the trash; `ready`, `blocked` and `overdue` are open tasks only."""

    trait: Trait


@dataclass(frozen=True, slots=True)
class Parent:
    """Stands right under this task."""

    name: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Is the task with this number."""

    ref: int


@dataclass(frozen=True, slots=True)
class Saved:
    """Is found by the saved filter of this name."""

    name: str


Leaf = Text | Tag | Project | Priority | Days | Has | Is | Parent | Ref | Saved
Condition = And | Or | Not | Leaf

EVERYTHING = And(())


def all_of(*parts: Condition) -> Condition:
    """The parts with AND between them, in the simplest shape."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(*parts: Condition) -> Condition:
    """The parts, one at least, with OR between them, in the simplest shape."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def negate(part: Condition) -> Condition:
    return part.part if isinstance(part, Not) else Not(part)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf of the tree, in order."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield condition


def rewrite(condition: Condition, change: Callable[[Leaf], Condition]) -> Condition:
    """The tree with every leaf changed."""
    match condition:
        case And(parts):
            return all_of(*(rewrite(part, change) for part in parts))
        case Or(parts):
            return any_of(*(rewrite(part, change) for part in parts))
        case Not(part):
            return negate(rewrite(part, change))
        case _:
            return change(condition)


def scoped(condition: Condition, state: State) -> Condition:
    """The condition within a state, unless it speaks of states itself; the trash is seen only by name."""
    named = {_state_named(leaf) for leaf in leaves(condition)} - {None}
    if "deleted" in named:
        return condition
    return all_of(Is("all" if named else state), condition)


def _state_named(leaf: Leaf) -> State | None:
    match leaf:
        case Is("open" | "done" | "deleted" | "all" as state):
            return state
        case Days("completed"):
            return "done"
        case Ref():
            return "all"
        case _:
            return None


def parts(condition: Condition) -> tuple[Condition, ...]:
    """What all has to hold."""
    return condition.parts if isinstance(condition, And) else (condition,)


def state_of(condition: Condition) -> State | None:
    """The narrowest state that all that is found is known to be in; None when that isn't known."""
    found = {part.trait for part in parts(condition) if isinstance(part, Is)}
    if found & {"open", "ready", "blocked", "overdue"}:
        return "open"
    if found & {"done"}:
        return "done"
    return next((state for state in ("deleted", "all") if state in found), None)


def parted(condition: Condition) -> tuple[Condition | None, Condition]:
    """What of an AND is about text alone, None if nothing is; and the rest."""
    texts = [part for part in parts(condition) if is_text(part)]
    rest = all_of(*(part for part in parts(condition) if not is_text(part)))
    return (all_of(*texts) if texts else None), rest


def is_text(condition: Condition) -> bool:
    """Whether it is about text alone, without a “not”."""
    match condition:
        case And(parts) | Or(parts):
            return bool(parts) and all(map(is_text, parts))
        case _:
            return isinstance(condition, Text)
