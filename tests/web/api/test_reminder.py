"""REST: reminders to come, the outbox, and channels."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient
from tests.conftest import Clock

from watchbill.services.bundle import Services

MEETING = {"title": "Meeting", "due": "2026-11-24T15:00", "reminders": ["2 hours before"]}
HOOK = {"kind": "webhook", "name": "Hub", "target": "https://hub.example.org/x?key=hush"}


def fail(services: Services, clock: Clock) -> None:
    """Let the reminder's moment come, and what is sent of it fail for a day."""
    clock.now += timedelta(hours=2)
    services.notices.tell()
    while not services.notices.failed(services.users.owner()):
        clock.now += timedelta(hours=6)
        for parcel in services.outbox.claim():
            services.outbox.not_sent(parcel, "It answered HTTP 500.")


def test_reminders_to_come_are_told_with_their_task(here: TestClient):
    here.post("/api/v1/tasks", json=MEETING)
    assert here.get("/api/v1/reminders").json() == {
        "reminders": [
            {
                "task": 1,
                "title": "Meeting",
                "reminder": "2 hours before",
                "at": "2026-11-24T13:00:00.000000Z",
            }
        ]
    }
    assert here.get("/api/v1/reminders?limit=0").json()["code"] == "INVALID_LIMIT"


def test_what_failed_is_told_and_sent_again(here: TestClient, services: Services, clock: Clock):
    here.post("/api/v1/channels", json=HOOK)
    here.post("/api/v1/tasks", json=MEETING)
    fail(services, clock)
    [notice] = here.get("/api/v1/notices?failed=true").json()["notices"]
    assert here.get("/api/v1/notices?since=0").json()["notices"] == [notice]
    [delivery] = notice.pop("deliveries")
    assert {name: notice[name] for name in ("number", "task", "title", "reminder", "late")} == {
        "number": 1,
        "task": 1,
        "title": "Meeting",
        "reminder": "2 hours before",
        "late": True,
    }
    told = ("channel", "state", "error", "retry_at")
    assert [delivery[name] for name in told] == ["Hub", "failed", "It answered HTTP 500.", None]
    assert here.post("/api/v1/notices/1/retry").json() == {"deliveries": 1}
    assert here.get("/api/v1/notices?failed=true").json() == {"notices": []}
    again = here.post("/api/v1/notices/1/retry")
    assert (again.status_code, again.json()["code"]) == (404, "NOTICE_NOT_FOUND")


def test_a_channel_is_made_shown_in_part_used_and_removed(here: TestClient):
    answer = here.post("/api/v1/channels", json={**HOOK, "events": ["changes", "reminders"]})
    made = answer.json()
    assert answer.status_code == 201
    assert made.pop("secret").startswith("whsec_")
    assert (made["target"], made["events"]) == (
        "https://hub.example.org…",
        ["changes", "reminders"],
    )
    listed = here.get("/api/v1/channels")
    assert listed.json() == {"channels": [made]}
    assert "hush" not in listed.text
    place = f"/api/v1/channels/{made['id']}"
    assert here.post(f"{place}/enable").json() == made
    here.post("/api/v1/tasks", json=MEETING)
    assert here.post(f"{place}/replay", json={"since": 1}).json()["cursor"] == 1
    assert here.delete(place).json()["name"] == "Hub"
    assert here.get("/api/v1/channels").json() == {"channels": []}


def test_a_failing_channel_says_since_when_and_why(here: TestClient, services: Services):
    here.post("/api/v1/channels", json={**HOOK, "events": ["changes"]})
    here.post("/api/v1/tasks", json=MEETING)
    [claimed] = services.outbox.claim_followers()
    services.outbox.not_followed(claimed, "It answered HTTP 410.", is_gone=True)
    [shown] = here.get("/api/v1/channels").json()["channels"]
    assert shown["error"] == "It answered HTTP 410."
    assert shown["failing_since"] == shown["disabled_at"] is not None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**HOOK, "kind": "fax"}, "INVALID_KIND"),
        ({**HOOK, "target": "hush"}, "INVALID_TARGET"),
        ({**HOOK, "events": "changes"}, "INVALID_EVENTS"),
        ({**HOOK, "url": "x"}, "UNKNOWN_ARGUMENT"),
    ],
)
def test_what_can_be_no_channel_is_refused_without_its_words(
    here: TestClient, body: dict[str, object], code: str
):
    answer = here.post("/api/v1/channels", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert "hush" not in answer.text
