"""What people and agents do with tasks."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from watchbill.domain import sentence
from watchbill.domain import task as rules
from watchbill.domain.errors import ConflictError, InvalidError, TooLargeError
from watchbill.domain.operation import Operation
from watchbill.domain.query import LIMIT_MAX, TaskFilter, TaskPatch
from watchbill.domain.task import Task, TaskPage
from watchbill.services.caller import Caller
from watchbill.services.lookup import MOST, find_tasks
from watchbill.services.writing import PLAIN, Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction

Decide = Callable[[Task, datetime], tuple[Operation, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """A task to add."""

    title: str
    description: str = ""


class TaskService:
    """Every method is one transaction; every write is one change, all or nothing, with a receipt.

    `names` are what the caller calls the tasks: refs, ids or exact titles.
    Any of them raises TASK_NOT_FOUND or AMBIGUOUS when a name doesn't fit just one task.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._writer = Writer(database, clock)

    def view(self, caller: Caller, filter: TaskFilter) -> TaskPage:
        """One page of tasks."""
        caller.require("tasks:read")
        if not 1 <= filter.limit <= LIMIT_MAX:
            raise InvalidError.of(
                "limit", f"The limit is {filter.limit}.", hint=f"Use 1 to {LIMIT_MAX}."
            )
        with self._database.read(caller.workspace_id) as reader:
            return reader.tasks.page(filter)

    def count(self, caller: Caller, filter: TaskFilter, *, cap: int = 1_000) -> int:
        """How many tasks the filter finds; `cap` stands for “that many or more”."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return reader.tasks.count(filter, cap=cap)

    def find(self, caller: Caller, names: Sequence[str]) -> tuple[Task, ...]:
        """The tasks so called, each once, in the order named."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return find_tasks(reader, names)

    def add(
        self, caller: Caller, drafts: Sequence[TaskDraft], options: WriteOptions = PLAIN
    ) -> Receipt:
        """Add tasks, up to 50, as one change."""
        caller.require("tasks:write")
        _check_count(len(drafts))

        def decide(tx: Transaction, now: datetime) -> Decision:
            made = tuple(
                rules.add(draft.title, description=draft.description, ref=tx.next_ref(), now=now)
                for draft in drafts
            )
            tasks = [
                rules.from_fields(op.id, op.after or {}, version=0, updated_at=now) for op in made
            ]
            return Decision(sentence.about("Added", tasks), made, [op.id for op in made])

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
                "patch", "Nothing to change is named.", hint="Give a title or a description."
            )

        def decide(tx: Transaction, now: datetime) -> Decision:
            tasks = find_tasks(tx, names)
            _check_version(tasks, options.version)
            _check_patch(caller, tasks, patch, options.version)
            made = tuple(op for task in tasks for op in rules.edit(task, patch))
            said = _edit_sentence(tasks, patch)
            return Decision(said, made, [task.id for task in tasks])

        body = {"update": list(names), "patch": asdict(patch), "version": options.version}
        return self._writer.write(caller, decide, body=body, options=options)

    def complete(
        self, caller: Caller, names: Sequence[str], options: WriteOptions = PLAIN
    ) -> Receipt:
        """Mark as done; those that are done stay so."""
        caller.require("tasks:write")
        return self._each(caller, names, options, "Completed", _complete)

    def reopen(
        self, caller: Caller, names: Sequence[str], options: WriteOptions = PLAIN
    ) -> Receipt:
        """Mark as not done; those that are open stay so."""
        caller.require("tasks:write")
        return self._each(caller, names, options, "Reopened", lambda task, _: rules.reopen(task))

    def delete(
        self, caller: Caller, names: Sequence[str], options: WriteOptions = PLAIN
    ) -> Receipt:
        """Put into the trash."""
        caller.require("tasks:delete")
        return self._each(caller, names, options, "Deleted", _delete)

    def restore(
        self, caller: Caller, names: Sequence[str], options: WriteOptions = PLAIN
    ) -> Receipt:
        """Take out of the trash."""
        caller.require("tasks:write")
        return self._each(caller, names, options, "Restored", lambda task, _: rules.restore(task))

    def _each(
        self,
        caller: Caller,
        names: Sequence[str],
        options: WriteOptions,
        verb: str,
        rule: Decide,
    ) -> Receipt:
        """The same for each of the tasks, as one change."""

        def decide(tx: Transaction, now: datetime) -> Decision:
            tasks = find_tasks(tx, names)
            _check_version(tasks, options.version)
            made = [(task, rule(task, now)) for task in tasks]
            moved = [task for task, operations in made if operations]
            operations = tuple(op for _, ops in made for op in ops)
            said = sentence.about(verb, moved or tasks)
            return Decision(said, operations, [task.id for task in tasks])

        body: dict[str, Any] = {verb.lower(): list(names), "version": options.version}
        return self._writer.write(caller, decide, body=body, options=options)


def _complete(task: Task, now: datetime) -> tuple[Operation, ...]:
    return rules.complete(task, now=now)


def _delete(task: Task, now: datetime) -> tuple[Operation, ...]:
    return rules.delete(task, now=now)


def _check_count(count: int) -> None:
    if count == 0:
        raise InvalidError.of("items", "No task is given.", hint="Give at least one title.")
    if count > MOST:
        raise TooLargeError(
            f"{count} tasks at once; {MOST} is the most.", hint="Split the request."
        )


def _check_version(tasks: Sequence[Task], version: int | None) -> None:
    if version is None:
        return
    if len(tasks) != 1:
        raise InvalidError.of(
            "version", "A version belongs to one task.", hint="Name one task, or leave it out."
        )
    if tasks[0].version != version:
        raise _stale(
            tasks[0],
            f"{tasks[0].name} has changed since version {version}: it is at {tasks[0].version}.",
        )


def _check_patch(
    caller: Caller, tasks: Sequence[Task], patch: TaskPatch, version: int | None
) -> None:
    if patch.title is not None and len(tasks) != 1:
        raise InvalidError.of(
            "title",
            f"One title can't be given to {len(tasks)} tasks.",
            hint="Rename one at a time.",
        )
    if patch.description is None or not caller.is_machine or version is not None:
        return
    for task in tasks:
        if task.description not in ("", patch.description):
            raise _stale(task, f"{task.name} has a description, which this would replace.")


def _stale(task: Task, message: str) -> ConflictError:
    return ConflictError(
        message,
        hint=f"Read it, then send version {task.version} with the write; or append instead.",
        details={"ref": task.ref, "version": task.version, "current": dict(rules.to_fields(task))},
    )


def _edit_sentence(tasks: Sequence[Task], patch: TaskPatch) -> str:
    if len(tasks) != 1:
        return sentence.about("Changed the description of", tasks)
    title = tasks[0].title if patch.title is None else patch.title.strip()
    described = patch.description is not None or patch.append is not None
    return sentence.edited(tasks[0], title=title, described=described)
