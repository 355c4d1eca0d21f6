"""Reviewing in a real browser: what waits is seen on every page at once, and decided by keyboard alone."""

import json
import urllib.request

import pytest
from playwright.sync_api import Page
from tests.web.ui.chromium import Server, obstacles


@pytest.fixture
def propose(server: Server):
    """An agent that may only propose to add tasks."""
    token = server.post("/tokens", {"name": "pal", "mode": "propose"})["token"]

    def add(*titles: str) -> None:
        body = json.dumps({"items": [{"title": title} for title in titles]}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        asked = urllib.request.Request(f"{server.url}/api/v1/tasks", body, headers, method="POST")
        urllib.request.urlopen(asked).close()

    return add


def test_how_many_wait_shows_on_every_page_as_it_changes(
    page: Page, server: Server, propose
) -> None:
    badge = page.locator("#waiting")
    assert badge.is_hidden()
    propose("Milk")
    badge.get_by_text("1").wait_for(timeout=2_000)
    page.goto(f"{server.url}/people")
    badge.get_by_text("1").wait_for()
    propose("Eggs")
    badge.get_by_text("2").wait_for(timeout=2_000)
    for number in (1, 2):
        server.post(f"/proposals/{number}/decline")
    badge.wait_for(state="hidden", timeout=2_000)


def test_the_review_shows_what_comes_but_nothing_moves_under_who_is_at_work(
    page: Page, server: Server, propose
) -> None:
    page.goto(f"{server.url}/review")
    propose("Milk", "Eggs")
    card = page.locator("#proposal-1")
    card.wait_for(timeout=2_000)
    card.get_by_label("Eggs").check()
    propose("Ham")
    page.locator("#waiting").get_by_text("2").wait_for(timeout=2_000)
    assert page.locator("#proposal-2").count() == 0
    assert card.get_by_label("Eggs").is_checked()


def test_some_of_it_is_accepted_by_keyboard_alone(page: Page, server: Server, propose) -> None:
    propose("Milk", "Eggs")
    page.goto(f"{server.url}/review")
    assert obstacles(page) == {}
    page.locator("#proposal-1 input[name=task]").first.focus()
    for key in ("Space", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
    focused = page.locator(":focus")
    assert focused.get_attribute("aria-label") == "Accept ticked of proposal 1"
    page.keyboard.press("Enter")
    page.get_by_text("partly accepted by owner").wait_for()
    page.goto(server.url)
    assert page.locator(".task .title").all_inner_texts() == ["#1Milk"]
