"""From what callers say of tasks to field values: names looked up, times read, tags made where they are new."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from watchbill.domain import tag as tag_rules
from watchbill.domain import task as rules
from watchbill.domain import tree
from watchbill.domain.due import Due
from watchbill.domain.errors import InvalidError
from watchbill.domain.operation import Operation
from watchbill.domain.query import KEEP, TaskPatch
from watchbill.domain.recurrence import Recurrence, begin, describe, restart
from watchbill.domain.reminder import Reminder, check_due
from watchbill.domain.task import Task
from watchbill.services import placing
from watchbill.services.lookup import find_project, find_task, find_tasks
from watchbill.services.making import Making
from watchbill.services.meaning import Meanings
from watchbill.storage.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """A task to add, in the caller's words. `subtasks` are added with it, under it.

    `text` is a line of quick-add instead of a title; what else is given goes before what it says.
    `makes_project`: a project that isn't there is made, unless its name is nearly that of another.
    """

    title: str = ""
    text: str | None = None
    description: str = ""
    priority: int | None = None
    due: str | None = None
    recurrence: str | None = None
    project: str | None = None
    parent: str | None = None
    tags: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ()
    subtasks: tuple["TaskDraft", ...] = ()
    makes_project: bool = False


class Drafting:
    """One transaction's reading of what the caller says. `made` are the tags and projects that have to be there first.

    `words` says, by field, what the ids of the last patch stand for.
    """

    def __init__(self, tx: Transaction, meanings: Meanings) -> None:
        self._tx = tx
        self._now = meanings.now
        self._meanings = meanings
        self._making = Making(tx, meanings.now)
        self.words: dict[str, str] = {}

    @property
    def made(self) -> list[Operation]:
        return self._making.made

    def add(self, draft: TaskDraft, parents: Sequence[Task] = ()) -> Iterator[Operation]:
        """The task of a draft and those under it. `parents` are those above, nearest first."""
        if draft.parent is not None:
            parents = self._tx.relations.ancestors(find_task(self._tx, draft.parent).id)
        if parents:
            tree.check_parent(None, parents, height=1)
        made = rules.add(self._drafted(draft, parents), ref=self._tx.next_ref(), now=self._now)
        yield made
        task = rules.from_fields(made.id, made.after or {}, version=0, updated_at=self._now)
        for subtask in draft.subtasks:
            yield from self.add(subtask, (task, *parents))

    def _drafted(self, draft: TaskDraft, parents: Sequence[Task]) -> dict[str, Any]:
        values: dict[str, Any] = {
            "title": draft.title,
            "description": draft.description,
            "tags": self.tags(draft.tags),
            "blocked_by": _ids(find_tasks(self._tx, draft.blocked_by) if draft.blocked_by else ()),
            "project_id": self._project_of(draft, parents),
            "parent_id": parents[0].id if parents else None,
        }
        if draft.priority is not None:
            values["priority"] = draft.priority
        return values | self._first_times(draft)

    def _first_times(self, draft: TaskDraft) -> dict[str, Any]:
        due = None if draft.due is None else self._meanings.due(draft.due)
        repeating: dict[str, Any] = {}
        if draft.recurrence is not None:
            said = self._meanings.repetition(draft.recurrence)
            due = said.begin(due)
            repeating = _recurring(said.recurrence, due)
        return {"due": due, "reminders": self._reminders(draft.reminders, due)} | repeating

    def patch(self, task: Task, patch: TaskPatch, along: Collection[str] = ()) -> dict[str, Any]:
        """The field values that a patch gives this task. `along`: the ids of those whose parents get the same patch."""
        places = self._places(task, patch, is_along=task.id in along)
        values = {**_texts(task, patch), **self._times(task, patch), **places}
        if patch.priority is not None:
            values["priority"] = patch.priority
        if (tags := self._patched_tags(task, patch)) is not None:
            values["tags"] = tags
        if patch.blocked_by is not None:
            values["blocked_by"] = self._blockers(task, patch.blocked_by)
        if (reminders := self._patched_reminders(task, patch, values)) is not None:
            values["reminders"] = reminders
        if patch.place is not None:
            values["position"] = placing.position(self._tx, task, patch.place)
        return values

    def _times(self, task: Task, patch: TaskPatch) -> dict[str, Any]:
        values: dict[str, Any] = {}
        due = task.due
        if patch.due is not KEEP:
            due = values["due"] = None if patch.due is None else self._meanings.due(patch.due)
        if patch.recurrence is None:
            return values | _recurring(None, due)
        wanted = task.recurrence
        if patch.recurrence is not KEEP:
            said = self._meanings.repetition(patch.recurrence)
            wanted = said.recurrence
            self.words["recurrence"] = describe(wanted)
            begun = said.begin_anew(due) if patch.due is KEEP else said.begin(due)
            if begun != due:
                due = values["due"] = begun
        if wanted != task.recurrence:
            return values | _recurring(wanted, due)
        return values | _moved(task, due, is_for_later="due" in values and patch.scope == "later")

    def _patched_reminders(
        self, task: Task, patch: TaskPatch, values: Mapping[str, Any]
    ) -> tuple[Reminder, ...] | None:
        if patch.reminders is None and not patch.add_reminders and not patch.remove_reminders:
            return None
        due = values.get("due", task.due)
        kept = task.reminders if patch.reminders is None else self._reminders(patch.reminders, due)
        removed = {one for text in patch.remove_reminders for one in self._read(text, due)}
        found = (*kept, *self._reminders(patch.add_reminders, due))
        return tuple(one for one in found if one not in removed)

    def _reminders(self, texts: Sequence[str], due: Due | None) -> tuple[Reminder, ...]:
        found = tuple(one for text in texts for one in self._read(text, due))
        check_due(found, due)
        return found

    def _read(self, text: str, due: Due | None) -> tuple[Reminder, ...]:
        return self._meanings.reminders(text, due)

    def _places(self, task: Task, patch: TaskPatch, *, is_along: bool) -> dict[str, Any]:
        values: dict[str, Any] = {}
        parents: Sequence[Task] = ()
        if isinstance(patch.parent, str):
            parents = self._tx.relations.ancestors(find_task(self._tx, patch.parent).id)
            tree.check_parent(task, parents, height=placing.height(self._tx, task))
            self.words["parent_id"] = parents[0].name
        if patch.parent is not KEEP:
            values["parent_id"] = parents[0].id if parents else None
        elif task.parent_id is not None and patch.project is not KEEP and not is_along:
            parents = self._tx.relations.ancestors(task.parent_id)
        if patch.project is not KEEP or parents:
            project = None if patch.project is KEEP else patch.project
            values["project_id"] = self._project_under(project, parents)
        return values

    def _project_of(self, draft: TaskDraft, parents: Sequence[Task]) -> str | None:
        if draft.project is None or not draft.makes_project:
            return self._project_under(draft.project, parents)
        return _under(self._making.project(draft.project), parents)

    def _project_under(self, project: str | None, parents: Sequence[Task]) -> str | None:
        found = None if project is None else find_project(self._tx, project)
        self.words["project_id"] = f"project “{found.name}”" if found else "the Inbox"
        if project is None and parents:
            return parents[0].project_id
        return _under(None if found is None else found.id, parents)

    def _patched_tags(self, task: Task, patch: TaskPatch) -> tuple[str, ...] | None:
        if patch.tags is None and not patch.add_tags and not patch.remove_tags:
            return None
        kept = set(task.tags if patch.tags is None else self.tags(patch.tags))
        kept |= set(self.tags(patch.add_tags))
        return _limited(tuple(sorted(kept - self._known_tags(patch.remove_tags))))

    def _known_tags(self, names: Sequence[str]) -> set[str]:
        """The ids of those tags that there are: what isn't there needs no taking off."""
        plain = [name.strip().removeprefix("#") for name in names]
        return {tag.id for tag in self._tx.tags.by_name(plain).values()} | set(
            self._tx.tags.by_id(plain)
        )

    def tags(self, names: Sequence[str]) -> tuple[str, ...]:
        """The ids of these tags; those that aren't there are made. A tag may be named by its id, too."""
        return _limited(self._making.tags(names))

    def _blockers(self, task: Task, names: Sequence[str]) -> tuple[str, ...]:
        blockers = find_tasks(self._tx, names) if names else ()
        waits = self._tx.relations.waits([blocker.id for blocker in blockers])
        tree.check_blockers(task, blockers, waits)
        return _ids(blockers)


