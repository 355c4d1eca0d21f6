"""The hints are true: each is held against what the tool did to the store."""

from dataclasses import replace
from typing import Any

import pytest
from tests.mcp.agent import Ask

from watchbill.domain.query import ChangeFilter, TaskFilter
from watchbill.mcp.catalogue import BY_NAME, TOOLS
from watchbill.services.bundle import Services

# Every tool with every argument that makes it do something else.
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("view_tasks", {}),
    ("view_tasks", {"tasks": [1], "detail": "full"}),
    ("view_tasks", {"when": "overdue"}),
    ("view_projects", {}),
    ("view_changes", {}),
    ("view_changes", {"after": "2026-11-24"}),
    ("view_changes", {"since": 0, "task": 1}),
    ("add_task", {"title": "New"}),
    ("add_task", {"items": ["New", "Newer"]}),
    ("add_task", {"text": "New tomorrow #home @Flat"}),
    ("add_task", {"title": "New", "preview": True}),
    ("update_task", {"tasks": [1], "title": "Other"}),
    (
        "update_task",
        {"tasks": [1], "due": "tomorrow", "recurrence": "every day", "project": "Inbox"},
    ),
    ("update_task", {"tasks": [1], "reminder": "2026-12-01T09:00", "add_tags": ["home"]}),
    ("update_task", {"tasks": [4], "skip": True}),
    ("update_task", {"tasks": [1], "description": "Other", "version": 1}),
    ("update_task", {"tasks": [1], "append": "More"}),
    ("complete_task", {"tasks": [1]}),
    ("complete_task", {"tasks": [2], "done": False}),
    ("complete_task", {"tasks": [4], "children": True}),
    ("save_project", {"name": "Home"}),
    ("save_project", {"name": "House", "project": "Work", "archived": True}),
    ("delete_task", {"tasks": [1]}),
    ("delete_task", {"tasks": [3], "restore": True}),
    ("undo_change", {}),
    ("undo_change", {"change": 1}),
    ("undo_change", {"after": "2026-11-24"}),
    ("undo_change", {"redo": True}),
]
IDS = [f"{name}-{number}" for number, (name, _) in enumerate(CALLS)]


@pytest.fixture
def full(ask: Ask) -> Ask:
    """An agent that has an open task, one that is done, one in the trash, and one that repeats; and a project."""
    daily = {"title": "Daily", "due": "2026-11-24", "recurrence": "every day"}
    ask("add_task", items=[{"title": "Open", "description": "Text"}, "Done", "Gone", daily])
    ask("complete_task", tasks=2)
    ask("delete_task", tasks=3)
    ask("save_project", name="Work")
    return ask


def listed(services: Services) -> set[int]:
    page = services.tasks.view(services.users.owner(), TaskFilter(state="all"))
    return {task.ref for task in page.tasks}


def content(services: Services) -> list[Any]:
    """All that a person would call the state: projects, and tasks in lists and trash, apart from their versions."""
    owner = services.users.owner()
    pages = [services.tasks.view(owner, TaskFilter(state=s)) for s in ("all", "deleted")]
    projects = services.projects.view(owner, archived=True).projects
    return [
        *((one.name, one.is_archived) for one, _ in projects),
        *(replace(t, version=0, updated_at=t.created_at) for p in pages for t in p.tasks),
    ]


def journal(services: Services) -> int:
    return len(services.journal.view(services.users.owner(), ChangeFilter()))


def test_every_tool_is_tried() -> None:
    assert {name for name, _ in CALLS} == {tool.name for tool in TOOLS}


@pytest.mark.parametrize(("name", "arguments"), CALLS, ids=IDS)
def test_a_read_only_tool_leaves_the_store_as_it_is(
    full: Ask, services: Services, name: str, arguments: dict[str, Any]
) -> None:
    before = content(services), journal(services)
    full(name, **arguments)
    writes = (content(services), journal(services)) != before
    assert not (writes and BY_NAME[name].is_read_only)


@pytest.mark.parametrize(("name", "arguments"), CALLS, ids=IDS)
def test_a_tool_that_is_not_destructive_takes_no_task_off_the_lists(
    full: Ask, services: Services, name: str, arguments: dict[str, Any]
) -> None:
    before = listed(services)
    full(name, **arguments)
    loses = not before <= listed(services)
    assert not (loses and not BY_NAME[name].is_destructive)


@pytest.mark.parametrize(("name", "arguments"), CALLS, ids=IDS)
def test_an_idempotent_tool_called_again_changes_nothing_more(
    full: Ask, services: Services, name: str, arguments: dict[str, Any]
) -> None:
    full(name, **arguments)
    once = content(services)
    full(name, **arguments)
    repeats = content(services) == once
    assert repeats or not BY_NAME[name].is_idempotent


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("add_task", {"title": "New"}),
        ("update_task", {"tasks": [1], "append": "More"}),
        ("update_task", {"tasks": [4], "skip": True}),
        ("undo_change", {}),
    ],
)
def test_what_is_not_idempotent_does_more_when_called_again(
    full: Ask, services: Services, name: str, arguments: dict[str, Any]
) -> None:
    full(name, **arguments)
    once = content(services)
    full(name, **arguments)
    assert not BY_NAME[name].is_idempotent
    assert content(services) != once


@pytest.mark.parametrize(
    ("name", "arguments"), [("delete_task", {"tasks": [1]}), ("undo_change", {"change": 5})]
)
def test_what_is_destructive_takes_a_task_off_the_lists(
    full: Ask, services: Services, name: str, arguments: dict[str, Any]
) -> None:
    full("add_task", title="New")
    before = listed(services)
    full(name, **arguments)
    assert BY_NAME[name].is_destructive
    assert len(before - listed(services)) == 1
