"""The content before some changes, told from them alone: of each thing that they touched, the fields that they wrote, as they were."""

from collections.abc import Mapping
from typing import Any

from watchbill.domain.merge import Key
from watchbill.domain.operation import Fields, Operation


class Rewinding:
    """What changes wrote over, gathered from their operations, the oldest first.

    It holds no more than what they changed, however large the content is; what none of them touched is as it is now.
    """

    def __init__(self) -> None:
        self._before: dict[Key, dict[str, Any] | None] = {}
        self._whole: set[Key] = set()
        self.touched: set[str] = set()

    def add(self, operation: Operation) -> None:
        """Take in one operation. The first to write a field is the one that knows what was there."""
        key = (operation.noun, operation.id)
        self.touched |= {operation.id, *_about(operation)}
        if operation.before is None:
            self._before.setdefault(key, None)
            return
        known = self._before.setdefault(key, {})
        if known is not None and key not in self._whole:
            self._before[key] = {**operation.before, **known}
        if operation.after is None:
            self._whole.add(key)

    def has(self, noun: str, id: str) -> bool:
        """Whether the thing was written since."""
        return (noun, id) in self._before

    def ids(self, noun: str) -> list[str]:
        """The things of this noun that were there and have been written since."""
        return [
            id for (of, id), fields in self._before.items() if of == noun and fields is not None
        ]

    def fields(self, noun: str, id: str, now: Fields | None) -> Fields | None:
        """The content before the changes of a thing written since, given what it is now; None where it wasn't there."""
        known = self._before[noun, id]
        if known is None or (noun, id) in self._whole:
            return known
        return {**(now or {}), **known}


def _about(operation: Operation) -> list[str]:
    """The task that a comment is on: the journal finds the comment's changes under it, too."""
    fields: Mapping[str, Any] = operation.after or operation.before or {}
    return [fields["task_id"]] if fields.get("task_id") else []
