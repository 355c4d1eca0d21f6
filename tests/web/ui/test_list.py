"""The list page: what it says of tasks, where one can go, and the form that changes all of a task."""

import re

from starlette.testclient import TestClient

from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch

REMIND = ("1 hour before",)


def fill(services: Services) -> None:
    owner = services.users.owner()
    services.projects.add(owner, "Flat", ProjectPatch())
    services.tasks.add(
        owner,
        [
            TaskDraft(
                title="Rent", due="2026-11-25T17:00", recurrence="FREQ=MONTHLY after completion",
                priority=1, project="Flat", tags=("money",), reminders=REMIND,
                subtasks=(TaskDraft(title="Note the number"),),
            ),
            TaskDraft(title="Late", due="2026-11-20"),
            TaskDraft(title="Plain"),
        ],
    )  # fmt: skip
    services.tasks.add(owner, [TaskDraft(title="Waiting", blocked_by=("Plain",))])
    services.filters.add(owner, "Money soon", "tag:money")


def facts(page: str, ref: int) -> str:
    """The facts of a task as one line of text."""
    row = re.search(rf'<li class="task[^>]*id="task-{ref}".*?</li>', page, re.DOTALL)
    assert row
    found = re.search(r'<p class="facts">(.*?)</p>', row[0], re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def test_a_task_says_when_it_is_due_and_what_it_belongs_to(here: TestClient, services: Services):
    fill(services)
    page = here.get("/").text
    assert facts(page, 1) == (
        "tomorrow 17:00 ↻ every month after completion has reminders p1 @Flat #money"
    )
    assert facts(page, 2) == "@Flat under #1"
    assert facts(page, 3) == "Overdue: 20 Nov"
    assert facts(page, 4) == ""
    assert facts(page, 5) == "waits for others"


def test_one_goes_to_days_filters_projects_and_tags(here: TestClient, services: Services):
    fill(services)
    page = here.get("/").text
    nav = page.partition('aria-label="Places">')[2].partition("</nav>")[0]
    links = re.findall(r'href="([^"]+)"\s*>([^<]+)', nav)
    assert [name.strip() for _, name in links] == [
        "Upcoming", "Today", "Overdue", "Next 7 days", "Money soon", "Flat", "#money",
    ]  # fmt: skip
    found = {name.strip(): here.get(link.replace("&amp;", "&")).text for link, name in links}
    titles = {
        name: re.findall(r'data-open href="[^"]*">([^<]+)<', page) for name, page in found.items()
    }
    assert titles == {
        "Upcoming": ["Late", "Rent"],
        "Today": [],
        "Overdue": ["Late"],
        "Next 7 days": ["Rent"],
        "Money soon": ["Rent"],
        "Flat": ["Rent", "Note the number"],
        "#money": ["Rent"],
    }


def test_a_filter_that_is_not_understood_says_why(here: TestClient):
    for path in ("/", "/list"):
        answer = here.get(path, params={"query": "due:tomorow"})
        assert answer.status_code == 200
        assert "This filter isn&#39;t understood" in answer.text
        assert "tomorrow" in answer.text
    unknown = here.get("/", params={"query": "project:Nowhere"})
    assert "Nowhere" in unknown.text


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the form as it came."""
    unescaped = page.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")
    given = dict(re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', unescaped))
    given["description"] = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1]  # type: ignore[index]
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', inner)
        assert chosen
        given[name] = chosen[1] or chosen[2]
    return given


def test_the_form_holds_all_of_a_task_and_saving_it_changes_nothing(
    here: TestClient, services: Services
):
    fill(services)
    form = form_of(here.get("/tasks/1/edit").text)
    shown = {name: value for name, value in form.items() if not name.startswith("was-")}
    assert shown == {
        "version": form["version"],
        "state": "open",
        "title": "Rent",
        "description": "",
        "due": "2026-11-25T17:00[UTC]",
        "recurrence": "FREQ=MONTHLY after completion",
        "reminders": "1 hour before",
        "priority": "1",
        "project": "Flat",
        "tags": "money",
        "parent": "",
    }
    last = services.journal.last_change("default")
    here.post("/tasks/1", data=form)
    assert services.journal.last_change("default") == last
    plain = form_of(here.get("/tasks/4/edit").text)
    assert (plain["due"], plain["project"], plain["priority"]) == ("", "Inbox", "4")
    assert form_of(here.get("/tasks/2/edit").text)["parent"] == "#1"
    assert form_of(here.get("/tasks/3/edit").text)["due"] == "2026-11-20"


def test_what_a_person_changes_in_the_form_is_changed(here: TestClient, services: Services):
    fill(services)
    form = form_of(here.get("/tasks/4/edit").text) | {
        "title": "Shopping", "description": "Milk\r\nBread", "due": "tomorrow at 5pm", "recurrence": "every friday",
        "priority": "2", "project": "Flat", "tags": "home, food", "reminders": "2 hours before; 1 day before at 18:00",
    }  # fmt: skip
    here.post("/tasks/4", data=form)
    page = here.get("/").text
    assert facts(page, 4) == "tomorrow 17:00 ↻ every Friday has reminders p2 @Flat #food #home"
    [task] = services.tasks.find(services.users.owner(), ["4"])
    assert (task.title, task.description) == ("Shopping", "Milk\nBread")
    form = form_of(here.get("/tasks/4/edit").text) | {
        "due": "",
        "recurrence": "",
        "reminders": "",
        "tags": "",
    }
    here.post("/tasks/4", data=form)
    assert facts(here.get("/").text, 4) == "p2 @Flat"
    refused = here.post("/tasks/4", data=form | {"due": "someday maybe", "was-due": ""})
    assert refused.status_code == 422
