"""Answers to reads are kept as long as they hold, and never shown to who may not see them."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import anyio
import pytest
from mcp_types import CallToolResult
from sqlalchemy import event, insert
from tests.conftest import Clock
from tests.mcp.agent import text_of

from watchbill.domain.operation import Actor
from watchbill.mcp.answer import Answers
from watchbill.mcp.server import agent
from watchbill.mcp.tool import Call
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database
from watchbill.storage.schema import workspaces


@pytest.fixture
def both(database: Database, clock: Clock) -> Services:
    """The services over a store of each kind in turn, with a task."""
    services = Services.over(database, clock)
    services.tasks.add(services.users.owner(), [TaskDraft(title="Milk")])
    return services


@pytest.fixture
def one(services: Services) -> Services:
    services.tasks.add(services.users.owner(), [TaskDraft(title="Milk")])
    return services


def answer(
    answers: Answers, services: Services, caller: Caller, name: str, /, **given: Any
) -> CallToolResult:
    return anyio.run(answers.of, Call(services=services, caller=caller), name, given)


@contextmanager
def counted(services: Services) -> Iterator[list[str]]:
    """The SELECTs on content that run in the block."""
    found: list[str] = []

    def note(*args: Any) -> None:
        if re.search(r"(FROM|JOIN) tasks", args[2].replace("\n", " ")):
            found.append(args[2])

    event.listen(services.database.engine, "before_cursor_execute", note)
    yield found
    event.remove(services.database.engine, "before_cursor_execute", note)


def test_the_same_question_again_reads_no_task(both: Services) -> None:
    answers, robot = Answers(), agent(both, "robot")
    first = answer(answers, both, robot, "view_tasks", limit=5, state="open")
    with counted(both) as queries:
        again = answer(answers, both, robot, "view_tasks", state="open", limit=5)
    assert (again, queries) == (first, [])


def test_what_another_door_writes_is_seen_at_once(both: Services) -> None:
    answers, robot = Answers(), agent(both, "robot")
    assert text_of(answer(answers, both, robot, "view_tasks")).endswith('#1 "Milk"')
    both.tasks.add(both.users.owner(), [TaskDraft(title="Eggs")])
    assert text_of(answer(answers, both, robot, "view_tasks")).endswith('#1 "Milk"\n#2 "Eggs"')


def test_each_agent_gets_its_own_answer(one: Services) -> None:
    answers, robot = Answers(), agent(one, "robot")
    answer(answers, one, robot, "add_task", title="Eggs")
    mine = answer(answers, one, robot, "view_changes", actor="me")
    other = replace(robot, actor=Actor("token", "other"))
    theirs = answer(answers, one, other, "view_changes", actor="me")
    assert '"token:robot"' in text_of(mine)
    assert text_of(theirs) == "No changes found."


def test_a_kept_answer_is_for_those_alone_who_may_read(one: Services) -> None:
    answers, robot = Answers(), agent(one, "robot")
    answer(answers, one, robot, "view_tasks")
    writer = replace(robot, scopes=frozenset({"tasks:write"}))
    refused = answer(answers, one, writer, "view_tasks")
    assert text_of(refused) == (
        "FORBIDDEN: This credential doesn't allow tasks:read. Ask the owner for one that does."
    )
    assert "Milk" not in json.dumps(refused.model_dump(mode="json"))


def test_another_workspace_has_other_answers(one: Services, clock: Clock) -> None:
    new = insert(workspaces).values(
        id="other", name="Other", last_change=0, last_ref=0, created_at=clock()
    )
    with one.database.engine.begin() as connection:
        connection.execute(new)
    answers, robot = Answers(), agent(one, "robot")
    other = replace(robot, workspace_id="other")
    answer(answers, one, robot, "add_task", title="Eggs")
    answer(answers, one, other, "add_task", title="Secret")
    answer(answers, one, other, "add_task", title="Hidden")
    seen = [text_of(answer(answers, one, who, "view_tasks")) for who in (robot, other)]
    assert seen == [
        '2 of 2 open tasks, no more follow.\n#1 "Milk"\n#2 "Eggs"',
        '2 of 2 open tasks, no more follow.\n#1 "Secret"\n#2 "Hidden"',
    ]


def test_the_answer_that_was_not_asked_for_longest_goes_first(one: Services) -> None:
    answers, robot = Answers(most=2), agent(one, "robot")
    for query in ("milk", "eggs", "milk", "rent"):
        answer(answers, one, robot, "view_tasks", query=query)
    with counted(one) as queries:
        answer(answers, one, robot, "view_tasks", query="milk")
        assert len(queries) == 0
        answer(answers, one, robot, "view_tasks", query="eggs")
        assert len(queries) == 1


def test_the_day_that_passes_and_the_zone_that_changes_ask_anew(
    one: Services, clock: Clock
) -> None:
    answers, robot = Answers(), agent(one, "robot")
    one.tasks.add(one.users.owner(), [TaskDraft(title="Eggs", due="2026-11-25")])
    clock.now = clock.now.replace(hour=20)
    today = [text_of(answer(answers, one, robot, "view_tasks", when="today"))]
    there = replace(robot, zone="Asia/Tokyo")
    today.append(text_of(answer(answers, one, there, "view_tasks", when="today")))
    clock.now = clock.now.replace(day=25)
    today.append(text_of(answer(answers, one, robot, "view_tasks", when="today")))
    found = (
        '1 of 1 open task, no more follow. Today is Wed 2026-11-25.\n#2 "Eggs" due Wed 2026-11-25'
    )
    assert today == ["No open tasks found.", found, found]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("view_tasks", {"when": "overdue"}),
        ("view_tasks", {"query": "is:overdue"}),
        ("view_tasks", {"query": "filter:Late"}),
        ("view_projects", {}),
    ],
)
def test_what_is_overdue_is_so_from_one_moment_to_the_next(
    one: Services, clock: Clock, name: str, given: dict[str, str]
) -> None:
    answers, robot, owner = Answers(), agent(one, "robot"), one.users.owner()
    one.tasks.add(owner, [TaskDraft(title="Call", due="2026-11-24T12:01")])
    one.filters.add(owner, "Late", "is:overdue")
    before = text_of(answer(answers, one, robot, name, **given))
    clock.now = clock.now.replace(minute=2)
    after = text_of(answer(answers, one, robot, name, **given))
    assert ("overdue" in after or '"Call"' in after) > ("overdue" in before or '"Call"' in before)


def test_a_filter_that_makes_no_sense_is_refused_each_time(one: Services) -> None:
    answers, robot = Answers(), agent(one, "robot")
    for _ in range(2):
        said = text_of(answer(answers, one, robot, "view_tasks", query="due:tomorow"))
        assert said.startswith("INVALID_QUERY: ")
