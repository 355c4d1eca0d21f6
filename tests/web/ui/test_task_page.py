"""A task's own page: all that there is about it, changed there, with a script and without."""

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient
from tests.web.ui.chromium import Server, obstacles

TASKS = "/api/v1/tasks"
PARTIAL = {"hx-request": "true"}


@pytest.fixture
def site(here: TestClient) -> TestClient:
    here.post("/api/v1/projects", json={"name": "Harbour"})
    hull = {"title": "Hull", "subtasks": [{"title": "Scrape"}, {"title": "Paint"}]}
    boat = {"title": "Boat", "project": "Harbour", "subtasks": [hull, {"title": "Sail"}]}
    here.post(TASKS, json=boat)
    here.post(TASKS, json={"items": [{"title": "Rope"}, {"title": "Trip", "blocked_by": [1]}]})
    return here


def test_everything_about_a_task_is_on_its_page(site: TestClient) -> None:
    site.patch(
        f"{TASKS}/1", json={"blocked_by": [6], "due": "2026-12-01", "recurrence": "every year"}
    )
    site.post(f"{TASKS}/1/comments", json={"text": "<b>Bo</b> has the key"})
    page = site.get("/tasks/1").text
    for said in (
        "<title>#1 Boat · Watchbill</title>",
        "every year",
        '<li class="task depth-1" id="part-3"',
        "&lt;b&gt;Bo&lt;/b&gt; has the key",
        'Waiting for this: <a href="/tasks/7">',
        "due: <del>nothing</del> → <ins>Tue 2026-12-01</ins>",
        "Skip this one",
        "Complete it with all of these",
        "/?query=project%3A%22Harbour%22",
    ):
        assert said in page
    assert [page.index(f"part-{ref}") for ref in (2, 3, 4, 5)] == sorted(
        page.index(f"part-{ref}") for ref in (2, 3, 4, 5)
    )
    assert 'href="/tasks/2"><span class="ref">#2</span>Hull</a>' in site.get("/tasks/3").text
    assert site.get("/tasks/99").status_code == 404
    assert site.get("/tasks/99/part").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_however_much_there_is(
    here: TestClient, queries: list[str], count: int
) -> None:
    here.post("/api/v1/projects", json={"name": "Harbour"})
    parts = [{"title": f"{n}", "tags": ["sea"]} for n in range(count)]
    here.post(TASKS, json={"title": "Boat", "project": "Harbour", "subtasks": parts})
    queries.clear()
    assert here.get("/tasks/1").status_code == 200
    assert len(queries) == 15


def test_its_parts_are_added_changed_and_taken_away_without_a_script(site: TestClient) -> None:
    def send(place: str, **form: str) -> None:
        answer = site.post(f"/tasks/1/part/{place}", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/tasks/1")

    send("add-subtask", title="Mast tomorrow p1")
    assert site.get(f"{TASKS}/8").json()["parent"] == 1
    send("add-blocker", name="Rope")
    send("add-blocker", name="#8")
    send("remove-blocker", name="#6")
    assert site.get(f"{TASKS}/1").json()["blocked_by"] == [8]
    send("add-comment", text="one\r\ntwo")
    [made] = site.get(f"{TASKS}/1/comments").json()["comments"]
    assert made["text"] == "one\ntwo"
    send("edit-comment", id=made["id"], text="three")
    assert "changed" in site.get("/tasks/1").text
    send("delete-comment", id=made["id"])
    assert site.get(f"{TASKS}/1/comments").json()["comments"] == []
    assert site.post("/tasks/1/part/add-comment", data={"text": " "}).status_code == 422
    assert site.post("/tasks/1/part/like-comment", data={}).status_code == 404


def test_what_is_done_from_the_page_comes_back_to_it(site: TestClient) -> None:
    back = {"on": "1"}
    answer = site.post("/tasks/2/complete", data={**back, "children": "complete"}, headers=PARTIAL)
    assert answer.headers["hx-trigger"] == "written"
    assert '<li class="task depth-0 is-done" id="part-2"' in answer.text
    assert "Completed #2" in answer.text
    undone = site.post("/changes/4/undo", data=back, headers=PARTIAL)
    assert '<li class="task depth-0" id="part-2"' in undone.text
    plain = site.post("/changes/5/undo", data=back)
    assert plain.headers["location"] == "/tasks/1"
    site.patch(f"{TASKS}/1", json={"due": "2026-12-01", "recurrence": "every day"})
    site.post("/tasks/1/skip", data=back)
    assert site.get(f"{TASKS}/1").json()["due"] == "2026-12-02"
    site.post("/tasks/1", data={**back, "title": "Yacht", "was-title": "Boat"})
    assert site.get(f"{TASKS}/1").json()["title"] == "Yacht"
    site.post("/tasks/1/delete", data=back)
    trashed = site.get("/tasks/1").text
    assert "This is in the trash." in trashed
    assert 'id="fields"' not in trashed
    site.post("/tasks/1/restore", data=back)
    assert 'id="fields"' in site.get("/tasks/1/part", headers=PARTIAL).text


def test_a_long_past_leads_to_the_history(here: TestClient) -> None:
    here.post(TASKS, json={"title": "Boat"})
    for n in range(20):
        here.patch(f"{TASKS}/1", json={"description": f"{n}"})
    assert 'href="/history?task=%231"' in here.get("/tasks/1").text


def test_the_page_is_used_by_keyboard_and_keeps_what_is_half_written(
    page: Page, server: Server
) -> None:
    server.add("Fix the boat")
    page.wait_for_selector(".task")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Fix the boat')")
    page.fill("#comment", "half a thou")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("Sand it")
    page.keyboard.press("Enter")
    page.wait_for_selector("#part-2")
    assert page.input_value("#subtask") == ""
    assert page.input_value("#comment") == "half a thou"
    server.command("edit", "1", "--title", "Mend the boat")
    page.wait_for_selector("h1:has-text('Mend the boat')")
    assert page.input_value("#comment") == "half a thou"
    page.get_by_role("button", name="Comment", exact=True).click()
    page.wait_for_selector(".comment:has-text('half a thou')")
    assert page.input_value("#comment") == ""
    assert page.input_value("#fields input[name=title]") == "Mend the boat"
    page.fill("#fields input[name=due]", "2030-01-01")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_selector(".headline .due")
    page.get_by_role("button", name="Complete Sand it").click()
    page.wait_for_selector("#part-2.is-done")
    page.click("#toast [data-undo]")
    page.wait_for_selector("#part-2:not(.is-done)")
    assert obstacles(page) == {}
