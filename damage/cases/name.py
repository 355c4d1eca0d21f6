"""Class 10: the wrong task, an invented or a reused id."""

from damage.action import Add, Append, Finish, Remove, Undo, Update
from damage.case import case
from damage.world import World, expect, expect_equal


@case(10, "the name of a task that is gone is never given to another")
def reused(world: World) -> None:
    ids = world.start("one", "two")
    agent = world.agent()
    world.product.person.do(Remove(ids))
    added = agent.do(Add(({"title": world.title("three")},)))
    expect(not set(added.tasks) & set(ids), f"{added.tasks} was the name of another task")
    agent.do(Undo(added.change))
    again = agent.do(Add(({"title": world.title("four")},)))
    used = {*ids, *added.tasks}
    expect(not set(again.tasks) & used, f"{again.tasks} was the name of another task")


@case(10, "a title that fits several tasks is answered with them, and changes none")
def ambiguous(world: World) -> None:
    ids = world.start("Call Anna", "Call Anna", "Call Bob")
    answer = world.agent().do(Finish((world.title("Call Anna"),)))
    expect_equal(world.states(ids), ["open"] * 3, "the tasks are now")
    world.refused(answer, "one of two tasks was chosen")
    named = [id for id in ids[:2] if id in answer.text]
    expect_equal(named, list(ids[:2]), f"the answer names, in {answer.text!r}")


@case(10, "a part of a title is no name to write by")
def partial(world: World) -> None:
    ids = world.start("Buy milk", "Buy milk for Anna")
    answer = world.agent().do(Finish((f"milk for Anna {world.marker}",)))
    expect_equal(world.states(ids), ["open"] * 2, "the tasks are now")
    world.refused(answer, "a part of a title was taken for the whole")


@case(10, "a name that was made up is refused, and changes nothing")
def invented(world: World) -> None:
    ids = world.start("one", "two")
    before, agent = world.tasks(), world.agent()
    for name in (
        "987654321",
        "current",
        "last",
        "*",
        "0",
        "-1",
        "00000000-0000-0000-0000-000000000000",
    ):
        for wanted in (Finish((name,)), Update((name,), {"priority": 1}), Append(name, "x")):
            world.refused(agent.do(wanted), f"a task {name!r} was changed")
    expect_equal(world.tasks(), before, "the tasks are now")
    expect_equal(len(before), len(ids), "there are tasks")


@case(10, "a task in the trash isn't written by a name that an agent remembers")
def trashed(world: World) -> None:
    [id] = world.start("one")
    agent = world.agent()
    world.product.person.do(Remove((id,)))
    before = world.task(id)
    for wanted in (Finish((id,)), Update((id,), {"priority": 1}), Append(id, "x")):
        world.refused(agent.do(wanted), "a task in the trash was changed")
    expect_equal(world.task(id), before, "the task is now")
