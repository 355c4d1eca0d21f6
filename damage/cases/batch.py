"""Class 6: half a batch is written."""

from damage.action import Add, Finish, Undo, Update
from damage.case import case
from damage.world import World, expect, expect_equal


@case(6, "of tasks added together, one that can't be keeps all away")
def added(world: World) -> None:
    world.start("Something else")
    before = world.tasks()
    titles = [world.title("one"), world.title("two"), "", world.title("four")]
    answer = world.agent().do(Add(tuple({"title": title} for title in titles)))
    expect_equal(world.tasks(), before, "the tasks are now")
    world.refused(answer, "a batch with a task without a title was taken")


@case(6, "of tasks finished together, one that isn't there leaves all as they were")
def finished(world: World) -> None:
    ids = world.start("one", "two", "three")
    answer = world.agent().do(Finish((*ids[:2], "987654321", ids[2])))
    expect_equal(world.states(ids), ["open"] * 3, "the tasks are now")
    world.refused(answer, "a batch with a task that isn't there was taken")


@case(6, "of tasks changed together, a value that can't be leaves all as they were")
def changed(world: World) -> None:
    ids = world.start("one", "two", "three")
    before = world.tasks()
    answer = world.agent().do(Update(ids, {"priority": 1, "due": "2031-02-30"}))
    expect_equal(world.tasks(), before, "the tasks are now")
    world.refused(answer, "the thirtieth of February was taken")


@case(6, "what was done together is one change, and one undo takes it back")
def undone(world: World) -> None:
    ids = world.start("one", "two", "three", "four")
    agent = world.agent()
    answer = agent.do(Finish(ids))
    expect_equal(world.states(ids), ["done"] * 4, "the tasks are now")
    expect_equal(len(world.history()), 1, "finishing four together is changes")
    expect(agent.do(Undo(answer.change)).status == "done", "it can't be undone")
    expect_equal(world.states(ids), ["open"] * 4, "after one undo the tasks are")
