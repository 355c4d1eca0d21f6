"""What people and agents do with tasks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from watchbill.domain import sentence
from watchbill.domain import task as rules
from watchbill.domain.due import day_of
from watchbill.domain.errors import InvalidError
from watchbill.domain.names import Names
from watchbill.domain.operation import Operation
from watchbill.domain.query import KEEP, LIMIT_MAX, TaskFilter, TaskPatch
from watchbill.domain.task import Task
from watchbill.services import completion
from watchbill.services.caller import Caller
from watchbill.services.completion import Children
from watchbill.services.drafting import Drafting, TaskDraft
from watchbill.services.lookup import find_tasks, most_of
from watchbill.services.meaning import PLAIN_CUSTOMS, Customs, Meanings
from watchbill.services.moment import look
from watchbill.services.naming import names_of
from watchbill.services.page import NamedPage
from watchbill.services.precondition import check_count, check_patch
from watchbill.services.quick_adding import expand, understand
from watchbill.services.selecting import select
from watchbill.services.several import each
from watchbill.services.trash import kept_below, restore
from watchbill.services.writing import PLAIN, Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction

if TYPE_CHECKING:
    from watchbill.language.quick_add import QuickTask

Decide = Callable[[Task, datetime], tuple[Operation, ...]]
Below = Callable[[Transaction, Sequence[Task]], Sequence[Task]]


class TaskService:
    """Every method is one transaction; every write is one change, all or nothing, with a receipt.

    `names` are what the caller calls the tasks: refs, ids or exact titles.
    Any of them raises TASK_NOT_FOUND or AMBIGUOUS when a name doesn't fit just one task.
    """

    def __init__(
        self, database: Database, clock: Clock, *, customs: Customs = PLAIN_CUSTOMS
    ) -> None:
        self._database = database
        self._clock = clock
        self._customs = customs
        self._writer = Writer(database, clock)

    def view(self, caller: Caller, filter: TaskFilter) -> NamedPage:
        """One page of tasks, with the names of what they refer to."""
        caller.require("tasks:read")
        if not 1 <= filter.limit <= LIMIT_MAX:
            raise InvalidError.of(
                "limit", f"The limit is {filter.limit}.", hint=f"Use 1 to {LIMIT_MAX}."
            )
        with self._database.read(caller.workspace_id) as reader:
            seen = look(reader, filter.as_of, now=self._clock(), zone=caller.zone)
            found = select(seen.view, filter, now=seen.now, zone=caller.zone)
            page = seen.view.tasks.page(found.selection)
            names = names_of(seen.view, page.tasks)
            return NamedPage.of(page, names, found, seen.moment)

    def count(self, caller: Caller, filter: TaskFilter, *, cap: int = 1_000) -> int:
        """How many tasks the filter finds; `cap` stands for “that many or more”."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            seen = look(reader, filter.as_of, now=self._clock(), zone=caller.zone)
            found = select(seen.view, filter, now=seen.now, zone=caller.zone)
            return seen.view.tasks.count(found.selection, cap=cap)

    def find(self, caller: Caller, names: Sequence[str]) -> tuple[Task, ...]:
        """The tasks so called, each once, in the order named."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return find_tasks(reader, names)

    def show(self, caller: Caller, names: Sequence[str], *, as_of: str | None = None) -> NamedPage:
        """The same, with the names of what they refer to; with `as_of`, those so called then, as they were."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            seen = look(reader, as_of, now=self._clock(), zone=caller.zone)
            found = find_tasks(seen.view, names)
            return NamedPage(found, None, names_of(seen.view, found), moment=seen.moment)

    def names(self, caller: Caller, tasks: Sequence[Task]) -> Names:
        """What the ids in these tasks stand for."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return names_of(reader, tasks)

    def understand(self, caller: Caller, text: str) -> "QuickTask":
        """What a line of quick-add says, with the places where it says it; nothing is looked up or written."""
        caller.require("tasks:read")
        return understand(text, Meanings(self._clock(), caller.zone, self._customs))

    def day(self, caller: Caller, text: str) -> date:
        """The day that a date means, in figures or in words, on the caller's calendar. Raises INVALID_DUE."""
        due = Meanings(self._clock(), caller.zone, self._customs).due(text)
        return day_of(due, caller.zone)

    def add(
        self, caller: Caller, drafts: Sequence[TaskDraft], options: WriteOptions = PLAIN
    ) -> Receipt:
        """Add tasks, up to 50 with their subtasks, as one change. Tags that are new are made with them."""
        caller.require("tasks:write")
        check_count(sum(map(_size, drafts)))

        def decide(tx: Transaction, now: datetime) -> Decision:
            meanings = Meanings(now, caller.zone, self._customs)
            wanted = list(each(lambda draft: expand(draft, meanings), drafts))
            check_count(sum(map(_size, wanted)))
            drafting = Drafting(tx, meanings)
            made = tuple(
                op for added in each(lambda one: tuple(drafting.add(one)), wanted) for op in added
            )
            tasks = [
                rules.from_fields(op.id, op.after or {}, version=0, updated_at=now) for op in made
            ]
            operations = (*drafting.made, *made)
            return Decision(sentence.added(tasks), operations, [op.id for op in made])

        body = {"add": [asdict(draft) for draft in drafts]}
        return self._writer.write(caller, decide, body=body, options=options)

    def update(
        self,
        caller: Caller,
        names: Sequence[str],
        patch: TaskPatch,
        options: WriteOptions = PLAIN,
    ) -> Receipt:
        """Change just the fields that the patch names.

        A machine that replaces a description has to say the `version` that it read: else CONFLICT.
        """
        caller.require("tasks:write")
        if patch.is_empty:
            raise InvalidError.of(
                "patch", "Nothing to change is named.", hint="Give a field, such as title or due."
            )

        def decide(tx: Transaction, now: datetime) -> Decision:
            tasks = find_tasks(tx, names, most_of(caller))
            check_patch(caller, tasks, patch, options.version)
            drafting = Drafting(tx, Meanings(now, caller.zone, self._customs))
            along = _below(tx, tasks) if patch.project is not KEEP else ()
            made = [
                (task, rules.edit(task, drafting.patch(task, patch, along), scope=patch.scope))
                for task in tasks
            ]
            edits = [op for _, ops in made for op in ops]
            changed = [task for task, ops in made if ops]
            given = {name: value for op in edits for name, value in (op.after or {}).items()}
            said = sentence.edited(changed or tasks, given, drafting.words)
            operations = (*drafting.made, *edits, *_carried(tx, tasks, edits))
            return Decision(said, operations, [task.id for task in tasks])

        body = {"update": list(names), "patch": _json(patch), "version": options.version}
        return self._writer.write(caller, decide, body=body, options=options)

    def complete(
        self,
        caller: Caller,
        names: Sequence[str],
        options: WriteOptions = PLAIN,
        *,
        children: Children = "refuse",
    ) -> Receipt:
        """Mark as done; those that are done stay so. What repeats comes again by the same change.

        Raises CONFLICT for open subtasks that aren't named, unless `children` says to complete them, too.
        """
        caller.require("tasks:write")

        def decide(tx: Transaction, now: datetime) -> Decision:
            tasks = find_tasks(tx, names, most_of(caller))
            done = completion.complete(tx, tasks, children=children, now=now, zone=caller.zone)
            said = sentence.completed(done.tasks or tasks, done.following)
            return Decision(said, done.operations, [task.id for task in tasks])

        body: dict[str, Any] = {"completed": list(names), "version": options.version}
        if children != "refuse":
            body["children"] = children
        return self._writer.write(caller, decide, body=body, options=options)

    def skip(self, caller: Caller, names: Sequence[str], options: WriteOptions = PLAIN) -> Receipt:
        """Move what repeats on to its next occurrence without doing this one. Raises CONFLICT for what doesn't repeat."""
        caller.require("tasks:write")

        def decide(tx: Transaction, now: datetime) -> Decision:
            tasks = find_tasks(tx, names, most_of(caller))
            made = [completion.skip(tx, task, now=now, zone=caller.zone) for task in tasks]
            operations = tuple(op for operations in made for op in operations)
            return Decision(sentence.about("Skipped", tasks), operations, [t.id for t in tasks])

        body = {"skip": list(names), "version": options.version}
        return self._writer.write(caller, decide, body=body, options=options)

    def reopen(
        self, caller: Caller, names: Sequence[str], options: WriteOptions = PLAIN
    ) -> Receipt:
        """Mark as not done; those that are open stay so."""
        caller.require("tasks:write")
        return self._each(caller, names, options, "Reopened", lambda task, _: rules.reopen(task))

    def delete(
        self, caller: Caller, names: Sequence[str], options: WriteOptions = PLAIN
    ) -> Receipt:
        """Put into the trash, with what stands under it. Who may write and not delete only proposes it."""
        caller.require("tasks:write")
        return self._each(caller, names, options, "Deleted", _delete, kept_below)

    def restore(
        self, caller: Caller, names: Sequence[str], options: WriteOptions = PLAIN
    ) -> Receipt:
        """Take out of the trash, with what went there with it."""
        caller.require("tasks:write")

        def decide(tx: Transaction, _now: datetime) -> Decision:
            tasks = find_tasks(tx, names, most_of(caller))
            done = restore(tx, tasks)
            said = sentence.about("Restored", done.tasks or tasks)
            return Decision(said + done.note, done.operations, [task.id for task in tasks])

        body = {"restored": list(names), "version": options.version}
        return self._writer.write(caller, decide, body=body, options=options)

    def _each(
        self,
        caller: Caller,
        names: Sequence[str],
        options: WriteOptions,
        verb: str,
        rule: Decide,
        below: Below | None = None,
    ) -> Receipt:
        """The same for each of the tasks, and for what stands below them, as one change."""

        def decide(tx: Transaction, now: datetime) -> Decision:
            tasks = find_tasks(tx, names, most_of(caller))
            under = below(tx, tasks) if below else ()
            made = [(task, rule(task, now)) for task in (*tasks, *under)]
            moved = [task for task, operations in made if operations]
            operations = tuple(op for _, ops in made for op in ops)
            said = sentence.about(verb, moved or tasks)
            return Decision(said, operations, [task.id for task in tasks])

        body: dict[str, Any] = {verb.lower(): list(names), "version": options.version}
        return self._writer.write(caller, decide, body=body, options=options)


