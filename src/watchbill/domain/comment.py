"""A comment on a task, and what may happen to it."""

from dataclasses import dataclass
from datetime import datetime

from watchbill.domain import editing
from watchbill.domain.errors import InvalidError
from watchbill.domain.field import to_json
from watchbill.domain.operation import Operation
from watchbill.domain.text import has_control

NOUN = "comment"
TEXT_MAX = 10_000
FIELDS = ("task_id", "text", "author", "created_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody said about a task. `author` is the actor of the change that made it, as text."""

    id: str
    task_id: str
    text: str
    author: str
    created_at: datetime
    version: int = 0
    updated_at: datetime


def check_text(text: str) -> str:
    """Return the text without space around it. Raises INVALID_TEXT when blank or over 10,000 characters."""
    trimmed = text.strip()
    if not trimmed:
        raise InvalidError.of("text", "The comment is blank.", hint="Write something.")
    if len(trimmed) > TEXT_MAX:
        raise InvalidError.of(
            "text",
            f"The comment has {len(trimmed)} characters, {TEXT_MAX} is the most.",
            hint="Shorten it.",
        )
    if has_control(trimmed, allowed="\t\n\r"):
        raise InvalidError.of("text", "The comment holds a control character.", hint="Remove it.")
    return trimmed


def add(task_id: str, text: str, *, author: str, now: datetime) -> Operation:
    """Say something about a task."""
    fields = {
        "task_id": task_id,
        "text": check_text(text),
        "author": author,
        "created_at": to_json("created_at", now),
    }
    return editing.make(NOUN, fields)


def edit(comment: Comment, text: str) -> tuple[Operation, ...]:
    """Say it in other words."""
    return editing.edit(NOUN, comment, {"text": check_text(text)})


def remove(comment: Comment) -> Operation:
    return editing.remove(NOUN, comment, FIELDS)
