"""REST, the command line and the start, each beside its floor in the same run. Run: python -m bench.rest."""

import itertools
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.load import Load
from bench.mcp import UNLIMITED, WATCHBILL, started

ROUNDS = 5
# Vikunja 2.5 on SQLite, a list of 50 tasks, 1 and 16 connections; measured once on a machine of this kind.
VIKUNJA = {1: 248, 16: 347}
FLOOR = """
import sys, uvicorn, socket
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
body = open(sys.argv[1], "rb").read()
async def answer(request):
    return Response(body, media_type="application/json")
app = Starlette(routes=[Route("/api/v1/tasks", answer)])
opened = socket.create_server(("127.0.0.1", 0))
print(opened.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run([opened])
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environ = (
            os.environ
            | UNLIMITED
            | {
                "WATCHBILL_DATA_DIR": folder,
                "WATCHBILL_PORT": "0",
                "WATCHBILL_MCP_PORT": "0",
            }
        )
        create = [*WATCHBILL, "token", "create", "bench", "--mode", "act"]
        said = subprocess.check_output(create, env=environ, text=True, stderr=subprocess.DEVNULL)
        headers = {"Authorization": f"Bearer {said.strip()}", "Content-Type": "application/json"}
        titles = [f"Call the plumber about tap number {n}" for n in range(50)]
        subprocess.run([*WATCHBILL, "add", *titles], env=environ, check=True, capture_output=True)
        begin = time.perf_counter()
        with started([*WATCHBILL, "serve"], environ, r"localhost:([0-9]+)") as port:
            print(f"server ready after {time.perf_counter() - begin:.1f} s (budget 3 s)")
            print(f"memory at rest {_memory(port):.0f} MB (budget 150 MB)")
            _lists(port, headers, Path(folder) / "body.json")
            _creates(port, headers, Path(folder))
        _command(environ)


def _memory(port: int) -> float:
    """Megabytes that the process listening there holds, as Linux counts them."""
    said = subprocess.check_output(["ss", "-ltnp", f"sport = :{port}"], text=True)
    [pid] = set(re.findall(r"pid=(\d+)", said))
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def _lists(port: int, headers: dict[str, str], body: Path) -> None:
    for connections in (1, 16):
        ours = Load(
            port=port, path="/api/v1/tasks", headers=headers, connections=connections, method="GET"
        )
        body.write_bytes(ours.once(lambda: b""))
        with started([sys.executable, "-c", FLOOR, str(body)], os.environ, r"([0-9]+)") as bare:
            floor = Load(
                port=bare, path="/api/v1/tasks", headers={}, connections=connections, method="GET"
            )
            own, idle = _in_turn(partial(_rate, ours), partial(_rate, floor))
        print(
            f"REST list of 50, {connections:2} at once {own:6.0f}/s   floor {idle:6.0f}/s   "
            f"{own / idle:6.1%} of the floor (budget 20%), {own / VIKUNJA[connections]:.1f} x Vikunja (budget 5)"
        )


def _rate(load: Load) -> float:
    return load.rate(lambda: b"", b'"tasks"')


def _creates(port: int, headers: dict[str, str], folder: Path) -> None:
    ours = Load(port=port, path="/api/v1/tasks", headers=headers, connections=64)
    numbers = itertools.count()

    def make() -> bytes:
        return json.dumps({"title": f"Task {next(numbers)}"}).encode()

    own, idle = _in_turn(
        lambda: ours.rate(make, b'"change":'), lambda: _commits(folder / "floor.db")
    )
    print(
        f"REST create, 64 at once    {own:6.0f}/s   floor {idle:6.0f}/s   "
        f"{own / idle:6.1%} of raw SQLite commits (budget 20%), 0 refused"
    )


def _commits(file: Path, seconds: float = 1.5) -> float:
    """Commits per second of one row each, as durable as Watchbill's."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS rows (text)")
    count, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows VALUES ('a task and its change')")
        connection.execute("COMMIT")
        count += 1
    return count / (time.perf_counter() - begin)


def _command(environ: dict[str, str]) -> None:
    own, idle = _in_turn(
        lambda: _seconds([*WATCHBILL, "list"], environ),
        lambda: _seconds([sys.executable, "-c", "pass"], environ),
    )
    print(
        f"watchbill list             {own * 1000:6.0f} ms  floor {idle * 1000:6.0f} ms  "
        f"{own / idle:6.1f} x python -c pass (budget 8 x, and 200 ms)"
    )


def _seconds(command: list[str], environ: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, env=environ, check=True, capture_output=True)
    return time.perf_counter() - begin


def _in_turn(ours: Callable[[], float], floor: Callable[[], float]) -> tuple[float, float]:
    """Both measured in turn, so that the machine's moods hit both alike; the medians."""
    pairs = [(ours(), floor()) for _ in range(ROUNDS)]
    first, second = (statistics.median(column) for column in zip(*pairs, strict=True))
    return first, second


if __name__ == "__main__":
    main()
