"""What is taken back stands beside what there is now: nothing refers to what is gone, and no rule is broken; what can't be is told."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from tests.conftest import Clock
from tests.services.soundness import faults

from watchbill.domain.errors import ConflictError
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.domain.task import Task
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.tag import TagPatch
from watchbill.services.undoing import Selection
from watchbill.services.verification import verify
from watchbill.services.writing import Receipt

_FEW = 700


def _take_few(connection: sqlite3.Connection, _record: object) -> None:
    """As if there were far more things: a statement takes few values."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, _FEW)


def add(services: Services, caller: Caller, *titles: str, **fields: object) -> None:
    services.tasks.add(caller, [TaskDraft(title=title, **fields) for title in titles])  # type: ignore[arg-type]


def edit(services: Services, caller: Caller, name: str, **fields: object) -> None:
    services.tasks.update(caller, [name], TaskPatch(**fields))  # type: ignore[arg-type]


def task(services: Services, caller: Caller, name: str = "1") -> Task:
    return services.tasks.find(caller, [name])[0]


def told(receipt: Receipt) -> list[tuple[str, str, int | None]]:
    """Field, reason and the change in the way of each conflict."""
    return [
        (one.conflict.field, one.conflict.reason, one.by and one.by.number)
        for one in receipt.conflicts
    ]


def check(services: Services, caller: Caller) -> None:
    assert faults(services.database, caller.workspace_id) == []
    assert verify(services.database, caller.workspace_id, now=services.clock()).is_clean


def test_a_tag_and_a_blocker_that_are_gone_do_not_come_back_with_an_undo(
    services: Services, caller: Caller
) -> None:
    add(services, caller, "a", tags=("home", "work"))
    add(services, caller, "b")
    edit(services, caller, "1", blocked_by=("2",))
    edit(services, caller, "1", tags=(), blocked_by=(), priority=1)
    services.tags.delete(caller, "home")
    services.journal.undo(caller, 2)
    receipt = services.journal.undo(caller, 4)
    assert told(receipt) == [("tags", "gone", 5), ("blocked_by", "gone", 6)]
    found = receipt.tasks[0]
    assert (receipt.names.tags_of(found), found.blocked_by, found.priority) == (["work"], (), 4)
    check(services, caller)


def test_one_taken_name_leaves_the_rest_of_an_undo_of_many(
    services: Services, caller: Caller
) -> None:
    services.tags.add(caller, "home", TagPatch())
    services.tags.update(caller, "home", TagPatch(name="house", colour="#ffffff"))
    add(services, caller, "a")
    services.filters.add(caller, "mine", "p1")
    services.filters.delete(caller, "mine")
    services.tags.add(caller, "home", TagPatch())
    services.filters.add(caller, "mine", "p2")
    receipt = services.journal.undo_many(caller, Selection(numbers=(2, 3, 5)))
    assert told(receipt) == [("", "taken", 7), ("name", "taken", 6)]
    assert [str(one) for one in receipt.conflicts] == [
        "a filter, taken since by change 7 of user:owner",
        "name of tag “house”, taken since by change 6 of user:owner",
    ]
    assert services.tags.find(caller, "house").colour is None
    assert services.tasks.view(caller, TaskFilter()).tasks == ()
    assert services.filters.find(caller, "mine").query == "p2"
    check(services, caller)


def test_names_that_were_traded_are_traded_back_by_one_undo(
    services: Services, caller: Caller
) -> None:
    services.tags.add(caller, "a", TagPatch(colour="#aaaaaa"))
    services.tags.add(caller, "b", TagPatch(colour="#bbbbbb"))
    for old, new in (("a", "x"), ("b", "a"), ("x", "b")):
        services.tags.update(caller, old, TagPatch(name=new))
    services.tags.delete(caller, "b")
    services.tags.add(caller, "b", TagPatch(colour="#cccccc"))
    services.journal.undo_many(caller, Selection(numbers=(3, 4, 5, 6, 7)))
    assert [services.tags.find(caller, name).colour for name in "ab"] == ["#aaaaaa", "#bbbbbb"]
    check(services, caller)


def test_of_two_that_would_get_one_name_just_one_does(services: Services, caller: Caller) -> None:
    services.projects.add(caller, "a", ProjectPatch())
    services.projects.update(caller, "a", ProjectPatch(name="x"))
    services.projects.add(caller, "a", ProjectPatch())
    services.projects.update(caller, "a", ProjectPatch(name="y"))
    receipt = services.journal.undo_many(caller, Selection(numbers=(2, 4)))
    assert told(receipt) == [("name", "taken", None)]
    names = [one.name for one, _ in services.projects.view(caller).projects]
    assert sorted(names) == ["a", "y"]
    check(services, caller)


