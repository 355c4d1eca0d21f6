"""A request that comes again: once per key, and once per turn where it would make a second task."""

from dataclasses import replace
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp_types import CallToolResult
from tests.mcp.agent import Ask, asking, text_of

from watchbill.domain.operation import Actor
from watchbill.mcp.server import build_server
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller

KEY = "watchbill/request-key"


def ask_with_key(
    services: Services, caller: Caller, key: Any, name: str, arguments: dict[str, Any]
) -> CallToolResult:
    async def called() -> CallToolResult:
        async with Client(build_server(services, caller=caller)) as client:
            return await client.call_tool(name, arguments, meta={KEY: key})

    return anyio.run(called)


@pytest.fixture
def turn(services: Services) -> Caller:
    """The assistant, in one turn."""
    owner = services.users.owner()
    return replace(owner, actor=Actor("assistant", "owner"), run="turn-7")


@pytest.fixture
def ask_in_turn(services: Services, turn: Caller) -> Ask:
    return asking(services, turn)


def test_the_same_key_answers_the_first_result(services: Services, robot: Caller) -> None:
    first = ask_with_key(services, robot, "k1", "add_task", {"title": "Milk"})
    again = ask_with_key(services, robot, "k1", "add_task", {"title": "Milk"})
    assert text_of(first) == 'Change 1: added #1 "Milk".\nUndo: undo_change(change=1).'
    assert text_of(again) == (
        "Change 1 is what this request did before, nothing was done again: "
        'added #1 "Milk".\nUndo: undo_change(change=1).'
    )
    assert again.structured_content
    assert again.structured_content["status"] == "repeated"
    assert services.journal.last_change("default") == 1


def test_the_same_key_for_another_request_is_a_conflict(services: Services, robot: Caller) -> None:
    ask_with_key(services, robot, 7, "add_task", {"title": "Milk"})
    other = ask_with_key(services, robot, 7, "add_task", {"title": "Eggs"})
    assert text_of(other) == (
        "CONFLICT: The request key was used for another request, which became change 1. "
        "Use a new key for a new request."
    )


def test_a_key_that_is_too_long_is_refused(services: Services, robot: Caller) -> None:
    said = text_of(ask_with_key(services, robot, "k" * 201, "add_task", {"title": "Milk"}))
    assert said.startswith("INVALID_REQUEST_KEY: The request key has 201 characters.")


def test_the_same_add_in_the_same_turn_is_one_task(ask_in_turn: Ask, services: Services) -> None:
    ask_in_turn("add_task", title="Milk")
    assert text_of(ask_in_turn("add_task", title="Milk")) == (
        "Change 1 is what the same call in this turn did before, nothing was done again: "
        'added #1 "Milk".\nUndo: undo_change(change=1).'
    )
    assert text_of(ask_in_turn("add_task", title="Milk", description="two")).startswith(
        "Change 2:"
    )
    assert services.journal.last_change("default") == 2


def test_in_another_turn_or_with_its_own_key_it_is_a_second_task(
    ask_in_turn: Ask, services: Services, turn: Caller
) -> None:
    ask_in_turn("add_task", title="Milk")
    asking(services, replace(turn, run="turn-8"))("add_task", title="Milk")
    ask_with_key(services, turn, "k1", "add_task", {"title": "Milk"})
    assert services.journal.last_change("default") == 3


def test_without_a_turn_the_same_add_is_a_second_task(ask: Ask, services: Services) -> None:
    ask("add_task", title="Milk")
    ask("add_task", title="Milk")
    assert services.journal.last_change("default") == 2


def test_the_same_line_is_appended_once_in_a_turn(ask_in_turn: Ask) -> None:
    ask_in_turn("add_task", title="Milk")
    ask_in_turn("update_task", tasks=1, append="two")
    assert text_of(ask_in_turn("update_task", tasks=1, append="two")).startswith(
        "Change 2 is what the same call in this turn did before, nothing was done again:"
    )
    assert text_of(ask_in_turn("view_tasks", tasks=1, detail="full")).endswith(
        'description: "two"'
    )


def test_setting_back_and_forth_in_a_turn_is_done_each_time(ask_in_turn: Ask) -> None:
    ask_in_turn("add_task", title="Milk")
    ask_in_turn("complete_task", tasks=1)
    ask_in_turn("complete_task", tasks=1, done=False)
    assert text_of(ask_in_turn("complete_task", tasks=1)).startswith(
        'Change 4: #1 "Milk" open → done.'
    )
    ask_in_turn("update_task", tasks=1, title="Oat milk")
    ask_in_turn("update_task", tasks=1, title="Milk")
    assert text_of(ask_in_turn("update_task", tasks=1, title="Oat milk")).startswith("Change 7:")
