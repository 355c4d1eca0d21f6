"""How a task is named: by ref (“#12”, “12”), by id, or by its exact title."""

import re
import uuid
from dataclasses import dataclass

_REF = re.compile(r"#?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a caller called the task; just one of the three is set."""

    text: str
    ref: int | None = None
    id: str | None = None
    title: str | None = None


def parse(text: str) -> Reference:
    """Read a task's name. Everything that isn't a number or an id is a title, “#” or not."""
    trimmed = text.strip()
    if match := _REF.fullmatch(trimmed):
        return Reference(trimmed, ref=int(match[1]))
    try:
        return Reference(trimmed, id=str(uuid.UUID(trimmed)))
    except ValueError:
        return Reference(trimmed, title=title_key(trimmed))


def title_key(title: str) -> str:
    """Titles that differ only in case and spaces have one key."""
    return " ".join(title.split()).casefold()
