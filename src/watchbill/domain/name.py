"""Names of projects, tags and saved filters: one line, unique in their kind, case and spaces aside."""

import re

from watchbill.domain.errors import InvalidError
from watchbill.domain.text import has_control

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def check_name(name: str, *, noun: str, most: int, without: str = "") -> str:
    """Return the name with single spaces and none around it. Raises INVALID_NAME."""
    trimmed = " ".join(name.split())
    if not trimmed:
        raise _bad(f"The {noun}'s name is blank.", f"Give a name of 1 to {most} characters.")
    if len(trimmed) > most:
        raise _bad(
            f"The {noun}'s name has {len(trimmed)} characters, {most} is the most.", "Shorten it."
        )
    if has_control(name, allowed=" "):
        raise _bad(
            f"The {noun}'s name holds a line break or a control character.",
            "Write it on one line.",
        )
    if found := [char for char in without if char in trimmed]:
        several = ", ".join(f"“{part.strip()}”" for part in trimmed.split(",") if part.strip())
        hint = f"Give each by itself: {several}." if found[0] == "," else "Leave that out."
        raise _bad(f"The {noun}'s name holds “{found[0]}”.", hint)
    return trimmed


def check_colour(colour: str | None) -> str | None:
    """Return the colour in lower case, `#rrggbb`. Raises INVALID_COLOUR."""
    if colour is None:
        return None
    if not _COLOUR.fullmatch(colour.lower()):
        raise InvalidError.of(
            "colour", f"“{colour}” is not a colour.", hint="Write it as #1e90ff, or leave it out."
        )
    return colour.lower()


def _bad(message: str, hint: str) -> InvalidError:
    return InvalidError.of("name", message, hint=hint)
