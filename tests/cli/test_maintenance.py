"""Commands on the store as a whole: verify, move, erase, undo of many."""

import json
import re
import sys
from io import StringIO
from pathlib import Path

import pytest
from damage.watchbill.postgresql import Server
from sqlalchemy import text
from tests.cli.conftest import Watchbill

from watchbill.cli.output import progress
from watchbill.services.bundle import Services


def test_a_store_is_verified_and_a_forged_row_named(local: Watchbill, services: Services) -> None:
    local("add", "Milk", "Eggs")
    assert local("verify").out == "default: 1 changes, 2 rows, all as the journal says.\n"
    with services.database.begin() as tx:
        tx.connection.execute(text("UPDATE tasks SET title = 'Gin' WHERE ref = 1"))
    told = local("verify", "--json")
    assert told.code == 1
    found = json.loads(told.out)
    assert found["clean"] is False
    assert (
        "the store has title 'Gin', the journal says 'Milk'"
        in (found["workspaces"]["default"]["problem"])
    )


def test_a_server_moves_to_postgresql_and_back_and_goes_on_where_it_was(
    local: Watchbill, tmp_path: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    local("add", "Milk", "Eggs")
    local("done", "Milk")
    token = json.loads(local("token", "create", "robot", "--mode", "act", "--json").out)
    first = f"sqlite:///{tmp_path / 'watchbill.db'}"
    second = f"sqlite:///{tmp_path / 'second.db'}"
    with postgresql.fresh_database() as url:
        assert local("migrate-store", first, url).out == (
            "default: 2 changes, 2 rows, all as the journal says.\n"
        )
        local("add", "Bread")
        assert json.loads(local("migrate-store", first, url, "--json").out)["clean"] is True
        local("migrate-store", url, second)
        monkeypatch.setenv("WATCHBILL_DATABASE_URL", second)
        listed = json.loads(local("list", "--json").out)["tasks"]
        assert [task["title"] for task in listed] == ["Eggs", "Bread"]
        assert local("undo", "2").code == 0
        tokens = json.loads(local("token", "list", "--json").out)["tokens"]
        assert [one["id"] for one in tokens] == [token["id"]]
        refused = local("migrate-store", second, url)
        assert refused.out.startswith("default: 4 changes")
        local("add", "Elsewhere")
        refused = local("migrate-store", first, second)
    assert "The target has a history of its own" in refused.err


def test_erasing_shows_the_task_and_asks_at_a_terminal(
    local: Watchbill, monkeypatch: pytest.MonkeyPatch
) -> None:
    local("add", "Milk")
    typed = StringIO("n\ny\n")
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    refused = local("erase", "1")
    assert refused.code != 0
    assert "Milk" in refused.out
    assert "Erase its texts for good? This can't be undone [y/N]" in refused.out
    assert "Erased the texts of #1" in local("erase", "1").out


def test_long_work_shows_how_far_it_is_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("Replayed") as tell:
        tell(500, 12_000)
    assert re.search(r"Replayed .* 500/12000", screen.getvalue())


def test_erasing_asks_first_and_tells_what_it_did(local: Watchbill) -> None:
    local("add", "Milk")
    assert "Add --yes to do it" in local("erase", "Milk").err
    assert local("erase", "Milk", "--preview").out.startswith("Would do: Erased the texts of #1")
    assert local("erase", "Milk", "--yes").out.startswith("Erased the texts of #1. Undo:")
    assert "Milk" not in local("history").out
    assert local("verify").code == 0


def test_what_a_program_wants_erased_waits_for_a_person(remote: Watchbill) -> None:
    remote("add", "Milk")
    waiting = remote("erase", "Milk", "--yes")
    assert waiting.out.startswith("Waits for a person, as proposal 1: Erased the texts of #1.")
    assert "Milk" in remote("list").out


@pytest.mark.parametrize("where", ["local", "remote"])
def test_changes_are_undone_together(where: str, request: pytest.FixtureRequest) -> None:
    watchbill: Watchbill = request.getfixturevalue(where)
    actor = "user:owner" if where == "local" else "token:robot"
    for title in ("Milk", "Eggs", "Bread"):
        watchbill("add", title)
    assert watchbill("undo", "--changes", "1,x").code == 2
    assert watchbill("undo", "1", "--since", "14:00").code == 2
    assert watchbill("undo", "--actor", actor, "--since", "25:00").code == 1
    told = watchbill("undo", "--actor", actor, "--since", "yesterday 18:00", "--preview")
    assert told.out.startswith(f"Would do: Undid 3 changes by {actor} since ")
    assert watchbill("undo", "--changes", "1,3").out == "Undid 2 changes. Undo: watchbill undo 4\n"
    assert watchbill("list").out == "#2\tEggs\n"


@pytest.mark.parametrize("where", ["local", "remote"])
def test_what_stays_is_named_and_a_person_can_force(
    where: str, request: pytest.FixtureRequest
) -> None:
    watchbill: Watchbill = request.getfixturevalue(where)
    actor = "user:owner" if where == "local" else "token:robot"
    watchbill("add", "Milk")
    watchbill("edit", "1", "--title", "Oat milk", "--append", "two")
    watchbill("edit", "1", "--title", "Soy milk")
    told = watchbill("undo", "2")
    assert (
        "  kept: title of #1 “Soy milk”, changed since by change 3 of "
        f"{actor}: 'Soy milk' stays, was 'Milk'\n"
    ) in told.out
    watchbill("undo", "4")
    forced = watchbill("undo", "2", "--force")
    assert (forced.code == 0) == (where == "local")


def test_a_workspace_is_brought_back_as_it_was_after_a_change(local, tmp_path):
    file = tmp_path / "all.backup"
    local("add", "Milk")
    local("add", "Rent")
    local("backup", str(file))
    done = local("restore-backup", str(file), "--replace", "--yes", "--to-change", "1")
    assert done.code == 0
    assert ("Milk" in local("list").out, "Rent" in local("list").out) == (True, False)
    late = local("restore-backup", str(file), "--replace", "--yes", "--to-change", "7")
    assert (late.code, "last change of default is 2" in late.err) == (1, True)
