"""A browser, and the list of a server of its own, opened in it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.web.ui.chromium import Server, opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def environ() -> dict[str, str]:
    """What the server is told besides; a test file that wants something says so."""
    return {}


@pytest.fixture
def server(sqlite_url: str, tmp_path: Path, environ: dict[str, str]) -> Iterator[Server]:
    """A server of a test's own, in whose data folder a new store lies already: making one takes longer than all else here."""
    environ = {
        **os.environ,
        **environ,
        "WATCHBILL_DATA_DIR": str(tmp_path),
        "WATCHBILL_PORT": "0",
        "WATCHBILL_MCP_PORT": "0",
    }
    command = [sys.executable, "-m", "watchbill", "serve"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        [port] = re.findall(r"localhost:(\d+)", process.stdout.readline())
        yield Server(f"http://localhost:{port}", environ)
        process.terminate()
        assert process.wait(20) == 0


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The list, opened; at the end nothing was complained about in the console."""
    yield from opened(browser, server, viewport={"width": 1280, "height": 800})
