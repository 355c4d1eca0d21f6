"""Tasks that come again, on both databases: completing, skipping, and editing one or all of them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update
from tests.conftest import Clock

from watchbill.domain.due import DueDate, to_text
from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.domain.recurrence import Recurrence, child_id, occurrence_id
from watchbill.domain.task import Task
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.journal import JournalService
from watchbill.services.project import ProjectPatch
from watchbill.services.task import TaskService
from watchbill.services.writing import WriteOptions
from watchbill.storage.database import Database
from watchbill.storage.schema import tasks as rows

WEEKLY = TaskDraft(title="Water", due="2026-11-24", recurrence="FREQ=WEEKLY")


def add(tasks: TaskService, caller: Caller, *drafts: TaskDraft) -> tuple[Task, ...]:
    return tasks.add(caller, drafts).tasks


def all_of(tasks: TaskService, caller: Caller) -> list[str]:
    """Every task outside the trash: “#2 Water 2026-12-01”, with “done” behind it."""
    found = tasks.view(caller, TaskFilter(state="all")).tasks
    return [line(task) for task in sorted(found, key=lambda task: task.ref)]


def line(task: Task) -> str:
    due = f" {to_text(task.due)}" if task.due else ""
    return f"#{task.ref} {task.title}{due}{' done' * task.is_done}"


def one(tasks: TaskService, caller: Caller, name: str) -> Task:
    [task] = tasks.find(caller, [name])
    return task


def edit(tasks: TaskService, caller: Caller, name: str, **fields: Any) -> Task:
    return tasks.update(caller, [name], TaskPatch(**fields)).tasks[0]


# Completing


def test_completing_a_recurring_task_makes_the_next_occurrence_in_the_same_change(
    tasks: TaskService, caller: Caller
) -> None:
    add(tasks, caller, WEEKLY)
    receipt = tasks.complete(caller, ["1"])
    assert receipt.change is not None
    assert receipt.change.sentence == (
        "Completed #1 “Water”; it comes again as #2, due Tue 2026-12-01"
    )
    assert [line(task) for task in receipt.tasks] == ["#1 Water 2026-11-24 done"]
    assert all_of(tasks, caller) == ["#1 Water 2026-11-24 done", "#2 Water 2026-12-01"]


def test_the_next_occurrence_is_like_the_one_before_it(
    database: Database, clock: Clock, caller: Caller
) -> None:
    services = Services.over(database, clock)
    services.projects.add(caller, "Home", ProjectPatch())
    tasks = services.tasks
    add(tasks, caller, TaskDraft(title="Garden", project="Home"))
    [first] = add(
        tasks,
        caller,
        replace(WEEKLY, description="All of them", priority=2, tags=("plants",), parent="1"),
    )
    blocked = edit(tasks, caller, "2", blocked_by=("1",))
    tasks.complete(caller, ["2"])
    following = one(tasks, caller, "3")
    assert first.occurrence is not None
    due = DueDate(date(2026, 12, 1))
    assert following == replace(
        blocked,
        id=occurrence_id(first.occurrence.series, 2),
        ref=3,
        due=due,
        occurrence=replace(first.occurrence, number=2, slot=due),
        blocked_by=(),
        created_at=following.created_at,
        version=5,
        updated_at=following.updated_at,
    )


def test_a_task_at_a_time_comes_again_at_that_time(tasks: TaskService, caller: Caller) -> None:
    due = "2027-03-27T17:00[Europe/Berlin]"
    add(tasks, caller, TaskDraft(title="Call", due=due, recurrence="FREQ=DAILY"))
    receipt = tasks.complete(caller, ["1"])
    assert receipt.change is not None
    assert receipt.change.sentence.endswith(
        "it comes again as #2, due Sun 2027-03-28 17:00 Europe/Berlin"
    )
    assert line(one(tasks, caller, "2")) == "#2 Call 2027-03-28T17:00:00+02:00[Europe/Berlin]"


def test_after_completion_counts_from_the_day_of_the_one_who_completes(
    tasks: TaskService, caller: Caller, clock: Clock
) -> None:
    clock.now = datetime(2026, 11, 27, 20, tzinfo=UTC)
    add(tasks, caller, replace(WEEKLY, recurrence="FREQ=DAILY;INTERVAL=3 after completion"))
    tasks.complete(replace(caller, zone="Asia/Tokyo"), ["1"])
    assert line(one(tasks, caller, "2")) == "#2 Water 2026-12-01"


