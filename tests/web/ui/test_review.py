"""The review page, without a script."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from watchbill.domain.operation import Actor
from watchbill.domain.query import TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.writing import WriteOptions


@pytest.fixture
def robot(services: Services) -> Caller:
    owner = services.users.owner()
    return replace(owner, actor=Actor("token", "robot"), mode="propose", client="pal 1")


def titles(here: TestClient) -> list[str]:
    return sorted(task["title"] for task in here.get("/api/v1/tasks").json()["tasks"])


def test_a_person_sees_what_waits_and_why_and_accepts_some_of_it(
    here: TestClient, services: Services, robot: Caller
):
    assert "Nothing waits for you" in here.get("/review").text
    drafts = [TaskDraft(title="Milk"), TaskDraft(title="<b>Eggs")]
    services.tasks.add(robot, drafts, WriteOptions(reason="<i>You asked"))
    page = here.get("/review").text
    assert "In its own words: <q>&lt;i&gt;You asked</q>" in page
    assert '<span class="ref">#2</span> &lt;b&gt;Eggs</label> <ins class="new">new</ins>' in page
    assert 'href="/agents?name=robot"' in page
    assert here.post("/review/1/some").status_code == 404
    assert here.post("/review/1/some", data={"task": ["2", "x"]}).headers["location"] == "/review"
    assert titles(here) == ["<b>Eggs"]
    assert "partly accepted by owner, as change 1" in here.get("/review").text


def test_a_person_declines_with_a_word_or_accepts_what_is_left(
    here: TestClient, services: Services, robot: Caller
):
    for title in "ab":
        here.post("/api/v1/tasks", json={"title": title})
    services.tasks.delete(robot, ["1", "2"])
    services.tasks.add(robot, [TaskDraft(title="c")])
    services.tasks.add(robot, [TaskDraft(title="d")])
    here.patch("/api/v1/tasks/1", json={"title": "A"})
    assert here.post("/review/1/accept").status_code == 409
    assert "Accept the rest" in here.get("/review").text
    assert here.post("/review/1/rest").status_code == 303
    assert here.post("/review/2/decline", data={"word": "No"}).status_code == 303
    assert here.post("/review/3/accept").status_code == 303
    assert titles(here) == ["A", "d"]
    assert "declined by owner: “No”" in here.get("/review").text


def test_what_would_change_is_told_thing_by_thing_in_words(
    here: TestClient, services: Services, robot: Caller
):
    here.post("/api/v1/tasks", json={"items": [{"title": "Milk"}, {"title": "Rent"}]})
    patch = TaskPatch(due="2026-12-01", description="x" * 301, tags=("home", "shop"))
    services.tasks.update(robot, ["1"], patch)
    services.tasks.complete(robot, ["2"])
    services.tasks.delete(robot, ["1"])
    services.tasks.update(robot, ["2"], TaskPatch(title="Pay the rent"))
    services.projects.add(robot, "Home", ProjectPatch(colour="#1e90ff"))
    here.post("/api/v1/tasks/2/complete")
    services.tasks.reopen(robot, ["2"])
    services.tasks.add(robot, [TaskDraft(title="Call", due="2026-12-02")])
    page = " ".join(here.get("/review/list").text.split())
    for said in (
        "due: <del>nothing</del> → <ins>Tue 2026-12-01</ins>",
        f"<ins>{'x' * 300}…</ins>",
        "tags: <del>nothing</del> → <ins>home, shop</ins>",
        "state: <del>open</del> → <ins>done</ins>",
        "state: <del>on the list</del> → <ins>in the trash</ins>",
        "title: <del>Rent</del> → <ins>Pay the rent</ins>",
        '<span>Home</span> <ins class="new">new</ins><span class="fields">colour: <ins>#1e90ff</ins>',
        "state: <del>done</del> → <ins>open</ins>",
        "due: <ins>Wed 2026-12-02</ins>",
        '<span><span class="ref">#1</span> Milk</span>',
    ):
        assert said in page
    assert 'name="task"' not in page
    assert "<html" not in page
