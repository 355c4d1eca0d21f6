"""Devices on the settings page: listed with their state, tried and removed; and a browser that is told while no page is open."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from starlette.testclient import TestClient
from tests.delivery.browser import Browser
from tests.delivery.receiver import Inbox, receiving
from tests.web.ui.chromium import Server, opened

from watchbill.services.bundle import Services


def add(here: TestClient, name: str = "Firefox on Linux") -> str:
    subscription = Browser("https://127.0.0.1/1").subscription
    made = here.post("/api/v1/devices", json={**subscription, "name": name}).json()
    return str(made["id"])


def test_devices_are_listed_tried_and_removed(here: TestClient):
    id = add(here)
    page = here.get("/settings").text
    assert f'<tr data-device="{id}"><td>Firefox on Linux</td>' in page
    assert "<td>on</td>" in page
    tried = here.post(f"/settings/devices/{id}/test").text
    assert "reach Firefox on Linux: The host is in a private network" in tried
    gone = here.post(f"/settings/devices/{id}/remove")
    assert gone.headers["Location"] == "/settings#devices"
    assert "data-device" not in here.get("/settings").text
    for verb in ("test", "remove"):
        assert here.post(f"/settings/devices/{id}/{verb}").status_code == 404


def test_a_device_that_ended_says_why(here: TestClient, services: Services):
    add(here)
    owner = services.users.owner()
    here.post("/api/v1/tasks", json={"title": "Rent", "reminders": ["2026-11-24T12:01"]})
    services.clock.now = services.clock().replace(hour=13)
    services.notices.tell()
    [parcel] = services.outbox.claim()
    services.outbox.not_sent(parcel, "It answered HTTP 410.", is_gone=True)
    [device] = services.devices.list(owner)
    assert device.disabled_at is not None
    said = "<td>ended: the browser takes no more: It answered HTTP 410.</td>"
    assert said in here.get("/settings").text


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """In the place of the browser maker's push service, which no test can reach."""
    with receiving() as service:
        yield service


@pytest.fixture
def environ() -> dict[str, str]:
    return {"WATCHBILL_PRIVATE_TARGETS": "yes"}


@pytest.fixture
def page(browser: Chromium, server: Server) -> Iterator[Page]:
    yield from opened(browser, server, permissions=["notifications"])


def subscribed(page: Page, subscription: dict[str, Any]) -> None:
    """Let the browser's push service give out this subscription."""
    page.add_init_script(
        f"""PushManager.prototype.subscribe = async (wanted) => {{
          const said = {json.dumps(subscription)};
          window.wanted = wanted;
          return {{ endpoint: said.endpoint, toJSON: () => said }};
        }}"""
    )


def test_a_browser_is_told_by_its_worker_while_no_page_is_open(
    page: Page, server: Server, inbox: Inbox
):
    own = Browser(inbox.url)
    subscribed(page, own.subscription)
    workers: list[dict[str, Any]] = []

    def note(said: dict[str, Any]) -> None:
        workers.append(said)

    there = page.context.new_cdp_session(page)
    there.on("ServiceWorker.workerRegistrationUpdated", note)
    there.send("ServiceWorker.enable")
    page.goto(f"{server.url}/settings")
    page.get_by_role("button", name="Notify me on this device").click()
    page.get_by_role("cell", name="Chrome on Linux", exact=True).wait_for()
    [(_, sealed)] = inbox.got
    [registration] = workers[-1]["registrations"]
    assert registration["scopeURL"] == f"{server.url}/"
    push = {"origin": server.url, "registrationId": registration["registrationId"]}
    there.send("ServiceWorker.deliverPushMessage", {**push, "data": own.open(sealed).decode()})
    shown = page.wait_for_function(
        """async () => {
          const there = await navigator.serviceWorker.getRegistration("/");
          const [one] = await there.getNotifications();
          return one && [one.title, one.body, one.data];
        }"""
    )
    assert shown.json_value() == [
        "Watchbill: a test",
        "This is a test from Watchbill: reminders will reach you here.",
        "/",
    ]


def test_what_the_browser_refuses_is_said(page: Page, server: Server, inbox: Inbox):
    inbox.answers = [403]
    subscribed(page, Browser(inbox.url).subscription)
    page.goto(f"{server.url}/settings")
    page.get_by_role("button", name="Notify me on this device").click()
    page.get_by_text("It answered HTTP 403.").wait_for()


def test_a_browser_that_blocks_notifications_says_where_to_allow_them(
    browser: Chromium, server: Server
):
    with contextmanager(opened)(browser, server) as page:
        page.goto(f"{server.url}/settings")
        page.get_by_role("button", name="Notify me on this device").click()
        page.get_by_text("Allow them under the sign beside the address").wait_for()


def test_a_question_that_was_not_answered_may_be_asked_again(page: Page, server: Server):
    page.add_init_script("Notification.requestPermission = async () => 'default'")
    page.goto(f"{server.url}/settings")
    page.get_by_role("button", name="Notify me on this device").click()
    page.get_by_text("Press again, and choose Allow.").wait_for()
