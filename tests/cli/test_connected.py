"""From the file that `watchbill connect` writes to a program at work: a real client starts what stands there, and nothing else."""

import json
import tomllib
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from tests.cli.conftest import Watchbill
from tests.mcp.agent import served, text_of

from watchbill.cli.connecting.client import CLIENTS, Machine
from watchbill.mcp.server import build_application
from watchbill.services.bundle import Services

BY_HTTP = [name for name, client in CLIENTS.items() if client.http]
DESKTOP = {"PATH": "/usr/bin:/bin"}
"""What a program has that was started from a desktop: nothing of the shell that `connect` ran in."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_CONFIG_HOME", "CODEX_HOME", "CLAUDE_CONFIG_DIR", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    return folder


def entry_of(name: str, home: Path) -> dict[str, Any]:
    client = CLIENTS[name]
    text = client.path(Machine("linux", home, {})).read_text(encoding="utf-8")
    found = tomllib.loads(text) if name == "codex" else json.loads(text)
    entry: dict[str, Any] = found[client.key]["watchbill"]
    return entry


async def work(client: Client) -> list[str]:
    said = [text_of(await client.call_tool("add_task", {"title": "Milk"}))]
    return [*said, text_of(await client.call_tool("view_tasks", {}))]


def check(services: Services, name: str, said: list[str]) -> None:
    assert said[0].startswith("Proposed, not done: proposal 1 waits for a person")
    assert said[1] == "No open tasks found."
    (shown,) = services.proposals.view(services.users.owner())
    assert str(shown.proposal.change.actor) == f"token:{name}"


@pytest.mark.parametrize("name", CLIENTS)
def test_what_a_program_starts_works_on_the_list_and_proposes(
    local: Watchbill, home: Path, services: Services, name: str
) -> None:
    assert local("connect", name).code == 0
    entry = entry_of(name, home)
    started = StdioServerParameters(
        command=entry["command"], args=entry["args"], env={**DESKTOP, **entry["env"]}
    )

    async def scene() -> list[str]:
        async with Client(started) as client:
            return await work(client)

    check(services, name, anyio.run(scene))


@pytest.mark.parametrize("name", BY_HTTP)
def test_a_program_that_connects_by_http_is_let_in_and_proposes(
    local: Watchbill, home: Path, services: Services, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with served(build_application(services, is_local=False)) as url:
        monkeypatch.setenv("MCP_SERVER_URL", f"{url}/mcp")
        assert local("connect", name, "--http").code == 0
        entry = entry_of(name, home)
        headers = entry.get("headers") or entry["http_headers"]
        address = entry.get("url") or entry["httpUrl"]

        async def scene() -> list[str]:
            async with (
                httpx2.AsyncClient(headers=headers) as http,
                Client(streamable_http_client(address, http_client=http)) as client,
            ):
                return await work(client)

        check(services, name, anyio.run(scene))


def test_two_machines_of_one_person_have_a_token_each(
    remote: Watchbill, home: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = []
    for machine in ("laptop", "desktop"):
        monkeypatch.setattr("platform.node", lambda machine=machine: machine)
        monkeypatch.setenv("HOME", str(home / machine))
        told = remote("connect", "claude-code")
        assert f"may propose from now on, as token:claude-code on {machine}" in told.out
        entries.append(entry_of("claude-code", home / machine))
        assert "is connected already" in remote("connect", "claude-code").out
    named = {token.name: token.mode for token in services.tokens.list(services.users.owner())}
    assert named == {
        "robot": "act",
        "claude-code on laptop": "propose",
        "claude-code on desktop": "propose",
    }
    texts = [entry["env"]["WATCHBILL_TOKEN"] for entry in entries]
    assert [services.tokens.find(text).name for text in texts] == [
        "claude-code on laptop",
        "claude-code on desktop",
    ]
    assert "isn't connected any more" in remote("connect", "claude-code", "--remove").out
    assert services.tokens.find(texts[0]).name == "claude-code on laptop"


def test_a_data_folder_that_the_shell_chose_is_told_to_the_program(
    local: Watchbill, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WATCHBILL_DATA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert local("connect", "cursor").code == 0
    assert entry_of("cursor", home)["env"]["XDG_DATA_HOME"] == str(tmp_path / "data")
