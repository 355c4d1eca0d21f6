"""The page of what comes: what is overdue, then two weeks by day; keys move a task to another day."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient
from tests.conftest import Clock
from tests.web.ui.chromium import Server, finger, middle, obstacles, opened, shows

from watchbill.services.bundle import Services

TASKS = "/api/v1/tasks"
HTMX = {"HX-Request": "true"}


def fill(site: TestClient, *dues: str | None) -> None:
    items = [{"title": f"Task {at}", "due": due} for at, due in enumerate(dues, start=1)]
    site.post(TASKS, json={"items": items})


def due_of(site: TestClient, ref: int) -> Any:
    return site.get(f"{TASKS}/{ref}").json()["due"]


def by_day(page: str) -> dict[str, list[str]]:
    """The titles under each heading."""
    return {
        head: re.findall(r'data-open href="[^"]*">([^<]+)<', part)
        for head, part in re.findall(r"<h2[^>]*>([^<]+)</h2>(.*?)</section>", page, re.DOTALL)
    }


def filled(page: str) -> dict[str, list[str]]:
    return {head: titles for head, titles in by_day(page).items() if titles}


def test_what_is_overdue_stands_above_two_weeks_day_by_day(here: TestClient) -> None:
    fill(
        here, "2026-11-20", "2026-11-24", "2026-11-24T11:00[UTC]", "2026-11-24T13:00[UTC]",
        "2026-11-25", "2026-12-07", "2026-12-08", None,
    )  # fmt: skip
    page = here.get("/upcoming").text
    assert filled(page) == {
        "Overdue": ["Task 1", "Task 3"],
        "Today, Tuesday 24 November": ["Task 2", "Task 4"],
        "Tomorrow, Wednesday 25 November": ["Task 5"],
        "Monday 7 December": ["Task 6"],
    }
    assert "2 overdue, 4 due in these two weeks" in page
    assert (len(by_day(page)), page.count("Nothing due")) == (15, 11)
    assert "Two weeks earlier" not in page
    later = here.get("/upcoming?from=2026-12-08").text
    assert filled(later) == {"Tuesday 8 December": ["Task 7"]}
    assert 'href="/upcoming?from=2026-11-24">Two weeks earlier' in later
    assert "Friday 1 January 2027" in here.get("/upcoming?from=2026-12-22").text
    assert 'href="/upcoming"' in here.get("/").text


@pytest.mark.parametrize("start", ["soon", "2026-11-23", "9998-12-31", "2026-02-30"])
def test_a_day_that_is_none_or_gone_is_today(here: TestClient, start: str) -> None:
    fill(here, "2026-11-24")
    page = here.get("/upcoming", params={"from": start}).text
    assert filled(page) == {"Today, Tuesday 24 November": ["Task 1"]}


def test_days_are_those_of_whoever_looks(here: TestClient, services: Services) -> None:
    services.users.set_time_zone(services.users.owner(), "Pacific/Auckland")
    fill(here, "2026-11-24", "2026-11-25", "2026-11-25T12:00[UTC]")
    assert filled(here.get("/upcoming").text) == {
        "Overdue": ["Task 1"],
        "Today, Wednesday 25 November": ["Task 2"],
        "Tomorrow, Thursday 26 November": ["Task 3"],
    }
    here.post("/tasks/3", data={"day": "today"})
    assert due_of(here, 3) == "2026-11-24T12:00:00+00:00[UTC]"


def test_of_very_many_the_first_are_shown_and_all_are_a_click_away(here: TestClient) -> None:
    for due in ("2026-11-01", "2026-11-30"):
        for _ in range(5):
            fill(here, *[due] * 41)
    page = here.get("/upcoming").text
    assert {head: len(found) for head, found in filled(page).items()} == {
        "Overdue": 200,
        "Monday 30 November": 200,
    }
    links = re.findall(r'<p class="more"><a href="([^"]+)">', page)
    counts = [re.search(r">(\d+) open tasks", here.get(link).text) for link in links]
    assert [found and found[1] for found in counts] == ["205", "205"]


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_store_alike_for_one_task_and_for_three(
    here: TestClient, queries: list[str], count: int
) -> None:
    for due in ["2026-11-20", "2026-11-25"] * count:
        here.post(TASKS, json={"title": "Milk", "due": due, "tags": ["home"]})
    here.get("/upcoming")
    queries.clear()
    here.get("/upcoming")
    assert len(queries) == 6


@pytest.mark.parametrize(
    ("old", "day", "new"),
    [
        (None, "today", "2026-11-24"),
        ("2026-11-20", "tomorrow", "2026-11-25"),
        ("2026-12-24", "monday", "2026-11-30"),
        (
            "2026-11-20T17:00[Europe/Berlin]",
            "today",
            "2026-11-24T17:00:00+01:00[Europe/Berlin]",
        ),
        # 1:00 in Tokyo is the day before for who looks from UTC.
        ("2026-11-27T01:00[Asia/Tokyo]", "tomorrow", "2026-11-26T01:00:00+09:00[Asia/Tokyo]"),
    ],
)
def test_another_day_keeps_the_time_and_its_zone(
    here: TestClient, old: str | None, day: str, new: str
) -> None:
    fill(here, old)
    form = {"day": day, "on": "upcoming"}
    answer = here.post("/tasks/1", data=form, headers=HTMX)
    assert due_of(here, 1) == new
    assert answer.text.count("data-undo") == 1
    assert list(filled(answer.text).values()) == [["Task 1"]]
    last = here.get("/api/v1/changes").json()["changes"][0]["number"]
    answer = here.post(f"/changes/{last}/undo", data={"on": "upcoming"}, headers=HTMX)
    assert "<h2" in answer.text
    assert (due_of(here, 1) or "")[:16] == (old or "")[:16]


@pytest.mark.parametrize(
    ("day", "new"),
    [("2026-12-24", "2026-12-24"), ("next friday", "2026-12-04"), ("", "2026-11-20")],
)
def test_any_day_can_be_said(here: TestClient, day: str, new: str) -> None:
    fill(here, "2026-11-20")
    here.post("/tasks/1", data={"day": day, "on": "upcoming"})
    assert due_of(here, 1) == new


@pytest.mark.parametrize(
    ("line", "day", "due"),
    [
        ("Buy lamps", "2026-11-28", "2026-11-28"),
        ("Buy lamps friday", "2026-11-28", "2026-11-27"),
        ("Wind the clock every friday", "2026-11-28", "2026-11-27"),
        ("Buy lamps", "", None),
    ],
)
def test_what_is_added_is_due_on_the_day_chosen_unless_it_says_when(
    here: TestClient, line: str, day: str, due: str | None
) -> None:
    form = {"title": line, "day": day, "on": "upcoming:2026-11-26"}
    answer = here.post("/tasks", data=form)
    assert answer.headers["location"] == "/upcoming?from=2026-11-26"
    assert due_of(here, 1) == due


def test_a_line_that_is_refused_is_kept_with_its_day(here: TestClient) -> None:
    form = {"title": "x" * 256, "day": "2026-11-28", "on": "upcoming"}
    for changed in ({}, {"title": "Milk", "day": "doomsday"}):
        answer = here.post("/tasks", data=form | changed)
        assert (answer.status_code, by_day(answer.text) != {}) == (422, True)
        assert f'value="{(form | changed)["title"]}"' in answer.text
    chosen = here.get("/upcoming?day=2026-11-28#add-title").text
    assert '<option value="2026-11-28" selected>' in chosen
    assert 'href="/upcoming?from=2026-12-08&amp;day=2026-12-09#add-title"' in (
        here.get("/upcoming?from=2026-12-08").text
    )
    assert here.get(f"{TASKS}").json()["tasks"] == []


def test_on_a_monday_next_week_begins_a_week_later(here: TestClient, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    fill(here, "2026-11-30")
    here.post("/tasks/1", data={"day": "monday"})
    assert due_of(here, 1) == "2026-12-07"


def test_another_word_and_another_s_task_change_nothing(here: TestClient) -> None:
    fill(here, "2026-11-30")
    assert here.post("/tasks/1", data={"day": "doomsday"}).status_code == 422
    assert here.post("/tasks/9", data={"day": "today"}).status_code == 404
    assert due_of(here, 1) == "2026-11-30"


def test_without_a_script_the_forms_of_the_rows_lead_back_to_the_page(here: TestClient) -> None:
    fill(here, "2026-11-25", "2026-12-09")
    page = here.get("/upcoming?from=2026-12-08").text
    [on] = set(re.findall(r'name="on" value="(upcoming[^"]*)"', page))
    answer = here.post("/tasks/2/complete", data={"state": "open", "on": on})
    assert (answer.status_code, answer.headers["location"]) == (303, "/upcoming?from=2026-12-08")
    edit = re.findall(r'data-edit href="([^"]+)"', page)[0]
    form = here.get(edit).text
    assert 'data-cancel href="/upcoming?from=2026-12-08"' in form
    [kept] = re.findall(r'name="on" value="([^"]*)"', form)
    saved = {"title": "Other", "was-title": "Task 2", "on": kept}
    answer = here.post("/tasks/2", data=saved)
    assert answer.headers["location"] == "/upcoming?from=2026-12-08"
    answer = here.post("/tasks/1/delete", data={"state": "open", "on": "upcoming"})
    assert answer.headers["location"] == "/upcoming"
    assert filled(here.get("/upcoming").text) == {}


def stands(page: Page, ref: int, heading: str) -> None:
    page.locator(f".day:has-text('{heading}') #task-{ref}").wait_for()


def test_keys_move_a_task_to_another_day_and_back(page: Page, server: Server) -> None:
    today = datetime.now(UTC).date()
    for title, days in (("Late", -3), ("Soon", 0), ("Last", 0)):
        server.post("/tasks", {"title": title, "due": str(today + timedelta(days))})
    page.get_by_role("link", name="Upcoming").click()
    shows(page, "Late", "Soon", "Last")
    assert obstacles(page) == {}
    page.keyboard.press("j")
    for key, heading in (("w", "Monday"), ("t", "Today"), ("m", "Tomorrow"), ("u", "Today")):
        page.keyboard.press(key)
        stands(page, 1, heading)
        assert page.locator(".task:focus").get_attribute("id") == "task-1"
    server.command("add", "Elsewhere", "--due", "today")
    shows(page, "Late", "Soon", "Last", "Elsewhere")


def test_a_row_is_completed_and_edited_on_the_page(page: Page, server: Server) -> None:
    today = datetime.now(UTC).date()
    far = today + timedelta(20)
    for title, due in (("Soon", today), ("Next", today), ("Far", far)):
        server.post("/tasks", {"title": title, "due": str(due)})
    page.get_by_role("link", name="Upcoming").click()
    shows(page, "Soon", "Next")
    page.locator("#task-1").focus()
    page.keyboard.press("d")
    shows(page, "Next")
    page.locator("#task-2").focus()
    page.keyboard.press("e")
    page.locator("[data-cancel]").click()
    page.locator("[data-cancel]").wait_for(state="detached")
    stands(page, 2, "Today")
    page.locator("#task-2").focus()
    page.keyboard.press("e")
    page.fill("input[name=due]", str(far + timedelta(1)))
    page.keyboard.press("Enter")
    shows(page)
    page.get_by_role("link", name="The next two weeks").click()
    shows(page, "Far", "Next")


def hold_over(page: Page, ref: int, day: str) -> None:
    """Take the task with the mouse, as far as that day; it isn't let go."""
    page.locator(f"#task-{ref} [data-open]").hover()
    page.mouse.down()
    box = page.locator(day).bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 10, steps=5)
    page.locator(f"{day}.drops-in").wait_for()


