"""The history page tells every field, in names that people know."""

import re

import pytest
from starlette.testclient import TestClient

from watchbill.services.bundle import Services

TASKS = "/api/v1/tasks"


def test_the_history_tells_every_field_in_names_that_people_know(here: TestClient):
    here.post("/api/v1/projects", json={"name": "Flat"})
    here.post(TASKS, json={"items": [{"title": "Rent"}, {"title": "Pay"}]})
    patch = {
        "priority": 1,
        "due": "2026-12-01",
        "project": "Flat",
        "tags": ["home", "bank"],
        "blocked_by": [2],
        "description": "x" * 201,
    }
    here.patch(f"{TASKS}/1", json=patch)
    page = here.get("/history").text
    for said in (
        "priority: <del>4</del> → <ins>1</ins>",
        "due: <del>nothing</del> → <ins>Tue 2026-12-01</ins>",
        "project: <del>Inbox</del> → <ins>Flat</ins>",
        "tags: <del>nothing</del> → <ins>bank, home</ins>",
        "waits for: <del>nothing</del> → <ins>#2</ins>",
        f"<ins>{'x' * 200}…</ins>",
    ):
        assert said in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_costs_the_same_queries_however_long_it_is(
    here: TestClient, queries: list[str], count: int
):
    here.post("/api/v1/projects", json={"name": "Flat"})
    for n in range(count):
        here.post(TASKS, json={"title": str(n), "project": "Flat", "tags": ["a"]})
        here.patch(f"{TASKS}/{n + 1}", json={"priority": 1, "tags": ["b"], "project": "Inbox"})
        here.patch(f"{TASKS}/{n + 1}", json={"project": "Flat"})
    queries.clear()
    assert here.get("/history/list").status_code == 200
    assert (
        len(queries) == 6
    )  # who asks, the page, what was undone; and projects, tags and tasks by name


def test_people_are_called_by_their_names_and_programs_are_marked(
    here: TestClient, services: Services
):
    owner = services.users.owner()
    _, text = services.tokens.create(owner, "robot", sorted(owner.scopes), mode="act")
    here.post(TASKS, json={"title": "Milk"})
    program = {"Authorization": f"Bearer {text}"}
    here.patch(f"{TASKS}/1", json={"priority": 1}, headers=program)
    here.post(f"{TASKS}/1/comments", json={"text": "Whole milk"})
    for path in ("/history", "/tasks/1"):
        past = here.get(path).text.partition("History</h")[2]
        assert re.findall(r"class=\"who\"><b>([^<]+)<", past) == [
            "owner",
            "robot (program)",
            "owner",
        ]
    assert '<option value="user:owner">owner</option>' in here.get("/history").text


def test_why_a_program_did_it_is_shown_as_its_words_and_as_text(
    here: TestClient, bearer: dict[str, str]
):
    headers = {**bearer, "Watchbill-Reason": "<b>You asked</b>"}
    here.post(TASKS, json={"title": "Milk"}, headers=headers)
    assert (
        "Why, in its own words: <q>&lt;b&gt;You asked&lt;/b&gt;</q>" in here.get("/history").text
    )


def test_why_a_person_did_it_is_shown_as_text(here: TestClient):
    here.post(TASKS, json={"title": "Milk"}, headers={"Watchbill-Reason": "%3Ci%3Efor tea"})
    assert '<p class="fields">Why: <q>&lt;i&gt;for tea</q></p>' in here.get("/history").text
