"""The list as hosts of MCP Apps show it, in Chromium: the host is played by a page of the tests, the server is a real one."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from playwright.sync_api import Browser, Frame, Page, expect, sync_playwright
from tests.mcp.agent import served
from tests.web.ui.chromium import WAIT, obstacles

from watchbill.domain.query import ChangeFilter
from watchbill.mcp.server import build_application, build_server
from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft

HOST = Path(__file__).with_name("host.html")
# What a host has to hold a view to that declares nothing (SEP-1865, "Restrictive Default").
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; media-src 'self' data:; connect-src 'none'"
)
EVIL = '<img src="http://thief.example.org/x" onerror="alert(1)"></script><b>x</b>'
Rpc = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def mode() -> str:
    return "act"


@pytest.fixture
def token(services: Services, mode: str) -> str:
    owner = services.users.owner()
    scopes = ["tasks:read", "tasks:write"]
    return services.tokens.create(owner, "desktop", scopes, mode=mode)[1]


@pytest.fixture
def rpc(services: Services, token: str) -> Iterator[Rpc]:
    """The host's own connection to the server."""
    headers = {
        "Accept": "application/json, text/event-stream",
        "Authorization": f"Bearer {token}",
        "MCP-Protocol-Version": "2025-11-25",
    }
    with served(build_application(services)) as url, httpx2.Client(headers=headers) as http:

        def asked(method: str, **params: Any) -> dict[str, Any]:
            call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
            answer: dict[str, Any] = http.post(f"{url}/mcp", json=call).json()
            if "result" not in answer:
                return {"error": {"code": -32000, "message": "The host got no answer."}}
            return {"result": answer["result"]}

        yield asked


Open = Callable[..., Frame]


@pytest.fixture
def view(browser: Browser, rpc: Rpc) -> Iterator[Open]:
    """Opens what the host shows for a call of view_tasks; at the end nobody was asked for anything, and nothing was complained about."""
    context = browser.new_context()
    context.set_default_timeout(WAIT)
    page, asked, complaints = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.expose_function("call_tool", lambda name, given: called(rpc, name, given))
    page.goto(HOST.as_uri())

    def opened(
        given: dict[str, Any] | None = None,
        *,
        host: dict[str, Any] | None = None,
        capabilities: dict[str, Any] | None = None,
        width: int = 700,
    ) -> Frame:
        page.set_viewport_size({"width": width, "height": 600})
        result = rpc("tools/call", name="view_tasks", arguments=given or {})["result"]
        able = {"serverTools": {}} if capabilities is None else capabilities
        page.evaluate(
            "args => open_view(...args)", [page_of(rpc), host or {}, able, given or {}, result]
        )
        frame = page.frames[1]
        expect(frame.locator("body")).to_contain_text(re.compile(r"Tasks \d|[A-Z]_[A-Z]"))
        return frame

    yield opened
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "about:"))] == []
    assert complaints == []


def page_of(rpc: Rpc) -> str:
    """The page that the tool is bound to, under the policy of a careful host."""
    (tool,) = [one for one in rpc("tools/list")["result"]["tools"] if one["name"] == "view_tasks"]
    uri = tool["_meta"]["ui"]["resourceUri"]
    (content,) = rpc("resources/read", uri=uri)["result"]["contents"]
    assert (content["uri"], content["mimeType"]) == (uri, "text/html;profile=mcp-app")
    assert content["_meta"] == {"ui": {"csp": {}, "prefersBorder": True}}
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return str(content["text"]).replace("<head>", f"<head>{policy}", 1)


def called(rpc: Rpc, name: str, given: dict[str, Any]) -> dict[str, Any]:
    return rpc("tools/call", name=name, arguments=given)


def add(services: Services, *drafts: TaskDraft) -> None:
    services.tasks.add(services.users.owner(), drafts)


def rows(frame: Frame) -> list[str]:
    return [" | ".join(one.split("\n")) for one in frame.locator("li").all_inner_texts()]


def said(frame: Frame) -> str:
    return frame.locator("#said").inner_text()


def test_the_server_says_that_it_has_such_pages_and_lists_them(
    rpc: Rpc, services: Services
) -> None:
    async def extensions() -> dict[str, Any] | None:
        server = build_server(services, caller=services.users.owner())
        async with Client(server) as client:
            return client.server_capabilities.extensions

    assert anyio.run(extensions) == {"io.modelcontextprotocol/ui": {}}
    listed = {one["uri"]: one["mimeType"] for one in rpc("resources/list")["result"]["resources"]}
    assert listed["ui://watchbill/list"] == "text/html;profile=mcp-app"


def test_it_shows_the_rows_of_the_answer_and_text_stays_text(
    services: Services, view: Open
) -> None:
    add(
        services,
        TaskDraft(title="Pay rent", due="2026-11-23", priority=1, tags=("flat",)),
        TaskDraft(title=EVIL, due="2026-12-24", recurrence="every year"),
    )
    frame = view()
    assert frame.locator("#count").inner_text() == "2"
    first, second = rows(frame)
    assert first.replace(" | ", " ") == "Pay rent #1 overdue, Mon 2026-11-23 p1 #flat"
    assert second.startswith(f"{EVIL} | #2 | due Thu 2026-12-24")
    assert frame.locator("b, img").count() == 0
    assert obstacles(frame) == {}  # type: ignore[arg-type]


