"""Class 7: a list is too long for a model."""

from damage.action import Answer, Look
from damage.case import case
from damage.token import tokens
from damage.world import World, expect, expect_equal

LONG = "All that was said about it, at length, and then once more. " * 160
"""9,600 characters."""
LIST_MOST = 2_000
ANSWER_MOST = 4_000


def _is_read(world: World) -> None:
    """Raises NotHereError at a door where programs read, and no model."""
    world.agent().catalogue()


def _size(answer: Answer) -> int:
    """The tokens of the longer one of its two forms."""
    return max(tokens(answer.text), tokens(answer.data))


@case(7, "fifty tasks, each with a long description, are at most 2,000 tokens")
def fifty(world: World) -> None:
    _is_read(world)
    world.start(*({"title": f"Errand number {n}", "description": LONG} for n in range(50)))
    answer = world.agent().do(Look(words=world.marker, limit=50))
    size = _size(answer)
    expect(size <= LIST_MOST, f"the list is {size} tokens")
    expect_equal(len(answer.tasks), 50, "the list has tasks")


@case(7, "no answer is longer than a budget, whatever is asked for")
def everything(world: World) -> None:
    _is_read(world)
    ids = world.start(*({"title": f"{n} {'long ' * 40}", "description": LONG} for n in range(60)))
    agent = world.agent()
    for wanted in (
        Look(words=world.marker),
        Look(words=world.marker, limit=60),
        Look(tasks=ids[:1]),
        Look(tasks=ids[:50]),
    ):
        size = _size(agent.do(wanted))
        expect(size <= ANSWER_MOST, f"an answer is {size} tokens, to {wanted}"[:300])


@case(7, "page after page, every task comes once")
def pages(world: World) -> None:
    ids = world.start(*(f"Errand number {number}" for number in range(60)))
    agent = world.agent()
    found: list[str] = []
    cursor = None
    for _ in range(20):
        answer = agent.do(Look(words=world.marker, limit=7, cursor=cursor))
        found.extend(answer.tasks)
        cursor = answer.cursor
        if cursor is None:
            break
    expect_equal(sorted(found), sorted(ids), "the pages have")


@case(7, "a list without end can't be asked for")
def endless(world: World) -> None:
    ids = world.start(*(f"Errand number {number}" for number in range(10)))
    answer = world.agent().do(Look(words=world.marker, limit=1_000_000))
    expect(answer.status == "refused", f"a million tasks were asked for: {answer.status}")
    expect_equal(len(world.tasks()), len(ids), "there are tasks")