def test_a_series_that_is_over_leaves_nothing(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, replace(WEEKLY, recurrence="FREQ=WEEKLY;COUNT=2"))
    tasks.complete(caller, ["1"])
    receipt = tasks.complete(caller, ["2"])
    assert receipt.change is not None
    assert receipt.change.sentence == "Completed #2 “Water”"
    assert len(all_of(tasks, caller)) == 2


def test_several_at_once_are_named_with_what_comes_next(
    tasks: TaskService, caller: Caller
) -> None:
    add(tasks, caller, TaskDraft(title="Milk"), *[WEEKLY] * 4)
    first = tasks.complete(caller, ["1", "2"])
    assert first.change is not None
    assert first.change.sentence == (
        "Completed #1 “Milk” and #2 “Water”; next is #6, due Tue 2026-12-01"
    )
    rest = tasks.complete(caller, ["3", "4", "5", "6"])
    assert rest.change is not None
    assert rest.change.sentence.endswith("and 1 more; next are #7, #8 and #9 and 1 more")


def test_one_undo_takes_back_both_and_the_task_can_be_completed_again(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, WEEKLY)
    tasks.complete(caller, ["1"])
    journal.undo(caller)
    assert all_of(tasks, caller) == ["#1 Water 2026-11-24"]
    journal.redo(caller)
    assert all_of(tasks, caller) == ["#1 Water 2026-11-24 done", "#2 Water 2026-12-01"]
    journal.undo(caller, 2)
    tasks.complete(caller, ["1"])
    assert all_of(tasks, caller) == ["#1 Water 2026-11-24 done", "#3 Water 2026-12-01"]


def test_bringing_back_what_is_there_again_is_a_conflict(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, WEEKLY)
    tasks.complete(caller, ["1"])
    journal.undo(caller, 2)
    tasks.complete(caller, ["1"])
    with pytest.raises(ConflictError) as refused:
        journal.undo(caller, 3)
    assert {one["reason"] for one in refused.value.details["conflicts"]} == {"there", "changed"}
    assert all_of(tasks, caller) == ["#1 Water 2026-11-24 done", "#3 Water 2026-12-01"]


@pytest.mark.parametrize("deleted", [False, True])
def test_a_task_completed_a_second_time_makes_no_second_next(
    tasks: TaskService, caller: Caller, *, deleted: bool
) -> None:
    add(tasks, caller, WEEKLY)
    tasks.complete(caller, ["1"])
    if deleted:
        tasks.delete(caller, ["2"])
    tasks.reopen(caller, ["1"])
    tasks.complete(caller, ["1"])
    found = tasks.view(caller, TaskFilter(state="deleted" if deleted else "open")).tasks
    assert [line(task) for task in found] == ["#2 Water 2026-12-01"]
    assert len(all_of(tasks, caller)) == (1 if deleted else 2)


def test_two_that_complete_the_same_occurrence_at_once_make_one_next(
    database_url: str, database: Database, clock: Clock, caller: Caller
) -> None:
    other = Database(database_url)
    services = [TaskService(database, clock), TaskService(other, clock)]
    try:
        add(services[0], caller, WEEKLY)
        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(lambda tasks: tasks.complete(caller, ["1"]), services))
        assert sorted(receipt.change is None for receipt in done) == [False, True]
        assert all_of(services[0], caller) == ["#1 Water 2026-11-24 done", "#2 Water 2026-12-01"]
    finally:
        other.close()


def test_a_retry_makes_no_second_next(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, WEEKLY)
    key = WriteOptions(request_key="once")
    first = tasks.complete(caller, ["1"], key)
    again = tasks.complete(caller, ["1"], key)
    assert again.is_repeat
    assert again.change == first.change
    assert len(all_of(tasks, caller)) == 2


# Subtasks


TRIP = replace(
    WEEKLY,
    title="Trip",
    subtasks=(
        TaskDraft(title="Pack", due="2026-11-23", subtasks=(TaskDraft(title="Socks"),)),
        TaskDraft(title="Drive", due="2026-11-24T08:00[Europe/Berlin]"),
    ),
)


