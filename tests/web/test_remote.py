"""An agent elsewhere, let in by a person: the MCP SDK's own client and its OAuth flow, against real processes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from damage.watchbill.server import Server
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult
from tests.web.consent import PASSWORD, Memory, Person, sdk_auth


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server.started(
        tmp_path, f"sqlite:///{tmp_path / 'watchbill.db'}", is_public=True
    ) as started:
        yield started


@pytest.fixture
def person(server: Server) -> Iterator[Person]:
    with httpx2.Client(base_url=server.url, headers={"Accept": "text/html"}) as browser:
        found = re.search(r"/setup/\S+", server.said)
        assert found
        browser.post(found[0], data={"password": PASSWORD})
        yield Person(browser)


def call(server: Server, auth: Any, mode: str, name: str, **arguments: Any) -> CallToolResult:
    async def called() -> CallToolResult:
        async with (
            httpx2.AsyncClient(auth=auth) as http,
            Client(
                streamable_http_client(f"{server.url}/mcp", http_client=http), mode=mode
            ) as client,
        ):
            return await client.call_tool(name, arguments)

    return anyio.run(called)


def said(result: CallToolResult) -> str:
    (block,) = result.content
    assert block.type == "text"
    return block.text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_that_knows_only_the_address_is_let_in_and_only_proposes(
    server: Server, person: Person, mode: str
) -> None:
    memory = Memory()
    auth = sdk_auth(server.url, person, memory)
    proposed = said(call(server, auth, mode, "add_task", title="Milk"))
    assert proposed.startswith("Proposed, not done: proposal 1 waits for a person")
    (token,) = person.browser.get("/api/v1/tokens").json()["tokens"]
    assert (token["name"], token["mode"]) == ("SDK client", "propose")
    assert token["scopes"] == ["tasks:read", "tasks:write"]
    assert memory.tokens
    assert memory.tokens.expires_in == 3600
    person.browser.post("/api/v1/proposals/1/accept", json={})
    (change, *_) = person.browser.get("/api/v1/changes").json()["changes"]
    assert (change["actor"], change["accepted_by"]) == ("token:SDK client", "user:owner")


def test_a_person_lets_it_act_and_freezes_and_ends_it(server: Server, person: Person) -> None:
    auth = sdk_auth(server.url, person, Memory(), mode="act", name="Kitchen robot")
    assert said(call(server, auth, "auto", "add_task", title="Milk")).startswith("Change 1: added")
    (token,) = person.browser.get("/api/v1/tokens").json()["tokens"]
    assert f'aria-label="Freeze {token["name"]}"' in person.browser.get("/settings").text
    person.browser.post("/agents/freeze", data={"agent": token["name"]})
    header = {"Authorization": f"Bearer {auth.context.current_tokens.access_token}"}
    listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    frozen = httpx2.post(f"{server.url}/mcp", json=listing, headers=header)
    assert (frozen.status_code, frozen.json()["code"]) == (403, "FORBIDDEN")
    person.browser.post(f"/settings/tokens/{token['id']}/revoke")
    ended = httpx2.post(f"{server.url}/mcp", json=listing, headers=header)
    assert (ended.status_code, ended.json()["code"]) == (401, "UNAUTHENTICATED")


def test_a_client_whose_token_is_over_gets_the_next_by_itself(
    server: Server, person: Person
) -> None:
    memory = Memory()
    auth = sdk_auth(server.url, person, memory, mode="act")
    call(server, auth, "auto", "add_task", title="Milk")
    assert memory.tokens
    before = memory.tokens.access_token
    auth.context.token_expiry_time = 1.0
    assert "#1" in said(call(server, auth, "auto", "view_tasks"))
    assert memory.tokens.access_token != before
    (token,) = person.browser.get("/api/v1/tokens").json()["tokens"]
    assert token["name"] == "SDK client"
