"""What commands do beyond the services: asking, editing, printing, and how they end."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from tests.cli.conftest import Watchbill

from watchbill import __version__
from watchbill.__main__ import main
from watchbill.cli import output
from watchbill.cli.failure import DEFECT, EXIT_CODES, exit_code
from watchbill.domain.errors import ConflictError, WatchbillError
from watchbill.services.bundle import Services

Terminal = Callable[[], None]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """From the call on, a person at a terminal; before the test itself, its streams aren't there yet."""

    def begin() -> None:
        for stream in (sys.stdin, sys.stdout):
            monkeypatch.setattr(stream, "isatty", lambda: True)

    return begin


def test_every_command_has_help_and_the_version_is_told(local: Watchbill) -> None:
    listed = local("--help").out
    for name in ("add", "list", "serve", "mcp", "restore-backup", "deploy", "completion"):
        assert f"  {name} " in listed
        assert local(name, "--help").code == 0
    assert local("--version").out == f"watchbill, version {__version__}\n"


def test_wrong_words_end_with_two(local: Watchbill) -> None:
    assert local("fly").code == 2
    assert local("list", "--wrong").code == 2
    assert local("add").code == 2


@pytest.mark.parametrize(("end", "number", "_"), EXIT_CODES)
def test_an_exit_code_stands_for_a_kind_of_failure(end: str, number: int, _: str) -> None:
    assert exit_code(WatchbillError("x", code=f"TASK_{end}")) == number


def test_a_failure_is_json_for_programs(local: Watchbill) -> None:
    result = local("done", "9", "--json")
    assert result.code == 3
    assert json.loads(result.err)["code"] == "TASK_NOT_FOUND"
    assert exit_code(WatchbillError("x", code="INVALID_TITLE")) == 1


