"""Reminders to come, what was told of them, and what became of that, on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from watchbill.domain import task as rules
from watchbill.domain.instant import to_text
from watchbill.domain.names import NO_NAMES, Names
from watchbill.schemas.task import Instant, Task
from watchbill.services import noticing


class ComingReminder(BaseModel):
    """A reminder to come: of which task, which of its reminders, and when that is."""

    task: int
    title: str
    reminder: str
    at: Instant

    @classmethod
    def of(cls, coming: noticing.ComingTask) -> "ComingReminder":
        return cls(
            task=coming.task.ref,
            title=coming.task.title,
            reminder=coming.reminder,
            at=to_text(coming.at),
        )


class ReminderList(BaseModel):
    """Reminders to come, the next one first."""

    reminders: list[ComingReminder]


class Delivery(BaseModel):
    """What became of it on one channel: `pending` is tried (again) at `retry_at`, `dropped` since the task was done before."""

    channel: str
    channel_id: str
    state: Literal["pending", "sent", "failed", "dropped"]
    attempts: int
    retry_at: Instant | None
    error: str | None
    settled_at: Instant | None

    @classmethod
    def of(cls, delivery: noticing.Delivery) -> "Delivery":
        return cls(
            channel=delivery.channel,
            channel_id=delivery.channel_id,
            state=delivery.state,
            attempts=delivery.attempts,
            retry_at=_instant(delivery.retry_at),
            error=delivery.error,
            settled_at=_instant(delivery.settled_at),
        )


class Notice(BaseModel):
    """A reminder whose moment `at` came, told at `told_at`; `late` where that was over two minutes later.

    `task` and `title` are null where the task is gone for good.
    """

    number: int
    id: str
    task: int | None
    title: str | None
    reminder: str
    at: Instant
    told_at: Instant
    late: bool
    deliveries: list[Delivery]

    @classmethod
    def of(cls, told: noticing.Told) -> "Notice":
        notice, task = told.notice, told.task
        return cls(
            number=notice.number,
            id=notice.id,
            task=None if task is None else task.ref,
            title=None if task is None else task.title,
            reminder=notice.reminder,
            at=to_text(notice.at),
            told_at=to_text(notice.told_at),
            late=notice.is_late,
            deliveries=[Delivery.of(delivery) for delivery in told.deliveries],
        )


def _instant(at: datetime | None) -> str | None:
    return None if at is None else to_text(at)


class NoticeList(BaseModel):
    """What was told: after a number the oldest first, else the newest first."""

    notices: list[Notice]


class Retried(BaseModel):
    """To how many channels a notice is sent again."""

    deliveries: int


class Reminder(BaseModel):
    """What a webhook gets of a reminder: the notice, and the task as REST shows it."""

    number: int
    id: str
    reminder: str
    at: Instant
    late: bool
    task: Task

    @classmethod
    def of(cls, notice: noticing.Notice, task: rules.Task, names: Names = NO_NAMES) -> "Reminder":
        return cls.model_construct(
            number=notice.number,
            id=notice.id,
            reminder=notice.reminder,
            at=to_text(notice.at),
            late=notice.is_late,
            task=Task.of(task, names),
        )
