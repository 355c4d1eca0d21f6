"""What sort of act a change is, for whoever looks through the history."""

from typing import Literal, get_args

from watchbill.domain.operation import Change, Operation

Kind = Literal["added", "edited", "completed", "deleted", "undone"]
_BY_WEIGHT: tuple[Kind, ...] = ("deleted", "completed", "added", "edited")
KINDS: tuple[Kind, ...] = get_args(Kind)


def kind_of(change: Change) -> Kind:
    """Taking back; else the weightiest that became of a thing: deleted, completed, added, edited."""
    if change.undoes:
        return "undone"
    found = {_sort_of(operation) for operation in change.operations}
    return next(kind for kind in _BY_WEIGHT if kind in found)


def _sort_of(operation: Operation) -> Kind:
    if operation.after is None or operation.after.get("deleted_at"):
        return "deleted"
    if operation.before is None:
        return "added"
    return "completed" if operation.after.get("completed_at") else "edited"
