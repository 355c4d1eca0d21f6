"""History, undo and redo, on both databases."""

from dataclasses import replace

import pytest
from tests.conftest import Clock

from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from watchbill.domain.operation import Actor, Change
from watchbill.domain.query import ChangeFilter, TaskFilter, TaskPatch
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.journal import JournalService
from watchbill.services.task import TaskService
from watchbill.services.writing import Receipt, WriteOptions


def add(tasks: TaskService, caller: Caller, *titles: str) -> None:
    tasks.add(caller, [TaskDraft(title=title) for title in titles])


def titles(tasks: TaskService, caller: Caller) -> list[str]:
    return [task.title for task in tasks.view(caller, TaskFilter(state="all")).tasks]


def written(receipt: Receipt) -> Change:
    assert receipt.change is not None
    return receipt.change


def test_undo_appends_a_change_that_names_what_it_takes_back(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, "a")
    tasks.update(caller, ["a"], TaskPatch(title="b"))
    undo = written(journal.undo(caller))
    assert (undo.number, undo.undoes) == (3, (2,))
    assert undo.sentence == "Undid change 2: Renamed #1 “a” to “b”"
    assert titles(tasks, caller) == ["a"]
    shown = journal.view(caller, ChangeFilter())
    assert [(e.change.number, e.undone_by) for e in shown] == [(3, None), (2, 3), (1, None)]


def test_undo_and_redo_walk_back_and_forth_through_the_callers_own_changes(
    tasks: TaskService, journal: JournalService, caller: Caller, machine: Caller
) -> None:
    add(tasks, caller, "a")
    add(tasks, machine, "theirs")
    tasks.complete(caller, ["a"])
    assert written(journal.undo(caller)).undoes == (3,)
    assert written(journal.undo(caller)).undoes == (1,)
    assert titles(tasks, caller) == ["theirs"]
    with pytest.raises(ConflictError):
        journal.undo(caller)
    assert written(journal.redo(caller)).sentence == "Redid change 1: Added #1 “a”"
    assert written(journal.redo(caller)).sentence == "Redid change 3: Completed #1 “a”"
    with pytest.raises(ConflictError):
        journal.redo(caller)
    assert tasks.find(caller, ["1"])[0].is_done


def test_a_new_change_ends_what_can_be_redone_without_a_number(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, "a")
    journal.undo(caller)
    add(tasks, caller, "b")
    with pytest.raises(ConflictError):
        journal.redo(caller)
    assert written(journal.redo(caller, 1)).undoes == (2,)
    assert titles(tasks, caller) == ["a", "b"]


def test_any_change_is_undone_by_number_whoever_made_it(
    tasks: TaskService, journal: JournalService, caller: Caller, machine: Caller
) -> None:
    add(tasks, machine, "a")
    add(tasks, machine, "b")
    assert written(journal.undo(caller, 1)).actor == Actor("user", "owner")
    assert titles(tasks, caller) == ["b"]
    with pytest.raises(ConflictError) as refused:
        journal.undo(caller, 1)
    assert refused.value.details == {"undone_by": 3}
    with pytest.raises(ConflictError):
        journal.redo(caller, 2)


def test_an_undo_can_be_undone(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, "a")
    journal.undo(caller, 1)
    journal.undo(caller, 2)
    assert titles(tasks, caller) == ["a"]
    assert journal.find(caller, 1).undone_by is None
    journal.undo(caller, 1)
    assert titles(tasks, caller) == []
    assert journal.find(caller, 1).undone_by == 4


def test_undo_names_the_later_changes_that_stand_in_its_way(
    tasks: TaskService, journal: JournalService, caller: Caller, machine: Caller
) -> None:
    add(tasks, caller, "a")
    tasks.update(caller, ["1"], TaskPatch(title="b"))
    tasks.update(machine, ["1"], TaskPatch(title="c"))
    tasks.update(machine, ["1"], TaskPatch(append="note"))
    with pytest.raises(ConflictError) as refused:
        journal.undo(caller)
    assert refused.value.message == (
        "What change 2 wrote has been changed since: "
        "title of #1 “c”, changed since by change 3 of token:robot."
    )
    with pytest.raises(ConflictError) as refused:
        journal.undo(caller, 1)
    [conflict] = refused.value.details["conflicts"]
    assert (conflict["field"], conflict["reason"], conflict["change"]) == ("", "changed", 4)
    assert titles(tasks, caller) == ["c"]


def test_later_changes_of_other_fields_stay_when_a_change_is_undone(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, "a")
    tasks.update(caller, ["1"], TaskPatch(title="b"))
    tasks.update(caller, ["1"], TaskPatch(description="kept"))
    tasks.complete(caller, ["1"])
    task = journal.undo(caller, 2).tasks[0]
    assert (task.title, task.description, task.is_done) == ("a", "kept", True)


def test_undo_of_a_batch_takes_back_all_of_it(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, "a", "b", "c")
    tasks.delete(caller, ["a", "c"])
    assert titles(tasks, caller) == ["b"]
    journal.undo(caller)
    assert titles(tasks, caller) == ["a", "b", "c"]


def test_undo_can_be_looked_at_first(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, "a")
    tasks.update(caller, ["1"], TaskPatch(title="b"))
    shown = journal.undo(caller, options=WriteOptions(preview=True))
    assert (written(shown).number, shown.tasks[0].title) == (0, "a")
    assert titles(tasks, caller) == ["b"]


