"""Every route, walked by who must not get anywhere: a stranger, a viewer, and another workspace's owner.

The owner walks first: what is asked would do something for who may.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from tests.web.credential import useless
from tests.web.walking import Step, noting, routes, steps
from tests.web.world import MAKERS, PASSWORD, World

from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.storage import schema
from watchbill.web.access import Access
from watchbill.web.application import build_application

MARK = "zanzibar"
"""In everything that the first workspace holds, and so in no answer to anybody else."""
SITE = "https://tasks.example.org"
REMOTE = Access(is_local=False, public_url=SITE)
"""With a public URL, so that the routes for programs from elsewhere are there, too."""
ENDLESS = "/api/v1/events"
PUBLIC = (
    "/signin",
    "/api/v1/signin",
    "/setup/",
    "/feeds/",
    "/invitation/",
    "/oauth/",
    "/.well-known/oauth-",
)
# What the owner's walk can't do as it walks by, and where it is done.
ELSEWHERE = {
    ENDLESS: "tests/web/api/test_event.py",
    "/api/v1/imports/history": "only into an empty workspace: tests/web/api/test_transfer.py",
    "/api/v1/proposals/{number}/withdraw": "only who proposed: tests/web/api/test_proposal.py",
    "/api/v1/conversations/{id}/turn": "only while a turn runs: tests/web/api/test_conversation.py",
    "/api/v1/model/try": "needs a model: tests/web/api/test_model.py",
    "/settings/model/try": "needs a model: tests/web/api/test_model.py",
    "/signin/provider": "needs a provider: tests/web/test_oidc.py",
    "/signin/provider/back": "needs a provider: tests/web/test_oidc.py",
    "/setup/{secret}": "only before a password is set: tests/web/test_session.py",
    "/oauth/token": "tests/web/test_grant.py",
    "/oauth/revoke": "tests/web/test_grant.py",
    "/oauth/authorize": "tests/web/test_grant.py",
}  # fmt: skip
# After these, who walks signs in anew.
LEAVING = ("/signout", "/settings/password", "/signin", "/people/", "/invitation/", "/api/v1/signin", "/api/v1/workspaces", "/api/v1/sessions")  # fmt: skip
SECRETS = {"feed-secret": "no", "invitation-secret": "no", "setup-secret": "no", "password": "no"}
"""Who holds a secret may use it; these walkers don't."""
KEPT = (
    "tasks", "projects", "tags", "comments", "filters", "changes", "memberships", "tokens", "feeds", "invitations",
    "conversations", "messages", "users", "channels", "notices", "deliveries", "proposals", "workspaces",
)  # fmt: skip
Walk = Callable[..., Iterator[tuple[Step, Any]]]


@pytest.fixture
def owner(services: Services) -> Caller:
    services.users.set_password(PASSWORD)
    return services.users.owner()


@pytest.fixture
def world(services: Services, owner: Caller) -> World:
    """The owner's workspace with everything in it, whose secrets nobody else knows."""
    world = World(services, owner, MARK, dict(SECRETS))
    for kind in MAKERS:
        _ = world[kind]
    return world


@pytest.fixture
def walk(services: Services, world: World) -> Walk:
    """Everywhere, as the person of that name: nobody, when it is empty, with this token if there is one."""

    def go(name: str, token: str = "") -> Iterator[tuple[Step, Any]]:
        app = build_application(services, REMOTE)
        client = TestClient(
            app,
            base_url=SITE,
            client=("203.0.113.9", 50_000),
            raise_server_exceptions=False,
            follow_redirects=False,
        )
        if token:
            client.headers["Authorization"] = f"Bearer {token}"
        for step in steps(app, lambda: world):
            if name and step.template == ENDLESS:
                continue
            if name and (not client.cookies or step.path.startswith(LEAVING)):
                client.cookies.clear()
                client.cookies.set("watchbill_session", entered(services, name, world))
            answer = client.request(step.method, step.path, **step.given)
            if name and step.path.startswith(LEAVING):
                client.cookies.clear()
            assert answer.status_code < 500, (step, answer.text)
            yield step, answer

    return go


def entered(services: Services, name: str, world: World) -> str:
    """A session of theirs, in the walked workspace if they are of it."""
    session = services.users.sign_in(PASSWORD, name=name)
    caller = services.users.identify(session, is_local=False)
    there = [one.id for one in services.members.workspaces(caller)]
    if world.owner.workspace_id in there:
        services.members.enter(caller, session, world.owner.workspace_id)
    return session


