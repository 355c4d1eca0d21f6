"""A reminder in words, for those who read and don't compute."""

from dataclasses import dataclass
from datetime import datetime

from watchbill.domain.when import in_words
from watchbill.services.outbox import Parcel


@dataclass(frozen=True, slots=True)
class Note:
    """A title and a few lines. `id` is the same whenever it is sent again; `at` is when it was told."""

    id: str
    title: str
    text: str
    at: datetime


def note_of(parcel: Parcel, *, url: str) -> Note:
    """“Rent”, with when it is due and where it is; `url` is where people reach the server, if that's known."""
    task, notice, zone = parcel.task, parcel.notice, parcel.zone
    lines = [f"#{task.ref} {task.title}"]
    if task.due:
        lines.append(f"Due {in_words(task.due, now=notice.told_at, zone=zone)}.")
    if notice.is_late:
        lines.append("This comes late: the server was not running at the time.")
    if url:
        lines.append(f"{url}/tasks/{task.ref}")
    return Note(notice.id, f"Reminder: {task.title}", "\n".join(lines), notice.told_at)
