"""The floor of MCP: a server made with the SDK alone, whose tools do nothing and return given answers."""

import json
import socket
import sys
from collections.abc import Callable

import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult


def serve(answers: dict[str, dict[str, object]]) -> None:
    """Serve a tool for each name, on a free port that is printed, until a signal."""
    server = MCPServer("floor", log_level="ERROR")
    for name, answer in answers.items():
        server.add_tool(_tool(CallToolResult.model_validate(answer)), name=name)
    app = server.streamable_http_app(
        stateless_http=True,
        json_response=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    opened = socket.create_server(("127.0.0.1", 0))
    print(opened.getsockname()[1], flush=True)
    config = uvicorn.Config(app, log_config=None, access_log=False, proxy_headers=False)
    uvicorn.Server(config).run([opened])


def _tool(answer: CallToolResult) -> Callable[[], CallToolResult]:
    def nothing() -> CallToolResult:
        return answer

    return nothing


if __name__ == "__main__":
    serve(json.loads(sys.argv[1]))