def test_the_next_occurrence_has_its_subtasks_fresh_and_as_far_ahead(
    tasks: TaskService, caller: Caller
) -> None:
    made = add(tasks, caller, TRIP)
    edit(tasks, caller, "4", blocked_by=("2", "1"))
    tasks.complete(caller, ["2", "3"])
    tasks.complete(caller, ["1"], children="complete")
    assert [text for text in all_of(tasks, caller) if "done" not in text] == [
        "#5 Trip 2026-12-01",
        "#6 Pack 2026-11-30",
        "#7 Drive 2026-12-01T08:00:00+01:00[Europe/Berlin]",
        "#8 Socks",
    ]
    trip, pack, drive, socks = tasks.find(caller, ["5", "6", "7", "8"])
    assert [pack.parent_id, drive.parent_id, socks.parent_id] == [trip.id, trip.id, pack.id]
    assert pack.id == child_id(trip.id, made[1].id)
    assert set(drive.blocked_by) == {trip.id, pack.id}


def test_subtasks_in_the_trash_do_not_come_again(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, TRIP)
    tasks.delete(caller, ["2"])
    tasks.complete(caller, ["1", "4"])
    assert [text[:8] for text in all_of(tasks, caller)] == ["#1 Trip ", "#4 Drive", "#5 Trip ", "#6 Drive"]  # fmt: skip


def test_a_subtask_that_repeats_comes_again_once_with_its_parent_and_alone_by_itself(
    tasks: TaskService, caller: Caller
) -> None:
    daily = TaskDraft(title="Feed", due="2026-11-24", recurrence="FREQ=DAILY")
    add(tasks, caller, replace(WEEKLY, subtasks=(daily,)))
    tasks.complete(caller, ["2"])
    assert line(one(tasks, caller, "3")) == "#3 Feed 2026-11-25"
    tasks.complete(caller, ["1", "3"])
    assert all_of(tasks, caller)[3:] == ["#4 Water 2026-12-01", "#5 Feed 2026-12-02"]
    feed = one(tasks, caller, "5")
    assert feed.recurrence == Recurrence("FREQ=DAILY")
    assert feed.occurrence is not None
    assert (feed.occurrence.series, feed.occurrence.number) == (feed.id, 1)


def test_what_has_a_copy_already_is_not_copied_again_nor_what_stands_under_it(
    tasks: TaskService, caller: Caller
) -> None:
    add(tasks, caller, TRIP)
    tasks.complete(caller, ["1"], children="complete")
    tasks.reopen(caller, ["1", "2", "3", "4"])
    tasks.complete(caller, ["1", "2", "3", "4"])
    assert len(all_of(tasks, caller)) == 8


def test_a_task_with_open_subtasks_is_not_completed_unless_they_are_too(
    tasks: TaskService, caller: Caller
) -> None:
    draft = TaskDraft(title="Move", subtasks=tuple(TaskDraft(title=name) for name in "abcdef"))
    add(tasks, caller, draft)
    with pytest.raises(ConflictError) as refused:
        tasks.complete(caller, ["1", "2"])
    assert str(refused.value) == (
        "#1 “Move” has open subtasks: #3 “b”, #4 “c”, #5 “d”, #6 “e”, #7 “f”."
        " Complete those too, in the same request or before."
    )
    assert refused.value.details["open"][0] == {"ref": 3, "title": "b"}
    assert [text for text in all_of(tasks, caller) if "done" in text] == []
    with pytest.raises(ConflictError, match=r"#6 “e” and 1 more\."):
        tasks.complete(caller, ["1"])
    receipt = tasks.complete(caller, ["1"], children="complete")
    assert receipt.change is not None
    assert receipt.change.sentence == "Completed #1 “Move”, #2 “a”, #3 “b” and 4 more"
    assert [text for text in all_of(tasks, caller) if "done" not in text] == []


def test_a_task_that_is_done_stays_so_whatever_stands_under_it(
    tasks: TaskService, caller: Caller
) -> None:
    add(tasks, caller, TaskDraft(title="Move", subtasks=(TaskDraft(title="Box"),)))
    tasks.complete(caller, ["1", "2"])
    tasks.reopen(caller, ["2"])
    assert tasks.complete(caller, ["1"]).change is None


# Editing


