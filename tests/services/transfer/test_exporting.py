"""Writing lists out, on both databases, and reading them back: by ourselves and by others' parsers."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
import vobject
from icalendar import Calendar
from tests.conftest import Clock

from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.transfer.exporting import ExportFormat
from watchbill.services.transfer.ics import Kind
from watchbill.services.transfer.service import ImportFile
from watchbill.services.verification import verify
from watchbill.storage.database import Database
from watchbill.storage.opening import add_workspace


@pytest.fixture
def filled(services: Services, caller: Caller) -> Services:
    """A list with a bit of everything, and a history."""
    services.projects.add(caller, "Flat", ProjectPatch(colour="#1e90ff"))
    services.filters.add(caller, "Soon", "due:next-7-days")
    services.tasks.add(
        caller,
        [
            TaskDraft(
                title="Pay the rent",
                description="by transfer\nand on time",
                priority=1,
                due="2026-12-01T17:00:00+01:00[Europe/Berlin]",
                recurrence="FREQ=MONTHLY after completion",
                reminders=("30 minutes before", "1 day before at 18:00"),
                project="Flat",
                tags=("money", "monthly"),
                subtasks=(TaskDraft(title="Note the number"),),
            ),
            TaskDraft(title="=Sum", due="2026-12-02", reminders=("1 day before at 18:00",)),
            TaskDraft(title="Water", due="2026-12-03", recurrence="FREQ=WEEKLY", priority=2),
            TaskDraft(title="Trashed"),
            TaskDraft(title="Ring", reminders=("2026-12-01T09:00",)),
        ],
    )
    services.tasks.update(caller, ["=Sum"], TaskPatch(blocked_by=("Water",)))
    services.tasks.complete(caller, ["Note the number"])
    services.tasks.delete(caller, ["Trashed"])
    services.comments.add(caller, "Pay the rent", "The account has changed")
    services.comments.add(caller, "Water", "Not too much")
    services.journal.undo(caller)
    return services


def export(
    services: Services,
    caller: Caller,
    format: ExportFormat,
    *,
    query: str = "",
    kind: Kind = "todo",
) -> bytes:
    return b"".join(services.exports.write(caller, format, query=query, kind=kind))


def other_workspace(database: Database, clock: Clock, caller: Caller) -> Caller:
    with database.begin() as tx:
        add_workspace(tx, "other", name="Other", now=clock())
    return replace(caller, workspace_id="other")


def described(services: Services, caller: Caller) -> list[tuple[object, ...]]:
    """What the tasks outside the trash say, without what belongs to one list alone."""
    page = services.tasks.view(caller, TaskFilter(query="is:all sort:title", limit=500))
    titles = {task.id: task.title for task in page.tasks}
    return [
        (
            task.title,
            task.description,
            task.is_done,
            task.priority,
            task.due,
            task.recurrence,
            page.names.project(task),
            page.names.tags_of(task),
            titles.get(task.parent_id or ""),
        )
        for task in page.tasks
    ]


@pytest.mark.parametrize("format", ["csv", "ics", "json"])
def test_another_list_reads_the_same_tasks_from_it(
    filled: Services, database: Database, clock: Clock, caller: Caller, format: ExportFormat
) -> None:
    other = other_workspace(database, clock, caller)
    file = ImportFile(data=export(filled, caller, format), name=f"list.{format}")
    report = filled.imports.take(other, file)
    assert (report.tasks, report.problems) == (5, ())
    assert described(filled, other) == described(filled, caller)


@pytest.mark.parametrize("format", ["csv", "ics", "json"])
def test_the_same_list_knows_its_own_tasks_again(
    filled: Services, caller: Caller, format: ExportFormat
) -> None:
    file = ImportFile(data=export(filled, caller, format), name=f"list.{format}")
    report = filled.imports.take(caller, file)
    assert (report.tasks, report.skipped) == (0, 5)


def test_csv_keeps_spreadsheets_from_calculating(filled: Services, caller: Caller) -> None:
    [head, row] = export(filled, caller, "csv", query="Sum").decode().splitlines()
    assert head == (
        "ref,title,description,state,priority,due,recurrence,reminders,project,tags,parent,parent_id,created_at,completed_at,id"
    )
    assert row.startswith("3,'=Sum,,open,4,2026-12-02,,1 day before at 18:00,Inbox,,,,")


def test_todo_txt_has_what_the_format_has_a_place_for(filled: Services, caller: Caller) -> None:
    filled.tasks.complete(caller, ["Water"])
    lines = export(filled, caller, "todo.txt").decode().splitlines()
    day = "2026-11-24"
    assert sorted(lines) == sorted(
        [
            f"(A) {day} Pay the rent +Flat @money @monthly due:2026-12-01 rec:1m id:1",
            f"x {day} {day} Note the number +Flat id:2 sup:1",
            f"{day} =Sum due:2026-12-02 id:3",
            f"x {day} {day} Water due:2026-12-03 rec:+1w pri:B id:4",
            f"{day} Ring id:6",
            f"(B) {day} Water due:2026-12-10 rec:+1w id:7",
        ]
    )


def test_a_rule_that_todo_txt_can_not_say_is_left_out(services: Services, caller: Caller) -> None:
    services.tasks.add(
        caller, [TaskDraft(title="Odd", due="2026-12-01", recurrence="FREQ=WEEKLY;BYDAY=TU")]
    )
    assert export(services, caller, "todo.txt").decode().endswith(" Odd due:2026-12-01 id:1\n")


def test_a_calendar_is_read_by_others_parsers(filled: Services, caller: Caller) -> None:
    data = export(filled, caller, "ics")
    todos = {str(todo["SUMMARY"]): todo for todo in Calendar.from_ical(data).walk("VTODO")}
    rent, water = todos["Pay the rent"], todos["Water"]
    assert rent["DUE"].dt == datetime.fromisoformat("2026-12-01T17:00:00+01:00")
    assert (rent["PRIORITY"], rent["STATUS"], water["DUE"].dt.isoformat()) == (
        1,
        "NEEDS-ACTION",
        "2026-12-03",
    )
    assert rent["RRULE"].to_ical() == b"FREQ=MONTHLY"
    assert todos["Note the number"]["RELATED-TO"] == rent["UID"]
    other = vobject.readOne(data.decode())
    read = {todo.summary.value: todo for todo in other.vtodo_list}
    assert sorted(read) == sorted(todos)
    assert read["Pay the rent"].due.value.utctimetuple()[:5] == (2026, 12, 1, 16, 0)
    assert [str(alarm.trigger.value) for alarm in read["Pay the rent"].valarm_list] == [
        "-1 day, 1:00:00",
        "-1 day, 23:30:00",
    ]
    assert [str(alarm.trigger.value) for alarm in read["=Sum"].valarm_list] == ["-1 day, 18:00:00"]


def test_as_events_a_calendar_has_what_is_due(filled: Services, caller: Caller) -> None:
    data = export(filled, caller, "ics", kind="event")
    events = Calendar.from_ical(data).walk("VEVENT")
    assert sorted(str(event["SUMMARY"]) for event in events) == ["=Sum", "Pay the rent", "Water"]


def test_json_has_the_journal_and_comes_back_as_the_same_state(
    filled: Services, database: Database, clock: Clock, caller: Caller
) -> None:
    other = other_workspace(database, clock, caller)
    data = export(filled, caller, "json")
    before = json.loads(data)
    assert len(before["changes"]) == before["last_change"] == 9
    assert filled.restoring.restore(other, data, preview=True) == 9
    assert filled.restoring.restore(other, data) == 9
    after = json.loads(export(filled, other, "json"))
    assert {**after, "exported_at": before["exported_at"]} == before
    assert verify(database, "other", now=clock()).is_clean
    filled.journal.undo(other, 6)
    with pytest.raises(ConflictError, match="a history of its own"):
        filled.restoring.restore(other, data)


def test_only_a_person_brings_a_journal_back(
    filled: Services, caller: Caller, machine: Caller
) -> None:
    data = export(filled, caller, "json")
    with pytest.raises(ForbiddenError, match="Only a person"):
        filled.restoring.restore(machine, data)
    with pytest.raises(ForbiddenError):
        filled.restoring.restore(replace(caller, scopes=frozenset({"tasks:write"})), data)


def test_a_journal_that_was_tampered_with_is_refused(
    filled: Services, database: Database, clock: Clock, caller: Caller
) -> None:
    other = other_workspace(database, clock, caller)
    whole = json.loads(export(filled, caller, "json"))
    first = whole["changes"][0]
    tampered = [
        {**whole, "changes": [{**first, "sentence": "Nothing"}, *whole["changes"][1:]]},
        {**whole, "changes": whole["changes"][1:]},
        {**whole, "changes": whole["changes"][:-1]},
        {**whole, "changes": [{**first, "at": "never"}]},
        {**whole, "changes": [7]},
    ]
    for document in tampered:
        with pytest.raises(InvalidError) as caught:
            filled.restoring.restore(other, json.dumps(document).encode())
        assert caught.value.code == "INVALID_FILE"
    assert filled.journal.last_change("other") == 0


def test_a_journal_that_does_not_fit_itself_is_refused(
    filled: Services, database: Database, clock: Clock, caller: Caller
) -> None:
    """A chain can be whole and still tell of what never was: the first change edits a task that isn't there."""
    from watchbill.domain import chain  # noqa: PLC0415 -- just here a chain is forged
    from watchbill.services.transfer.native import change_from_json, change_to_json  # noqa: PLC0415 -- the same

    whole = json.loads(export(filled, caller, "json"))
    forged = chain.sealed(
        chain.START, replace(change_from_json(whole["changes"][3]), number=1), salt="0" * 32
    )
    document = {**whole, "changes": [change_to_json(forged)], "hash": forged.hash}
    with pytest.raises(InvalidError, match="doesn't fit"):
        filled.restoring.restore(
            other_workspace(database, clock, caller), json.dumps(document).encode()
        )


def test_what_is_no_task_in_an_export_is_told(services: Services, caller: Caller) -> None:
    document = {"format": "watchbill-export-1", "tasks": [{"id": "x"}, 7]}
    report = services.imports.take(caller, ImportFile(data=json.dumps(document).encode()))
    assert [(one.place, one.message) for one in report.problems] == [
        ("tasks[0]", "This is no task of an export."),
        ("tasks[1]", "This is no task of an export."),
    ]


def test_a_wrong_filter_is_refused_before_anything_is_written(
    services: Services, caller: Caller
) -> None:
    with pytest.raises(InvalidError) as caught:
        services.exports.write(caller, "csv", query="due:tomorow")
    assert caught.value.code == "INVALID_QUERY"
