"""iCalendar (RFC 5545): tasks as VTODO, to read and to write; and, for calendars that show no tasks, as events."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, ComponentFactory, Event, Todo, vRecur
from icalendar.parser.ical.component import ComponentIcalParser

from watchbill import __version__
from watchbill.domain.due import Due, DueDate, DueTime, check_zone
from watchbill.domain.errors import InvalidError
from watchbill.domain.field import PRIORITY_NONE
from watchbill.domain.names import Names
from watchbill.domain.recurrence import Basis, Recurrence, check_rule
from watchbill.domain.reminder import Before, OnDay, Reminder, moment
from watchbill.domain.task import Task
from watchbill.services.transfer.record import OURS, Found, Record, Setting, not_of_format

Kind = Literal["todo", "event"]
MEDIA_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = f"-//Watchbill//Watchbill {__version__}//EN"
_TO_PRIORITY = {1: 1, 2: 5, 3: 9}
_BASIS, _PROJECT = "X-WATCHBILL-BASIS", "X-WATCHBILL-PROJECT"


class _Todo(Todo):
    """A to-do with a wrong line is read without that line."""

    ignore_exceptions = True


_COMPONENTS = ComponentFactory()
_COMPONENTS.add_component_class(_Todo)


def read_ics(data: bytes, setting: Setting) -> Found:
    """The to-dos of a calendar; its events stay where they are. Raises INVALID_FILE."""
    try:
        calendars: list[Any] = ComponentIcalParser(
            data, _COMPONENTS, Calendar.types_factory
        ).parse()
        todos = [todo for calendar in calendars for todo in calendar.walk("VTODO")]
    except (ValueError, IndexError, KeyError) as error:
        raise not_of_format("a calendar", str(error) or "it can't be read") from None
    if not calendars:
        raise not_of_format("a calendar", "it is empty")
    found = Found()
    rows = ((f"to-do {number}", todo) for number, todo in enumerate(todos, start=1))
    found.each(rows, partial(_record, setting=setting, found=found))
    return found


def _record(place: str, todo: Any, setting: Setting, found: Found) -> Record | None:
    for name, problem in todo.errors:
        found.lose_part(place, f"{name or 'A line'}: {problem}.")
        todo.pop(name, None)
    if "RECURRENCE-ID" in todo:  # one moved occurrence; the series is a row of its own
        return None
    status = _text(todo, "STATUS").upper()
    due = found.part(place, partial(_due, setting), todo)
    parents = [
        str(one) for one in _listed(todo, "RELATED-TO")
        if one.params.get("RELTYPE", "PARENT").upper() == "PARENT"
    ]  # fmt: skip
    done = status in {"COMPLETED", "CANCELLED"} or "COMPLETED" in todo
    return Record(
        place=place,
        key=_text(todo, "UID"),
        title=_text(todo, "SUMMARY"),
        description=_text(todo, "DESCRIPTION"),
        priority=_priority(_text(todo, "PRIORITY")),
        due=due,
        recurrence=found.part(place, _rule, todo) if due else None,
        reminders=tuple(
            one
            for alarm in todo.walk("VALARM")
            if (one := found.part(place, partial(_reminder, setting, due), alarm)) is not None
        ),
        project=_text(todo, _PROJECT),
        tags=tuple(str(tag) for one in _listed(todo, "CATEGORIES") for tag in one.cats),
        parent=parents[0] if parents else "",
        comments=tuple(str(text) for text in _listed(todo, "COMMENT")),
        created_at=_instant(todo, "CREATED", setting),
        completed_at=(_instant(todo, "COMPLETED", setting) or setting.now) if done else None,
    )


def _listed(todo: Any, name: str) -> list[Any]:
    found = todo.get(name, [])
    return found if isinstance(found, list) else [found]


def _text(todo: Any, name: str) -> str:
    return "\n".join(str(one) for one in _listed(todo, name))


def _priority(text: str) -> int:
    """RFC 5545, section 3.8.1.9: 1 to 4 is high, 5 medium, 6 to 9 low, 0 undefined."""
    number = int(text) if text.isdecimal() else 0
    return PRIORITY_NONE if number == 0 else 1 if number < 5 else 2 if number == 5 else 3  # noqa: PLR2004 -- the RFC's numbers


def _due(setting: Setting, todo: Any) -> Due | None:
    """DUE, or DTSTART with DURATION, or DTSTART alone."""
    if "DUE" in todo:
        return _moment(todo["DUE"].dt, setting)
    if "DTSTART" not in todo:
        return None
    start = todo["DTSTART"].dt
    return _moment(start + todo["DURATION"].dt if "DURATION" in todo else start, setting)


def _moment(value: date, setting: Setting) -> Due:
    """In the zone that the calendar names; what names none floats, and is in the caller's."""
    if not isinstance(value, datetime):
        return DueDate(value)
    key = getattr(value.tzinfo, "key", "")
    if value.tzinfo is None or key in ("", "UTC"):
        return setting.at(value)
    local = value.replace(tzinfo=None, microsecond=0, fold=0)
    return DueTime(local, check_zone(key), value.fold)


