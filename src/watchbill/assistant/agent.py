"""The loop over model and tools. The only tools are the MCP server's, called with the turn's own token."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx2
from mcp_types import Implementation
from pydantic_ai import Agent, RunContext, UsageLimits
from pydantic_ai.mcp import CallToolFunc, MCPToolset, ToolResult
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    TextPart,
    UserPromptPart,
)

from watchbill import __version__
from watchbill.assistant.prompt import INSTRUCTIONS
from watchbill.schemas.turn import PastMessage, TurnRequest

LIMITS = UsageLimits(request_limit=24, tool_calls_limit=24, total_tokens_limit=60_000)
REQUEST_KEY = "watchbill/request-key"
TOOL_TIMEOUT = 10.0
_REMEMBERED = 20


@dataclass(frozen=True, slots=True)
class Deps:
    """What a run carries along; never shown to the model."""

    token: str
    turn: str


def build_agent(url: str, client: httpx2.AsyncClient) -> Agent[Deps, str]:
    """An agent over the MCP server at `url`; one serves any number of turns, each with its own token."""
    toolset: MCPToolset[Deps] = MCPToolset(
        url,
        id="tasks",
        auth=lambda context: context.deps.token,
        http_client=client,
        client_info=Implementation(name="Watchbill's assistant", version=__version__),
        tool_error_behavior="failed",
        process_tool_call=_keyed,
        read_timeout=TOOL_TIMEOUT,
        init_timeout=TOOL_TIMEOUT,
    )
    return Agent(deps_type=Deps, toolsets=[toolset], retries=1, name="watchbill")


async def _keyed(
    context: RunContext[Deps], call_tool: CallToolFunc, name: str, arguments: dict[str, Any]
) -> ToolResult:
    """Give every call a request key, so that a repeat after a broken connection is the same call."""
    key = f"{context.deps.turn}:{context.tool_call_id}"
    return await call_tool(name, arguments, metadata={REQUEST_KEY: key})


def instructions(request: TurnRequest) -> str:
    return INSTRUCTIONS.format(
        time_zone=request.time_zone, now=request.now.isoformat(timespec="minutes")
    )


def to_messages(history: Sequence[PastMessage]) -> list[ModelMessage]:
    """What was said before, as a model reads it: words alone, since tools are asked anew."""
    return [
        ModelRequest(parts=[UserPromptPart(content=message.text)])
        if message.role == "user"
        else ModelResponse(parts=[TextPart(content=message.text)])
        for message in history[-_REMEMBERED:]
    ]
