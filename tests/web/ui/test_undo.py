"""The history is looked through, and what is found is taken back as one, looked at first."""

import re

import pytest
from starlette.testclient import TestClient

TASKS = "/api/v1/tasks"


@pytest.fixture
def page(here: TestClient, bearer: dict[str, str]) -> TestClient:
    """The owner made a project and two tasks; a robot changed both, then the owner one of them."""
    here.post("/api/v1/projects", json={"name": "Flat"})
    here.post(TASKS, json={"items": [{"title": "Rent", "project": "Flat"}, {"title": "Milk"}]})
    here.patch(f"{TASKS}/1", json={"priority": 1, "due": "2026-12-01"}, headers=bearer)
    here.patch(f"{TASKS}/2", json={"project": "Flat"}, headers=bearer)
    here.patch(f"{TASKS}/1", json={"priority": 2})
    return here


def shown(page: TestClient, query: str) -> list[str]:
    return re.findall(r'id="change-(\d+)"', page.get(f"/history?{query}").text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["5", "4", "3", "2", "1"]),
        ("actor=token:robot", ["4", "3"]),
        ("task=%232&kind=edited", ["4"]),
        ("project=Flat&kind=added", ["2", "1"]),
        ("after=2026-11-25", []),
        ("before=3", ["2", "1"]),
        ("before=x", ["5", "4", "3", "2", "1"]),
    ],
)
def test_the_history_is_looked_through(page: TestClient, query: str, found: list[str]) -> None:
    assert shown(page, query) == found


def test_a_run_of_an_agent_is_one_click_away(page: TestClient) -> None:
    run = re.findall(r'href="(/history\?run=[^"]+)"', page.get("/history").text)[0]
    assert shown(page, run.partition("?")[2]) == ["4", "3"]
    assert 'name="run"' in page.get(run).text


def test_a_filter_that_is_not_understood_is_told(page: TestClient) -> None:
    answer = page.get("/history?after=soon")
    assert "“soon” is not a time." in answer.text
    assert "Nothing like that happened" in page.get("/history?run=none").text


def test_what_a_robot_did_is_taken_back_and_own_edits_stay(page: TestClient) -> None:
    asked = "actor=token:robot&after=2026-11-24"
    assert f"/history/undo?{asked.replace(':', '%3A').replace('&', '&amp;')}" in (
        page.get(f"/history?{asked}").text
    )
    look = page.get(f"/history/undo?{asked}").text
    assert "Undo 2 changes?" in look
    assert "#1 due: <del>Tue 2026-12-01</del> → <ins>nothing</ins>" in look
    assert "#2 project: <del>Flat</del> → <ins>Inbox</ins>" in look
    assert "<td>priority of #1 “Rent”</td><td>4</td><td>2</td>" in look
    assert "change 5</a> of owner" in look
    assert "Undid" not in page.get("/history").text
    form = {"actor": "token:robot", "after": "2026-11-24", "last": "5"}
    assert page.post("/history/undo", data=form).headers["location"] == "/history#change-6"
    rent, milk = (page.get(f"{TASKS}/{ref}").json() for ref in (1, 2))
    assert (rent["due"], rent["priority"], milk["project"]) == (None, 2, "Inbox")


def test_a_person_may_overwrite_what_was_changed_later(page: TestClient) -> None:
    form = {"actor": "token:robot", "last": "5", "force": "yes"}
    assert page.post("/history/undo", data=form).status_code == 303
    assert page.get(f"{TASKS}/1").json()["priority"] == 4


def test_what_has_happened_since_is_shown_before_it_is_done(page: TestClient) -> None:
    answer = page.post("/history/undo", data={"actor": "token:robot", "last": "4"})
    assert "Something was changed meanwhile." in answer.text
    assert shown(page, "") == ["5", "4", "3", "2", "1"]


def test_one_change_that_is_in_the_way_is_looked_at_closer(page: TestClient) -> None:
    page.post("/api/v1/projects", json={"name": "Barn"})
    page.patch(f"{TASKS}/2", json={"project": "Barn"})
    refused = page.post("/changes/4/undo", data={"page": "history"})
    assert refused.status_code == 409
    assert 'href="/history/undo?change=4"' in refused.text
    look = page.get("/history/undo?change=4").text
    assert "Nothing would go back." in look
    assert "<td>project of #2 “Milk”</td><td>Inbox</td><td>Barn</td>" in look
    assert "Undo, and keep" not in look
    form = {"change": "4", "last": "7", "force": "yes"}
    assert page.post("/history/undo", data=form).status_code == 303
    partial = {"hx-request": "true"}
    again = page.post("/changes/4/undo", data={"page": "history"}, headers=partial)
    assert (again.status_code, "Look closer" in again.text) == (409, False)


def test_what_is_as_it_was_already_needs_no_undo(page: TestClient) -> None:
    page.patch(f"{TASKS}/2", json={"project": "Inbox"})
    assert "There is nothing left to take back." in page.get("/history/undo?change=4").text


def test_what_stands_where_and_what_is_done_is_told_in_words(page: TestClient) -> None:
    page.patch(f"{TASKS}/1", json={"parent": 2})
    page.post(f"{TASKS}/2/complete", json={"children": "complete"})
    page.get("/changes/2/list")
    told = page.get("/history").text
    assert "#1 under: <del>nothing</del> → <ins>#2</ins>" in told
    assert "completed_at" not in told


def test_a_thing_that_others_use_stays(page: TestClient) -> None:
    look = page.get("/history/undo?change=1").text
    assert "of project “Flat”" in look
    assert "in use since" in look


@pytest.mark.parametrize("query", ["", "change=99", "run=none", "actor=token:robot&kind=deleted"])
def test_nothing_to_take_back_is_said(page: TestClient, query: str) -> None:
    answer = page.get(f"/history/undo?{query}")
    assert answer.status_code in (404, 409, 422)
    assert 'class="problem"' in answer.text
    done = page.post("/history/undo", data={"run": "none", "last": "5"})
    assert done.status_code == 409


def test_long_lists_are_cut(here: TestClient, bearer: dict[str, str]) -> None:
    here.post(TASKS, json={"items": [{"title": f"{n}"} for n in range(40)]})
    for ref in range(1, 41):
        patch = {"description": f"x{ref}", "priority": 1, "due": "2026-12-01"}
        here.patch(f"{TASKS}/{ref}", json=patch, headers=bearer)
    assert "and 20 more fields" in here.get("/history/undo?actor=token:robot").text


def test_the_list_as_it_was_is_asked_for_by_time_and_filter(page: TestClient) -> None:
    then = page.get("/then?as_of=2&query=project:Flat").text
    assert "The list after change 2" in then
    assert "Rent" in then
    assert "Milk" not in then
    assert "as it was: soon" in page.get("/then?as_of=soon").text
    assert "“soon” is not a time." in page.get("/then?as_of=soon").text