def _instant(todo: Any, name: str, setting: Setting) -> datetime | None:
    if name not in todo:
        return None
    due = _moment(todo[name].dt, setting)
    return due.at if isinstance(due, DueTime) else None


def _rule(todo: Any) -> Recurrence | None:
    found = _listed(todo, "RRULE")
    if not found:
        return None
    basis: Basis = "completion" if _text(todo, _BASIS).upper() == "COMPLETION" else "schedule"
    return Recurrence(check_rule(found[0].to_ical().decode()), basis)


def _reminder(setting: Setting, due: Due | None, alarm: Any) -> Reminder:
    """An alarm as a reminder: an instant, so long before the due time, or a time of a day before."""
    trigger = alarm["TRIGGER"].dt if "TRIGGER" in alarm else None
    if isinstance(trigger, datetime):
        return setting.at(trigger)
    if isinstance(trigger, timedelta) and trigger < timedelta(1) and isinstance(due, DueDate):
        minutes = trigger.seconds // 60
        return OnDay(-trigger.days, time(minutes // 60, minutes % 60))
    if not isinstance(trigger, timedelta) or trigger > timedelta(0):
        raise InvalidError.of("reminders", "An alarm in it isn't before the due time.")
    return Before(int(-trigger.total_seconds() // 60))


def write_ics(
    tasks: Iterable[Task], names: Names, *, now: datetime, kind: Kind = "todo", title: str = ""
) -> bytes:
    """A calendar of these tasks. As events only those that are due are there."""
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    if title:
        calendar.add("X-WR-CALNAME", title)
    for task in tasks:
        if kind == "todo":
            calendar.add_component(_todo(task, names, now))
        elif task.due is not None:
            calendar.add_component(_event(task, task.due, names, now))
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text


def _todo(task: Task, names: Names, now: datetime) -> Todo:
    todo = Todo()
    _describe(todo, task, names, now)
    todo.add("STATUS", "COMPLETED" if task.is_done else "NEEDS-ACTION")
    if task.completed_at:
        todo.add("COMPLETED", task.completed_at)
    if task.priority != PRIORITY_NONE:
        todo.add("PRIORITY", _TO_PRIORITY[task.priority])
    _add_timing(todo, task)
    if (parent := names.tasks.get(task.parent_id or "")) is not None:
        todo.add("RELATED-TO", f"{parent.id}{OURS}")
    if task.project_id:
        todo.add(_PROJECT, names.project(task))
    return todo


def _add_timing(todo: Todo, task: Task) -> None:
    if task.due is not None:
        todo.add("DUE", _value(task.due))
    if task.due is not None and task.recurrence is not None:
        # What repeats needs a start (section 3.6.2), and it is due when it begins.
        todo.add("DTSTART", _value(task.due))
        if task.recurrence.basis == "completion":
            todo.add(_BASIS, "COMPLETION")
    for reminder in task.reminders:
        todo.add_component(_alarm(reminder, task))


def _alarm(reminder: Reminder, task: Task) -> Alarm:
    """At an instant; or so far from the due time, or from the beginning of the day that it's due on."""
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", task.title)
    if isinstance(reminder, DueTime) or task.due is None:
        alarm.add("TRIGGER", moment(reminder, None), parameters={"VALUE": "DATE-TIME"})
        return alarm
    start = datetime.combine(task.due.on, time()) if isinstance(task.due, DueDate) else task.due.at
    at = cast("datetime", moment(reminder, task.due))
    alarm.add("TRIGGER", at - start, parameters={"RELATED": "END"})
    return alarm


def _event(task: Task, due: Due, names: Names, now: datetime) -> Event:
    event = Event()
    _describe(event, task, names, now)
    event.add("DTSTART", _value(due))
    event.add("TRANSP", "TRANSPARENT")  # a task that is due makes nobody busy
    return event


def _describe(component: Component, task: Task, names: Names, now: datetime) -> None:
    component.add("UID", f"{task.id}{OURS}")
    component.add("DTSTAMP", now.astimezone(UTC))
    component.add("CREATED", task.created_at)
    component.add("LAST-MODIFIED", task.updated_at)
    component.add("SUMMARY", task.title)
    if task.description:
        component.add("DESCRIPTION", task.description)
    if tags := names.tags_of(task):
        component.add("CATEGORIES", tags)
    if task.recurrence is not None:
        component.add("RRULE", vRecur.from_ical(task.recurrence.rule))


def _value(due: Due) -> date:
    if isinstance(due, DueDate):
        return due.on
    return due.at.astimezone(ZoneInfo(due.zone))
