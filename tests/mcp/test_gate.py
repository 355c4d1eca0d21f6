"""Who may in at the agents' port, over real HTTP."""

import json
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import anyio
import httpx2
import pytest
from mcp_types import CallToolResult
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from tests.conftest import Clock
from tests.mcp.agent import bearer, connected, in_process, served, text_of

from watchbill.domain.query import ChangeFilter
from watchbill.mcp.gate import Door, Gate
from watchbill.mcp.server import agent, build_application
from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft
from watchbill.services.freezing import LOCAL

ALL = [
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
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
HEADERS = {"Accept": "application/json, text/event-stream"}
WRONG_HOST = {
    "code": "INVALID_HOST",
    "detail": "This server isn't known by that name.",
    "hint": "Use localhost, or have the name added to WATCHBILL_ALLOWED_HOSTS.",
}
FOREIGN_PAGE = {
    "code": "FORBIDDEN",
    "detail": "Another site's page sent this.",
    "hint": "Connect with a program, not from a page.",
}
TOKEN_NEEDED = {
    "code": "UNAUTHENTICATED",
    "detail": "A token is needed.",
    "hint": "Send Authorization: Bearer wb_…, made by the owner.",
}


def post(url: str, headers: dict[str, str] | None = None) -> httpx2.Response:
    return httpx2.post(f"{url}/mcp", json=LIST, headers=HEADERS | (headers or {}))


def names(response: httpx2.Response) -> list[str]:
    assert response.status_code == 200
    return [tool["name"] for tool in response.json()["result"]["tools"]]


def actors(services: Services) -> list[tuple[str, str | None]]:
    entries = services.journal.view(services.users.owner(), ChangeFilter())
    return [(str(entry.change.actor), _turn(entry.change.run)) for entry in entries]


def _turn(run: str | None) -> str | None:
    """The run, if it is a turn: any other the server counted out itself."""
    return None if run is None or run.startswith("run-") else run


def add(url: str, *, token: str | None = None, mode: str = "auto") -> str:
    async def added() -> CallToolResult:
        async with connected(url, token=token, mode=mode) as client:
            return await client.call_tool("add_task", {"title": "Milk"})

    return text_of(anyio.run(added))


def make_token(services: Services, *scopes: str) -> str:
    owner = services.users.owner()
    return services.tokens.create(owner, "laptop", scopes or ("tasks:read", "tasks:write"))[1]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_on_loopback_the_local_agent_needs_no_token(
    local_url: str, services: Services, mode: str
) -> None:
    said = add(local_url, mode=mode)
    assert said == 'Change 1: added #1 "Milk".\nUndo: undo_change(change=1).'
    assert actors(services) == [("token:local agent", None)]


def test_elsewhere_a_stranger_gets_401_and_is_told_how(public_url: str) -> None:
    response = post(public_url)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == 'Bearer realm="watchbill"'
    assert response.json() == TOKEN_NEEDED


def test_what_a_proxy_passed_on_is_not_local(local_url: str) -> None:
    response = post(local_url, {"X-Forwarded-For": "203.0.113.7"})
    assert (response.status_code, response.json()) == (401, TOKEN_NEEDED)


def test_white_space_around_a_header_is_no_part_of_it(local_url: str) -> None:
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "spaced", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    params = {"name": "view_projects", "arguments": {}, "_meta": meta}
    headers = {
        "MCP-Protocol-Version": "2026-07-28",
        "Mcp-Method": "tools/call",
        "Mcp-Name": " view_projects \t",
    }
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    types = {"Content-Type": "application/json"} | HEADERS
    connection = HTTPConnection(urlsplit(local_url).netloc)  # a client that sends them as they are
    connection.request("POST", "/mcp", json.dumps(call), types | headers)
    answer = json.load(connection.getresponse())
    connection.close()
    assert answer["result"]["content"][0]["text"] == 'project "Inbox": 0 open'


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_token_lets_in_and_is_the_actor(public_url: str, services: Services, mode: str) -> None:
    assert add(public_url, token=make_token(services), mode=mode).startswith("Change 1:")
    assert actors(services) == [("token:laptop", None)]


def test_on_loopback_a_token_is_the_actor_too(local_url: str, services: Services) -> None:
    add(local_url, token=make_token(services))
    assert actors(services) == [("token:laptop", None)]


@pytest.mark.parametrize("local", [True, False])
def test_the_token_of_a_turn_is_the_assistant_in_this_turn(
    services: Services, clock: Clock, *, local: bool
) -> None:
    token = services.tokens.mint_turn(services.users.owner(), "turn-7", clock())

    async def added() -> CallToolResult:
        app = build_application(services, is_local=local)
        async with in_process(app, token=token) as client:
            return await client.call_tool("add_task", {"title": "Milk"})

    assert text_of(anyio.run(added)).startswith("Change 1:")
    assert actors(services) == [("assistant for owner", "turn-7")]


@pytest.mark.parametrize(
    "authorization", ["Bearer wb_wrong", "Bearer not.a.token", "Basic b3duZXI6", "Bearer"]
)
def test_a_wrong_credential_is_refused_even_on_loopback(
    local_url: str, authorization: str
) -> None:
    response = post(local_url, {"Authorization": authorization})
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == (
        'Bearer realm="watchbill", error="invalid_token"'
    )
    assert response.json()["code"] == "UNAUTHENTICATED"


def test_a_revoked_token_is_refused(public_url: str, services: Services) -> None:
    token = make_token(services)
    owner = services.users.owner()
    services.tokens.revoke(owner, services.tokens.list(owner)[0].id)
    assert post(public_url, bearer(token)).status_code == 401


def test_a_turns_token_ends_after_two_minutes(
    public_url: str, services: Services, clock: Clock
) -> None:
    token = services.tokens.mint_turn(services.users.owner(), "turn-7", clock())
    assert names(post(public_url, bearer(token))) == ALL
    clock.now += timedelta(seconds=121)
    assert post(public_url, bearer(token)).status_code == 401


@pytest.mark.parametrize(
    ("scopes", "listed"),
    [
        (("tasks:read",), ["view_tasks", "view_projects", "view_changes"]),
        (
            ("tasks:write",),
            [
                "add_task",
                "update_task",
                "complete_task",
                "delete_task",
                "save_project",
                "undo_change",
            ],
        ),
        (("tasks:delete",), []),
        (("admin",), []),
    ],
)
def test_a_token_lists_the_tools_of_its_scopes(
    public_url: str, services: Services, scopes: tuple[str, ...], listed: list[str]
) -> None:
    assert names(post(public_url, bearer(make_token(services, *scopes)))) == listed


def test_a_tool_beyond_the_tokens_scopes_is_forbidden(public_url: str, services: Services) -> None:
    said = add(public_url, token=make_token(services, "tasks:read"))
    assert said == (
        "FORBIDDEN: This credential doesn't allow tasks:write. Ask the owner for one that does."
    )
    assert actors(services) == []


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8081",
        "127.0.0.1:9",
        "[::1]:8081",
        "watchbill-mcp:8081",
        "watchbill-mcp.watchbill.svc:8081",
        "watchbill-mcp.watchbill.svc.cluster.local.",
        "agents.example.org",
        "a.b.example.net:8081",
        "other:1",
    ],
)
def test_our_own_names_are_answered(services: Services, host: str) -> None:
    hosts = ("agents.example.org", "*.example.net", "other:*")
    with served(build_application(services, hosts=hosts)) as url:
        assert names(post(url, {"Host": host})) == ALL