def test_an_edit_for_this_one_stays_with_it_and_the_next_is_as_before(
    tasks: TaskService, caller: Caller
) -> None:
    add(tasks, caller, replace(WEEKLY, priority=3, tags=("plants",)))
    edited = edit(tasks, caller, "1", title="Feed", priority=1, add_tags=("new",), scope="this")
    assert (edited.title, edited.priority, len(edited.tags)) == ("Feed", 1, 2)
    edit(tasks, caller, "1", title="Feed well", scope="this")
    tasks.complete(caller, ["1"])
    following = one(tasks, caller, "2")
    assert (following.title, following.priority, len(following.tags)) == ("Water", 3, 1)
    assert following.template is None


@pytest.mark.parametrize("scope", ["later", None])
def test_an_edit_for_later_ones_holds_for_the_next_too(
    tasks: TaskService, caller: Caller, scope: str | None
) -> None:
    add(tasks, caller, WEEKLY)
    edit(tasks, caller, "1", title="Feed", priority=1, scope="this")
    edited = edit(tasks, caller, "1", title="Spray", scope=scope)
    assert edited.template == {"priority": 4}
    tasks.complete(caller, ["1"])
    following = one(tasks, caller, "2")
    assert (following.title, following.priority) == ("Spray", 4)


def test_what_is_set_back_is_edited_no_more(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, WEEKLY)
    edit(tasks, caller, "1", title="Feed", scope="this")
    assert edit(tasks, caller, "1", title=" Water ", scope="this").template is None
    receipt = tasks.update(caller, ["1"], TaskPatch(title="Water", scope="this"))
    assert receipt.change is None


def test_what_was_for_this_one_can_be_made_to_last(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, WEEKLY)
    edit(tasks, caller, "1", title="Feed", scope="this")
    receipt = tasks.update(caller, ["1"], TaskPatch(title="Feed", scope="later"))
    assert receipt.change is not None
    assert receipt.change.sentence == "Changed the later occurrences of #1 “Feed”"
    tasks.complete(caller, ["1"])
    assert one(tasks, caller, "2").title == "Feed"


def test_scope_says_nothing_about_a_task_that_comes_once_and_is_no_edit_by_itself(
    tasks: TaskService, caller: Caller
) -> None:
    add(tasks, caller, TaskDraft(title="Milk"))
    edited = edit(tasks, caller, "1", title="Oat milk", scope="this")
    assert (edited.title, edited.template) == ("Oat milk", None)
    with pytest.raises(InvalidError, match="Nothing to change is named"):
        edit(tasks, caller, "1", scope="later")


@pytest.mark.parametrize("scope", ["this", None])
def test_a_new_due_moves_this_one_alone(
    tasks: TaskService, caller: Caller, scope: str | None
) -> None:
    add(tasks, caller, WEEKLY)
    edit(tasks, caller, "1", due="2026-11-26", scope=scope)
    tasks.complete(caller, ["1"])
    assert all_of(tasks, caller) == ["#1 Water 2026-11-26 done", "#2 Water 2026-12-01"]


def test_a_new_due_for_later_ones_moves_the_series_and_keeps_what_is_left_of_it(
    tasks: TaskService, caller: Caller
) -> None:
    add(tasks, caller, replace(WEEKLY, recurrence="FREQ=WEEKLY;COUNT=3"))
    tasks.complete(caller, ["1"])
    edited = edit(tasks, caller, "2", due="2026-12-03", scope="later")
    assert edited.recurrence == Recurrence("FREQ=WEEKLY;COUNT=2")
    same = tasks.update(caller, ["2"], TaskPatch(due="2026-12-03", scope="later"))
    assert same.change is None
    tasks.complete(caller, ["2"])
    tasks.complete(caller, ["3"])
    assert all_of(tasks, caller)[1:] == ["#2 Water 2026-12-03 done", "#3 Water 2026-12-10 done"]


def test_a_new_rule_starts_with_this_one_and_the_same_rule_changes_nothing(
    tasks: TaskService, caller: Caller
) -> None:
    [before] = add(tasks, caller, WEEKLY)
    assert edit(tasks, caller, "1", recurrence="freq=weekly", due="2026-11-25").occurrence == (
        before.occurrence
    )
    edit(tasks, caller, "1", recurrence="FREQ=DAILY;COUNT=2")
    tasks.complete(caller, ["1"])
    tasks.complete(caller, ["2"])
    assert all_of(tasks, caller) == ["#1 Water 2026-11-25 done", "#2 Water 2026-11-26 done"]


