"""Turns with scripted models, and everything that can fail: one clear sentence each, and nothing changed unseen."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest
from pydantic_ai.exceptions import ModelAPIError, UnexpectedModelBehavior
from pydantic_ai.messages import ModelMessage
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel
from starlette.types import Receive, Scope, Send
from tests.assistant.conftest import Talk, now

from watchbill.assistant.toolset import TaskTools
from watchbill.assistant.turn import TurnService
from watchbill.mcp.server import build_application
from watchbill.schemas.turn import (
    Event,
    PastMessage,
    TextDelta,
    ToolFinished,
    ToolStarted,
    TurnFailed,
    TurnFinished,
    TurnRequest,
)
from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft

Step = str | tuple[str, dict[str, object]] | Exception


def scripted(*steps: Step) -> Model:
    """A model that does these steps, one per request, and the last one for ever."""
    rest = list(steps)

    async def stream(_: list[ModelMessage], __: AgentInfo) -> AsyncIterator[str | DeltaToolCalls]:
        step = rest.pop(0) if len(rest) > 1 else rest[0]
        match step:
            case str():
                half = len(step) // 2
                yield step[:half]
                yield step[half:]
            case Exception():
                raise step
            case (name, arguments):
                yield {0: DeltaToolCall(name, json.dumps(arguments), tool_call_id=f"c{len(rest)}")}

    return FunctionModel(stream_function=stream, model_name="scripted")


def test_a_model_works_through_the_tools_and_its_changes_are_told(talk: Talk) -> None:
    talk.add("Sweep")
    talk.model = scripted(
        ("view_tasks", {}), ("complete_task", {"tasks": ["#1"]}), "I marked #1 as done."
    )
    assert asyncio.run(talk.say("I swept")) == "I marked #1 as done."
    assert talk.state() == [(1, "Sweep", "done")]
    kinds = [type(event) for event in talk.events]
    assert kinds == [
        *(ToolStarted, ToolFinished) * 2,
        *(TextDelta,) * 2,
        TurnFinished,
    ]
    ended = talk.events[-1]
    assert isinstance(ended, TurnFinished)
    assert ended.data["mentioned"] == [1]


def test_a_tool_that_refuses_is_told_as_refused(talk: Talk) -> None:
    talk.model = scripted(("complete_task", {"tasks": ["#9"]}), "There is no such task.")
    assert asyncio.run(talk.say("number 9 is behind me")) == "There is no such task."
    [card] = [event for event in talk.events if isinstance(event, ToolFinished)]
    assert (card.ok, card.change) == (False, None)
    assert card.summary.startswith("There is no task #9.")


def test_a_tool_that_is_not_there_changes_nothing(talk: Talk) -> None:
    talk.model = scripted(("drop_tables", {}), "I can't do that.")
    assert asyncio.run(talk.say("drop everything")) == "I can't do that."
    assert talk.state() == []


FAILURES = {
    "is away": (
        ModelAPIError("scripted", "no route"),
        "SERVICE_UNAVAILABLE: The language model is not answering. Try again in a moment.",
    ),
    "talks nonsense": (
        UnexpectedModelBehavior("nonsense"),
        (
            "SERVICE_UNAVAILABLE: The language model answered with something I can't use. "
            "Try to say it in other words."
        ),
    ),
    "is broken": (
        KeyError("secret detail"),
        "INTERNAL: Something went wrong inside the assistant. The history shows what was done.",
    ),
}


@pytest.mark.parametrize(("step", "told"), FAILURES.values(), ids=list(FAILURES))
def test_a_model_that_fails_ends_the_turn_with_a_clear_sentence(
    talk: Talk, step: Step, told: str
) -> None:
    talk.add("Sweep")
    talk.model = scripted(step)
    assert asyncio.run(talk.say("hm")) == told
    assert talk.state() == [(1, "Sweep", "open")]


def test_a_model_that_writes_and_loops_is_stopped(talk: Talk) -> None:
    talk.model = scripted(("add_task", {"title": "Sweep"}), ("view_tasks", {}))
    assert asyncio.run(talk.say("sweep, I should")) == (
        "RATE_LIMITED: I stopped after too many steps. What was done by then is in the history."
    )
    assert talk.state() == [(1, "Sweep", "open")]


def test_a_turn_has_an_end(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stream(_: list[ModelMessage], __: AgentInfo) -> AsyncIterator[str]:
        yield "Well"
        await asyncio.Event().wait()

    monkeypatch.setattr("watchbill.assistant.turn.TIME_LIMIT", 1.0)
    talk.model = FunctionModel(stream_function=stream)
    assert asyncio.run(talk.say("hello")) == (
        "SERVICE_UNAVAILABLE: That took too long, so I stopped. "
        "What was done by then is in the history."
    )


def test_without_a_good_token_no_model_is_asked(talk: Talk) -> None:
    over = (
        "UNAUTHENTICATED: The time for this turn is over, so I stopped. "
        "What was done by then is in the history. Say it again to go on."
    )
    talk.model = scripted(AssertionError("the model was asked"))
    talk.token = "forged"
    assert asyncio.run(talk.say("hello")) == over
    owner = talk.services.users.owner()
    long_ago = now() - timedelta(hours=1)
    talk.token = talk.services.tokens.mint_turn(owner, "t0", long_ago)
    assert asyncio.run(talk.say("hello")) == over


def test_a_turn_that_is_frozen_midway_says_so_and_does_no_more(talk: Talk) -> None:
    owner = talk.services.users.owner()

    async def stream(_: list[ModelMessage], __: AgentInfo) -> AsyncIterator[DeltaToolCalls]:
        talk.services.freezing.freeze(owner, "assistant")
        yield {0: DeltaToolCall("add_task", json.dumps({"title": "Milk"}), tool_call_id="c")}

    talk.model = FunctionModel(stream_function=stream)
    assert asyncio.run(talk.say("milk is what we need")) == (
        "FORBIDDEN: I was frozen, so I stopped. What was done by then is in the history."
    )
    assert talk.services.journal.last_change(owner.workspace_id) == 0


def told_of(url: str) -> TurnFailed:
    """How a turn ends whose tools are at this address."""

    async def run() -> TurnFailed:
        turns = TurnService(TaskTools(url, httpx2.AsyncHTTPTransport()))
        request = TurnRequest(turn="t", text="what's on my list?", now=now(), token="x")
        events = [event async for event in turns.run(request)]
        await turns.close()
        *_, failed = events
        assert isinstance(failed, TurnFailed)
        return failed

    return asyncio.run(run())


def test_when_the_task_service_is_away_the_turn_says_so() -> None:
    failed = told_of("http://127.0.0.1:9/mcp")
    assert failed.code == "SERVICE_UNAVAILABLE"
    assert failed.message.startswith("The task service is not answering.")


def test_a_task_service_that_takes_connections_and_hangs_is_away_within_three_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begin = time.monotonic()
        failed = told_of(f"http://127.0.0.1:{silent.getsockname()[1]}/mcp")
        assert time.monotonic() - begin < 3
    assert failed.message.startswith("The task service is not answering.")


def test_a_turn_that_failed_forgets_nothing(talk: Talk) -> None:
    asyncio.run(talk.say("add buy milk"))
    talk.history.append(PastMessage(role="user", text="hm"))
    talk.history.append(PastMessage(role="assistant", text="It failed.", data={"cards": []}))
    assert asyncio.run(talk.say("complete it")) == "Done: #1 “Buy milk”."


def test_tools_that_go_away_in_the_middle_end_the_turn(services: Services) -> None:
    services.tasks.add(services.users.owner(), [TaskDraft(title="Milk")])
    app = build_application(services, is_local=False)
    asked: list[str] = []

    async def breaking(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope["path"])
        if len(asked) > 1:
            raise OSError
        await app(scope, receive, send)

    async def run() -> list[Event]:
        token = services.tokens.mint_turn(services.users.owner(), "t", now())
        request = TurnRequest(turn="t", text="complete milk", now=now(), token=token)
        async with app.router.lifespan_context(app):
            tools = TaskTools("http://127.0.0.1:8081/mcp", httpx2.ASGITransport(app=breaking))
            turns = TurnService(tools, closing=[tools.transport.aclose])
            events = [event async for event in turns.run(request)]
            await turns.close()
        return events

    *_, started, failed = asyncio.run(run())
    assert len(asked) == 2
    assert isinstance(started, ToolStarted)
    assert isinstance(failed, TurnFailed)
    assert failed.message.startswith("The task service is not answering. Whether the last step")


def test_what_waits_for_a_person_is_a_card_too(talk: Talk) -> None:
    owner = talk.services.users.owner()
    scopes = ("tasks:read", "tasks:write")
    _, talk.token = talk.services.tokens.create(owner, "shy", scopes, mode="propose")
    lies = "All done! Shall I water the plants?"
    talk.model = scripted(("add_task", {"title": "Sweep"}), lies)
    assert asyncio.run(talk.say("sweep, I should")) == "Add #1 “Sweep”?"
    assert [event.text for event in talk.events if isinstance(event, TextDelta)] == [
        "Add #1 “Sweep”?"
    ]
    [card] = talk.cards
    assert (card.change, card.proposal, card.is_card) == (None, 1, True)
    assert talk.state() == []
    talk.model = None
    assert asyncio.run(talk.say("add buy milk")) == "Add #2 “Buy milk”?"
    assert talk.state() == []
