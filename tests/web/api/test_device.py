"""REST: browsers that are notified, and channels that are changed and tried."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.delivery.browser import Browser, vouched
from tests.delivery.receiver import Inbox, receiving
from tests.web.conftest import PASSWORD

from watchbill.delivery.office import Post, open_ways
from watchbill.services.bundle import Services
from watchbill.web.access import Access
from watchbill.web.application import Neighbours, build_application

HOOK = {"kind": "webhook", "name": "Hub", "target": "https://hub.example.org/x?key=hush"}


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with receiving() as opened:
        yield opened


@pytest.fixture
def near(services: Services) -> Iterator[TestClient]:
    """The owner at their own machine, at a server that may send to this machine."""
    ways = open_ways(services, Post(allow_private=True))
    app = build_application(services, Access(), neighbours=Neighbours(ways=ways))
    with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000)) as client:
        yield client


def test_a_browser_is_added_tried_and_removed(near: TestClient, services: Services, inbox: Inbox):
    browser = Browser(inbox.url)
    answer = near.post("/api/v1/devices", json={**browser.subscription, "name": "Firefox"})
    device = answer.json()
    assert (answer.status_code, device["name"], device["ended_at"]) == (201, "Firefox", None)
    listed = near.get("/api/v1/devices").json()
    assert listed == {"key": services.devices.key().public, "devices": [device]}
    assert inbox.url not in near.get("/api/v1/devices").text
    place = f"/api/v1/devices/{device['id']}"
    assert near.post(f"{place}/test").json() == {"sent": True, "error": None}
    [(headers, body)] = inbox.got
    assert browser.read(body)["title"] == "Watchbill: a test"
    assert vouched(headers, listed["key"])["sub"] == "mailto:watchbill@localhost"
    inbox.answers = [410]
    tried = near.post(f"{place}/test").json()
    assert tried == {"sent": False, "error": "It answered HTTP 410."}
    assert near.delete(place).json() == device
    assert near.post(f"{place}/test").json()["code"] == "DEVICE_NOT_FOUND"


def test_a_device_is_of_the_session_that_added_it(stranger: TestClient, services: Services):
    subscription = Browser("https://push.example.org/1").subscription
    assert stranger.post("/api/v1/devices", json=subscription).status_code == 401
    stranger.cookies.set("watchbill_session", services.users.sign_in(PASSWORD))
    assert stranger.post("/api/v1/devices", json=subscription).status_code == 201
    owner = services.users.owner()
    assert len(services.devices.list(owner)) == 1
    stranger.post("/signout")
    assert services.devices.list(owner) == ()


def test_a_program_sees_its_maker_s_devices_and_adds_none(
    here: TestClient, bearer: dict[str, str]
):
    subscription = Browser("https://push.example.org/1").subscription
    here.post("/api/v1/devices", json=subscription)
    assert len(here.get("/api/v1/devices", headers=bearer).json()["devices"]) == 1
    refused = here.post("/api/v1/devices", json=subscription, headers=bearer)
    assert (refused.status_code, refused.json()["code"]) == (403, "FORBIDDEN")


def test_a_channel_is_changed_in_what_is_named_alone(here: TestClient, services: Services):
    made = here.post("/api/v1/channels", json={**HOOK, "events": ["changes"]}).json()
    place = f"/api/v1/channels/{made['id']}"
    here.post("/api/v1/tasks", json={"title": "Milk"})
    [claimed] = services.outbox.claim_followers()
    services.outbox.not_followed(claimed, "It answered HTTP 410.", is_gone=True)
    named = here.patch(place, json={"name": "House"}).json()
    assert (named["name"], named["error"]) == ("House", "It answered HTTP 410.")
    moved = here.patch(place, json={"target": "https://else.example.org/"}).json()
    assert (moved["target"], moved["error"], moved["disabled_at"], moved["cursor"]) == (
        "https://else.example.org…",
        None,
        None,
        0,
    )
    told = here.patch(place, json={"events": ["reminders", "changes"]}).json()
    assert (told["events"], told["cursor"]) == (["changes", "reminders"], 0)
    assert here.patch(place, json={}).json() == told
    for body, code in [
        ({"name": ""}, "INVALID_NAME"),
        ({"target": "hush"}, "INVALID_TARGET"),
        ({"events": []}, "INVALID_EVENTS"),
        ({"kind": "email"}, "UNKNOWN_ARGUMENT"),
    ]:
        refused = here.patch(place, json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
        assert "hush" not in refused.text
    assert here.get("/api/v1/channels").json() == {"channels": [told]}


def test_what_a_channel_did_not_get_before_goes_there_from_now_on(here: TestClient):
    made = here.post("/api/v1/channels", json=HOOK).json()
    here.post("/api/v1/tasks", json={"title": "Milk"})
    told = here.patch(f"/api/v1/channels/{made['id']}", json={"events": ["changes"]}).json()
    assert told["cursor"] == 1


def test_a_test_says_at_once_whether_it_arrived_and_changes_nothing(
    near: TestClient, inbox: Inbox
):
    made = near.post("/api/v1/channels", json={**HOOK, "target": inbox.url}).json()
    del made["secret"]
    place = f"/api/v1/channels/{made['id']}/test"
    inbox.answers = [204, 500]
    assert near.post(place).json() == {"sent": True, "error": None}
    assert near.post(place).json() == {"sent": False, "error": "It answered HTTP 500."}
    assert [headers["webhook-id"].partition("_")[0] for headers, _ in inbox.got] == ["test"] * 2
    assert near.get("/api/v1/channels").json() == {"channels": [made]}
    mail = {"kind": "email", "name": "Mail", "target": "ada@example.org"}
    other = near.post("/api/v1/channels", json=mail).json()
    assert near.post(f"/api/v1/channels/{other['id']}/test").json() == {
        "sent": False,
        "error": "No mail server is set: WATCHBILL_SMTP_URL.",
    }


def test_a_defect_in_a_test_is_told_as_one(services: Services, caplog: pytest.LogCaptureFixture):
    ways = open_ways(services, Post(smtp_url="smtp://[127.0.0.1", mail_from="a@example.org"))
    app = build_application(services, Access(), neighbours=Neighbours(ways=ways))
    with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000)) as client:
        mail = {"kind": "email", "name": "Mail", "target": "ada@example.org"}
        made = client.post("/api/v1/channels", json=mail).json()
        assert client.post(f"/api/v1/channels/{made['id']}/test").json() == {
            "sent": False,
            "error": "Something went wrong inside Watchbill: see its log.",
        }
    assert "ada@example.org" not in caplog.text


def test_who_may_only_propose_turns_and_tries_no_channel(here: TestClient, services: Services):
    made = here.post("/api/v1/channels", json=HOOK).json()
    owner = services.users.owner()
    _, text = services.tokens.create(owner, "shy", sorted(owner.scopes), mode="propose")
    shy = {"Authorization": f"Bearer {text}"}
    place = f"/api/v1/channels/{made['id']}"
    moved = here.patch(place, json={"target": "https://evil.example.org/"}, headers=shy)
    tried = here.post(f"{place}/test", headers=shy)
    assert [(one.status_code, one.json()["code"]) for one in (moved, tried)] == [
        (403, "FORBIDDEN"),
        (403, "FORBIDDEN"),
    ]
