"""The list as it was, by command, here and on a server."""

import pytest
from tests.cli.conftest import Watchbill


@pytest.mark.parametrize("where", ["local", "remote"])
def test_a_list_and_a_task_are_shown_as_they_were(where: str, request: pytest.FixtureRequest):
    watchbill: Watchbill = request.getfixturevalue(where)
    watchbill("add", "Milk")
    watchbill("edit", "1", "--title", "Oat milk")
    watchbill("add", "Rent")
    assert watchbill("list", "--as-of", "1").out == "#1\tMilk\n"
    assert watchbill("list", "--as-of", "yesterday 18:00").out == ""
    assert "Milk" in watchbill("show", "1", "--as-of", "1").out
    assert "Oat milk" not in watchbill("show", "1", "--as-of", "1").out
    assert watchbill("list", "--as-of", "99").code == 3
