"""Taking files in, on both databases: one change, one undo, and never the same task twice."""

from dataclasses import replace
from typing import Any

import pytest
from tests.services.transfer import files

from watchbill.domain.errors import ForbiddenError, InvalidError, TooLargeError
from watchbill.domain.query import TaskFilter
from watchbill.domain.task import Task
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.project import ProjectPatch
from watchbill.services.transfer import service
from watchbill.services.transfer.service import (
    Format,
    ImportFile,
    ImportReport,
    check_format,
    detect,
)
from watchbill.services.writing import WriteOptions


def take(
    services: Services, caller: Caller, data: Any, *, preview: bool = False, **fields: Any
) -> ImportReport:
    raw = data.encode() if isinstance(data, str) else files.as_json(data)
    file = ImportFile(data=raw, **fields)
    return services.imports.take(caller, file, WriteOptions(preview=preview))


def listed(services: Services, caller: Caller, query: str = "is:all") -> list[Task]:
    return list(services.tasks.view(caller, TaskFilter(query=query, limit=500)).tasks)


def outline(services: Services, caller: Caller) -> dict[str, str]:
    """The title above each task."""
    tasks = listed(services, caller)
    titles = {task.id: task.title for task in tasks}
    return {task.title: titles.get(task.parent_id or "", "") for task in tasks}


def test_a_file_is_one_change_that_one_undo_takes_back(services: Services, caller: Caller) -> None:
    report = take(services, caller, files.TODOIST_JSON)
    assert report.receipt.change is not None
    assert report.receipt.change.sentence == "Imported 6 tasks, 1 project and 2 tags from Todoist"
    assert (report.format, report.tasks, report.skipped, report.projects, report.tags) == (
        "todoist-json",
        6,
        0,
        1,
        2,
    )
    [rent, number] = listed(services, caller, "project:Flat is:all sort:ref")
    names = services.tasks.names(caller, [rent, number])
    assert (rent.title, names.project(rent), names.tags_of(rent)) == (
        "Pay the rent",
        "Flat",
        ["Soon", "money"],
    )
    assert rent.recurrence is not None
    assert rent.occurrence is not None
    assert (number.parent_id, number.is_done) == (rent.id, True)
    [comment] = services.comments.view(caller, f"#{rent.ref}")
    assert (comment.text, comment.author) == ("The account has changed", "user:owner")
    services.journal.undo(caller)
    assert listed(services, caller) == []
    assert services.projects.view(caller).projects == ()


def test_a_preview_says_the_same_and_writes_nothing(services: Services, caller: Caller) -> None:
    report = take(services, caller, files.TODOIST_JSON, preview=True)
    assert (report.tasks, report.receipt.is_preview, len(report.problems)) == (6, True, 3)
    assert listed(services, caller) == []


def test_projects_that_are_there_are_used(services: Services, caller: Caller) -> None:
    services.projects.add(caller, "FLAT", ProjectPatch())
    report = take(services, caller, files.TODOIST_JSON)
    assert (report.projects, report.tasks) == (0, 6)
    assert len(listed(services, caller, "project:flat is:all")) == 2


def test_a_key_that_only_looks_like_ours_is_another_s(services: Services, caller: Caller) -> None:
    take(services, caller, "title,id\nOne,what@watchbill\n", name="list.csv")
    assert [task.title for task in listed(services, caller)] == ["One"]


def test_the_same_file_again_adds_only_what_is_new(services: Services, caller: Caller) -> None:
    first = "First +Flat\nSame\nSame\n"
    assert take(services, caller, first, format="todo.txt").tasks == 3
    report = take(services, caller, first + "Second id:2\nThird sup:2\n", format="todo.txt")
    assert (report.tasks, report.skipped) == (2, 3)
    assert sorted(task.title for task in listed(services, caller)) == [
        "First",
        "Same",
        "Same",
        "Second",
        "Third",
    ]
    again = take(services, caller, first, format="todo.txt")
    assert (again.tasks, again.receipt.change) == (0, None)


