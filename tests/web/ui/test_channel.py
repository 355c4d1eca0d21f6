"""The page of channels: made, tried again, removed; and what didn't arrive, sent again."""

import re

import pytest
from starlette.testclient import TestClient
from tests.conftest import Clock
from tests.web.api.test_reminder import MEETING, fail

from watchbill.services.bundle import Services

HOOK = {
    "kind": "webhook",
    "name": "Hub",
    "target": "https://hub.example.org/hush",
    "changes": "on",
}


def test_a_channel_is_made_and_its_secret_shown_once(here: TestClient):
    made = here.post("/channels", data=HOOK).text
    assert re.search(r'<p class="secret" id="secret">whsec_[^<]+</p>', made)
    page = here.get("/channels").text
    assert "<td>Hub</td><td>https://hub.example.org…</td><td>changes</td>" in page
    assert "hush" not in page
    assert "whsec_" not in page
    mail = {"kind": "email", "name": "Mail", "target": "a@example.org", "reminders": "on"}
    assert here.post("/channels", data=mail).headers["Location"] == "/channels"
    assert "<td>a@example.org</td><td>reminders</td>" in here.get("/channels").text


def test_what_can_be_no_channel_is_said_on_the_page(here: TestClient):
    answer = here.post("/channels", data={**HOOK, "target": "hush"})
    assert answer.status_code == 422
    assert "The target is not a web address." in answer.text


def test_a_channel_that_fails_says_why_and_is_tried_again_or_removed(
    here: TestClient, services: Services
):
    here.post("/channels", data=HOOK)
    here.post("/api/v1/tasks", json={"title": "Milk"})
    [claimed] = services.outbox.claim_followers()
    services.outbox.not_followed(claimed, "It answered HTTP 500.")
    assert "<td>failing: It answered HTTP 500.</td>" in here.get("/channels").text
    here.post(f"/channels/{claimed.id}/enable")
    assert "<td>on</td>" in here.get("/channels").text
    [claimed] = services.outbox.claim_followers()
    services.outbox.not_followed(claimed, "It answered HTTP 410.", is_gone=True)
    assert "<td>disabled: It answered HTTP 410.</td>" in here.get("/channels").text
    assert here.post(f"/channels/{claimed.id}/remove").status_code == 303
    assert "Nowhere yet" in here.get("/channels").text


def test_what_did_not_arrive_is_sent_again(here: TestClient, services: Services, clock: Clock):
    here.post("/channels", data={**HOOK, "reminders": "on"})
    here.post("/api/v1/tasks", json=MEETING)
    assert "#1 Meeting</a>, 2 hours before" in here.get("/channels").text
    fail(services, clock)
    assert "<td>Hub: It answered HTTP 500. </td>" in here.get("/channels").text
    assert here.post("/channels/notices/1/retry/all").status_code == 303
    assert "arrive</h2>" not in here.get("/channels").text
    assert here.post("/channels/notices/1/retry/all").status_code == 404


@pytest.mark.parametrize("verb", ["enable", "remove", "paint"])
def test_what_isnt_there_is_said_so(here: TestClient, verb: str):
    assert here.post(f"/channels/nothing/{verb}").status_code == 404


def test_a_channel_is_edited_on_the_page(here: TestClient):
    here.post("/channels", data=HOOK)
    [id] = re.findall(r'action="/channels/([0-9a-f-]+)/test"', here.get("/channels").text)
    form = here.get(f"/channels/{id}").text
    assert 'name="name" value="Hub"' in form
    assert "hush" not in form
    kept = {"name": "House", "target": "", "reminders": "on"}
    assert here.post(f"/channels/{id}/edit", data=kept).headers["Location"] == "/channels"
    page = here.get("/channels").text
    assert "<td>House</td><td>https://hub.example.org…</td><td>reminders</td>" in page
    moved = {**kept, "target": "https://else.example.org/"}
    here.post(f"/channels/{id}/edit", data=moved)
    assert "<td>https://else.example.org…</td>" in here.get("/channels").text
    refused = here.post(f"/channels/{id}/edit", data={**kept, "target": "x"})
    assert (refused.status_code, "The target is not a web address." in refused.text) == (422, True)
    assert here.get("/channels/nothing").status_code == 404


def test_a_test_says_on_the_page_what_became_of_it(here: TestClient):
    mail = {"kind": "email", "name": "Mail", "target": "a@example.org", "reminders": "on"}
    here.post("/channels", data=mail)
    [id] = re.findall(r'action="/channels/([0-9a-f-]+)/test"', here.get("/channels").text)
    said = "reach Mail: No mail server is set: WATCHBILL_SMTP_URL."
    assert said in here.post(f"/channels/{id}/test").text
    assert here.post("/channels/nothing/test").status_code == 404
