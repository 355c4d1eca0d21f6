"""Stopping an agent on the page."""

import re

from starlette.testclient import TestClient

TASKS = "/api/v1/tasks"


def test_one_click_stops_an_agent_and_another_undoes_what_it_did_last(
    here: TestClient, bearer: dict[str, str]
):
    here.post(TASKS, json={"title": "Mine"})
    headers = {**bearer, "Watchbill-Reason": "You <b>asked</b>"}
    here.patch(f"{TASKS}/1", json={"title": "Theirs"}, headers=headers)
    assert 'aria-label="Freeze robot"' in here.get("/settings").text
    went = here.post("/agents/freeze", data={"agent": "robot"})
    assert (went.status_code, went.headers["location"]) == (303, "/agents?name=robot")
    assert here.get(TASKS, headers=bearer).status_code == 403
    page = here.get("/agents?name=robot").text
    assert "Frozen since " in page
    assert "Renamed #1 “Mine” to “Theirs”" in page
    assert "<q>You &lt;b&gt;asked&lt;/b&gt;</q>" in page
    assert "#1 title: <del>Theirs</del> → <ins>Mine</ins>" in page
    [run] = re.findall(r'name="run" value="([^"]+)"', page)
    undone = here.post("/agents/undo", data={"agent": "robot", "run": run}).text
    assert "Nothing that still holds." in undone
    assert [task["title"] for task in here.get(TASKS).json()["tasks"]] == ["Mine"]
    settings = here.get("/settings").text
    assert 'aria-label="Unfreeze robot"' in settings
    assert here.post("/agents/unfreeze", data={"agent": "robot"}).status_code == 303
    assert here.get(TASKS, headers=bearer).status_code == 200


def test_a_run_that_is_not_the_last_any_more_is_not_undone(
    here: TestClient, bearer: dict[str, str]
):
    here.post(TASKS, json={"title": "Milk"}, headers=bearer)
    for run in ("", "another"):
        answer = here.post("/agents/undo", data={"agent": "robot", "run": run})
        assert (answer.status_code, "its last run any more" in answer.text) == (409, True)
    assert here.post("/agents/undo", data={"agent": "assistant"}).status_code == 409
    assert [task["title"] for task in here.get(TASKS).json()["tasks"]] == ["Milk"]


def test_what_stands_in_the_way_of_undoing_is_said_and_much_is_cut(
    here: TestClient, bearer: dict[str, str]
):
    here.post(TASKS, json={"items": [{"title": str(n)} for n in range(50)]}, headers=bearer)
    here.post(TASKS, json={"items": [{"title": "x"}, {"title": "y"}]}, headers=bearer)
    here.patch(f"{TASKS}/1", json={"title": "kept"})
    page = here.get("/agents?name=robot").text
    assert "At work:" in page
    assert "keep #1 “kept”: changed since by change 3" in page
    assert "and 1 more" in page


def test_nothing_is_offered_when_all_of_it_was_changed_since(
    here: TestClient, bearer: dict[str, str]
):
    here.post(TASKS, json={"title": "Milk"}, headers=bearer)
    here.patch(f"{TASKS}/1", json={"title": "Oat"})
    page = here.get("/agents?name=robot").text
    assert "has been changed since" in page
    assert "Undo all of it" not in page


def test_there_is_no_other_agent_and_no_other_act(here: TestClient):
    assert here.get("/agents?name=nobody").status_code == 404
    assert here.post("/agents/freeze", data={"agent": "nobody"}).status_code == 404
    assert here.post("/agents/burn", data={"agent": "assistant"}).status_code == 404
