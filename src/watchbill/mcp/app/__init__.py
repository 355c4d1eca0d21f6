"""What hosts of MCP Apps (SEP-1865) show instead of text: the list, as one page that needs no net."""

from functools import cache
from importlib.resources import files
from typing import Any

import mcp_types

EXTENSION = "io.modelcontextprotocol/ui"
MIME = "text/html;profile=mcp-app"
LIST = "ui://watchbill/list"
BOUND: dict[str, Any] = {"ui": {"resourceUri": LIST}}
"""The `_meta` of the tool whose answers it shows."""
_SHOWN: dict[str, Any] = {"ui": {"csp": {}, "prefersBorder": True}}
"""It asks for nothing from anywhere."""


def listed() -> mcp_types.Resource:
    return mcp_types.Resource(
        uri=LIST,
        name="list",
        title="List",
        description="The list as a page, for clients that show one",
        mime_type=MIME,
    )


def read() -> mcp_types.TextResourceContents:
    return mcp_types.TextResourceContents(uri=LIST, mime_type=MIME, text=_page(), _meta=_SHOWN)


@cache
def _page() -> str:
    return files("watchbill.mcp.app").joinpath("list.html").read_text(encoding="utf-8")
