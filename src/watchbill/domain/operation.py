"""The smallest reversible write, and the change: what a person sees, names and undoes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

Fields = Mapping[str, Any]
"""Field values as JSON: strings, numbers, booleans, lists, null. Instants are ISO 8601 text in UTC."""

ActorKind = Literal["user", "token", "assistant", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it. Comes from the credential alone, never from an argument."""

    kind: ActorKind
    name: str = ""

    def __str__(self) -> str:
        match self.kind:
            case "assistant":
                return f"assistant for {self.name}"
            case "system":
                return "system"
            case _:
                return f"{self.kind}:{self.name}"

    @classmethod
    def parse(cls, text: str) -> "Actor":
        """Read back what `str` wrote."""
        if text == "system":
            return SYSTEM
        if text.startswith("assistant for "):
            return cls("assistant", text.removeprefix("assistant for "))
        kind, _, name = text.partition(":")
        return cls("user" if kind == "user" else "token", name)


SYSTEM = Actor("system")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing's fields, before and after.

    `before` is None: the thing is made, `after` holds all its fields.
    `after` is None: the thing is removed, `before` holds all its fields.
    Otherwise both hold the fields that change, and only those.
    """

    noun: str
    id: str
    before: Fields | None
    after: Fields | None

    def inverse(self) -> "Operation":
        return Operation(self.noun, self.id, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """All that one act did, in order, with the actor's name and one sentence for people.

    `number` counts 1, 2, 3 … per workspace; 0 says that the change isn't in the journal (a preview).
    `undoes` are the numbers of the changes that this one takes back.
    `hash`, `salt` and `leaves`, which are there once something was erased, belong to the chain (`domain/chain.py`).
    `run` groups what one turn of an agent did; `client` is the program's own word for itself, as told.
    `on_behalf_of` is the user for whom a program acted. What was proposed has the number of its `proposal`, and the person who `accepted_by`.
    `note` is why, in the words of whoever did it: a program's is a claim, never a fact.
    """

    actor: Actor
    at: datetime
    sentence: str
    operations: tuple[Operation, ...]
    number: int = 0
    undoes: tuple[int, ...] = ()
    run: str | None = None
    client: str | None = None
    on_behalf_of: str | None = None
    proposal: int | None = None
    accepted_by: Actor | None = None
    note: str = ""
    request_key: str | None = field(default=None, repr=False)
    request_digest: str | None = field(default=None, repr=False)
    hash: str = field(default="", repr=False)
    salt: str | None = field(default=None, repr=False)
    leaves: Mapping[str, Mapping[str, str]] | None = field(default=None, repr=False)

    def inverse_operations(self) -> tuple[Operation, ...]:
        """The operations that take this change back, last one first."""
        return tuple(operation.inverse() for operation in reversed(self.operations))

    def numbered(self, number: int) -> "Change":
        return replace(self, number=number)

    def touched(self) -> tuple[str, ...]:
        """The ids under which this change is looked up: of each thing, and of the task that a comment is on."""
        found: dict[str, None] = {}
        for operation in self.operations:
            task_id = (operation.after or operation.before or {}).get("task_id")
            found |= {operation.id: None, **({task_id: None} if task_id else {})}
        return tuple(found)

    def ids(self, noun: str) -> tuple[str, ...]:
        """The things of one noun that this change touches, in order, each once."""
        return tuple(dict.fromkeys(op.id for op in self.operations if op.noun == noun))
