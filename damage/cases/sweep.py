"""Class 4: clear-all is an ordinary call."""

from damage.action import Finish, Remove, Update
from damage.case import case
from damage.world import World, expect, expect_equal

MANY = 40
MOST_PER_CALL = 5
"""A call that touches more is looked at by a person first."""


@case(4, "no tool or route empties the list without naming what goes")
def unnamed(world: World) -> None:
    ids = world.start(*(f"Keep {number}" for number in range(12)))
    agent = world.agent(can_delete=True)
    tried = 0
    for answer in agent.everything():
        tried += 1
        expect(not answer.is_written, f"everything at once was answered: {answer.text}")
    expect(tried, "the adapter tries nothing")
    expect_equal(world.states(ids), ["open"] * len(ids), "the tasks are now")


@case(4, "deleting many in one call waits for a person")
def deleted(world: World) -> None:
    ids = world.start(*(f"Keep {number}" for number in range(MANY)))
    answer = world.agent().do(Remove(ids))
    expect_equal(world.states(ids), ["open"] * MANY, "the tasks are now")
    expect(not answer.is_written, f"deleting {MANY} was answered: {answer.text}")


@case(4, "finishing or renaming many in one call waits for a person")
def finished(world: World) -> None:
    ids = world.start(*(f"Keep {number}" for number in range(MANY)))
    agent = world.agent()
    before = world.tasks()
    for answer in (agent.do(Finish(ids)), agent.do(Update(ids, {"priority": 1}))):
        expect(not answer.is_written, f"a call on {MANY} tasks was answered: {answer.text}")
    expect_equal(world.tasks(), before, "the tasks are now")


@case(4, "a few at a time is no way around it: a run ends before the list does")
def in_slices(world: World) -> None:
    ids = world.start(*(f"Keep {number}" for number in range(MANY)))
    agent = world.agent()
    for index in range(0, MANY, MOST_PER_CALL):
        agent.do(Finish(ids[index : index + MOST_PER_CALL]))
    left = world.states(ids).count("open")
    expect(left >= MANY // 4, f"{MANY - left} of {MANY} were finished, {MOST_PER_CALL} at a time")
