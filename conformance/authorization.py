"""The suite's scenarios for authorization servers: it plays the program, and here is the person with the browser."""

import html
import re
import socket
import subprocess
from pathlib import Path

import httpx2
from damage.watchbill.server import Server

from conformance.verdict import Finding, read_findings

_PASSWORD = "correct horse"  # noqa: S105 -- of a server that lives for this run
_ASKED = re.compile(r'name="asked" value="([^"]+)"')


def authorization_findings(command: list[str], folder: Path) -> list[Finding]:
    """What the suite finds of a server that has a public URL, and lets its program in."""
    out = folder / "authorization"
    folder = folder / "public"
    folder.mkdir()
    store = f"sqlite:///{folder / 'watchbill.db'}"
    with (
        Server.started(folder, store, is_public=True) as server,
        httpx2.Client(base_url=server.url) as browser,
    ):
        [set_up] = re.findall(r"/setup/\S+", server.said)
        browser.post(set_up, data={"password": _PASSWORD})
        port = _free_port()
        metadata = {"redirect_uris": [f"http://127.0.0.1:{port}/callback"]}
        client_id = browser.post("/oauth/register", json=metadata).json()["client_id"]
        asked = ["authorization", "--url", server.url, "--client-id", client_id]
        more = ["--port", str(port), "--resource", f"{server.url}/mcp", "-o", str(out)]
        with subprocess.Popen(
            [*command, *asked, *more], stdout=subprocess.PIPE, text=True
        ) as tool:
            for line in tool.stdout or ():
                if line.startswith(f"{server.url}/oauth/authorize?"):
                    _let_in(browser, line.strip())
    return read_findings("authorization", out)


def _let_in(browser: httpx2.Client, address: str) -> None:
    """Answer the consent page, and follow where it leads."""
    [asked] = _ASKED.findall(browser.get(address).text)
    form = {"asked": html.unescape(asked), "answer": "allow", "name": "suite"}
    chosen = {**form, "mode": "propose", "scope": "tasks:read"}
    answer = browser.post("/oauth/authorize", data=chosen)
    httpx2.get(answer.headers["location"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
