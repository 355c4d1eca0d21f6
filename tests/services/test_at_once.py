"""Many who write the same task at once: every line is there, every edit of another field, and who was late is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from watchbill.domain.due import DueDate
from watchbill.domain.errors import ConflictError
from watchbill.domain.query import TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.verification import verify
from watchbill.services.writing import WriteOptions

WRITERS = 16


@pytest.fixture
def shared(services: Services, caller: Caller) -> Services:
    services.tasks.add(caller, [TaskDraft(title="Shared")])
    return services


def at_once(write: Callable[[int], object]) -> list[object]:
    """What each writer got: an answer, or its refusal."""

    def tried(number: int) -> object:
        try:
            return write(number)
        except ConflictError as error:
            return error

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(tried, range(WRITERS)))


def test_of_many_lines_that_are_appended_at_once_none_is_lost(
    shared: Services, caller: Caller
) -> None:
    at_once(lambda n: shared.tasks.update(caller, ["1"], TaskPatch(append=f"line {n}")))
    [task] = shared.tasks.find(caller, ["1"])
    lines = task.description.split("\n")
    assert sorted(lines) == sorted(f"line {n}" for n in range(WRITERS))
    assert shared.journal.last_change(caller.workspace_id) == 1 + WRITERS
    assert verify(shared.database, caller.workspace_id, now=shared.clock()).is_clean


def test_of_many_who_replace_what_they_read_one_wins_and_the_others_are_told(
    shared: Services, caller: Caller
) -> None:
    read = WriteOptions(version=1)
    answers = at_once(
        lambda n: shared.tasks.update(caller, ["1"], TaskPatch(title=f"Writer {n}"), read)
    )
    refused = [one for one in answers if isinstance(one, ConflictError)]
    assert len(refused) == WRITERS - 1
    assert {one.details["differences"][0]["change"] for one in refused} == {2}
    assert shared.journal.last_change(caller.workspace_id) == 2


def test_of_many_who_edit_different_fields_of_what_they_read_all_win(
    shared: Services, caller: Caller
) -> None:
    patches = [
        TaskPatch(title="New"),
        TaskPatch(priority=1),
        TaskPatch(due="2026-12-01"),
        TaskPatch(description="text"),
    ]
    read = WriteOptions(version=1)
    answers = at_once(lambda n: shared.tasks.update(caller, ["1"], patches[n % 4], read))
    assert [one for one in answers if isinstance(one, ConflictError)] == []
    [task] = shared.tasks.find(caller, ["1"])
    assert (task.title, task.priority, task.description) == ("New", 1, "text")
    assert task.due == DueDate(date(2026, 12, 1))
