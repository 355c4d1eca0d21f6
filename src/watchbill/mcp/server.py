"""The MCP server: one for every protocol revision, over HTTP on a port of its own, in process, or over stdio."""

from dataclasses import replace
from typing import Any

import mcp_types
from mcp.server import Server
from mcp.server.caching import CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.middleware import Middleware

from watchbill import __version__
from watchbill.domain.errors import UnauthenticatedError
from watchbill.domain.operation import Actor
from watchbill.mcp.answer import Answers
from watchbill.mcp.catalogue import INSTRUCTIONS, tools_for
from watchbill.mcp.gate import Door, Gate
from watchbill.mcp.text import clean, cut
from watchbill.mcp.tool import Call
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.turn_token import TURN_SCOPES

PATH = "/mcp"
BODY_MAX = 1_048_576
REQUEST_KEY = "watchbill/request-key"
"""The name in a request's `_meta` under which a client gives its request key."""
_NAME_SHOWN = 100
_LIST_KEPT_MS = 300_000

Context = ServerRequestContext[Any, Any]


def build_server(services: Services, *, caller: Caller | None = None) -> Server[Any]:
    """The server. `caller` is who asks where no HTTP request says it: over stdio and in process."""
    answers = Answers()

    def asker(context: Context) -> Caller:
        found = caller if context.request is None else context.request.state.caller
        if found is None:
            raise UnauthenticatedError("Nobody is signed in.", hint="Connect with a token.")
        return replace(found, client=_client(context))

    async def list_tools(
        context: Context, params: mcp_types.PaginatedRequestParams | None
    ) -> mcp_types.ListToolsResult:
        return mcp_types.ListToolsResult(tools=[tool.wire for tool in tools_for(asker(context))])

    async def call_tool(
        context: Context, params: mcp_types.CallToolRequestParams
    ) -> mcp_types.CallToolResult:
        call = Call(services=services, caller=asker(context), request_key=_request_key(context))
        return await answers.of(call, params.name, params.arguments or {})

    return Server(
        "watchbill",
        title="Watchbill",
        version=__version__,
        instructions=INSTRUCTIONS,
        cache_hints={"tools/list": CacheHint(ttl_ms=_LIST_KEPT_MS, scope="private")},
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        # No argument is ever taken from a header. Unsaid, the SDK lists all tools before each call to find that out.
        get_tool_input_schema=lambda _name: None,
    )


def agent(services: Services, name: str) -> Caller:
    """An agent that whoever holds this machine lets in without a token: it may what a turn may."""
    return replace(services.users.owner(), actor=Actor("token", name), scopes=TURN_SCOPES)


def build_application(
    services: Services, *, is_local: bool = True, hosts: tuple[str, ...] = ()
) -> Starlette:
    """The ASGI application of the MCP port: every call stands alone, so any replica can answer it.

    `is_local`: only this machine can reach it, so that no token is needed. `hosts`: names that Host may have besides
    loopback and the Service's own. Its lifespan has to run where it serves.
    """
    app = build_server(services).streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=BODY_MAX,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    local = agent(services, "local agent") if is_local else None
    door = Door(
        tokens=services.tokens, is_quick=services.database.is_sqlite, local=local, hosts=hosts
    )
    app.user_middleware.append(Middleware(Gate, door=door))
    return app


def _request_key(context: Context) -> str | None:
    key = (context.meta or {}).get(REQUEST_KEY)
    return None if key is None else str(key)


def _client(context: Context) -> str | None:
    """What the program calls itself; never a reason to trust it."""
    params = context.session.client_params
    if params is None:
        return None
    said = f"{params.client_info.name} {params.client_info.version}"
    return cut(" ".join(clean(said).split()), _NAME_SHOWN)
