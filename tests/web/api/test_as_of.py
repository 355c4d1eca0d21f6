"""The list and a task as they were, by REST, by the page, and by the tools of agents."""

from starlette.testclient import TestClient
from tests.conftest import Clock
from tests.mcp.agent import asking, text_of

from watchbill.mcp.server import agent
from watchbill.services.bundle import Services

TASKS = "/api/v1/tasks"


def titles(here: TestClient, **query: str) -> list[str]:
    return [task["title"] for task in here.get(TASKS, params=query).json()["tasks"]]


def fill(here: TestClient, clock: Clock) -> None:
    here.post(TASKS, json={"title": "Milk"})
    here.post(TASKS, json={"title": "Rent"})
    here.patch(f"{TASKS}/1", json={"title": "Oat milk"})
    here.post(f"{TASKS}/2/complete")


def test_a_list_is_read_as_it_was_after_a_change_or_at_a_time(here: TestClient, clock: Clock):
    fill(here, clock)
    assert [titles(here, as_of=str(number)) for number in range(1, 5)] == [
        ["Milk"],
        ["Milk", "Rent"],
        ["Oat milk", "Rent"],
        ["Oat milk"],
    ]
    at = here.get("/api/v1/changes/2").json()["at"]
    assert titles(here, as_of=at) == ["Milk", "Rent"]
    assert titles(here, as_of="yesterday 18:00") == []
    assert titles(here, as_of="2", query="mi") == ["Milk"]
    first = here.get(TASKS, params={"as_of": "2", "limit": 1}).json()
    assert [task["title"] for task in here.get(first["next"]).json()["tasks"]] == ["Rent"]
    task = here.get(f"{TASKS}/1", params={"as_of": "2"}).json()
    assert (task["title"], here.get(f"{TASKS}/1").json()["title"]) == ("Milk", "Oat milk")


def test_a_moment_that_is_not_over_or_not_there_is_refused(here: TestClient, clock: Clock):
    fill(here, clock)
    for as_of, code in (("9", "CHANGE_NOT_FOUND"), ("soon", "INVALID_AS_OF")):
        assert here.get(TASKS, params={"as_of": as_of}).json()["code"] == code


def test_the_history_leads_to_the_list_as_it_was(here: TestClient, clock: Clock):
    fill(here, clock)
    assert 'href="/changes/2/list"' in here.get("/history").text
    page = here.get("/changes/2/list").text
    assert ("Milk</p>" in page, "Rent</p>" in page, "Oat milk" in page) == (True, True, False)
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert "There is no change 9" in here.get("/changes/9/list").text


def test_agents_read_what_was(here: TestClient, clock: Clock, services: Services):
    fill(here, clock)
    ask = asking(services, agent(services, "robot"))
    assert "Milk" in text_of(ask("view_tasks", as_of="1"))
    assert "Oat milk" in text_of(ask("view_tasks", tasks=[1]))
    assert "Oat milk" not in text_of(ask("view_tasks", tasks=[1], as_of="1"))
