"""From what was read of a file to operations: what is there already is left alone, projects and tags that are new are made."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from watchbill.domain import comment as comment_rules
from watchbill.domain import position
from watchbill.domain import project as project_rules
from watchbill.domain import tag as tag_rules
from watchbill.domain import task as rules
from watchbill.domain.errors import InvalidError
from watchbill.domain.operation import Operation
from watchbill.domain.recurrence import begin
from watchbill.domain.reference import title_key
from watchbill.domain.reminder import MOST as REMINDERS_MAX
from watchbill.domain.reminder import Reminder, is_relative
from watchbill.services.transfer import outline
from watchbill.services.transfer.record import OURS, Found, ProjectRecord, Record
from watchbill.storage.transaction import Transaction

Thing = TypeVar("Thing")
_NAMESPACE = uuid.UUID("5b0c4c0e-2a36-4f2c-9a39-6f0a3f6f0d51")
_STEP = 500


@dataclass(slots=True)
class Arrival:
    """What an import does. `skipped`: records whose task is here already, by an earlier import of the same file."""

    operations: list[Operation] = field(default_factory=list)
    task_ids: list[str] = field(default_factory=list)
    skipped: int = 0
    projects: int = 0
    tags: int = 0


class Arriving:
    """One transaction's taking in of a file's records, under ids that the same file gives again."""

    def __init__(
        self, tx: Transaction, found: Found, *, source: str, author: str, now: datetime
    ) -> None:
        self._tx = tx
        self._found = found
        self._author = author
        self._now = now
        self._ids = _ids(found.records, f"{tx.workspace_id}/{source}")
        by_key = {record.key: id for id, record in self._ids.items() if record.key}
        there = _by_steps(tx.tasks.by_id, self._ids)
        self._fresh = {id: record for id, record in self._ids.items() if id not in there}
        under = outline.arrange(self._fresh, by_key, there, tx, found)
        self._parents, self._order = under.parents, under.order
        self._blockers = outline.blockers(self._fresh, by_key, there, found)
        self._projects_of = {id: task.project_id for id, task in there.items()}

    def arrive(self) -> Arrival:
        """The operations of projects, tags, tasks and comments, each after what it refers to."""
        arrival = Arrival(skipped=len(self._ids) - len(self._fresh))
        projects = self._projects(arrival)
        tags = self._tags(arrival)
        for id in self._order:
            record, parent = self._fresh[id], self._parents.get(id)
            project = projects.get(title_key(record.project)) if record.project else None
            self._projects_of[id] = self._projects_of[parent] if parent else project
            arrival.operations += self._task(id, record, parent, tags)
            arrival.task_ids.append(id)
        return arrival

    def _task(
        self, id: str, record: Record, parent: str | None, tags: Mapping[str, str]
    ) -> Iterator[Operation]:
        values: dict[str, Any] = {
            "title": record.title,
            "description": record.description,
            "priority": record.priority,
            "due": record.due,
            "reminders": self._reminders(record),
            "completed_at": record.completed_at,
            "project_id": self._projects_of[id],
            "parent_id": parent,
            "tags": sorted({tags[title_key(name)] for name in _tag_names(record)}),
            "blocked_by": sorted(self._blockers.get(id, ())),
            **self._recurring(id, record),
        }
        if record.created_at:
            values["created_at"] = min(record.created_at, self._now)
        yield rules.add(values, id=id, ref=self._tx.next_ref(), now=self._now)
        for text in record.comments:
            if text.strip():
                cut = text.strip()[: comment_rules.TEXT_MAX]
                yield comment_rules.add(id, cut, author=self._author, now=self._now)

    def _reminders(self, record: Record) -> tuple[Reminder, ...]:
        """Those that have something to count from."""
        kept = [one for one in record.reminders if record.due or not is_relative(one)]
        if len(kept) < len(record.reminders):
            self._found.lose_part(
                record.place, "A reminder counts from a due date that isn't there."
            )
        return tuple(kept[:REMINDERS_MAX])

    def _recurring(self, id: str, record: Record) -> dict[str, Any]:
        """What repeats begins a series here; a rule that can't be met from its date on is told, and left out."""
        if record.recurrence is None or record.due is None or record.completed_at:
            return {}
        try:
            series = str(uuid.uuid5(_NAMESPACE, id))
            occurrence = begin(record.recurrence, record.due, series=series)
        except InvalidError as error:
            self._found.lose_part(record.place, error.message)
            return {}
        return {"recurrence": record.recurrence, "occurrence": occurrence}

    def _projects(self, arrival: Arrival) -> dict[str, str | None]:
        """The id of each project that is named, by the key of its name."""
        wanted = {title_key(one.name): one for one in self._found.projects}
        for record in self._fresh.values():
            wanted.setdefault(title_key(record.project), ProjectRecord(record.project))
        named = {key: one for key, one in wanted.items() if key}
        there = _by_steps(self._tx.projects.by_name, list(named))
        found: dict[str, str | None] = {key: project.id for key, project in there.items()}
        found[title_key(project_rules.INBOX)] = None
        last = self._tx.projects.last_position()
        for key, one in named.items():
            if key not in found:
                last = position.between(last, "")
                made = project_rules.add(_project(one, self._now), position=last, now=self._now)
                arrival.operations.append(made)
                arrival.projects += 1
                found[key] = made.id
        return found

    def _tags(self, arrival: Arrival) -> dict[str, str]:
        """The id of each tag that is on a task, by the key of its name."""
        wanted = {
            title_key(name): name for record in self._fresh.values() for name in _tag_names(record)
        }
        there = _by_steps(self._tx.tags.by_name, list(wanted))
        found = {key: tag.id for key, tag in there.items()}
        for key, name in wanted.items():
            if key not in found:
                made = tag_rules.add({"name": name}, now=self._now)
                arrival.operations.append(made)
                arrival.tags += 1
                found[key] = made.id
        return found


