"""Importing and exporting by command, here and on a server."""

import json
import re
import sys
from io import StringIO
from pathlib import Path

import pytest
from tests.cli.conftest import Watchbill

from watchbill.cli.problem import watched
from watchbill.domain.errors import ServiceUnavailableError
from watchbill.services.bundle import Services


@pytest.fixture(params=["local", "remote"])
def watchbill(request: pytest.FixtureRequest) -> Watchbill:
    found: Watchbill = request.getfixturevalue(request.param)
    return found


def test_a_file_is_looked_at_taken_and_told(watchbill: Watchbill, tmp_path: Path):
    file = tmp_path / "todo.txt"
    file.write_text("Call the bank\n\nWater rec:1d\n")
    looked = watchbill("import", str(file), "--preview")
    assert (looked.code, looked.out) == (0, "Would do: Imported 2 tasks from todo.txt.\n")
    assert looked.err == (
        "line 3: What repeats needs a due date; it is taken without repeating. (taken without that)\n"
    )
    assert watchbill("import", str(file), "--request-key", "k").out == (
        "Imported 2 tasks from todo.txt. Change 1.\n"
    )
    assert watchbill("import", str(file)).out == (
        "Nothing is new in it.\n2 of its tasks are here already.\n"
    )
    table = tmp_path / "list.csv"
    table.write_text("Was,title\nMilch,\n,x\n")
    done = watchbill("import", str(table), "--map", "title:Was", "--format", "csv", "--json")
    assert json.loads(done.out)["problems"] == [
        {"place": "line 3", "message": "The title is blank.", "lost": True}
    ]
    told = watchbill("import", str(table), "--map", "title:Was", "--preview")
    assert "line 3: The title is blank. (the row is left out)\n" in told.err


def test_a_list_is_written_and_comes_back(watchbill: Watchbill, tmp_path: Path):
    watchbill("add", "Milk")
    file = tmp_path / "all.json"
    assert watchbill("export", str(file)).out == f"Wrote {file}.\n"
    assert json.loads(file.read_text())["tasks"][0]["title"] == "Milk"
    again = watchbill("export", str(file))
    assert (again.code, "is there already" in again.err) == (5, True)
    assert watchbill("export", str(file), "--force").code == 0
    shown = watchbill("export", "-", "--format", "ics", "--query", "milk", "--events")
    assert shown.out.startswith("BEGIN:VCALENDAR")
    wrong = watchbill("export", str(tmp_path / "x.doc"))
    assert (wrong.code, "Add --format" in wrong.err) == (1, True)
    bad = watchbill("export", str(tmp_path / "x.csv"), "--query", "due:tomorow")
    assert (bad.code, (tmp_path / "x.csv").exists()) == (1, False)


def test_a_file_that_is_not_there_is_told(watchbill: Watchbill, tmp_path: Path):
    missing = watchbill("import", str(tmp_path / "none"))
    assert (missing.code, "There is no file" in missing.err) == (3, True)
    file = tmp_path / "x"
    file.write_text("words")
    refused = watchbill("import", str(file))
    assert (refused.code, "which format" in refused.err) == (1, True)


def test_a_history_is_brought_back_here(
    local: Watchbill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "all.json"
    local("add", "Milk")
    local("export", str(file))
    monkeypatch.setenv("WATCHBILL_DATA_DIR", str(tmp_path / "other"))
    assert local("import", str(file), "--with-history", "--preview").out == (
        "Would bring 1 changes back.\n"
    )
    assert local("import", str(file), "--with-history").out == "Brought 1 changes back.\n"
    assert "Milk" in local("list").out
    refused = local("import", str(file), "--with-history")
    assert (refused.code, "a history of its own" in refused.err) == (5, True)


def test_a_program_s_token_brings_no_history_back(remote: Watchbill, tmp_path: Path):
    file = tmp_path / "all.json"
    remote("export", str(file))
    assert remote("import", str(file), "--with-history").code == 6


def test_an_import_by_a_program_that_proposes_waits_for_a_person(
    remote: Watchbill, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    owner = services.users.owner()
    scopes = ["tasks:read", "tasks:write"]
    _, token = services.tokens.create(owner, "proposer", scopes, mode="propose")
    monkeypatch.setenv("WATCHBILL_TOKEN", token)
    file = tmp_path / "todo.txt"
    file.write_text("Milk\nRent\n")
    waiting = remote("import", str(file))
    assert waiting.out == "Waits for a person, as proposal 1: Imported 2 tasks from todo.txt.\n"
    assert remote("list").out == ""


def test_a_file_that_can_not_be_read_is_told_alike(watchbill: Watchbill, tmp_path: Path):
    file = tmp_path / "export.zip"
    file.write_bytes(b"PK broken")
    refused = watchbill("import", str(file))
    assert (refused.code, refused.out) == (1, "")
    assert "zip" in refused.err


def test_a_server_tells_how_far_it_is(
    remote: Watchbill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    screen = StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)
    file = tmp_path / "todo.txt"
    file.write_text("".join(f"Task {number}\n" for number in range(1_500)))
    said = "Waits for a person, as proposal 1: Imported 1500 tasks from todo.txt.\n"
    assert remote("import", str(file)).out == said
    assert re.search(r"Written .*/1500", screen.getvalue())


def test_a_stream_that_breaks_off_says_where_to_look():
    far: list[tuple[int, int]] = []
    lines = iter(["event: progress", 'data: {"done": 1, "all": 2}', ""])
    with pytest.raises(ServiceUnavailableError, match="The server broke off") as broken:
        watched(lines, lambda done, total: far.append((done, total)))
    assert (far, broken.value.hint) == (
        [(1, 2)],
        "Whether the import was done, the history tells.",
    )


def test_a_person_signed_in_brings_a_history_to_an_empty_server(
    remote: Watchbill, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "all.json"
    remote("export", str(file))
    services.users.set_password("correct horse")
    monkeypatch.setenv("WATCHBILL_PASSWORD", "correct horse")
    brought = remote("import", str(file), "--with-history", "--as", "owner")
    assert (brought.code, brought.out) == (0, "Brought 0 changes back.\n")


def test_a_server_that_does_not_know_the_token_takes_no_file(
    remote: Watchbill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("WATCHBILL_TOKEN", "nonsense")
    file = tmp_path / "todo.txt"
    file.write_text("Milk\n")
    refused = remote("import", str(file))
    assert (refused.code, "token" in refused.err) == (6, True)


def test_a_program_brings_no_history_to_a_server(remote: Watchbill, tmp_path: Path):
    file = tmp_path / "all.json"
    remote("export", str(file))
    refused = remote("import", str(file), "--with-history")
    assert (refused.code, "Only a person" in refused.err) == (6, True)
