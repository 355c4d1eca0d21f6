"""The only place where the parts are put together. What a door alone needs is imported when that door opens."""

from watchbill.bootstrap.door import build_mcp, build_web
from watchbill.bootstrap.process import (
    Part,
    build_ways,
    mcp_address,
    purging,
    serve,
    serve_assistant,
    serve_stdio,
    start_log,
    url_of,
)
from watchbill.bootstrap.store import (
    build_services,
    migrate_store,
    move_store,
    now,
    opened,
    verify_store,
)
from watchbill.bootstrap.turn import answer_here, build_turns
from watchbill.services.bundle import Services

__all__ = [
    "Part",
    "Services",
    "answer_here",
    "build_mcp",
    "build_services",
    "build_turns",
    "build_ways",
    "build_web",
    "mcp_address",
    "migrate_store",
    "move_store",
    "now",
    "opened",
    "purging",
    "serve",
    "serve_assistant",
    "serve_stdio",
    "start_log",
    "url_of",
    "verify_store",
]
