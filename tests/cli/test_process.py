"""Commands that run until they are stopped, as real processes."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Watchbill


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serve", "--port", "0"], r"Watchbill is at http://localhost:\d+"),
        (["serve", "--only", "mcp"], r"Watchbill's MCP is at http://localhost:\d+/mcp"),
        (["assistant", "--port", "0"], r"The assistant is at http://localhost:\d+"),
    ],
    ids=["all", "tools", "assistant"],
)
def test_a_server_says_where_it_is_and_ends_well_at_a_signal(
    tmp_path: Path, words: list[str], said: str
) -> None:
    environ = os.environ | {
        "WATCHBILL_DATA_DIR": str(tmp_path),
        "WATCHBILL_MCP_PORT": "0",
        "MCP_SERVER_URL": "http://127.0.0.1:9/mcp",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "watchbill", *words],
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert re.fullmatch(said, line.strip())


def test_a_port_that_is_taken_is_said_to_be(local: Watchbill, server: str) -> None:
    result = local("serve", "--port", server.rpartition(":")[2])
    assert result.code == 1
    assert "can't be opened" in result.err


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:9"], ids=["here", "on a server"])
def test_tools_over_standard_streams_end_with_them(tmp_path: Path, url: str) -> None:
    environ = os.environ | {"WATCHBILL_DATA_DIR": str(tmp_path), "WATCHBILL_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "watchbill", "mcp"],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_a_command_on_a_sqlite_store_loads_nothing_of_postgresql(tmp_path: Path) -> None:
    code = (
        "import sys; from watchbill.cli.main import run; run(['list']);"
        "print([name for name in sys.modules if 'postgresql' in name or name in ('psycopg', 'alembic', 'fastapi')])"
    )
    environ = os.environ | {"WATCHBILL_DATA_DIR": str(tmp_path)}
    for _ in ("the first makes the store", "and then"):
        told = subprocess.check_output([sys.executable, "-c", code], env=environ, text=True)
    assert told.splitlines()[-1] == "[]"
