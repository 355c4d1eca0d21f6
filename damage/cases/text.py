"""Class 2: text is replaced where it should have been added to."""

from damage.action import Append, Undo, Update
from damage.case import case
from damage.world import World, expect, expect_equal

NOTES = "Called on Monday: no answer.\nCalled on Tuesday: call back at nine."


@case(2, "a line is added by an operation of its own, and nothing is lost")
def added(world: World) -> None:
    [id] = world.start({"title": "Call the bank", "description": NOTES})
    answer = world.agent().do(Append(id, "Called on Wednesday: solved."))
    expect(answer.status == "done", f"adding a line was answered {answer.status}: {answer.text}")
    found = world.task(id).description
    kept = found.startswith(NOTES) and found.rstrip().endswith("Called on Wednesday: solved.")
    expect(kept, f"the description is now {found!r}")


@case(2, "a description that the agent hasn't read can't be replaced by it")
def unread(world: World) -> None:
    [id] = world.start({"title": "Call the bank", "description": NOTES})
    answer = world.agent().do(Update((id,), {"description": "Solved."}))
    expect_equal(world.task(id).description, NOTES, "the description is now")
    world.refused(answer, "a description was replaced unread")


@case(2, "a description that someone has changed since the agent read it stays")
def stale(world: World) -> None:
    [id] = world.start({"title": "Call the bank", "description": NOTES})
    agent = world.agent()
    version = world.version(agent, id)
    world.product.person.do(Append(id, "Called again."))
    answer = agent.do(Update((id,), {"description": "Solved."}, version=version))
    expect("Called again." in world.task(id).description, "the person's line is lost")
    world.refused(answer, "a description was replaced by what stood on an old one")


@case(2, "whoever replaces text is told first what is lost, and can have it back")
def told(world: World) -> None:
    [id] = world.start({"title": "Call the bank", "description": NOTES})
    agent = world.agent()
    answer = agent.do(Update((id,), {"description": "Solved."}, world.version(agent, id)))
    expect_equal(world.task(id).description, "Solved.", "the description is now")
    expect("Called on Monday" in answer.text, f"the answer hasn't the old text: {answer.text}")
    agent.do(Undo(answer.change))
    expect_equal(world.task(id).description, NOTES, "after undo the description is")
