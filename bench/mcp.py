"""MCP over HTTP, stateless, 8 connections, with a token: a write, and a list of 50 tasks. Run: python -m bench.mcp."""

import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.load import Load, MakeRequest

VERSION = "2026-07-28"
ROUNDS = 5
META = {
    "io.modelcontextprotocol/protocolVersion": VERSION,
    "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
# What is measured is the work, not the limits to it.
UNLIMITED = dict.fromkeys(
    (
        "WATCHBILL_TASKS_PER_CALL",
        "WATCHBILL_CHANGES_PER_RUN",
        "WATCHBILL_CHANGES_PER_HOUR",
        "WATCHBILL_READS_PER_MINUTE",
    ),
    "0",
)
WATCHBILL = [sys.executable, "-m", "watchbill"]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One kind of work: the tool, its arguments, the share of the floor that is the budget."""

    name: str
    tool: str
    arguments: dict[str, Any]
    budget: float


ROWS = (
    Row("MCP write", "add_task", {"title": "Buy milk"}, 0.5),
    Row("MCP list of 50", "view_tasks", {"limit": 50}, 0.8),
)


def main() -> None:
    """Measure and print; floor and Watchbill take turns, and each figure is the median of the rounds."""
    with tempfile.TemporaryDirectory() as folder, watchbill(folder) as (port, token):
        ours = {row: load(port, row, token) for row in ROWS}
        fill(load(port, ROWS[0], token), ROWS[0])
        answers = {row.tool: answer(ours[row], row) for row in ROWS}
        with floor(answers) as floor_port:
            for row in ROWS:
                compare(row, ours[row], load(floor_port, row))


def compare(row: Row, ours: Load, floor: Load) -> None:
    pairs = []
    for _ in range(ROUNDS):
        idle = floor.rate(requests(row, arguments={}), b'"isError":false')
        pairs.append((ours.rate(requests(row), b'"isError":false'), idle))
    own, idle = (statistics.median(column) for column in zip(*pairs, strict=True))
    share = statistics.median(a / b for a, b in pairs)
    print(
        f"{row.name:16} {own:7.0f}/s   floor {idle:7.0f}/s   "
        f"{share:6.1%} of the floor (budget {row.budget:.0%})"
    )


def fill(to: Load, row: Row) -> None:
    """50 tasks as people have them."""
    items = [f"Call the plumber about tap number {n}" for n in range(50)]
    to.once(requests(row, arguments={"items": items}))


def answer(ours: Load, row: Row) -> dict[str, Any]:
    """What the tool answers, for the floor to repeat."""
    result: dict[str, Any] = json.loads(ours.once(requests(row)))["result"]
    return result


def load(port: int, row: Row, token: str = "") -> Load:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": VERSION,
        "Mcp-Method": "tools/call",
        "Mcp-Name": row.tool,
    }
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return Load(port=port, path="/mcp", headers=headers)


def requests(row: Row, arguments: dict[str, Any] | None = None) -> MakeRequest:
    given = row.arguments if arguments is None else arguments
    numbers = itertools.count(1)

    def make() -> bytes:
        params = {"name": row.tool, "arguments": given, "_meta": META}
        call = {
            "jsonrpc": "2.0",
            "id": next(numbers),
            "method": "tools/call",
            "params": params,
        }
        return json.dumps(call).encode()

    return make


@contextmanager
def watchbill(folder: str) -> Iterator[tuple[int, str]]:
    """A real server over a new SQLite store: its port and a token."""
    environ = os.environ | UNLIMITED | {"WATCHBILL_DATA_DIR": folder, "WATCHBILL_MCP_PORT": "0"}
    create = [*WATCHBILL, "token", "create", "bench", "--mode", "act"]
    token = subprocess.check_output(create, env=environ, text=True, stderr=subprocess.DEVNULL)
    with started([*WATCHBILL, "serve", "--only", "mcp"], environ, r":([0-9]+)/mcp") as port:
        yield port, token.strip()


@contextmanager
def floor(answers: dict[str, Any]) -> Iterator[int]:
    """A server that does nothing but give these answers: its port."""
    command = [sys.executable, "-m", "bench.floor", json.dumps(answers)]
    with started(command, os.environ, r"([0-9]+)") as port:
        yield port


@contextmanager
def started(command: Sequence[str], environ: Mapping[str, str], pattern: str) -> Iterator[int]:
    """Run a server while the block lasts; the port that its first line names."""
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = next(iter(process.stdout or ()), "")
            if not (match := re.search(pattern, line)):
                raise RuntimeError(f"it didn't start: {line}")
            yield int(match[1])
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
