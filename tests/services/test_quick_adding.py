"""Quick-add: one line becomes one task, with all that it says, by one change."""

import pytest
from tests.conftest import Clock

from watchbill.domain.errors import WatchbillError
from watchbill.domain.names import Names
from watchbill.domain.query import ChangeFilter, TaskFilter
from watchbill.domain.reminder import Before
from watchbill.domain.task import Task
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.meaning import Customs
from watchbill.services.project import ProjectPatch
from watchbill.services.writing import Receipt
from watchbill.storage.database import Database


def add(services: Services, caller: Caller, *lines: str) -> Receipt:
    return services.tasks.add(caller, [TaskDraft(text=line) for line in lines])


def shown(receipt: Receipt) -> list[tuple[str, str, list[str], int]]:
    names = receipt.names
    return [
        (task.title, names.project(task), names.tags_of(task), task.priority)
        for task in receipt.tasks
    ]


def tree(services: Services, caller: Caller) -> list[tuple[str, str | None]]:
    page = services.tasks.view(caller, TaskFilter())
    names: Names = page.names
    return [(task.title, _parent(task, names)) for task in page.tasks]


def _parent(task: Task, names: Names) -> str | None:
    return names.tasks[task.parent_id].title if task.parent_id else None


def test_a_line_says_all_of_a_task_and_the_sentence_says_it_back(
    services: Services, caller: Caller
) -> None:
    services.projects.add(caller, "Flat", ProjectPatch())
    line = "Pay rent every 1st at 9am p1 #home @Flat remind me 2 hours before"
    receipt = add(services, caller, line)
    assert receipt.change
    assert receipt.change.sentence == (
        "Added #1 “Pay rent”, due Tue 2026-12-01 09:00 UTC, every month on the 1st"
    )
    assert shown(receipt) == [("Pay rent", "Flat", ["home"], 1)]
    assert receipt.tasks[0].reminders == (Before(120),)
    assert [op.noun for op in receipt.change.operations] == ["tag", "task"]


def test_several_lines_are_one_change(services: Services, caller: Caller) -> None:
    receipt = add(services, caller, "Milk #shop", "Eggs #shop p2")
    assert receipt.change
    assert receipt.change.sentence == "Added #1 “Milk” and #2 “Eggs”"
    assert shown(receipt) == [("Milk", "Inbox", ["shop"], 4), ("Eggs", "Inbox", ["shop"], 2)]
    assert len(services.journal.view(caller, ChangeFilter())) == 1


def test_lines_below_the_first_stand_under_it(services: Services, caller: Caller) -> None:
    add(services, caller, "Trip\n- Pack\n- Book")
    assert tree(services, caller) == [("Trip", None), ("Pack", "Trip"), ("Book", "Trip")]


def test_a_project_that_is_not_there_is_made_and_goes_with_one_undo(
    services: Services, caller: Caller
) -> None:
    receipt = add(services, caller, "Paint the door @House", "Sweep +house", "Rest @Inbox")
    assert [row[:2] for row in shown(receipt)] == [
        ("Paint the door", "House"),
        ("Sweep", "House"),
        ("Rest", "Inbox"),
    ]
    services.journal.undo(caller)
    assert services.projects.view(caller).projects == ()
    assert services.tasks.view(caller, TaskFilter(state="all")).tasks == ()


def test_new_projects_come_after_the_others_in_the_order_of_the_lines(
    services: Services, caller: Caller
) -> None:
    services.projects.add(caller, "Work", ProjectPatch())
    add(services, caller, "Milk @Shop", "Dig @Garden")
    found = services.projects.view(caller).projects
    assert [project.name for project, _ in found] == ["Work", "Shop", "Garden"]


