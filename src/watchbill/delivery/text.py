"""A reminder in words, for those who read and don't compute."""

import json
from dataclasses import dataclass
from datetime import datetime

from watchbill.domain.when import in_words
from watchbill.services.outbox import Parcel


@dataclass(frozen=True, slots=True)
class Note:
    """A title and a few lines. `id` is the same whenever it is sent again; `at` is when it was told; `place` is its page."""

    id: str
    title: str
    text: str
    at: datetime
    place: str = "/"


def note_of(parcel: Parcel, *, url: str) -> Note:
    """“Rent”, with when it is due and where it is; `url` is where people reach the server, if that's known."""
    task, notice = parcel.task, parcel.notice
    place = f"/tasks/{task.ref}"
    lines = [f"#{task.ref} {task.title}", *_facts(parcel), *([f"{url}{place}"] if url else [])]
    title = f"Reminder: {task.title}"
    return Note(notice.id, title, "\n".join(lines), notice.told_at, place)


def _facts(parcel: Parcel) -> list[str]:
    due, lines = parcel.task.due, []
    if due:
        lines.append(f"Due {in_words(due, now=parcel.notice.told_at, zone=parcel.zone)}.")
    if parcel.notice.is_late:
        lines.append("This comes late: the server was not running at the time.")
    return lines


def trial_note(id: str, at: datetime) -> Note:
    """What is sent to see whether it arrives."""
    text = "This is a test from Watchbill: reminders will reach you here."
    return Note(id, "Watchbill: a test", text, at)


def pushed(note: Note) -> bytes:
    """The same for the page's worker, which shows it."""
    said = {"id": note.id, "title": note.title, "body": note.text, "place": note.place}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
