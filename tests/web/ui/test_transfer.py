"""The page of imports, exports and calendars, without a script and with one."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page
from starlette.testclient import TestClient
from tests.web.ui.chromium import Server

FILE = {"file": ("todo.txt", b"Call the bank\n\nWater rec:1d\n", "text/plain")}


def test_the_page_says_what_can_be_imported(here: TestClient):
    page = here.get("/transfer").text
    assert "<option>todoist-csv</option>" in page
    assert '<a href="/api/v1/exports/ics" download>' in page


def test_a_file_is_looked_at_first_then_taken(here: TestClient):
    looked = here.post("/transfer/import", files=FILE, data={"act": "preview"}).text
    assert "This would be imported" in looked
    assert "Imported 2 tasks from todo.txt." in looked
    assert (
        "<td>line 3</td><td>What repeats needs a due date; it is taken without repeating.</td>"
        in looked
    )
    assert here.get("/api/v1/tasks").json()["tasks"] == []
    data = {"act": "import", "key": "k"}
    watched = {"Accept": "text/event-stream"}
    said = here.post("/transfer/import", files=FILE, data=data, headers=watched).text
    part = json.loads(said.rpartition("event: imported\ndata: ")[2])["html"]
    assert part.lstrip().startswith("<section")
    assert 'action="/changes/1/undo"' in part
    repeated = here.post("/transfer/import", files=FILE, data=data).text
    assert "Imported 2 tasks from todo.txt." in repeated
    again = here.post("/transfer/import", files=FILE, data={"act": "import"}).text
    assert "Nothing: all of it is here already." in again


def test_a_file_that_can_not_be_read_is_told(here: TestClient):
    answer = here.post(
        "/transfer/import", files={"file": ("x.json", b"{", "")}, data={"act": "preview"}
    )
    assert answer.status_code == 422
    assert "It can&#39;t be told whose JSON this is." in answer.text
    nothing = here.post("/transfer/import", data={"act": "preview"})
    assert "No file is chosen." in nothing.text
    mapped = {"act": "preview", "map": "title:Was\n\n", "format": "csv"}
    answer = here.post("/transfer/import", files={"file": ("x", b"Was\nMilk\n", "")}, data=mapped)
    assert "<li>Milk</li>" in answer.text


def test_a_long_import_shows_its_first_tasks(here: TestClient):
    lines = "".join(f"Task {number}\n" for number in range(30)).encode()
    page = here.post(
        "/transfer/import", files={"file": ("todo.txt", lines, "")}, data={"act": "preview"}
    )
    assert "<li>… and 10 more</li>" in page.text


def test_a_calendar_is_made_shown_once_and_ended(here: TestClient):
    made = here.post(
        "/transfer/feeds", data={"name": "Due", "query": "has:due", "kind": "event"}
    ).text
    address = made.partition('id="address">')[2].partition("<")[0]
    assert address.startswith("http://localhost/feeds/")
    assert here.get(address).text.startswith("BEGIN:VCALENDAR")
    page = here.get("/transfer").text
    assert (address in page, "<td>Due</td><td>has:due</td><td>events</td>" in page) == (
        False,
        True,
    )
    feed = page.partition('action="/transfer/feeds/')[2].partition("/")[0]
    here.post(f"/transfer/feeds/{feed}/end")
    assert here.get(address).status_code == 404
    refused = here.post("/transfer/feeds", data={"name": " "})
    assert (refused.status_code, "The feed&#39;s name is blank." in refused.text) == (422, True)


def test_the_page_shows_how_far_an_import_is(page: Page, server: Server, tmp_path: Path):
    file = tmp_path / "todo.txt"
    file.write_text("".join(f"Task {number}\n" for number in range(4_000)))
    page.goto(f"{server.url}/transfer")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("of 4,000 written").wait_for(state="attached")
    page.get_by_text("Imported 4000 tasks from todo.txt.").wait_for()
    assert page.locator(".progress").is_hidden()


def test_leaving_the_page_stops_no_import(page: Page, server: Server, tmp_path: Path):
    file = tmp_path / "todo.txt"
    file.write_text("Milk\n")
    page.goto(f"{server.url}/transfer")
    page.get_by_label("File").set_input_files(file)
    with closing(sqlite3.connect(tmp_path / "watchbill.db")) as store:
        store.execute("BEGIN IMMEDIATE")  # so that nothing is written before the page is left
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_text("Reading the file…").wait_for()
        page.goto(f"{server.url}/transfer")
        page.get_by_text("todo.txt was being imported when this page was left.").wait_for()
        store.rollback()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("Nothing: all of it is here already.").wait_for()
    page.get_by_label("File").set_input_files(__file__)
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("It can't be told which format this is.").wait_for()
    page.reload()
    page.get_by_label("File").wait_for()
    assert page.get_by_text("was being imported").count() == 0
