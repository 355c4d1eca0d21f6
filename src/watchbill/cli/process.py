"""Commands that run until they are stopped."""

from dataclasses import replace
from typing import Any, Literal

import click

from watchbill import bootstrap
from watchbill.cli.store import read_settings
from watchbill.settings import Settings


def _settings(**given: Any) -> Settings:
    named = {name: value for name, value in given.items() if value is not None}
    return replace(read_settings(), **named)


@click.command("serve")
@click.option("--host", help="Address of the page and REST, else WATCHBILL_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="Its port, else WATCHBILL_PORT.")
@click.option("--only", type=click.Choice(["web", "mcp"]), help="Just one of the two.")
def serve_command(host: str | None, port: int | None, only: Literal["web", "mcp"] | None) -> None:
    """Serve the page, REST and MCP, with the assistant inside unless WATCHBILL_ASSISTANT_URL is set."""
    bootstrap.serve(_settings(host=host, port=port), only=only)


@click.command("assistant")
@click.option("--host", help="Address, else WATCHBILL_ASSISTANT_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port, else WATCHBILL_ASSISTANT_PORT.")
def assistant_command(host: str | None, port: int | None) -> None:
    """Serve the assistant alone; it works on the MCP server at MCP_SERVER_URL."""
    bootstrap.serve_assistant(_settings(assistant_host=host, assistant_port=port))


@click.command("mcp")
def mcp_command() -> None:
    """Speak MCP on standard input and output, for an agent that starts programs."""
    bootstrap.serve_stdio(read_settings())
