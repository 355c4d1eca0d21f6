"""What the interpreter remembers from one turn to the next. The server keeps it with the message."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

Act = Literal["complete", "reopen", "delete", "restore", "update", "add", "history"]
Kind = Literal["choose", "confirm", "title"]
_THERE = re.compile(
    r"(?:it|there|the|that|this|(?:that|this|the new) (?:one|project|list))", re.IGNORECASE
)
WHERE = "Which project do you mean? Say its name."
"""The answer where none was spoken of."""
_KINDS: Mapping[str, Kind] = {
    "choose": "choose",
    "confirm": "confirm",
    "title": "title",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked back: which of these tasks, whether to do it, or what to add. What is proposed is asked by the tools, and answered to the server.

    `details`: what an act needs beside its tasks. `then`: what the sentence asked for beyond this, still to be done.
    """

    kind: Kind
    act: Act
    candidates: Mapping[int, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """`mentioned`: the tasks that “it” and “them” mean. `listed`: those that “the second one” counts in; `rest`: those that it had no room for.

    `acted`: what was done last was done to these, or is asked of them. `project`: the one that “move it there” means. `added`: those that were added last. `act` and `details`: what was done last, for “the same for the suit”. `changes`: the numbers of what was done last, that “undo that” takes back.
    """

    mentioned: tuple[int, ...] = ()
    listed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    changes: tuple[int, ...] = ()
    rest: tuple[int, ...] = ()
    acted: tuple[int, ...] = ()
    project: str = ""
    act: Act | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    question: Question | None = None

    def project_of(self, said: str) -> str:
        """The name of a project as it was said: “it” and “there” are the one that was spoken of last, if any was."""
        return self.project if _THERE.fullmatch(said) else said

    def in_project(self, *names: str | None) -> "Memory":
        """With the project that was just spoken of; without a name, or with several, the one before stays."""
        told = set(names)
        return replace(self, project=told.pop() or self.project) if len(told) == 1 else self

    def about(self, refs: Sequence[int]) -> "Memory":
        return replace(self, mentioned=tuple(refs), question=None)

    def without_question(self) -> "Memory":
        return replace(self, question=None)

    def asking(self, question: Question) -> "Memory":
        """With a question that is open; what it lists is what “the second one” counts in."""
        listed = tuple(question.candidates) or self.listed
        return replace(self, question=question, listed=listed)

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"mentioned": list(self.mentioned), "listed": list(self.listed)}
        found |= {"added": list(self.added), "changes": list(self.changes)}
        found |= {"rest": list(self.rest)} if self.rest else {}
        found |= {"acted": list(self.acted)} if self.acted else {}
        found |= {"project": self.project} if self.project else {}
        found |= {"act": self.act, "details": dict(self.details)} if self.act else {}
        if self.question is not None:
            found["question"] = {
                "kind": self.question.kind,
                "act": self.question.act,
                "candidates": [[ref, title] for ref, title in self.question.candidates.items()],
                "details": dict(self.question.details),
                "then": list(self.question.then),
            }
        return found

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Memory":
        """Read what `to_json` wrote; what isn't that is forgotten."""
        try:
            return cls(
                mentioned=_numbers(data, "mentioned"),
                listed=_numbers(data, "listed"),
                added=_numbers(data, "added"),
                changes=_numbers(data, "changes"),
                rest=_numbers(data, "rest"),
                acted=_numbers(data, "acted"),
                project=str(data.get("project", "")),
                act=cast("Act | None", data.get("act")),
                details=dict(data.get("details", {})),
                question=_question(data.get("question")),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return cls()


def _numbers(data: Mapping[str, Any], name: str) -> tuple[int, ...]:
    return tuple(int(number) for number in data.get(name, []))


def _question(data: Mapping[str, Any] | None) -> Question | None:
    if data is None:
        return None
    return Question(
        kind=_KINDS[data["kind"]],
        act=cast("Act", data["act"]),
        candidates={int(ref): str(title) for ref, title in data["candidates"]},
        details=dict(data["details"]),
        then=tuple(str(text) for text in data.get("then", [])),
    )