def _project(one: ProjectRecord, now: datetime) -> dict[str, Any]:
    name = " ".join(one.name.split())[: project_rules.NAME_MAX].strip()
    return {
        "name": name,
        "colour": one.colour,
        "archived_at": now if one.is_archived else None,
    }


def _tag_names(record: Record) -> list[str]:
    """The tags of a record as ours can be called, each once."""
    plain = (" ".join(tag.replace(",", " ").replace('"', " ").split()) for tag in record.tags)
    names = (name.lstrip("#")[: tag_rules.NAME_MAX].strip() for name in plain)
    return list({title_key(name): name for name in names if name}.values())[: tag_rules.TAGS_MAX]


def _ids(records: Sequence[Record], source: str) -> dict[str, Record]:
    """Each record under the id that its task has or gets: ours, one made of its key, or one made of what it says."""
    seen: Counter[str] = Counter()
    found: dict[str, Record] = {}
    for record in records:
        name = record.key or _digest(record)
        seen[name] += 1
        again = f"/{seen[name]}" if seen[name] > 1 else ""
        found[
            _own(record.key, again) or str(uuid.uuid5(_NAMESPACE, f"{source}/{name}{again}"))
        ] = record
    return found


def _own(key: str, again: str) -> str | None:
    """The id in a key that we wrote; only the first record with it can be that task."""
    if not key.endswith(OURS) or again:
        return None
    try:
        return str(uuid.UUID(key.removesuffix(OURS)))
    except ValueError:
        return None


def _digest(record: Record) -> str:
    said = (record.title, record.description, str(record.due), record.project, record.parent)
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def _by_steps(
    look_up: Callable[[Sequence[str]], Mapping[str, Thing]], names: Iterable[str]
) -> dict[str, Thing]:
    """A look-up of many names, some at a time: databases take only so many at once."""
    wanted, found = list(names), dict[str, Thing]()
    for start in range(0, len(wanted), _STEP):
        found |= look_up(wanted[start : start + _STEP])
    return found
