"""Undo beside later changes: field by field, of one change or of many, on both databases."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import Clock

from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError, TooLargeError
from watchbill.domain.operation import Actor
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.domain.task import Task
from watchbill.services import undoing
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.tag import TagPatch
from watchbill.services.undoing import Selection
from watchbill.services.writing import Receipt, WriteOptions
from watchbill.storage.database import Database

LOOK = WriteOptions(preview=True)


@pytest.fixture
def services(database: Database, clock: Clock) -> Services:
    return Services.over(database, clock)


@pytest.fixture
def agent(caller: Caller) -> Caller:
    return replace(caller, actor=Actor("assistant", "owner"), run="turn-1")


def add(services: Services, who: Caller, *titles: str) -> None:
    services.tasks.add(who, [TaskDraft(title=title) for title in titles])


def edit(services: Services, who: Caller, name: str, **fields: object) -> None:
    services.tasks.update(who, [name], TaskPatch(**fields))  # type: ignore[arg-type]


def task(services: Services, caller: Caller, name: str = "1") -> Task:
    return services.tasks.find(caller, [name])[0]


def clashes(receipt: Receipt) -> list[tuple[str, object, object, object]]:
    found = (clash.conflict for clash in receipt.conflicts)
    return [(one.field, one.was, one.wrote, one.now) for one in found]


def test_what_later_changes_touched_is_kept_and_reported_with_both_values(
    services: Services, caller: Caller, agent: Caller
) -> None:
    add(services, caller, "a")
    edit(services, agent, "1", title="b", priority=1)
    edit(services, caller, "1", title="c")
    receipt = services.journal.undo(caller, 2)
    assert (task(services, caller).title, task(services, caller).priority) == ("c", 4)
    assert clashes(receipt) == [("title", "a", "b", "c")]
    [clash] = receipt.conflicts
    assert (clash.ref, clash.by and clash.by.number) == (1, 3)
    assert str(clash) == "title of #1 “c”, changed since by change 3 of user:owner"


def test_a_person_can_overwrite_with_force_and_a_machine_can_not(
    services: Services, caller: Caller, agent: Caller
) -> None:
    add(services, caller, "a")
    edit(services, agent, "1", title="b")
    edit(services, caller, "1", title="c")
    with pytest.raises(ForbiddenError):
        services.journal.undo(agent, 2, force=True)
    shown = services.journal.undo(caller, 2, LOOK, force=True)
    assert (shown.tasks[0].title, task(services, caller).title) == ("a", "c")
    assert services.journal.undo(caller, 2, force=True).tasks[0].title == "a"
    services.journal.undo(caller, 4)
    edit(services, caller, "1", description="later")
    assert services.journal.undo(caller, 1, force=True).tasks == ()


def test_tags_merge_as_sets_and_descriptions_line_by_line(
    services: Services, caller: Caller
) -> None:
    add(services, caller, "a")
    edit(services, caller, "1", description="one\ntwo\nthree\n", tags=("home",))
    edit(services, caller, "1", description="ONE\ntwo\nthree\n", add_tags=("work",))
    edit(services, caller, "1", description="ONE\ntwo\nthree\nfour\n", add_tags=("flat",))
    receipt = services.journal.undo(caller, 3)
    assert receipt.tasks[0].description == "one\ntwo\nthree\nfour\n"
    assert receipt.names.tags_of(receipt.tasks[0]) == ["flat", "home"]
    assert receipt.conflicts == ()


def test_texts_that_were_changed_in_the_same_lines_are_a_conflict(
    services: Services, caller: Caller, agent: Caller
) -> None:
    add(services, caller, "a")
    edit(services, caller, "1", description="one\ntwo\n")
    edit(services, agent, "1", append="three")
    edit(services, caller, "1", description="one\ntwo\nthree, and more")
    with pytest.raises(ConflictError):
        services.journal.undo(caller, 3)


def test_what_was_set_back_by_hand_needs_no_undo(services: Services, caller: Caller) -> None:
    add(services, caller, "a")
    edit(services, caller, "1", priority=1)
    edit(services, caller, "1", priority=4)
    assert services.journal.undo(caller, 2).change is None


def test_a_task_that_is_gone_or_used_is_named(
    services: Services, caller: Caller, agent: Caller
) -> None:
    add(services, caller, "a")
    edit(services, agent, "1", title="b")
    services.journal.undo(caller, 2)
    services.journal.undo(caller, 1)
    with pytest.raises(ConflictError) as refused:
        services.journal.undo(caller, 3)
    assert refused.value.details["conflicts"][0]["reason"] == "gone"
    add(services, caller, "parent")
    services.tasks.add(caller, [TaskDraft(title="child", parent="parent")])
    with pytest.raises(ConflictError) as refused:
        services.journal.undo(caller, 5)
    assert refused.value.message == (
        "What change 5 wrote has been changed since: #2 “parent”, used since."
    )


def test_a_project_a_tag_and_a_comment_come_and_go_with_undo(
    services: Services, caller: Caller
) -> None:
    services.projects.add(caller, "Work", ProjectPatch(colour="#112233"))
    services.tasks.add(caller, [TaskDraft(title="a", project="Work", tags=("home",))])
    services.comments.add(caller, "1", "hello")
    services.projects.delete(caller, "Work")
    services.tags.delete(caller, "home")
    services.tags.add(caller, "spare", TagPatch())
    for number in (6, 5, 4):
        services.journal.undo(caller, number)
    found = task(services, caller)
    names = services.tasks.names(caller, [found])
    assert (names.project(found), names.tags_of(found), found.is_deleted) == (
        "Work",
        ["home"],
        False,
    )
    for number in (1, 2):
        with pytest.raises(ConflictError) as refused:
            services.journal.undo(caller, number)
        assert {c["reason"] for c in refused.value.details["conflicts"]} == {"used"}
    services.journal.undo(caller, 3)
    assert services.comments.view(caller, "1") == ()
    services.journal.undo(caller, 2)
    services.journal.undo(caller, 1)
    overview = services.projects.view(caller)
    assert (overview.projects, overview.tags, overview.inbox.open) == ((), (), 0)


def test_all_that_an_agent_did_is_taken_back_and_a_persons_edits_stay(
    services: Services, caller: Caller, agent: Caller, clock: Clock
) -> None:
    add(services, caller, "a", "b")
    edit(services, agent, "1", title="A", priority=2)
    clock.now += timedelta(hours=2)
    start = clock.now
    edit(services, agent, "1", title="AA", priority=1)
    edit(services, caller, "1", title="mine")
    add(services, agent, "noise")
    services.tasks.complete(agent, ["2"])
    chosen = Selection(actor="assistant for owner", since_at=start)
    shown = services.journal.undo_many(caller, chosen, LOOK)
    assert clashes(shown) == [("title", "A", "AA", "mine")]
    assert [t.title for t in services.tasks.view(caller, TaskFilter()).tasks] == ["mine", "noise"]
    receipt = services.journal.undo_many(caller, chosen)
    assert receipt.change is not None
    assert receipt.change.undoes == (3, 5, 6)
    assert receipt.change.sentence == (
        "Undid 3 changes by assistant for owner since 2026-11-24 14:00 UTC"
    )
    assert [(t.title, t.priority) for t in services.tasks.view(caller, TaskFilter()).tasks] == [
        ("mine", 2),
        ("b", 4),
    ]
    with pytest.raises(ConflictError, match="There is nothing by assistant for owner"):
        services.journal.undo_many(caller, chosen)
    with pytest.raises(ConflictError, match="together with 2 others"):
        services.journal.redo(caller, 5)
    services.journal.undo(caller, 7)
    assert [t.title for t in services.tasks.view(caller, TaskFilter()).tasks] == ["mine", "noise"]


def test_an_agent_that_took_itself_back_is_not_done_again(
    services: Services, caller: Caller, agent: Caller
) -> None:
    add(services, caller, "a")
    edit(services, agent, "1", title="b")
    services.journal.undo(agent)
    edit(services, agent, "1", priority=1)
    receipt = services.journal.undo_many(caller, Selection(run="turn-1"))
    assert receipt.change is not None
    assert (receipt.change.undoes, receipt.tasks[0].title, receipt.tasks[0].priority) == (
        (4,),
        "a",
        4,
    )


def test_changes_are_chosen_by_number_and_narrowed_down(
    services: Services, caller: Caller, agent: Caller, clock: Clock
) -> None:
    add(services, caller, "a")
    edit(services, agent, "1", title="b")
    edit(services, caller, "1", priority=1)
    until = clock.now + timedelta(microseconds=1)
    edit(services, agent, "1", description="x")
    for wanted, numbers in (
        (Selection(numbers=(2, 3), actor="user:owner"), (3,)),
        (Selection(numbers=(2, 4), run="turn-1", until_at=until), (2,)),
        (Selection(numbers=(2, 4), since_at=until), (4,)),
        (Selection(until_at=until, run="turn-1"), (2,)),
    ):
        change = services.journal.undo_many(caller, wanted, LOOK).change
        assert change is not None
        assert change.undoes == numbers
    with pytest.raises(InvalidError):
        services.journal.undo_many(caller, Selection())


def test_more_changes_than_can_be_taken_back_at_once_are_refused(
    services: Services, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "MOST", 2)
    for title in "abc":
        add(services, caller, title)
    with pytest.raises(TooLargeError):
        services.journal.undo_many(caller, Selection(actor="user:owner"))


def test_a_thousand_changes_are_one_undo(
    services: Services, caller: Caller, agent: Caller
) -> None:
    for start in range(0, 500, 50):
        add(services, caller, *(f"t{n}" for n in range(start, start + 50)))
    for n in range(1, 501):
        edit(services, agent, str(n), priority=1)
        edit(services, agent, str(n), title=f"changed {n}")
    began = time.monotonic()
    receipt = services.journal.undo_many(caller, Selection(run="turn-1"))
    assert time.monotonic() - began < 20  # a bound against the quadratic; bench/scale.py measures
    assert receipt.change is not None
    assert len(receipt.change.undoes) == 1_000
    assert {(t.priority, t.title[0]) for t in receipt.tasks} == {(4, "t")}


def test_a_name_that_another_has_by_now_is_not_given_back(
    services: Services, caller: Caller
) -> None:
    services.tags.add(caller, "home", TagPatch())
    services.tags.update(caller, "home", TagPatch(name="house"))
    services.tags.add(caller, "home", TagPatch())
    with pytest.raises(ConflictError) as refused:
        services.journal.undo(caller, 2)
    assert refused.value.message == (
        "What change 2 wrote has been changed since: name of tag “house”, taken since by change 3 of user:owner."
    )
    assert services.journal.last_change(caller.workspace_id) == 3
