"""What was told, and the outbox: who claims what, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from watchbill.storage.schema import channels, deliveries, notices, workspaces

DeliveryState = Literal["pending", "sent", "failed", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A reminder whose moment has come. `at` is that moment, `told_at` when it was told: `is_late` where that was much later."""

    number: int
    id: str
    task_id: str
    reminder: str
    at: datetime
    told_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One notice on its way to one channel; `dropped` where the task was done or deleted before it went."""

    number: int
    channel_id: str
    channel: str
    state: DeliveryState
    attempts: int
    retry_at: datetime | None
    error: str | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery that one worker has for a while. What it says of it counts only while `lease` is still its own."""

    workspace_id: str
    notice: Notice
    channel_id: str
    lease: str
    attempts: int


_NOTICE = [notices.c[name] for name in Notice.__slots__]
_LAST = select(workspaces.c.last_notice)


class NoticeRows:
    """The notices of one workspace and their deliveries."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def last(self) -> int:
        """The number of the newest notice; 0 when there is none."""
        query = _LAST.where(workspaces.c.id == self._workspace_id)
        return self._connection.execute(query).scalar_one_or_none() or 0

    def known(self, ids: Sequence[str]) -> set[str]:
        """Which of these were told already."""
        query = select(notices.c.id).where(notices.c.id.in_(ids))
        return set(self._connection.execute(query).scalars())

    def add(self, made: Sequence[Notice], *, to: Sequence[str]) -> None:
        """Keep notices that were numbered on from the last, and put each into the outbox for these channels."""
        values = [{name: getattr(one, name) for name in Notice.__slots__} for one in made]
        mine = {"workspace_id": self._workspace_id}
        self._connection.execute(insert(notices), [{**mine, **one} for one in values])
        self._connection.execute(
            update(workspaces)
            .where(workspaces.c.id == self._workspace_id)
            .values(last_notice=made[-1].number)
        )
        out = [
            {
                **mine,
                "number": one.number,
                "channel_id": id,
                "state": "pending",
                "attempts": 0,
                "retry_at": one.told_at,
            }
            for one in made
            for id in to
        ]
        if out:
            self._connection.execute(insert(deliveries), out)

    def page(self, *, since: int, newest_first: bool, limit: int) -> tuple[Notice, ...]:
        order = notices.c.number.desc() if newest_first else notices.c.number
        query = self._mine(notices.c.number > since).order_by(order).limit(limit)
        return tuple(_notice(row) for row in self._connection.execute(query))

    def failed(self, *, limit: int) -> tuple[Notice, ...]:
        """Those of which a delivery has failed, the newest first."""
        numbers = select(deliveries.c.number).where(
            deliveries.c.workspace_id == self._workspace_id, deliveries.c.state == "failed"
        )
        query = self._mine(notices.c.number.in_(numbers)).order_by(notices.c.number.desc())
        return tuple(_notice(row) for row in self._connection.execute(query.limit(limit)))

    def deliveries(self, numbers: Sequence[int]) -> tuple[Delivery, ...]:
        """All deliveries of these notices."""
        if not numbers:
            return ()
        names = [name for name in Delivery.__slots__ if name != "channel"]
        query = (
            select(*(deliveries.c[name] for name in names), channels.c.name.label("channel"))
            .join(
                channels,
                and_(
                    channels.c.workspace_id == deliveries.c.workspace_id,
                    channels.c.id == deliveries.c.channel_id,
                ),
            )
            .where(
                deliveries.c.workspace_id == self._workspace_id,
                deliveries.c.number.in_(numbers),
            )
            .order_by(deliveries.c.number, channels.c.name)
        )
        return tuple(Delivery(**row) for row in self._connection.execute(query).mappings())

    def retry(self, number: int, *, now: datetime) -> int:
        """Put what has failed of a notice into the outbox again; how many those are."""
        again = (
            update(deliveries)
            .where(
                deliveries.c.workspace_id == self._workspace_id,
                deliveries.c.number == number,
                deliveries.c.state == "failed",
            )
            .values(state="pending", attempts=0, retry_at=now, settled_at=None)
        )
        return self._connection.execute(again).rowcount

    def _mine(self, condition: Any) -> Any:
        return select(*_NOTICE).where(notices.c.workspace_id == self._workspace_id, condition)


class Outbox:
    """The deliveries of all workspaces, for those who carry them out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(
        self, lease: str, *, now: datetime, until: datetime, limit: int
    ) -> tuple[Claim, ...]:
        """Take what is to be sent now, and was claimed by nobody else; it is free again at `until`."""
        found = self._connection.execute(
            select(*_NOTICE, deliveries.c.workspace_id, deliveries.c.channel_id, deliveries.c.attempts)
            .join(
                notices,
                and_(
                    notices.c.workspace_id == deliveries.c.workspace_id,
                    notices.c.number == deliveries.c.number,
                ),
            )
            .where(deliveries.c.retry_at <= now)
            .order_by(deliveries.c.retry_at)
            .limit(limit)
            .with_for_update(of=deliveries, skip_locked=True)
        ).all()  # fmt: skip
        claims = tuple(
            Claim(
                workspace_id=row.workspace_id,
                notice=_notice(row),
                channel_id=row.channel_id,
                lease=lease,
                attempts=row.attempts + 1,
            )
            for row in found
        )
        for claim in claims:
            self._update(claim, lease=lease, retry_at=until, attempts=claim.attempts)
        return claims

    def settle(
        self,
        claim: Claim,
        state: DeliveryState,
        *,
        now: datetime,
        error: str | None = None,
        retry_at: datetime | None = None,
    ) -> bool:
        """Say what became of it; False when the claim was over, and somebody else has it."""
        settled = None if state == "pending" else now
        return self._update(
            claim,
            claim.lease,
            lease=None,
            state=state,
            error=error,
            retry_at=retry_at,
            settled_at=settled,
        )

    def renew(self, claim: Claim, *, until: datetime) -> bool:
        """Hold it longer; False when the claim was over."""
        return self._update(claim, claim.lease, retry_at=until)

    def next_at(self) -> datetime | None:
        """When the next delivery is to be tried."""
        first = select(func.min(deliveries.c.retry_at))
        found: datetime | None = self._connection.execute(first).scalar_one()
        return found

    def prune(self, before: datetime) -> int:
        """Remove what was told before then, with its deliveries; how many notices that were."""
        return self._connection.execute(delete(notices).where(notices.c.told_at < before)).rowcount

    def _update(self, claim: Claim, held: str | None = None, **values: Any) -> bool:
        """`held`: only while the claim is still its own."""
        conditions = [
            deliveries.c.workspace_id == claim.workspace_id,
            deliveries.c.number == claim.notice.number,
            deliveries.c.channel_id == claim.channel_id,
            *([] if held is None else [deliveries.c.lease == held]),
        ]
        done = self._connection.execute(update(deliveries).where(*conditions).values(**values))
        return done.rowcount == 1


def _notice(row: Any) -> Notice:
    return Notice(**{name: getattr(row, name) for name in Notice.__slots__})