def test_completing_and_undoing_there_is_done_in_the_token_s_name(
    services: Services, view: Open
) -> None:
    add(services, TaskDraft(title="Milk"), TaskDraft(title="Bread"))
    frame = view()
    frame.get_by_label("Done: Milk").check()
    frame.get_by_role("button", name="Undo").wait_for()
    assert said(frame) == 'Change 2: #1 "Milk" open → done.'
    assert rows(frame) == ["Bread | #2"]
    frame.get_by_role("button", name="Undo").click()
    frame.get_by_label("Done: Milk").wait_for()
    assert said(frame) == 'Change 3: #1 "Milk" done → open.'
    assert frame.get_by_role("button", name="Undo").is_hidden()
    owner = services.users.owner()
    assert [str(one.change.actor) for one in services.journal.view(owner, ChangeFilter())][:2] == [
        "token:desktop",
        "token:desktop",
    ]


@pytest.mark.parametrize("mode", ["propose"])
def test_what_only_waits_is_said_to_wait_and_is_not_done(services: Services, view: Open) -> None:
    add(services, TaskDraft(title="Milk"))
    frame = view()
    frame.get_by_label("Done: Milk").check()
    expect(frame.locator("#said")).to_contain_text("Proposed, not done: proposal 1 waits")
    expect(frame.get_by_label("Done: Milk")).not_to_be_checked()
    assert frame.get_by_role("button", name="Undo").is_hidden()


def test_when_the_token_is_frozen_meanwhile_that_is_said(services: Services, view: Open) -> None:
    add(services, TaskDraft(title="Milk"))
    frame = view()
    owner = services.users.owner()
    services.tokens.freeze(owner, services.tokens.list(owner)[0].id)
    frame.get_by_label("Done: Milk").check()
    expect(frame.locator("#said")).to_contain_text("The host got no answer.")
    assert frame.locator("#said").get_attribute("class") == "problem"


def test_more_follows_in_the_same_place(services: Services, view: Open) -> None:
    add(services, *(TaskDraft(title=f"Task {number}") for number in range(1, 6)))
    frame = view({"limit": 2})
    assert frame.locator("#count").inner_text() == "2 of 5"
    frame.get_by_role("button", name="More").click()
    expect(frame.locator("li")).to_have_count(4)
    frame.get_by_role("button", name="More").click()
    expect(frame.locator("li")).to_have_count(5)
    assert frame.get_by_role("button", name="More").is_hidden()
    assert frame.locator("#count").inner_text() == "5"


def test_where_the_host_passes_no_calls_on_it_only_shows(services: Services, view: Open) -> None:
    add(services, TaskDraft(title="Milk"), TaskDraft(title="Bread"))
    frame = view({"limit": 1}, capabilities={})
    assert frame.locator("input").count() == 0
    assert frame.get_by_role("button", name="More").is_hidden()


def test_it_dresses_as_the_host_says_and_tells_its_size(
    services: Services, view: Open, browser: Browser
) -> None:
    add(services, TaskDraft(title="Milk"))
    dress = {"theme": "dark", "styles": {"variables": {"--color-text-primary": "rgb(1, 2, 3)"}}}
    frame = view(host=dress, width=360)
    page: Page = frame.page
    assert frame.evaluate("getComputedStyle(document.body).color") == "rgb(1, 2, 3)"
    assert frame.evaluate("document.documentElement.style.colorScheme") == "dark"
    page.evaluate(
        "tell({method: 'ui/notifications/host-context-changed', params: {theme: 'light'}})"
    )
    expect(frame.locator("html")).to_have_css("color-scheme", "light")
    height = page.evaluate("parseInt(frame.style.height)")
    assert 0 < height - frame.evaluate("document.querySelector('main').offsetHeight") < 60
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_answers_the_host_and_hears_nobody_else(services: Services, view: Open) -> None:
    add(services, TaskDraft(title="Milk"))
    frame = view()
    page = frame.page
    page.evaluate(
        "tell({id: 'a', method: 'ping'}); tell({id: 'b', method: 'ui/resource-teardown'})"
    )
    page.evaluate("tell({id: 'c', method: 'tools/list'})")
    page.wait_for_function("'a' in later && 'b' in later && 'c' in later")
    assert page.evaluate("[later.a.result, later.b.result, later.c.error.code]") == [
        {},
        {},
        -32601,
    ]
    forged = {
        "jsonrpc": "2.0",
        "method": "ui/notifications/tool-result",
        "params": {"structuredContent": {"tasks": [{"ref": 1, "title": "Forged"}], "total": 1}},
    }
    frame.evaluate("forged => window.postMessage(forged, '*')", forged)
    page.evaluate("tell({method: 'ui/notifications/tool-cancelled', params: {reason: 'x'}})")
    expect(frame.locator("#said")).to_have_text("Stopped before there was an answer.")
    assert rows(frame) == ["Milk | #1"]


def test_a_refusal_is_shown_in_the_server_s_words(services: Services, view: Open) -> None:
    add(services, TaskDraft(title="Milk"))
    frame = view({"tasks": [99]})
    assert said(frame).startswith("TASK_NOT_FOUND: There is no task #99.")
    assert frame.locator("#said").get_attribute("class") == "problem"
