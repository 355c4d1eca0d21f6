"""What a tool answers: a short text for the model and compact content for programs, within one budget."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel

from watchbill.domain.errors import WatchbillError
from watchbill.mcp.text import clean, clean_all, cut

BUDGET = 8_000
"""Bytes of text and content together, as JSON: below 8 kB with the envelope around them."""
ERROR = "watchbill/error"
"""The name in a result's `_meta` under which a program finds what was wrong."""
_ERROR_SHOWN = 1_500
_DETAIL_SHOWN = 3_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """A tool's answer. The content is one model, whose absent fields aren't sent."""

    text: str
    content: BaseModel

    def to_result(self) -> CallToolResult:
        return CallToolResult(
            content=[TextContent(type="text", text=self.text)],
            structured_content=self.content.model_dump(exclude_none=True),
        )

    @property
    def size(self) -> int:
        """Bytes on the wire, without the envelope."""
        text = json.dumps(self.text, ensure_ascii=False).encode()
        return len(text) + len(self.content.model_dump_json(exclude_none=True).encode())

    @property
    def is_in_budget(self) -> bool:
        return self.size <= BUDGET


def first_in_budget(outcomes: Iterable[Outcome]) -> Outcome:
    """The first that fits, else the last: give the fullest first, and lastly one that always fits."""
    for outcome in outcomes:
        if outcome.is_in_budget:
            break
    return outcome


def shrinking(count: int) -> Iterator[int]:
    """The count, then two thirds of it again and again, down to one."""
    yield count
    while count > 1:
        count = count * 2 // 3
        yield count


def refusal(error: WatchbillError) -> CallToolResult:
    """`CODE: what. What to do.`; for programs code and details are in `_meta`."""
    what = cut(clean(error.message), _ERROR_SHOWN)
    said = f"{error.code}: {what} {clean(error.hint)}".strip()
    return CallToolResult(
        content=[TextContent(type="text", text=said)],
        is_error=True,
        _meta={ERROR: {"code": error.code, "details": _shown(error.details)}},
    )


def _shown(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details that are short enough: a whole description isn't."""
    cleaned: dict[str, Any] = clean_all(dict(details))
    return {
        name: value for name, value in cleaned.items() if len(json.dumps(value)) <= _DETAIL_SHOWN
    }
