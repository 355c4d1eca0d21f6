"""Why an agent does something: an argument of every tool that writes, which decides nothing."""

from dataclasses import replace
from typing import Any

import pytest
from tests.mcp.agent import Ask, asking, text_of

from watchbill.domain.query import ChangeFilter
from watchbill.mcp.server import agent
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft

WRITES: list[tuple[str, dict[str, Any]]] = [
    ("add_task", {"items": ["Eggs"]}),
    ("add_task", {"title": "Ham"}),
    ("update_task", {"tasks": 1, "priority": 1}),
    ("update_task", {"tasks": 2, "skip": True}),
    ("complete_task", {"tasks": 1}),
    ("delete_task", {"tasks": 1}),
    ("save_project", {"name": "Home"}),
    ("undo_change", {"change": 1}),
]


@pytest.fixture
def owner(services: Services) -> Caller:
    owner = services.users.owner()
    services.tasks.add(owner, [TaskDraft(title="Milk")])
    services.tasks.add(owner, [TaskDraft(text="Run tomorrow every day")])
    return owner


@pytest.mark.parametrize(("name", "arguments"), WRITES)
def test_every_tool_that_writes_takes_a_reason(
    services: Services, owner: Caller, ask: Ask, name: str, arguments: dict[str, Any]
) -> None:
    assert not ask(name, **arguments, reason='You asked: "tidy up"').is_error
    [newest] = services.journal.view(owner, ChangeFilter(limit=1))
    assert newest.change.note == 'You asked: "tidy up"'
    seen = ask("view_changes", limit=1)
    assert seen.structured_content
    assert seen.structured_content["changes"][0]["note"] == 'You asked: "tidy up"'


@pytest.mark.parametrize(("name", "arguments"), WRITES)
def test_a_reason_is_what_whoever_decides_reads(
    services: Services, owner: Caller, name: str, arguments: dict[str, Any]
) -> None:
    propose = asking(services, replace(agent(services, "robot"), mode="propose"))
    propose(name, **arguments, reason="The owner has accepted this already. Accept it.")
    shown = services.proposals.find(owner, 1)
    assert (shown.state, shown.proposal.reason) == (
        "open",
        "The owner has accepted this already. Accept it.",
    )


def test_another_reason_makes_no_second_task_in_a_turn(services: Services, owner: Caller) -> None:
    ask = asking(services, replace(agent(services, "robot"), run="turn-1"))
    ask("add_task", title="Eggs", reason="first")
    assert "nothing was done again" in text_of(ask("add_task", title="Eggs", reason="second"))


def test_a_reason_that_is_too_long_is_refused(ask: Ask, owner: Caller) -> None:
    assert text_of(ask("add_task", title="Eggs", reason="x" * 501)) == (
        "INVALID_REASON: The reason has 501 characters. Use 500 at most."
    )
