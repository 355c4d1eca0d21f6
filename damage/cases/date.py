"""Class 9: dates are a day off, recurrence breaks over a clock change."""

from damage.action import Add, Answer, Finish, Update
from damage.case import case
from damage.world import World, expect, expect_equal


def _added(world: World, title: str, **fields: str) -> Answer:
    answer = world.agent().do(Add(({"title": world.title(title), **fields},)))
    expect(answer.status == "done", f"the date was answered {answer.status}: {answer.text}")
    return answer


@case(9, "a date stays the date that was given, without a time")
def day(world: World) -> None:
    world.start("Something else")
    for due in ("2031-03-01", "2032-02-29", "2031-12-31", "2031-01-01"):
        _added(world, due, due=due)
        expect_equal([task.due for task in world.titled(due)], [due], "the task is due")


@case(9, "a time keeps its zone and its hour on either side of a clock change")
def zone(world: World) -> None:
    world.start("Something else")
    for due in (
        "2031-10-25T09:00:00+02:00[Europe/Berlin]",
        "2031-10-27T09:00:00+01:00[Europe/Berlin]",
        "2031-07-01T23:30:00+14:00[Pacific/Kiritimati]",
    ):
        _added(world, due[:16], due=due)
        expect_equal([task.due for task in world.titled(due[:16])], [due], "the task is due")


@case(9, "what repeats weekly at nine comes at nine, after the clocks have changed, too")
def recurrence(world: World) -> None:
    due = "2031-10-25T09:00:00+02:00[Europe/Berlin]"
    [id] = world.start({"title": "Every week", "due": due, "recurrence": "FREQ=WEEKLY"})
    world.agent().do(Finish((id,)))
    following = [task.due for task in world.titled("Every week") if task.state == "open"]
    expect_equal(following, ["2031-11-01T09:00:00+01:00[Europe/Berlin]"], "the next is due")


@case(9, "what repeats monthly on the 31st comes on days that there are")
def month(world: World) -> None:
    [id] = world.start(
        {"title": "Month's end", "due": "2031-01-31", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=-1"}
    )
    world.agent().do(Finish((id,)))
    following = [task.due for task in world.titled("Month's end") if task.state == "open"]
    expect_equal(following, ["2031-02-28"], "the next is due")


@case(9, "days that aren't there are refused, and not bent")
def no_day(world: World) -> None:
    [id] = world.start({"title": "Stay", "due": "2031-03-01"})
    agent = world.agent()
    for due in ("2031-02-30", "2031-13-01", "2031-02-29", "next blursday"):
        answer = agent.do(Update((id,), {"due": due}))
        expect_equal(world.task(id).due, "2031-03-01", f"after {due} the task is due")
        world.refused(answer, f"{due} was taken")


@case(9, "the answer says which day it is, with the day of the week")
def said(world: World) -> None:
    world.agent().catalogue()
    [id] = world.start("Stay")
    answer = world.agent().do(Update((id,), {"due": "2031-03-04"}))
    expect(
        "Tue" in answer.text, f"the answer doesn't say that 2031-03-04 is a Tuesday: {answer.text}"
    )
