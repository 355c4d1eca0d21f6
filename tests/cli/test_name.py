"""A task is named by any title it can have, on the store of this machine and on a server alike."""

import json

import pytest
from tests.cli.conftest import Watchbill

TITLES = ("a/b", "tasks/complete", "?", "100 %", "Straße & ☃", "..", "x#y", "1,2")


@pytest.fixture(params=["local", "remote"])
def watchbill(request: pytest.FixtureRequest) -> Watchbill:
    command: Watchbill = request.getfixturevalue(request.param)
    return command


@pytest.mark.parametrize("title", TITLES)
def test_a_title_may_have_what_means_something_in_an_address(
    watchbill: Watchbill, title: str
) -> None:
    watchbill("add", "first", "second", title)
    [task] = json.loads(watchbill("show", title, "--json").out)
    assert (task["ref"], task["title"]) == (3, title)
    watchbill("edit", title, "--append", "more")
    assert watchbill("done", title).out == f"Completed #3 “{title}”. Undo: watchbill undo 3\n"
    watchbill("rm", title)
    assert watchbill("list").out == "#1\tfirst\n#2\tsecond\n"


def test_several_titles_are_one_change(watchbill: Watchbill) -> None:
    some = TITLES[:5]  # with more at once, a program's call would wait for a person
    watchbill("add", *some)
    assert watchbill("done", *some).code == 0
    assert watchbill("history", "--limit", "1").out.startswith("2\t")
    assert watchbill("list").out == ""
