"""REST: conversations, with the real assistant over real MCP, and with assistants that fail."""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.web.api.talking import (
    AWAY,
    TALKS,
    TASKS,
    Scripted,
    begin,
    events,
    eventually,
    kept,
    say,
    server,
)
from tests.web.live import serving

from watchbill.assistant.application import build_application as build_assistant
from watchbill.assistant.application import build_turns
from watchbill.domain.errors import StorageUnavailableError
from watchbill.mcp.server import build_application as build_mcp
from watchbill.schemas.turn import (
    TextDelta,
    ToolFinished,
    TurnFinished,
)
from watchbill.services.bundle import Services
from watchbill.web.api import conversation
from watchbill.web.turn import BUSY, UNAVAILABLE, LocalTurns, NoTurns, RemoteTurns


@pytest.fixture(scope="module", params=["local", "remote"])
def way(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def chat(services: Services, way: str) -> Iterator[httpx2.Client]:
    """A whole Watchbill: its server, its MCP port and its assistant, on three real ports or two."""
    with serving(build_mcp(services, is_local=False)) as agents:
        make = lambda: build_turns(f"{agents}/mcp")  # noqa: E731 -- a factory for either way
        if way == "local":
            with server(services, LocalTurns(make)) as client:
                yield client
            return
        with (
            serving(build_assistant(make())) as assistant,
            server(services, RemoteTurns(assistant)) as client,
        ):
            yield client


def test_a_task_goes_its_whole_way_by_talk(chat: httpx2.Client):
    id = begin(chat)
    dialog = [
        ("add call the dentist and call mum", "Added #1 “Call the dentist” and #2 “Call mum”."),
        ("what's on my list?", "You have 2 open tasks:\n#1 Call the dentist\n#2 Call mum"),
        ("rename 2 to call dad", "Renamed #2 from “Call mum” to “Call dad”."),
        ("I finished the call", "Which one do you mean?\n1. #1 Call the dentist\n2. #2 Call dad"),
        ("the first one", "Done: #1 “Call the dentist”."),
        ("delete the dentist one", "Delete #1 “Call the dentist”?"),
        ("yes", "Deleted #1 “Call the dentist”."),
    ]
    assert [say(chat, id, text)[-1]["text"] for text, _ in dialog] == [text for _, text in dialog]
    assert [(one["ref"], one["title"]) for one in chat.get(TASKS).json()["tasks"]] == [
        (2, "Call dad")
    ]
    assert [(one["role"], one["text"]) for one in kept(chat, id)] == [
        one for text, answer in dialog for one in (("user", text), ("assistant", answer))
    ]
    assert [one["title"] for one in chat.get(TALKS).json()["conversations"]] == [dialog[0][0]]


def test_what_was_written_is_a_card_with_its_change_and_the_assistants_name(
    chat: httpx2.Client,
):
    id = begin(chat)
    told = say(chat, id, "add buy milk")
    assert [one["type"] for one in told] == [
        "tool.started",
        "tool.finished",
        "text.delta",
        "turn.finished",
    ]
    card = {
        "type": "tool.finished",
        "call": "step-0",
        "tool": "add_task",
        "ok": True,
        "summary": "Adding",
        "change": 1,
        "proposal": None,
        "question": "",
        "yes": "",
        "no": "",
        "accepted": None,
        "tasks": [{"ref": 1, "title": "Buy milk", "state": "open"}],
        "fields": [],
    }
    assert told[1] == card
    [asked, answered] = kept(chat, id)
    assert (asked["cards"], answered["cards"], answered["failed"]) == ([], [card], None)
    change = chat.get("/api/v1/changes/1").json()
    assert (change["actor"], change["run"]) == ("assistant for owner", f"{id}:1")


def test_a_card_says_what_changed_from_what_to_what(chat: httpx2.Client):
    id = begin(chat)
    say(chat, id, "add buy milk")
    [card] = [one for one in say(chat, id, "rename 1 to buy oats") if one.get("change")]
    assert card["fields"] == [{"ref": 1, "field": "title", "old": "Buy milk", "new": "Buy oats"}]


def test_a_question_comes_with_its_answers(chat: httpx2.Client):
    id = begin(chat)
    say(chat, id, "add call mum and call dad")
    asked = say(chat, id, "I finished the call")[-1]
    assert asked["replies"] == [
        {"label": "#1 Call mum", "say": "#1"},
        {"label": "#2 Call dad", "say": "#2"},
    ]
    assert kept(chat, id)[-1]["replies"] == asked["replies"]
    assert say(chat, id, "#2")[-1]["text"] == "Done: #2 “Call dad”."
    assert kept(chat, id)[-1]["replies"] == []


@pytest.mark.parametrize(("text", "status"), [("", 422), ("x" * 4_001, 413), (None, 422)])
def test_a_message_that_cannot_be_said_is_refused(here: TestClient, text: str | None, status: int):
    id = here.post(TALKS).json()["id"]
    answer = here.post(f"{TALKS}/{id}/messages", json={"text": text})
    assert answer.status_code == status
    assert here.get(f"{TALKS}/{id}").json()["messages"] == []


def test_a_message_sent_again_is_refused_with_its_key(services: Services):
    with server(services, Scripted(TurnFinished(text="Hello!"))) as client:
        path = f"{TALKS}/{begin(client)}/messages"
        key = {"Idempotency-Key": "k"}
        client.post(path, json={"text": "hello"}, headers=key)
        again = client.post(path, json={"text": "hello"}, headers=key)
    assert (again.status_code, again.json()["code"]) == (409, "CONFLICT")


def test_a_deleted_conversation_is_gone(here: TestClient):
    id = here.post(TALKS).json()["id"]
    assert here.delete(f"{TALKS}/{id}").status_code == 204
    assert here.get(TALKS).json() == {"conversations": []}
    for answer in (
        here.get(f"{TALKS}/{id}"),
        here.delete(f"{TALKS}/{id}"),
        here.delete(f"{TALKS}/{id}/turn"),
        here.post(f"{TALKS}/{id}/messages", json={"text": "hello"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "CONVERSATION_NOT_FOUND")


def test_the_assistants_own_token_opens_no_conversation(here: TestClient, services: Services):
    token = services.tokens.mint_turn(services.users.owner(), "t", services.clock())
    answer = here.get(TALKS, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")


def test_the_assistant_gets_a_token_for_this_turn_and_what_it_asked_to_remember(
    services: Services,
):
    turns = Scripted(TurnFinished(text="Hello!", data={"mentioned": [3]}))
    with server(services, turns) as client:
        id = begin(client)
        say(client, id, "hello")
        say(client, id, "again")
    first, second = turns.asked
    assert (first.history, second.turn, second.text) == ((), f"{id}:3", "again")
    assert [(one.role, one.text) for one in second.history] == [
        ("user", "hello"),
        ("assistant", "Hello!"),
    ]
    assert second.history[1].data == {"mentioned": [3], "cards": []}
    caller = services.tokens.verify(second.token)
    assert (caller.actor.kind, caller.run) == ("assistant", f"{id}:3")


def test_one_turn_runs_at_a_time_and_goes_on_when_the_reader_leaves(services: Services):
    turns = Scripted(TextDelta(text="One "), None, TurnFinished(text="One two."))
    with server(services, turns) as client:
        id = begin(client)
        path = f"{TALKS}/{id}/messages"
        with client.stream("POST", path, json={"text": "count"}) as answer:
            assert next(answer.iter_lines()) == 'data: {"type":"text.delta","text":"One "}'
            busy = client.post(path, json={"text": "hello"})
            assert (busy.status_code, busy.json()["code"]) == (409, "CONFLICT")
        assert [one["text"] for one in kept(client, id)] == ["count"]
        turns.go.set()  # seen at the loop's next turn, which the next request brings
        eventually(lambda: [one["text"] for one in kept(client, id)], ["count", "One two."])


def test_of_messages_at_the_same_time_one_is_taken_in(services: Services):
    with server(services, Scripted(TextDelta(text="One "), None)) as client:
        id = begin(client)
        together = threading.Barrier(4)

        def status(_: int) -> int:
            together.wait(5)
            with client.stream("POST", f"{TALKS}/{id}/messages", json={"text": "go"}) as answer:
                return answer.status_code

        with ThreadPoolExecutor(4) as people:
            assert sorted(people.map(status, range(4))) == [200, 409, 409, 409]
        assert [one["text"] for one in kept(client, id)] == ["go"]


def test_a_conversation_says_whether_it_is_being_answered(services: Services):
    turns = Scripted(None, TurnFinished(text="Hello!"))
    with server(services, turns) as client:
        id = begin(client)
        running = lambda: client.get(f"{TALKS}/{id}").json()["running"]  # noqa: E731 -- looked at twice
        with client.stream("POST", f"{TALKS}/{id}/messages", json={"text": "hello"}):
            assert running()
        turns.go.set()
        eventually(running, wanted=False)


def test_a_turn_is_stopped_by_the_server_that_did_not_run_it(
    services: Services, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("watchbill.web.turn.BEAT", 0.01)
    turns = Scripted(TextDelta(text="One "), None)
    with server(services, turns) as here, server(services, NoTurns()) as there:
        id = begin(here)
        with here.stream("POST", f"{TALKS}/{id}/messages", json={"text": "count"}) as answer:
            next(answer.iter_lines())
            again = there.post(f"{TALKS}/{id}/messages", json={"text": "hello"})
            assert (again.status_code, again.json()["code"]) == (409, "CONFLICT")
            assert there.delete(f"{TALKS}/{id}/turn").status_code == 204
        eventually(lambda: [one["text"] for one in kept(there, id)], ["count", "One \nStopped."])


def test_a_store_that_is_away_for_a_moment_ends_no_turn(
    services: Services, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("watchbill.web.turn.BEAT", 0.01)
    looked: list[str] = []

    def away(*_: object) -> bool:
        looked.append("looked")
        raise StorageUnavailableError("away")

    monkeypatch.setattr(services.conversations, "is_stopped", away)
    turns = Scripted(None, TurnFinished(text="Hello!"))
    with server(services, turns) as client:
        id = begin(client)
        with client.stream("POST", f"{TALKS}/{id}/messages", json={"text": "hello"}) as answer:
            eventually(lambda: len(looked) > 1, wanted=True)
            turns.go.set()
            assert "Hello!" in answer.read().decode()


def test_an_answer_that_cannot_be_kept_is_told_all_the_same(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def away(*_: object) -> None:
        raise StorageUnavailableError("The disk is full.")

    monkeypatch.setattr(services.conversations, "answer", away)
    with server(services, Scripted(TurnFinished(text="Hello!"))) as client:
        assert say(client, begin(client), "hello")[-1]["text"] == "Hello!"
    assert "an answer could not be kept: The disk is full." in caplog.text


def test_conversations_are_searched_and_renamed(here: TestClient):
    id = here.post(TALKS).json()["id"]
    renamed = here.patch(f"{TALKS}/{id}", json={"title": "The flat"})
    assert renamed.json()["title"] == "The flat"
    titles = lambda query: [  # noqa: E731 -- asked twice
        one["title"] for one in here.get(TALKS, params=query).json()["conversations"]
    ]
    assert (titles({"query": "flat"}), titles({"query": "boat"})) == (["The flat"], [])
    refused = {" ": "is empty", "x" * 61: "has 61 characters", "a\u200bb": "can't be shown"}
    for title, why in refused.items():
        problem = here.patch(f"{TALKS}/{id}", json={"title": title}).json()
        assert (problem["code"], why in problem["detail"]) == ("INVALID_TITLE", True)
    assert titles({}) == ["The flat"]
    assert here.get(TALKS, params={"limit": "0"}).json()["code"] == "INVALID_LIMIT"


def test_a_server_that_stops_keeps_what_a_turn_said(services: Services):
    with server(services, Scripted(TextDelta(text="One "), None)) as client:
        id = begin(client)
        with client.stream("POST", f"{TALKS}/{id}/messages", json={"text": "count"}) as answer:
            next(answer.iter_lines())
    _, said = services.conversations.find(services.users.owner(), id)
    assert [one.text for one in said] == ["count", "One \nStopped."]


def test_an_assistant_that_nobody_asks_is_never_made(services: Services):
    made: list[str] = []
    with server(services, LocalTurns(lambda: made.append("made"))) as client:
        assert client.get(TASKS).status_code == 200
    assert made == []


def test_a_turn_that_is_stopped_keeps_what_it_said(services: Services):
    turns = Scripted(TextDelta(text="One "), None)
    with server(services, turns) as client:
        id = begin(client)
        assert client.delete(f"{TALKS}/{id}/turn").status_code == 204
        with client.stream("POST", f"{TALKS}/{id}/messages", json={"text": "count"}) as answer:
            lines = answer.iter_lines()
            assert next(lines) == 'data: {"type":"text.delta","text":"One "}'
            assert client.delete(f"{TALKS}/{id}/turn").status_code == 204
            assert [line for line in lines if line] == []
        assert [one["text"] for one in kept(client, id)] == ["count", "One \nStopped."]


def test_stopping_one_conversation_leaves_the_others(services: Services):
    with server(services, Scripted(TextDelta(text="One "), None)) as client:
        first, second = begin(client), begin(client)
        paths = [f"{TALKS}/{id}/messages" for id in (first, second)]
        with (
            client.stream("POST", paths[0], json={"text": "count"}) as one,
            client.stream("POST", paths[1], json={"text": "count"}) as two,
        ):
            next(one.iter_lines())
            next(two.iter_lines())
            client.delete(f"{TALKS}/{second}/turn")
            running = [client.get(f"{TALKS}/{id}").json()["running"] for id in (first, second)]
    assert running == [True, False]


def test_silence_is_filled_with_heartbeats(services: Services, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(conversation, "BEAT", 0.02)
    with server(services, Scripted(None)) as client:
        path = f"{TALKS}/{begin(client)}"
        with client.stream("POST", f"{path}/messages", json={"text": "count"}) as answer:
            assert next(answer.iter_lines()) == ": still here"
        client.delete(f"{path}/turn")


def test_without_an_assistant_the_chat_says_so_and_the_list_works(here: TestClient):
    id = here.post(TALKS).json()["id"]
    answer = here.post(f"{TALKS}/{id}/messages", json={"text": "hello"})
    assert events(answer) == [AWAY]
    [_, answered] = here.get(f"{TALKS}/{id}").json()["messages"]
    assert (answered["text"], answered["failed"]) == (UNAVAILABLE, "SERVICE_UNAVAILABLE")
    assert here.get(TASKS).status_code == 200


@pytest.fixture
def closed() -> Iterator[str]:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_an_assistant_that_is_away_is_told_within_three_seconds(services: Services, closed: str):
    with server(services, RemoteTurns(closed)) as client:
        begun = time.monotonic()
        assert say(client, begin(client), "hello") == [AWAY]
        assert time.monotonic() - begun < 3


def test_an_assistant_that_takes_connections_and_hangs_is_told_within_three_seconds(
    services: Services,
):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hanging = RemoteTurns(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with server(services, hanging) as client:
            begun = time.monotonic()
            assert say(client, begin(client), "hello") == [AWAY]
            assert time.monotonic() - begun < 3


def test_a_replica_that_goes_away_before_it_answers_is_asked_again(services: Services):
    class Dropping(asyncio.Protocol):
        """Breaks off the first connection, and hands the next ones on."""

        asked = 0

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            Dropping.asked += 1
            if Dropping.asked > 1:
                told = b'data: {"type":"turn.finished","text":"Hello!"}\n\n'
                head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                self.transport.write(head + told)  # type: ignore[attr-defined]  # a transport of a stream
            self.transport.close()

    async def serve(ready: threading.Event, over: threading.Event) -> None:
        made = await asyncio.get_running_loop().create_server(Dropping, "127.0.0.1", 0)
        ports.append(made.sockets[0].getsockname()[1])
        ready.set()
        async with made:
            await asyncio.to_thread(over.wait)

    ports: list[int] = []
    ready, over = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(lambda: asyncio.run(serve(ready, over)))
        assert ready.wait(5)
        with server(services, RemoteTurns(f"http://127.0.0.1:{ports[0]}")) as client:
            assert say(client, begin(client), "hello")[-1]["text"] == "Hello!"
        over.set()
        done.result(5)
    assert Dropping.asked == 2


def test_an_assistant_with_too_much_to_do_says_so(services: Services):
    slow = Scripted(TextDelta(text="One "), None)
    with (
        serving(build_assistant(slow, most=1)) as assistant,  # type: ignore[arg-type]  # tries no model
        server(services, RemoteTurns(assistant)) as client,
    ):
        first, second = begin(client), begin(client)
        with client.stream("POST", f"{TALKS}/{first}/messages", json={"text": "go"}) as answer:
            next(answer.iter_lines())
            assert say(client, second, "hello") == [{**AWAY, "message": BUSY}]
        client.delete(f"{TALKS}/{first}/turn")
        with client.stream("POST", f"{TALKS}/{second}/messages", json={"text": "go"}) as answer:
            assert next(answer.iter_lines()) == 'data: {"type":"text.delta","text":"One "}'


async def _refuses(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("secret words", 500)


async def _mumbles(_request: Request) -> StreamingResponse:
    return StreamingResponse(iter(["data: mumble\n\n"]))


async def _breaks_off(_request: Request) -> StreamingResponse:
    return StreamingResponse(iter(['data: {"type":"text.delta","text":"One "}\n\n']))


@pytest.mark.parametrize(
    ("answers", "before"),
    [(_refuses, []), (_mumbles, []), (_breaks_off, [{"type": "text.delta", "text": "One "}])],
)
def test_an_assistant_that_answers_nonsense_is_as_good_as_away(
    services: Services, answers: Callable[..., Any], before: list[dict[str, Any]]
):
    with (
        serving(Starlette(routes=[Route("/turns", answers, methods=["POST"])])) as assistant,
        server(services, RemoteTurns(assistant)) as client,
    ):
        assert say(client, begin(client), "hello") == [*before, AWAY]


def test_a_turn_that_breaks_is_told_without_its_words(
    services: Services, caplog: pytest.LogCaptureFixture
):
    done = ToolFinished(call="1", tool="add_task", ok=True, summary="Adding", change=1)
    turns = Scripted(TextDelta(text="One"), done, RuntimeError("secret words"))
    with caplog.at_level(logging.CRITICAL, "watchbill.turn"), server(services, turns) as client:
        id = begin(client)
        said = say(client, id, "hello")
        [_, answered] = kept(client, id)
    message = "Something went wrong inside Watchbill."
    assert said[-1] == {"type": "turn.failed", "code": "INTERNAL", "message": message}
    assert (answered["text"], answered["failed"]) == (f"One\n{message}", "INTERNAL")
    assert [card["change"] for card in answered["cards"]] == [1]
