"""Watchbill's own export: everything of a workspace with its journal, as one JSON document, and back.

Read into a workspace that has tasks, it is an import like any other. Into an empty one the journal itself is replayed (`restoring`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from watchbill.domain import comment, project, saved_filter, tag, task
from watchbill.domain.editing import content
from watchbill.domain.errors import InvalidError
from watchbill.domain.instant import from_text, to_text
from watchbill.domain.operation import Actor, Change, Operation
from watchbill.domain.task import Task, from_fields
from watchbill.services.transfer.record import (
    OURS,
    ForeignModel,
    Found,
    ProjectRecord,
    Record,
    Setting,
    not_of_format,
)

FORMAT = "watchbill-export-1"
_START = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class _Named(ForeignModel):
    id: str
    name: str
    colour: str | None = None
    archived_at: str | None = None


class _Comment(ForeignModel):
    task_id: str
    text: str


class _Export(ForeignModel):
    format: str
    tasks: tuple[Any, ...]
    projects: tuple[_Named, ...] = ()
    tags: tuple[_Named, ...] = ()
    comments: tuple[_Comment, ...] = ()


def write_native(
    *, head: Mapping[str, Any], parts: Mapping[str, Iterable[Mapping[str, Any]]]
) -> Iterator[str]:
    """The document, piece by piece: its head, then a list for each noun, a line for each thing."""
    yield json.dumps({"format": FORMAT, **head}, ensure_ascii=False)[:-1]
    for name, rows in parts.items():
        yield f',\n"{name}": ['
        mark = "\n"
        for row in rows:
            yield mark + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            mark = ",\n"
        yield "\n]"
    yield "}\n"


def thing_to_json(noun: str, thing: Any) -> dict[str, Any]:
    """A thing's content with its id, as operations hold it."""
    return {"id": thing.id, **content(thing, _FIELDS[noun])}


_FIELDS: Mapping[str, tuple[str, ...]] = {
    task.NOUN: task.FIELDS,
    project.NOUN: project.FIELDS,
    tag.NOUN: tag.FIELDS,
    comment.NOUN: comment.FIELDS,
    saved_filter.NOUN: saved_filter.FIELDS,
}


def change_to_json(change: Change) -> dict[str, Any]:
    """A change as the journal has it: all that its hash covers, and the hash."""
    return {
        "number": change.number,
        "at": to_text(change.at),
        "actor": str(change.actor),
        "sentence": change.sentence,
        "operations": [
            {"noun": op.noun, "id": op.id, "before": op.before, "after": op.after}
            for op in change.operations
        ],
        "undoes": list(change.undoes),
        "run": change.run,
        "client": change.client,
        "on_behalf_of": change.on_behalf_of,
        "proposal": change.proposal,
        "accepted_by": change.accepted_by and str(change.accepted_by),
        "note": change.note,
        "request_key": change.request_key,
        "request_digest": change.request_digest,
        "hash": change.hash,
        "salt": change.salt,
        "leaves": change.leaves,
    }


def change_from_json(row: Mapping[str, Any]) -> Change:
    """The reverse of `change_to_json`. Raises INVALID_FILE for what isn't one."""
    try:
        return Change(
            **{
                **row,
                "at": from_text(row["at"]),
                "actor": Actor.parse(row["actor"]),
                "accepted_by": row.get("accepted_by") and Actor.parse(row["accepted_by"]),
                "operations": tuple(Operation(**operation) for operation in row["operations"]),
                "undoes": tuple(row["undoes"]),
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise not_of_format("Watchbill's export", "a change in it can't be read") from None


def parsed(data: bytes) -> dict[str, Any]:
    """The document. Raises INVALID_FILE when it isn't one of ours."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise not_of_format("Watchbill's export", str(error)) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise not_of_format("Watchbill's export", f"its format isn't {FORMAT}")
    return document


def read_native(data: bytes, setting: Setting) -> Found:
    """The tasks outside the trash, with projects, tags and comments."""
    export = _Export.of(parsed(data))
    found = Found()
    projects = {one.id: one for one in export.projects}
    tags = {one.id: one.name for one in export.tags}
    comments: dict[str, list[str]] = {}
    for one in export.comments:
        comments.setdefault(one.task_id, []).append(one.text)
    for each in projects.values():
        found.projects.append(
            ProjectRecord(each.name, each.colour, is_archived=each.archived_at is not None)
        )

    def make(place: str, row: Any) -> Record | None:
        one = _task(row)
        if one.is_deleted:
            return None
        named = projects.get(one.project_id or "")
        return Record(
            place=place,
            key=f"{one.id}{OURS}",
            title=one.title,
            description=one.description,
            priority=one.priority,
            due=one.due,
            recurrence=one.recurrence,
            reminders=one.reminders,
            project=named.name if named else "",
            tags=tuple(tags[id] for id in one.tags if id in tags),
            parent=f"{one.parent_id}{OURS}" if one.parent_id else "",
            blocked_by=tuple(f"{id}{OURS}" for id in one.blocked_by),
            comments=tuple(comments.get(one.id, ())),
            created_at=one.created_at,
            completed_at=one.completed_at,
        )

    found.each(((f"tasks[{index}]", row) for index, row in enumerate(export.tasks)), make)
    return found


def _task(row: Any) -> Task:
    try:
        fields = {name: value for name, value in row.items() if name != "id"}
        return from_fields(str(row["id"]), fields, version=0, updated_at=_START)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InvalidError.of("file", "This is no task of an export.") from None
