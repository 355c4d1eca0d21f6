"""A workspace as it was right after one of its changes.

What has been written since comes from the journal, all else from the rows: the work grows with the changes since then, and neither
with the content nor with the journal before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from watchbill.domain import project, saved_filter, tag
from watchbill.domain.editing import content
from watchbill.domain.field import from_json
from watchbill.domain.project import Project
from watchbill.domain.reference import title_key
from watchbill.domain.rewinding import Rewinding
from watchbill.domain.saved_filter import SavedFilter
from watchbill.domain.tag import Tag
from watchbill.storage.past_task import PastTasks
from watchbill.storage.transaction import Reader
from watchbill.storage.vocabulary import Vocabulary

Thing = TypeVar("Thing", Project, Tag, SavedFilter)


class Past:
    """One workspace after the change `number`, 0 for before the first."""

    def __init__(self, reader: Reader, number: int) -> None:
        self._reader = reader
        self._number = number

    @cached_property
    def tasks(self) -> PastTasks:
        reader = self._reader
        return PastTasks(reader.connection, reader.workspace_id, self._number, self._since)

    @cached_property
    def projects(self) -> "PastNamed[Project]":
        now = self._reader.projects.all(archived=True)
        return self._named(project.NOUN, project.FIELDS, Project, now)

    @cached_property
    def tags(self) -> "PastNamed[Tag]":
        now = self._reader.tags.all(archived=True)
        return self._named(tag.NOUN, tag.FIELDS, Tag, now)

    @cached_property
    def filters(self) -> "PastNamed[SavedFilter]":
        now = self._reader.filters.all()
        return self._named(saved_filter.NOUN, saved_filter.FIELDS, SavedFilter, now)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        reader = self._reader
        return Vocabulary(reader.connection, reader.workspace_id, until=self._number)

    @cached_property
    def _since(self) -> Rewinding:
        rewinding = Rewinding()
        for operation in self._reader.changes.operations_since(self._number):
            rewinding.add(operation)
        return rewinding

    def _named(
        self,
        noun: str,
        names: Sequence[str],
        make: Callable[..., Thing],
        now: Iterable[Thing],
    ) -> "PastNamed[Thing]":
        rows = {thing.id: thing for thing in now}
        written = self._since.ids(noun)
        stamps = self._reader.changes.stamps(written, until=self._number) if written else {}
        found = {id: thing for id, thing in rows.items() if not self._since.has(noun, id)}
        for id in written:
            fields = self._since.fields(noun, id, content(rows[id], names) if id in rows else None)
            values = {name: from_json(name, value) for name, value in (fields or {}).items()}
            stamp = stamps[id]
            found[id] = make(id=id, **values, version=stamp.number, updated_at=stamp.at)
        return PastNamed(found)


class PastNamed(Generic[Thing]):
    """The things of a noun with names, as they were."""

    def __init__(self, things: Mapping[str, Thing]) -> None:
        self._things: Mapping[str, Thing] = things

    def by_id(self, ids: Iterable[str]) -> dict[str, Thing]:
        return {id: self._things[id] for id in ids if id in self._things}

    def by_name(self, names: Iterable[str]) -> dict[str, Thing]:
        """Those of these names, case and spaces aside; by the key of the name."""
        keys = {title_key(name) for name in names}
        return {
            title_key(thing.name): thing
            for thing in self._things.values()
            if title_key(thing.name) in keys
        }

    def all(self) -> tuple[Thing, ...]:
        """Those that aren't archived, by name."""
        kept = (one for one in self._things.values() if not getattr(one, "archived_at", None))
        return tuple(sorted(kept, key=lambda one: title_key(one.name)))
