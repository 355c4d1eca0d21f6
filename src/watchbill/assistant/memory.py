"""What the interpreter remembers from one turn to the next. The server keeps it with the message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

Act = Literal["complete", "reopen", "delete", "restore", "update"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked back: which of these tasks. `details` are an update's fields."""

    act: Act
    candidates: Mapping[int, str]
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """`mentioned`: the tasks that “it” and “them” mean. `listed`: those that “the second one” counts in."""

    mentioned: tuple[int, ...] = ()
    listed: tuple[int, ...] = ()
    question: Question | None = None

    def about(self, refs: Sequence[int]) -> "Memory":
        return replace(self, mentioned=tuple(refs), question=None)

    def without_question(self) -> "Memory":
        return replace(self, question=None)

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"mentioned": list(self.mentioned), "listed": list(self.listed)}
        if self.question is not None:
            found["question"] = {
                "act": self.question.act,
                "candidates": [[ref, title] for ref, title in self.question.candidates.items()],
                "details": dict(self.question.details),
            }
        return found

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Memory":
        """Read what `to_json` wrote; what isn't that is forgotten."""
        try:
            return cls(
                mentioned=tuple(int(ref) for ref in data.get("mentioned", [])),
                listed=tuple(int(ref) for ref in data.get("listed", [])),
                question=_question(data.get("question")),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return cls()


def _question(data: Mapping[str, Any] | None) -> Question | None:
    if data is None:
        return None
    return Question(
        act=cast("Act", data["act"]),
        candidates={int(ref): str(title) for ref, title in data["candidates"]},
        details={str(name): str(text) for name, text in data["details"].items()},
    )
