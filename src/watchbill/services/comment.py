"""What people and agents say about tasks."""

from datetime import datetime

from watchbill.domain import comment as rules
from watchbill.domain.comment import Comment
from watchbill.domain.errors import ConflictError, ForbiddenError, NotFoundError
from watchbill.services.caller import Caller
from watchbill.services.lookup import find_task
from watchbill.services.writing import PLAIN, Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.database import Database
from watchbill.storage.transaction import Reader, Transaction


class CommentService:
    """Every method is one transaction; every write is one change with a receipt, whose subject is the comment."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._writer = Writer(database, clock)

    def view(self, caller: Caller, task: str) -> tuple[Comment, ...]:
        """What was said about the task, oldest first."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return reader.comments.of_tasks([find_task(reader, task).id])

    def add(self, caller: Caller, task: str, text: str, options: WriteOptions = PLAIN) -> Receipt:
        """Say something about a task. Raises CONFLICT when that is in the trash."""
        caller.require("tasks:write")

        def decide(tx: Transaction, now: datetime) -> Decision:
            found = find_task(tx, task)
            if found.is_deleted:
                raise ConflictError(
                    f"{found.name} is in the trash, so it can't be commented on.",
                    hint="Restore it first.",
                )
            made = rules.add(found.id, text, author=str(caller.actor), now=now)
            said = f"Commented on {found.name}"
            return Decision(said, (made,), [found.id], subject=(rules.NOUN, made.id))

        body = {"comment": task, "text": text}
        return self._writer.write(caller, decide, body=body, options=options)

    def update(self, caller: Caller, id: str, text: str, options: WriteOptions = PLAIN) -> Receipt:
        """Say it in other words. Raises FORBIDDEN for what somebody else said."""
        caller.require("tasks:write")

        def decide(tx: Transaction, _now: datetime) -> Decision:
            comment = _find(tx, id)
            _check_own(caller, comment)
            said = f"Changed a comment on {_task_name(tx, comment)}"
            made = rules.edit(comment, text)
            return Decision(said, made, [comment.task_id], subject=(rules.NOUN, comment.id))

        body = {"update_comment": id, "text": text}
        return self._writer.write(caller, decide, body=body, options=options)

    def delete(self, caller: Caller, id: str, options: WriteOptions = PLAIN) -> Receipt:
        """Take a comment away. A program that may not delete takes away only what was its own; the rest it proposes."""
        caller.require("tasks:write")

        def decide(tx: Transaction, _now: datetime) -> Decision:
            comment = _find(tx, id)
            is_own = comment.author == str(caller.actor)
            said = f"Deleted a comment on {_task_name(tx, comment)}"
            removed, key = rules.remove(comment), (rules.NOUN, comment.id)
            return Decision(said, (removed,), [comment.task_id], is_own=is_own, gone=key)

        body = {"delete_comment": id}
        return self._writer.write(caller, decide, body=body, options=options)


def _find(reader: Reader, id: str) -> Comment:
    comment = reader.comments.by_id([id]).get(id)
    if comment is None:
        raise NotFoundError.of(
            "comment", "There is no such comment.", hint="View the task's comments for their ids."
        )
    return comment


def _check_own(caller: Caller, comment: Comment) -> None:
    if comment.author != str(caller.actor):
        raise ForbiddenError(
            f"This was said by {comment.author}; only they can change the words.",
            hint="Add a comment of your own.",
        )


def _task_name(reader: Reader, comment: Comment) -> str:
    task = reader.tasks.by_id([comment.task_id]).get(comment.task_id)
    return "a task that is gone" if task is None else task.name
