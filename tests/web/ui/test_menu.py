"""A row's menu: all that can be done with a task, by mouse, by key, by finger, and on a page of its own without a script."""

import html
import re

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient
from tests.web.ui.chromium import Server, obstacles, opened, shows

TASKS = "/api/v1/tasks"
HTMX = {"HX-Request": "true"}


def fill(site: TestClient) -> None:
    site.post(TASKS, json={"items": [{"title": title, "tags": ["x"]} for title in "ABC"]})


def menu_of(site: TestClient, ref: int, path: str) -> str:
    """The page that a click on the row's button leads to."""
    found = re.findall(rf'data-menu href="(/tasks/{ref}/menu[^"]*)"', site.get(path).text)
    return site.get(html.unescape(found[0])).text


def forms(page: str) -> list[tuple[str, dict[str, str]]]:
    """What each form of the page would send, with each of its buttons that write."""
    found = re.findall(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL)
    sent = []
    for action, inner in found:
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inner))
        for button in re.findall(r"<button([^>]*)>", inner):
            said = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', button))
            sent += [(action, fields | said)] if "preview" not in said else []
    return sent


def test_without_a_script_it_is_a_page_that_leads_back_to_the_list(here: TestClient) -> None:
    fill(here)
    page = menu_of(here, 2, "/?query=tag%3Ax")
    back = {"state": "open", "query": "tag:x"}
    day = ("/tasks/2", back)
    assert forms(page) == [
        *(("/tasks/2", back | {"day": day}) for day in ("today", "tomorrow", "monday")),
        day,
        ("/move", back | {"task": "2", "beside": "1", "where": "before"}),
        ("/move", back | {"task": "2", "beside": "3", "where": "after"}),
        ("/tasks/2/complete", back),
        ("/tasks/2/delete", back),
    ]
    for action, form in forms(page):
        asked = form if action != "/tasks/2" or "day" in form else form | {"day": "2026-12-24"}
        answer = here.post(action, data=asked)
        assert answer.headers["location"] == "/?state=open&query=tag%3Ax"
    assert [one["title"] for one in here.get(TASKS).json()["tasks"]] == ["A", "C"]
    assert here.get(f"{TASKS}/2").json()["due"] == "2026-12-24"
    changed = [one["sentence"] for one in here.get("/api/v1/changes").json()["changes"]]
    assert sum("place in the order" in sentence for sentence in changed) == 2
    assert 'href="/?state=open&amp;query=tag%3Ax">Back' in page


@pytest.mark.parametrize(
    ("path", "ref", "moves"),
    [
        ("/", 1, ["after"]),
        ("/", 3, ["before"]),
        ("/?query=sort:title", 2, []),
        ("/upcoming", 2, []),
    ],
)
def test_it_moves_a_task_only_where_there_is_another_in_the_list_s_order(
    here: TestClient, path: str, ref: int, moves: list[str]
) -> None:
    fill(here)
    here.patch(f"{TASKS}/2", json={"due": "2026-11-24"})
    page = menu_of(here, ref, path)
    assert [form["where"] for action, form in forms(page) if action == "/move"] == moves
    assert ('href="/upcoming">Back' in page) == (path == "/upcoming")


def test_it_leads_back_to_a_task_s_page_and_to_the_history(here: TestClient) -> None:
    fill(here)
    for asked, place in (({"on": "3"}, "/tasks/3"), ({"page": "history"}, "/history")):
        assert f'href="{place}">Back' in here.get("/tasks/2/menu", params=asked).text
        answer = here.post("/tasks/2", data=asked | {"day": "today"})
        assert answer.headers["location"] == place
        shown = here.post("/tasks/2", data=asked | {"day": "monday"}, headers=HTMX).text
        assert ("task-changes" in shown or "Changes, newest first" in shown) == (
            place == "/history"
        )


def test_of_a_task_that_is_not_there_is_none(here: TestClient) -> None:
    answer = here.get("/tasks/9/menu", headers=HTMX)
    assert (answer.status_code, "is-problem" in answer.text) == (404, True)


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_store_alike_however_long_the_list_is(
    here: TestClient, queries: list[str], count: int
) -> None:
    here.post(TASKS, json={"items": [{"title": "A"}] * count})
    queries.clear()
    assert here.get("/tasks/1/menu", params={"state": "open"}).status_code == 200
    assert len(queries) == 2


def test_a_key_opens_it_and_each_act_is_done_at_once(page: Page, server: Server) -> None:
    server.add("A", "B", "C")
    shows(page, "A", "B", "C")
    page.keyboard.press("j")
    page.keyboard.press(".")
    page.get_by_role("dialog", name="#1 A").wait_for()
    assert obstacles(page) == {}
    page.keyboard.press("Escape")
    page.locator("#menu").wait_for(state="hidden")
    page.keyboard.press(".")
    page.get_by_role("button", name="Move down", exact=True).click()
    shows(page, "B", "A", "C")
    page.get_by_role("link", name="More for C").click()
    page.fill("#menu-day", "2030-01-02")
    page.keyboard.press("Enter")
    page.locator("#task-3 .due", has_text="2 Jan 2030").wait_for()
    page.get_by_role("link", name="More for C").click()
    page.locator("#menu").wait_for()
    page.mouse.click(10, 10)
    page.locator("#menu").wait_for(state="hidden")
    page.get_by_role("link", name="More for C").click()
    page.locator("#menu").get_by_role("button", name="Delete", exact=True).click()
    page.locator("#confirm .danger").click()
    shows(page, "B", "A")
    assert page.locator("#menu[open]").count() == 0


def test_a_phone_s_rows_have_room_for_their_titles(browser: Browser, server: Server) -> None:
    server.add("Send the quarterly report to the accountant", "B")
    options = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    for page in opened(browser, server, **options):
        shows(page, "Send the quarterly report to the accountant", "B")
        title = page.locator("#task-1 .title").bounding_box()
        assert title
        assert title["width"] > 250
        for button in page.locator("#task-1 :is(a, button):visible:not([data-open])").all():
            box = button.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44
        page.get_by_role("link", name="More for B").tap()
        page.locator("#menu").get_by_role("link", name="Edit").tap()
        page.fill(".editing input[name=title]", "Other")
        page.get_by_role("button", name="Save").tap()
        shows(page, "Send the quarterly report to the accountant", "Other")
        page.goto(f"{server.url}/tasks/1/menu?on=upcoming")
        card = page.locator(".narrow").bounding_box()
        assert card
        assert card["x"] >= 12
        assert obstacles(page) == {}
