"""Carries out what waits: claims it, sends it, and says what became of it."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from datetime import datetime
from typing import TypeVar

from watchbill.delivery.failure import NotSentError
from watchbill.delivery.way import Ways
from watchbill.services.channel import Channel
from watchbill.services.outbox import OutboxService, Parcel
from watchbill.services.writing import Clock

log = logging.getLogger("watchbill.delivery")

_HANDS = 4
"""How many are sent at once, so that one that is slow holds up few."""
RENEW_EVERY = 5.0
"""Seconds after which what is still being sent is claimed for longer: three times within a claim."""
Claimed = TypeVar("Claimed")


class Courier:
    """One process's courier. Any number of them share an outbox: what one has claimed the others leave."""

    def __init__(
        self,
        outbox: OutboxService,
        clock: Clock,
        ways: Ways,
        *,
        renew_every: float = RENEW_EVERY,
    ) -> None:
        self._renew_every = renew_every
        self._outbox = outbox
        self._clock = clock
        self._ways = ways

    def carry(self) -> datetime | None:
        """Send all that may be sent now; the time of what is to be tried next."""
        with ThreadPoolExecutor(_HANDS, "courier") as hands:
            while self._is_due():
                self._all(hands, self._deliver, self._outbox.claim(), self._outbox.renew)
                followers = self._outbox.claim_followers()
                self._all(hands, self._follow, followers, self._outbox.renew_follower)
        return self._outbox.next_at()

    def _all(
        self,
        hands: Executor,
        work: Callable[[Claimed], None],
        claimed: Iterable[Claimed],
        renew: Callable[[Claimed], bool],
    ) -> None:
        """Do it with each; what takes long, or waits for a hand, is held meanwhile."""
        waiting = {hands.submit(work, one): one for one in claimed}
        while waiting:
            done, _ = wait(waiting, timeout=self._renew_every)
            for future in done:
                del waiting[future]
                future.result()
            for one in waiting.values():
                renew(one)

    def _is_due(self) -> bool:
        at = self._outbox.next_at()
        return at is not None and at <= self._clock()

    def _deliver(self, parcel: Parcel) -> None:
        try:
            self._ways.send(parcel, now=self._clock())
        except NotSentError as error:
            log.warning(
                "%r didn't take notice %d: %s", parcel.channel, parcel.notice.number, error
            )
            self._outbox.not_sent(parcel, error.reason, is_gone=error.is_gone)
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
                    self._ways.send_change(channel, entry, now=self._clock())
                except NotSentError as error:
                    log.warning("%r didn't take change %d: %s", channel, cursor, error)
                    self._outbox.not_followed(channel, error.reason, is_gone=error.is_gone)
                    return
                if not self._outbox.followed(channel, cursor):
                    return
        self._outbox.release(channel)
