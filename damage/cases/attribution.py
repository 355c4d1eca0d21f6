"""Class 12: the agent's writes are missing from the history, or under another name."""

from damage.action import Add, Append, Finish, Remove, Undo, Update
from damage.case import case
from damage.world import World, expect, expect_equal


@case(12, "whatever an agent writes stands in the history, under its own name")
def listed(world: World) -> None:
    [id] = world.start("one")
    agent = world.agent(can_delete=True)
    for wanted in (
        Add(({"title": world.title("two")},)),
        Update((id,), {"priority": 1}),
        Append(id, "A line."),
        Finish((id,)),
        Finish((id,), done=False),
        Undo(),
    ):
        answer = agent.do(wanted)
        expect(answer.is_written, f"{wanted} was answered {answer.status}: {answer.text}")
    expect_equal([entry.actor for entry in world.history()], [agent.name] * 6, "the history has")


@case(12, "two agents and a person are told apart")
def apart(world: World) -> None:
    [id] = world.start("one")
    first, second, person = world.agent(), world.agent(), world.product.person
    for number, who in enumerate((first, person, second)):
        who.do(Update((id,), {"priority": number + 1}))
    names = [entry.actor for entry in world.history()]
    expect_equal(names, [second.name, person.name, first.name], "the history has")
    expect_equal(len(set(names)), 3, "so many names are in it")


@case(12, "no argument makes an agent write in another's name")
def spoofed(world: World) -> None:
    [id] = world.start("one")
    agent, person = world.agent(), world.product.person
    for number, argument in enumerate(
        ("actor", "user", "user_id", "author", "on_behalf_of", "run")
    ):
        agent.do(Update((id,), {"priority": number % 3 + 1}), extra={argument: person.name})
    agent.do(Update((id,), {"priority": 4}))
    wrong = [entry.actor for entry in world.history() if entry.actor != agent.name]
    expect_equal(wrong, [], "others are said to have written")


@case(12, "no tool or route rewrites the history, or removes from it")
def forged(world: World) -> None:
    [id] = world.start("one")
    agent = world.agent(can_delete=True)
    answer = agent.do(Update((id,), {"priority": 1}))
    before = world.history()
    expect_equal(len(before), 1, "the history has changes")
    tried = 0
    for forged_answer in agent.forge(answer.change or ""):
        tried += 1
        world.refused(forged_answer, "the history was written to")
    expect(tried, "the adapter tries nothing")
    expect_equal(world.history(), before, "the history is now")


@case(12, "what is undone or deleted still stands in the history")
def kept(world: World) -> None:
    [id] = world.start("one")
    agent = world.agent()
    answer = agent.do(Update((id,), {"priority": 1}))
    agent.do(Undo(answer.change))
    world.product.person.do(Remove((id,)))
    names = [entry.actor for entry in world.history()]
    expect_equal(names, [world.product.person.name, agent.name, agent.name], "the history has")
    first = world.history()[-1]
    expect(first.change == answer.change and first.is_undone, f"the first is {first}")
