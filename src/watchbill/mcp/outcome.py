"""What a tool answers: a short text for the model and compact content for programs, within one budget."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel

from watchbill.domain.errors import WatchbillError
from watchbill.mcp.text import clean, cut

BUDGET = 8_000
"""Bytes of text and content together, as JSON: below 8 kB with the envelope around them."""
_ERROR_SHOWN = 1_500


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


def refusal(error: WatchbillError) -> CallToolResult:
    """`CODE: what. What to do.`; for programs code and details are in `_meta`."""
    return CallToolResult(
        content=[
            TextContent(type="text", text=f"{error.code}: {cut(clean(str(error)), _ERROR_SHOWN)}")
        ],
        is_error=True,
        _meta={"watchbill/error": {"code": error.code, "details": error.details}},
    )
