"""Several writes as one change, on both databases: all of them or nothing, one undo, as if they had been done one by one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.conftest import Clock
from tests.services.history import WRITES, Action, World

from watchbill.domain.budget import Budget
from watchbill.domain.errors import (
    ConflictError,
    ForbiddenError,
    NeedsReviewError,
    NotFoundError,
    RateLimitedError,
)
from watchbill.domain.query import ChangeFilter, TaskFilter, TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.verification import verify
from watchbill.services.writing import PLAIN, Receipt, WriteOptions
from watchbill.storage.database import Database
from watchbill.storage.within import Within

Act = Callable[[Services], object]


class Still(Clock):
    """Always the same moment: what is done together is done at once."""

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def listed(services: Services, caller: Caller) -> Services:
    """With a rent that comes every month, and a dentist."""
    rent = TaskDraft(title="Rent", due="2026-12-01", recurrence="every month")
    services.tasks.add(caller, [rent, TaskDraft(title="Dentist")])
    return services


def morning(caller: Caller) -> Act:
    """Milk is added and tagged, the rent is done, the dentist moved: twice, for good measure."""

    def act(services: Services) -> None:
        services.tasks.add(caller, [TaskDraft(title="Milk")])
        services.tasks.update(caller, ["Milk"], TaskPatch(add_tags=("home",)))
        services.tasks.complete(caller, ["Rent"])
        services.tasks.update(caller, ["Dentist"], TaskPatch(due="2026-11-27"))
        services.tasks.update(caller, ["Dentist"], TaskPatch(due="2026-11-28"))

    return act


def written(services: Services, who: Caller, act: Act, **options: Any) -> Receipt:
    return services.together(who, act, body={"a": 1}, options=WriteOptions(**options))


def rows(services: Services, caller: Caller) -> list[tuple[int, str, str, bool]]:
    found = services.tasks.view(caller, TaskFilter(state="all")).tasks
    return sorted((task.ref, task.title, str(task.due or ""), task.is_done) for task in found)


def test_several_writes_are_one_change(
    listed: Services, caller: Caller, database: Database, clock: Clock
) -> None:
    receipt = written(listed, caller, morning(caller), request_key="k")
    assert receipt.change is not None
    assert receipt.change.number == 2
    assert receipt.change.sentence == (
        "Added #3 “Milk”; changed the tags of #3 “Milk”; completed #1 “Rent”; it comes again as #4, due Fri 2027-01-01; "
        "made #2 “Dentist” due Fri 2026-11-27; made #2 “Dentist” due Sat 2026-11-28"
    )
    touched = [(op.noun, op.id) for op in receipt.change.operations]
    assert len(touched) == len(set(touched)) == 5  # Milk, its tag, Rent, the next Rent, Dentist
    assert [(task.ref, task.version) for task in receipt.tasks] == [(3, 2), (4, 2), (1, 2), (2, 2)]
    assert verify(database, caller.workspace_id, now=clock()).problem == ""


def test_one_undo_takes_all_of_it_back(listed: Services, caller: Caller) -> None:
    before = rows(listed, caller)
    written(listed, caller, morning(caller))
    assert len(rows(listed, caller)) == 4
    listed.journal.undo(caller)
    assert rows(listed, caller) == before
    listed.journal.redo(caller)
    assert [row[1] for row in rows(listed, caller)] == ["Rent", "Dentist", "Milk", "Rent"]


def test_what_one_of_them_raises_drops_all(listed: Services, caller: Caller) -> None:
    def act(services: Services) -> None:
        morning(caller)(services)
        services.tasks.complete(caller, ["nothing of the kind"])

    before = rows(listed, caller)
    with pytest.raises(NotFoundError):
        written(listed, caller, act)
    assert rows(listed, caller) == before
    assert listed.journal.last_change(caller.workspace_id) == 1


def test_what_leaves_all_as_it_was_is_no_change(listed: Services, caller: Caller) -> None:
    def act(services: Services) -> None:
        services.tasks.complete(caller, ["Dentist"])
        services.tasks.reopen(caller, ["Dentist"])

    receipt = written(listed, caller, act)
    assert (receipt.change, receipt.tasks) == (None, ())
    assert listed.journal.last_change(caller.workspace_id) == 1


def test_the_same_request_key_does_it_once(listed: Services, caller: Caller) -> None:
    first = written(listed, caller, morning(caller), request_key="k")
    again = written(listed, caller, morning(caller), request_key="k")
    assert again.is_repeat
    assert again.change == first.change
    with pytest.raises(ConflictError):
        listed.together(
            caller, morning(caller), body={"b": 1}, options=WriteOptions(request_key="k")
        )


def test_a_preview_writes_nothing_and_the_next_number_stays(
    listed: Services, caller: Caller
) -> None:
    before, bell = rows(listed, caller), listed.journal.state(caller.workspace_id)
    seen = written(listed, caller, morning(caller), preview=True)
    assert seen.is_preview
    assert seen.change is not None
    assert seen.change.number == 0
    assert [task.ref for task in seen.tasks] == [3, 4, 1, 2]
    assert (rows(listed, caller), listed.journal.state(caller.workspace_id)) == (before, bell)
    assert [task.ref for task in written(listed, caller, morning(caller)).tasks] == [3, 4, 1, 2]


def test_what_is_tried_sees_what_was_tried_before_and_is_dropped(
    listed: Services, caller: Caller
) -> None:
    def act(services: Services) -> list[tuple[int, str, str, bool]]:
        morning(caller)(services)
        return rows(services, caller)

    before = rows(listed, caller)
    assert [row[1] for row in listed.tried(caller, act)] == ["Rent", "Dentist", "Milk", "Rent"]
    assert rows(listed, caller) == before


def test_what_a_person_has_to_decide_is_refused_where_it_may_not_wait(
    listed: Services, caller: Caller, actor: Caller
) -> None:
    def act(services: Services) -> None:
        services.tasks.add(actor, [TaskDraft(title="Milk")])
        services.tasks.delete(actor, ["Dentist"])

    assert written(listed, actor, act, preview=True).held == "deletion"
    with pytest.raises(NeedsReviewError) as refused:
        written(listed, actor, act, may_wait=False)
    assert refused.value.details == {"why": "deletion"}
    assert [row[1] for row in rows(listed, caller)] == ["Rent", "Dentist"]
    assert listed.proposals.view(caller) == ()


def test_where_it_may_wait_the_whole_is_one_proposal(
    listed: Services, caller: Caller, proposer: Caller
) -> None:
    proposed = written(listed, proposer, morning(proposer))
    assert proposed.proposal is not None
    assert [row[1] for row in rows(listed, caller)] == ["Rent", "Dentist"]
    listed.proposals.accept(caller, proposed.proposal.number)
    assert [row[1] for row in rows(listed, caller)] == ["Rent", "Dentist", "Milk", "Rent"]


def test_a_program_is_counted_once_for_all_of_them(
    listed: Services, caller: Caller, actor: Caller
) -> None:
    slow = replace(actor, budget=Budget(changes_per_hour=1))
    written(listed, slow, morning(slow))
    with pytest.raises(RateLimitedError):
        written(listed, slow, lambda services: services.tasks.reopen(slow, ["Rent"]))
    assert listed.journal.last_change(caller.workspace_id) == 2


def test_a_step_on_an_older_version_is_refused(listed: Services, caller: Caller) -> None:
    listed.tasks.update(caller, ["Dentist"], TaskPatch(title="The dentist"))

    def act(services: Services) -> None:
        services.tasks.add(caller, [TaskDraft(title="Milk")])
        services.tasks.update(caller, ["#2"], TaskPatch(title="Other"), WriteOptions(version=1))

    with pytest.raises(ConflictError):
        written(listed, caller, act)
    assert [row[1] for row in rows(listed, caller)] == ["Rent", "The dentist"]


def test_a_person_who_may_not_delete_does_not_delete_among_others(
    listed: Services, caller: Caller
) -> None:
    viewer = replace(caller, scopes=frozenset({"tasks:read", "tasks:write"}))
    with pytest.raises(ForbiddenError):
        written(listed, viewer, lambda services: services.tasks.delete(viewer, ["Dentist"]))


def test_a_transaction_is_of_one_workspace(database: Database, caller: Caller) -> None:
    with database.begin(caller.workspace_id) as tx:
        within = Within(database, tx)
        with within.read(caller.workspace_id) as reader:
            assert reader is tx
        with pytest.raises(ValueError, match="elsewhere"), within.begin("elsewhere"):
            pass


def _can_be_told_apart(action: Action) -> bool:
    """Comments that were written in one moment can't be."""
    return "comment" not in action[0]


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(actions=st.lists(WRITES.filter(_can_be_told_apart), min_size=2, max_size=8))
def test_together_they_leave_what_they_leave_one_by_one(
    world: World, actions: list[Action]
) -> None:
    world = replace(world, clock=Still())
    apart, joined = world.founded(), world.founded()
    outcomes = world.play(apart, [("user", action) for action in actions])
    done = [action for action, outcome in zip(actions, outcomes, strict=True) if outcome == "ok"]
    assume(done)
    before = world.content(joined)
    assert world.play(joined, [("user", ("together", done))]) == ["ok"]
    assert world.content(joined) == world.content(apart)
    changes = world.services.journal.view(joined, ChangeFilter(limit=100))
    assert len(changes) <= 7  # the six of the founding, and one
    if len(changes) == 7:
        world.services.journal.undo(joined, 7)
    assert world.content(joined) == before
    assert verify(world.database, joined.workspace_id, now=world.clock()).problem == ""


def test_a_single_write_may_be_done_together_with_none(services: Services, caller: Caller) -> None:
    receipt = services.together(
        caller,
        lambda inside: inside.tasks.add(caller, [TaskDraft(title="Milk")]),
        body={},
        options=PLAIN,
    )
    assert receipt.change is not None
    assert receipt.change.sentence == "Added #1 “Milk”"
