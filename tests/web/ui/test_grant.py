"""Letting a program in, in a real browser: the page, and the way back to the program, which a policy could bar."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from damage.watchbill.server import Server
from playwright.sync_api import Browser
from tests.web.consent import PASSWORD, Program
from tests.web.ui.chromium import WAIT, obstacles


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    store = f"sqlite:///{tmp_path / 'watchbill.db'}"
    with Server.started(tmp_path, store, is_public=True) as started:
        yield started


@pytest.fixture
def program(server: Server) -> Iterator[tuple[Program, list[str]]]:
    """A program on this machine, and what it is told."""
    told: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"You may close this page.")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    listener = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    with httpx2.Client(base_url=server.url) as http:
        yield Program(http, f"http://127.0.0.1:{listener.server_port}/back"), told
    listener.shutdown()
    listener.server_close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_person_signs_in_looks_and_lets_a_program_in(
    browser: Browser,
    server: Server,
    program: tuple[Program, list[str]],
    width: int,
    scheme: str,
) -> None:
    asking, told = program
    set_up = next(word for word in server.said.split() if "/setup/" in word)
    httpx2.post(set_up, data={"password": PASSWORD})
    id = asking.register()
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.goto(f"{server.url}{asking.address(id, scope='tasks:read tasks:write tasks:delete')}")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Let a program in?").wait_for()
    assert obstacles(page) == {}
    assert page.get_by_label("waits for you to accept it").is_checked()
    assert not page.get_by_label("delete tasks").is_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("is changed at once").check()
    page.get_by_role("button", name="Let it in").click()
    page.get_by_text("You may close this page.").wait_for()
    context.close()
    code = parse_qs(urlsplit(told[0]).query)["code"][0]
    given = asking.token(id, code).json()
    assert given["scope"] == "tasks:read tasks:write"
