"""A store of the first schema, with data, brought up to today's: nothing is lost, and its journal is whole."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, column, insert, table
from tests.conftest import Clock

from watchbill.domain import chain
from watchbill.domain.operation import Fields, Operation
from watchbill.domain.query import TaskFilter
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.verification import verify
from watchbill.storage.column import Instant, Json
from watchbill.storage.database import Database
from watchbill.storage.migration import migrate
from watchbill.storage.opening import OWNER, WORKSPACE, prepare

COUNT = 1_001  # one more than the steps in which the migrations go through tasks; the last by id is a title without words
KINDS = {
    "created_at": Instant(),
    "updated_at": Instant(),
    "completed_at": Instant(),
    "deleted_at": Instant(),
    "at": Instant(),
    "operations": Json(),
}


@pytest.fixture
def old(empty_url: str, clock: Clock) -> Iterator[Database]:
    """A store as the first version left it: tasks that were added one by one, and the first completed, which was undone."""
    database = Database(empty_url)
    migrate(database, revision="2026_11_24_baseline")
    with database.begin() as tx:
        _fill(tx.connection, clock)
    yield database
    database.close()


def _fill(connection: Connection, clock: Clock) -> None:
    now = clock()
    _add(connection, "users", {"id": OWNER, "name": OWNER, "created_at": now})
    _add(
        connection,
        "workspaces",
        {
            "id": WORKSPACE,
            "name": "",
            "last_change": COUNT + 2,
            "last_ref": COUNT,
            "created_at": now,
        },
    )
    _add(connection, "memberships", {"workspace_id": WORKSPACE, "user_id": OWNER, "role": "owner"})
    when = (now + timedelta(1)).isoformat(timespec="microseconds").replace("+00:00", "Z")
    done = Operation("task", "task-1", {"completed_at": None}, {"completed_at": when})
    undone = replace(done, before=done.after, after=done.before)
    told = [
        _added(number, now.isoformat(timespec="microseconds").replace("+00:00", "Z"))
        for number in range(1, COUNT + 1)
    ]
    for number, operation in enumerate([*told, done, undone], 1):
        _add(
            connection,
            "changes",
            {
                "workspace_id": WORKSPACE,
                "number": number,
                "at": now,
                "actor": "user:owner",
                "sentence": f"Change {number}",
                "operations": [_written(operation)],
                "undoes": COUNT + 1 if operation is undone else None,
            },
        )
        _add(
            connection,
            "change_tasks",
            {"workspace_id": WORKSPACE, "number": number, "task_id": operation.id},
        )
    for number, operation in enumerate(told, 1):
        fields = operation.after or {}
        _add(
            connection,
            "tasks",
            {
                "workspace_id": WORKSPACE,
                "id": operation.id,
                "ref": fields["ref"],
                "title": fields["title"],
                "description": fields["description"],
                "created_at": now,
                "completed_at": None,
                "deleted_at": None,
                "version": number if number > 1 else COUNT + 2,
                "updated_at": now,
                "title_key": fields["title"].casefold(),
                "description_key": "",
            },
        )


def _added(ref: int, at: str) -> Operation:
    fields: Fields = {
        "ref": ref,
        "title": "!" if ref == 999 else f"Café number {ref}",
        "description": "",
        "created_at": at,
        "completed_at": None,
        "deleted_at": None,
    }
    return Operation("task", f"task-{ref}", None, fields)


def _written(operation: Operation) -> dict[str, object]:
    return {
        "noun": operation.noun,
        "id": operation.id,
        "before": operation.before,
        "after": operation.after,
    }


def _add(connection: Connection, name: str, values: dict[str, object]) -> None:
    columns = [column(key, KINDS.get(key)) for key in values]
    connection.execute(insert(table(name, *columns)).values(values))


def test_an_old_store_keeps_its_tasks_and_gets_words_places_and_a_chain(
    old: Database, clock: Clock, caller: Caller
) -> None:
    migrate(old)
    prepare(old, now=clock())
    services = Services.over(old, clock)
    assert services.tasks.count(caller, TaskFilter(), cap=COUNT + 1) == COUNT
    page = services.tasks.view(caller, TaskFilter(query='cafe numbr "7"'))
    assert [task.ref for task in page.tasks] == [7]
    assert [correction.used for correction in page.corrections] == [("number",)]
    first = services.tasks.view(caller, TaskFilter(limit=2)).tasks
    assert [(task.ref, task.priority, task.due, task.tags) for task in first] == [
        (1, 4, None, ()),
        (2, 4, None, ()),
    ]
    verdict = verify(old, WORKSPACE, now=clock(), progress=lambda *_: None)
    assert (verdict.problem, verdict.changes) == ("", COUNT + 2)
    services.tasks.complete(caller, ["1"])
    services.journal.undo(caller, 2)
    assert services.tasks.count(caller, TaskFilter(), cap=COUNT + 1) == COUNT - 2
    with old.read(WORKSPACE) as reader:
        changes = [reader.changes.by_number(number) for number in (1, COUNT + 2)]
    assert [one and one.undoes for one in changes] == [(), (COUNT + 1,)]
    assert all(one and one.hash != chain.START for one in changes)
    assert verify(old, WORKSPACE, now=clock(), progress=lambda *_: None).is_clean
