"""Class 13: a second code path behaves differently. All doors of the product are put through the same."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from damage.action import Action, Add, Append, Finish, Look, Remove, Undo, Update
from damage.adapter import Agent, NotHereError
from damage.case import case
from damage.world import World, expect_equal

Scene = Callable[[World, Agent], Any]


def _same(world: World, scene: Scene) -> None:
    """Raises DamageError unless the scene ends alike through every door."""
    doors = world.product.doors
    if len(doors) == 1:
        raise NotHereError("there is one door only")
    if world.door != doors[0]:
        raise NotHereError(f"all doors are compared in the run of {doors[0]}")
    [first, *others] = [_ended(world, door, scene) for door in doors]
    for other in others:
        expect_equal(other, first, "through two doors the same ends as")


def _ended(world: World, door: str, scene: Scene) -> Any:
    inside = World(world.product, door)
    found = scene(inside, inside.agent())
    tasks = sorted(inside.tasks().values(), key=lambda task: (int(task.id), task.title))
    blank = [replace(task, id="", title=task.title.replace(inside.marker, "")) for task in tasks]
    said = [entry.said.replace(inside.marker, "").count("#") for entry in inside.history()]
    return found, blank, said


@case(13, "the same work leaves the same tasks through every door")
def work(world: World) -> None:
    def scene(inside: World, agent: Agent) -> list[str]:
        one, two, three = inside.start("one", {"title": "two", "tags": ("home",)}, "three")
        steps: list[Action] = [
            Add(
                (
                    {
                        "title": inside.title("Rent"),
                        "due": "2031-03-01",
                        "recurrence": "FREQ=MONTHLY",
                        "priority": 2,
                        "tags": ("money",),
                    },
                )
            ),
            Update((one,), {"title": inside.title("One"), "priority": 1}),
            Append(two, "A line."),
            Append(two, "Another."),
            Finish((two, three)),
            Undo(),
            Finish((three,)),
        ]
        return [agent.do(step).status for step in steps]

    _same(world, scene)


@case(13, "what is refused is refused by the same code through every door")
def codes(world: World) -> None:
    def scene(inside: World, agent: Agent) -> list[tuple[str, str]]:
        one, _, _ = inside.start("one", "Twice", "Twice")
        inside.product.person.do(Remove((one,)))
        steps: list[Action] = [
            Add(({"title": " "},)),
            Add(({"title": "x" * 256},)),
            Add(({"title": inside.title("two\nlines")},)),
            Add(({"title": inside.title("x"), "due": "2031-02-30"},)),
            Finish((inside.title("Twice"),)),
            Finish(("987654321",)),
            Update((one,), {"priority": 1}),
            Undo("987654321"),
        ]
        answers = [agent.do(step) for step in steps]
        return [(answer.status, answer.code) for answer in answers]

    _same(world, scene)


@case(13, "a description can't be replaced unread through any door")
def guards(world: World) -> None:
    def scene(inside: World, agent: Agent) -> list[tuple[str, str]]:
        [one] = inside.start({"title": "one", "description": "Old."})
        answers = [
            agent.do(Update((one,), {"description": "New."})),
            agent.do(Update((one,), {"description": "New."}, version=999)),
        ]
        return [(answer.status, answer.code) for answer in answers]

    _same(world, scene)


@case(13, "every door finds the same tasks")
def found(world: World) -> None:
    def scene(inside: World, agent: Agent) -> list[list[int]]:
        ids = inside.start("Call Anna", "Call Bob", {"title": "Write", "description": "to Anna"})
        inside.product.person.do(Finish(ids[:1]))
        looked = (f"anna {inside.marker}", f"{inside.marker}", f"call {inside.marker}")
        answers = [agent.do(Look(words=words)).tasks for words in looked]
        return [sorted(ids.index(id) for id in answer) for answer in answers]

    _same(world, scene)
