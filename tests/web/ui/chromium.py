"""A real server and a real browser, and what a test looks for on the page."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WAIT = 10_000


@dataclass(frozen=True)
class Server:
    """A Watchbill of its own, as `make run` starts it."""

    url: str
    environ: dict[str, str]

    def command(self, *words: str) -> None:
        """Another door: the command line, on the same store."""
        command = [sys.executable, "-m", "watchbill", *words]
        subprocess.run(command, env=self.environ, check=True, capture_output=True)

    def post(self, path: str, body: object = None) -> dict[str, Any]:
        data = json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.url}/api/v1{path}", data, headers, method="POST")
        with urllib.request.urlopen(asked) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def add(self, *titles: str) -> None:
        self.post("/tasks", {"items": [{"title": title} for title in titles]})


def opened(browser: Browser, server: Server, **options: Any) -> Iterator[Page]:
    context = browser.new_context(**options)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(server.url)
    yield page
    context.close()
    assert complaints == []


def shows(page: Page, *expected: str) -> None:
    """Wait until the list is just this."""
    page.wait_for_function(
        "expected => JSON.stringify([...document.querySelectorAll('.title')]"
        ".map(one => one.textContent.replace(/#\\d+/, '').trim())) === expected",
        arg=json.dumps(list(expected), separators=(",", ":"), ensure_ascii=False),
    )


def obstacles(page: Page) -> dict[str, object]:
    """What axe finds that is serious or critical, with the elements that it is about."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(r => r.violations)")
    return {
        one["id"]: [node["target"] for node in one["nodes"]]
        for one in found
        if one["impact"] in ("serious", "critical")
    }


def middle(page: Page, selector: str) -> tuple[float, float]:
    """Where that is in the window."""
    box = page.locator(selector).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def finger(told: CDPSession, kind: str, *at: tuple[float, float]) -> None:
    """Start, Move or End of a touch."""
    points = [{"x": x, "y": y} for x, y in at]
    told.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
