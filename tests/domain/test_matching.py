"""Conditions on one task in memory, each alone: what random conditions reach by luck is here for sure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from watchbill.domain import condition as tree
from watchbill.domain.condition import Condition
from watchbill.domain.due import DueDate, DueTime
from watchbill.domain.matching import Ids, Setting, matches, ordered
from watchbill.domain.query import Sort
from watchbill.domain.recurrence import Recurrence
from watchbill.domain.task import Task

NOW = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
BARE = Task(id="one", ref=1, title="Pay rent", created_at=NOW, position="1V", updated_at=NOW)
FULL = replace(
    BARE,
    description="Called the flat",
    priority=2,
    due=DueDate(date(2026, 11, 24)),
    recurrence=Recurrence("FREQ=DAILY"),
    project_id="flat",
    parent_id="plan",
    tags=("home",),
    blocked_by=("keys",),
)
DONE = replace(BARE, completed_at=NOW)
GONE = replace(BARE, deleted_at=NOW)
SETTING = Setting(
    now=NOW,
    zone="UTC",
    ids=Ids(tags={"home": "home"}, projects={"Inbox": None, "Flat": "flat"}, tasks={"#2": "plan"}),
    is_open="keys".__eq__,
)
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("condition", "bare", "full"),
    [
        (tree.Tag("home"), False, True),
        (tree.Project("Flat"), False, True),
        (tree.Project("Inbox"), True, False),
        (tree.Priority(1, 2), False, True),
        (tree.Parent("#2"), False, True),
        (tree.Ref(1), True, True),
        (tree.Ref(2), False, False),
        (tree.Has("tag"), False, True),
        (tree.Has("description"), False, True),
        (tree.Has("due"), False, True),
        (tree.Has("recurrence"), False, True),
        (tree.Has("project"), False, True),
        (tree.Has("parent"), False, True),
        (tree.Text(("pay", "re")), True, True),
        (tree.Text(("re",), is_prefix=False), False, False),
        (tree.Text(("flat",), field="description"), False, True),
        (tree.Text(("flat",), field="title"), False, False),
        (tree.Text(("flat",)), False, True),
        (tree.Days("due", DAY, DAY), False, True),
        (tree.Days("due", None, date(2026, 11, 23)), False, False),
        (tree.Days("due", date(2026, 11, 25), None), False, False),
        (tree.Days("created", DAY, None), True, True),
        (tree.Days("completed", DAY, DAY), False, False),
        (tree.Days("updated", None, DAY), True, True),
        (tree.And((tree.Has("tag"), tree.Ref(1))), False, True),
        (tree.Or((tree.Has("tag"), tree.Ref(1))), True, True),
        (tree.Not(tree.Has("tag")), True, False),
    ],
)
def test_a_condition_holds_for_a_task_that_has_what_it_asks(
    condition: Condition, *, bare: bool, full: bool
) -> None:
    assert matches(condition, BARE, SETTING) is bare
    assert matches(condition, FULL, SETTING) is full


@pytest.mark.parametrize(
    ("trait", "found"),
    [
        ("all", "bare full done"),
        ("open", "bare full"),
        ("done", "done"),
        ("deleted", "gone"),
        ("ready", "bare"),
        ("blocked", "full"),
        ("overdue", "late"),
    ],
)
def test_a_trait_holds_for_tasks_in_that_state(trait: Any, found: str) -> None:
    tasks = {"bare": BARE, "full": FULL, "done": DONE, "gone": GONE}
    if trait == "overdue":
        yesterday = DueTime(datetime(2026, 11, 23, 9, 0), "UTC")  # noqa: DTZ001 -- a wall time
        tasks |= {
            "late": replace(BARE, due=yesterday),
            "late and done": replace(DONE, due=yesterday),
        }
    held = [name for name, task in tasks.items() if matches(tree.Is(trait), task, SETTING)]
    assert held == found.split(" ")


@pytest.mark.parametrize(
    ("field", "first"),
    [
        ("due", "full"),
        ("title", "other"),
        ("state", "bare"),
        ("priority", "full"),
        ("completed", "done"),
        ("deleted", "gone"),
        ("updated", "other"),
    ],
)
def test_an_order_puts_first_what_is_least_in_its_field(field: Any, first: str) -> None:
    earlier = datetime(2026, 11, 23, tzinfo=UTC)
    tasks = {
        "bare": BARE,
        "full": replace(FULL, ref=2),
        "done": replace(DONE, ref=3),
        "gone": replace(GONE, ref=4),
        "other": replace(BARE, ref=5, title="Another", updated_at=earlier),
    }
    names = {task.ref: name for name, task in tasks.items()}
    assert names[ordered(tasks.values(), [Sort(field)])[0].ref] == first
    assert ordered(tasks.values(), [Sort("ref", is_descending=True)])[0].ref == 5
