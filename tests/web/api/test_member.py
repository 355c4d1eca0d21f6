"""REST: oneself, workspaces, members, invitations and sessions."""

from starlette.testclient import TestClient
from tests.web.conftest import PASSWORD, Connect

from watchbill.services.bundle import Services
from watchbill.web.access import Access

API = "/api/v1"


def signed_in(connect: Connect, session: str) -> TestClient:
    client = connect(Access(is_local=False), url="http://tasks.example.org")
    client.cookies.set("watchbill_session", session)
    return client


def test_who_asks_is_told_what_is_allowed(here: TestClient, bearer: dict[str, str]):
    assert here.get(f"{API}/me").json() == {
        "user": "owner",
        "actor": "user:owner",
        "workspace_id": "default",
        "time_zone": "UTC",
        "scopes": ["admin", "tasks:delete", "tasks:read", "tasks:write"],
        "mode": "act",
    }
    assert here.get(f"{API}/me", headers=bearer).json()["actor"] == "token:robot"
    changed = here.patch(f"{API}/me", json={"time_zone": "Europe/Berlin"})
    assert changed.json()["time_zone"] == "Europe/Berlin"
    assert here.get(f"{API}/me").json()["time_zone"] == "Europe/Berlin"
    refused = here.patch(f"{API}/me", json={"time_zone": "Mars"})
    assert refused.json()["code"] == "INVALID_TIME_ZONE"


def test_somebody_is_invited_joins_and_gets_another_role(
    here: TestClient, connect: Connect, services: Services
):
    made = here.post(f"{API}/invitations", json={"role": "member", "note": "Kim"}).json()
    path = made.pop("path")
    assert here.get(f"{API}/invitations").json() == {"invitations": [made]}
    guest = connect(Access(is_local=False), url="http://tasks.example.org")
    answer = guest.post(path, data={"name": "Kim", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert guest.get(f"{API}/me").json()["scopes"] == ["tasks:delete", "tasks:read", "tasks:write"]
    kim = next(one for one in here.get(f"{API}/members").json()["members"] if one["name"] == "Kim")
    assert kim["role"] == "member"
    refused = guest.patch(f"{API}/members/Kim", json={"role": "owner"})
    assert (refused.status_code, refused.json()["code"]) == (403, "FORBIDDEN")
    assert here.patch(f"{API}/members/Kim", json={"role": "viewer"}).json()["role"] == "viewer"
    assert guest.post(f"{API}/tasks", json={"title": "Milk"}).status_code == 403
    assert here.delete(f"{API}/members/{kim['id']}").json()["name"] == "Kim"
    assert guest.get(f"{API}/me").status_code == 401


def test_an_invitation_is_taken_back(here: TestClient):
    made = here.post(f"{API}/invitations", json={"role": "viewer"}).json()
    assert here.delete(f"{API}/invitations/{made['id']}").json()["id"] == made["id"]
    assert here.get(f"{API}/invitations").json() == {"invitations": []}


def test_a_browser_goes_from_one_workspace_to_another(
    here: TestClient, connect: Connect, services: Services
):
    assert here.post(f"{API}/workspaces/Watchbill/enter").json()["code"] == "INVALID_SESSION"
    browser = signed_in(connect, services.users.set_password(PASSWORD))
    made = browser.post(f"{API}/workspaces", json={"name": "Boat"})
    assert (made.status_code, made.json()["role"]) == (201, "owner")
    assert browser.post(f"{API}/workspaces/boat/enter").json() == made.json()
    assert browser.get(f"{API}/me").json()["workspace_id"] == made.json()["id"]
    assert browser.patch(f"{API}/workspace", json={"name": "Ship"}).json()["name"] == "Ship"
    names = [one["name"] for one in browser.get(f"{API}/workspaces").json()["workspaces"]]
    assert names == ["Watchbill", "Ship"]


def test_sessions_are_seen_and_ended(connect: Connect, services: Services):
    session = services.users.set_password(PASSWORD, client="First")
    services.users.sign_in(PASSWORD, client="Second")
    browser = signed_in(connect, session)
    [second, first] = browser.get(f"{API}/sessions").json()["sessions"]
    assert (second["client"], first["client"]) == ("Second", "First")
    assert session not in browser.get(f"{API}/sessions").text
    browser.delete(f"{API}/sessions/{second['id']}")
    assert [one["client"] for one in browser.get(f"{API}/sessions").json()["sessions"]] == [
        "First"
    ]
    browser.delete(f"{API}/sessions/{first['id']}")
    assert browser.get(f"{API}/sessions").status_code == 401


def test_a_person_signs_in_by_rest_and_out_again(stranger: TestClient, services: Services):
    wrong = stranger.post("/api/v1/signin", json={"password": "wrong"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "UNAUTHENTICATED")
    answer = stranger.post("/api/v1/signin", json={"name": "owner", "password": PASSWORD})
    begun = answer.json()
    assert (answer.status_code, begun["user"], begun["workspace_id"]) == (201, "owner", "default")
    cookie = answer.headers["set-cookie"].lower()
    assert ("httponly" in cookie, "samesite=lax" in cookie) == (True, True)
    assert stranger.get("/api/v1/me").json()["actor"] == "user:owner"
    assert stranger.delete(f"/api/v1/sessions/{begun['session']}").status_code == 200
    assert stranger.get("/api/v1/me").status_code == 401
