"""A change that waits for a person: who wants it, why it waits, what it stands on, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from watchbill.domain.errors import InvalidError
from watchbill.domain.operation import Actor, Change, Operation
from watchbill.domain.task import NOUN as TASK

REASON_MAX = 500
WORD_MAX = 500
NOUN = "proposal"

State = Literal["open", "accepted", "partly accepted", "declined", "stale", "expired", "withdrawn"]
WAITING: tuple[State, ...] = ("open", "stale")
"""What can still be decided."""
Why = Literal["mode", "deletion", "erasing", "bulk", "run"]
BECAUSE: dict[Why, str] = {
    "mode": "whoever wants it may only propose",
    "deletion": "it takes something off the lists",
    "erasing": "it can't be undone",
    "bulk": "it is about many tasks at once",
    "run": "its run would change more than it may",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A complete change, not applied. `change` has the number 0, and is applied just so, or not at all.

    `task_ids` are the tasks that it named. `stands_on` is the number of the
    newest change when it was made: what was written after that was not known to it. `result` is the change that came of it,
    `word` what the person who decided told the agent.
    """

    number: int
    change: Change
    why: Why
    task_ids: tuple[str, ...]
    stands_on: int
    expires_at: datetime
    state: State = "open"
    decided_at: datetime | None = None
    decided_by: Actor | None = None
    word: str = ""
    result: int | None = None
    request_key: str | None = None
    digest: str = ""

    def state_at(self, now: datetime) -> State:
        """The state; what waited too long is `expired`, whether anybody noted that or not."""
        return "expired" if self.state in WAITING and self.expires_at <= now else self.state

    @property
    def reason(self) -> str:
        """Why it should be done, in the agent's own words, never ours."""
        return self.change.note

    @property
    def name(self) -> str:
        return f"proposal {self.number}"


def check_text(field: str, text: str, most: int) -> str:
    """A reason or a word: one paragraph of what can be seen, not too long. Raises INVALID_REASON, INVALID_WORD."""
    plain = " ".join("".join(filter(_is_seen, text)).split())
    if len(plain) > most:
        raise InvalidError.of(
            field, f"The {field} has {len(plain)} characters.", hint=f"Use {most} at most."
        )
    return plain


def _is_seen(char: str) -> bool:
    """Not what turns the direction of a line, hides, or speaks to a terminal."""
    return char.isprintable() or char.isspace()


def takes_away(operation: Operation) -> bool:
    """Whether a thing leaves the lists by it."""
    return operation.after is None or operation.after.get("deleted_at") is not None


def count_tasks(operations: Sequence[Operation]) -> int:
    """How many tasks somebody asked for: those that are changed, or those that are made; what comes again by itself doesn't count."""
    tasks = [operation for operation in operations if operation.noun == TASK]
    made = {operation.id for operation in tasks if operation.before is None}
    changed = {operation.id for operation in tasks} - made
    return max(len(made), len(changed))