def test_a_project_that_is_nearly_called_so_is_asked_about(
    services: Services, caller: Caller
) -> None:
    services.projects.add(caller, "Home", ProjectPatch())
    with pytest.raises(WatchbillError) as raised:
        add(services, caller, "Sweep @Hoem")
    assert raised.value.message == "There is no project “Hoem”. Nearest: “Home”."
    assert raised.value.code == "PROJECT_NOT_FOUND"
    assert services.tasks.view(caller, TaskFilter()).tasks == ()


def test_what_is_given_beside_the_line_goes_before_it(services: Services, caller: Caller) -> None:
    draft = TaskDraft(
        text="Pay rent tomorrow every week p1 #home @Flat",
        due="2026-12-05",
        recurrence="FREQ=MONTHLY",
        priority=3,
        tags=("money",),
        description="by transfer",
        project="Inbox",
        subtasks=(TaskDraft(text="Look it up p2"),),
    )
    receipt = services.tasks.add(caller, [draft])
    assert shown(receipt) == [
        ("Pay rent", "Inbox", ["home", "money"], 3),
        ("Look it up", "Inbox", [], 2),
    ]
    assert receipt.change
    [rent, *_] = [op.after for op in receipt.change.operations if op.noun == "task"]
    assert rent
    assert (rent["due"], rent["recurrence"]["rule"], rent["description"]) == (
        "2026-12-05",
        "FREQ=MONTHLY",
        "by transfer",
    )


def test_a_named_project_is_never_made(services: Services, caller: Caller) -> None:
    with pytest.raises(WatchbillError, match="There is no project “House”"):
        services.tasks.add(caller, [TaskDraft(text="Paint @Flat", project="House")])


def test_a_line_under_a_parent_stays_in_its_project(services: Services, caller: Caller) -> None:
    add(services, caller, "Trip @Travel")
    [pack] = services.tasks.add(caller, [TaskDraft(text="Pack @travel", parent="1")]).tasks
    assert pack.project_id
    with pytest.raises(WatchbillError, match="A subtask is where its parent #1 “Trip” is"):
        services.tasks.add(caller, [TaskDraft(text="Pack @House", parent="1")])


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (TaskDraft(text="  "), "INVALID_TITLE"),
        (TaskDraft(text="Milk", title="Milk"), "INVALID_TITLE"),
        (TaskDraft(text="\n".join(["Trip"] * 51)), "TOO_LARGE"),
        (TaskDraft(text="x" * 10_001), "INVALID_TEXT"),
    ],
)
def test_a_line_that_cannot_be_is_refused(
    services: Services, caller: Caller, draft: TaskDraft, code: str
) -> None:
    with pytest.raises(WatchbillError) as raised:
        services.tasks.add(caller, [draft])
    assert raised.value.code == code


def test_the_preview_of_a_line_says_what_was_understood_where(
    services: Services, caller: Caller
) -> None:
    said = services.tasks.understand(caller, " \n Pay rent tomorrow p1")
    assert said.title == "Pay rent"
    assert [(chip.kind, chip.start, chip.end, chip.text) for chip in said.chips] == [
        ("due", 12, 20, "tomorrow"),
        ("priority", 21, 23, "p1"),
    ]
    assert services.journal.view(caller, ChangeFilter()) == ()


def test_the_marks_and_the_order_of_dates_are_those_of_the_customs(
    database: Database, clock: Clock, caller: Caller
) -> None:
    customs = Customs(style="todoist", day_first=True)
    services = Services.over(database, clock, customs=customs)
    receipt = add(services, caller, "Pay rent 3/4 #Flat @home")
    assert shown(receipt) == [("Pay rent", "Flat", ["home"], 4)]
    assert receipt.change
    assert receipt.change.sentence == "Added #1 “Pay rent”, due Sat 2027-04-03"


def test_a_rule_counted_from_completion_stays_so(services: Services, caller: Caller) -> None:
    receipt = add(services, caller, "Water the plants every! 3 days")
    assert receipt.change
    assert receipt.change.sentence == (
        "Added #1 “Water the plants”, due Tue 2026-11-24, every 3 days after completion"
    )
