"""Random histories: undone in reverse, the start is back byte for byte; in any order, the journal still tells what there is."""

import random
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.history import ERASING_HISTORIES, HISTORIES, History, Player, World
from tests.services.soundness import faults

from watchbill.domain.errors import ConflictError
from watchbill.domain.query import ChangeFilter
from watchbill.domain.task import to_fields
from watchbill.services.past import tasks_after
from watchbill.services.verification import verify

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@EXAMPLES
@given(before=HISTORIES, history=HISTORIES)
def test_a_history_undone_in_reverse_leads_back_to_the_start(
    world: World, before: History, history: History
) -> None:
    caller = world.founded()
    journal = world.services.journal
    world.play(caller, before)
    start, first = world.content(caller), journal.last_change(caller.workspace_id)
    world.play(caller, history)
    for number in range(journal.last_change(caller.workspace_id), first, -1):
        if journal.find(caller, number).undone_by is None:
            journal.undo(caller, number)
    assert world.content(caller) == start


@EXAMPLES
@given(history=ERASING_HISTORIES)
def test_both_databases_tell_the_same_story(worlds: tuple[World, World], history: History) -> None:
    outcomes = []
    for world in worlds:
        caller = world.founded()
        refusals = world.play(caller, history)
        outcomes.append((refusals, world.content(caller)))
    assert outcomes[0][0] == outcomes[1][0]
    assert outcomes[0][1].split("\n") == outcomes[1][1].split("\n")


@EXAMPLES
@given(history=ERASING_HISTORIES, order=st.randoms(use_true_random=False))
def test_undone_in_any_order_the_store_is_what_its_journal_says(
    world: World, history: History, order: random.Random
) -> None:
    caller, journal = world.founded(), world.services.journal
    world.play(caller, history)
    numbers = list(range(1, journal.last_change(caller.workspace_id) + 1))
    order.shuffle(numbers)
    for number in numbers:
        with suppress(ConflictError):
            journal.undo(caller, number)
    verdict = verify(world.database, caller.workspace_id, now=world.clock())
    assert verdict.problem == ""
    assert faults(world.database, caller.workspace_id) == []


@EXAMPLES
@given(history=HISTORIES)
def test_every_task_can_be_read_as_it_was_after_any_change(world: World, history: History) -> None:
    caller, services = world.founded(), world.services
    player, seen = Player(services), {}
    for step in history:
        player.play(caller, step)
        with world.database.read(caller.workspace_id) as reader:
            change = reader.changes.by_number(reader.last_change())
            assert change is not None
            ids = change.ids("task")
            now = reader.tasks.by_id(ids)
            seen[change.number] = {id: to_fields(now[id]) for id in ids if id in now}
    with world.database.read(caller.workspace_id) as reader:
        for entry in services.journal.view(caller, ChangeFilter(limit=100)):
            if entry.change.number in seen:
                then = tasks_after(reader, entry.change, entry.change.ids("task"))
                assert {task.id: to_fields(task) for task in then} == seen[entry.change.number]
