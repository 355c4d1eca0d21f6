"""Finding tasks by a filter: words, slips, names, indexes, and how often the store is asked. On both databases."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from watchbill.domain.errors import InvalidError, NotFoundError
from watchbill.domain.query import TaskFilter
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.selecting import Correction
from watchbill.services.tag import TagPatch
from watchbill.storage.opening import WORKSPACE

QUERIES = {
    "": 1,
    "due:today": 1,
    "is:overdue sort:due": 1,
    "tag:home": 2,
    "project:Work": 2,
    "p1 sort:due": 1,
    "sort:-created": 1,
    "rent": 2,
    '"the rent"': 1,
    'tag:home -project:Work text:"rent" sort:due': 3,
}
"""Filters, and with how many questions to the store each is answered."""


@pytest.fixture
def filled(services: Services, caller: Caller) -> Services:
    services.projects.add(caller, "Work", ProjectPatch())
    for start in range(0, 300, 50):
        services.tasks.add(
            caller,
            [
                TaskDraft(
                    title=f"Pay the rent {number}" if number % 7 == 0 else f"Thing {number}",
                    description="for the flat" if number % 5 == 0 else "",
                    due="2026-11-24"
                    if number % 3 == 0
                    else ("2026-11-20" if number == 1 else None),
                    priority=1 + number % 4,
                    tags=("home",) if number % 2 else (),
                    project="Work" if number % 4 == 0 else None,
                )
                for number in range(start, start + 50)
            ],
        )
    return services


def refs(services: Services, caller: Caller, query: str) -> list[int]:
    page = services.tasks.view(caller, TaskFilter(query=query, limit=500))
    return [task.ref for task in page.tasks]


@contextmanager
def asked(services: Services) -> Iterator[list[tuple[str, Any]]]:
    """What the store is asked meanwhile."""
    found: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        if "tasks" in statement or "vocabulary" in statement or "FROM" in statement:
            found.append((statement, values))

    engine = services.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan(services: Services, statement: str, values: Any) -> str:
    """How the store would answer; PostgreSQL is told that reading all is dear, since with few rows it never is."""
    with services.database.read(WORKSPACE) as reader:
        connection = reader.connection
        if services.database.is_sqlite:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            return "\n".join(row.detail for row in rows)
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", values)
        return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize("query", QUERIES)
def test_a_filter_is_answered_by_index_with_a_set_number_of_questions(
    filled: Services, caller: Caller, query: str
) -> None:
    with asked(filled) as questions:
        assert filled.tasks.count(caller, TaskFilter(query=query)) > 0
    assert len(questions) == QUERIES[query], json.dumps([q[0] for q in questions], indent=1)
    with asked(filled) as questions:
        filled.tasks.view(caller, TaskFilter(query=query))
    for statement, values in questions:
        said = plan(filled, statement, values)
        assert "SCAN tasks" not in said
        assert "Seq Scan on tasks" not in said


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("is:blocked", "ix_tasks_waiting"),
        ("has:reminder", "ix_tasks_reminding"),
        ("has:recurrence", "ix_tasks_repeating"),
        ("parent:#1 sort:due", "ix_tasks_workspace_id_parent_id"),
        ("tag:rare -p1 sort:-created", "sqlite_autoindex_tasks_1"),
        ("due:..2027-01-01 -p1 sort:due", "ix_tasks_by_due"),
    ],
)
def test_what_few_tasks_are_is_found_without_looking_through_the_others(
    services: Services, caller: Caller, query: str, index: str
) -> None:
    services.tasks.add(caller, [TaskDraft(title="plain")])
    few = TaskDraft(
        title="few",
        parent="1",
        due="2026-12-01",
        recurrence="FREQ=DAILY",
        reminders=("when due",),
        blocked_by=("1",),
        tags=("rare",),
    )
    services.tasks.add(caller, [few])
    with asked(services) as questions:
        assert refs(services, caller, query) == [2]
    said = [plan(services, *one) for one in questions if "FROM tasks" in one[0]]
    if services.database.is_sqlite:
        assert f"USING INDEX {index}" in "".join(said)
        assert "ix_tasks_open " not in "".join(said)
        assert "TEMP B-TREE" not in "".join(said) or not query.startswith("due")
    assert not [one for one in said if "SCAN tasks" in one or "Seq Scan on tasks" in one]


def test_a_tag_that_many_have_is_read_in_the_order_of_the_list(
    services: Services, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchbill.storage.task._FEW", 1)
    services.tasks.add(caller, [TaskDraft(title=title, tags=("home",)) for title in "abc"])
    with asked(services) as questions:
        assert refs(services, caller, "tag:home") == [1, 2, 3]
    services.tags.add(caller, "unused", TagPatch())
    assert refs(services, caller, "tag:unused") == []
    assert any("LIMIT" in one for one, _ in questions)
    if services.database.is_sqlite:
        said = [plan(services, *one) for one in questions if "FROM tasks" in one[0]]
        assert "USING INDEX ix_tasks_open " in "".join(said)


def test_words_are_found_by_their_beginnings_with_case_and_accents_aside(
    services: Services, caller: Caller
) -> None:
    titles = ["Café reservation", "call Ünal", "日本 trip", "recall"]
    services.tasks.add(caller, [TaskDraft(title=title) for title in titles])
    assert refs(services, caller, "cafe") == [1]
    assert refs(services, caller, "CAL") == [2]
    assert refs(services, caller, "unal call") == [2]
    assert refs(services, caller, "日") == [3]
    assert refs(services, caller, '"cal"') == []
    assert refs(services, caller, '"call unal"') == [2]


def test_a_slip_finds_the_nearest_words_and_says_so(services: Services, caller: Caller) -> None:
    titles = ["Book the dentist", "Pay rent", "Pay the bent spoon", "Renovation"]
    services.tasks.add(caller, [TaskDraft(title=title) for title in titles])

    def seen(query: str) -> tuple[list[int], tuple[Correction, ...]]:
        page = services.tasks.view(caller, TaskFilter(query=query))
        return [task.ref for task in page.tasks], page.corrections

    assert seen("dentits") == ([1], (Correction("dentits", ("dentist",)),))
    assert seen("renovtoin") == ([4], (Correction("renovtoin", ("renovation",)),))
    assert seen("kent pay") == ([3, 2], (Correction("kent", ("bent", "rent")),))
    assert seen("kent or dentist") == ([3, 2, 1], (Correction("kent", ("bent", "rent")),))
    assert seen("-kent") == ([1, 2, 3, 4], ())
    assert seen("xyzzy") == ([], ())
    assert seen("kn") == ([], ())


def test_a_mistake_in_a_filter_is_shown_with_its_place(services: Services, caller: Caller) -> None:
    with pytest.raises(InvalidError) as refused:
        refs(services, caller, "milk due:tomorow")
    assert refused.value.code == "INVALID_QUERY"
    assert (refused.value.details["position"], refused.value.details["length"]) == (5, 11)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("tag:nothing", "TAG_NOT_FOUND"),
        ("project:nothing", "PROJECT_NOT_FOUND"),
        ("filter:nothing", "FILTER_NOT_FOUND"),
        ("parent:#99", "TASK_NOT_FOUND"),
    ],
)
def test_a_name_that_is_not_there_is_an_error_not_an_empty_list(
    services: Services, caller: Caller, query: str, code: str
) -> None:
    with pytest.raises(NotFoundError) as refused:
        refs(services, caller, query)
    assert refused.value.code == code


def test_tasks_are_found_by_project_parent_and_number(services: Services, caller: Caller) -> None:
    services.projects.add(caller, "Work", ProjectPatch())
    services.tasks.add(caller, [TaskDraft(title="a", project="Work"), TaskDraft(title="b")])
    services.tasks.add(
        caller, [TaskDraft(title="c", parent="2"), TaskDraft(title="d", blocked_by=("1",))]
    )
    assert refs(services, caller, "project:work") == [1]
    assert refs(services, caller, "project:Inbox") == [2, 3, 4]
    assert refs(services, caller, "parent:#2 or parent:#2") == [3]
    assert refs(services, caller, "is:ready") == [1, 2, 3]
    assert refs(services, caller, "is:blocked") == [4]
    page = services.tasks.view(caller, TaskFilter(query="parent:#2 or is:blocked"))
    below, blocked = page.tasks
    assert [page.names.parent(task) for task in page.tasks] == [2, None]
    assert (page.names.refs(below.blocked_by), page.names.refs(blocked.blocked_by)) == ([], [1])
