"""What a case works in: a product, a door of it, and tasks that nobody else touches."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from damage.action import Add, Answer, Entry, Fields, Look, Task
from damage.adapter import Agent, Mode, NotHereError, Product


class DamageError(Exception):
    """What must hold doesn't; the text says what was seen."""


def expect(holds: object, seen: str) -> None:
    """Raises DamageError unless it holds."""
    if not holds:
        raise DamageError(seen)


def expect_equal(found: object, wanted: object, what: str) -> None:
    """Raises DamageError with both, unless they are equal."""
    expect(found == wanted, f"{what}: {_cut(found)}, and not {_cut(wanted)}")


def _cut(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:300]}…"  # noqa: PLR2004 -- three lines of a report


@dataclass(frozen=True, slots=True)
class World:
    """One case's world. Titles carry a marker, by which its tasks are told from others."""

    product: Product
    door: str
    marker: str = field(default_factory=lambda: f"k{secrets.token_hex(4)}")
    _begin: list[str | None] = field(default_factory=list)

    def title(self, text: str) -> str:
        return f"{text} {self.marker}"

    def agent(self, mode: Mode = "act", *, can_delete: bool = False) -> Agent:
        """A new agent at this world's door."""
        return self.product.agent(self.door, mode=mode, can_delete=can_delete)

    def start(self, *items: Fields | str) -> tuple[str, ...]:
        """Have the person add these tasks; their names, in this order. The history of the case begins after it."""
        ids: list[str] = []
        drafts = [self._fields(item) for item in items]
        for index in range(0, len(drafts), 50):
            answer = self.product.person.do(Add(tuple(drafts[index : index + 50])))
            expect(answer.status == "done", f"the case can't begin: {answer.text}")
            ids.extend(answer.tasks)
        last = self.product.history(None)
        self._begin[:] = [last[0].change if last else None]
        return tuple(ids)

    def _fields(self, item: Fields | str) -> Fields:
        given: Mapping[str, Any] = {"title": item} if isinstance(item, str) else item
        return {**given, "title": self.title(given["title"])}

    def tasks(self) -> dict[str, Task]:
        """The case's tasks by their names."""
        return {task.id: task for task in self.product.tasks(self.marker)}

    def task(self, id: str) -> Task:
        found = self.tasks().get(id)
        if found is None:
            raise DamageError(f"the task {id} is gone, or its title is")
        return found

    def states(self, ids: Sequence[str]) -> list[str]:
        """What has become of these tasks."""
        tasks = self.tasks()
        return [tasks[id].state if id in tasks else "gone" for id in ids]

    def titled(self, text: str) -> list[Task]:
        """The case's tasks with exactly this title."""
        return [task for task in self.tasks().values() if task.title == self.title(text)]

    def history(self) -> tuple[Entry, ...]:
        """What was done since the case began, newest first."""
        return self.product.history(self._begin[0])

    def version(self, agent: Agent, id: str) -> int:
        """The version that the agent reads. Raises NotHereError where this product has none."""
        answer = agent.do(Look(tasks=(id,)))
        if id not in answer.versions:
            raise NotHereError("tasks have no versions here")
        return answer.versions[id]

    def refused(self, answer: Answer, what: str) -> None:
        """The answer says no, as a server should."""
        expect(
            answer.status == "refused",
            f"{what}, and was answered {answer.status}: {_cut(answer.text)}",
        )
