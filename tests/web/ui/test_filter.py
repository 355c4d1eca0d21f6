"""A filter that isn't understood is marked where it is wrong, and what was written stays."""

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient
from tests.web.ui.chromium import Server, obstacles, shows

API = "/api/v1"


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("milk due:blursday tag:home", "milk <mark>due:blursday</mark> tag:home"),
        ("milk sort:colour x", "milk <mark>sort:colour</mark> x"),
        ("<b> is:redy", "&lt;b&gt; <mark>is:redy</mark>"),
    ],
)
def test_the_wrong_part_of_a_filter_is_marked(here: TestClient, query: str, marked: str) -> None:
    page = here.get("/", params={"query": query})
    assert page.status_code == 200
    assert f"<code>{marked}</code>" in page.text
    assert 'aria-invalid="true"' in page.text
    assert "open tasks with" not in page.text


def test_what_is_wrong_elsewhere_is_said_without_a_mark(here: TestClient) -> None:
    for wanted in ({"query": "x" * 5000}, {"query": "filter:Gone"}, {"cursor": "?"}):
        page = here.get("/", params=wanted).text
        assert "This filter isn&#39;t understood" in page
        assert "<mark>" not in page


def test_the_mark_follows_what_is_typed(page: Page, server: Server) -> None:
    server.add("Milk")
    shows(page, "Milk")
    page.fill("#search", "milk is:redy")
    page.wait_for_selector("mark:text-is('is:redy')")
    assert "Did you mean ready" in page.locator("#filter-problem").inner_text()
    assert page.input_value("#search") == "milk is:redy"
    assert obstacles(page) == {}
    page.fill("#search", "milk")
    shows(page, "Milk")
    assert page.locator("mark").count() == 0


def test_what_can_be_asked_is_told_and_a_search_is_saved(page: Page, server: Server) -> None:
    server.add("Milk", "Bread")
    page.goto(f"{server.url}/?query=milk")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("dialog", name="What can be asked").wait_for()
    assert obstacles(page) == {}
    page.get_by_role("button", name="Close").click()
    page.locator("#filters").wait_for(state="hidden")
    page.get_by_role("button", name="Filters").click()
    page.fill("#filter-name", "Shopping")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects")
    page.goto(server.url)
    page.get_by_role("link", name="Shopping").click()
    shows(page, "Milk")
