"""No token that an agent may have in its hands accepts a proposal, by any door; a person does."""

import pytest
from starlette.testclient import TestClient
from tests.mcp.agent import asking, text_of
from tests.web.credential import held

from watchbill.domain.errors import ForbiddenError
from watchbill.mcp.server import agent
from watchbill.mcp.server import build_application as build_mcp
from watchbill.services.accepting import Choice
from watchbill.services.bundle import Services
from watchbill.services.freezing import STDIO

PASSWORD = "correct horse"
TOOLS = ("accept", "accept_proposal", "review", "decide")
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
def hands(services: Services) -> dict[str, str]:
    """Every kind of token, each as strong as it gets."""
    return held(services, services.users.owner())


@pytest.mark.parametrize(("method", "path", "body"), DOORS)
def test_no_token_decides_or_becomes_a_person(
    stranger: TestClient,
    services: Services,
    hands: dict[str, str],
    method: str,
    path: str,
    body: dict,
):
    owner = services.users.owner()
    headers = {"Authorization": f"Bearer {hands['a token that proposes']}"}
    assert (
        stranger.post("/api/v1/tasks", json={"title": "Milk"}, headers=headers).status_code == 202
    )
    for kind, token in hands.items():
        headers = {"Authorization": f"Bearer {token}"}
        answer = stranger.request(method, path, headers=headers, **body)
        assert answer.status_code in (401, 403), kind
        assert "set-cookie" not in answer.headers
    assert services.proposals.find(owner, 1).state == "open"
    assert services.journal.last_change(owner.workspace_id) == 0
    stranger.cookies.set("watchbill_session", services.users.sign_in(PASSWORD))
    accepted = stranger.post("/api/v1/proposals/1/accept")
    assert (accepted.status_code, accepted.json()["change"]) == (200, 1)


def test_no_tool_accepts(services: Services, hands: dict[str, str]):
    app = build_mcp(services, is_local=False)
    with TestClient(app, base_url="http://localhost") as client:
        del hands["an OAuth refresh token"]
        for token in hands.values():
            headers = {
                "Authorization": f"Bearer {token}",
                "Accept": "application/json, text/event-stream",
            }
            for name in TOOLS:
                call = {"name": name, "arguments": {"proposal": 1}}
                asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
                said = client.post("/mcp", json=asked, headers=headers).json()["result"]
                assert said["isError"]
                assert said["content"][0]["text"].startswith("TOOL_NOT_FOUND")


@pytest.mark.parametrize("token", ["", "a token that may all", "a token that proposes"])
def test_what_works_over_stdin_decides_nothing(
    services: Services, hands: dict[str, str], token: str
):
    """The caller is who `watchbill mcp` lets in: whom its token stands for, or without one whoever started it."""
    caller = services.tokens.verify_api(hands[token]) if token else agent(services, STDIO)
    proposer = services.tokens.verify(hands["a token that proposes"])
    asking(services, proposer)("add_task", title="Milk")
    for name in TOOLS:
        assert text_of(asking(services, caller)(name, proposal=1)).startswith("TOOL_NOT_FOUND")
    with pytest.raises(ForbiddenError):
        services.proposals.accept(caller, 1, Choice())
    assert services.proposals.find(services.users.owner(), 1).state == "open"
