"""The assistant in a terminal, over the store of this machine and over a server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Watchbill
from tests.web.live import serving

from watchbill.bootstrap import build_mcp, build_turns
from watchbill.cli.chat import show_text
from watchbill.schemas.turn import NamedTask, ToolFinished
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


def converse(watchbill: Watchbill, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    added = watchbill("chat", "add", "call", "mum", "and", "buy", "milk")
    assert added.out == "Added #1 “Call mum” and #2 “Buy milk”.\n"
    assert "[change 1: #1 Call mum, #2 Buy milk; watchbill undo 1]" in added.err
    events = [json.loads(line) for line in watchbill("chat", "hello", "--json").out.splitlines()]
    assert events[-1]["type"] == "turn.finished"
    said = iter(["delete the milk one", "yes", ""])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(said))
    talk = watchbill("chat")
    assert talk.out == f"Delete #2 “Buy milk”?\n{answer}\n"
    asked = "[proposal 1 waits for you: #2 Buy milk; watchbill review accept 1]"
    assert asked in talk.err
    left = "#1\tCall mum\n" if answer.startswith("Deleted") else "#1\tCall mum\n#2\tBuy milk\n"
    assert watchbill("list").out == left
    find_again(watchbill, answer)


def find_again(watchbill: Watchbill, answer: str) -> None:
    """The conversations are kept, and can be found, gone on with, renamed and removed."""
    found = json.loads(watchbill("conversation", "list", "--json").out)["conversations"]
    titles = [one["title"] for one in found]
    assert titles == ["delete the milk one", "hello", "add call mum and buy milk"]
    id = found[0]["id"]
    assert watchbill("conversation", "list", "milk", "yes").out.split("\t")[0] == id
    shown = watchbill("conversation", "show", id).out.splitlines()
    assert shown[:4] == [
        "you: delete the milk one",
        "assistant: Delete #2 “Buy milk”?",
        "  [proposal 1]",
        "you: yes",
    ]
    assert shown[4] == f"assistant: {answer}"
    assert watchbill("chat", "-c", id, "complete mum").out == "Done: #1 “Call mum”.\n"
    assert watchbill("conversation", "rename", id, "Milk").out == "It is “Milk” now.\n"
    assert watchbill("conversation", "rm", id).out == "Removed.\n"
    assert watchbill("conversation", "show", id).code == 3
    other = found[1]["id"]
    assert json.loads(watchbill("conversation", "rm", other, "--json").out) == {"deleted": other}


def test_many_tasks_on_a_card_are_counted_and_a_proposal_waits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tasks = [NamedTask(ref=ref, title="Sweep") for ref in range(1, 8)]
    card = ToolFinished(call="1", tool="add_task", ok=True, summary="Adding", tasks=tasks)
    show_text(card.model_copy(update={"change": 3}))
    show_text(card.model_copy(update={"proposal": 4, "tasks": []}))
    shown = ", ".join(f"#{ref} Sweep" for ref in range(1, 6))
    assert capsys.readouterr().err == (
        f"[change 3: {shown} and 2 more; watchbill undo 3]\n[proposal 4 waits for you; watchbill review accept 4]\n"
    )


def test_a_conversation_on_this_machine(local: Watchbill, monkeypatch: pytest.MonkeyPatch) -> None:
    converse(local, monkeypatch, "Deleted #2 “Buy milk”.")


def test_a_conversation_on_a_server(
    local: Watchbill, on_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    converse(
        local,
        monkeypatch,
        "Only a person can accept a proposal. "
        "Ask the owner to do it: on the page, or with the command line on the server.",
    )


def test_what_is_said_once_at_a_terminal_is_asked_there(
    local: Watchbill, monkeypatch: pytest.MonkeyPatch
) -> None:
    local("add", "Buy milk")
    monkeypatch.setattr("click.prompt", lambda *_, **__: "yes")
    monkeypatch.setattr("sys.stdin", Terminal())
    assert (
        local("chat", "delete the milk").out == "Delete #1 “Buy milk”?\nDeleted #1 “Buy milk”.\n"
    )
    assert local("list", "--deleted").out.startswith("#1\tBuy milk")
    assert local("chat", "hello").out == "Hi! What is there to do?\n"


class Terminal:
    """Where somebody sits."""

    def isatty(self) -> bool:
        return True


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
