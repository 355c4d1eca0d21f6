"""Class 16: undo hits the wrong thing, or revives half of it."""

from dataclasses import replace

from damage.action import Add, Finish, Remove, Undo, Update
from damage.case import case
from damage.world import World, expect, expect_equal


@case(
    16, "what a person wrote after the agent isn't overwritten by undo, and the conflict is told"
)
def later(world: World) -> None:
    [id] = world.start("Old")
    agent = world.agent()
    answer = agent.do(Update((id,), {"title": world.title("Agent's")}))
    world.product.person.do(Update((id,), {"title": world.title("Person's")}))
    undone = agent.do(Undo(answer.change))
    expect_equal(world.task(id).title, world.title("Person's"), "the title is now")
    world.refused(undone, "undo overwrote what came later")


@case(16, "undo takes back what it is about, and leaves other fields as they are now")
def other_field(world: World) -> None:
    [id] = world.start("Old")
    agent = world.agent()
    answer = agent.do(Update((id,), {"title": world.title("Agent's")}))
    world.product.person.do(Update((id,), {"priority": 1}))
    expect(agent.do(Undo(answer.change)).is_written, "it can't be undone")
    found = world.task(id)
    expect_equal((found.title, found.priority), (world.title("Old"), 1), "the task is now")


@case(16, "undo without a number takes back the agent's own last change, and nobody else's")
def own(world: World) -> None:
    one, two = world.start("one", "two")
    agent = world.agent()
    agent.do(Update((one,), {"priority": 1}))
    world.agent().do(Update((two,), {"priority": 2}))
    world.product.person.do(Update((two,), {"title": world.title("Two")}))
    expect(agent.do(Undo()).is_written, "it can't be undone")
    found = world.tasks()
    expect_equal((found[one].priority, found[two].priority), (4, 2), "priorities are now")
    expect_equal(found[two].title, world.title("Two"), "the person's title is now")


@case(16, "undoing a deletion brings back all of the tasks, with all of their fields")
def revived(world: World) -> None:
    ids = world.start(
        {
            "title": "one",
            "description": "Much.",
            "tags": ("home",),
            "due": "2031-03-01",
            "priority": 1,
        },
        "two",
        "three",
    )
    before, person = world.tasks(), world.product.person
    removed = person.do(Remove(ids))
    expect_equal(world.states(ids), ["deleted"] * 3, "the tasks are now")
    expect(person.do(Undo(removed.change)).is_written, "it can't be undone")
    expect_equal(world.tasks(), before, "after undo the tasks are")


@case(16, "undoing what was done once more is possible, and the journal keeps both")
def redone(world: World) -> None:
    [id] = world.start("one")
    agent = world.agent()
    done = agent.do(Finish((id,)))
    undone = agent.do(Undo(done.change))
    expect_equal(world.states([id]), ["open"], "after undo the task is")
    expect(agent.do(Undo(undone.change)).is_written, "an undo can't be undone")
    expect_equal(world.states([id]), ["done"], "after undoing the undo the task is")
    expect_equal(len(world.history()), 3, "the history has changes")


@case(16, "undoing a completion takes the next occurrence back, too")
def occurrence(world: World) -> None:
    [id] = world.start({"title": "Weekly", "due": "2031-03-03", "recurrence": "FREQ=WEEKLY"})
    before, agent = world.tasks(), world.agent()
    done = agent.do(Finish((id,)))
    expect_equal(
        sorted(task.state for task in world.titled("Weekly")), ["done", "open"], "there are"
    )
    expect(agent.do(Undo(done.change)).is_written, "it can't be undone")
    expect_equal(world.tasks(), before, "after undo there is")


@case(16, "undo of an addition doesn't take away what a person has put into it since")
def added(world: World) -> None:
    world.start("one")
    agent = world.agent()
    answer = agent.do(Add(({"title": world.title("Party")},)))
    [id] = answer.tasks
    world.product.person.do(Update((id,), {"title": world.title("Party on Friday")}))
    before = world.task(id)
    undone = agent.do(Undo(answer.change))
    expect_equal(world.tasks().get(id), replace(before), "the task is now")
    world.refused(undone, "undo took away what came later")
