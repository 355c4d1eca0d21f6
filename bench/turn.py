"""A whole chat turn without a model: server and assistant as two processes, over HTTP. Run: python -m bench.turn."""

import json
import os
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bench.mcp import started

WATCHBILL = [sys.executable, "-m", "watchbill"]
SENTENCES = (
    "add buy milk",
    "what's on my list?",
    "rename 1 to buy oat milk",
    "add eggs, tag them with food and set 1 to p2",
    "hello",
)
WARM_UP, ROUNDS = 5, 50
BUDGET = 150.0
"""Milliseconds that 95 of 100 turns stay under."""


def main() -> None:
    """Say each sentence many times, one after the other, each in a conversation of its own."""
    with tempfile.TemporaryDirectory() as folder, both(folder) as url:
        every: list[float] = []
        for sentence in SENTENCES:
            for _ in range(WARM_UP):
                turn(url, sentence)
            took = [turn(url, sentence) for _ in range(ROUNDS)]
            every += took
            print(row(sentence, took))
        print(row("all of them", every), f"  (budget p95 {BUDGET:.0f} ms)")


def row(name: str, took: list[float]) -> str:
    p95 = statistics.quantiles(took, n=20)[-1]
    return f"{name:46} median {statistics.median(took):6.1f} ms   p95 {p95:6.1f} ms   slowest {max(took):6.1f} ms"


def turn(url: str, text: str) -> float:
    """Milliseconds from the message to the end of its stream."""
    conversation = ask(url, "/conversations")
    path = f"/conversations/{json.loads(conversation)['id']}/messages"
    begin = time.perf_counter()
    events = ask(url, path, {"text": text})
    took = (time.perf_counter() - begin) * 1000
    if b'"turn.finished"' not in events:
        raise RuntimeError(events.decode())
    return took


def ask(url: str, path: str, body: object = None) -> bytes:
    data = b"" if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    wanted = urllib.request.Request(f"{url}/api/v1{path}", data, headers, method="POST")  # noqa: S310 -- our own server
    with urllib.request.urlopen(wanted) as answer:  # noqa: S310 -- the same
        found: bytes = answer.read()
        return found


@contextmanager
def both(folder: str) -> Iterator[str]:
    """The address of a server over a new SQLite store, whose assistant runs in a process of its own."""
    mcp_port, assistant_port = free_ports()
    assistant = os.environ | {
        "MCP_SERVER_URL": f"http://127.0.0.1:{mcp_port}/mcp",
        "WATCHBILL_ASSISTANT_PORT": str(assistant_port),
    }
    server = os.environ | {
        "WATCHBILL_DATA_DIR": folder,
        "WATCHBILL_PORT": "0",
        "WATCHBILL_MCP_PORT": str(mcp_port),
        "WATCHBILL_ASSISTANT_URL": f"http://127.0.0.1:{assistant_port}",
    }
    with (
        running("assistant", assistant),
        started([*WATCHBILL, "serve"], server, r":([0-9]+)") as port,
    ):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running(part: str, environ: Mapping[str, str]) -> Iterator[None]:
    with started([*WATCHBILL, part], environ, r":([0-9]+)"):
        yield


def free_ports() -> tuple[int, int]:
    """Two ports that nobody has just now."""
    import socket  # noqa: PLC0415 -- here alone

    with socket.socket() as one, socket.socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


if __name__ == "__main__":
    main()
