"""The order of the list: rows are dragged by mouse or by a finger on the grip, and moved by keys; what is refused goes back."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient
from tests.web.ui.chromium import Server, finger, middle, obstacles, opened, shows

TASKS = "/api/v1/tasks"
HTMX = {"HX-Request": "true"}


def titles(site: TestClient, query: str = "") -> list[str]:
    found: list[dict[str, Any]] = site.get(TASKS, params={"query": query}).json()["tasks"]
    return [one["title"] for one in found]


def fill(site: TestClient) -> None:
    items = [{"title": title, "tags": ["x"] * (title != "B")} for title in "ABCD"]
    site.post(TASKS, json={"items": items})


@pytest.mark.parametrize(
    ("task", "beside", "where", "order"),
    [
        ("4", "1", "before", ["D", "A", "B", "C"]),
        ("1", "3", "after", ["B", "C", "A", "D"]),
        ("2", "1", "after", ["A", "B", "C", "D"]),
    ],
)
def test_a_task_goes_beside_another(
    here: TestClient, task: str, beside: str, where: str, order: list[str]
) -> None:
    fill(here)
    form = {"task": task, "beside": beside, "where": where, "state": "open", "query": "tag:x"}
    answer = here.post("/move", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?state=open&query=tag%3Ax")
    assert titles(here) == order
    shown = here.post("/move", data=form, headers=HTMX).text
    assert "Nothing to change" in shown
    assert "with “tag:x”" in shown


@pytest.mark.parametrize(("task", "beside"), [("1", "1"), ("1", ""), ("1", "9"), ("", "1")])
def test_a_place_that_is_none_is_refused(here: TestClient, task: str, beside: str) -> None:
    fill(here)
    answer = here.post("/move", data={"task": task, "beside": beside}, headers=HTMX)
    assert answer.status_code in (404, 422)
    assert "is-problem" in answer.text
    assert "<ul" not in answer.text
    assert titles(here) == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("asked", "is_movable"),
    [
        ({}, True),
        ({"query": "tag:x"}, True),
        ({"query": "sort:position"}, True),
        ({"query": "sort:due"}, False),
        ({"query": "a"}, False),
        ({"state": "done"}, False),
        ({"state": "deleted"}, False),
    ],
)
def test_grips_are_there_where_the_list_has_its_own_order(
    here: TestClient, asked: dict[str, str], *, is_movable: bool
) -> None:
    fill(here)
    here.post(f"{TASKS}/3/complete")
    here.request("DELETE", f"{TASKS}/4")
    for path in ("/", "/list"):
        page = here.get(path, params=asked).text
        assert "#1" in page or "#3" in page or "#4" in page
        assert (("data-moves" in page), (' grip"' in page)) == (is_movable, is_movable)


def test_the_second_page_of_a_long_list_is_as_it_is(here: TestClient) -> None:
    for _ in range(3):
        here.post(TASKS, json={"items": [{"title": "A"}] * 34})
    page = here.get("/").text
    assert "data-moves" in page
    following = page.partition('class="more"')[2].partition('href="')[2].partition('"')[0]
    assert "data-moves" not in here.get(following.replace("&amp;", "&")).text


def kept(page: Page, *order: str) -> None:
    """Shown so, and written so."""
    shows(page, *order)
    page.wait_for_function(
        "async order => JSON.stringify((await (await fetch('/api/v1/tasks')).json())"
        ".tasks.map(one => one.title)) === JSON.stringify(order)",
        arg=list(order),
    )


def take(page: Page, ref: int, beside: int, *, below: bool) -> None:
    """With the mouse, not let go yet."""
    page.mouse.move(*middle(page, f"#task-{ref} [data-open]"))
    page.mouse.down()
    x, y = middle(page, f"#task-{beside}")
    page.mouse.move(x, y + (8 if below else -8), steps=5)
    page.locator(".drops-after, .drops-before").wait_for()


def test_a_row_is_dragged_and_nothing_tears_it_from_the_hand(page: Page, server: Server) -> None:
    server.add("A", "B", "C")
    shows(page, "A", "B", "C")
    take(page, 1, 3, below=True)
    server.post("/tasks", {"title": "D"})
    with page.expect_response("**/list**"):  # what came meanwhile is asked for when it is let go
        assert page.locator(".task").count() == 3
        page.keyboard.press("Escape")
    shows(page, "A", "B", "C", "D")
    page.mouse.up()
    take(page, 1, 3, below=True)
    page.mouse.up()
    kept(page, "B", "C", "A", "D")
    assert page.url == f"{server.url}/", "letting go isn't a click on the title"
    page.click("#toast [data-undo]")
    kept(page, "A", "B", "C", "D")
    take(page, 3, 2, below=False)
    server.post("/tasks/2/complete")
    page.mouse.up()
    kept(page, "A", "C", "D")
    page.mouse.move(*middle(page, "#task-1 .grip"))
    page.mouse.down()
    page.mouse.move(5, 5)
    page.mouse.move(*middle(page, "#task-1 .grip"), steps=3)
    page.mouse.up()
    kept(page, "A", "C", "D")
    assert page.locator(".is-held, .drops-before, .drops-after").count() == 0


def test_keys_move_a_row_as_fast_as_they_are_pressed(page: Page, server: Server) -> None:
    server.add("A", "B", "C", "D")
    shows(page, "A", "B", "C", "D")
    page.keyboard.press("j")
    for key in ("Down", "Down", "Down", "Down", "Up"):
        page.keyboard.press(f"Alt+Arrow{key}")
    kept(page, "B", "C", "A", "D")
    assert page.locator(".task:focus").get_attribute("id") == "task-1"
    page.keyboard.press("Alt+ArrowUp")
    assert page.locator("#announcer").inner_text() == "A: now 2 of 4."
    kept(page, "B", "A", "C", "D")
    assert obstacles(page) == {}


def test_subtasks_move_among_their_own(page: Page, server: Server) -> None:
    hull = {"title": "Hull", "subtasks": [{"title": "Scrape"}, {"title": "Paint"}]}
    server.post("/tasks", {"title": "Boat", "subtasks": [hull, {"title": "Sail"}]})
    page.goto(f"{server.url}/tasks/1")
    shows(page, "Hull", "Scrape", "Paint", "Sail")
    page.locator("#part-3").focus()
    for _ in range(2):
        page.keyboard.press("Alt+ArrowDown")
    assert page.locator("#announcer").inner_text() == "It is the last already."
    shows(page, "Hull", "Paint", "Scrape", "Sail")
    page.mouse.move(*middle(page, "#part-5 .grip"))
    page.mouse.down()
    page.mouse.move(*middle(page, "#part-4 .title"), steps=5)
    page.locator(".drops-before, .drops-after").wait_for(state="detached")
    x, y = middle(page, "#part-2")
    page.mouse.move(x, y - 8, steps=5)
    page.locator("#part-2.drops-before").wait_for()
    page.mouse.up()
    shows(page, "Sail", "Hull", "Paint", "Scrape")
    page.locator(".toast", has_text="#5 “Sail”").wait_for()
    page.keyboard.press("u")
    shows(page, "Hull", "Paint", "Scrape", "Sail")
    assert obstacles(page) == {}


def test_what_is_refused_goes_back(browser: Browser, server: Server) -> None:
    server.add("A", "B", "C")
    page = browser.new_page(base_url=server.url)  # its console complains, rightly
    page.goto("/")
    shows(page, "A", "B", "C")
    page.keyboard.press("j")
    page.route("**/move", lambda route: route.abort())
    page.keyboard.press("Alt+ArrowDown")
    page.locator(".toast.is-problem", has_text="be reached").wait_for()
    kept(page, "A", "B", "C")
    page.unroute("**/move")
    page.route("**/move", lambda route: route.continue_(post_data="task=1&beside=99"))
    page.keyboard.press("Alt+ArrowDown")
    page.locator(".toast.is-problem", has_text="#99").wait_for()
    kept(page, "A", "B", "C")
    page.close()


def test_a_finger_drags_by_the_grip_and_scrolls_by_the_row(
    browser: Browser, server: Server
) -> None:
    server.add(*(f"Task {n}" for n in range(1, 21)))
    options = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
    for page in opened(browser, server, color_scheme="dark", **options):
        told = page.context.new_cdp_session(page)
        start, goal = middle(page, "#task-1 .grip"), middle(page, "#task-3")
        finger(told, "Start", start)
        for step in range(1, 6):
            finger(told, "Move", (start[0], start[1] + (goal[1] + 8 - start[1]) * step / 5))
        page.locator("#task-4.drops-before").wait_for()
        finger(told, "End")
        kept(page, "Task 2", "Task 3", "Task 1", *(f"Task {n}" for n in range(4, 21)))
        assert page.evaluate("scrollY") == 0
        start = middle(page, "#task-3 .title")
        finger(told, "Start", start)
        for way in range(20, 200, 20):
            finger(told, "Move", (start[0], start[1] - way))
        finger(told, "End")
        page.wait_for_function("scrollY > 0")
        assert page.locator(".is-held").count() == 0
