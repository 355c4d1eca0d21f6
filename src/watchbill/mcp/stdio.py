"""MCP over stdin and stdout, for programs that start their servers themselves. stdout carries the protocol alone."""

from typing import Any
from urllib.parse import urlsplit

import anyio
from mcp.server import Server
from mcp.server.stdio import stdio_server

from watchbill.mcp.relay import relay
from watchbill.mcp.server import PATH, agent, build_server
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.freezing import STDIO


def run_stdio(services: Services, token: str = "") -> None:
    """Serve this machine's store until stdin ends: whom the token stands for, as long as it holds; without one, anybody."""
    whole = agent(services, STDIO)

    def caller() -> Caller:
        if token:
            return services.tokens.verify_api(token)
        services.freezing.check(whole)
        return whole

    anyio.run(_serve, build_server(services, caller=caller))


def run_stdio_relay(url: str, token: str) -> None:
    """Pass everything on to a server's MCP address until stdin ends."""
    anyio.run(relay, url, token)


def mcp_url(url: str, port: int) -> str:
    """Where the server of that page has its MCP address, when nobody has said otherwise."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}{PATH}"


async def _serve(server: Server[Any]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
