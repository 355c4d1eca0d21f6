"""Messages of a stdio client, passed on to a server's MCP address as they are: both protocol eras, nothing kept."""

from typing import Any

import anyio
import httpx2
import mcp_types
from mcp.server.stdio import stdio_server
from mcp.shared.inbound import (
    MCP_METHOD_HEADER,
    MCP_NAME_HEADER,
    MCP_PROTOCOL_VERSION_HEADER,
    NAME_BEARING_METHODS,
    encode_header_value,
)
from mcp.shared.message import SessionMessage

_TIMEOUT = 60.0
_VERSION = "io.modelcontextprotocol/protocolVersion"
_FAILED = -32000
"""JSON-RPC 2.0, section 5.1: the first of the codes that a server may define."""


class Relay:
    """One client's conversation. Only the handshake's protocol version is remembered, as HTTP wants it said each time."""

    def __init__(self, http: httpx2.AsyncClient, url: str) -> None:
        self._http = http
        self._url = url
        self._version: str | None = None

    async def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """The server's answer; None to a notification. A server that is away is an answer too."""
        try:
            response = await self._http.post(
                self._url, json=message, headers=self._headers(message)
            )
            found = response.json() if response.content else None
        except (httpx2.HTTPError, ValueError):
            found = _away()
        if "id" not in message:
            return None
        if not isinstance(found, dict) or "jsonrpc" not in found:
            found = {"jsonrpc": "2.0", "error": _refusal(found)}
        if message["method"] == "initialize" and "result" in found:
            self._version = found["result"]["protocolVersion"]
        return {**found, "id": message["id"]}

    def _headers(self, message: dict[str, Any]) -> dict[str, str]:
        params = message.get("params", {})
        version = params.get("_meta", {}).get(_VERSION)
        headers = {"Accept": "application/json, text/event-stream"}
        if version is None:
            return headers | (
                {MCP_PROTOCOL_VERSION_HEADER: self._version} if self._version else {}
            )
        headers |= {MCP_PROTOCOL_VERSION_HEADER: version, MCP_METHOD_HEADER: message["method"]}
        name = params.get(NAME_BEARING_METHODS.get(message["method"], ""))
        return headers | ({MCP_NAME_HEADER: encode_header_value(name)} if name else {})


async def relay(url: str, token: str) -> None:
    """Serve stdin and stdout until stdin ends."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=_TIMEOUT) as http,
        stdio_server() as (incoming, outgoing),
        outgoing,
        anyio.create_task_group() as tasks,
    ):
        passing = Relay(http, url)

        async def pass_on(message: dict[str, Any]) -> None:
            if (answer := await passing.answer(message)) is not None:
                parsed = mcp_types.jsonrpc_message_adapter.validate_python(answer, by_name=False)
                await outgoing.send(SessionMessage(parsed))

        async for item in incoming:
            if isinstance(item, Exception):
                continue  # a line that isn't a message has no id to answer
            message = item.message.model_dump(mode="json", by_alias=True, exclude_unset=True)
            if message.get("method") == "initialize":
                await pass_on(message)
            elif "method" in message:
                tasks.start_soon(pass_on, message)


def _away() -> dict[str, str]:
    return {
        "code": "SERVICE_UNAVAILABLE",
        "detail": "The Watchbill server doesn't answer.",
        "hint": "Check that it runs and that WATCHBILL_URL and MCP_SERVER_URL are right.",
    }


def _refusal(problem: Any) -> dict[str, Any]:
    """What the gate said, or that what answers isn't Watchbill, as a JSON-RPC error."""
    if not isinstance(problem, dict) or "code" not in problem:
        problem = _away()
    return {
        "code": _FAILED,
        "message": f"{problem['code']}: {problem['detail']} {problem['hint']}",
        "data": {"code": problem["code"]},
    }
