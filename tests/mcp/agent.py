"""Agents, as tests are them: real clients, in process, over an ASGI transport, or over HTTP on a real port."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import anyio
import httpx2
import uvicorn
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult
from starlette.applications import Starlette

from watchbill.mcp.server import build_server
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller

Ask = Callable[..., CallToolResult]


def asking(services: Services, caller: Caller, *, mode: str = "auto") -> Ask:
    """A client in process: `ask("add_task", title="Milk")`."""
    server = build_server(services, caller=caller)

    def ask(name: str, /, **arguments: Any) -> CallToolResult:
        async def called() -> CallToolResult:
            async with Client(server, mode=mode) as client:
                return await client.call_tool(name, arguments)

        return anyio.run(called)

    return ask


def text_of(result: CallToolResult) -> str:
    (block,) = result.content
    assert block.type == "text"
    return block.text


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The address of the application on a real, free port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@asynccontextmanager
async def connected(
    url: str, *, token: str | None = None, mode: str = "auto"
) -> AsyncIterator[Client]:
    """A client over real HTTP."""
    async with (
        httpx2.AsyncClient(headers=bearer(token)) as http,
        Client(streamable_http_client(f"{url}/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


@asynccontextmanager
async def in_process(
    app: Starlette, *, token: str | None = None, mode: str = "auto"
) -> AsyncIterator[Client]:
    """A client over an ASGI transport, as the embedded assistant has it."""
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, headers=bearer(token)) as http,
        Client(
            streamable_http_client("http://localhost/mcp", http_client=http), mode=mode
        ) as client,
    ):
        yield client


def environment(**settings: str) -> dict[str, str]:
    """The environment of a process that is to have these settings and no others."""
    ours = ("WATCHBILL_", "MCP_SERVER_")
    return {n: v for n, v in os.environ.items() if not n.startswith(ours)} | settings


def bearer(token: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}
