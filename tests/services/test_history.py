"""The journal, looked through by who, what, where and when; and what is found taken back as one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.conftest import Clock

from watchbill.domain.errors import ConflictError, InvalidError, NotFoundError, TooLargeError
from watchbill.domain.query import TaskPatch
from watchbill.services import history
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.history import HistoryFilter
from watchbill.services.project import ProjectPatch
from watchbill.services.undoing import Selection
from watchbill.storage.database import Database


@pytest.fixture
def services(database: Database, clock: Clock) -> Services:
    return Services.over(database, clock)


@pytest.fixture
def past(services: Services, clock: Clock, caller: Caller, machine: Caller) -> Services:
    """The owner's changes in the morning, a robot's at two, and what the owner did then."""
    clock.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    services.projects.add(caller, "Flat", ProjectPatch())  # 1
    services.tasks.add(caller, [TaskDraft(title="Rent", project="Flat")])  # 2
    services.tasks.add(caller, [TaskDraft(title="Milk")])  # 3
    clock.now = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    robot = replace(machine, run="run-1")
    services.tasks.update(robot, ["Rent"], TaskPatch(priority=1))  # 4
    services.tasks.complete(robot, ["Milk"])  # 5
    services.tasks.delete(machine, ["Milk"])  # 6
    clock.now = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    services.comments.add(caller, "Rent", "By transfer")  # 7
    services.journal.undo(caller, 6)  # 8
    services.projects.update(caller, "Flat", ProjectPatch(name="House"))  # 9
    return services


def numbers(services: Services, caller: Caller, **wanted: object) -> list[int]:
    found = services.history.view(caller, HistoryFilter(**wanted))  # type: ignore[arg-type]
    return [entry.change.number for entry in found.entries]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ({"task": "Rent"}, [7, 4, 2]),
        ({"project": "House"}, [9, 7, 4, 2, 1]),
        ({"actor": "token:robot"}, [6, 5, 4]),
        ({"run": "run-1"}, [6, 5, 4]),
        ({"after": "14:00", "until": "15:00"}, [6, 5, 4]),
        ({"kind": "added"}, [7, 3, 2, 1]),
        ({"kind": "edited"}, [9, 4]),
        ({"kind": "completed"}, [5]),
        ({"kind": "deleted"}, [6]),
        ({"kind": "undone"}, [8]),
        ({"kind": "added", "since": 1}, [2, 3, 7]),
        ({"kind": "edited", "actor": "user:owner"}, [9]),
        ({"since": 7}, [8, 9]),
        ({"before": 3}, [2, 1]),
    ],
)
def test_changes_are_found_by(
    past: Services, caller: Caller, wanted: dict[str, object], found: list[int]
) -> None:
    assert numbers(past, caller, **wanted) == found


@pytest.mark.parametrize("kind", ["", "added"])
def test_a_page_says_where_to_go_on(past: Services, caller: Caller, kind: str) -> None:
    wanted = HistoryFilter(kind=kind, limit=2)
    first = past.history.view(caller, wanted)
    last = first.entries[-1].change.number
    assert first.following == last
    rest = past.history.view(caller, replace(wanted, before=last, limit=50))
    assert rest.following is None
    assert len(first.entries) + len(rest.entries) == len(numbers(past, caller, kind=kind))


def test_a_seldom_kind_is_looked_for_so_far_and_no_farther(
    past: Services, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "SCANNED_MAX", 4)
    monkeypatch.setattr(history, "_STEP", 2)
    first = past.history.view(caller, HistoryFilter(kind="completed"))
    assert ([entry.change.number for entry in first.entries], first.following) == ([], 6)
    second = past.history.view(caller, HistoryFilter(kind="completed", before=6))
    assert [entry.change.number for entry in second.entries] == [5]
    assert past.history.select(caller, HistoryFilter(kind="completed")) == Selection(numbers=(5,))


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"task": "9"}, NotFoundError),
        ({"project": "Barn"}, NotFoundError),
        ({"project": "Inbox"}, InvalidError),
        ({"kind": "moved"}, InvalidError),
        ({"after": "soon"}, InvalidError),
        ({"until": "soon"}, InvalidError),
        ({"limit": 0}, InvalidError),
    ],
)
def test_what_makes_no_sense_is_refused(
    past: Services, caller: Caller, wanted: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        numbers(past, caller, **wanted)


def test_all_that_is_found_is_taken_back_as_one_and_own_edits_stay(
    past: Services, caller: Caller
) -> None:
    past.tasks.update(caller, ["Milk"], TaskPatch(title="Oat milk"))
    chosen = past.history.select(caller, HistoryFilter(actor="token:robot", after="14:00"))
    assert chosen == Selection(
        actor="token:robot", since_at=datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    )
    past.journal.undo_many(caller, chosen)
    rent, milk = past.tasks.find(caller, ["Rent", "2"])
    assert (rent.priority, milk.title, milk.is_done) == (4, "Oat milk", False)
    with pytest.raises(ConflictError):
        past.journal.undo_many(caller, past.history.select(caller, HistoryFilter(run="none")))


def test_what_a_task_has_been_through_is_taken_back_by_numbers(
    past: Services, caller: Caller
) -> None:
    chosen = past.history.select(caller, HistoryFilter(task="Rent", actor="token:robot"))
    assert chosen == Selection(numbers=(4,))


def test_everything_is_never_chosen_by_leaving_all_out(past: Services, caller: Caller) -> None:
    assert past.history.select(caller, HistoryFilter(before=5)) == Selection()


def test_too_much_at_once_is_refused(
    past: Services, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST", 1)
    with pytest.raises(TooLargeError):
        past.history.select(caller, HistoryFilter(task="Rent"))
