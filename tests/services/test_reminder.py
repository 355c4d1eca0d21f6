"""Reminders as a field of tasks, on both databases."""

from dataclasses import replace
from typing import Any

import pytest

from watchbill.domain.errors import InvalidError
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.domain.reminder import to_text
from watchbill.domain.task import Task
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.journal import JournalService
from watchbill.services.task import TaskService
from watchbill.services.writing import Receipt

MEETING = TaskDraft(title="Meeting", due="2026-12-01T15:00", reminders=("2 hours before",))
ALONE = "2026-12-24T08:00:00+00:00[UTC]"


def texts(task: Task) -> list[str]:
    return [to_text(one) for one in task.reminders]


def edit(tasks: TaskService, caller: Caller, **fields: Any) -> Receipt:
    return tasks.update(caller, ["1"], TaskPatch(**fields))


def reminders(tasks: TaskService, caller: Caller, name: str = "1") -> list[str]:
    [task] = tasks.find(caller, [name])
    return texts(task)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2 hours before", "2 hours before"),
        ("-PT15M", "15 minutes before"),
        ("the day before at 6pm", "1 day before at 18:00"),
        ("tomorrow 9:00", "2026-11-25T09:00:00+00:00[UTC]"),
        ("2026-12-24", "2026-12-24T09:00:00+00:00[UTC]"),
        ("2026-12-24T08:00", ALONE),
        ("2026-12-24T09:00+01:00", ALONE),
    ],
)
def test_a_reminder_is_given_in_many_ways_and_kept_in_one(
    tasks: TaskService, caller: Caller, given: str, kept: str
) -> None:
    [task] = tasks.add(caller, [replace(MEETING, reminders=(given,))]).tasks
    assert texts(task) == [kept]
    assert reminders(tasks, caller) == [kept]


@pytest.mark.parametrize("text", ["whenever", "2026-02-30T09:00", "3 days after"])
def test_what_names_no_time_is_refused(tasks: TaskService, caller: Caller, text: str) -> None:
    with pytest.raises(InvalidError) as refused:
        tasks.add(caller, [replace(MEETING, reminders=(text,))])
    assert str(refused.value) == (
        f"“{text}” is not a time to remind at. Write 2 hours before, 1 day before at 18:00,"
        " when due, or a time such as 2026-12-01T09:00[Europe/Berlin]."
    )


def test_what_counts_from_a_due_needs_one(tasks: TaskService, caller: Caller) -> None:
    with pytest.raises(InvalidError, match="counts from when the task is due") as refused:
        tasks.add(caller, [replace(MEETING, due=None)])
    assert refused.value.code == "INVALID_REMINDERS"
    tasks.add(caller, [replace(MEETING, due=None, reminders=("tomorrow 9:00",))])
    with pytest.raises(InvalidError, match="counts from when the task is due"):
        edit(tasks, caller, add_reminders=("1 hour before",))
    edit(tasks, caller, add_reminders=("1 hour before",), due="2026-12-01")
    assert reminders(tasks, caller) == ["1 hour before", "2026-11-25T09:00:00+00:00[UTC]"]


def test_a_reminder_stays_and_rests_while_there_is_no_due(
    tasks: TaskService, caller: Caller
) -> None:
    tasks.add(caller, [MEETING])
    edit(tasks, caller, due=None)
    assert reminders(tasks, caller) == ["2 hours before"]


def test_reminders_are_replaced_added_and_taken_away(tasks: TaskService, caller: Caller) -> None:
    tasks.add(caller, [MEETING])
    said = [
        edit(tasks, caller, add_reminders=("1 day before at 18:00", "when due")),
        edit(tasks, caller, remove_reminders=("-PT2H", "5 hours before")),
        edit(tasks, caller, reminders=("30 minutes before",), add_reminders=("when due",)),
        edit(tasks, caller, reminders=()),
    ]
    assert [receipt.change and receipt.change.sentence for receipt in said] == [
        "Set #1 “Meeting” to remind 1 day before at 18:00, 2 hours before and when due",
        "Set #1 “Meeting” to remind 1 day before at 18:00 and when due",
        "Set #1 “Meeting” to remind 30 minutes before and when due",
        "Took the reminders off #1 “Meeting”",
    ]
    assert edit(tasks, caller, remove_reminders=("when due",)).change is None
    assert reminders(tasks, caller) == []


def test_two_edits_of_reminders_merge_when_one_is_undone(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    tasks.add(caller, [MEETING])
    edit(tasks, caller, add_reminders=("1 day before",))
    edit(tasks, caller, add_reminders=("when due",))
    journal.undo(caller, 2)
    assert reminders(tasks, caller) == ["2 hours before", "when due"]


def test_the_next_occurrence_gets_what_counts_from_its_due_and_no_time_of_its_own(
    tasks: TaskService, caller: Caller
) -> None:
    child = replace(MEETING, title="Slides", reminders=("1 day before", ALONE))
    draft = replace(
        MEETING,
        recurrence="FREQ=WEEKLY",
        reminders=("2 hours before", ALONE),
        subtasks=(child,),
    )
    tasks.add(caller, [draft])
    tasks.complete(caller, ["1", "2"])
    assert [reminders(tasks, caller, name) for name in ("1", "3", "4")] == [
        ["2 hours before", ALONE],
        ["2 hours before"],
        ["1 day before"],
    ]


def test_a_reminder_of_this_occurrence_alone_stays_with_it(
    tasks: TaskService, caller: Caller
) -> None:
    tasks.add(caller, [replace(MEETING, recurrence="FREQ=WEEKLY", reminders=("when due", ALONE))])
    edit(tasks, caller, reminders=("1 day before",), scope="this")
    tasks.complete(caller, ["1"])
    assert reminders(tasks, caller, "2") == ["when due"]


def test_skipping_leaves_a_time_of_its_own_behind(tasks: TaskService, caller: Caller) -> None:
    tasks.add(caller, [replace(MEETING, recurrence="FREQ=WEEKLY", reminders=("when due", ALONE))])
    tasks.skip(caller, ["1"])
    assert reminders(tasks, caller) == ["when due"]


def test_tasks_with_a_reminder_are_found(tasks: TaskService, caller: Caller) -> None:
    tasks.add(caller, [MEETING, TaskDraft(title="Milk")])
    found = [
        [task.ref for task in tasks.view(caller, TaskFilter(query=query)).tasks]
        for query in ("has:reminder", "no:reminders")
    ]
    assert found == [[1], [2]]
