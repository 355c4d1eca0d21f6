"""Class 5: a retry or reconnect makes duplicates."""

from concurrent.futures import ThreadPoolExecutor

from damage.action import Add, Append
from damage.case import case
from damage.world import World, expect, expect_equal

AT_ONCE = 8


@case(5, "the same request again makes one task, and is answered as it was at first")
def again(world: World) -> None:
    world.start("Something else")
    agent = world.agent()
    wanted = Add(({"title": world.title("Buy milk")},))
    first, second = (agent.do(wanted, key=f"{world.marker}-1") for _ in range(2))
    expect_equal(len(world.titled("Buy milk")), 1, "there are tasks of that title")
    expect_equal(second.change, first.change, "the repeat is change")
    expect(second.status == "repeated", f"the repeat doesn't say so: {second.text}")
    expect_equal(second.tasks, first.tasks, "the repeat answers tasks")


@case(5, "a request sent again to another server makes one task")
def elsewhere(world: World) -> None:
    world.start("Something else")
    agent = world.agent()
    wanted = Add(({"title": world.title("Buy milk")},))
    for replica in range(max(2, world.product.replicas)):
        agent.do(wanted, key=f"{world.marker}-1", replica=replica % world.product.replicas)
    expect_equal(len(world.titled("Buy milk")), 1, "there are tasks of that title")


@case(5, "a request sent many times at once makes one task")
def at_once(world: World) -> None:
    world.start("Something else")
    agents = world.agent()
    wanted, replicas = Add(({"title": world.title("Buy milk")},)), world.product.replicas
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(
            pool.map(
                lambda n: agents.do(wanted, key=f"{world.marker}-1", replica=n % replicas),
                range(AT_ONCE),
            )
        )
    expect_equal(len(world.titled("Buy milk")), 1, "there are tasks of that title")
    said = {answer.change for answer in answers}
    expect_equal(len(said), 1, f"one request is said to be changes {said}, so many")


@case(5, "the same key with another request is refused")
def other(world: World) -> None:
    world.start("Something else")
    agent = world.agent()
    agent.do(Add(({"title": world.title("Buy milk")},)), key=f"{world.marker}-1")
    answer = agent.do(Add(({"title": world.title("Buy bread")},)), key=f"{world.marker}-1")
    world.refused(answer, "a key was used for another request")
    expect_equal(len(world.titled("Buy bread")), 0, "there are tasks of the second title")


@case(5, "a line added again by the same request is there once")
def line(world: World) -> None:
    [id] = world.start("Something else")
    agent = world.agent()
    for _ in range(3):
        agent.do(Append(id, "Once."), key=f"{world.marker}-1")
    expect_equal(world.task(id).description.count("Once."), 1, "the line is there so often")


@case(5, "a request sent again after a crash makes one task")
def after_crash(world: World) -> None:
    world.start("Something else")
    agent = world.agent()
    wanted = Add(({"title": world.title("Buy milk")},))
    agent.do(wanted, key=f"{world.marker}-1")
    world.product.restart()
    agent.do(wanted, key=f"{world.marker}-1")
    expect_equal(len(world.titled("Buy milk")), 1, "there are tasks of that title")
