"""Class 14: the session dies after a while."""

from damage.action import Add, Look
from damage.case import case
from damage.world import World, expect, expect_equal


@case(14, "one agent's calls may go to any server, in any order")
def any_server(world: World) -> None:
    world.start("Something else")
    agent, replicas = world.agent(), world.product.replicas
    for number in range(2 * replicas + 1):
        answer = agent.do(
            Add(({"title": world.title(f"call {number}")},)), replica=number % replicas
        )
        expect(answer.is_written, f"call {number} was answered: {answer.text}")
        looked = agent.do(Look(words=world.marker), replica=(number + 1) % replicas)
        expect(
            set(answer.tasks) <= set(looked.tasks), f"the next server doesn't know {answer.tasks}"
        )


@case(14, "an agent that was there before a restart goes on after it")
def restarted(world: World) -> None:
    world.start("Something else")
    agent = world.agent()
    expect(agent.do(Look(words=world.marker)).status != "failed", "the first call failed")
    world.product.restart()
    for replica in range(world.product.replicas):
        answer = agent.do(Add(({"title": world.title(f"after {replica}")},)), replica=replica)
        expect(answer.is_written, f"after the restart: {answer.text}")


@case(14, "a page begun at one server is read on at another")
def pages(world: World) -> None:
    ids = world.start(*(f"Errand {number}" for number in range(20)))
    agent, replicas = world.agent(), world.product.replicas
    found: list[str] = []
    cursor = None
    for number in range(10):
        wanted = Look(words=world.marker, limit=4, cursor=cursor)
        answer = agent.do(wanted, replica=number % replicas)
        found.extend(answer.tasks)
        if (cursor := answer.cursor) is None:
            break
    expect_equal(sorted(found), sorted(ids), "the pages have")


@case(14, "many agents at once don't end each other's sessions")
def many(world: World) -> None:
    world.start("Something else")
    agents = [world.agent() for _ in range(6)]
    for round in range(3):
        for number, agent in enumerate(agents):
            replica = (round + number) % world.product.replicas
            answer = agent.do(Look(words=world.marker), replica=replica)
            expect(answer.status != "failed", f"agent {number}, round {round}: {answer.text}")
