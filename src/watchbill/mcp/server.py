"""The MCP server: one for every protocol revision, over HTTP on a port of its own, in process, or over stdio."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mcp.server import Server
from mcp.server.caching import CacheHint
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.middleware import Middleware

from watchbill import __version__
from watchbill.domain.operation import Actor
from watchbill.mcp.app import EXTENSION
from watchbill.mcp.catalogue import INSTRUCTIONS
from watchbill.mcp.gate import Door, Gate
from watchbill.mcp.handler import Handlers
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.freezing import LOCAL
from watchbill.services.turn_token import TURN_SCOPES

PATH = "/mcp"
BODY_MAX = 1_048_576
_LIST_KEPT_MS = 300_000


def build_server(
    services: Services, *, caller: Caller | Callable[[], Caller] | None = None
) -> Server[Any]:
    """The server. `caller` is who asks where no HTTP request says it: over stdio and in process. A function is asked at each call."""
    handlers = Handlers(services, caller)
    server: Server[Any] = Server(
        "watchbill",
        title="Watchbill",
        version=__version__,
        instructions=INSTRUCTIONS,
        cache_hints={"tools/list": CacheHint(ttl_ms=_LIST_KEPT_MS, scope="private")},
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
        on_completion=handlers.complete,
        # No argument is ever taken from a header. Unsaid, the SDK lists all tools before each call to find that out.
        get_tool_input_schema=lambda _name: None,
    )
    server.extensions = {EXTENSION: {}}
    return server


def agent(services: Services, name: str) -> Caller:
    """An agent that whoever holds this machine lets in without a token: it may what a turn may."""
    return replace(
        services.users.owner(),
        actor=Actor("token", name),
        scopes=TURN_SCOPES,
        budget=services.tokens.budget,
    )


def build_application(
    services: Services,
    *,
    is_local: bool = True,
    hosts: tuple[str, ...] = (),
    metadata: str = "",
) -> Starlette:
    """The ASGI application of the MCP port: every call stands alone, so any replica can answer it.

    `is_local`: only this machine can reach it, so that no token is needed. `hosts`: names that Host may have besides
    loopback and the Service's own. `metadata`: where programs elsewhere learn how to get a token. Its lifespan has to run
    where it serves.
    """
    app = build_server(services).streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=BODY_MAX,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    local = agent(services, LOCAL) if is_local else None
    door = Door(
        tokens=services.tokens,
        freezing=services.freezing,
        is_quick=services.database.is_sqlite,
        local=local,
        hosts=hosts,
        metadata=metadata,
    )
    app.user_middleware.append(Middleware(Gate, door=door))
    return app