def test_what_repeats_needs_a_due_and_both_can_be_taken_away(
    tasks: TaskService, caller: Caller
) -> None:
    add(tasks, caller, TaskDraft(title="Milk"))
    for attempt in (
        lambda: edit(tasks, caller, "1", recurrence="FREQ=DAILY"),
        lambda: add(tasks, caller, TaskDraft(title="Eggs", recurrence="FREQ=DAILY")),
    ):
        with pytest.raises(InvalidError) as refused:
            attempt()
        assert refused.value.code == "INVALID_RECURRENCE"
        assert str(refused.value) == (
            "What repeats needs a due date, from which the repetition counts. Give due as well."
        )
    edit(tasks, caller, "1", recurrence="FREQ=DAILY", due="2026-11-24")
    with pytest.raises(InvalidError) as refused:
        edit(tasks, caller, "1", due=None)
    assert str(refused.value) == (
        "#1 “Milk” repeats, so it needs a due date."
        " Take the recurrence away too, or give another date."
    )
    edit(tasks, caller, "1", title="Oat milk", scope="this")
    plain = edit(tasks, caller, "1", due=None, recurrence=None)
    assert (plain.due, plain.recurrence, plain.occurrence, plain.template) == (None,) * 4


# Skipping


def test_skipping_moves_the_task_on_without_doing_it(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, WEEKLY)
    edit(tasks, caller, "1", title="Feed", due="2026-11-26", scope="this")
    receipt = tasks.skip(caller, ["1"])
    assert receipt.change is not None
    assert receipt.change.sentence == "Skipped #1 “Feed”"
    assert all_of(tasks, caller) == ["#1 Water 2026-12-01"]
    tasks.complete(caller, ["1"])
    assert all_of(tasks, caller) == ["#1 Water 2026-12-01 done", "#2 Water 2026-12-08"]
    journal.undo(caller, 4)
    journal.undo(caller, 3)
    assert all_of(tasks, caller) == ["#1 Feed 2026-11-26"]


def test_what_cannot_be_skipped_is_refused(tasks: TaskService, caller: Caller) -> None:
    last = replace(WEEKLY, recurrence="FREQ=WEEKLY;COUNT=1")
    add(tasks, caller, TaskDraft(title="Milk"), WEEKLY, last, WEEKLY)
    tasks.complete(caller, ["2"])
    tasks.delete(caller, ["4"])
    problems = {
        "1": "#1 “Milk” doesn't repeat, so there is nothing to skip."
        " Complete it, or give it another due date.",
        "2": "#2 “Water” is done, so there is nothing to skip. Look at the open tasks for it.",
        "3": "#3 “Water” is the last of its series, so there is nothing to skip."
        " Complete it, or give it another due date.",
        "4": "#4 “Water” is in the trash, so it can't be changed. Restore it first.",
    }
    for name, problem in problems.items():
        with pytest.raises(ConflictError) as refused:
            tasks.skip(caller, [name])
        assert str(refused.value) == problem
    tasks.reopen(caller, ["2"])
    with pytest.raises(ConflictError) as refused:
        tasks.skip(caller, ["2"])
    assert str(refused.value) == (
        "#2 “Water” has its next one already, so there is nothing to skip."
        " Look at the open tasks for it."
    )


# When the rules of a zone change


def test_what_was_stored_under_older_rules_of_its_zone_can_still_be_changed(
    tasks: TaskService, journal: JournalService, database: Database, caller: Caller
) -> None:
    [made] = add(tasks, caller, replace(WEEKLY, due="2026-11-24T17:00[Europe/Berlin]"))
    older = "2026-11-24T17:00:00+02:00[Europe/Berlin]"
    assert made.occurrence is not None
    kept = {"series": made.occurrence.series, "number": 1, "start": older, "slot": older}
    with database.begin() as tx:
        tx.connection.execute(update(rows).values(due=older, occurrence=kept))
    receipt = tasks.update(caller, ["1"], TaskPatch(due="2026-11-25T17:00[Europe/Berlin]"))
    assert receipt.change is not None
    journal.undo(caller, receipt.change.number)
    assert line(one(tasks, caller, "1")) == f"#1 Water {older}"
    tasks.skip(caller, ["1"])
    assert line(one(tasks, caller, "1")) == "#1 Water 2026-12-01T17:00:00+01:00[Europe/Berlin]"
