"""Every write of a page can be looked at first: nothing is done, and what was seen is what is done."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from itertools import count
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.walking import steps
from tests.web.world import World

from watchbill.services.bundle import Services
from watchbill.services.caller import Caller

API = "/api/v1"
HTMX = {"HX-Request": "true"}
LOOK = {"preview": "on"}
CONTENT = {
    "/tasks",
    "/tasks/{ref}",
    "/tasks/{ref}/{verb}",
    "/tasks/{ref}/erase",
    "/tasks/{ref}/part/{act}",
    "/bulk",
    "/move",
    "/projects/{act}",
    "/changes/{number}/{verb}",
}
PREVIEWED = {
    "/history/undo": "the page that it is on shows it",
    "/agents/{verb}": "the page that it is on shows it",
    "/review/{number}/{verb}": "what waits is shown",
    "/transfer/import": "it has a preview of its own",
}
"""What writes content and is the second step of a look of its own."""
ELSEWHERE = (
    "/api/",
    "/settings",
    "/people",
    "/channels",
    "/sign",
    "/setup",
    "/invitation",
    "/oauth",
    "/transfer/feeds",
)
"""What writes no content."""


@pytest.fixture
def owner(services: Services) -> Caller:
    return services.users.owner()


@pytest.fixture
def site(here: TestClient) -> TestClient:
    items = [{"title": "Rent", "subtasks": [{"title": "Note the number"}]}, {"title": "Milk"}]
    here.post(f"{API}/tasks", json={"items": items})
    return here


def last(site: TestClient) -> int:
    changes = site.get(f"{API}/changes").json()["changes"]
    return int(changes[0]["number"]) if changes else 0


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def hidden(html: str) -> dict[str, Any]:
    """What the form of a preview sends on."""
    form = html[html.index('class="preview') :]
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(unescape(value))
    for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<', form):
        found.setdefault(name, []).append(unescape(value))
    return found


def is_here(method: str, path: str) -> bool:
    return method == "POST" and not path.startswith(ELSEWHERE) and path not in PREVIEWED


def test_every_form_that_writes_content_shows_what_it_would_do_and_does_nothing(
    here: TestClient, services: Services, owner: Caller
) -> None:
    numbers = count(1)
    shown, silent, wrote = set(), [], set()
    for step in steps(
        here.app, lambda: World(services, owner, f"walk-{next(numbers)}"), among=is_here
    ):
        before = last(here)
        look = here.post(step.path, data={**step.body, **LOOK})
        assert last(here) == before, step
        here.post(step.path, **step.given)
        if last(here) == before:
            continue
        wrote.add(step.template)
        if look.status_code == 200 and "This would be done" in look.text:
            shown.add(step.template)
        else:
            silent.append((step, look.status_code))
    assert silent == []
    assert wrote == shown == CONTENT


class Forms(HTMLParser):
    """The forms of a page that write: where to, by what fields, and how they can be looked at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self._by_id: dict[str, dict[str, Any]] = {}
        self._open: dict[str, Any] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            made = {"action": given.get("action") or given.get("hx-post"), "names": set()}
            made["asks"] = "data-confirm" in given
            self._open = made
            self._by_id[given.get("id") or ""] = made
            if given.get("method") == "post" or "hx-post" in given:
                self.found.append(made)
        own = self._by_id.get(given["form"] or "") if "form" in given else self._open
        is_field = tag != "button" and given.get("type") != "hidden"
        if own and (given.get("name") == "preview" or (is_field and given.get("name"))):
            own["names"].add(given["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def pages(site: TestClient) -> Iterator[str]:
    """Every page with a form that writes content, with a thing of each kind on it."""
    site.post(f"{API}/projects", json={"name": "Flat"})
    site.post(f"{API}/projects", json={"name": "Old"})
    site.patch(f"{API}/projects/Old", json={"archived": True})
    site.post(f"{API}/filters", json={"name": "First", "query": "p1"})
    site.post(f"{API}/tags", json={"name": "home"})
    fields = {"due": "2026-11-24", "recurrence": "every day", "blocked_by": [3]}
    site.patch(f"{API}/tasks/1", json=fields)
    site.post(f"{API}/tasks/1/comments", json={"text": "Hm"})
    site.post(f"{API}/tasks", json={"items": [{"title": "Gone"}, {"title": "Done"}]})
    site.delete(f"{API}/tasks/4")
    site.post(f"{API}/tasks/5/complete")
    yield from ("/", "/?state=done", "/?state=deleted", "/?select=on", "/upcoming")
    yield from ("/tasks/1", "/tasks/4", "/tasks/5", "/tasks/1/edit", "/tasks/4/erase")
    yield "/tasks/1/menu?up=2&down=3"
    yield from ("/projects", "/history")


def test_no_form_of_a_page_forgets_its_preview(site: TestClient) -> None:
    forms = [form for page in pages(site) for form in Forms(site.get(page).text).found]
    toast = site.post("/tasks/2/complete", headers=HTMX).text
    forms += Forms(toast).found
    patterns = [re.sub(r"{\w+}", "[^/]+", path) for path in CONTENT]
    writing = [
        form for form in forms if any(re.fullmatch(one, form["action"]) for one in patterns)
    ]
    shown = {_shape(form) for form in writing if "preview" in form["names"]}
    forgotten = {
        _shape(form)
        for form in writing
        if "preview" not in form["names"]
        and (form["names"] or not (form["asks"] or _shape(form) in shown))
    }
    assert forgotten == set()
    assert len(shown) > 25


def _shape(form: dict[str, Any]) -> str:
    return re.sub(r"/\d+", "/N", form["action"])


def test_a_dialog_says_what_would_become_of_each_thing(site: TestClient) -> None:
    form = {"title": "Rent", "was-title": "Rent", "priority": "1", "due": "2026-12-01", **LOOK}
    answer = site.post("/tasks/1", data=form, headers=HTMX)
    assert (answer.headers["hx-retarget"], answer.headers["hx-reswap"]) == (
        "#preview",
        "innerHTML",
    )
    said = words(answer.text)
    assert "#1 Rent" in said
    assert "due: nothing → Tue 2026-12-01 priority: 4 → 1" in said
    assert "Nothing of it is done yet." in said
    assert 'type="button" class="quiet" data-back' in answer.text
    assert 'hx-post="/tasks/1"' in answer.text
    assert "hx-trigger" not in answer.headers
    assert site.get(f"{API}/tasks/1").json()["priority"] == 4


def test_what_was_looked_at_is_then_done(site: TestClient) -> None:
    look = site.post(
        "/bulk", data={"act": "complete", "task": ["1", "2"], "state": "open", **LOOK}
    )
    assert "state: open → done" in words(look.text)
    sent = hidden(look.text)
    assert (sent["task"], sent["act"], "preview" in sent) == (["1", "2"], ["complete"], False)
    done = site.post("/bulk", data=sent, headers=HTMX)
    assert done.headers["hx-trigger"] == "acted"
    assert len(site.get(f"{API}/tasks?state=done").json()["tasks"]) == 2


def test_what_was_not_looked_at_is_not_done_but_shown(site: TestClient) -> None:
    look = site.post("/tasks/1", data={"priority": "1", **LOOK})
    site.patch(f"{API}/tasks/1", json={"priority": 2})
    for headers in ({}, HTMX):
        again = site.post("/tasks/1", data=hidden(look.text), headers=headers)
        assert "what was shown before: this is how it would be now" in again.text
        assert "priority: 2 → 1" in words(again.text)
    assert site.get(f"{API}/tasks/1").json()["priority"] == 2
    assert site.post("/tasks/1", data=hidden(again.text)).status_code == 303
    assert site.get(f"{API}/tasks/1").json()["priority"] == 1


def test_without_a_script_what_was_typed_can_be_changed_once_more(site: TestClient) -> None:
    came = {"Referer": "http://localhost/tasks/1?x=1"}
    form = {"text": "Call <them>", **LOOK}
    look = site.post("/tasks/1/part/add-comment", data=form, headers=came).text
    assert 'rows="4">Call &lt;them&gt;</textarea>' in look
    assert 'href="/tasks/1?x=1">Back</a>' in look
    again = site.post(
        "/tasks/1/part/add-comment", data={**hidden(look), "text": "Wait", **LOOK}
    ).text
    assert 'href="/tasks/1?x=1">Back</a>' in again
    assert "text: Wait" in words(again)
    assert site.post("/tasks/1/part/add-comment", data=hidden(again)).status_code == 303
    assert site.get(f"{API}/tasks/1/comments").json()["comments"][0]["text"] == "Wait"


def test_just_what_was_typed_is_shown_as_such(site: TestClient) -> None:
    filter = {"name": "Mine", "query": "p1", **LOOK}
    assert 'id="again-query"' in site.post("/projects/add-filter", data=filter).text
    add = {"title": "Eggs", "state": "open", "query": "p1", **LOOK}
    look = site.post("/tasks", data=add).text
    assert ('id="again-title"' in look, 'id="again-query"' in look) == (True, False)
    assert "Preview again" not in site.post("/tasks/2/delete", data=LOOK).text


@pytest.mark.parametrize("back", ["//evil.example.org", "https://evil.example.org/", ""])
def test_the_way_back_stays_here(site: TestClient, back: str) -> None:
    look = site.post("/tasks/2/delete", data={"back": back, **LOOK})
    assert 'href="/">Back</a>' in look.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_would_be_refused_is_said_before(site: TestClient, headers: dict[str, str]) -> None:
    look = site.post("/tasks/1/complete", data=LOOK, headers=headers)
    assert look.status_code == 409
    assert "This is refused" in look.text
    assert ("open subtask" in look.text, "Do it" in look.text) == (True, False)


def test_a_refusal_without_a_script_loses_nothing(site: TestClient) -> None:
    form = {"title": "Rent", "was-title": "Rent", "due": "someday", "project": "Nowhere"}
    answer = site.post("/tasks/1", data=form)
    assert (answer.status_code, "This is refused" in answer.text) == (404, True)
    assert 'name="due" value="someday"' in answer.text
    assert 'name="project" value="Nowhere"' in answer.text
    put_right = {**hidden(answer.text), "due": "2026-12-01", "project": "Inbox", **LOOK}
    assert "due: nothing → Tue 2026-12-01" in words(site.post("/tasks/1", data=put_right).text)


def test_what_is_so_already_is_said(site: TestClient) -> None:
    look = site.post("/tasks/2/reopen", data=LOOK).text
    assert "Nothing would change" in look
    assert "Do it" not in look


def test_what_goes_as_a_whole_and_what_stays_is_said(site: TestClient) -> None:
    site.post(f"{API}/tasks/2/comments", json={"text": "Soon"})
    [comment] = site.get(f"{API}/tasks/2/comments").json()["comments"]
    look = site.post("/tasks/2/part/delete-comment", data={"id": comment["id"], **LOOK})
    assert "comment gone task: #2" in words(look.text)
    number = last(site) + 1
    site.patch(f"{API}/tasks/2", json={"priority": 1, "due": "2026-12-01"})
    site.patch(f"{API}/tasks/2", json={"priority": 2})
    undo = words(site.post(f"/changes/{number}/undo", data=LOOK).text)
    assert "What was changed later stays: priority of #2 “Note the number”" in undo
    site.patch(f"{API}/tasks/2", json={"due": None})
    refused = site.post(f"/changes/{number}/undo", data=LOOK)
    assert (refused.status_code, "This is refused" in refused.text) == (409, True)


def test_of_very_much_the_first_is_shown(site: TestClient) -> None:
    site.post(f"{API}/projects", json={"name": "Flat"})
    for start in (0, 40, 80):
        items = [{"title": f"t{n}", "project": "Flat"} for n in range(start, start + 40)]
        site.post(f"{API}/tasks", json={"items": items})
    look = site.post("/projects/delete-project", data={"of": "Flat", **LOOK}).text
    assert "… and 21 more" in look
    assert "state: on the list → in the trash" in words(look)


def test_a_look_is_guarded_like_a_write(
    site: TestClient, services: Services, owner: Caller
) -> None:
    foreign = {"Origin": "https://evil.example.org", "Sec-Fetch-Site": "cross-site"}
    assert site.post("/tasks/2/delete", data=LOOK, headers=foreign).status_code == 403
    _, text = services.tokens.create(owner, "reader", ["tasks:read"])
    reader = {"Authorization": f"Bearer {text}"}
    look = site.post("/tasks/2/delete", data=LOOK, headers=reader)
    assert (look.status_code, "Milk" in look.text) == (403, False)
