"""Several servers over one store, of each kind, in both eras: any of them answers any call."""

from collections.abc import Iterator
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp_types import CallToolResult
from tests.conftest import Clock
from tests.mcp.agent import bearer, connected, served, text_of

from watchbill.mcp.server import build_application
from watchbill.services.bundle import Services
from watchbill.storage.database import Database

VERSIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]


@pytest.fixture
def replicas(database: Database, database_url: str, clock: Clock) -> Iterator[tuple[str, str]]:
    """Two servers with nothing in common but the store."""
    other = Database(database_url)
    one, two = (Services.over(each, clock) for each in (database, other))
    with (
        served(build_application(one, is_local=False)) as first,
        served(build_application(two, is_local=False)) as second,
    ):
        yield first, second
    other.close()


@pytest.fixture
def token(database: Database, clock: Clock) -> str:
    services = Services.over(database, clock)
    return services.tokens.mint_turn(services.users.owner(), "turn-7", clock())


async def call(client: Client, name: str, **arguments: Any) -> str:
    result: CallToolResult = await client.call_tool(name, arguments)
    return text_of(result)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_each_replica_goes_on_where_the_other_was(
    replicas: tuple[str, str], token: str, mode: str
) -> None:
    async def scene() -> list[str]:
        async with (
            connected(replicas[0], token=token, mode=mode) as first,
            connected(replicas[1], token=token, mode=mode) as second,
        ):
            return [
                await call(first, "add_task", title="Milk"),
                await call(second, "add_task", title="Milk"),
                await call(second, "update_task", tasks=1, title="Oat milk"),
                await call(first, "update_task", tasks=1, title="Soy milk", version=1),
                await call(first, "undo_change"),
                await call(second, "view_tasks"),
            ]

    assert anyio.run(scene) == [
        'Change 1: added #1 "Milk".\nUndo: undo_change(change=1).',
        (
            "Change 1 is what the same call in this turn did before, nothing was done again: "
            'added #1 "Milk".\nUndo: undo_change(change=1).'
        ),
        'Change 2: #1 title "Milk" → "Oat milk".\nUndo: undo_change(change=2).',
        (
            "CONFLICT: #1 “Oat milk” has changed since version 1: "
            "title (change 2 of assistant for owner). "
            "Read it, then send version 2 with the write."
        ),
        'Change 3: #1 title "Oat milk" → "Milk".\nUndo: undo_change(change=3).',
        '1 of 1 open task, no more follow.\n#1 "Milk"',
    ]


def test_writes_at_once_through_both_all_get_their_number(
    replicas: tuple[str, str], token: str
) -> None:
    async def scene() -> list[str]:
        said: list[str] = []

        async def add(client: Client, title: str) -> None:
            said.append(await call(client, "add_task", title=title))

        async with (
            connected(replicas[0], token=token) as first,
            connected(replicas[1], token=token) as second,
            anyio.create_task_group() as tasks,
        ):
            for number in range(16):
                tasks.start_soon(add, (first, second)[number % 2], f"t{number}")
        return said

    said = anyio.run(scene)
    assert sorted(int(text.split(":")[0].removeprefix("Change ")) for text in said) == list(
        range(1, 17)
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_client_may_shake_hands_here_and_call_there(
    replicas: tuple[str, str], token: str, version: str
) -> None:
    headers = bearer(token) | {"Accept": "application/json, text/event-stream"}
    hello = {
        "protocolVersion": version,
        "capabilities": {},
        "clientInfo": {"name": "old", "version": "1"},
    }
    greeted = httpx2.post(
        f"{replicas[0]}/mcp",
        headers=headers,
        json={"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
    )
    assert greeted.json()["result"]["protocolVersion"] == version
    assert "mcp-session-id" not in greeted.headers
    called = httpx2.post(
        f"{replicas[1]}/mcp",
        headers=headers | {"MCP-Protocol-Version": version},
        json={
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": "add_task", "arguments": {"title": "Milk"}},
        },
    )
    assert called.json()["result"]["structuredContent"]["change"] == 1