def test_a_task_is_added_and_dragged_to_another_day(page: Page, server: Server) -> None:
    today = datetime.now(UTC).date()
    goal = today + timedelta(3)
    server.post("/tasks", {"title": "Late", "due": str(today - timedelta(3))})
    page.get_by_role("link", name="Upcoming").click()
    shows(page, "Late")
    page.locator(f".day[data-day='{goal}'] [data-adds]").click()
    page.keyboard.type("Lamps p1")
    page.locator(".chip", has_text="p1").wait_for()
    page.keyboard.press("Enter")
    page.locator(f".day[data-day='{goal}'] #task-2").wait_for()
    page.wait_for_function("() => document.querySelector('#add-title').value === ''")
    empty = f".day[data-day='{goal - timedelta(1)}']"
    hold_over(page, 1, empty)
    page.mouse.up()
    page.locator(".toast", has_text="Made #1").wait_for()
    page.locator(f"{empty} #task-1").wait_for()
    assert page.locator("#announcer").inner_text().startswith("Now on ")
    page.keyboard.press("u")
    page.locator("[aria-labelledby=overdue] #task-1").wait_for()
    hold_over(page, 1, empty)
    server.post("/tasks/1/complete")
    server.post("/tasks/2/complete")
    page.mouse.up()
    shows(page)


