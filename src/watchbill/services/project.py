"""What people and agents do with projects."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from watchbill.domain import position
from watchbill.domain import project as rules
from watchbill.domain import task as task_rules
from watchbill.domain.due import day_bounds
from watchbill.domain.errors import InvalidError, TooLargeError
from watchbill.domain.project import Project
from watchbill.domain.tag import Tag
from watchbill.services import named
from watchbill.services.caller import Caller
from watchbill.services.lookup import find_project
from watchbill.services.meaning import today
from watchbill.services.named import NamedPatch
from watchbill.services.writing import PLAIN, Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.counting import Count, Counts, Day
from watchbill.storage.database import Database
from watchbill.storage.transaction import Reader, Transaction

__all__ = ["Count", "Overview", "ProjectPatch", "ProjectService"]

TASKS_MAX = 1_000
"""With how many tasks a project can still be deleted at once."""
_NONE = Count()


@dataclass(frozen=True, slots=True)
class Overview:
    """The Inbox, every project in its order, and every tag by name, each with its counts."""

    inbox: Count
    projects: tuple[tuple[Project, Count], ...]
    tags: tuple[tuple[Tag, Count], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPatch(NamedPatch):
    """The fields to change; `after` is the project to stand behind."""

    after: str | None = None


class ProjectService:
    """Every method is one transaction; every write is one change with a receipt, whose subject is the project."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._writer = Writer(database, clock)

    def view(self, caller: Caller, *, archived: bool = False) -> Overview:
        """The overview, by the caller's day; with `archived`, those projects and tags too."""
        caller.require("tasks:read")
        now = self._clock()
        on = today(now, caller.zone)
        day = Day(on, *day_bounds(on, caller.zone), now)
        with self._database.read(caller.workspace_id) as reader:
            counts = Counts(reader.connection, reader.workspace_id, day)
            by_project, by_tag = counts.by_project(), counts.by_tag()
            return Overview(
                inbox=by_project.get(None, _NONE),
                projects=tuple(
                    (one, by_project.get(one.id, _NONE))
                    for one in reader.projects.all(archived=archived)
                ),
                tags=tuple(
                    (one, by_tag.get(one.id, _NONE)) for one in reader.tags.all(archived=archived)
                ),
            )

    def find(self, caller: Caller, name: str) -> Project:
        """The project so called. Raises PROJECT_NOT_FOUND, also for the Inbox, which has no content of its own."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return _real(reader, name)

    def add(
        self, caller: Caller, name: str, patch: ProjectPatch, options: WriteOptions = PLAIN
    ) -> Receipt:
        """Add a project, after all others. Raises CONFLICT when one has that name."""
        caller.require("tasks:write")

        def decide(tx: Transaction, now: datetime) -> Decision:
            _check_free(tx, rules.check_project_name(name), None)
            last = tx.projects.last_position()
            values = {"name": name, **patch.values(None, now)}
            made = rules.add(values, position=position.between(last, ""), now=now)
            said = f"Added the project “{(made.after or {})['name']}”"
            return Decision(said, (made,), subject=(rules.NOUN, made.id))

        return self._write(caller, "add_project", name, patch, options)(decide)

    def update(
        self, caller: Caller, name: str, patch: ProjectPatch, options: WriteOptions = PLAIN
    ) -> Receipt:
        """Change just the fields that the patch names."""
        caller.require("tasks:write")
        patch.require_some()

        def decide(tx: Transaction, now: datetime) -> Decision:
            project = _real(tx, name)
            values = patch.values(project, now)
            if "name" in values:
                _check_free(tx, rules.check_project_name(values["name"]), project)
            if patch.after is not None:
                values["position"] = _position(tx, project, patch.after)
            made = rules.edit(project, values)
            return Decision(
                named.said(rules.NOUN, project, made), made, subject=(rules.NOUN, project.id)
            )

        return self._write(caller, "update_project", name, patch, options)(decide)

    def delete(self, caller: Caller, name: str, options: WriteOptions = PLAIN) -> Receipt:
        """Take a project away; its tasks go to the trash, and come back with undo. Raises TOO_LARGE over 1,000 tasks."""
        caller.require("tasks:write")

        def decide(tx: Transaction, now: datetime) -> Decision:
            project = _real(tx, name)
            tasks = tx.tasks.of_project(project.id, limit=TASKS_MAX + 1)
            if len(tasks) > TASKS_MAX:
                raise TooLargeError(
                    f"The project “{project.name}” has over {TASKS_MAX} tasks.",
                    hint="Archive it instead, or delete its tasks first.",
                )
            kept = [task for task in tasks if not task.is_deleted]
            said = f"Deleted the project “{project.name}”"
            if kept:
                said += f" and its {len(kept)} task{'s' if len(kept) > 1 else ''}"
            trashed = tuple(op for task in kept for op in task_rules.delete(task, now=now))
            removed = rules.remove(project)
            return Decision(said, (*trashed, removed), gone=(rules.NOUN, project.id))

        return self._write(caller, "delete_project", name, ProjectPatch(), options)(decide)

    def _write(
        self, caller: Caller, verb: str, name: str, patch: ProjectPatch, options: WriteOptions
    ) -> Callable[[Callable[[Transaction, datetime], Decision]], Receipt]:
        body = {verb: name, "patch": asdict(patch)}
        return lambda decide: self._writer.write(caller, decide, body=body, options=options)


def _real(reader: Reader, name: str) -> Project:
    project = find_project(reader, name)
    if project is None:
        raise InvalidError.of("project", "The Inbox stays as it is.", hint="Name another project.")
    return project


def _position(tx: Transaction, project: Project, after: str) -> str:
    """The place behind the project `after`; the Inbox is before all."""
    others = [one for one in tx.projects.all(archived=True) if one.id != project.id]
    anchor = find_project(tx, after)
    if anchor is not None and anchor.id == project.id:
        return project.position
    places = ["", *(one.position for one in others), ""]
    at = places.index(anchor.position) if anchor else 0
    return position.between(places[at], places[at + 1])


def _check_free(reader: Reader, name: str, project: Project | None) -> None:
    named.check_free(rules.NOUN, reader.projects.by_name([name]).values(), project)
