"""What is to be sent now, for those who carry it: claimed for a while, tried again after failures, and never lost."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchbill.domain import backoff
from watchbill.domain.names import Names
from watchbill.domain.operation import SYSTEM
from watchbill.domain.query import ChangeFilter
from watchbill.domain.task import Task
from watchbill.services.caller import Caller
from watchbill.services.journal import Entry, JournalService
from watchbill.services.naming import names_of
from watchbill.services.writing import Clock
from watchbill.storage.channel import Channel, ChannelRows, Followers
from watchbill.storage.database import Database
from watchbill.storage.moment import MomentRows
from watchbill.storage.notice import Claim, DeliveryState, Notice, Outbox

__all__ = ["Entry", "OutboxService", "Parcel"]

LEASE = timedelta(seconds=15)
"""How long a claim holds, unless it is renewed: whoever dies has lost it then."""
_AT_ONCE = 20
_CHANGES = 50
_ERROR_MAX = 200


@dataclass(frozen=True, slots=True)
class Parcel:
    """One reminder to send to one channel, with what has to be known for it."""

    claim: Claim
    channel: Channel
    task: Task
    names: Names
    zone: str

    @property
    def notice(self) -> Notice:
        return self.claim.notice


class OutboxService:
    """Every method is one short transaction: nothing is sent while one is open."""

    def __init__(self, database: Database, clock: Clock, *, zone: str = "UTC") -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._journal = JournalService(database, clock)

    def claim(self) -> tuple[Parcel, ...]:
        """Reminders to send now, which nobody else sends meanwhile. Those of tasks that are done or deleted by now are dropped."""
        now = self._clock()
        with self._database.begin() as tx:
            outbox = Outbox(tx.connection)
            claims = outbox.claim(str(uuid.uuid4()), now=now, until=now + LEASE, limit=_AT_ONCE)
        found = [(claim, self._parcel(claim)) for claim in claims]
        for claim, parcel in found:
            if parcel is None:
                self._settle(claim, "dropped")
        return tuple(parcel for _, parcel in found if parcel is not None)

    def _parcel(self, claim: Claim) -> Parcel | None:
        with self._database.read(claim.workspace_id) as reader:
            channel = ChannelRows(reader.connection, claim.workspace_id).find(claim.channel_id)
            task = reader.tasks.by_id([claim.notice.task_id]).get(claim.notice.task_id)
            if channel is None or task is None or not task.is_open:
                return None
            zones = MomentRows(reader.connection, claim.workspace_id, zone=self._zone)
            zone = zones.zone_of(channel.user_id) if channel.user_id else zones.owner_zone()
            return Parcel(claim, channel, task, names_of(reader, [task]), zone)

    def renew(self, parcel: Parcel) -> bool:
        """It is still being sent. False when the claim was lost meanwhile."""
        with self._database.begin() as tx:
            return Outbox(tx.connection).renew(parcel.claim, until=self._clock() + LEASE)

    def renew_follower(self, channel: Channel) -> bool:
        """Changes are still being sent there. False when the claim was lost meanwhile."""
        return self._write(channel, retry_at=self._clock() + LEASE)

    def sent(self, parcel: Parcel) -> bool:
        """It arrived. False when the claim was lost meanwhile: then another sends it again, with the same id."""
        return self._settle(parcel.claim, "sent")

    def not_sent(self, parcel: Parcel, error: str, *, is_gone: bool = False) -> bool:
        """It didn't arrive: it is tried again later, for a day. Where the endpoint says that it is gone, the channel is disabled."""
        now, claim = self._clock(), parcel.claim
        if is_gone:
            self._write(parcel.channel, error=error, failing_since=now, disabled_at=now)
        again = backoff.retry_at(claim.attempts, now=now)
        is_over = is_gone or again - claim.notice.told_at > backoff.GIVE_UP
        if is_over:
            return self._settle(claim, "failed", error=error)
        return self._settle(claim, "pending", error=error, retry_at=again)

    def _settle(
        self,
        claim: Claim,
        state: DeliveryState,
        *,
        error: str | None = None,
        retry_at: datetime | None = None,
    ) -> bool:
        said = error and error[:_ERROR_MAX]
        with self._database.begin() as tx:
            outbox = Outbox(tx.connection)
            return outbox.settle(claim, state, now=self._clock(), error=said, retry_at=retry_at)

    def claim_followers(self) -> tuple[Channel, ...]:
        """Channels that have not had all changes, and may be sent to now."""
        now = self._clock()
        with self._database.begin() as tx:
            followers = Followers(tx.connection)
            return followers.claim(str(uuid.uuid4()), now=now, until=now + LEASE, limit=_AT_ONCE)

    def changes_for(self, channel: Channel, *, after: int) -> tuple[Entry, ...]:
        """The next changes for it, in order."""
        filter = ChangeFilter(since=after, newest_first=False, limit=_CHANGES)
        return self._journal.view(_system(channel.workspace_id), filter)

    def followed(self, channel: Channel, number: int) -> bool:
        """That change arrived. False when the claim was lost: then another goes on."""
        return self._write(
            channel,
            cursor=number,
            attempts=0,
            failing_since=None,
            error=None,
            retry_at=self._clock() + LEASE,
        )

    def release(self, channel: Channel) -> bool:
        """Give the claim back: what comes next may be sent at once."""
        return self._write(channel, lease=None, retry_at=self._clock())

    def not_followed(self, channel: Channel, error: str, *, is_gone: bool = False) -> bool:
        """It didn't arrive: it is tried again later, before any other change.

        After five days of that, or where the endpoint says that it is gone, the channel is disabled, with the reason.
        """
        now = self._clock()
        since = channel.failing_since or now
        is_over = is_gone or now - since >= backoff.DISABLE
        attempts = channel.attempts + 1
        return self._write(
            channel,
            lease=None,
            attempts=attempts,
            failing_since=since,
            error=error[:_ERROR_MAX],
            retry_at=backoff.retry_at(attempts, now=now),
            disabled_at=now if is_over else None,
        )

    def next_at(self) -> datetime | None:
        """When something is to be tried next."""
        with self._database.read() as reader:
            both = (Outbox(reader.connection).next_at(), Followers(reader.connection).next_at())
        return min((at for at in both if at is not None), default=None)

    def _write(self, channel: Channel, **values: object) -> bool:
        with self._database.begin() as tx:
            return Followers(tx.connection).settle(channel, **values)


def _system(workspace_id: str) -> Caller:
    return Caller(workspace_id=workspace_id, user_id="", user_name="", actor=SYSTEM)
