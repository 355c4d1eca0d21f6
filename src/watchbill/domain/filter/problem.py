"""What is wrong with a filter, and where."""

import difflib
from collections.abc import Iterable

from watchbill.domain.errors import InvalidError


def problem(message: str, *, hint: str, text: str, position: int) -> InvalidError:
    """INVALID_QUERY; `position` counts characters from the start of the filter, from 0."""
    return InvalidError(
        message,
        hint=hint,
        code="INVALID_QUERY",
        details={"field": "query", "position": position, "length": len(text), "text": text},
    )


def suggest(word: str, allowed: Iterable[str]) -> str:
    """A hint: the nearest of the allowed ones if there is one near, and all of them."""
    known = list(allowed)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    meant = f"Did you mean {near[0]}? " if near else ""
    return f"{meant}Use {', '.join(known[:-1])} or {known[-1]}."
