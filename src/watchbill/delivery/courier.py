"""Carries out what waits: claims it, sends it, and says what became of it."""

import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from watchbill.delivery import apprise
from watchbill.delivery.failure import NotSentError
from watchbill.delivery.mail import Mailer
from watchbill.delivery.text import note_of
from watchbill.delivery.webhook import Message, WebhookSender
from watchbill.domain.instant import to_text
from watchbill.schemas.change import Change
from watchbill.schemas.notice import Reminder
from watchbill.services.channel import Channel
from watchbill.services.outbox import Entry, OutboxService, Parcel
from watchbill.services.writing import Clock

log = logging.getLogger("watchbill.delivery")

_HANDS = 4
"""How many are sent at once, so that one that is slow holds up few."""


class Courier:
    """One process's courier. Any number of them share an outbox: what one has claimed the others leave."""

    def __init__(
        self,
        outbox: OutboxService,
        clock: Clock,
        *,
        webhooks: WebhookSender,
        mailer: Mailer,
        allow_private: bool = False,
        url: str = "",
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._webhooks = webhooks
        self._mailer = mailer
        self._allow_private = allow_private
        self._url = url
        self._senders: dict[str, Callable[[Parcel], None]] = {
            "webhook": self._by_webhook,
            "email": self._by_mail,
            "apprise": self._by_apprise,
        }

    def carry(self) -> datetime | None:
        """Send all that may be sent now; the time of what is to be tried next."""
        with ThreadPoolExecutor(_HANDS, "courier") as hands:
            while self._is_due():
                list(hands.map(self._deliver, self._outbox.claim()))
                list(hands.map(self._follow, self._outbox.claim_followers()))
        return self._outbox.next_at()

    def close(self) -> None:
        self._webhooks.close()

    def _is_due(self) -> bool:
        at = self._outbox.next_at()
        return at is not None and at <= self._clock()

    def _deliver(self, parcel: Parcel) -> None:
        try:
            self._senders[parcel.channel.kind](parcel)
        except NotSentError as error:
            log.warning(
                "%r didn't take notice %d: %s", parcel.channel, parcel.notice.number, error
            )
            self._outbox.not_sent(parcel, error.reason)
        except Exception:
            log.exception("%r: notice %d", parcel.channel, parcel.notice.number)
            self._outbox.not_sent(parcel, "Something went wrong inside Watchbill: see its log.")
        else:
            self._outbox.sent(parcel)

    def _follow(self, channel: Channel) -> None:
        """Send the changes that it hasn't had, in order, up to the first that doesn't arrive."""
        cursor = channel.cursor
        while entries := self._outbox.changes_for(channel, after=cursor):
            for entry in entries:
                cursor = entry.change.number
                try:
                    self._webhooks.send(channel, change_message(channel, entry), now=self._clock())
                except NotSentError as error:
                    log.warning("%r didn't take change %d: %s", channel, cursor, error)
                    self._outbox.not_followed(channel, error.reason, is_gone=error.is_gone)
                    return
                if not self._outbox.followed(channel, cursor):
                    return
        self._outbox.release(channel)

    def _by_webhook(self, parcel: Parcel) -> None:
        data = Reminder.of(parcel.notice, parcel.task, parcel.names).model_dump(mode="json")
        body = {"type": "reminder", "timestamp": to_text(parcel.notice.told_at), "data": data}
        message = Message(f"reminder_{parcel.notice.id}", _bytes(body))
        self._webhooks.send(parcel.channel, message, now=self._clock())

    def _by_mail(self, parcel: Parcel) -> None:
        self._mailer.send(parcel.channel.target, note_of(parcel, url=self._url))

    def _by_apprise(self, parcel: Parcel) -> None:
        note = note_of(parcel, url=self._url)
        apprise.send(parcel.channel.target, note, allow_private=self._allow_private)


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
