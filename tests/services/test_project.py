"""Projects, on both databases."""

from dataclasses import replace

import pytest

from watchbill.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TooLargeError,
)
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.services import project as room
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.writing import Receipt, WriteOptions


def add(services: Services, caller: Caller, *names: str) -> None:
    for name in names:
        services.projects.add(caller, name, ProjectPatch())


def names(services: Services, caller: Caller, *, archived: bool = False) -> list[str]:
    return [one.name for one, _ in services.projects.view(caller, archived=archived).projects]


def sentence(receipt: Receipt) -> str:
    assert receipt.change is not None
    return receipt.change.sentence


def test_a_project_is_added_at_the_end_and_its_name_is_tidied(
    services: Services, caller: Caller
) -> None:
    add(services, caller, "Work")
    receipt = services.projects.add(caller, "  My   flat ", ProjectPatch(colour="#1E90FF"))
    assert sentence(receipt) == "Added the project “My flat”"
    assert names(services, caller) == ["Work", "My flat"]
    found = services.projects.find(caller, "my FLAT")
    assert (found.colour, found.is_archived) == ("#1e90ff", False)
    assert services.projects.find(caller, found.id) == found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("  ", "INVALID_NAME"),
        ("x" * 121, "INVALID_NAME"),
        ("two\nlines", "INVALID_NAME"),
        ("inbox", "INVALID_NAME"),
        ("WORK", "CONFLICT"),
    ],
)
def test_a_name_that_can_not_be_is_refused(
    services: Services, caller: Caller, name: str, code: str
) -> None:
    add(services, caller, "Work", "Flat")
    for write in (
        lambda: services.projects.add(caller, name, ProjectPatch()),
        lambda: services.projects.update(caller, "Flat", ProjectPatch(name=name)),
    ):
        with pytest.raises((InvalidError, ConflictError)) as refused:
            write()
        assert refused.value.code == code
    assert names(services, caller) == ["Work", "Flat"]


def test_an_unknown_colour_is_refused(services: Services, caller: Caller) -> None:
    with pytest.raises(InvalidError, match="“red” is not a colour"):
        services.projects.add(caller, "Work", ProjectPatch(colour="red"))
    assert names(services, caller) == []


def test_a_change_says_what_it_did(services: Services, caller: Caller) -> None:
    add(services, caller, "Work", "Flat")

    def update(name: str, patch: ProjectPatch) -> str:
        return sentence(services.projects.update(caller, name, patch))

    assert update("Work", ProjectPatch(name="work")) == "Renamed the project “Work” to “work”"
    assert update("work", ProjectPatch(name="Job")) == "Renamed the project “work” to “Job”"
    assert update("Job", ProjectPatch(archived=True)) == "Archived the project “Job”"
    assert names(services, caller) == ["Flat"]
    assert names(services, caller, archived=True) == ["Job", "Flat"]
    with pytest.raises(ConflictError, match="“Job”, archived already"):
        add(services, caller, "job")
    unarchived = update("Job", ProjectPatch(archived=False))
    assert unarchived == "Took from the archive the project “Job”"
    both = update("Job", ProjectPatch(name="Shop", colour="#ffffff"))
    assert both == "Changed the name and colour of the project “Job”"
    assert update("Shop", ProjectPatch(colour="")) == "Changed the colour of the project “Shop”"
    assert services.projects.find(caller, "Shop").colour is None
    assert services.projects.update(caller, "Shop", ProjectPatch(archived=False)).change is None
    with pytest.raises(InvalidError, match="Nothing to change is named"):
        update("Shop", ProjectPatch())


def test_projects_go_behind_others_and_the_inbox_is_first(
    services: Services, caller: Caller
) -> None:
    add(services, caller, "a", "b", "c")
    moved = services.projects.update(caller, "c", ProjectPatch(after="a"))
    assert sentence(moved) == "Changed the place of the project “c”"
    assert names(services, caller) == ["a", "c", "b"]
    services.projects.update(caller, "b", ProjectPatch(after="Inbox"))
    assert names(services, caller) == ["b", "a", "c"]
    assert services.projects.update(caller, "b", ProjectPatch(after="b")).change is None
    services.projects.update(caller, "b", ProjectPatch(after="c"))
    assert names(services, caller) == ["a", "c", "b"]


def test_the_inbox_stays_and_unknown_names_are_told_with_near_ones(
    services: Services, caller: Caller
) -> None:
    add(services, caller, "Garden")
    with pytest.raises(InvalidError, match="The Inbox stays as it is"):
        services.projects.update(caller, "Inbox", ProjectPatch(name="Desk"))
    with pytest.raises(NotFoundError) as refused:
        services.projects.delete(caller, "Gardne")
    assert refused.value.code == "PROJECT_NOT_FOUND"
    assert refused.value.details["candidates"] == ["Garden"]
    with pytest.raises(NotFoundError, match=r"There is no project “zzz”\. Use"):
        services.projects.find(caller, "zzz")


