"""Class 8: the tool catalogue is too big. Class 17: its hints are all alike, so they say nothing."""

from damage.action import Action, Add, Answer, Append, Finish, Look, Remove, Undo, Update
from damage.adapter import Agent
from damage.case import case
from damage.token import tokens
from damage.world import World, expect, expect_equal

TOOLS_MOST = 12
TOKENS_MOST = 3_000


@case(8, "there are at most twelve tools")
def few(world: World) -> None:
    tools = world.agent(can_delete=True).catalogue().tools
    expect(len(tools) <= TOOLS_MOST, f"there are {len(tools)} tools")


@case(8, "the catalogue is at most 3,000 tokens")
def small(world: World) -> None:
    size = tokens(world.agent(can_delete=True).catalogue().text)
    expect(size <= TOKENS_MOST, f"the catalogue is {size} tokens")


@case(8, "what is in the list doesn't get into the catalogue")
def constant(world: World) -> None:
    agent = world.agent()
    before = agent.catalogue().text
    world.start(*(f"Project {number}" for number in range(30)))
    expect_equal(agent.catalogue().text, before, "the catalogue is now")


@case(8, "who may only read is shown no tool that writes")
def reader(world: World) -> None:
    tools = world.agent("read").catalogue().tools
    writing = [name for name, hints in tools.items() if not hints.is_read_only]
    expect_equal(writing, [], "a reader is shown")


@case(
    17,
    "a tool that says it only reads changes nothing, and one that changes something doesn't say so",
)
def reads(world: World) -> None:
    [id] = world.start("Look at me")
    agent, before = world.agent(), world.tasks()
    looked = agent.do(Look(words=world.marker))
    expect(agent.hints(looked.tool).is_read_only, f"{looked.tool} doesn't say that it only reads")
    expect_equal((world.tasks(), world.history()), (before, ()), "after a look there is")
    for wanted in (
        Add(({"title": world.title("Another")},)),
        Update((id,), {"priority": 1}),
        Finish((id,)),
    ):
        answer = agent.do(wanted)
        expect(not agent.hints(answer.tool).is_read_only, f"{answer.tool} says it only reads")


@case(17, "a tool that takes tasks off the list says so, and one that only adds doesn't")
def destroys(world: World) -> None:
    [id] = world.start("Throw me away")
    agent = world.agent(can_delete=True)
    added = agent.do(Add(({"title": world.title("Another")},)))
    expect(not agent.hints(added.tool).is_destructive, f"{added.tool} says it destroys")
    removed = agent.do(Remove((id,)))
    expect(agent.hints(removed.tool).is_destructive, f"{removed.tool} doesn't say it destroys")


@case(17, "a tool that says a repeat is harmless may be called twice")
def repeats(world: World) -> None:
    one, two, three = world.start("one", "two", "three")
    agent = world.agent(can_delete=True)
    for wanted in (
        Add(({"title": world.title("Another")},)),
        Update((one,), {"priority": 1}),
        Append(two, "A line."),
        Finish((one,)),
        Finish((one,), done=False),
        Remove((three,)),
        Remove((three,), restore=True),
    ):
        _call_twice(world, agent, wanted)


def _call_twice(world: World, agent: Agent, wanted: Action) -> None:
    first: Answer = agent.do(wanted)
    if not agent.hints(first.tool).is_idempotent:
        return
    before = world.tasks()
    agent.do(wanted)
    expect_equal(world.tasks(), before, f"after {first.tool} again the tasks are")


@case(17, "taking back may take off the list what an agent added, and says so")
def undoes(world: World) -> None:
    world.start("Stay")
    agent = world.agent()
    added = agent.do(Add(({"title": world.title("Another")},)))
    undone = agent.do(Undo(added.change))
    expect_equal(world.titled("Another"), [], "after undo there is")
    expect(agent.hints(undone.tool).is_destructive, f"{undone.tool} doesn't say it destroys")
