"""The ways out of the server, a way for each kind of channel."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from watchbill.delivery import apprise
from watchbill.delivery.mail import Mailer
from watchbill.delivery.post import Poster
from watchbill.delivery.push import Pushed, PushSender
from watchbill.delivery.text import Note, note_of, pushed, trial_note
from watchbill.delivery.webhook import Message, send_message
from watchbill.domain.instant import to_text
from watchbill.schemas.change import Change
from watchbill.schemas.notice import Reminder
from watchbill.services.channel import Channel
from watchbill.services.outbox import Entry, Parcel


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Each raises NotSentError for what didn't arrive. `url` is where people reach the server, if that's known."""

    poster: Poster
    mailer: Mailer
    pushes: PushSender
    url: str = ""

    def send(self, parcel: Parcel, *, now: datetime) -> None:
        """A reminder to its channel."""
        if parcel.channel.kind == "webhook":
            send_message(self.poster, parcel.channel, _reminder_message(parcel), now=now)
            return
        url = "" if parcel.channel.kind == "push" else self.url
        self._say(parcel.channel, note_of(parcel, url=url), now)

    def send_change(self, channel: Channel, entry: Entry, *, now: datetime) -> None:
        """A change to a webhook that follows the journal."""
        send_message(self.poster, channel, change_message(channel, entry), now=now)

    def try_out(self, channel: Channel, id: str, *, now: datetime) -> None:
        """A message that says that it is a test."""
        note = trial_note(id, now)
        if channel.kind != "webhook":
            self._say(channel, note, now)
            return
        body = {"type": "test", "timestamp": to_text(now), "data": {"message": note.text}}
        send_message(self.poster, channel, Message(f"test_{id}", _bytes(body)), now=now)

    def close(self) -> None:
        self.poster.close()

    def _say(self, channel: Channel, note: Note, now: datetime) -> None:
        if channel.kind == "email":
            self.mailer.send(channel.target, note)
        elif channel.kind == "push":
            message = Pushed(note.id.replace("-", ""), pushed(note))
            self.pushes.send(channel, message, now=now)
        else:
            apprise.send(channel.target, note, allow_private=self.poster.allow_private)


def _reminder_message(parcel: Parcel) -> Message:
    data = Reminder.of(parcel.notice, parcel.task, parcel.names).model_dump(mode="json")
    body = {"type": "reminder", "timestamp": to_text(parcel.notice.told_at), "data": data}
    return Message(f"reminder_{parcel.notice.id}", _bytes(body))


def change_message(channel: Channel, entry: Entry) -> Message:
    """The change as REST shows it. Its id is of the workspace and the number, so a replay has it again."""
    change = entry.change
    body = {
        "type": "change",
        "timestamp": to_text(change.at),
        "data": Change.of(entry).model_dump(mode="json"),
    }
    return Message(f"change_{channel.workspace_id}_{change.number}", _bytes(body))


def _bytes(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
