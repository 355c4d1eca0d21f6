"""Class 11: unknown arguments are dropped."""

from damage.action import Add, Finish, Look, Update
from damage.case import case
from damage.world import World, expect, expect_equal


@case(11, "a misspelt field of a new task is refused, and the right one named")
def added(world: World) -> None:
    world.start("Something else")
    answer = world.agent().do(
        Add(({"title": world.title("Buy milk")},)), extra={"descripton": "two litres"}
    )
    expect_equal(world.titled("Buy milk"), [], "there is")
    world.refused(answer, "a field that isn't there was dropped")
    expect("description" in answer.text.replace("descripton", ""), f"no help: {answer.text}")


@case(11, "a misspelt field of a change is refused, and nothing is changed")
def changed(world: World) -> None:
    [id] = world.start("Something else")
    before = world.tasks()
    answer = world.agent().do(Update((id,), {"priority": 1}), extra={"tittle": "Other"})
    expect_equal(world.tasks(), before, "the tasks are now")
    world.refused(answer, "a field that isn't there was dropped")


@case(11, "a misspelt filter is refused, and doesn't list everything")
def listed(world: World) -> None:
    world.start("Something else")
    answer = world.agent().do(Look(), extra={"stat": "done"})
    world.refused(answer, "a filter that isn't there was dropped")


@case(11, "a safety that isn't there is refused, and not taken for granted")
def safety(world: World) -> None:
    ids = world.start("one", "two")
    answer = world.agent().do(Finish(ids), extra={"dry_run": True})
    expect_equal(world.states(ids), ["open"] * 2, "after a dry run the tasks are")
    expect(not answer.is_written, f"a dry run was answered: {answer.text}")
