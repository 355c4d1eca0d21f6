"""A tool: its name, its texts for the model, its shapes, who may use it, and the function behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic

import mcp_types
from pydantic import BaseModel

from watchbill.mcp.argument import ArgumentsT, read
from watchbill.mcp.outcome import Outcome
from watchbill.mcp.schema import compact
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller, Scope
from watchbill.services.writing import WriteOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a tool. `request_key` is the client's own, by which a repeat is known.

    `joint` is what its `_meta` says of calls that are to be done with it, as one change.
    """

    services: Services
    caller: Caller
    request_key: str | None = None
    joint: Mapping[str, Any] = field(default_factory=dict)

    def options(
        self,
        *,
        key: str | None = None,
        version: int | None = None,
        preview: bool = False,
        reason: str = "",
    ) -> WriteOptions:
        """How to write; `key` stands in when the client gave none."""
        return WriteOptions(
            request_key=self.request_key or key, version=version, preview=preview, reason=reason
        )


def _never(_call: Call, _given: Any) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Tool(Generic[ArgumentsT]):
    """What the catalogue holds. The three hints are promises, and tests hold the tool to them.

    Read-only: the store stays as it is. Destructive: a task may leave the lists. Idempotent: the same call again
    changes nothing more. No tool reaches anything but the store.
    `can_join`: it may be one of several writes that are one change. `meta` is its `_meta`. `is_of_the_moment`: whether an answer changes within a day, though nothing is written.
    """

    name: str
    description: str
    scope: Scope
    arguments: type[ArgumentsT]
    content: type[BaseModel]
    run: Callable[[Call, ArgumentsT], Outcome]
    is_of_the_moment: Callable[[Call, ArgumentsT], bool] = _never
    is_read_only: bool = False
    is_destructive: bool = False
    is_idempotent: bool = False
    can_join: bool = False
    meta: dict[str, Any] | None = None

    @cached_property
    def wire(self) -> mcp_types.Tool:
        """The tool as `tools/list` shows it."""
        return mcp_types.Tool(
            name=self.name,
            description=self.description,
            input_schema=compact(self.arguments),
            output_schema=compact(self.content),
            annotations=mcp_types.ToolAnnotations(
                read_only_hint=self.is_read_only,
                destructive_hint=self.is_destructive,
                idempotent_hint=self.is_idempotent,
                open_world_hint=False,
            ),
            _meta=self.meta,
        )

    def call(self, call: Call, given: Mapping[str, Any]) -> mcp_types.CallToolResult:
        """Run it. Raises FORBIDDEN, UNKNOWN_ARGUMENT, INVALID_… and what the service raises."""
        return self.answer(call, self.take(call, given))

    def take(self, call: Call, given: Mapping[str, Any]) -> ArgumentsT:
        """The arguments, for somebody who may use the tool."""
        call.caller.require(self.scope)
        return read(self.arguments, given)

    def answer(self, call: Call, given: ArgumentsT) -> mcp_types.CallToolResult:
        return self.run(call, given).to_result()
