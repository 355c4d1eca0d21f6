"""What people and agents do with tasks, on both databases."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Clock

from watchbill.domain.errors import (
    AmbiguousError,
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TooLargeError,
    WatchbillError,
)
from watchbill.domain.operation import Actor
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.domain.task import check_description, check_title
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.journal import JournalService
from watchbill.services.task import TaskService
from watchbill.services.writing import WriteOptions


def add(tasks: TaskService, caller: Caller, *titles: str) -> None:
    tasks.add(caller, [TaskDraft(title=title) for title in titles])


def titles(tasks: TaskService, caller: Caller, filter: TaskFilter | None = None) -> list[str]:
    return [task.title for task in tasks.view(caller, filter or TaskFilter()).tasks]


def test_adding_tasks_is_one_change_with_a_sentence_and_their_refs(
    tasks: TaskService, caller: Caller
) -> None:
    receipt = tasks.add(caller, [TaskDraft(title="  Buy milk "), TaskDraft(title="Pay rent")])
    assert receipt.change is not None
    assert (receipt.change.number, str(receipt.change.actor)) == (1, "user:owner")
    assert receipt.change.sentence == "Added #1 “Buy milk” and #2 “Pay rent”"
    assert [(t.ref, t.title, t.version) for t in receipt.tasks] == [
        (1, "Buy milk", 1),
        (2, "Pay rent", 1),
    ]


def test_a_long_list_of_tasks_is_cut_short_in_the_sentence(
    tasks: TaskService, caller: Caller
) -> None:
    receipt = tasks.add(caller, [TaskDraft(title=letter) for letter in "abcde"])
    assert receipt.change is not None
    assert receipt.change.sentence == "Added #1 “a”, #2 “b”, #3 “c” and 2 more"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("", "INVALID_TITLE"),
        (" \t ", "INVALID_TITLE"),
        ("x" * 256, "INVALID_TITLE"),
        ("two\nlines", "INVALID_TITLE"),
        ("nul\x00", "INVALID_TITLE"),
        ("half \ud800", "INVALID_TITLE"),
    ],
)
def test_a_title_that_cannot_be_is_refused_and_nothing_of_the_batch_is_written(
    tasks: TaskService, caller: Caller, title: str, code: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        tasks.add(caller, [TaskDraft(title="good"), TaskDraft(title=title)])
    assert refused.value.code == code
    assert titles(tasks, caller) == []


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=255))
def test_every_printable_title_up_to_255_characters_is_kept_to_the_letter(title: str) -> None:
    assert check_title(f" {title} ") == title


def test_a_description_over_ten_thousand_characters_or_with_control_characters_is_refused() -> (
    None
):
    assert check_description("a\nb\t" + "x" * 9_996) == "a\nb\t" + "x" * 9_996
    for bad in ("x" * 10_001, "bell\x07"):
        with pytest.raises(InvalidError) as refused:
            check_description(bad)
        assert refused.value.code == "INVALID_DESCRIPTION"


def test_the_number_of_tasks_at_once_is_limited(tasks: TaskService, caller: Caller) -> None:
    with pytest.raises(TooLargeError):
        tasks.add(caller, [TaskDraft(title="x")] * 51)
    with pytest.raises(TooLargeError):
        tasks.complete(caller, [str(n) for n in range(101)])
    with pytest.raises(TooLargeError):
        tasks.complete(replace(caller, actor=Actor("agent", "robot")), [str(n) for n in range(51)])
    with pytest.raises(InvalidError):
        tasks.add(caller, [])
    with pytest.raises(InvalidError):
        tasks.complete(caller, [])


def test_an_update_touches_only_the_fields_that_it_names(
    tasks: TaskService, caller: Caller
) -> None:
    tasks.add(caller, [TaskDraft(title="Buy milk", description="two litres")])
    renamed = tasks.update(caller, ["1"], TaskPatch(title="Buy oat milk"))
    assert renamed.change is not None
    assert renamed.change.sentence == "Renamed #1 “Buy milk” to “Buy oat milk”"
    assert renamed.tasks[0].description == "two litres"
    described = tasks.update(caller, ["1"], TaskPatch(description="three"))
    assert described.change is not None
    assert described.change.sentence == "Changed the description of #1 “Buy oat milk”"
    both = tasks.update(caller, ["1"], TaskPatch(title="Milk", description="one"))
    assert both.change is not None
    assert both.change.sentence == (
        "Renamed #1 “Buy oat milk” to “Milk” and changed its description"
    )
    with pytest.raises(InvalidError):
        tasks.update(caller, ["1"], TaskPatch())


def test_appending_keeps_what_was_there(tasks: TaskService, machine: Caller) -> None:
    add(tasks, machine, "a", "b")
    tasks.update(machine, ["a"], TaskPatch(append="first"))
    receipt = tasks.update(machine, ["a", "b"], TaskPatch(append="second"))
    assert [task.description for task in receipt.tasks] == ["first\nsecond", "second"]
    assert receipt.change is not None
    assert receipt.change.sentence == "Changed the description of #1 “a” and #2 “b”"


def test_a_machine_that_replaces_a_description_says_which_version_it_read(
    tasks: TaskService, machine: Caller, caller: Caller
) -> None:
    tasks.add(caller, [TaskDraft(title="a", description="precious")])
    with pytest.raises(ConflictError) as refused:
        tasks.update(machine, ["1"], TaskPatch(description="new"))
    assert refused.value.details["current"]["description"] == "precious"
    same = tasks.update(machine, ["1"], TaskPatch(description="precious"))
    assert same.change is None
    told = tasks.update(machine, ["1"], TaskPatch(description="new"), WriteOptions(version=1))
    assert told.tasks[0].description == "new"
    assert tasks.update(caller, ["1"], TaskPatch(description="by hand")).change is not None


def test_one_title_is_for_one_task(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, "a", "b")
    with pytest.raises(InvalidError) as refused:
        tasks.update(caller, ["a", "b"], TaskPatch(title="c"))
    assert refused.value.code == "INVALID_TITLE"


def test_a_write_to_a_field_that_was_changed_since_is_refused_with_the_difference(
    tasks: TaskService, caller: Caller
) -> None:
    add(tasks, caller, "a", "b")
    tasks.update(caller, ["1"], TaskPatch(title="c"))
    with pytest.raises(ConflictError) as refused:
        tasks.update(caller, ["1"], TaskPatch(title="d", priority=1), WriteOptions(version=1))
    assert refused.value.details["version"] == 2
    assert refused.value.details["current"]["title"] == "c"
    assert refused.value.details["differences"] == [
        {"field": "title", "yours": "d", "theirs": "c", "change": 2, "actor": "user:owner"}
    ]
    with pytest.raises(InvalidError):
        tasks.complete(caller, ["1", "2"], WriteOptions(version=1))


def test_edits_of_different_fields_merge_whatever_version_they_stand_on(
    tasks: TaskService, caller: Caller, machine: Caller
) -> None:
    add(tasks, caller, "a")
    tasks.update(caller, ["1"], TaskPatch(title="c"))
    tasks.update(machine, ["1"], TaskPatch(priority=1), WriteOptions(version=1))
    tasks.update(caller, ["1"], TaskPatch(title="c", description="x"), WriteOptions(version=1))
    [task] = tasks.complete(caller, ["1"], WriteOptions(version=1)).tasks
    assert (task.title, task.priority, task.description, task.is_done) == ("c", 1, "x", True)
    with pytest.raises(ConflictError, match=r"completed_at \(change 5 of user:owner\)"):
        tasks.reopen(machine, ["1"], WriteOptions(version=4))
    with pytest.raises(InvalidError, match="is at version 5, not yet at 6"):
        tasks.reopen(machine, ["1"], WriteOptions(version=6))


def test_completing_sets_and_never_toggles(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, "a", "b")
    assert tasks.complete(caller, ["a"]).tasks[0].is_done
    again = tasks.complete(caller, ["a"])
    assert again.change is None
    assert again.tasks[0].is_done
    mixed = tasks.complete(caller, ["a", "b"])
    assert mixed.change is not None
    assert mixed.change.sentence == "Completed #2 “b”"
    assert titles(tasks, caller, TaskFilter(state="done")) == ["b", "a"]
    assert tasks.reopen(caller, ["a"]).change is not None
    assert tasks.reopen(caller, ["a"]).change is None


def test_a_deleted_task_waits_in_the_trash_and_comes_back_as_it_was(
    tasks: TaskService, caller: Caller
) -> None:
    add(tasks, caller, "a")
    tasks.complete(caller, ["a"])
    assert tasks.delete(caller, ["a"]).tasks[0].is_deleted
    assert tasks.delete(caller, ["1"]).change is None
    assert titles(tasks, caller, TaskFilter(state="all")) == []
    assert titles(tasks, caller, TaskFilter(state="deleted")) == ["a"]
    for write in (tasks.complete, tasks.reopen):
        with pytest.raises(ConflictError):
            write(caller, ["1"])
    with pytest.raises(ConflictError):
        tasks.update(caller, ["1"], TaskPatch(title="b"))
    restored = tasks.restore(caller, ["1"])
    assert restored.tasks[0].is_done
    assert tasks.restore(caller, ["1"]).change is None


def test_a_task_is_found_by_ref_id_and_exact_title(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, "Buy  Milk")
    task = tasks.find(caller, ["1"])[0]
    for name in ("#1", " 1 ", task.id, task.id.upper(), "buy milk"):
        assert tasks.find(caller, [name]) == (task,)
    assert tasks.find(caller, ["1", "#1", "buy milk"]) == (task,)


def test_a_title_that_several_tasks_have_is_ambiguous(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, "Milk", "milk", "Buy oat milk", "Rent")
    with pytest.raises(AmbiguousError) as refused:
        tasks.complete(caller, ["MILK"])
    assert refused.value.details["candidates"] == [
        {"ref": 1, "title": "Milk"},
        {"ref": 2, "title": "milk"},
    ]


def test_a_part_of_a_title_is_never_taken_for_the_task(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, "Buy oat milk", "Rent")
    with pytest.raises(AmbiguousError) as refused:
        tasks.delete(caller, ["milk"])
    assert refused.value.details["candidates"] == [{"ref": 1, "title": "Buy oat milk"}]
    assert titles(tasks, caller) == ["Buy oat milk", "Rent"]


@pytest.mark.parametrize("name", ["9", "00000000-0000-0000-0000-000000000000", "Rnet", "", "zzz"])
def test_a_task_that_is_not_there_is_not_found_and_the_nearest_are_named(
    tasks: TaskService, caller: Caller, name: str
) -> None:
    add(tasks, caller, "Buy oat milk", "Rent")
    with pytest.raises(NotFoundError) as refused:
        tasks.complete(caller, [name])
    assert refused.value.code == "TASK_NOT_FOUND"
    near = [{"ref": 2, "title": "Rent"}] if name == "Rnet" else None
    assert (refused.value.details.get("candidates") or None) == near


def test_the_same_request_key_answers_the_first_result_and_writes_nothing(
    tasks: TaskService, caller: Caller
) -> None:
    options = WriteOptions(request_key="k1")
    first = tasks.add(caller, [TaskDraft(title="a")], options)
    tasks.update(caller, ["1"], TaskPatch(title="b"))
    add(tasks, caller, "other")
    tasks.complete(caller, ["1", "2"])
    again = tasks.add(caller, [TaskDraft(title="a")], options)
    assert again.is_repeat
    assert (again.change, again.tasks) == (first.change, first.tasks)
    assert titles(tasks, caller, TaskFilter(state="all")) == ["b", "other"]
    with pytest.raises(ConflictError) as refused:
        tasks.add(caller, [TaskDraft(title="c")], options)
    assert refused.value.details == {"change": 1}
    for key in ("", "x" * 201):
        with pytest.raises(InvalidError):
            tasks.add(caller, [TaskDraft(title="a")], WriteOptions(request_key=key))


def test_a_request_key_is_the_actors_own(
    tasks: TaskService, caller: Caller, machine: Caller
) -> None:
    options = WriteOptions(request_key="1")
    mine = tasks.add(caller, [TaskDraft(title="a")], options)
    theirs = tasks.add(machine, [TaskDraft(title="a")], options)
    assert [(r.is_repeat, r.tasks[0].ref) for r in (mine, theirs)] == [(False, 1), (False, 2)]
    assert tasks.add(machine, [TaskDraft(title="a")], options).is_repeat


def test_a_repeat_of_what_was_undone_since_answers_as_it_was(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    options = WriteOptions(request_key="k1")
    first = tasks.add(caller, [TaskDraft(title="a")], options)
    journal.undo(caller)
    assert tasks.add(caller, [TaskDraft(title="a")], options).tasks == first.tasks
    undone = WriteOptions(request_key="k2")
    journal.redo(caller, 1)
    journal.undo(caller, 1, undone)
    assert journal.undo(caller, 1, undone).tasks == ()


def test_a_preview_shows_what_would_happen_and_writes_nothing(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, "a")
    look = WriteOptions(preview=True)
    shown = tasks.update(caller, ["a"], TaskPatch(title="b"), look)
    assert shown.is_preview
    assert shown.change is not None
    assert (shown.change.number, shown.tasks[0].title) == (0, "b")
    assert tasks.add(caller, [TaskDraft(title="c")], look).tasks[0].ref == 2
    assert tasks.reopen(caller, ["a"], look).change is None
    assert titles(tasks, caller) == ["a"]
    assert journal.last_change(caller.workspace_id) == 1
    with pytest.raises(NotFoundError):
        tasks.delete(caller, ["9"], look)


def test_a_list_comes_in_pages_without_a_gap_or_a_double(
    tasks: TaskService, caller: Caller, clock: Clock
) -> None:
    names = [f"t{n}" for n in range(7)]
    add(tasks, caller, *names)
    for name in names:
        tasks.complete(caller, [name])
    add(tasks, caller, "open")
    for state, expected in [("done", names[::-1]), ("all", [*names, "open"]), ("open", ["open"])]:
        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = tasks.view(caller, TaskFilter(state=state, limit=2, cursor=cursor))
            seen += [task.title for task in page.tasks]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == expected


@pytest.mark.parametrize(
    "cursor", ["?", "e30", "W10", "WyJkb25lIiwgIiIsIDFd", "WyJvcGVuIiwgIiIsICJ4Il0"]
)
def test_a_cursor_that_the_list_did_not_give_is_refused(
    tasks: TaskService, caller: Caller, cursor: str
) -> None:
    for state in ("open", "done"):
        with pytest.raises(InvalidError) as refused:
            tasks.view(caller, TaskFilter(state=state, cursor=cursor))
        assert refused.value.code == "INVALID_CURSOR"


def test_words_are_looked_for_in_title_and_description_case_aside(
    tasks: TaskService, caller: Caller
) -> None:
    tasks.add(
        caller,
        [
            TaskDraft(title="Straße fegen"),
            TaskDraft(title="Rent", description="for the FLAT, 100 %"),
            TaskDraft(title="flat_hunting"),
        ],
    )
    assert titles(tasks, caller, TaskFilter(words=("STRASSE",))) == ["Straße fegen"]
    assert titles(tasks, caller, TaskFilter(words=("flat",))) == ["flat_hunting", "Rent"]
    assert titles(tasks, caller, TaskFilter(words=("flat", "rent"))) == ["Rent"]
    assert titles(tasks, caller, TaskFilter(words=("t_h",))) == []
    assert titles(tasks, caller, TaskFilter(words=("flat_h",))) == ["flat_hunting"]
    assert titles(tasks, caller, TaskFilter(refs=(3, 1))) == ["Straße fegen", "flat_hunting"]


def test_counting_stops_at_the_cap(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, "a", "b", "c")
    assert tasks.count(caller, TaskFilter()) == 3
    assert tasks.count(caller, TaskFilter(), cap=2) == 2


@pytest.mark.parametrize("limit", [0, 501])
def test_a_limit_out_of_range_is_refused(tasks: TaskService, caller: Caller, limit: int) -> None:
    with pytest.raises(InvalidError) as refused:
        tasks.view(caller, TaskFilter(limit=limit))
    assert refused.value.code == "INVALID_LIMIT"


def test_every_use_case_asks_for_its_scope(tasks: TaskService, caller: Caller) -> None:
    add(tasks, caller, "a")
    nobody = replace(caller, scopes=frozenset())
    uses = {
        "tasks:read": [
            lambda: tasks.view(nobody, TaskFilter()),
            lambda: tasks.count(nobody, TaskFilter()),
            lambda: tasks.find(nobody, ["1"]),
        ],
        "tasks:write": [
            lambda: tasks.add(nobody, [TaskDraft(title="b")]),
            lambda: tasks.update(nobody, ["1"], TaskPatch(title="b")),
            lambda: tasks.complete(nobody, ["1"]),
            lambda: tasks.reopen(nobody, ["1"]),
            lambda: tasks.restore(nobody, ["1"]),
            lambda: tasks.delete(nobody, ["1"]),
        ],
    }
    for scope, calls in uses.items():
        for call in calls:
            with pytest.raises(ForbiddenError) as refused:
                call()
            assert refused.value.details == {"scope": scope}
    writer = replace(caller, scopes=frozenset({"tasks:write"}))
    with pytest.raises(ForbiddenError) as refused:
        tasks.delete(writer, ["1"])
    assert refused.value.details == {"scope": "tasks:delete"}
    assert titles(tasks, caller) == ["a"]


def test_an_error_reads_as_what_is_wrong_and_what_to_do() -> None:
    assert str(WatchbillError("It broke.", hint="Mend it.")) == "It broke. Mend it."
    assert str(WatchbillError("It broke.")) == "It broke."
