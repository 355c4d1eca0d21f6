"""Tasks and receipts as a model reads them: short lines, in which a task's own text is quoted data."""

import re
from collections.abc import Sequence

from watchbill.domain.operation import Change, Operation
from watchbill.domain.task import Task
from watchbill.services.writing import Receipt

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
"""What a person doesn't see and a model does: controls, zero-width, bidirectional and tag characters."""
_SHORT = 120
_LOST = 400


def clean(text: str) -> str:
    """The text without characters that nobody sees. The store keeps them."""
    return _UNSEEN.sub("", text)


def clip(text: str, length: int = _SHORT) -> str:
    one_line = " ".join(clean(text).split())
    return one_line if len(one_line) <= length else f"{one_line[: length - 1]}…"


def line(task: Task) -> str:
    """“#12 “Pay rent” (done 2026-11-24)”."""
    states = []
    if task.completed_at is not None:
        states.append(f"done {task.completed_at:%Y-%m-%d}")
    if task.is_deleted:
        states.append("in the trash")
    state = f" ({', '.join(states)})" if states else ""
    return f"#{task.ref} “{clean(task.title)}”{state}"


def receipt_text(receipt: Receipt) -> str:
    """What a write did, beginning with the change's number, ending with how to take it back."""
    change = receipt.change
    if change is None:
        named = ", ".join(line(task) for task in receipt.tasks)
        return f"Nothing changed: it is so already. {named}".strip()
    lost = _lost(change)
    said = [lost] if lost else []
    said.append(_head(receipt, change))
    if not receipt.is_preview:
        said.append(f"Undo: undo_change(change={change.number})")
    return "\n".join(said)


def _head(receipt: Receipt, change: Change) -> str:
    sentence = clean(change.sentence)
    if receipt.is_preview:
        return f"Preview, nothing is written yet: {sentence}."
    if receipt.is_repeat:
        return (
            f"Change {change.number}: {sentence}. This request was done before; "
            "nothing was done again. For a second one, send it with a request key of its own."
        )
    return f"Change {change.number}: {sentence}."


def _lost(change: Change) -> str:
    """Text that is gone now is said first: a warning further down isn't read."""
    gone = [text for operation in change.operations if (text := _replaced(operation))]
    if not gone or change.undoes is not None:
        return ""
    return f"Replaced description, it was: “{clip(gone[0], _LOST)}”."


def _replaced(operation: Operation) -> str:
    """The description that an update replaced, unless the new one still begins with it."""
    if operation.before is None or operation.after is None:
        return ""
    old: str = operation.before.get("description", "")
    new: str = operation.after.get("description", "")
    return "" if new.startswith(old) else old


def page_text(tasks: Sequence[Task], *, total: str, cursor: str | None) -> str:
    if not tasks:
        return "No tasks."
    lines = [line(task) for task in tasks]
    if cursor is not None:
        lines.append(f"{len(tasks)} of {total}. Next: cursor=“{cursor}”, or narrow with query.")
    return "\n".join(lines)
