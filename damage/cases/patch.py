"""Class 1: a partial update wipes what it didn't name."""

from dataclasses import replace

from damage.action import Finish, Update
from damage.case import case
from damage.world import World, expect, expect_equal

RICH = {
    "title": "Pay the rent",
    "description": "To the landlord.\n\nReference 4711.",
    "priority": 2,
    "due": "2031-03-01",
    "recurrence": "FREQ=MONTHLY",
    "tags": ("money", "home"),
}


@case(1, "a new title leaves every other field as it was")
def title_alone(world: World) -> None:
    [id] = world.start(RICH)
    before = world.task(id)
    answer = world.agent().do(Update((id,), {"title": world.title("Pay rent")}))
    expect(answer.status == "done", f"a new title was answered {answer.status}: {answer.text}")
    expect_equal(world.task(id), replace(before, title=world.title("Pay rent")), "the task is now")


@case(1, "a new priority leaves every other field as it was")
def priority_alone(world: World) -> None:
    [id] = world.start(RICH)
    before = world.task(id)
    world.agent().do(Update((id,), {"priority": 1}))
    expect_equal(world.task(id), replace(before, priority=1), "the task is now")


@case(1, "done and open again leaves every field as it was")
def done_and_back(world: World) -> None:
    [id] = world.start({**RICH, "recurrence": None})
    before, agent = world.task(id), world.agent()
    agent.do(Finish((id,)))
    expect_equal(world.task(id), replace(before, state="done"), "the task that is done is now")
    agent.do(Finish((id,), done=False))
    expect_equal(world.task(id), before, "the task that is open again is now")


@case(1, "a new due date leaves the recurrence, and all else")
def due_alone(world: World) -> None:
    [id] = world.start(RICH)
    before = world.task(id)
    world.agent().do(Update((id,), {"due": "2031-03-04"}))
    expect_equal(world.task(id), replace(before, due="2031-03-04"), "the task is now")


@case(1, "the answer names what changed, old and new")
def said(world: World) -> None:
    [id] = world.start(RICH)
    answer = world.agent().do(Update((id,), {"title": world.title("Transfer it")}))
    both = world.title("Pay the rent") in answer.text and world.title("Transfer it") in answer.text
    expect(both, f"the answer doesn't have old and new: {answer.text}")
