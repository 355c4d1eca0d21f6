"""Comments by the command line, here and on a server; and all that there is about a task, on one screen."""

import json
import re
from pathlib import Path

import pytest
from tests.cli.conftest import Watchbill
from tests.cli.terminal import at_terminal


@pytest.fixture(params=["local", "remote"])
def watchbill(request: pytest.FixtureRequest) -> Watchbill:
    command: Watchbill = request.getfixturevalue(request.param)
    return command


def test_a_comment_is_added_changed_and_taken_away(watchbill: Watchbill) -> None:
    watchbill("add", "Fix the boat")
    assert watchbill("comment", "add", "1", "Ann has\nthe key").out == (
        "Commented on #1 “Fix the boat”. Undo: watchbill undo 2\n"
    )
    [made] = json.loads(watchbill("comment", "list", "1", "--json").out)["comments"]
    assert made["text"] == "Ann has\nthe key"
    listed = watchbill("comment", "list", "Fix the boat").out
    assert listed.startswith(f"{made['id']}  {made['created_at'][:10]} ")
    assert listed.endswith("  Ann has\n  the key\n")
    assert "  comment text: 'Ann has" in watchbill("comment", "edit", made["id"], "Bo has it").out
    assert watchbill("comment", "rm", made["id"], "--preview").code == 0
    assert watchbill("comment", "rm", made["id"]).code == 0
    assert watchbill("comment", "list", "1").out == ""
    assert watchbill("comment", "edit", made["id"], "x").code == 3
    assert watchbill("comment", "add", "1").err == (
        "watchbill: There is nothing to say. Give the text as well.\n"
    )


def test_a_comment_is_written_in_the_editor(watchbill: Watchbill, tmp_path: Path) -> None:
    watchbill("add", "Fix the boat")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "Bo has it" > "$1"\n')
    editor.chmod(0o700)
    code, _ = at_terminal("comment", "add", "1", EDITOR=str(editor), VISUAL="")
    assert code == 0
    assert watchbill("comment", "list", "1").out.endswith("\n  Bo has it\n")


def test_all_that_there_is_about_a_task_is_shown(watchbill: Watchbill) -> None:
    watchbill("add", "Boat", "Rope", "-p", "1")
    watchbill("add", "Hull", "Sail", "--under", "1", "--remind", "2030-01-01 9:00")
    watchbill("add", "Scrape", "--under", "3")
    watchbill("edit", "1", "--blocked-by", "2", "-d", "before spring")
    watchbill("edit", "2", "--due", "2030-01-01", "--repeat", "every year")
    watchbill("done", "4")
    watchbill("comment", "add", "1", "Bo has\nthe key")
    watchbill("undo")
    watchbill("redo")
    shown = watchbill("show", "1").out
    for said in (
        "#1 Boat\nstate: open\npriority: 1\nproject: Inbox\nwaits for: #2\n",
        "\n\nbefore spring\n",
        "\nSubtasks:\n  [ ] #3 Hull\n    [ ] #5 Scrape\n  [x] #4 Sail\n",
        "\nWaits for:\n  [ ] #2 Rope\n",
        "\n    Bo has\n    the key\n",
        ": Commented on #1 “Boat”\n",
    ):
        assert said in shown
    rope = watchbill("show", "2").out
    assert "due: Tue 2030-01-01\nrepeats: every year\n" in rope
    assert "\nWaits for this:\n  [ ] #1 Boat\n" in rope
    sail = watchbill("show", "4").out
    assert "\nunder: #1\nreminders: 2030-01-01T09:00" in sail
    [boat] = json.loads(watchbill("show", "1", "--json").out)
    assert [one["ref"] for one in boat["subtasks"]] == [3, 4, 5]
    assert [one["text"] for one in boat["comments"]] == ["Bo has\nthe key"]
    [scrape] = json.loads(watchbill("show", "5", "--json").out)
    assert [one["ref"] for one in scrape["above"]] == [3, 1]


def test_a_terminal_gets_words_and_colours_and_none_if_it_wants_none(watchbill: Watchbill) -> None:
    watchbill("project", "add", "Flat", "--colour", "#1e90ff")
    watchbill("add", "Pay rent @Flat #home p1", "--due", "2020-01-01", "--repeat", "every month")
    watchbill("add", "Rest")
    _, seen = at_terminal("list", COLUMNS="80")
    assert "1 Jan 2020 ↻" in seen
    assert "\x1b[31m1 Jan" in seen
    assert "\x1b[1;31mp1" in seen
    assert max(len(line) for line in plain(seen).splitlines()) <= 80
    _, seen = at_terminal("list", "Rest")
    assert "Due" not in seen
    _, seen = at_terminal("project", "list")
    assert "#1e90ff" in seen
    _, seen = at_terminal("show", "1", NO_COLOR="1")
    assert seen.startswith("#1 Pay rent\n")
    _, seen = at_terminal("show", "1")
    assert seen.startswith("\x1b[2m#1\x1b[0m \x1b[1mPay rent\x1b[0m\n")


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", text)


def test_deleting_a_project_asks_a_person_first(watchbill: Watchbill) -> None:
    watchbill("project", "add", "Flat")
    code, seen = at_terminal("project", "rm", "Flat", answer="n\n")
    assert code == 130
    assert "Its tasks go to the trash; undo brings all back [y/N]: " in seen
    code, _ = at_terminal("project", "rm", "Flat", answer="y\n")
    assert (code, watchbill("project", "list").out) == (0, "")


def test_a_preview_tells_every_field(watchbill: Watchbill) -> None:
    watchbill("add", "Boat", "Rope")
    assert watchbill("edit", "1", "--due", "2030-01-01", "--preview").out == (
        "Would do: Made #1 “Boat” due Tue 2030-01-01. Nothing is written yet.\n"
        "  #1 due: nothing → Tue 2030-01-01\n"
    )
    assert (
        "  #1: another place in the order\n" in watchbill("move", "1", "--last", "--preview").out
    )
    assert "  project name: nothing → Flat\n" in (
        watchbill("project", "add", "Flat", "--preview").out
    )
