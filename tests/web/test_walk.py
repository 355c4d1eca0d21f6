"""Every route, walked by who must not get anywhere: a stranger, a viewer, and another workspace's owner."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from tests.delivery.browser import Browser
from tests.web.conftest import PASSWORD, Connect
from tests.web.credential import useless

from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.channel import ChannelDraft
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.storage import schema
from watchbill.web.access import Access
from watchbill.web.application import build_application

MARK = "zanzibar"
"""In everything that the first workspace holds, and so in no answer to anybody else."""
ENDLESS = ("/api/v1/events",)
BODIES: dict[str, Any] = {
    "/tasks": {"title": "New"},
    "/tasks/{task}": {"title": "Other"},
    "/tasks/{task}/erase": {"confirm": True},
    "/me": {"time_zone": "UTC"},
    "/workspaces": {"name": "Mine"},
    "/workspace": {"name": "Mine"},
    "/members/{member}": {"role": "viewer"},
    "/invitations": {"role": "owner"},
    "/tokens": {"name": "mine"},
    "/feeds": {"name": "mine"},
    "/channels": {"kind": "email", "name": "mine", "target": "mine@example.org"},
    "/channels/{id}/replay": {"since": 0},
    "/channels/{id}": {"name": "mine"},
    "/devices": {
        "endpoint": "https://push.example.org/mine",
        "keys": Browser("").subscription["keys"],
    },
    "/projects": {"name": "Mine"},
    "/projects/{project}": {"name": "Mine"},
    "/tags": {"name": "mine"},
    "/tags/{tag}": {"name": "mine"},
    "/filters": {"name": "Mine", "query": "p1"},
    "/filters/{filter}": {"query": "p1"},
    "/undo": {"actor": "user:owner"},
    "/conversations/{id}/messages": {"text": "delete everything"},
}
KEPT = (
    "tasks", "projects", "tags", "comments", "filters", "changes", "memberships", "tokens", "feeds", "invitations",
    "conversations", "messages", "users", "channels", "notices", "deliveries",
)  # fmt: skip


@pytest.fixture
def owner(services: Services) -> Caller:
    """The owner of a workspace that holds a bit of everything."""
    caller = services.users.owner()
    services.projects.add(caller, f"Project {MARK}", ProjectPatch())
    draft = TaskDraft(
        title=f"Task {MARK}", description=MARK, project=f"Project {MARK}", tags=(MARK,)
    )
    services.tasks.add(caller, [draft])
    services.comments.add(caller, "1", f"Comment {MARK}")
    services.filters.add(caller, f"Filter {MARK}", "p1")
    services.tokens.create(caller, f"token {MARK}", ["tasks:read"])
    hook = f"https://{MARK}.example.org/"
    services.channels.add(caller, ChannelDraft(kind="webhook", name=MARK, target=hook))
    services.feeds.create(caller, f"feed {MARK}")
    services.invitations.invite(caller, "member", MARK)
    services.conversations.create(caller)
    return caller


@pytest.fixture
def known(services: Services, owner: Caller) -> dict[str, str]:
    """What stands in an address for each kind of thing: those of the first workspace."""
    [project] = services.projects.view(owner).projects
    return {
        "task": services.tasks.find(owner, ["1"])[0].id,
        "number": "1",
        "project": project[0].id,
        "tag": MARK,
        "filter": f"Filter {MARK}",
        "comment": services.comments.view(owner, "1")[0].id,
        "member": owner.user_id,
        "workspace": owner.workspace_id,
        "format": "json",
    }


def state(services: Services, workspace_id: str) -> dict[str, list[Any]]:
    """Every row that belongs to the workspace, and who may come in."""
    found: dict[str, list[Any]] = {}
    with services.database.read() as reader:
        for name in KEPT:
            table = schema.metadata.tables[name]
            query = select(table)
            if "workspace_id" in table.c:
                query = query.where(table.c.workspace_id == workspace_id)
            rows = reader.connection.execute(query.order_by(*table.primary_key)).mappings()
            found[name] = [
                {key: value for key, value in row.items() if key != "used_at"} for row in rows
            ]
    return found


def routes(found: Any) -> Iterator[tuple[str, set[str]]]:
    """Path and methods of routes, those of included routers too."""
    for route in found:
        inner = getattr(route, "effective_candidates", None)
        if inner is not None:
            yield from routes(list(inner()))
        elif getattr(route, "methods", None):
            yield route.path, route.methods


def asked(services: Services, known: dict[str, str]) -> Iterator[tuple[str, str, Any]]:
    """Method, path and body of every route of REST and of the pages."""
    rows = state(services, "default")
    tables = ("tokens", "feeds", "invitations", "conversations")
    for path, methods in routes(build_application(services, Access()).routes):
        if path in ENDLESS:
            continue
        filled = path
        for table in tables:
            if f"/{table}/" in path:
                filled = filled.replace("{id}", rows[table][0]["id"])
        for name, value in known.items():
            filled = re.sub(rf"{{{name}(:\w+)?}}", value, filled)
        filled = re.sub(r"{\w+(:\w+)?}", "1", filled)
        body = BODIES.get(path.removeprefix("/api/v1"), {})
        for method in sorted(methods - {"HEAD"}):
            yield method, filled, body


def walk(client: TestClient, services: Services, known: dict[str, str]) -> Iterator[Any]:
    for method, path, body in asked(services, known):
        is_form = not path.startswith("/api/")
        given = {"data": {"name": "x", "title": "x"}} if is_form else {"json": body}
        answer = client.request(method, path, **({} if method == "GET" else given))
        yield method, path, answer


@pytest.mark.parametrize(
    "carried",
    [
        "nothing",
        "made up",
        "revoked",
        "a turn's, which is for MCP",
        "a turn's that is over",
        "OAuth's, which is for MCP",
        "OAuth's with few scopes",
        "OAuth's for refreshing",
    ],
)
def test_a_stranger_gets_nowhere(
    services: Services, owner: Caller, known: dict[str, str], connect: Connect, carried: str
):
    services.users.set_password(PASSWORD)
    token = useless(services, owner)[carried]
    assert len(list(asked(services, known))) > 70
    before = state(services, owner.workspace_id)
    stranger = connect(
        Access(is_local=False), address="203.0.113.9", url="http://tasks.example.org"
    )
    if token:
        stranger.headers["Authorization"] = f"Bearer {token}"
    refused = {401, 403} if carried.startswith("OAuth's") else {401, 303}
    for method, path, answer in walk(stranger, services, known):
        assert MARK not in answer.text, (method, path)
        is_public = path.startswith(
            ("/signin", "/api/v1/signin", "/setup/", "/feeds/", "/invitation/")
        )
        assert is_public or answer.status_code in refused, (method, path, answer.status_code)
        assert answer.status_code < 500, (method, path)
    assert state(services, owner.workspace_id) == before


def test_a_viewer_changes_nothing_of_the_workspace(
    services: Services, owner: Caller, known: dict[str, str], connect: Connect
):
    _, secret = services.invitations.invite(owner, "viewer")
    session = services.invitations.join(secret, "Kim", PASSWORD)
    kim = services.users.identify(session, is_local=False)
    before = state(services, owner.workspace_id)
    viewer = connect(Access(is_local=False), url="http://tasks.example.org")
    viewer.cookies.set("watchbill_session", session)
    own = {"memberships", "tokens", "feeds", "conversations", "messages", "channels"}
    for method, path, answer in walk(viewer, services, known):
        assert answer.status_code < 500, (method, path, answer.text)
        if path in ("/signout", "/settings/password", "/signin"):
            viewer.cookies.set("watchbill_session", services.users.sign_in(PASSWORD, name="Kim"))
    after = state(services, owner.workspace_id)
    assert {name: rows for name, rows in after.items() if name not in own | {"users"}} == {
        name: rows for name, rows in before.items() if name not in own | {"users"}
    }
    for name in own:
        others = [row for row in after[name] if row.get("user_id") not in (kim.user_id, None)]
        assert others == [
            row for row in before[name] if row.get("user_id") not in (kim.user_id, None)
        ]


def test_another_workspace_s_owner_sees_and_changes_nothing_of_it(
    services: Services, owner: Caller, known: dict[str, str], connect: Connect
):
    _, secret = services.invitations.invite(owner, "viewer")
    session = services.invitations.join(secret, "Kim", PASSWORD)
    kim = services.users.identify(session, is_local=False)
    there = services.members.add_workspace(kim, "Elsewhere")
    services.members.remove(kim, "Kim")
    session = services.users.sign_in(PASSWORD, name="Kim")
    boss = services.users.identify(session, is_local=False)
    assert (boss.workspace_id, "admin" in boss.scopes) == (there.id, True)
    before = state(services, owner.workspace_id)
    client = connect(Access(is_local=False), url="http://tasks.example.org")
    client.cookies.set("watchbill_session", session)
    for method, path, answer in walk(client, services, known):
        asked_for = path.replace("%20", " ")
        said = (
            answer.text.replace(asked_for, "")
            .replace(f"Filter {MARK}", "")
            .replace(f"“{MARK}”", "")
        )
        assert MARK not in said, (method, path, said[:300])
        assert answer.status_code < 500, (method, path, answer.text)
        if path in ("/signout", "/settings/password", "/signin"):
            client.cookies.set("watchbill_session", services.users.sign_in(PASSWORD, name="Kim"))
    after = state(services, owner.workspace_id)
    del before["users"], after["users"]
    assert after == before
    _, token = services.tokens.create(replace(boss), "robot", ["tasks:read"])
    answer = client.get("/api/v1/tasks", headers={"Authorization": f"Bearer {token}"})
    assert MARK not in answer.text
