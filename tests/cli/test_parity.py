"""Every command does and says the same on a store of this machine as on a server."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send
from tests.cli.conftest import Result, Watchbill
from tests.web.live import serving

SESSIONS: dict[str, list[list[str]]] = {
    "a task's whole life": [
        ["add", "Wind the clock", "Trim the lamps", "-d", "before dark"],
        ["list"],
        ["show", "1", "trim the lamps"],
        ["edit", "1", "--title", "Wind it", "--append", "twice"],
        ["edit", "2", "--description", "at dusk"],
        ["done", "1", "#2"],
        ["list", "--done"],
        ["reopen", "Wind it"],
        ["rm", "Wind it", "Trim the lamps"],
        ["list", "--deleted"],
        ["restore", "1"],
        ["list", "--all", "--limit", "1"],
        ["show", "1"],
        ["show", "2"],
        ["history"],
        ["history", "1", "--limit", "2"],
        ["history", "--since", "3"],
        ["history", "--kind", "completed", "--after", "2020-01-01"],
        ["history", "--until", "2020-01-01"],
    ],
    "quick-add": [
        ["add", "Pay rent every 1st p1 #home @Flat", "-d", "by transfer"],
        ["add", "Milk 2030-01-01 p2", "Eggs"],
        ["add", "--literal", "Read 1984 tomorrow #home"],
        ["show", "1"],
        ["add", "Sweep @Flut"],
        ["add", "Sweep @House", "--preview"],
    ],
    "what doesn't repeat, and nothing below": [
        ["add", "a"],
        ["skip", "1"],
        ["done", "1", "--with-subtasks", "--json"],
        ["skip", "1"],
    ],
    "undo and redo": [
        ["add", "a"],
        ["done", "1"],
        ["undo"],
        ["redo"],
        ["undo", "1"],
        ["undo", "2"],
        ["history"],
    ],
    "looking before doing": [
        ["add", "a", "--preview"],
        ["add", "a"],
        ["done", "1", "--preview"],
        ["rm", "1", "--preview"],
        ["edit", "1", "-t", "b", "--preview"],
        ["undo", "--preview"],
        ["list"],
    ],
    "reminders": [
        ["add", "Meet 2030-01-01", "--remind", "2 hours before", "--remind", "when due"],
        ["edit", "1", "--remind", "the day before at 18:00"],
        ["add", "Rest", "--remind", "2 hours before"],
        ["edit", "1", "--remind", "soon"],
        ["reminders"],
        ["list", "has:reminder"],
    ],
    "once by key": [
        ["add", "a", "--request-key", "k"],
        ["add", "a", "--request-key", "k"],
        ["add", "b", "--request-key", "k"],
        ["list"],
    ],
    "what is so already": [["add", "a"], ["reopen", "1"], ["list", "nothing"]],
    "refusals": [
        ["add", " "],
        ["add", "x", "x", "Buy milk"],
        ["done", "9"],
        ["done", "x"],
        ["done", "milk"],
        ["done", "x", "x"],
        ["undo", "99"],
        ["redo", "1"],
        ["edit", "1"],
        ["list", "--cursor", "?"],
        ["rm", "1"],
        ["done", "1"],
        ["token", "revoke", "nothing"],
    ],
    "pages": [["add", "a", "b", "c"], ["list", "--limit", "2"]],
    "projects": [
        ["project", "list"],
        ["project", "add", "Flat", "--colour", "#1e90ff"],
        ["project", "add", "Boat/Yacht"],
        ["project", "edit", "Boat/Yacht", "--after", "Inbox", "--name", "Boat"],
        ["project", "edit", "Flat", "--colour", "none"],
        ["add", "Sweep @Flat"],
        ["project", "list"],
        ["project", "archive", "Boat", "--preview"],
        ["project", "archive", "Boat"],
        ["project", "list"],
        ["project", "list", "--archived"],
        ["project", "unarchive", "Boat"],
        ["project", "rm", "Flat", "--preview"],
        ["project", "rm", "Flat"],
        ["project", "edit", "Boat"],
        ["project", "rm", "Inbox"],
        ["project", "add", "boat"],
        ["list", "--deleted"],
    ],
    "tags": [
        ["tag", "add", "home", "--colour", "#2e8b57"],
        ["add", "Sweep #home #errand"],
        ["tag", "edit", "home", "--name", "house"],
        ["tag", "edit", "errand", "--colour", "#ffffff"],
        ["tag", "archive", "errand"],
        ["tag", "list"],
        ["tag", "list", "--archived"],
        ["tag", "unarchive", "errand"],
        ["tag", "rm", "house"],
        ["tag", "rm", "hose"],
        ["show", "1"],
    ],
    "saved filters": [
        ["filter", "list"],
        ["filter", "add", "Loud", "p1 or p2"],
        ["filter", "add", "Bad", "due:tomorow"],
        ["add", "a p1 @A", "b p2 #x", "c", "d p1 due:none"],
        ["list", "--filter", "Loud", "--sort", "title"],
        ["list", "a or c", "--filter", "Loud"],
        ["list", "sort:title", "--filter", "Loud"],
        ["list", "--sort", "-priority", "--sort", "title"],
        ["list", "--sort", "colour"],
        ["filter", "edit", "Loud", "--query", "p1", "--name", "Louder"],
        ["filter", "list"],
        ["filter", "edit", "Louder"],
        ["filter", "rm", "Louder"],
        ["list", "--filter", "Louder"],
    ],
    "every field": [
        ["project", "add", "Flat"],
        ["add", "Paint", "Sand", "-d", "the hull", "--tag", "boat", "-p", "2"],
        ["add", "Varnish", "--under", "Paint", "--blocked-by", "2", "--due", "2030-01-01"],
        ["edit", "3", "--repeat", "every month", "--remind", "2 hours before"],
        ["edit", "3", "--add-tag", "wood", "--unremind", "2 hours before", "--scope", "this"],
        ["edit", "1", "2", "--priority", "1", "--tag", "wood", "--remove-tag", "boat"],
        ["edit", "3", "--clear", "repeat", "--clear", "due", "--clear", "blockers"],
        ["edit", "3", "--due", "2030-01-01", "--clear", "due"],
        ["edit", "3", "--scope", "this"],
        ["edit", "1", "2"],
        ["edit", "1", "--project", "Flat"],
        ["edit", "1", "--clear", "description", "--clear", "tags"],
        ["edit", "2", "--project", "Falt"],
        ["show", "1", "3"],
        ["show", "1", "--as-of", "2"],
        ["list"],
    ],
    "moving": [
        ["project", "add", "Flat"],
        ["add", "a", "b", "c"],
        ["move", "3", "--first"],
        ["move", "3", "--before", "b"],
        ["move", "c", "--after", "2"],
        ["move", "a", "--last"],
        ["move", "1", "2", "--to", "Flat"],
        ["move", "1", "--under", "b"],
        ["move", "1", "--out", "--preview"],
        ["move", "1", "--out"],
        ["move", "1", "--before", "b", "--first"],
        ["move", "1", "2", "--first"],
        ["move", "1"],
        ["list"],
    ],
}


@pytest.mark.parametrize("commands", SESSIONS.values(), ids=list(SESSIONS))
@pytest.mark.parametrize("option", [[], ["--json"]], ids=["text", "json"])
def test_a_session_ends_alike_here_and_on_a_server(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    commands: list[list[str]],
    option: list[str],
) -> None:
    local: Watchbill = request.getfixturevalue("local")
    monkeypatch.setenv("WATCHBILL_DATA_DIR", str(tmp_path / "here"))
    here = [plain(local(*words, *option)) for words in commands]
    remote: Watchbill = request.getfixturevalue("remote")
    there = [plain(remote(*words, *option)) for words in commands]
    assert there == here


def plain(result: Result) -> tuple[int, str, str]:
    """What was said, without ids, times, and the name and run of who did it, which differ rightly."""
    return result.code, _plain(result.out), _plain(result.err)


def _plain(text: str) -> str:
    text = re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.]+Z?", "AT", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", text)
    text = re.sub(r"user:owner|token:robot", "WHO", text)
    text = re.sub(r'"run": (null|"run-[0-9a-f]+")', "RUN", text)
    text = re.sub(r'"on_behalf_of": (null|"owner")', "FOR", text)
    return re.sub(r'"next": "[^"]+"|--cursor \S+', "NEXT", text)


@pytest.mark.parametrize("side", ["local", "remote"])
def test_a_cursor_of_either_side_goes_on_there(request: pytest.FixtureRequest, side: str) -> None:
    watchbill: Watchbill = request.getfixturevalue(side)
    watchbill("add", "a", "b", "c")
    first: dict[str, Any] = json.loads(watchbill("list", "--limit", "2", "--json").out)
    rest = json.loads(watchbill("list", "--cursor", first["next"], "--json").out)
    assert [task["title"] for task in first["tasks"] + rest["tasks"]] == ["a", "b", "c"]
    assert rest["next"] is None


@pytest.mark.parametrize("side", ["local", "remote"])
def test_a_token_is_made_listed_and_revoked(request: pytest.FixtureRequest, side: str) -> None:
    watchbill: Watchbill = request.getfixturevalue(side)
    made = watchbill("token", "create", "agent", "--scope", "tasks:read")
    assert made.out.startswith("wb_")
    assert made.err == (
        "Keep it: it is not shown again.\nWhat it writes waits for you: watchbill review.\n"
    )
    acting = watchbill("token", "create", "actor", "--mode", "act")
    assert acting.err == "Keep it: it is not shown again.\n"
    until = watchbill(
        "token",
        "create",
        "brief",
        "--mode",
        "read",
        "--expires-at",
        "2999-01-31T12:00:00Z",
        "--json",
    )
    assert json.loads(until.out)["expires_at"] == "2999-01-31T12:00:00.000000Z"
    rows = [line.split("\t") for line in watchbill("token", "list").out.splitlines()]
    named = {row[1]: row for row in rows}
    assert named["agent"][2:] == ["tasks:read", "propose", "never used"]
    assert named["brief"][3] == "read"
    budget = watchbill("token", "budget", named["agent"][0], "--tasks-per-call", "9")
    assert (budget.out, budget.code) == (
        ("agent: tasks per call 9.\n", 0) if side == "local" else ("", 6)
    )
    if side == "local":
        assert watchbill("token", "budget", named["agent"][0]).out == (
            "agent: as the settings say.\n"
        )
    assert watchbill("token", "freeze", named["agent"][0]).out == "Froze agent.\n"
    assert "\tfrozen\t" in watchbill("token", "list").out
    unfrozen = watchbill("token", "unfreeze", named["agent"][0])
    assert (unfrozen.out, unfrozen.code) == (
        ("Unfroze agent.\n", 0) if side == "local" else ("", 6)
    )
    assert watchbill("token", "revoke", named["agent"][0]).out == "Revoked agent.\n"
    assert "agent\t" not in watchbill("token", "list").out
    for bad in ("soon", "2999-01-31T12:00:00"):
        refused = watchbill("token", "create", "x", "--expires-at", bad)
        assert refused.code == 1


def test_a_token_that_was_used_says_when(remote: Watchbill) -> None:
    remote("list")
    [row] = remote("token", "list").out.splitlines()
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d$", row)


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (lambda env: env("WATCHBILL_TOKEN", ""), 0, ""),
        (lambda env: env("WATCHBILL_TOKEN", "wb_wrong"), 6, "watchbill: "),
        (lambda env: env("WATCHBILL_URL", "http://127.0.0.1:9"), 7, "watchbill: The server at "),
    ],
    ids=["the owner at this machine", "a wrong token", "nobody there"],
)
def test_how_a_server_is_reached_decides_how_it_ends(
    remote: Watchbill,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[..., None],
    code: int,
    said: str,
) -> None:
    change(monkeypatch.setenv)
    result = remote("add", "a")
    assert result.code == code
    assert result.err.startswith(said)


def test_what_is_no_watchbill_server_is_said_to_be_none(
    remote: Watchbill, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def other(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("It works!", 418)(scope, receive, send)

    with serving(Starlette(routes=[Mount("/", other)])) as url:
        monkeypatch.setenv("WATCHBILL_URL", url)
        result = remote("list")
    assert (result.code, result.err.partition(".")[0]) == (
        7,
        "watchbill: What answers there isn't Watchbill (HTTP 418)",
    )