def test_an_undo_makes_no_circle_and_no_sixth_level(services: Services, caller: Caller) -> None:
    add(services, caller, "a", "b")
    edit(services, caller, "1", parent="2")
    edit(services, caller, "1", parent=None, priority=1)
    edit(services, caller, "2", parent="1")
    receipt = services.journal.undo(caller, 3)
    assert told(receipt) == [("parent_id", "unfit", 4)]
    assert (receipt.tasks[0].parent_id, receipt.tasks[0].priority) == (None, 4)
    check(services, caller)
    below = TaskDraft(title="4", subtasks=(TaskDraft(title="5"),))
    deep = TaskDraft(title="2", subtasks=(TaskDraft(title="3", subtasks=(below,)),))
    services.tasks.add(caller, [TaskDraft(title="top"), TaskDraft(title="1")])
    edit(services, caller, "3", parent="4")
    edit(services, caller, "3", parent=None)
    services.tasks.add(caller, [replace(deep, parent="top")])
    with pytest.raises(ConflictError) as refused:
        services.journal.undo(caller, 8)
    assert [one["reason"] for one in refused.value.details["conflicts"]] == ["unfit"]
    check(services, caller)


def test_an_undo_makes_nothing_wait_for_itself(services: Services, caller: Caller) -> None:
    add(services, caller, "a", "b", "c")
    edit(services, caller, "1", blocked_by=("2", "3"))
    edit(services, caller, "1", blocked_by=())
    edit(services, caller, "2", blocked_by=("1",))
    receipt = services.journal.undo(caller, 3)
    assert told(receipt) == [("blocked_by", "unfit", 4)]
    assert receipt.names.refs(receipt.tasks[0].blocked_by) == [3]
    check(services, caller)


def test_what_repeats_keeps_its_due_and_its_series(services: Services, caller: Caller) -> None:
    add(services, caller, "a")
    edit(services, caller, "1", due="2026-11-25")
    edit(services, caller, "1", recurrence="FREQ=DAILY")
    with pytest.raises(ConflictError) as refused:
        services.journal.undo(caller, 2)
    [found] = refused.value.details["conflicts"]
    assert (found["field"], found["reason"]) == ("due", "unfit")
    edit(services, caller, "1", recurrence="FREQ=WEEKLY", priority=1)
    services.tasks.skip(caller, ["1"])
    receipt = services.journal.undo(caller, 4)
    assert told(receipt) == [("occurrence", "changed", 5), ("recurrence", "unfit", None)]
    found_task = receipt.tasks[0]
    assert (found_task.recurrence and found_task.recurrence.rule) == "FREQ=WEEKLY"
    assert found_task.priority == 4
    check(services, caller)


def test_a_task_that_is_made_again_comes_to_the_inbox_when_its_project_is_gone(
    services: Services, caller: Caller
) -> None:
    services.projects.add(caller, "Work", ProjectPatch())
    add(services, caller, "a", project="Work")
    services.tasks.add(caller, [TaskDraft(title="b", parent="a")])
    services.journal.undo_many(caller, Selection(numbers=(2, 3)))
    services.projects.delete(caller, "Work")
    receipt = services.journal.undo(caller, 4)
    assert told(receipt) == [("project_id", "gone", 5), ("project_id", "gone", 5)]
    assert [one.project_id for one in receipt.tasks] == [None, None]
    check(services, caller)


def test_an_edit_goes_back_to_another_project_only_while_that_is_there(
    services: Services, caller: Caller
) -> None:
    for name in ("Work", "Home"):
        services.projects.add(caller, name, ProjectPatch())
    add(services, caller, "a", project="Work")
    edit(services, caller, "1", project="Home", priority=1)
    services.projects.delete(caller, "Work")
    receipt = services.journal.undo(caller, 4)
    assert told(receipt) == [("project_id", "gone", 5)]
    assert receipt.names.project(receipt.tasks[0]) == "Home"
    assert receipt.tasks[0].priority == 4
    check(services, caller)


def test_a_subtask_goes_where_its_parent_goes_by_an_undo_too(
    services: Services, caller: Caller
) -> None:
    services.projects.add(caller, "Work", ProjectPatch())
    add(services, caller, "a")
    edit(services, caller, "1", project="Work")
    services.tasks.add(caller, [TaskDraft(title="under", parent="a")])
    services.journal.undo(caller, 3)
    assert task(services, caller, "under").project_id is None
    check(services, caller)