def test_a_defect_says_that_it_is_one(local: Watchbill, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken inside")

    monkeypatch.setattr("watchbill.cli.store.read_settings", fail)
    result = local("list")
    assert result.code == DEFECT
    assert result.err.endswith(
        "watchbill: That is a defect of Watchbill. The lines above say where.\n"
    )


def test_a_reader_that_goes_away_ends_it_without_a_word(tmp_path: Path) -> None:
    script = (
        "import os, sys; from watchbill.cli.main import run; r, w = os.pipe(); os.close(r); "
        "os.dup2(w, 1); sys.exit(run(['list', '--json']))"
    )
    environ = os.environ | {"WATCHBILL_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_deleting_asks_a_person_first(
    local: Watchbill, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal()
    local("add", "Wind the clock")
    answers = iter([False, True])

    def confirm(*_: object, **__: object) -> None:
        if not next(answers):
            raise click.Abort

    monkeypatch.setattr("click.confirm", confirm)
    kept = local("rm", "1")
    assert (kept.code, kept.err) == (130, "Stopped; nothing more was done.\n")
    assert local("rm", "1").code == 0
    local("restore", "1")
    assert local("rm", "1", "--yes").code == 0


def test_a_terminal_gets_a_table_and_colourless_words_stay_text(
    local: Watchbill, terminal: Terminal
) -> None:
    terminal()
    local("add", "[bold]Wind[/bold] the clock")
    shown = local("list").out
    assert "Ref" in shown
    assert "[bold]Wind[/bold] the clock" in shown
    assert "Who" in local("history").out


def test_an_edit_without_options_opens_the_editor(
    local: Watchbill, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal()
    local("add", "Wind the clock", "-d", "twice")
    seen: list[str] = []
    texts = iter([None, "Wind the clock\n\ntwice\n", "Wind it\n\nthree times\n"])

    def edit(text: str) -> str | None:
        seen.append(text)
        return next(texts)

    monkeypatch.setattr("click.edit", edit)
    assert local("edit", "1").out == "Nothing to change.\n"
    assert local("edit", "1").out == "Nothing to change.\n"
    assert "Renamed #1 “Wind the clock” to “Wind it”" in local("edit", "1").out
    assert seen == ["Wind the clock\n\ntwice"] * 3
    assert "three times" in local("show", "1").out


def test_what_a_task_has_been_through_is_shown(local: Watchbill) -> None:
    local("add", "a")
    local("done", "1")
    local("rm", "1")
    shown = local("show", "1").out
    assert "state: deleted" in shown
    assert "completed: " in shown
    assert "deleted: " in shown


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the page's files are looked for, with what was built."""
    script = tmp_path / "static" / "build" / "main.js"
    script.parent.mkdir(parents=True)
    script.touch()
    monkeypatch.setattr("importlib.resources.files", lambda _package: tmp_path)
    return script


def test_the_checks_say_what_holds(
    local: Watchbill, services: Services, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = ".".join(map(str, sys.version_info[:2]))
    assert local("check").out == (
        f"✓ Python {python} is new enough\n✓ the store can be read and written\n✓ the page is built\n"
    )
    assert local("check").code == 0
    built.unlink()
    monkeypatch.setenv("WATCHBILL_ASSISTANT_URL", "http://127.0.0.1:9")
    result = local("check", "--json")
    assert result.code == 1
    assert [fact["name"] for fact in json.loads(result.out) if fact["problem"]] == [
        "the page is built",
        "the assistant answers",
    ]
    monkeypatch.setenv("WATCHBILL_DATABASE_URL", "nonsense")
    assert "✗ the store can be read and written\n  The database URL" in local("check").out


def test_with_a_server_it_is_the_server_that_is_checked(
    remote: Watchbill, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = remote("check")
    assert (checked.code, checked.out.splitlines()[1:]) == (
        0,
        ["✓ the server answers", "✓ the server lets you in"],
    )
    monkeypatch.setenv("WATCHBILL_TOKEN", "wb_wrong")
    assert "✓ the server answers\n✗ the server lets you in\n" in remote("check").out
    monkeypatch.setenv("WATCHBILL_URL", "http://127.0.0.1:9")
    assert remote("check").out.count("✗") == 2


@pytest.mark.parametrize(
    "words", [["backup", "x.backup"], ["restore-backup", "x.backup"], ["migrate"]]
)
def test_what_works_on_this_machine_alone_is_refused_for_a_server(
    remote: Watchbill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = remote(*words, "--json")
    assert (refused.code, json.loads(refused.err)["code"]) == (1, "INVALID_URL")
    assert not (tmp_path / "x.backup").exists()


def test_a_backup_is_written_and_restored(
    local: Watchbill,
    services: Services,
    tmp_path: Path,
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal()
    file = tmp_path / "x.backup"
    local("add", "a")
    assert local("backup", str(file)).out.startswith(f"Wrote {file}: ")
    assert local("backup", str(file)).code == 5
    forced = json.loads(local("backup", str(file), "--force", "--json").out)
    assert (forced["file"], forced["rows"] > 1) == (str(file), True)
    local("add", "b")
    assert local("restore-backup", str(file)).code == 5
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    assert local("restore-backup", str(file), "--replace").code == 0
    assert local("restore-backup", str(file), "--replace", "--yes").code == 0
    assert [task["title"] for task in json.loads(local("list", "--json").out)["tasks"]] == ["a"]


def test_migrating_a_current_store_changes_nothing(local: Watchbill) -> None:
    assert local("migrate").out == "The store has the schema of this version.\n"
    assert json.loads(local("migrate", "--json").out) == {"migrated": True}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_each_shell(local: Watchbill, shell: str) -> None:
    assert "_WATCHBILL_COMPLETE" in local("completion", shell).out


def test_a_list_loads_neither_web_nor_agents_nor_tables(tmp_path: Path) -> None:
    script = (
        "import sys; from watchbill.cli.main import run; run(['list']); "
        "print([m for m in ('fastapi', 'starlette', 'mcp', 'pydantic_ai', 'rich', 'alembic.command', 'jwt') if m in sys.modules])"
    )
    environ = os.environ | {"WATCHBILL_DATA_DIR": str(tmp_path)}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=True
        )
    assert done.stdout == "[]\n"


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "watchbill", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"watchbill, version {__version__}\n"


def test_the_command_ends_the_process_with_its_code(
    local: Watchbill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["watchbill", "done", "9"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3


def test_a_conflict_is_told_in_one_line(local: Watchbill) -> None:
    local("add", "a")
    local("edit", "1", "-t", "b")
    result = local("undo", "1")
    assert (result.code, result.err.count("\n")) == (exit_code(ConflictError("x")), 1)
    assert output.is_interactive() is False


def test_a_line_is_read_as_quick_add_and_what_was_understood_is_told(local: Watchbill) -> None:
    added = local("add", "Pay rent 2030-01-01 every month p1 #home #bills @Flat")
    assert added.out == (
        "Added #1 “Pay rent”, due Tue 2030-01-01, every month. Undo: watchbill undo 1\n"
        "  #1 priority: 1\n"
        "  #1 project: Flat\n"
        "  #1 tags: bills, home\n"
    )
    several = local("add", "Milk 2030-01-02", "Eggs")
    assert several.out == (
        "Added #2 “Milk” and #3 “Eggs”. Undo: watchbill undo 2\n  #2 due: Wed 2030-01-02\n"
    )


def test_a_literal_line_is_a_title(local: Watchbill) -> None:
    assert local("add", "--literal", "Read 1984 tomorrow #home").out == (
        "Added #1 “Read 1984 tomorrow #home”. Undo: watchbill undo 1\n"
    )


def test_a_project_that_is_nearly_called_so_is_asked_about(local: Watchbill) -> None:
    local("add", "Sweep @Home")
    refused = local("add", "Wash @Hoem")
    assert refused.code
    assert "There is no project “Hoem”. Nearest: “Home”." in refused.err
