"""No token that an agent may have in its hands accepts a proposal, by any door; a person does."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient
from tests.conftest import Clock

from watchbill.mcp.server import build_application as build_mcp
from watchbill.services.bundle import Services
from watchbill.services.caller import ALL_SCOPES

PASSWORD = "correct horse"
DOORS = [
    ("POST", "/api/v1/proposals/1/accept", {"json": {}}),
    ("POST", "/api/v1/proposals/1/accept?preview=true", {"json": {}}),
    ("POST", "/api/v1/proposals/1/decline", {"json": {}}),
    ("POST", "/review/1/accept", {"data": {}}),
    ("POST", "/review/1/some", {"data": {"task": "1"}}),
    ("POST", "/review/1/rest", {"data": {}}),
    ("POST", "/review/1/decline", {"data": {}}),
    ("POST", "/settings/password", {"data": {"password": "another horse"}}),
    ("POST", "/api/v1/signin", {"json": {"password": ""}}),
    ("POST", "/api/v1/signin", {"json": {"password": "owner", "name": "owner"}}),
    ("POST", "/signin", {"data": {"password": ""}}),
]


@pytest.fixture
def hands(services: Services, clock: Clock) -> list[str]:
    """Every kind of token, each as strong as it gets."""
    owner = services.users.owner()
    _, strong = services.tokens.create(owner, "robot", sorted(ALL_SCOPES))
    _, other = services.tokens.create(
        owner, "proposer", ["tasks:read", "tasks:write"], mode="propose"
    )
    turn = services.tokens.mint_turn(owner, "turn", clock(), timedelta(hours=1))
    return [strong, other, turn]


@pytest.mark.parametrize(("method", "path", "body"), DOORS)
def test_no_token_decides_or_becomes_a_person(
    stranger: TestClient, services: Services, hands: list[str], method: str, path: str, body: dict
):
    owner = services.users.owner()
    headers = {"Authorization": f"Bearer {hands[1]}"}
    assert (
        stranger.post("/api/v1/tasks", json={"title": "Milk"}, headers=headers).status_code == 202
    )
    for token in hands:
        headers = {"Authorization": f"Bearer {token}"}
        answer = stranger.request(method, path, headers=headers, **body)
        assert answer.status_code in (401, 403)
        assert "set-cookie" not in answer.headers
    assert services.proposals.find(owner, 1).state == "open"
    assert services.journal.last_change(owner.workspace_id) == 0
    stranger.post("/api/v1/signin", json={"password": PASSWORD})
    accepted = stranger.post("/api/v1/proposals/1/accept")
    assert (accepted.status_code, accepted.json()["change"]) == (200, 1)


def test_no_tool_accepts(services: Services, hands: list[str]):
    app = build_mcp(services, is_local=False)
    with TestClient(app, base_url="http://localhost") as client:
        for token in hands:
            headers = {
                "Authorization": f"Bearer {token}",
                "Accept": "application/json, text/event-stream",
            }
            for name in ("accept", "accept_proposal", "review", "decide"):
                call = {"name": name, "arguments": {"proposal": 1}}
                asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
                said = client.post("/mcp", json=asked, headers=headers).json()["result"]
                assert said["isError"]
                assert said["content"][0]["text"].startswith("TOOL_NOT_FOUND")
