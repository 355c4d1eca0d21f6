"""Stopping an agent by the command line, on this machine and on a server."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.conftest import Watchbill
from tests.cli.terminal import at_terminal

from watchbill.domain.operation import Actor
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft


@pytest.fixture
def pal(services: Services) -> Caller:
    """An agent that has added two tasks at one go."""
    owner = services.users.owner()
    services.tokens.create(owner, "pal", ["tasks:read", "tasks:write"])
    pal = replace(owner, actor=Actor("token", "pal"), run="run-7")
    for title in ("Milk", "Eggs"):
        services.tasks.add(pal, [TaskDraft(title=title)])
    return pal


def test_who_stops_an_agent_is_told_what_it_did_last_and_how_to_take_it_back(
    local: Watchbill, pal: Caller
):
    assert local("freeze", "pal").out.splitlines() == [
        "Froze pal: it can do nothing until you unfreeze it.",
        "What it did last, and still holds:",
        "  2  Added #2 “Eggs”",
        "  1  Added #1 “Milk”",
        "Take that back: watchbill undo --actor 'token:pal' --run run-7",
    ]
    assert local("undo", "--actor", "token:pal", "--run", "run-7").code == 0
    assert local("list").out == ""
    assert local("freeze", "pal").out.splitlines()[1] == "Nothing that it did last still holds."
    assert local("unfreeze", "pal").out == "Unfroze pal.\n"


def test_what_it_did_last_is_taken_back_at_once_if_that_is_said(local: Watchbill, pal: Caller):
    said = local("freeze", "pal", "--undo").out
    assert "Undid 2 changes by token:pal of run run-7. Undo: watchbill undo 3" in said
    assert local("list").out == ""


def test_programs_read_all_of_it_in_one_document(local: Watchbill, pal: Caller):
    shown = json.loads(local("freeze", "pal", "--json").out)
    assert (shown["name"], shown["last_run"]["changes"]) == ("pal", [2, 1])
    undone = json.loads(local("freeze", "pal", "--undo", "--json").out)
    assert undone["undone"]["change"] == 3
    assert json.loads(local("unfreeze", "pal", "--json").out) == {"name": "pal", "frozen_at": None}


def test_at_a_server_a_token_with_admin_stops_but_only_a_person_lets_go(
    remote: Watchbill, services: Services, pal: Caller
):
    assert remote("freeze", "assistant").out.startswith("Froze assistant: ")
    assert services.freezing.is_assistant_frozen(pal)
    assert remote("unfreeze", "assistant").code == 6
    assert services.freezing.is_assistant_frozen(pal)


@pytest.mark.parametrize(("answer", "left"), [("y\n", ""), ("n\n", "#1\tMilk\n#2\tEggs\n")])
def test_at_a_terminal_it_is_looked_at_and_asked(
    local: Watchbill, pal: Caller, tmp_path: Path, answer: str, left: str
):
    code, seen = at_terminal("freeze", "pal", answer=answer, WATCHBILL_DATA_DIR=str(tmp_path))
    assert code == 0
    assert "Would do: Undid 2 changes by token:pal of run run-7." in seen
    assert "Take all of that back, as one change? [y/N]" in seen
    assert local("list").out == left


def test_a_frozen_assistant_says_so_in_the_terminal(local: Watchbill):
    local("freeze", "assistant")
    assert local("chat", "add milk").out.startswith("I am frozen, so I did nothing.")
    assert local("list").out == ""
