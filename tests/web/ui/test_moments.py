"""Moments on a page stand as the reader's own clock has them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page
from tests.web.ui.chromium import Server, opened

TOKYO = "Asia/Tokyo"


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    viewport = {"width": 1280, "height": 800}
    yield from opened(browser, server, viewport=viewport, timezone_id=TOKYO)


def test_when_something_was_changed_is_told_by_the_reader_s_clock(page: Page, server: Server):
    server.command("add", "Milk")
    page.goto(f"{server.url}/history")
    moment = page.locator(".changes time")
    at = datetime.fromisoformat(moment.get_attribute("datetime") or "").astimezone(ZoneInfo(TOKYO))
    assert (moment.get_attribute("title") or "").endswith(" UTC")
    older = f"{at.day} {at:%b} {at.year}"
    for days, said in ((0, "today"), (1, "yesterday"), (-1, "tomorrow"), (400, older)):
        page.clock.set_fixed_time(at + timedelta(days=days))
        page.reload()
        page.locator(".changes time", has_text=f"{said} {at:%H:%M}").wait_for()
    near = at - timedelta(days=5 if at.day > 5 else -5)
    page.clock.set_fixed_time(near)
    page.reload()
    page.locator(".changes time", has_text=f"{at:%a} {at.day} {at:%b} {at:%H:%M}").wait_for()


def test_what_comes_while_the_page_is_open_is_told_alike(page: Page, server: Server):
    page.goto(f"{server.url}/history")
    server.command("add", "Bread")
    page.locator(".changes time[title$=UTC]").wait_for()