def test_a_ref_is_never_given_twice(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    add(tasks, caller, "a")
    journal.undo(caller)
    add(tasks, caller, "b")
    assert [t.ref for t in tasks.view(caller, TaskFilter()).tasks] == [2]
    journal.redo(caller, 1)
    assert [t.ref for t in tasks.view(caller, TaskFilter()).tasks] == [1, 2]


def test_the_journal_is_read_by_task_actor_run_and_number(
    tasks: TaskService, journal: JournalService, caller: Caller, machine: Caller
) -> None:
    add(tasks, caller, "a", "b")
    tasks.complete(replace(machine, run="r1", client="probe 1.0"), ["b"])
    tasks.complete(caller, ["a"])

    def numbers(filter: ChangeFilter, task: str | None = None) -> list[int]:
        return [entry.change.number for entry in journal.view(caller, filter, task=task)]

    assert numbers(ChangeFilter()) == [3, 2, 1]
    assert numbers(ChangeFilter(since=1, newest_first=False)) == [2, 3]
    assert numbers(ChangeFilter(before=3, limit=1)) == [2]
    assert numbers(ChangeFilter(actor="token:robot")) == [2]
    assert numbers(ChangeFilter(run="r1")) == [2]
    assert numbers(ChangeFilter(), task="a") == [3, 1]
    assert journal.find(caller, 2).change.client == "probe 1.0"
    assert journal.last_change(caller.workspace_id) == 3


def test_a_journal_of_many_changes_is_walked_in_steps(
    tasks: TaskService, journal: JournalService, caller: Caller, clock: Clock
) -> None:
    add(tasks, caller, "a")
    for _ in range(52):
        journal.undo(caller, journal.last_change(caller.workspace_id))
    assert written(journal.undo(caller)).undoes == (1,)


def test_a_change_or_workspace_that_is_not_there_is_not_found(
    tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    for call in (journal.find, journal.undo, journal.redo):
        with pytest.raises(NotFoundError) as refused:
            call(caller, 7)
        assert refused.value.code == "CHANGE_NOT_FOUND"
    stranger = replace(caller, workspace_id="elsewhere")
    with pytest.raises(NotFoundError) as refused:
        add(tasks, stranger, "a")
    assert refused.value.code == "WORKSPACE_NOT_FOUND"
    assert journal.last_change("elsewhere") == 0


def test_reading_the_journal_asks_for_a_sane_limit_and_every_use_for_its_scope(
    journal: JournalService, caller: Caller
) -> None:
    with pytest.raises(InvalidError):
        journal.view(caller, ChangeFilter(limit=0))
    nobody = replace(caller, scopes=frozenset())
    for scope, call in {
        "tasks:read": lambda: journal.view(nobody, ChangeFilter()),
        "tasks:write": lambda: journal.undo(nobody),
    }.items():
        with pytest.raises(ForbiddenError) as refused:
            call()
        assert refused.value.details == {"scope": scope}


@pytest.mark.parametrize(
    "actor",
    [
        Actor("user", "owner"),
        Actor("token", "a: b"),
        Actor("assistant", "owner"),
        Actor("system"),
        Actor("user", "assistant for x"),
    ],
)
def test_an_actor_is_read_back_as_it_was_written(actor: Actor) -> None:
    assert Actor.parse(str(actor)) == actor


def test_a_program_that_may_not_delete_only_proposes_to_undo_a_task_of_anothers_away(
    tasks: TaskService, journal: JournalService, caller: Caller, machine: Caller
) -> None:
    writer = replace(machine, scopes=frozenset({"tasks:read", "tasks:write"}))
    add(tasks, caller, "theirs")
    tasks.delete(caller, ["theirs"])
    tasks.restore(caller, ["1"])
    for number in (1, 3):
        proposal = journal.undo(writer, number).proposal
        assert proposal is not None
        assert proposal.why == "deletion"
    assert titles(tasks, caller) == ["theirs"]


def test_a_program_that_may_not_delete_only_proposes_to_redo_anothers_deletion(
    tasks: TaskService, journal: JournalService, caller: Caller, machine: Caller
) -> None:
    writer = replace(machine, scopes=frozenset({"tasks:read", "tasks:write"}))
    add(tasks, caller, "theirs")
    tasks.delete(caller, ["theirs"])
    journal.undo(caller)
    proposal = journal.redo(writer, 2).proposal
    assert proposal is not None
    assert proposal.why == "deletion"
    assert titles(tasks, caller) == ["theirs"]


def test_who_may_not_delete_takes_its_own_tasks_and_others_edits_back(
    tasks: TaskService, journal: JournalService, caller: Caller, machine: Caller
) -> None:
    writer = replace(machine, scopes=frozenset({"tasks:read", "tasks:write"}))
    add(tasks, writer, "mine")
    add(tasks, caller, "theirs")
    tasks.update(caller, ["theirs"], TaskPatch(title="renamed"))
    tasks.delete(caller, ["renamed"])
    journal.undo(writer, 4)
    journal.undo(writer, 3)
    journal.undo(writer, 1)
    assert titles(tasks, caller) == ["theirs"]
