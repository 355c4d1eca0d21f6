"""A person at a real terminal, with a real editor, over the store of this machine and over a server."""

import os
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Watchbill
from tests.cli.terminal import at_terminal


@pytest.fixture(params=["local", "remote"])
def watchbill(request: pytest.FixtureRequest) -> Watchbill:
    command: Watchbill = request.getfixturevalue(request.param)
    return command


def test_a_deletion_asks_first(watchbill: Watchbill) -> None:
    watchbill("add", "[b]Buy[/b] milk", "Call mum")
    code, seen = at_terminal("rm", "1", answer="n\n")
    assert (code, "[b]Buy[/b] milk" in seen) == (130, True)
    assert seen.endswith("Stopped; nothing more was done.\n")
    assert watchbill("list").out == "#1\t[b]Buy[/b] milk\n#2\tCall mum\n"
    code, seen = at_terminal("rm", "1", answer="y\n")
    assert "Put into the trash? (watchbill restore brings back) [y/N]: " in seen
    assert seen.endswith("Deleted #1 “[b]Buy[/b] milk”. Undo: watchbill undo 2\n")
    assert watchbill("list").out == "#2\tCall mum\n"


def test_an_edit_in_the_editor_never_overwrites_what_was_changed_meanwhile(
    watchbill: Watchbill, tmp_path: Path
) -> None:
    watchbill("add", "Buy milk")
    editor = tmp_path / "editor"
    meanwhile = f'{sys.executable} -m watchbill edit 1 -t "Buy tea" > {os.devnull}'
    editor.write_text(f'#!/bin/sh\n{meanwhile}\necho "Buy wine" > "$1"\n')
    editor.chmod(0o700)
    code, _ = at_terminal("edit", "1", EDITOR=str(editor), VISUAL="")
    assert code == 5
    assert watchbill("list").out == "#1\tBuy tea\n"
