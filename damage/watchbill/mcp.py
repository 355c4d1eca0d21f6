"""Watchbill through MCP, by a real client that stays connected."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import httpx2
from anyio.from_thread import BlockingPortal
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult

from damage.action import (
    Action,
    Add,
    Answer,
    Append,
    Catalogue,
    Finish,
    Hints,
    Look,
    Remove,
    Status,
    Undo,
    Update,
)

REQUEST_KEY = "watchbill/request-key"
_STATUS: Mapping[str, Status] = {
    "INTERNAL": "failed",
    "SERVICE_UNAVAILABLE": "failed",
    "STORAGE_UNAVAILABLE": "failed",
    "NEEDS_REVIEW": "proposed",
}


class McpAgent:
    """An agent with a token; one session with each server that it talks to, for as long as it lives."""

    def __init__(
        self, name: str, urls: Sequence[str], token: str, portal: BlockingPortal, stack: ExitStack
    ) -> None:
        self.name = name
        self._urls = urls
        self._token = token
        self._portal = portal
        self._stack = stack
        self._clients: dict[int, Client] = {}

    def do(
        self,
        action: Action,
        *,
        key: str | None = None,
        replica: int = 0,
        extra: Mapping[str, Any] | None = None,
    ) -> Answer:
        tool, arguments = _call(action)
        return self._called(tool, {**arguments, **(extra or {})}, key=key, replica=replica)

    def _called(
        self, tool: str, arguments: dict[str, Any], *, key: str | None = None, replica: int = 0
    ) -> Answer:
        meta: Any = None if key is None else {REQUEST_KEY: key}

        async def call() -> CallToolResult:
            return await self._client(replica).call_tool(tool, arguments, meta=meta)

        self._connect(replica)
        try:
            return _answer(self._portal.call(call), tool)
        except Exception as error:  # noqa: BLE001 -- whatever the client raises, the call has failed
            return Answer(str(error), "failed", tool=tool)

    def _client(self, replica: int) -> Client:
        return self._clients[replica]

    def _connect(self, replica: int) -> None:
        if replica not in self._clients:
            opened = self._portal.wrap_async_context_manager(
                _connected(self._urls[replica], self._token)
            )
            self._clients[replica] = self._stack.enter_context(opened)

    def hints(self, tool: str) -> Hints:
        return self.catalogue().tools[tool]

    def catalogue(self) -> Catalogue:
        self._connect(0)
        listed = self._portal.call(self._client(0).list_tools)
        wire = [
            tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed.tools
        ]
        return Catalogue(
            {tool["name"]: _hints(tool["annotations"]) for tool in wire},
            json.dumps(wire, ensure_ascii=False, separators=(",", ":")),
        )

    def everything(self) -> Iterator[Answer]:
        for tool, hints in self.catalogue().tools.items():
            if hints.is_read_only:
                continue
            attempts: tuple[dict[str, Any], ...] = (
                {},
                {"tasks": []},
                {"tasks": "*"},
                {"tasks": "all"},
                {"all": True},
                {"confirm": True},
                {"query": ""},
            )
            for arguments in attempts:
                if tool != "undo_change" or arguments:
                    yield self._called(tool, arguments)

    def forge(self, change: str) -> Iterator[Answer]:
        number = int(change)
        yield self._called("delete_change", {"change": number})
        yield self._called("update_change", {"change": number, "actor": "user:owner"})
        yield self._called("view_changes", {"delete": number})
        yield self._called("undo_change", {"change": number, "erase": True})
        yield self._called("add_change", {"actor": "user:owner", "said": "Nothing was done."})


@asynccontextmanager
async def _connected(url: str, token: str) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=30) as http,
        Client(streamable_http_client(url, http_client=http)) as client,
    ):
        yield client


def _hints(annotations: Mapping[str, bool]) -> Hints:
    return Hints(
        is_read_only=annotations["readOnlyHint"],
        is_destructive=annotations["destructiveHint"],
        is_idempotent=annotations["idempotentHint"],
    )


def _call(action: Action) -> tuple[str, dict[str, Any]]:
    match action:
        case Add(items):
            [fields] = items if len(items) == 1 else [{"items": [dict(item) for item in items]}]
            return "add_task", dict(fields)
        case Look():
            return "view_tasks", _look(action)
        case Undo(change):
            return "undo_change", {} if change is None else {"change": int(change)}
        case _:
            return _write(action)


def _write(action: Update | Append | Finish | Remove) -> tuple[str, dict[str, Any]]:
    match action:
        case Update(tasks, fields, version):
            based = {} if version is None else {"version": version}
            return "update_task", {"tasks": tasks, **fields, **based}
        case Append(task, text):
            return "update_task", {"tasks": [task], "append": text}
        case Finish(tasks, done):
            return "complete_task", {"tasks": tasks, **({} if done else {"done": False})}
        case Remove(tasks, restore):
            return "delete_task", {"tasks": tasks, **({"restore": True} if restore else {})}


def _look(action: Look) -> dict[str, Any]:
    detail = "full" if len(action.tasks) == 1 else None
    wanted = {
        "query": action.words,
        "tasks": list(action.tasks),
        "limit": action.limit,
        "cursor": action.cursor,
        "detail": detail,
    }
    return {name: value for name, value in wanted.items() if value}


def _answer(result: CallToolResult, tool: str) -> Answer:
    text = "\n".join(block.text for block in result.content if block.type == "text")
    if result.is_error:
        code = text.partition(":")[0]
        return Answer(text, _STATUS.get(code, "refused"), code=code, tool=tool)
    content: dict[str, Any] = result.structured_content or {}
    rows = content.get("tasks", [])
    change = content.get("change")
    return Answer(
        text,
        content.get("status", "unchanged"),
        change=None if change is None else str(change),
        tasks=tuple(str(row["ref"]) for row in rows),
        versions={str(row["ref"]): row["version"] for row in rows if "version" in row},
        cursor=content.get("cursor"),
        tool=tool,
        data=json.dumps(content, ensure_ascii=False, separators=(",", ":")),
    )