def _under(project_id: str | None, parents: Sequence[Task]) -> str | None:
    """The project, for a task with these parents: a subtask is where its parent is."""
    if parents and project_id != parents[0].project_id:
        raise InvalidError.of(
            "project",
            f"A subtask is where its parent {parents[0].name} is.",
            hint="Leave the project out, move the parent, or take the parent away too.",
        )
    return project_id


def _limited(tags: tuple[str, ...]) -> tuple[str, ...]:
    if len(tags) > tag_rules.TAGS_MAX:
        raise InvalidError.of(
            "tags", f"{len(tags)} tags; {tag_rules.TAGS_MAX} is the most.", hint="Name fewer."
        )
    return tags


def _ids(tasks: Sequence[Task]) -> tuple[str, ...]:
    return tuple(sorted(task.id for task in tasks))


def _texts(task: Task, patch: TaskPatch) -> Mapping[str, str]:
    values: dict[str, str] = {}
    if patch.title is not None:
        values["title"] = patch.title
    if patch.description is not None:
        values["description"] = patch.description
    if patch.append is not None:
        start = values.get("description", task.description)
        values["description"] = f"{start}\n{patch.append}" if start else patch.append
    return values


def _recurring(recurrence: Recurrence | None, due: Due | None) -> dict[str, Any]:
    """The recurrence with a series of its own, which starts with this one."""
    if recurrence is None:
        return {"recurrence": None, "occurrence": None, "template": None}
    if due is None:
        raise InvalidError.of(
            "recurrence",
            "What repeats needs a due date, from which the repetition counts.",
            hint="Give due as well.",
        )
    occurrence = begin(recurrence, due, series=str(uuid.uuid4()))
    return {"recurrence": recurrence, "occurrence": occurrence}


def _moved(task: Task, due: Due | None, *, is_for_later: bool) -> dict[str, Any]:
    """The place in its series of a task that is due then: the same, unless all later ones move with it."""
    if task.recurrence is None or task.occurrence is None:
        return {}
    if due is None:
        raise InvalidError.of(
            "due",
            f"{task.name} repeats, so it needs a due date.",
            hint="Take the recurrence away too, or give another date.",
        )
    if not is_for_later or due == task.occurrence.slot:
        return {}
    series = str(uuid.uuid4())
    recurrence, occurrence = restart(task.recurrence, task.occurrence, due, series=series)
    return {"recurrence": recurrence, "occurrence": occurrence}
