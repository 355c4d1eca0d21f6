"""`watchbill mcp`, as a desktop program starts it: a real process, asked over its stdin and stdout."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp_types import ResourceTemplateReference, TextContent, TextResourceContents
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount
from tests.mcp.agent import environment, served, text_of

from watchbill.bootstrap import build_services
from watchbill.mcp.stdio import mcp_url
from watchbill.services.bundle import Services
from watchbill.settings import Settings

ADD = {"name": "add_task", "arguments": {"title": "Milk"}}


@asynccontextmanager
async def started(
    folder: Path, mode: str = "auto", elicitation_callback: Any = None, **env: str
) -> AsyncIterator[Client]:
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "watchbill", "mcp"],
        env=environment(WATCHBILL_DATA_DIR=str(folder), **env),
    )
    async with Client(parameters, mode=mode, elicitation_callback=elicitation_callback) as client:
        yield client


def seen(folder: Path, mode: str = "auto", **env: str) -> tuple[list[str], str, dict[str, Any]]:
    """The tools, what an add says, and the newest change."""

    async def scene() -> tuple[list[str], str, dict[str, Any]]:
        async with started(folder, mode, **env) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            added = text_of(await client.call_tool("add_task", {"title": "Milk"}))
            history = (await client.call_tool("view_changes", {"limit": 1})).structured_content
            assert history
            change: dict[str, Any] = history["changes"][0]
            return names, added, change

    return anyio.run(scene)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_it_serves_the_store_of_this_machine(tmp_path: Path, mode: str) -> None:
    names, added, change = seen(tmp_path, mode)
    assert len(names) == 9
    assert added == 'Change 1: added #1 "Milk".\nUndo: undo_change(change=1).'
    assert (change["actor"], change["client"]) == ("token:stdio", "mcp 0.1.0")


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_with_a_server_it_passes_on(
    tmp_path: Path, public_url: str, services: Services, mode: str
) -> None:
    scopes = ("tasks:read", "tasks:write")
    token = services.tokens.create(services.users.owner(), "laptop", scopes)[1]
    url = f"{public_url}/mcp"
    unused = tmp_path / "unused"
    names, added, change = seen(unused, mode, MCP_SERVER_URL=url, WATCHBILL_TOKEN=token)
    assert names == [
        "view_tasks",
        "add_task",
        "update_task",
        "complete_task",
        "delete_task",
        "view_projects",
        "save_project",
        "view_changes",
        "undo_change",
    ]
    assert added == 'Change 1: added #1 "Milk".\nUndo: undo_change(change=1).'
    assert change["actor"] == "token:laptop"
    assert not unused.exists()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("is_relay", [False, True], ids=["store", "relay"])
def test_resources_prompts_and_completion_come_this_way_too(
    tmp_path: Path, local_url: str, mode: str, *, is_relay: bool
) -> None:
    server = {"MCP_SERVER_URL": f"{local_url}/mcp"} if is_relay else {}

    async def scene() -> tuple[str, str, list[str]]:
        async with started(tmp_path, mode, **server) as client:
            await client.call_tool("add_task", {"text": "Call mum tomorrow p1"})
            (task,) = (await client.read_resource("watchbill://task/1")).contents
            (message,) = (await client.get_prompt("plan_my_day")).messages
            ref = ResourceTemplateReference(type="ref/resource", uri="watchbill://task/{ref}")
            found = await client.complete(ref, {"name": "ref", "value": "mum"})
            assert isinstance(task, TextResourceContents)
            assert isinstance(message.content, TextContent)
            return task.text, message.content.text, list(found.completion.values)

    task, plan, refs = anyio.run(scene)
    assert task.startswith('#1 "Call mum" due ')
    assert '#1 "Call mum" due ' in plan
    assert refs == ["1"]


def test_the_server_is_found_by_its_page(tmp_path: Path, local_url: str) -> None:
    port = local_url.rpartition(":")[2]
    _, _, change = seen(tmp_path, WATCHBILL_URL="http://localhost:1", WATCHBILL_MCP_PORT=port)
    assert change["actor"] == "token:local agent"


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("http://localhost:8080", "http://localhost:8081/mcp"),
        ("https://tasks.example.org", "https://tasks.example.org:8081/mcp"),
        ("http://[::1]:8080/tasks", "http://[::1]:8081/mcp"),
    ],
)
def test_the_agents_port_is_beside_the_page(page: str, url: str) -> None:
    assert mcp_url(page, 8081) == url


def test_a_server_that_is_away_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExceptionGroup) as raised:
        seen(tmp_path, MCP_SERVER_URL="http://127.0.0.1:9/mcp")
    assert str(first_of(raised.value)) == (
        "SERVICE_UNAVAILABLE: The Watchbill server doesn't answer. "
        "Check that it runs and that WATCHBILL_URL and MCP_SERVER_URL are right."
    )


def test_a_wrong_token_is_said(tmp_path: Path, public_url: str) -> None:
    with pytest.raises(ExceptionGroup) as raised:
        seen(tmp_path, MCP_SERVER_URL=f"{public_url}/mcp", WATCHBILL_TOKEN="wb_wrong")
    assert str(first_of(raised.value)).startswith("UNAUTHENTICATED: The token is not known")


@pytest.mark.parametrize("other", [JSONResponse({"hello": 1}), PlainTextResponse("hello")])
def test_a_server_that_is_not_watchbill_is_said(tmp_path: Path, other: Response) -> None:
    app = Starlette(routes=[Mount("/", other)])
    with served(app) as url, pytest.raises(ExceptionGroup) as raised:
        seen(tmp_path, MCP_SERVER_URL=f"{url}/mcp")
    assert str(first_of(raised.value)).startswith("SERVICE_UNAVAILABLE: The Watchbill server")


def first_of(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, MCPError)
    return error


HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "raw", "version": "1"},
}
LINES = [
    "no message",
    {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO},
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
    {"jsonrpc": "2.0", "id": 9, "result": {}},
    {"jsonrpc": "2.0", "id": "2", "method": "tools/call", "params": ADD},
    {"jsonrpc": "2.0", "id": 3, "method": "no/such", "params": {}},
]


@pytest.mark.parametrize("is_relay", [False, True], ids=["store", "relay"])
def test_stdout_carries_the_protocol_alone(
    tmp_path: Path, local_url: str, *, is_relay: bool
) -> None:
    server = {"MCP_SERVER_URL": f"{local_url}/mcp"} if is_relay else {}
    env = environment(WATCHBILL_DATA_DIR=str(tmp_path), WATCHBILL_LOG_LEVEL="debug", **server)
    with subprocess.Popen(
        [sys.executable, "-m", "watchbill", "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=env,
    ) as process:
        assert process.stdin
        assert process.stdout
        for line in LINES:
            print(json.dumps(line), file=process.stdin, flush=True)
        said = [json.loads(process.stdout.readline()) for _ in range(3)]
        process.stdin.close()
        assert process.stdout.read() == ""
    assert process.returncode == 0
    answers = {answer["id"]: answer for answer in said}
    assert answers[1]["result"]["protocolVersion"] == "2025-06-18"
    assert answers["2"]["result"]["structuredContent"]["status"] == "done"
    assert answers[3]["error"]["code"] == -32601


def test_a_frozen_agent_is_told_so(tmp_path: Path) -> None:
    services = build_services(Settings(data_dir=tmp_path))
    services.freezing.freeze(services.users.owner(), "stdio")
    services.close()

    async def scene() -> None:
        async with started(tmp_path) as client:
            with pytest.raises(MCPError, match="FORBIDDEN: The agent on stdin is frozen"):
                await client.call_tool("add_task", {"title": "Milk"})

    anyio.run(scene)
