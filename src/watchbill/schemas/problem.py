"""A refusal on the wire: RFC 9457 problem details, with Watchbill's code."""

from typing import Any

from pydantic import BaseModel


class Problem(BaseModel):
    """What went wrong, and what to do about it. `code` is stable, the words aren't."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    hint: str
    details: dict[str, Any]