def state(services: Services, workspace_id: str) -> dict[str, list[Any]]:
    """Every row that belongs to the workspace, and who may come in."""
    found: dict[str, list[Any]] = {}
    with services.database.read() as reader:
        for name in KEPT:
            table = schema.metadata.tables[name]
            query = select(table)
            if "workspace_id" in table.c:
                query = query.where(table.c.workspace_id == workspace_id)
            elif name == "workspaces":
                query = query.where(table.c.id == workspace_id)
            rows = reader.connection.execute(query.order_by(*table.primary_key)).mappings()
            found[name] = [
                {key: value for key, value in row.items() if key != "used_at"} for row in rows
            ]
    return found


def test_every_route_is_walked_and_would_do_something(services: Services, owner: Caller):
    seen: set[Any] = set()
    reached: set[Any] = set()
    app = build_application(services, REMOTE)
    client = TestClient(noting(app, seen), base_url=SITE, follow_redirects=False)
    numbers = count(1)
    refused: list[Any] = []

    def renew() -> World:
        if not client.cookies:
            client.cookies.set("watchbill_session", services.users.sign_in(PASSWORD))
        return World(services, owner, f"{MARK}-{next(numbers)}")

    for step in steps(app, renew):
        if step.template.replace(":name", "") in ELSEWHERE:
            continue
        seen.clear()
        answer = client.request(step.method, step.path, **step.given)
        if answer.status_code >= 400:
            refused.append((step, answer.status_code, answer.text[:200]))
        else:
            reached |= seen
        if step.path.startswith(LEAVING):
            client.cookies.clear()
    assert refused == []
    left = {
        path.replace(":name", "") for path, _, told in routes(app.routes) if told not in reached
    }
    assert sorted(left - set(ELSEWHERE)) == []
    assert next(numbers) > 180


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
def test_a_stranger_gets_nowhere(services: Services, world: World, walk: Walk, carried: str):
    token = useless(services, world.owner)[carried]
    before = state(services, world.owner.workspace_id)
    refused = {401, 403} if carried.startswith("OAuth's") else {401, 303}
    for step, answer in walk("", token):
        assert MARK not in unechoed(answer.text, step), step
        assert step.path.startswith(PUBLIC) or answer.status_code in refused, step
        assert answer.headers.get("location", "/signin").startswith("/signin"), step
    assert state(services, world.owner.workspace_id) == before


def test_a_stranger_gets_nothing_of_mcp(services: Services, world: World, connect: Any):
    stranger = connect(REMOTE, address="203.0.113.9", url=SITE)
    for method in ("GET", "POST", "DELETE"):
        answer = stranger.request(method, "/mcp")
        assert (answer.status_code in (401, 405), MARK in answer.text) == (True, False)


def test_a_viewer_changes_nothing_of_the_workspace(services: Services, world: World, walk: Walk):
    _, secret = services.invitations.invite(world.owner, "viewer")
    session = services.invitations.join(secret, "Lou", PASSWORD)
    lou = services.users.identify(session, is_local=False)
    before = state(services, world.owner.workspace_id)
    for _ in walk("Lou"):
        pass
    after = state(services, world.owner.workspace_id)
    del before["users"], after["users"]
    own = {"memberships", "tokens", "feeds", "conversations", "messages", "channels"}
    for name, rows in after.items():
        of_others = [row for row in rows if row.get("user_id") != lou.user_id]
        expected = [row for row in before[name] if row.get("user_id") != lou.user_id]
        assert of_others == expected, name
        assert name in own or len(of_others) == len(rows), name


def test_another_workspace_s_owner_sees_and_changes_nothing_of_it(
    services: Services, world: World, walk: Walk
):
    _, secret = services.invitations.invite(world.owner, "viewer")
    session = services.invitations.join(secret, "Lou", PASSWORD)
    lou = services.users.identify(session, is_local=False)
    there = services.members.add_workspace(lou, "Elsewhere")
    services.members.remove(lou, "Lou")
    session = services.users.sign_in(PASSWORD, name="Lou")
    boss = services.users.identify(session, is_local=False)
    assert (boss.workspace_id, "admin" in boss.scopes) == (there.id, True)
    before = state(services, world.owner.workspace_id)
    for step, answer in walk("Lou"):
        said = unechoed(answer.text, step)
        assert MARK not in said, (step, said[:300])
    after = state(services, world.owner.workspace_id)
    del before["users"], after["users"]
    assert after == before
    _, token = services.tokens.create(replace(boss), "robot", ["tasks:read"])
    client = TestClient(build_application(services, REMOTE), base_url=SITE)
    answer = client.get("/api/v1/tasks", headers={"Authorization": f"Bearer {token}"})
    assert MARK not in answer.text


def unechoed(text: str, step: Step) -> str:
    """What the answer says beside what was asked."""
    given = [*step.path.split("/"), *step.query.values()]
    if isinstance(step.body, dict):
        given += [str(value) for value in step.body.values()]
    marked = sorted((one for one in given if MARK in one), key=len, reverse=True)
    for one in marked:
        for written in (one, quote(one), quote_plus(one)):
            text = text.replace(written, "")
    return text
