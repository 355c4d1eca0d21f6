"""Several changes as one: what leads from before the first to after the last."""

from collections.abc import Iterable

from watchbill.domain.operation import Operation


def folded(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Each thing once, as it was first and is last; first what is made, then edits, then what is removed.

    What was only there in between, and what is as it was again, is left out.
    """
    found: dict[tuple[str, str], Operation] = {}
    for operation in operations:
        key = (operation.noun, operation.id)
        first = found.pop(key, None)
        joined = operation if first is None else _joined(first, operation)
        if joined is not None:
            found[key] = joined  # at the end: after all that it may refer to by now
    return tuple(sorted(found.values(), key=_rank))


def _joined(first: Operation, last: Operation) -> Operation | None:
    if first.before is None and last.after is None:
        return None
    if first.before is None:
        return Operation(first.noun, first.id, None, {**(first.after or {}), **(last.after or {})})
    before = {**(last.before or {}), **first.before}
    if last.after is None:
        return Operation(first.noun, first.id, before, None)
    after = {**(first.after or {}), **last.after}
    moved = [name for name in after if after[name] != before.get(name)]
    if not moved:
        return None
    was, now = ({name: side.get(name) for name in moved} for side in (before, after))
    return Operation(first.noun, first.id, was, now)


def _rank(operation: Operation) -> int:
    if operation.before is None:
        return 0
    return 2 if operation.after is None else 1