def test_a_phone_shows_it_in_the_dark(browser: Browser, server: Server) -> None:
    server.post("/tasks", {"title": "A long title " * 8, "due": "2020-01-01"})
    options = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    for page in opened(browser, server, color_scheme="dark", **options):
        page.get_by_role("link", name="Upcoming").tap()
        page.get_by_role("heading", name="Overdue").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert obstacles(page) == {}
        page.get_by_role("link", name="More for A long title").tap()
        page.get_by_role("button", name="Tomorrow").wait_for()
        assert obstacles(page) == {}
        page.get_by_role("button", name="Tomorrow").tap()
        stands(page, 1, "Tomorrow")
        assert page.locator("#menu[open]").count() == 0
        told = page.context.new_cdp_session(page)
        page.locator(".is-empty").nth(1).scroll_into_view_if_needed()
        x, y = middle(page, "#task-1 .grip")
        goal = page.locator(".is-empty").nth(1).bounding_box()
        assert goal
        finger(told, "Start", (x, y))
        for step in range(1, 6):
            finger(told, "Move", (x, y + (goal["y"] + 12 - y) * step / 5))
        page.locator(".drops-in").wait_for()
        finger(told, "End")
        page.locator(".toast", has_text="Made #1").wait_for()
        page.locator("[data-day]:nth-of-type(3) #task-1").wait_for()
