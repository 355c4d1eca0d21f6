"""Pages that nobody sees hold no connection, but for one of them; seen again, each catches up."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.web.ui.chromium import Server, opened

_SEEN = """hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
_COUNTED = """
    window.lines = new Set();
    const Real = window.EventSource;
    window.EventSource = class extends Real {
        constructor(...args) { super(...args); window.lines.add(this); }
        close() { super.close(); window.lines.delete(this); }
    };
"""


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    yield from opened(browser, server, viewport={"width": 1280, "height": 800})


def look_at(page: Page, *, is_hidden: bool) -> None:
    page.evaluate(_SEEN, is_hidden)


def lines(pages: list[Page]) -> int:
    return sum(page.evaluate("window.lines.size") for page in pages)


def test_hidden_pages_share_one_connection_and_catch_up_when_they_are_seen(
    page: Page, server: Server
):
    context = page.context
    context.add_init_script(_COUNTED)
    pages = [context.new_page() for _ in range(3)]
    for one in pages:
        one.clock.install()
        one.goto(server.url)
    assert lines(pages) == 3
    for one in pages:
        look_at(one, is_hidden=True)
        one.clock.fast_forward(31_000)
    pages[0].wait_for_function("window.lines.size === 1")
    assert lines(pages) == 1
    server.command("add", "Wind the clock")
    for one in reversed(pages):
        look_at(one, is_hidden=False)
        one.clock.fast_forward(1_000)
        one.locator("#list", has_text="Wind the clock").wait_for()
    assert lines(pages) == 3
    look_at(pages[0], is_hidden=True)
    look_at(pages[0], is_hidden=False)
    pages[0].clock.fast_forward(31_000)
    assert lines(pages) == 3
