"""Class 3: success is reported, the write is lost."""

from concurrent.futures import ThreadPoolExecutor

from damage.action import Add, Append, Finish, Update
from damage.case import case
from damage.world import World, expect, expect_equal

AT_ONCE = 8


@case(3, "every write names its change, and the history has it")
def numbered(world: World) -> None:
    [id] = world.start("Water the plants")
    agent = world.agent()
    answers = [
        agent.do(Add(({"title": world.title("Buy soil")},))),
        agent.do(Update((id,), {"priority": 1})),
        agent.do(Append(id, "The fern, too.")),
        agent.do(Finish((id,))),
    ]
    for answer in answers:
        expect(answer.status == "done" and answer.change, f"no change is named: {answer.text}")
    listed = [entry.change for entry in world.history()]
    expect_equal(listed, [answer.change for answer in reversed(answers)], "the history has")


@case(3, "of lines added at once, by one agent each, none is lost that was reported")
def at_once(world: World) -> None:
    [id] = world.start("Collect what is missing")
    agents = [world.agent() for _ in range(AT_ONCE)]
    lines = [f"thing {number} of {world.marker}" for number in range(AT_ONCE)]
    replicas = world.product.replicas
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(
            pool.map(
                lambda n: agents[n].do(Append(id, lines[n]), replica=n % replicas), range(AT_ONCE)
            )
        )
    found = world.task(id).description.splitlines()
    lost = [
        line
        for line, answer in zip(lines, answers, strict=True)
        if answer.is_written and line not in found
    ]
    expect_equal(lost, [], "reported and lost")
    refused = [answer.text for answer in answers if not answer.is_written]
    expect_equal(refused, [], "lines that only came at once were refused")


@case(3, "a write that is refused isn't called done, and leaves nothing behind")
def refused(world: World) -> None:
    [id] = world.start("Water the plants")
    before, agent = world.tasks(), world.agent()
    for answer in (
        agent.do(Update((id,), {"title": ""})),
        agent.do(Update((id,), {"title": world.title("x" * 300)})),
        agent.do(Update((id,), {"priority": 9})),
    ):
        world.refused(answer, "what can't be was written")
    expect_equal(world.tasks(), before, "the tasks are now")
    expect_equal(world.history(), (), "the history has")


@case(3, "what changes nothing says so, and is no change")
def unchanged(world: World) -> None:
    [id] = world.start({"title": "Water the plants", "priority": 2})
    answer = world.agent().do(Update((id,), {"priority": 2}))
    expect(answer.change is None, f"the same again is change {answer.change}: {answer.text}")
    expect_equal(world.history(), (), "the history has")


@case(3, "what was reported outlives a server that is killed")
def killed(world: World) -> None:
    world.start("Water the plants")
    agent = world.agent()
    reported = [
        title
        for title in (world.title(f"Reported {number}") for number in range(4))
        if agent.do(Add(({"title": title},))).is_written
    ]
    world.product.restart()
    found = {task.title for task in world.tasks().values()}
    expect_equal([title for title in reported if title not in found], [], "reported and lost")
    expect_equal(len(reported), 4, "reported were")
