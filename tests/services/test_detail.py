"""All that there is about one task, read at once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event
from tests.conftest import Clock

from watchbill.domain.errors import NotFoundError
from watchbill.domain.query import TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.detail import CHANGES_SHOWN
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database


@pytest.fixture
def services(database: Database, clock: Clock) -> Services:
    return Services.over(database, clock)


@pytest.fixture
def queries(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def test_a_task_comes_with_what_is_around_it(services: Services, caller: Caller) -> None:
    below = TaskDraft(title="Hull", subtasks=(TaskDraft(title="Scrape"),))
    services.tasks.add(caller, [TaskDraft(title="Boat", tags=("sea",), subtasks=(below,))])
    services.tasks.add(
        caller, [TaskDraft(title="Rope"), TaskDraft(title="Trip"), TaskDraft(title="Old")]
    )
    services.tasks.update(caller, ["Boat"], TaskPatch(blocked_by=("Rope",)))
    services.tasks.update(caller, ["Trip", "Old"], TaskPatch(blocked_by=("Boat",)))
    services.tasks.delete(caller, ["Old"])
    services.tasks.add(caller, [TaskDraft(title="Gone", parent="Boat")])
    services.tasks.delete(caller, ["Gone"])
    services.comments.add(caller, "Boat", "Bo has the key")
    services.journal.undo(caller)
    found = services.details.find(caller, "Boat")
    assert [task.title for task in found.subtasks] == ["Hull", "Scrape"]
    assert [task.title for task in found.blockers] == ["Rope"]
    assert [task.title for task in found.waiting] == ["Trip"]
    assert found.comments == ()
    assert [(entry.change.sentence[:9], entry.undone_by) for entry in found.entries] == [
        ("Undid cha", None),
        ("Commented", 9),
        ("Changed t", None),
        ("Added #1 ", None),
    ]
    assert found.names.tags_of(found.task) == ["sea"]
    scrape = services.details.find(caller, "Scrape")
    assert [task.title for task in scrape.above] == ["Hull", "Boat"]
    with pytest.raises(NotFoundError):
        services.details.find(caller, "99")


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_however_much_there_is(
    services: Services, caller: Caller, queries: list[str], count: int
) -> None:
    services.tasks.add(caller, [TaskDraft(title="Boat", tags=("sea",))])
    for n in range(count):
        services.tasks.add(caller, [TaskDraft(title=f"Part {n}", parent="Boat", tags=("sea",))])
        services.tasks.add(caller, [TaskDraft(title=f"Rope {n}")])
        services.tasks.add(caller, [TaskDraft(title=f"Trip {n}", blocked_by=("Boat",))])
        services.comments.add(caller, "Boat", f"Said {n}")
    ropes = tuple(f"Rope {n}" for n in range(count))
    services.tasks.update(caller, ["Boat"], TaskPatch(blocked_by=ropes))
    queries.clear()
    found = services.details.find(caller, "1")
    read = [query for query in queries if query.startswith(("SELECT", "WITH"))]
    assert (len(found.subtasks), len(found.blockers), len(found.waiting)) == (count, count, count)
    assert len(read) == 9


def test_only_the_newest_changes_come_with_it(services: Services, caller: Caller) -> None:
    services.tasks.add(caller, [TaskDraft(title="Boat")])
    for n in range(CHANGES_SHOWN + 1):
        services.tasks.update(caller, ["1"], TaskPatch(description=f"{n}"))
    found = services.details.find(caller, "1")
    assert len(found.entries) == CHANGES_SHOWN
    assert found.entries[0].change.number == CHANGES_SHOWN + 2