def test_a_later_file_finds_the_parents_of_an_earlier_one(
    services: Services, caller: Caller
) -> None:
    parent = "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:p\nSUMMARY:Trip\nX-WATCHBILL-PROJECT:Travel\nEND:VTODO\nEND:VCALENDAR\n"
    child = "BEGIN:VTODO\nUID:c\nSUMMARY:Pack\nRELATED-TO:p\nEND:VTODO\nEND:VCALENDAR\n"
    take(services, caller, parent)
    take(services, caller, parent.replace("END:VCALENDAR\n", child))
    assert outline(services, caller) == {"Trip": "", "Pack": "Trip"}
    [trip, pack] = listed(services, caller, "project:Travel sort:ref")
    assert pack.project_id == trip.project_id
    services.tasks.delete(caller, ["Trip"])
    report = take(
        services, caller, parent.replace("END:VCALENDAR\n", child.replace("UID:c", "UID:d"))
    )
    assert (report.tasks, report.skipped, outline(services, caller)) == (1, 1, {"Pack": ""})


def test_what_can_not_stand_so_is_put_where_it_can(services: Services, caller: Caller) -> None:
    deep = "\n".join(
        f"Level {level} id:{level}" + (f" sup:{level - 1}" if level > 1 else "")
        for level in range(7, 0, -1)
    )
    circle = "\nA id:a sup:b\nB id:b sup:a\nOwn id:o sup:o\nLost sup:nothing\n"
    report = take(services, caller, deep + circle, format="todo.txt")
    assert outline(services, caller) == {
        "Level 1": "",
        **{f"Level {level}": f"Level {level - 1}" for level in range(2, 6)},
        "Level 6": "Level 4",
        "Level 7": "Level 4",
        "A": "",
        "B": "A",
        "Own": "",
        "Lost": "",
    }
    assert [(one.place, one.message) for one in report.problems] == [
        ("line 2", "It is over 5 levels deep; it is put higher."),
        ("line 1", "It is over 5 levels deep; it is put higher."),
        ("line 8", "It stands under itself; it is put at the top."),
    ]


def test_what_waits_for_itself_waits_for_nothing(services: Services, caller: Caller) -> None:
    rows = [
        {"uuid": "a", "description": "A", "depends": ["b", "c"]},
        {"uuid": "b", "description": "B", "depends": ["a"]},
        {"uuid": "c", "description": "C", "depends": ["d", "c", "x"]},
        {"uuid": "d", "description": "D"},
    ]
    report = take(services, caller, rows, format="taskwarrior")
    tasks = {task.id: task for task in listed(services, caller)}
    waits = {task.title: [tasks[id].title for id in task.blocked_by] for task in tasks.values()}
    assert waits == {"A": [], "B": [], "C": ["D"], "D": []}
    assert {one.place for one in report.problems} == {"task 1", "task 2"}


def test_names_and_rules_that_can_not_be_are_made_to_fit(
    services: Services, caller: Caller
) -> None:
    table = (
        "title,tags,project,due,repeat,reminder\n"
        'Long,"#a ""b"", ' + "t" * 70 + '",' + "p" * 130 + ",,,\n"
        "Never,,inbox,2026-12-01,FREQ=DAILY;BYHOUR=9,\n"
        "Late,,,,,1 hour before\n"
        "Own,,,,,2026-12-01T10:00\n"
    )
    report = take(services, caller, table, name="list.csv")
    [long, never, late, own] = listed(services, caller, "is:all sort:ref")
    names = services.tasks.names(caller, [long, never])
    assert names.tags_of(long) == ["a b", "t" * 60]
    assert names.project(long) == "p" * 120
    assert (names.project(never), never.recurrence) == ("Inbox", None)
    assert (late.reminders, len(own.reminders)) == ((), 1)
    assert [(one.place, one.is_lost) for one in report.problems] == [
        ("line 3", False),
        ("line 4", False),
    ]


