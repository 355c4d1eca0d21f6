"""The order of tasks that a person drags, what stands under what, and what waits for what. On both databases."""

import pytest

from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.query import Place, TaskFilter, TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.writing import WriteOptions


@pytest.fixture
def told(services: Services, caller: Caller) -> Services:
    services.tasks.add(caller, [TaskDraft(title=title) for title in "abcd"])
    return services


def order(services: Services, caller: Caller) -> str:
    return "".join(task.title for task in services.tasks.view(caller, TaskFilter()).tasks)


@pytest.mark.parametrize(
    ("ref", "place", "expected"),
    [
        ("3", Place("first"), "cabd"),
        ("2", Place("last"), "acdb"),
        ("4", Place("before", "#2"), "adbc"),
        ("4", Place("before", "a"), "dabc"),
        ("1", Place("after", "#3"), "bcad"),
        ("1", Place("after", "d"), "bcda"),
    ],
)
def test_a_task_goes_to_its_place_and_no_other_is_written(
    told: Services, caller: Caller, ref: str, place: Place, expected: str
) -> None:
    receipt = told.tasks.update(caller, [ref], TaskPatch(place=place))
    assert receipt.change is not None
    assert [list(op.after or {}) for op in receipt.change.operations] == [["position"]]
    assert order(told, caller) == expected
    told.tasks.add(caller, [TaskDraft(title="e")])
    assert order(told, caller) == f"{expected}e"
    told.journal.undo(caller, receipt.change.number)
    assert order(told, caller) == "abcde"


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        ("1", Place("first")),
        ("4", Place("last")),
        ("2", Place("after", "1")),
        ("2", Place("before", "3")),
    ],
)
def test_a_task_that_is_there_already_stays(
    told: Services, caller: Caller, ref: str, place: Place
) -> None:
    assert told.tasks.update(caller, [ref], TaskPatch(place=place)).change is None


def test_a_task_does_not_go_beside_itself(told: Services, caller: Caller) -> None:
    with pytest.raises(InvalidError, match="#1 “a” can't go beside itself") as refused:
        told.tasks.update(caller, ["1"], TaskPatch(place=Place("after", "1")))
    assert refused.value.code == "INVALID_PLACE"


def test_a_parent_has_to_be_there_not_below_and_not_too_deep(
    told: Services, caller: Caller
) -> None:
    under = told.tasks.update(caller, ["2"], TaskPatch(parent="1"))
    assert under.change is not None
    assert under.change.sentence == "Put #2 “b” under #1 “a”"
    for parent, said in (
        ("2", "can't stand under #2 “b”, which stands under it"),
        ("1", "#1 “a” can't stand under itself"),
    ):
        with pytest.raises(InvalidError, match=said):
            told.tasks.update(caller, ["1"], TaskPatch(parent=parent))
    told.tasks.update(caller, ["3"], TaskPatch(parent="2"))
    told.tasks.update(caller, ["4"], TaskPatch(parent="3"))
    told.tasks.add(caller, [TaskDraft(title="e", parent="4")])
    with pytest.raises(InvalidError, match="would make 6 levels, 5 is the most"):
        told.tasks.add(caller, [TaskDraft(title="f", parent="5")])
    told.tasks.add(caller, [TaskDraft(title="g")])
    with pytest.raises(InvalidError, match="would make 6 levels"):
        told.tasks.update(caller, ["1"], TaskPatch(parent="6"))
    off = told.tasks.update(caller, ["2"], TaskPatch(parent=None))
    assert off.change is not None
    assert off.change.sentence == "Took #2 “b” from under its parent"
    told.tasks.delete(caller, ["6"])
    with pytest.raises(ConflictError, match="is in the trash, so nothing can stand under it"):
        told.tasks.update(caller, ["1"], TaskPatch(parent="6"))


def test_what_waits_makes_no_circle(told: Services, caller: Caller) -> None:
    told.tasks.update(caller, ["1"], TaskPatch(blocked_by=("2", "3")))
    told.tasks.update(caller, ["2"], TaskPatch(blocked_by=("3", "4")))
    for task, blocker, said in (
        ("4", "1", "can't wait for #1 “a”: that one waits for it"),
        ("3", "3", "can't wait for itself"),
        ("2", "1", "can't wait for #1 “a”"),
    ):
        with pytest.raises(InvalidError, match=said) as refused:
            told.tasks.update(caller, [task], TaskPatch(blocked_by=(blocker,)))
        assert refused.value.code == "INVALID_BLOCKED_BY"
    told.tasks.update(caller, ["1"], TaskPatch(blocked_by=()))
    told.tasks.update(caller, ["4"], TaskPatch(blocked_by=("1",)))
    assert told.tasks.count(caller, TaskFilter(query="is:ready")) == 2


def test_a_task_waits_for_fifty_at_the_most(told: Services, caller: Caller) -> None:
    for start in (0, 50):
        told.tasks.add(caller, [TaskDraft(title=f"n{start + n}") for n in range(50)])
    names = tuple(str(number) for number in range(5, 56))
    with pytest.raises((InvalidError, ConflictError, Exception)) as refused:
        told.tasks.update(caller, ["1"], TaskPatch(blocked_by=names))
    assert "50 is the most" in str(refused.value)


def test_an_edit_of_one_field_is_said_in_its_words(told: Services, caller: Caller) -> None:
    def said(patch: TaskPatch) -> str:
        change = told.tasks.update(caller, ["1"], patch).change
        assert change is not None
        return change.sentence

    assert said(TaskPatch(priority=1)) == "Set #1 “a” to priority 1"
    assert said(TaskPatch(due="2026-12-01T09:00:00Z")).startswith("Made #1 “a” due ")
    assert said(TaskPatch(recurrence="FREQ=DAILY")) == "Made #1 “a” repeat every day"
    assert said(TaskPatch(recurrence=None)) == "Stopped #1 “a” repeating"
    assert said(TaskPatch(due=None)) == "Took the due date off #1 “a”"
    assert said(TaskPatch(tags=("x",))) == "Changed the tags of #1 “a”"
    with pytest.raises(InvalidError, match="The priority is 5"):
        said(TaskPatch(priority=5))
    with pytest.raises(InvalidError, match="is not a time that there is"):
        said(TaskPatch(due="2026-13-01T09:00"))


def test_a_version_belongs_to_one_task(told: Services, caller: Caller) -> None:
    with pytest.raises(InvalidError, match="A version belongs to one task"):
        told.tasks.update(caller, ["1", "2"], TaskPatch(priority=1), WriteOptions(version=1))
    with pytest.raises(InvalidError, match="A version belongs to one task"):
        told.tasks.add(caller, [TaskDraft(title="new")], WriteOptions(version=1))
    told.tasks.update(caller, ["1"], TaskPatch(priority=1))
    made = told.tasks.update(caller, ["1"], TaskPatch(add_tags=("new",)), WriteOptions(version=1))
    assert made.change is not None


def test_a_zone_is_kept_for_the_user(services: Services, caller: Caller) -> None:
    assert services.users.set_time_zone(caller, "Asia/Tokyo").zone == "Asia/Tokyo"
    with pytest.raises(InvalidError) as refused:
        services.users.set_time_zone(caller, "Mars/Base")
    assert refused.value.code == "INVALID_TIME_ZONE"
