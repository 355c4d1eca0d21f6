"""Several people decide one proposal at the same moment, whole and in part, while others write: it happens once, as shown. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.history import World
from tests.services.soundness import faults

from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.operation import Actor, Change
from watchbill.domain.query import TaskPatch
from watchbill.services.accepting import ALL, Choice
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.verification import verify
from watchbill.services.writing import Receipt

PARTS = [Choice(tasks=(1,)), Choice(tasks=(1, 3)), Choice(tasks=(2,)), Choice(rest=True)]
STEPS = st.lists(
    st.sampled_from(["accept", "part 0", "part 1", "part 2", "part 3", "decline", "write"]),
    min_size=2,
    max_size=4,
)
WANTED = st.sampled_from(["delete", "complete", "edit", "add"])
Step = Callable[[], Receipt | None]


def _propose(world: World, agent: Caller, verb: str) -> None:
    tasks, names = world.services.tasks, ["1", "2", "3"]
    match verb:
        case "delete":
            tasks.delete(agent, names)
        case "complete":
            tasks.complete(agent, names)
        case "edit":
            tasks.update(agent, names, TaskPatch(priority=1))
        case _:
            tasks.add(agent, [TaskDraft(title=name) for name in names])


def _step(world: World, person: Caller, name: str) -> Receipt | None:
    """What one of them does; what comes too late is refused."""
    proposals = world.services.proposals
    kind, _, part = name.partition(" ")
    try:
        if kind == "decline":
            proposals.decline(person, 1, "no")
        elif kind == "write":
            world.services.tasks.update(person, ["1"], TaskPatch(title="Other", priority=2))
        else:
            return proposals.accept(person, 1, PARTS[int(part)] if part else ALL)
    except (ConflictError, InvalidError):  # decided by another, or a part that isn't in it
        pass
    return None


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(verb=WANTED, steps=STEPS)
def test_of_several_who_decide_at_once_one_does_and_it_is_done_once_as_shown(
    world: World, verb: str, steps: list[str]
) -> None:
    person = world.caller()
    world.services.tasks.add(person, [TaskDraft(title=title) for title in "abc"])
    agent = replace(person, actor=Actor("token", "robot"), mode="propose", run="r")
    _propose(world, agent, verb)
    shown = world.services.proposals.find(person, 1).proposal
    start = Barrier(len(steps))

    def together(name: str) -> Receipt | None:
        start.wait(timeout=10)
        return _step(world, person, name)

    with ThreadPoolExecutor(len(steps)) as pool:
        receipts = [one for one in pool.map(together, steps) if one]
    first = [one for one in receipts if not one.is_repeat]
    assert len(first) <= 1
    done = [change for change in _journal(world, person) if change.proposal == 1]
    assert [one.change for one in first] == done
    assert all(one.change in done for one in receipts)
    for change in done:
        assert set(map(repr, change.operations)) <= set(map(repr, shown.change.operations))
    found = world.services.proposals.find(person, 1)
    assert (found.state in ("accepted", "partly accepted")) == bool(done)
    workspace = person.workspace_id
    assert verify(world.database, workspace, now=world.clock()).problem == ""
    assert faults(world.database, workspace) == []


def _journal(world: World, person: Caller) -> list[Change]:
    last = world.services.journal.last_change(person.workspace_id)
    return [world.services.journal.find(person, n).change for n in range(1, last + 1)]
