"""The page of projects, saved filters and tags."""

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient
from tests.web.ui.chromium import Server, obstacles

API = "/api/v1"
PARTIAL = {"hx-request": "true"}


def send(page: TestClient, act: str, **form: str) -> None:
    answer = page.post(f"/projects/{act}", data=form)
    assert (answer.status_code, answer.headers.get("location")) == (303, "/projects")


def test_projects_are_made_ordered_coloured_archived_and_deleted(here: TestClient) -> None:
    send(here, "add-project", name="Flat", coloured="on", colour="#1e90ff")
    send(here, "add-project", name="Boat", colour="#000000")
    send(here, "move-project", of="Boat", after="Inbox")
    found = here.get(f"{API}/projects").json()["projects"]
    assert [(one["name"], one["colour"]) for one in found] == [("Boat", None), ("Flat", "#1e90ff")]
    here.post(f"{API}/tasks", json={"title": "Late", "project": "Flat", "due": "2020-01-01"})
    here.post(f"{API}/tasks", json={"title": "Now", "project": "Flat", "due": "2026-11-24"})
    assert "2 open · 1 overdue · 1 today" in here.get("/projects").text
    send(here, "save-project", of="Boat", name="Ship", coloured="on", colour="#ff0000")
    send(here, "save-project", of="Flat", name="Flat", colour="#1e90ff")
    send(here, "archive-project", of="Flat")
    assert "· archived" in here.get("/projects").text
    send(here, "unarchive-project", of="Flat")
    send(here, "delete-project", of="Flat")
    [ship] = here.get(f"{API}/projects").json()["projects"]
    assert (ship["name"], ship["colour"]) == ("Ship", "#ff0000")


def test_tags_and_filters_are_made_changed_and_deleted(here: TestClient) -> None:
    send(here, "add-tag", name="home", coloured="on", colour="#1e90ff")
    send(here, "save-tag", of="home", name="house")
    send(here, "archive-tag", of="house")
    send(here, "unarchive-tag", of="house")
    [tag] = here.get(f"{API}/tags").json()["tags"]
    assert (tag["name"], tag["colour"], tag["archived"]) == ("house", None, False)
    send(here, "delete-tag", of="house")
    send(here, "add-filter", name="Loud", query="p1")
    send(here, "save-filter", of="Loud", name="Louder", query="p1 or p2")
    [filter] = here.get(f"{API}/filters").json()["filters"]
    assert (filter["name"], filter["query"]) == ("Louder", "p1 or p2")
    assert ">Louder<" in here.get("/").text
    send(here, "delete-filter", of="Louder")
    assert here.get(f"{API}/filters").json()["filters"] == []


@pytest.mark.parametrize(
    ("act", "form", "status"),
    [
        ("add-filter", {"name": "Bad", "query": "due:tomorow"}, 422),
        ("add-project", {"name": "Inbox"}, 422),
        ("delete-tag", {"of": "none"}, 404),
        ("fly", {}, 404),
    ],
)
def test_what_cannot_be_is_refused(
    here: TestClient, act: str, form: dict[str, str], status: int
) -> None:
    assert here.post(f"/projects/{act}", data=form, headers=PARTIAL).status_code == status


def test_a_script_gets_the_page_with_a_notice(here: TestClient) -> None:
    answer = here.post("/projects/add-project", data={"name": "Flat"}, headers=PARTIAL)
    assert answer.headers["hx-trigger"] == "written"
    assert "Added the project “Flat”" in answer.text
    assert ">Flat</a>" in here.get("/projects/part", headers=PARTIAL).text


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_however_many_there_are(
    here: TestClient, queries: list[str], count: int
) -> None:
    for n in range(count):
        here.post(f"{API}/projects", json={"name": f"P{n}"})
        here.post(f"{API}/tags", json={"name": f"t{n}"})
        here.post(f"{API}/filters", json={"name": f"F{n}", "query": "p1"})
    queries.clear()
    assert here.get("/projects").status_code == 200
    assert len(queries) == 7


def test_projects_are_ordered_by_dragging_and_by_keyboard(page: Page, server: Server) -> None:
    for name in ("Flat", "Boat", "Work"):
        server.post("/projects", {"name": name})
    page.goto(f"{server.url}/projects")

    def ordered(*names: str) -> None:
        page.wait_for_function(
            "names => JSON.stringify([...document.querySelectorAll('[data-sorts] p a')]"
            ".map(one => one.textContent)) === JSON.stringify(names)",
            arg=list(names),
        )
        page.wait_for_function(
            "async names => JSON.stringify((await (await fetch('/api/v1/projects')).json())"
            ".projects.map(one => one.name)) === JSON.stringify(names)",
            arg=list(names),
        )

    page.locator("li:has-text('Work') p").drag_to(
        page.locator("li:has-text('Flat') p"), target_position={"x": 5, "y": 1}
    )
    ordered("Work", "Flat", "Boat")
    expect(page.get_by_role("button", name="Move Boat down")).to_have_count(
        0
    )  # answered, not only written
    page.get_by_role("button", name="Move Boat up").focus()
    page.keyboard.press("Enter")
    ordered("Work", "Boat", "Flat")
    page.fill("#project-name", "Garden")
    page.keyboard.press("Enter")
    ordered("Work", "Boat", "Flat", "Garden")
    assert page.input_value("#project-name") == ""
    assert obstacles(page) == {}
