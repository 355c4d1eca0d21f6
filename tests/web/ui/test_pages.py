"""The pages over plain HTTP: whole without a script, in parts with one, and clear when something is refused."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient
from tests.conftest import Clock
from tests.web.conftest import PASSWORD, Connect

from watchbill.domain.errors import UnauthenticatedError
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft
from watchbill.web.access import Access
from watchbill.web.ui.page import asset

SCRIPT = {"HX-Request": "true"}


def add(services: Services, *titles: str) -> None:
    services.tasks.add(services.users.owner(), [TaskDraft(title=title) for title in titles])


def titles(html: str) -> list[str]:
    return re.findall(r'data-open href="[^"]*">([^<]*)</a>', html)


def toast(html: str) -> str:
    return " ".join(re.findall(r'<div class="toast[^"]*"><p>([^<]*)</p>', html))


def test_the_list_shows_the_tasks_of_its_tab_that_have_the_words(
    here: TestClient, services: Services
) -> None:
    add(services, "Wind the clock", "Trim the lamps", "Clean the clock")
    services.tasks.complete(services.users.owner(), ["1"])
    assert titles(here.get("/").text) == ["Trim the lamps", "Clean the clock"]
    assert "2 open tasks" in here.get("/").text
    assert titles(here.get("/?state=done").text) == ["Wind the clock"]
    found = here.get("/?query=clock").text
    assert titles(found) == ["Clean the clock"]
    assert "1 open task with “clock”" in found
    assert titles(here.get("/?state=nonsense").text) == ["Trim the lamps", "Clean the clock"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", "All hands at rest"),
        ("/?state=done", "Nothing done yet"),
        ("/?state=deleted", "The trash is empty"),
        ("/?query=x", "Nothing with “x”"),
        ("/history", "Nothing has happened yet"),
    ],
)
def test_an_empty_page_says_what_will_be_there(here: TestClient, address: str, said: str) -> None:
    assert said in here.get(address).text


def test_a_long_list_and_a_long_history_go_on_on_further_pages(
    here: TestClient, services: Services
) -> None:
    for start in range(0, 120, 40):
        add(services, *(f"t{n}" for n in range(start, start + 40)))
    first = here.get("/").text
    [more] = re.findall(r'href="(/\?state=open[^"]*cursor[^"]*)"', first)
    assert titles(first) + titles(here.get(more.replace("&amp;", "&")).text) == [
        f"t{n}" for n in range(120)
    ]
    owner = services.users.owner()
    for _ in range(60):
        services.journal.undo(owner, services.journal.last_change(owner.workspace_id))
    older = re.findall(r'href="(/history\?before=\d+)"', here.get("/history").text)
    assert older == ["/history?before=14"]
    assert len(re.findall(r'id="change-', here.get(older[0]).text)) == 13


def test_a_write_on_a_further_page_shows_that_page_again(
    here: TestClient, services: Services
) -> None:
    for start in range(0, 103, 40):
        add(services, *(f"t{n}" for n in range(start, min(start + 40, 103))))
    [more] = re.findall(r'href="/\?state=open&amp;(cursor=[^"]*)"', here.get("/").text)
    form = dict(parse_qsl(f"state=open&{more}"))
    further = here.get("/", params=form).text
    assert titles(further) == ["t100", "t101", "t102"]
    assert (
        further.count(f'name="cursor" value="{form["cursor"]}"') == 8
    )  # two of each row, two of the list
    assert '<a class="button quiet" href="/?state=open">From the start</a>' in further
    answer = here.post("/tasks/101/complete", data=form)
    assert answer.headers["location"] == f"/?state=open&{more}"
    assert titles(here.get(answer.headers["location"]).text) == ["t101", "t102"]
    answer = here.post("/tasks/102/complete", data=form, headers={"HX-Request": "true"})
    assert titles(answer.text) == ["t102"]
    answer = here.post("/tasks/103/complete", data=form, headers={"HX-Request": "true"})
    assert titles(answer.text) == [f"t{n}" for n in range(100)]  # it is empty, so the first one


def test_a_form_without_a_script_goes_back_to_the_list(
    here: TestClient, services: Services
) -> None:
    answer = here.post("/tasks", data={"title": "Wind the clock", "state": "open"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?state=open")
    for verb, state in [
        ("complete", "done"),
        ("reopen", "open"),
        ("delete", "deleted"),
        ("restore", "open"),
    ]:
        assert here.post(f"/tasks/1/{verb}", data={"state": "open"}).status_code == 303
        shown = here.get(f"/?state={state}").text
        assert "Wind the clock" in shown
    assert here.post("/changes/1/redo", data={}).status_code == 409
    assert here.post("/changes/5/undo", data={"page": "history"}).headers["location"] == "/history"
    assert here.post("/changes/6/undo", data={}).headers["location"] == "/?state=open"


def test_a_script_gets_the_list_and_a_notice_with_undo(
    here: TestClient, services: Services
) -> None:
    answer = here.post("/tasks", data={"title": "Wind the clock"}, headers=SCRIPT)
    assert answer.headers["hx-trigger"] == "added"
    assert titles(answer.text) == ["Wind the clock"]
    assert toast(answer.text) == "Added #1 “Wind the clock”."
    assert "/changes/1/undo" in answer.text
    again = here.post("/tasks/1/reopen", data={}, headers=SCRIPT)
    assert toast(again.text) == "Nothing to change: it is so already."
    undone = here.post("/changes/1/undo", data={}, headers=SCRIPT)
    assert titles(undone.text) == []
    history = here.post("/changes/1/redo", data={"page": "history"}, headers=SCRIPT)
    assert "Redid change 1" in history.text
    assert "undone by change 2" not in history.text


def test_a_task_is_edited_in_its_place_or_on_a_page_of_its_own(
    here: TestClient, services: Services
) -> None:
    add(services, "Wind the clock")
    part = here.get("/tasks/1/edit", headers=SCRIPT).text
    assert part.startswith("<li")
    assert here.get("/tasks/1/edit").text.startswith("<!doctype html>")
    form = {"title": "Wind it", "description": "twice\r\na day", "version": "1", "state": "open"}
    saved = here.post("/tasks/1", data=form, headers=SCRIPT)
    assert titles(saved.text) == ["Wind it"]
    owner = services.users.owner()
    assert services.tasks.find(owner, ["1"])[0].description == "twice\na day"
    stale = here.post("/tasks/1", data={**form, "title": "Late"}, headers=SCRIPT)
    assert stale.status_code == 409
    assert toast(stale.text).startswith("#1 “Wind it” has changed since version 1")
    services.tasks.complete(owner, ["1"])
    assert 'value="done"' in here.get("/tasks/1/edit", headers=SCRIPT).text
    bare = here.post("/tasks/1", data={"title": "Bare"}, headers=SCRIPT)
    assert bare.status_code == 200


def test_what_is_refused_is_said_and_nothing_typed_is_lost(
    here: TestClient, services: Services
) -> None:
    page = here.post("/tasks", data={"title": " "})
    assert page.status_code == 422
    assert toast(page.text) == "The title is blank. Give a title of 1 to 255 characters."
    long = "x" * 300
    assert f'value="{long}"' in here.post("/tasks", data={"title": long}).text
    part = here.post("/tasks", data={"title": " "}, headers=SCRIPT)
    assert toast(part.text) == toast(page.text)
    assert here.post("/tasks/9/complete", data={}).status_code == 404
    assert here.get("/tasks/9/edit").status_code == 404
    assert here.post("/tasks/9/explode", data={}).status_code == 404
    assert here.post("/changes/9/explode", data={}).status_code == 404


def test_what_people_wrote_is_shown_as_text(here: TestClient, services: Services) -> None:
    add(services, "<script>alert(1)</script>")
    owner = services.users.owner()
    services.tasks.update(owner, ["1"], TaskPatch(description="<img src=x onerror=alert(1)>"))
    services.tasks.update(owner, ["1"], TaskPatch(title="“<b>bold</b>” " + "x" * 240))
    for address in ("/", "/history", "/tasks/1/edit"):
        html = here.get(address).text
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<b>bold" not in html
    assert "…</ins>" in here.get("/history").text


def test_the_history_says_who_with_what_program_and_what_is_undone(
    here: TestClient, services: Services
) -> None:
    add(services, "a")
    services.journal.undo(services.users.owner())
    html = here.get("/history").text
    assert "<b>owner</b>" in html
    assert "undone by change 2" in html
    assert "/changes/1/redo" in html
    assert "<!doctype" not in here.get("/history/list", headers=SCRIPT).text
    assert here.get("/list", headers=SCRIPT).text.startswith('<p class="count"')


def test_static_files_are_kept_for_good_by_their_version(here: TestClient) -> None:
    named = here.get(asset("logo.svg"))
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert here.get("/static/logo.svg").headers["cache-control"] == "no-cache"
    assert asset("no-such-file.css") == "/static/no-such-file.css?v=missing"


def test_a_stranger_signs_in_with_the_password_and_out_again(stranger: TestClient) -> None:
    html = {"accept": "text/html"}
    assert stranger.get("/", headers=html).headers["location"] == "/signin"
    assert "Sign in" in stranger.get("/signin").text
    wrong = stranger.post("/signin", data={"password": "wrong password"})
    assert wrong.status_code == 401
    assert 'role="alert"' in wrong.text
    entered = stranger.post("/signin", data={"password": PASSWORD})
    assert entered.headers["location"] == "/"
    assert stranger.get("/").status_code == 200
    assert stranger.post("/signout").headers["location"] == "/signin"
    assert stranger.get("/", headers=html).headers["location"] == "/signin"


def test_signing_out_without_a_session_goes_to_the_sign_in_page(here: TestClient) -> None:
    assert here.post("/signout").headers["location"] == "/signin"


def test_the_first_password_is_set_by_the_link_and_only_once(
    connect: Connect, services: Services
) -> None:
    secret = services.users.make_setup()
    stranger = connect(
        Access(is_local=False), address="203.0.113.9", url="http://tasks.example.org"
    )
    assert "No password yet" in stranger.get("/signin").text
    assert "Welcome aboard" in stranger.get(f"/setup/{secret}").text
    assert "doesn't hold" in stranger.get("/setup/wrong").text.replace("&#39;", "'")
    short = stranger.post(f"/setup/{secret}", data={"password": "short"})
    assert short.status_code == 422
    done = stranger.post(f"/setup/{secret}", data={"password": PASSWORD})
    assert done.headers["location"] == "/"
    assert stranger.get("/settings").status_code == 200
    assert stranger.post(f"/setup/{secret}", data={"password": PASSWORD}).status_code == 401


def test_the_settings_page_makes_and_revokes_tokens(here: TestClient, services: Services) -> None:
    made = here.post("/settings/tokens", data={"name": "robot", "scope": ["tasks:read"]})
    [secret] = re.findall(r'id="secret">([^<]+)<', made.text)
    assert str(services.tokens.verify(secret).actor) == "token:robot"
    [token] = services.tokens.list(services.users.owner())
    assert "robot" in here.get("/settings").text
    refused = here.post("/settings/tokens", data={"name": " ", "scope": ["tasks:read"]})
    assert refused.status_code == 422
    assert here.post("/agents/freeze", data={"agent": token.id}).status_code == 303
    assert here.get("/settings").text.count("<td>frozen</td>") == 2
    assert here.post("/agents/unfreeze", data={"agent": token.id}).status_code == 303
    assert "<td>propose</td>" in here.get("/settings").text
    assert here.post(f"/settings/tokens/{token.id}/burn").status_code == 404
    assert here.post(f"/settings/tokens/{token.id}/revoke").status_code == 303
    assert here.post(f"/settings/tokens/{token.id}/revoke").status_code == 404
    assert services.tokens.list(services.users.owner()) == ()


@pytest.mark.parametrize(
    ("zone", "end"),
    [("Europe/Berlin", "2026-12-31T23:00"), ("America/New_York", "2027-01-01T05:00")],
)
def test_a_token_can_be_given_its_last_day(
    here: TestClient, services: Services, zone: str, end: str
) -> None:
    services.users.set_time_zone(services.users.owner(), zone)
    fields = {"name": "robot", "scope": ["tasks:read"]}
    made = here.post("/settings/tokens", data={**fields, "until": "2026-12-31"})
    assert "<td>2026-12-31</td>" in made.text
    [token] = services.tokens.list(services.users.owner())
    assert token.expires_at == datetime.fromisoformat(f"{end}Z")
    for wrong in ("soon", "9999-12-31", "2026-11-01"):
        refused = here.post("/settings/tokens", data={**fields, "name": "x", "until": wrong})
        assert (refused.status_code, 'role="alert"' in refused.text) == (422, True)
    assert len(services.tokens.list(services.users.owner())) == 1


def test_tokens_whose_time_is_over_are_listed_apart(
    here: TestClient, services: Services, clock: Clock
) -> None:
    owner, soon = services.users.owner(), clock() + timedelta(minutes=5)
    _, secret = services.tokens.create(owner, "brief", ["tasks:read"], soon)
    services.tokens.create(owner, "lasting", ["tasks:read"], soon + timedelta(days=1))
    assert "time is over" not in here.get("/settings").text
    clock.now = soon
    page = here.get("/settings").text
    apart = page[page.index("1 whose time is over") :].partition("</details>")[0]
    assert ("brief" in apart, "lasting" in apart) == (True, False)
    with pytest.raises(UnauthenticatedError):
        services.tokens.verify(secret)


def test_the_settings_page_sets_a_password_and_stays_signed_in(
    here: TestClient, services: Services
) -> None:
    assert here.post("/settings/password", data={"password": "short"}).status_code == 422
    assert here.post("/settings/password", data={"password": PASSWORD}).status_code == 303
    assert services.users.has_password()
    assert "Sign out" in here.get("/settings").text
    assert services.tasks.view(services.users.owner(), TaskFilter()).tasks == ()
