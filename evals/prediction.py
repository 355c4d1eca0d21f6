"""What the program makes of a row, in the form that the scorer of the kit takes (README.md of the kit)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from watchbill.domain.due import Due, DueDate
from watchbill.language import intent
from watchbill.language.date import Reading, read
from watchbill.language.quick_add import parse
from watchbill.language.understand import understand

Row = dict[str, Any]
_ZONE = "UTC"
_SAID = intent.Moment(datetime(2026, 11, 25, 10, tzinfo=UTC), _ZONE)


def predict(row: Row) -> Row:
    """The prediction for a row of any family."""
    return {"id": row["id"], **_FAMILIES[row["family"]](row)}


def _date(row: Row) -> Row:
    reading = read(row["text"], now=datetime.fromisoformat(row["reference"]), zone=_ZONE)
    if reading.recurrence:
        return _recurrence(reading)
    if reading.due and reading.end:
        return {"kind": "interval", "from": _wall(reading.due), "to": _wall(reading.end)}
    return _value(reading.due) or {"kind": "none"}


def _recurrence(reading: Reading) -> Row:
    found: Row = {"kind": "recurrence", "rrule": reading.recurrence and reading.recurrence.rule}
    if reading.due and not isinstance(reading.due, DueDate):
        found["time"] = f"{reading.due.local:%H:%M}"
    if reading.starts:
        found["starts"] = reading.starts.isoformat()
    return found


def _value(due: Due | None) -> Row | None:
    if due is None:
        return None
    if isinstance(due, DueDate):
        return {"kind": "date", "date": due.on.isoformat()}
    return {"kind": "datetime", "at": _wall(due)}


def _wall(due: Due) -> str:
    if isinstance(due, DueDate):
        return f"{due.on.isoformat()}T00:00"
    return f"{due.local:%Y-%m-%dT%H:%M}"


def _quick_add(row: Row) -> Row:
    task = parse(row["text"], now=datetime.fromisoformat(row["reference"]), zone=_ZONE)
    return {
        "title": task.title,
        "due": _value(task.due),
        "tags": list(task.tags),
        "project": task.project,
        "priority": task.priority,
        "recurrence": task.recurrence.rule if task.recurrence else None,
    }


def _intent(row: Row) -> Row:
    meant = understand(row["text"], _SAID)
    found: Row = {"intent": _name(meant)}
    if isinstance(meant, intent.Add) and len(meant.items) == 1:
        found["slots"] = {"title": meant.items[0].line}
    return found


def _name(meant: intent.Intent) -> str:
    if isinstance(meant, intent.Do):
        return {"complete": "complete", "delete": "delete"}.get(meant.act, "update")
    if isinstance(meant, intent.Add) and not meant.is_sure:
        return "none"  # it asks before it adds
    if isinstance(meant, intent.TurnBack) and meant.is_of_talk:
        return "none"  # no conversation goes before a row, so there is nothing to take back
    if isinstance(meant, intent.Update) and meant.otherwise:
        return "add"  # on a list that has no such task
    if isinstance(meant, intent.KeepProject) and meant.act != "make":
        return "update"
    names: dict[type, str] = {
        intent.Add: "add",
        intent.View: "view",
        intent.History: "view",
        intent.Update: "update",
        intent.TurnBack: "update",
        intent.Wait: "update",
        intent.Swap: "update",
        intent.Split: "add",
        intent.More: "view",
        intent.KeepProject: "add",
        intent.ViewProjects: "view",
    }
    return names.get(type(meant), "none")


_FAMILIES: dict[str, Callable[[Row], Row]] = {
    "datetime": _date,
    "quickadd": _quick_add,
    "intent": _intent,
}
