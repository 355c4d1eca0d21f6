"""Watchbill's own servers, started for the suite: one over SQLite, or several over PostgreSQL."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx2

_PATIENCE = 30.0
_OURS = ("WATCHBILL_", "MCP_SERVER_")


@dataclass(frozen=True, slots=True)
class Server:
    """One process, always at the same two ports. `is_public`: its own address is told to be the public one, so that it asks for a password."""

    folder: Path
    database_url: str
    is_public: bool = False
    port: int = field(default_factory=lambda: _free_port())  # noqa: PLW0108 -- defined below
    mcp_port: int = field(default_factory=lambda: _free_port())  # noqa: PLW0108 -- the same
    _process: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def mcp_url(self) -> str:
        return f"http://127.0.0.1:{self.mcp_port}/mcp"

    @classmethod
    @contextmanager
    def started(
        cls, folder: Path, database_url: str, *, is_public: bool = False
    ) -> Iterator[Self]:
        server = cls(folder, database_url, is_public)
        server.start()
        try:
            yield server
        finally:
            server.kill()

    @property
    def said(self) -> str:
        """What it printed and logged."""
        return (self.folder / f"{self.port}.log").read_text(encoding="utf-8")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environ = {n: v for n, v in os.environ.items() if not n.startswith(_OURS)}
        environ |= {
            "WATCHBILL_PORT": str(self.port),
            "WATCHBILL_MCP_PORT": str(self.mcp_port),
            "WATCHBILL_DATA_DIR": str(self.folder),
            "WATCHBILL_DATABASE_URL": self.database_url,
        }
        if self.is_public:
            environ["WATCHBILL_PUBLIC_URL"] = self.url
        command = [sys.executable, "-m", "watchbill", "serve"]
        with (self.folder / f"{self.port}.log").open("ab") as log:
            self._process[:] = [
                subprocess.Popen(command, env=environ, stdout=log, stderr=log, cwd=self.folder)
            ]
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + _PATIENCE
        while not (self._is_ready(self.url) and self._is_ready(self.mcp_url.removesuffix("/mcp"))):
            if self._process[0].poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"Watchbill doesn't start: {self.said[-2000:]}")
            time.sleep(0.05)

    def _is_ready(self, url: str) -> bool:
        try:
            return httpx2.get(f"{url}/readyz").is_success
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process[0].send_signal(signal.SIGKILL)
        self._process[0].wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
