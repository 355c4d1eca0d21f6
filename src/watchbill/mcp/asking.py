"""Asking the person which task is meant, where the client offers that (elicitation).

An answer names a task, as the agent could have done itself, and allows nothing: an agent's client can answer without
anybody having seen the question. What a person has to decide is a proposal, whatever the client offers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    InputRequiredResult,
)
from mcp_types.version import is_version_at_least

from watchbill.domain.reference import parse, title_key
from watchbill.mcp.outcome import ERROR
from watchbill.mcp.text import cut, quote

KEY = "task"
NO_HANDSHAKE = "2026-07-28"
"""From this revision on a question is the answer to the call, which the client sends again."""
_MOST = 20
_SHOWN = 80
_NAMED = ("tasks", "parent", "blocked_by", "task", "items")


@dataclass(frozen=True, slots=True)
class Question:
    """Which of these was meant by a name? `choices` are as they are shown, with their refs."""

    name: str
    choices: Mapping[str, str]

    @classmethod
    def of(cls, result: CallToolResult) -> Self | None:
        """The question that would help; None where none would."""
        error = (result.meta or {}).get(ERROR) or {}
        if error.get("code") != "AMBIGUOUS":
            return None
        rows = error["details"].get("candidates", [])[:_MOST]
        choices = {f"#{one['ref']} {cut(one['title'], _SHOWN)}": str(one["ref"]) for one in rows}
        return cls(error["details"]["given"], choices) if choices else None

    @property
    def form(self) -> ElicitRequestFormParams:
        schema = {
            "type": "object",
            "properties": {KEY: {"type": "string", "title": "Task", "enum": list(self.choices)}},
            "required": [KEY],
        }
        asked = f"Which task is meant by {quote(self.name, _SHOWN)}?"
        return ElicitRequestFormParams(message=asked, requested_schema=schema)

    def meant(self, answer: Any, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """The call's arguments with the ref that was chosen; None where nothing was, or what wasn't asked about."""
        if not isinstance(answer, ElicitResult) or answer.action != "accept":
            return None
        ref = self.choices.get(str((answer.content or {}).get(KEY)))
        if ref is None:
            return None
        return {
            name: _replaced(value, title_key(self.name), ref) if name in _NAMED else value
            for name, value in given.items()
        }


async def ask(
    context: ServerRequestContext[Any, Any], params: CallToolRequestParams, question: Question
) -> ElicitResult | InputRequiredResult | None:
    """What the person says; or the question, for the client to send the call again. None where nobody can be asked."""
    offered = context.session.client_capabilities
    if offered is None or offered.elicitation is None:
        return None
    if is_version_at_least(context.protocol_version, NO_HANDSHAKE):
        answer = (params.input_responses or {}).get(KEY)
        if isinstance(answer, ElicitResult):
            return answer
        return InputRequiredResult(input_requests={KEY: ElicitRequest(params=question.form)})
    try:
        form = question.form
        return await context.session.elicit_form(
            form.message, form.requested_schema, context.request_id
        )
    except MCPError:
        return None


def _replaced(value: Any, key: str, ref: str) -> Any:
    """The value with the ref wherever it names the task so."""
    match value:
        case str():
            return ref if parse(value).title == key else value
        case list():
            return [_replaced(one, key, ref) for one in value]
        case dict():
            return {
                name: _replaced(one, key, ref) if name in _NAMED else one
                for name, one in value.items()
            }
        case _:
            return value