def test_a_subtask_comes_out_of_the_trash_to_where_its_parent_is_by_now(
    services: Services, caller: Caller
) -> None:
    services.projects.add(caller, "Work", ProjectPatch())
    services.tasks.add(caller, [TaskDraft(title="a", subtasks=(TaskDraft(title="under"),))])
    services.tasks.delete(caller, ["2"])
    edit(services, caller, "1", project="Work")
    [restored] = services.tasks.restore(caller, ["2"]).tasks
    assert restored.project_id == task(services, caller).project_id
    check(services, caller)


def test_a_comment_stays_away_when_its_task_is_gone(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, "a")
    receipt = services.comments.add(caller, "1", "said")
    assert receipt.subject is not None
    services.comments.delete(caller, receipt.subject.id)
    services.journal.undo(caller, 3)
    assert [one.text for one in services.comments.view(caller, "1")] == ["said"]
    services.journal.redo(caller, 3)
    services.tasks.delete(caller, ["1"])
    clock.now += timedelta(31)
    assert services.purging.purge(caller.workspace_id) == 1
    with pytest.raises(ConflictError) as refused:
        services.journal.redo(caller, 4)
    assert refused.value.details["conflicts"][0]["reason"] == "gone"
    check(services, caller)


def test_a_task_restored_from_a_project_that_is_gone_comes_to_the_inbox(
    services: Services, caller: Caller
) -> None:
    services.projects.add(caller, "Work", ProjectPatch())
    services.tasks.add(
        caller, [TaskDraft(title="a", project="Work", subtasks=(TaskDraft(title="under"),))]
    )
    add(services, caller, "b", project="Work")
    services.tasks.delete(caller, ["b"])
    services.projects.delete(caller, "Work")
    receipt = services.tasks.restore(caller, ["3"])
    assert receipt.change is not None
    assert receipt.change.sentence == (
        "Restored #3 “b”; it came to the Inbox, since the project is gone"
    )
    assert receipt.tasks[0].project_id is None
    both = services.tasks.restore(caller, ["1"])
    assert both.change is not None
    assert both.change.sentence.endswith(
        "; 2 of them came to the Inbox, since the project is gone"
    )
    assert services.tasks.restore(caller, ["1"]).change is None
    check(services, caller)
    services.journal.undo_many(caller, Selection(numbers=(6, 7)))
    services.journal.undo(caller, 5)
    assert services.projects.find(caller, "Work").id == task(services, caller, "a").project_id
    check(services, caller)


def test_what_stood_under_a_purged_task_or_waited_for_it_is_let_go(
    services: Services, caller: Caller, clock: Clock
) -> None:
    services.tasks.add(caller, [TaskDraft(title="a", subtasks=(TaskDraft(title="under"),))])
    add(services, caller, "b", "c")
    edit(services, caller, "b", blocked_by=("a", "c"))
    services.tasks.delete(caller, ["a"])
    services.tasks.restore(caller, ["2"])
    clock.now += timedelta(31)
    services.purging.purge(caller.workspace_id)
    assert task(services, caller, "under").parent_id is None
    assert task(services, caller, "b").blocked_by == (task(services, caller, "c").id,)
    check(services, caller)
    services.journal.undo(caller, 6)
    assert task(services, caller, "under").parent_id == task(services, caller, "1").id
    check(services, caller)


def test_the_next_occurrence_gets_nothing_that_is_gone(services: Services, caller: Caller) -> None:
    for name in ("Work", "Home"):
        services.projects.add(caller, name, ProjectPatch())
    add(
        services,
        caller,
        "a",
        project="Work",
        due="2026-11-24",
        recurrence="FREQ=DAILY",
        tags=("x",),
    )
    edit(services, caller, "1", project="Home", tags=(), scope="this")
    services.tags.delete(caller, "x")
    services.projects.delete(caller, "Work")
    services.tasks.complete(caller, ["1"])
    [following] = services.tasks.view(caller, TaskFilter()).tasks
    assert (following.project_id, following.tags) == (None, ())
    check(services, caller)


def test_more_things_than_one_query_can_name_are_taken_back_at_once(
    services: Services, caller: Caller
) -> None:
    if services.database.is_sqlite:
        event.listen(services.database.engine, "connect", _take_few)
        services.database.engine.dispose()
    who = replace(caller, run="bulk")
    drafts = [TaskDraft(title="t", due="2026-12-01", reminders=("when due",), tags=("x",))] * 50
    for _ in range(_FEW // 50 + 1):
        services.tasks.add(who, drafts)
    receipt = services.journal.undo_many(caller, Selection(run="bulk"))
    assert receipt.change is not None
    assert len(receipt.change.operations) == 50 * len(receipt.change.undoes) + 1
    services.journal.undo(caller, receipt.change.number)
    services.tags.delete(caller, "x")
    check(services, caller)