@pytest.mark.parametrize(
    "host",
    ["evil.example", "watchbill-mcp.evil.example", "localhost.evil.example", "[", "192.0.2.1", ""],
)
@pytest.mark.parametrize("path", ["/mcp", "/", "/.well-known/oauth-protected-resource"])
def test_other_names_are_misdirected(local_url: str, host: str, path: str) -> None:
    response = httpx2.post(f"{local_url}{path}", json=LIST, headers=HEADERS | {"Host": host})
    assert (response.status_code, response.json()) == (421, WRONG_HOST)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", ""])
def test_a_foreign_page_is_refused(local_url: str, origin: str) -> None:
    response = post(local_url, {"Origin": origin})
    assert (response.status_code, response.json()) == (403, FOREIGN_PAGE)


def test_a_page_of_this_machine_is_answered(local_url: str) -> None:
    assert names(post(local_url, {"Origin": "http://localhost:6274"})) == ALL


@pytest.mark.parametrize("method", ["GET", "DELETE", "OPTIONS", "PUT"])
def test_only_post_is_answered(local_url: str, method: str) -> None:
    response = httpx2.request(method, f"{local_url}/mcp", headers={"Accept": "text/event-stream"})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert response.json()["code"] == "INVALID_METHOD"


def test_a_store_that_is_away_is_503(public_url: str, services: Services) -> None:
    with services.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE tokens RENAME TO gone")
    response = post(public_url, bearer("wb_any"))
    assert (response.status_code, response.json()["code"]) == (503, "STORAGE_UNAVAILABLE")


def test_undo_is_no_way_around_the_scope_to_delete(public_url: str, services: Services) -> None:
    services.tasks.add(services.users.owner(), [TaskDraft(title="Theirs")])
    token = make_token(services, "tasks:read", "tasks:write")

    async def undo() -> CallToolResult:
        async with connected(public_url, token=token) as client:
            return await client.call_tool("undo_change", {"change": 1})

    assert text_of(anyio.run(undo)).startswith(
        "Proposed, not done: proposal 1 waits for a person, since it takes something off the lists. "
        'It would be: removed #1 "Theirs", which had been added.\n'
    )
    assert actors(services) == [("user:owner", None)]


@pytest.mark.parametrize("is_quick", [True, False])
def test_a_frozen_agent_of_this_machine_gets_no_further(
    services: Services,
    is_quick: bool,  # noqa: FBT001 -- given by name
) -> None:
    owner = services.users.owner()
    door = Door(
        tokens=services.tokens,
        freezing=services.freezing,
        local=agent(services, LOCAL),
        is_quick=is_quick,
    )
    client = TestClient(Gate(PlainTextResponse("in"), door), base_url="http://localhost")
    assert client.post("/mcp").text == "in"
    services.freezing.freeze(owner, LOCAL)
    refused = client.post("/mcp")
    assert refused.status_code == 403
    assert refused.json() == {
        "code": "FORBIDDEN",
        "detail": "The local agent is frozen, so nothing can be done with it.",
        "hint": "Stop here. An owner can unfreeze it, on the settings page.",
    }
    services.freezing.unfreeze(owner, LOCAL)
    assert client.post("/mcp").text == "in"
