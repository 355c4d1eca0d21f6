"""Reminders whose moment comes, on both databases: told once, late rather than never, and never of what is done."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, update
from tests.conftest import Clock

from watchbill.domain.errors import ForbiddenError, InvalidError, NotFoundError
from watchbill.domain.query import TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.noticing import KEPT, NoticeService
from watchbill.services.writing import WriteOptions
from watchbill.storage.database import Database
from watchbill.storage.schema import users

MEETING = TaskDraft(title="Meeting", due="2026-11-24T15:00", reminders=("2 hours before",))
DAY = TaskDraft(title="Rent", due="2026-11-25", reminders=("when due",))
HOUR = timedelta(hours=1)


def add(services: Services, caller: Caller, *drafts: TaskDraft) -> None:
    services.tasks.add(caller, drafts)


def told(services: Services, caller: Caller) -> list[str]:
    """Each notice: “1 Meeting 13:00 2 hours before”, with “late” behind it."""
    services.notices.tell()
    return [
        f"{one.notice.number} {one.task and one.task.title} {one.notice.at:%H:%M} {one.notice.reminder}"
        f"{' late' * one.notice.is_late}"
        for one in services.notices.view(caller, since=0)
    ]


def at(clock: Clock, hour: int, minute: int = 0, day: int = 24) -> None:
    clock.now = datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_a_reminder_is_told_when_its_moment_comes_and_once(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, MEETING)
    assert told(services, caller) == []
    at(clock, 13)
    assert told(services, caller) == ["1 Meeting 13:00 2 hours before"]
    at(clock, 14)
    assert told(services, caller) == ["1 Meeting 13:00 2 hours before"]
    assert services.notices.last(caller.workspace_id) == 1


def test_what_came_while_no_server_ran_is_told_late_and_once(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, MEETING)
    at(clock, 20)
    services.tasks.update(caller, ["1"], TaskPatch(title="Standup"))
    assert told(services, caller) == ["1 Standup 13:00 2 hours before late"]
    assert len(told(services, caller)) == 1


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Berlin", "Pacific/Pago_Pago"])
def test_a_due_date_is_told_by_the_clock_of_the_owner(
    services: Services, caller: Caller, clock: Clock, zone: str
) -> None:
    services.users.set_time_zone(caller, zone)
    add(services, caller, DAY)
    hours = {"Pacific/Kiritimati": -14, "Europe/Berlin": -1, "Pacific/Pago_Pago": 11}[zone]
    moment = datetime(2026, 11, 25, 9, tzinfo=UTC) + hours * HOUR
    clock.now = moment - timedelta(seconds=1)
    assert told(services, caller) == []
    clock.now = moment
    assert told(services, caller) == [f"1 Rent {moment:%H:%M} when due"]


def test_who_moves_to_another_zone_is_told_by_the_clock_there(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, DAY)
    services.users.set_time_zone(caller, "Europe/Berlin")
    at(clock, 8, day=25)
    assert told(services, caller) == ["1 Rent 08:00 when due"]


@pytest.mark.parametrize("verb", ["complete", "delete"])
def test_what_is_done_or_deleted_is_not_told(
    services: Services, caller: Caller, clock: Clock, verb: str
) -> None:
    add(services, caller, MEETING, DAY)
    getattr(services.tasks, verb)(caller, ["1"])
    at(clock, 13)
    assert told(services, caller) == []
    services.journal.undo(caller, 2)
    assert told(services, caller) == []


def test_what_was_added_is_not_told_when_that_is_undone(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, MEETING)
    services.journal.undo(caller, 1)
    at(clock, 13)
    assert told(services, caller) == []
    services.journal.redo(caller, 1)
    assert told(services, caller) == []


def test_what_is_reopened_in_time_is_told(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, MEETING)
    services.tasks.complete(caller, ["1"])
    services.tasks.reopen(caller, ["1"])
    at(clock, 13)
    assert told(services, caller) == ["1 Meeting 13:00 2 hours before"]
    services.tasks.complete(caller, ["1"])
    services.tasks.reopen(caller, ["1"])
    assert len(told(services, caller)) == 1


def test_a_moved_due_moves_its_reminder(services: Services, caller: Caller, clock: Clock) -> None:
    add(services, caller, MEETING)
    services.tasks.update(caller, ["1"], TaskPatch(due="2026-11-24T18:00"))
    at(clock, 13)
    assert told(services, caller) == []
    at(clock, 16)
    assert told(services, caller) == ["1 Meeting 16:00 2 hours before"]
    services.tasks.update(caller, ["1"], TaskPatch(due="2026-11-24T20:00"))
    services.tasks.update(caller, ["1"], TaskPatch(due="2026-11-24T18:00"))
    at(clock, 19)
    assert len(told(services, caller)) == 1


def test_a_reminder_that_is_taken_away_or_rests_is_not_told(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, MEETING, replace(MEETING, title="Talk"))
    services.tasks.update(caller, ["1"], TaskPatch(reminders=()))
    services.tasks.update(caller, ["2"], TaskPatch(due=None))
    at(clock, 13)
    assert told(services, caller) == []


def test_what_had_passed_when_it_was_set_is_not_told(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, replace(MEETING, reminders=("6 hours before", "1 hour before")))
    assert told(services, caller) == []
    at(clock, 14)
    assert told(services, caller) == ["1 Meeting 14:00 1 hour before"]


def test_what_is_brought_back_done_or_deleted_is_not_told(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, replace(MEETING, due="2027-03-01T15:00"))
    services.tasks.delete(caller, ["1"])
    clock.now += KEPT + HOUR
    assert services.purging.purge_all() == 1
    services.journal.undo(caller, 3)
    assert services.notices.coming(caller) == ()
    services.tasks.restore(caller, ["1"])
    assert len(services.notices.coming(caller)) == 1


def test_a_preview_reminds_of_nothing(services: Services, caller: Caller, clock: Clock) -> None:
    services.tasks.add(caller, [MEETING], WriteOptions(preview=True))
    at(clock, 13)
    assert told(services, caller) == []


def test_the_next_occurrence_is_told_of_too(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, replace(MEETING, recurrence="FREQ=DAILY"))
    services.tasks.complete(caller, ["1"])
    at(clock, 13, day=25)
    assert told(services, caller) == ["1 Meeting 13:00 2 hours before"]


def test_several_processes_tell_each_reminder_once(
    services: Services, database_url: str, caller: Caller, clock: Clock
) -> None:
    add(services, caller, *(replace(MEETING, title=f"T{n}") for n in range(40)))
    at(clock, 13)
    others = [Database(database_url) for _ in range(3)]
    try:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda other: NoticeService(other, clock).tell(), others))
    finally:
        for other in others:
            other.close()
    found = services.notices.view(caller, since=0, limit=100)
    assert [one.notice.number for one in found] == list(range(1, 41))
    assert len({one.notice.task_id for one in found}) == 40


def test_more_than_fit_into_one_step_are_all_told(
    services: Services, caller: Caller, clock: Clock
) -> None:
    texts = tuple(f"{minutes} minutes before" for minutes in range(1, 21))
    add(services, caller, *(replace(MEETING, reminders=texts) for _ in range(11)))
    at(clock, 15)
    services.notices.tell()
    assert services.notices.last(caller.workspace_id) == 220


def test_the_next_moment_is_known(services: Services, caller: Caller, clock: Clock) -> None:
    add(
        services,
        caller,
        MEETING,
        replace(DAY, due="2026-11-24", reminders=("on the day at 12:30",)),
    )
    assert services.notices.tell() is None
    assert services.notices.tell(within=HOUR) == datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    at(clock, 12, 30)
    assert services.notices.tell(within=HOUR) is None
    assert services.notices.tell(within=HOUR) == datetime(2026, 11, 24, 13, tzinfo=UTC)


def test_reminders_to_come_are_listed_with_their_tasks(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, DAY, replace(MEETING, reminders=("1 hour before", "2 hours before")))
    coming = services.notices.coming(caller)
    assert [(one.task.ref, one.reminder, f"{one.at:%d %H:%M}") for one in coming] == [
        (2, "2 hours before", "24 13:00"),
        (2, "1 hour before", "24 14:00"),
        (1, "when due", "25 09:00"),
    ]
    assert len(services.notices.coming(caller, limit=1)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_as_many_queries_for_one_as_for_three(
    services: Services, caller: Caller, clock: Clock, count: int
) -> None:
    add(services, caller, *[MEETING] * count)
    assert queries(services, lambda: services.notices.coming(caller)) == 4
    at(clock, 13)
    services.notices.tell()
    assert queries(services, lambda: services.notices.view(caller)) == 3
    assert queries(services, services.notices.tell) == 2


def queries(services: Services, act: Any) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(services.database.engine, "before_cursor_execute", note)
    act()
    event.remove(services.database.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_notice_outlives_its_task_and_is_forgotten_after_a_month(
    services: Services, caller: Caller, clock: Clock
) -> None:
    add(services, caller, MEETING)
    at(clock, 13)
    services.notices.tell()
    services.tasks.delete(caller, ["1"])
    clock.now += KEPT - HOUR
    assert services.notices.prune() == 0
    clock.now += 2 * HOUR
    services.purging.purge_all()
    assert told(services, caller) == ["1 None 13:00 2 hours before"]
    assert services.notices.prune() == 1
    assert told(services, caller) == []


def test_an_owner_without_a_zone_has_that_of_the_server(
    database: Database, caller: Caller, clock: Clock
) -> None:
    services = Services.over(database, clock, zone="Asia/Tokyo")
    with database.begin() as tx:
        tx.connection.execute(update(users).values(time_zone=None))
    add(services, caller, DAY)
    at(clock, 0, day=25)
    assert told(services, caller) == ["1 Rent 00:00 when due"]


def test_only_who_may_read_sees_what_was_told(services: Services, caller: Caller) -> None:
    nobody = replace(caller, scopes=frozenset())
    for act in (services.notices.coming, services.notices.view, services.notices.failed):
        with pytest.raises(ForbiddenError):
            act(nobody)
        with pytest.raises(InvalidError, match=r"The limit is 0\."):
            act(caller, limit=0)
    with pytest.raises(ForbiddenError):
        services.notices.retry(nobody, 1)
    with pytest.raises(NotFoundError, match="There is no notice 1 that has failed"):
        services.notices.retry(caller, 1)
