"""What every tool is made of, and how a call to one becomes an answer."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from mcp_types import CallToolResult, TextContent, Tool, ToolAnnotations

from watchbill.domain.errors import INTERNAL, NotFoundError, WatchbillError
from watchbill.mcp.argument import parse, to_schema
from watchbill.mcp.result import Result
from watchbill.mcp.text import clean
from watchbill.schemas.request import Request
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller, Scope

log = logging.getLogger("watchbill.mcp")

REQUEST_KEY = "watchbill/request-key"
"""The `_meta` field in which a client may send a request key."""


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls, over which services, and the key under which a write is done once."""

    services: Services
    caller: Caller
    request_key: str | None


Answer = tuple[str, Result]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSpec:
    """One tool. `scopes`: the token needs one of them to see it; what it then does is checked by the services."""

    name: str
    description: str
    scopes: frozenset[Scope]
    arguments: type[Request]
    result: type[Result]
    run: Callable[[Call, Any], Answer]
    is_read_only: bool = False
    is_destructive: bool = False
    is_idempotent: bool = True

    def describe(self) -> Tool:
        return Tool(
            name=self.name,
            description=self.description,
            input_schema=to_schema(self.arguments),
            annotations=ToolAnnotations(
                read_only_hint=self.is_read_only,
                destructive_hint=self.is_destructive,
                idempotent_hint=self.is_idempotent,
                open_world_hint=False,
            ),
        )

    def is_for(self, caller: Caller) -> bool:
        return bool(self.scopes & caller.scopes)

    def call(self, call: Call, arguments: dict[str, Any] | None) -> CallToolResult:
        """Run the tool. Every failure is an answer that a model can act on; a defect shows no words of its own."""
        try:
            parsed = parse(self.arguments, arguments)
            keyed = replace(call, request_key=_key(call, self.name, parsed))
            text, result = self.run(keyed, parsed)
        except WatchbillError as error:
            return failure(error)
        except Exception:
            log.exception("tool %s failed", self.name)
            return failure(_defect())
        return CallToolResult(
            content=[TextContent(type="text", text=text)], structured_content=result.compact()
        )


def _key(call: Call, tool: str, arguments: Request) -> str | None:
    """The client's key; else, in an agent's turn, one of the request's own: the same add there is one task."""
    if call.request_key is not None or call.caller.run is None:
        return call.request_key
    body = json.dumps([tool, arguments.model_dump(mode="json")], sort_keys=True)
    return f"{call.caller.run}:{hashlib.sha256(body.encode()).hexdigest()[:32]}"


def failure(error: WatchbillError) -> CallToolResult:
    """`CODE: what. What to do.`, and the same for programs."""
    structured = {
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        **error.details,
    }
    return CallToolResult(
        content=[TextContent(type="text", text=clean(f"{error.code}: {error}"))],
        structured_content={name: value for name, value in structured.items() if value},
        is_error=True,
    )


def unknown_tool(name: str, names: list[str]) -> CallToolResult:
    return failure(
        NotFoundError.of(
            "tool", f"There is no tool “{clean(name)[:80]}”.", hint=f"Use {', '.join(names)}."
        )
    )


def _defect() -> WatchbillError:
    return WatchbillError(
        "Something went wrong inside Watchbill.",
        hint="View the changes to see what was written; then tell the owner.",
        code=INTERNAL,
    )
