"""Who did it comes from the credential alone: no argument, header or metadata of an agent's changes the name in the history."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from watchbill.domain.query import ChangeFilter
from watchbill.mcp.catalogue import TOOLS
from watchbill.mcp.server import build_application
from watchbill.services.bundle import Services
from watchbill.web.access import Access
from watchbill.web.application import build_application as build_web

NAMES = ("actor", "user", "user_id", "user_name", "on_behalf_of", "run", "turn", "client", "token", "workspace_id", "mode", "scopes", "accepted_by", "proposal_of")  # fmt: skip
HEADERS = dict.fromkeys(
    (
        "Actor",
        "X-Actor",
        "X-User",
        "X-On-Behalf-Of",
        "X-Run",
        "X-Client",
        "X-Forwarded-User",
        "X-Remote-User",
        "Remote-User",
        "X-Watchbill-Actor",
        "Watchbill-Actor",
        "From",
    ),
    "owner",
)


@pytest.fixture
def token(services: Services) -> str:
    return services.tokens.create(services.users.owner(), "pal", ["tasks:read", "tasks:write"])[1]


def named(services: Services) -> list[tuple[str, str | None, str | None]]:
    """Actor, for whom, and accepted by, of every change."""
    entries = services.journal.view(services.users.owner(), ChangeFilter())
    return [
        (
            str(one.change.actor),
            one.change.on_behalf_of,
            one.change.accepted_by and str(one.change.accepted_by),
        )
        for one in entries
    ]


def call(client: TestClient, token: str, arguments: dict[str, Any], **more: Any) -> str:
    params = {"name": "add_task", "arguments": arguments, **more}
    headers = {
        **HEADERS,
        "Authorization": f"Bearer {token}",
        "Accept": "application/json, text/event-stream",
    }
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    answer = client.post(
        "/mcp", content=json.dumps(asked), headers=headers | {"Content-Type": "application/json"}
    )
    said: str = answer.json()["result"]["content"][0]["text"]
    return said


def test_no_tool_has_an_argument_that_says_who(services: Services, token: str) -> None:
    for tool in TOOLS:
        fields = set(tool.arguments.model_fields)
        if tool.is_read_only:
            fields -= {"actor", "run"}  # what to look for
        assert fields & set(NAMES) == set()


def test_by_mcp_nothing_that_is_sent_along_changes_the_name(
    services: Services, token: str
) -> None:
    with TestClient(
        build_application(services, is_local=False), base_url="http://localhost"
    ) as client:
        for name in NAMES:
            said = call(client, token, {"title": name, name: "owner"})
            assert said.startswith(f'UNKNOWN_ARGUMENT: There is no "{name}"')
            meta = {name: "owner", f"watchbill/{name}": "owner"}
            assert call(client, token, {"title": name}, _meta=meta).startswith("Change ")
    assert {*named(services)} == {("token:pal", "owner", None)}
    runs = {
        one.change.run for one in services.journal.view(services.users.owner(), ChangeFilter())
    }
    assert len(runs) == 1
    assert runs.isdisjoint({"owner", None})


def test_by_rest_nothing_that_is_sent_along_changes_the_name(
    services: Services, token: str
) -> None:
    client = TestClient(build_web(services, Access()), base_url="http://localhost")
    headers = {**HEADERS, "Authorization": f"Bearer {token}"}
    for name in NAMES:
        refused = client.post("/api/v1/tasks", json={"title": "x", name: "owner"}, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (422, "UNKNOWN_ARGUMENT")
        asked = client.post(f"/api/v1/tasks?{name}=owner", json={"title": "x"}, headers=headers)
        assert (asked.status_code, asked.json()["code"]) == (422, "UNKNOWN_ARGUMENT")
        added = client.post("/api/v1/tasks", json={"title": name}, headers=headers)
        assert added.json()["actor"] == "token:pal"
    assert {*named(services)} == {("token:pal", "owner", None)}


def test_a_credential_twice_is_that_of_the_token(services: Services, token: str) -> None:
    """A person's cookie beside a token doesn't lend the token the person's name."""
    secret = services.users.set_password("correct horse")
    client = TestClient(build_web(services, Access()), base_url="http://localhost")
    client.cookies.set("watchbill_session", secret)
    headers = {"Authorization": f"Bearer {token}"}
    added = client.post("/api/v1/tasks", json={"title": "Milk"}, headers=headers)
    assert added.json()["actor"] == "token:pal"
    assert client.post("/api/v1/tasks", json={"title": "Eggs"}).json()["actor"] == "user:owner"