def _delete(task: Task, now: datetime) -> tuple[Operation, ...]:
    return rules.delete(task, now=now)


def _below(tx: Transaction, tasks: Sequence[Task]) -> frozenset[str]:
    """The ids of those among these that stand under others of them."""
    ids = [task.id for task in tasks]
    above = {*ids, *(task.id for task in tx.relations.descendants(ids))}
    return frozenset(task.id for task in tasks if task.parent_id in above)


def _carried(
    tx: Transaction, tasks: Sequence[Task], edits: Sequence[Operation]
) -> Iterator[Operation]:
    """What stands under those that go to another project goes along, if it isn't edited itself."""
    goals = {
        op.id: op.after["project_id"] for op in edits if op.after and "project_id" in op.after
    }
    if not goals:
        return
    [project] = set(goals.values())  # one patch names one
    edited = {task.id for task in tasks}
    below = tx.relations.descendants(list(goals))
    going = [one for one in below if not one.is_deleted and one.id not in edited]
    for one in going:
        yield from rules.edit(one, {"project_id": project})


def _size(draft: TaskDraft) -> int:
    return 1 + sum(map(_size, draft.subtasks))


def _json(patch: TaskPatch) -> dict[str, Any]:
    """What the patch says, for the digest of a request."""
    given = {field.name: getattr(patch, field.name) for field in fields(patch)}
    said = {name: value for name, value in given.items() if value is not KEEP}
    return {**said, "place": patch.place and asdict(patch.place)}
