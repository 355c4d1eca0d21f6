"""Why something is done: on every command that writes, here and on a server, and shown wherever the change is."""

import re
from pathlib import Path

import click
import pytest
from tests.cli.conftest import Watchbill

from watchbill.cli.main import cli


@pytest.fixture(params=["local", "remote"])
def watchbill(request: pytest.FixtureRequest) -> Watchbill:
    command: Watchbill = request.getfixturevalue(request.param)
    return command


def _commands(group: click.Group, *path: str) -> list[tuple[str, click.Command]]:
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            found += _commands(command, *path, name)
        elif command is not None:
            found.append((" ".join([*path, name]), command))
    return found


def test_every_command_that_writes_tasks_takes_a_reason():
    options = {
        name: {opt for one in command.params for opt in one.opts}
        for name, command in _commands(cli)
    }
    writing = {name for name, taken in options.items() if "--request-key" in taken}
    assert writing >= {
        "add",
        "edit",
        "move",
        "done",
        "skip",
        "rm",
        "undo",
        "import",
        "comment add",
    }
    assert {name for name, taken in options.items() if "--reason" in taken} == writing


def test_the_reason_is_in_the_history_and_with_the_task(watchbill: Watchbill):
    assert watchbill("add", "Milk", "--reason", "We're out — again\n").code == 0
    watchbill("edit", "1", "--priority", "1", "--reason", "")
    plain, reasoned = watchbill("history").out.splitlines()
    assert "words" not in plain
    assert reasoned.endswith(': "We\'re out — again"')
    [shown] = [line for line in watchbill("show", "1").out.splitlines() if "Added" in line]
    assert shown.endswith(': "We\'re out — again"')


def test_a_person_s_reason_isn_t_marked_as_a_program_s(local: Watchbill):
    local("done", "1")
    local("add", "Milk", "--reason", "for tea")
    assert local("history").out.endswith("user:owner\tAdded #1 “Milk”; why: 'for tea'\n")


def test_a_token_s_reason_is_marked_as_its_own(remote: Watchbill):
    remote("add", "Milk", "--reason", "for tea")
    assert remote("history").out.endswith("Added #1 “Milk”; in its own words: 'for tea'\n")


def test_an_import_has_a_reason(watchbill: Watchbill, tmp_path: Path):
    file = tmp_path / "tasks.csv"
    file.write_text("title\nMilk\n")
    assert watchbill("import", str(file), "--reason", "a new start").code == 0
    assert re.search(r": 'a new start'\n$", watchbill("history").out)


def test_a_reason_that_is_too_long_is_refused_and_nothing_done(watchbill: Watchbill):
    refused = watchbill("add", "Milk", "--reason", "x" * 501)
    assert (refused.code, refused.err) == (
        1,
        "watchbill: The reason has 501 characters. Use 500 at most.\n",
    )
    assert watchbill("history").out == ""