def test_a_deleted_project_takes_its_tasks_to_the_trash_and_undo_brings_both_back(
    services: Services, caller: Caller
) -> None:
    add(services, caller, "Work", "Empty")
    drafts = [TaskDraft(title=title, project="Work") for title in ("a", "b", "c")]
    services.tasks.add(caller, drafts)
    services.tasks.delete(caller, ["3"])
    receipt = services.projects.delete(caller, "work")
    assert sentence(receipt) == "Deleted the project “Work” and its 2 tasks"
    assert services.tasks.count(caller, TaskFilter()) == 0
    assert names(services, caller) == ["Empty"]
    services.journal.undo(caller)
    assert services.tasks.count(caller, TaskFilter(query="project:Work")) == 2
    services.tasks.delete(caller, ["2"])
    assert sentence(services.projects.delete(caller, "Work")).endswith("and its 1 task")
    assert sentence(services.projects.delete(caller, "Empty")) == "Deleted the project “Empty”"


def test_a_project_with_too_many_tasks_is_archived_instead(
    services: Services, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "TASKS_MAX", 1)
    add(services, caller, "Work")
    services.tasks.add(caller, [TaskDraft(title=title, project="Work") for title in "ab"])
    with pytest.raises(TooLargeError, match="has over 1 tasks"):
        services.projects.delete(caller, "Work")
    assert services.tasks.count(caller, TaskFilter()) == 2


def test_the_overview_counts_open_tasks_by_project_and_tag(
    services: Services, caller: Caller
) -> None:
    add(services, caller, "Work")
    services.tasks.add(
        caller,
        [
            TaskDraft(title="a", project="Work", tags=("x",), due="2026-11-24"),
            TaskDraft(title="b", project="Work"),
            TaskDraft(title="c", due="2026-11-01"),
        ],
    )
    services.tasks.complete(caller, ["2"])
    seen = services.projects.view(caller)
    assert [(one.name, count.open) for one, count in seen.projects] == [("Work", 1)]
    assert [(one.name, count.open) for one, count in seen.tags] == [("x", 1)]
    assert seen.inbox.open == 1


def test_a_repeated_request_makes_one_project_and_tells_of_it(
    services: Services, caller: Caller
) -> None:
    options = WriteOptions(request_key="1")
    first = services.projects.add(caller, "Work", ProjectPatch(), options)
    again = services.projects.add(caller, "Work", ProjectPatch(), options)
    assert (again.change, again.subject) == (first.change, first.subject)
    assert names(services, caller) == ["Work"]


def test_a_preview_makes_no_project(services: Services, caller: Caller) -> None:
    shown = services.projects.add(caller, "Work", ProjectPatch(), WriteOptions(preview=True))
    assert shown.is_preview
    assert sentence(shown) == "Added the project “Work”"
    assert names(services, caller) == []


def test_each_verb_asks_for_its_scope(services: Services, caller: Caller) -> None:
    nobody = replace(caller, scopes=frozenset[str]())
    for call in (
        lambda: services.projects.view(nobody),
        lambda: services.projects.find(nobody, "Work"),
        lambda: services.projects.add(nobody, "Work", ProjectPatch()),
        lambda: services.projects.update(nobody, "Work", ProjectPatch()),
        lambda: services.projects.delete(nobody, "Work"),
    ):
        with pytest.raises(ForbiddenError):
            call()


def test_a_task_moves_between_projects_and_its_subtasks_stay_with_it(
    services: Services, caller: Caller
) -> None:
    add(services, caller, "Work", "Flat")
    services.tasks.add(caller, [TaskDraft(title="a", project="Work")])
    services.tasks.add(caller, [TaskDraft(title="b", parent="1")])
    with pytest.raises(InvalidError, match="A subtask is where its parent"):
        services.tasks.update(caller, ["2"], TaskPatch(project="Flat"))
    moved = services.tasks.update(caller, ["1"], TaskPatch(project="Flat"))
    assert sentence(moved) == "Moved #1 “a” to project “Flat”"
    assert services.tasks.count(caller, TaskFilter(query="project:Flat")) == 2


def test_a_family_that_is_named_as_one_goes_to_a_project_as_one(
    services: Services, caller: Caller
) -> None:
    add(services, caller, "Work")
    leaf = TaskDraft(title="Leaf", subtasks=(TaskDraft(title="Bud"),))
    branch = TaskDraft(title="Branch", subtasks=(leaf,))
    services.tasks.add(caller, [TaskDraft(title="Tree", subtasks=(branch,))])
    patch = TaskPatch(project="Work", add_tags=("green",))
    moved = services.tasks.update(caller, ["Leaf", "Tree"], patch)
    assert moved.change is not None
    found = services.tasks.view(caller, TaskFilter(query="project:Work"))
    assert [(task.title, len(task.tags)) for task in found.tasks] == [
        ("Tree", 1), ("Branch", 0), ("Leaf", 1), ("Bud", 0),
    ]  # fmt: skip
    services.journal.undo(caller, moved.change.number)
    assert services.tasks.count(caller, TaskFilter(query="project:Work")) == 0
    with pytest.raises(InvalidError, match="A subtask is where its parent"):
        services.tasks.update(caller, ["Leaf", "Bud"], patch)
