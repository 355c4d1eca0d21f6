"""The assistant in a terminal, over the store of this machine and over a server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Watchbill
from tests.web.live import serving

from watchbill.bootstrap import build_mcp, build_turns
from watchbill.services.bundle import Services
from watchbill.services.caller import ALL_SCOPES
from watchbill.settings import Settings
from watchbill.web.access import Access
from watchbill.web.application import build_application
from watchbill.web.probe import Readiness
from watchbill.web.turn import Chat


@pytest.fixture
def on_server(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A server with an assistant that reaches the tools over HTTP."""
    settings = Settings(data_dir=tmp_path)
    tools = build_mcp(settings, services, Readiness(services.check))
    with serving(tools) as address:
        turns = build_turns(Settings(mcp_server_url=f"{address}/mcp"), None)
        page = build_application(services, Access(), chat=Chat(turns))
        with serving(page) as url:
            _, token = services.tokens.create(services.users.owner(), "me", sorted(ALL_SCOPES))
            monkeypatch.setenv("WATCHBILL_URL", url)
            monkeypatch.setenv("WATCHBILL_TOKEN", token)
            yield


def converse(watchbill: Watchbill, monkeypatch: pytest.MonkeyPatch) -> None:
    added = watchbill("chat", "add", "call", "mum", "and", "buy", "milk")
    assert added.out == "Added #1 “Call mum” and #2 “Buy milk”.\n"
    assert "[change 1; watchbill undo 1]" in added.err
    events = [json.loads(line) for line in watchbill("chat", "hello", "--json").out.splitlines()]
    assert events[-1]["type"] == "turn.finished"
    said = iter(["delete the milk one", "yes", ""])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(said))
    talk = watchbill("chat")
    assert talk.out == (
        "Delete #2 “Buy milk”? Say yes or no.\n"
        "Deleted: #2 “Buy milk”. Say “undo that” to get it back.\n"
    )
    assert watchbill("list").out == "#1\tCall mum\n"


def test_a_conversation_on_this_machine(local: Watchbill, monkeypatch: pytest.MonkeyPatch) -> None:
    converse(local, monkeypatch)


def test_a_conversation_on_a_server(
    local: Watchbill, on_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    converse(local, monkeypatch)


def test_the_end_of_the_input_ends_the_talk(
    local: Watchbill, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/null").open(encoding="utf-8") as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        assert local("chat").code == 0


def test_a_turn_that_fails_is_told_with_its_exit_code(
    remote: Watchbill, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert remote("chat", "x" * 5000).code == 1
    away = remote("chat", "hello")
    assert away.code == 7
    assert "assistant is unavailable" in away.err
    told = remote("chat", "hello", "--json")
    assert (told.code, json.loads(told.out)["code"]) == (7, "SERVICE_UNAVAILABLE")
    monkeypatch.setenv("WATCHBILL_TOKEN", "wb_wrong")
    assert remote("chat", "hello").code == 6
    monkeypatch.setenv("WATCHBILL_URL", "http://127.0.0.1:9")
    assert remote("chat", "hello").code == 7