def test_a_task_that_is_done_repeats_no_more(services: Services, caller: Caller) -> None:
    take(services, caller, "x Water due:2026-12-01 rec:1w\n", format="todo.txt")
    [task] = listed(services, caller)
    assert (task.is_done, task.recurrence) == (True, None)


def test_comments_without_words_are_left_out(services: Services, caller: Caller) -> None:
    notes = [{"description": "  "}, {"description": "z" * 10_001}]
    rows = [{"uuid": "a", "description": "A", "annotations": notes}]
    take(services, caller, rows, format="taskwarrior")
    [comment] = services.comments.view(caller, "A")
    assert len(comment.text) == 10_000


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (files.as_zip("data.json", b"[]"), "", "vikunja"),
        (files.CALENDAR.encode(), "", "ics"),
        (files.TODOIST_CSV.encode(), "Home [1].csv", "todoist-csv"),
        (files.as_json(files.TODOIST_JSON), "", "todoist-json"),
        (files.as_json(files.VIKUNJA), "", "vikunja"),
        (files.as_json(files.TASKWARRIOR), "", "taskwarrior"),
        (files.as_json(files.MICROSOFT), "", "microsoft"),
        (files.as_json([{"displayName": "Tasks", "tasks": []}]), "", "microsoft"),
        (files.as_json(files.GOOGLE), "", "google"),
        (b'{"format": "watchbill-export-1"}', "", "watchbill"),
        (files.TABLE.encode(), "list.CSV", "csv"),
        (b"a\tb\n", "list.tsv", "csv"),
        (files.TODO_TXT.encode(), "todo.txt", "todo.txt"),
    ],
)
def test_the_format_is_told_by_content_and_name(data: bytes, name: str, format: Format) -> None:
    assert detect(ImportFile(data=data, name=name)) == format


@pytest.mark.parametrize("data", [b"words", b'{"a": 1}'])
def test_a_format_that_can_not_be_told_has_to_be_said(data: bytes) -> None:
    with pytest.raises(InvalidError) as caught:
        detect(ImportFile(data=data))
    assert (caught.value.code, "todoist-csv" in caught.value.hint) == ("INVALID_FORMAT", True)
    with pytest.raises(InvalidError):
        check_format("xls")
    assert check_format("ics") == "ics"


@pytest.mark.parametrize(
    ("name", "project"),
    [("folder/Home [2203].csv", "Home"), ("Inbox.csv", "Inbox"), ("", "Inbox")],
)
def test_todoist_s_project_is_called_as_its_file(
    services: Services, caller: Caller, name: str, project: str
) -> None:
    take(services, caller, "TYPE,CONTENT,INDENT\ntask,One,1\n", name=name, format="todoist-csv")
    tasks = listed(services, caller)
    assert services.tasks.names(caller, tasks).project(tasks[0]) == project


def test_too_much_at_once_is_refused(
    services: Services, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "TASKS_MAX", 2)
    with pytest.raises(TooLargeError, match="3 tasks; 2 is the most"):
        take(services, caller, "a\nb\nc\n", format="todo.txt")
    monkeypatch.setattr(service, "FILE_MAX", 5)
    with pytest.raises(TooLargeError, match="over 32 MB"):
        take(services, caller, "a\nb\nc\n", format="todo.txt")
    assert listed(services, caller) == []


def test_who_may_not_write_may_not_import(services: Services, caller: Caller) -> None:
    reader = replace(caller, scopes=frozenset({"tasks:read"}))
    with pytest.raises(ForbiddenError):
        take(services, reader, "a\n", format="todo.txt")


def test_many_tasks_are_taken_in_steps(services: Services, caller: Caller) -> None:
    lines = "".join(
        f"Task {number} +Project_{number % 3} @tag{number % 7}\n" for number in range(1_200)
    )
    report = take(services, caller, lines, format="todo.txt")
    assert (report.tasks, report.projects, report.tags) == (1_200, 3, 7)
    assert take(services, caller, lines, format="todo.txt").skipped == 1_200
