"""Several tasks at once: ticked, and acted on by one form, as one change."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient
from tests.web.ui.chromium import Server, obstacles, opened, shows

API = "/api/v1"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def site(here: TestClient) -> TestClient:
    """A project, and three tasks with a subtask under the first."""
    here.post(f"{API}/projects", json={"name": "Flat"})
    subtask = {"title": "Note the number"}
    items = [{"title": "Rent", "subtasks": [subtask]}, {"title": "Lamps", "tags": ["dark"]}]
    here.post(f"{API}/tasks", json={"items": items})
    return here


def act(site: TestClient, act: str, *refs: int, **fields: Any) -> Any:
    form = {"act": act, "task": [str(ref) for ref in refs], **fields}
    return site.post("/bulk", data=form)


def listed(site: TestClient, **wanted: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.get(f"{API}/tasks", params=wanted).json()["tasks"]
    return found


def test_all_that_are_ticked_are_changed_as_one(site: TestClient) -> None:
    answer = act(
        site, "change", 1, 2, 3, project="Flat", priority="1", due="2026-12-01",
        add_tags="home, errand", remove_tags="dark", query="lamps",
    )  # fmt: skip
    assert (answer.status_code, answer.headers["location"]) == (303, "/?state=open&query=lamps")
    for task in listed(site):
        assert (task["project"], task["priority"]) == ("Flat", 1)
        assert (task["due"], sorted(task["tags"])) == ("2026-12-01", ["errand", "home"])
    act(site, "change", 1, 3, due="none")
    assert [task["due"] for task in listed(site)] == [None, "2026-12-01", None]
    last = site.get(f"{API}/changes").json()["changes"][0]["number"]
    site.post(f"/changes/{last}/undo")
    site.post(f"/changes/{last - 1}/undo")
    assert {task["project"] for task in listed(site)} == {"Inbox"}
    assert [task["tags"] for task in listed(site)] == [[], [], ["dark"]]


def test_all_that_are_ticked_are_completed_reopened_deleted_and_restored(
    site: TestClient,
) -> None:
    act(site, "complete", 1, 2, 3)
    assert len(listed(site, state="done")) == 3
    assert act(site, "reopen", 1, 2, 3, state="done").headers["location"] == "/?state=done"
    act(site, "delete", 1, 3)
    assert listed(site) == []
    act(site, "restore", 1, 3, state="deleted")
    assert len(listed(site)) == 3


def test_a_script_gets_the_list_one_notice_and_the_end_of_the_selection(
    site: TestClient,
) -> None:
    form = {"act": "delete", "task": ["1", "3"], "state": "open"}
    answer = site.post("/bulk", data=form, headers=HTMX)
    assert answer.headers["hx-trigger"] == "acted"
    assert answer.text.count("data-undo") == 1
    assert "Deleted" in answer.text


@pytest.mark.parametrize(
    ("wanted", "refs", "fields", "status"),
    [
        ("change", [], {"priority": "1"}, 422),
        ("change", [1], {}, 422),
        ("change", [1, 99], {"priority": "1"}, 404),
        ("complete", [1], {}, 409),
        ("fly", [1], {}, 404),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_done(
    site: TestClient, wanted: str, refs: list[int], fields: dict[str, str], status: int
) -> None:
    answer = act(site, wanted, *refs, **fields)
    assert answer.status_code == status
    assert "hx-trigger" not in answer.headers
    assert len(site.get(f"{API}/changes").json()["changes"]) == 2


def test_without_a_script_the_boxes_are_on_a_page_of_their_own(site: TestClient) -> None:
    assert 'href="/?state=open&amp;query=p4&amp;select=on"' in site.get("/?query=p4").text
    assert 'id="main" class="is-selecting"' in site.get("/?select=on").text


def test_tasks_are_selected_and_acted_on_by_keyboard_and_mouse(page: Page, server: Server) -> None:
    server.add("One", "Two", "Three", "Four")
    shows(page, "One", "Two", "Three", "Four")
    keys = page.keyboard
    for key in ("j", "x", "j", "j", "X"):
        keys.press(key)
    page.wait_for_selector("text=3 selected")
    assert obstacles(page) == {}
    server.add("Five")
    shows(page, "One", "Two", "Three", "Four", "Five")
    assert page.locator(".pick input:checked").count() == 3
    page.get_by_role("button", name="Complete", exact=True).click()
    shows(page, "Four", "Five")
    assert page.locator("#bulk").is_hidden()
    keys.press("u")
    shows(page, "One", "Two", "Three", "Four", "Five")
    keys.press("A")
    page.wait_for_selector("text=5 selected")
    page.get_by_text("Change…").click()
    page.fill("#bulk-tag", "home")
    keys.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.facts').length === 5")
    keys.press("j")
    keys.press("x")
    keys.press("Escape")
    assert page.locator("#bulk").is_hidden()


def test_a_phone_selects_a_range_and_deletes_it_after_asking(
    browser: Browser, server: Server
) -> None:
    server.add("One", "Two", "Three")
    options = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    for page in opened(browser, server, color_scheme="dark", **options):
        page.get_by_role("link", name="Select", exact=True).tap()
        page.get_by_label("Select One").tap()
        page.get_by_label("Select Three").click(modifiers=["Shift"])
        page.wait_for_selector("text=3 selected")
        page.get_by_label("Select Two").tap()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert obstacles(page) == {}
        page.get_by_role("button", name="Delete", exact=True).tap()
        page.wait_for_selector("text=Put 2 tasks into the trash?")
        page.locator("#confirm-yes").tap()
        shows(page, "Two")


def test_all_that_a_page_shows_is_selected_and_changed_as_one(page: Page, server: Server) -> None:
    for start in (0, 50, 100):
        server.add(*(f"Task {n}" for n in range(start, start + 50)))
    page.reload()
    page.keyboard.press("A")
    page.wait_for_selector("text=100 selected")
    page.get_by_role("button", name="Complete", exact=True).click()
    shows(page, *(f"Task {n}" for n in range(100, 150)))
    page.keyboard.press("u")
    page.wait_for_function("() => document.querySelectorAll('.task').length === 100")
