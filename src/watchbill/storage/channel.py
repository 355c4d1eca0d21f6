"""Channels as rows; and those that follow the journal, with their place in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from watchbill.storage.schema import channels, sessions, workspaces

ChannelKind = Literal["webhook", "email", "apprise", "push"]
ChannelEvent = Literal["reminders", "changes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where a workspace's reminders and changes are sent. `target` and `secret` are for the sender's eyes.

    `cursor` is the number of the last change that went there, or was never to go. `failing_since` and `error` say that it doesn't
    work, `disabled_at` that nothing is sent any more. One with a `user_id` is a device of that person: a browser, signed in by `session`.
    """

    workspace_id: str
    id: str
    kind: ChannelKind
    name: str
    target: str
    secret: str
    events: tuple[ChannelEvent, ...]
    cursor: int
    attempts: int = 0
    retry_at: datetime
    lease: str | None = None
    failing_since: datetime | None = None
    error: str | None = None
    disabled_at: datetime | None = None
    created_at: datetime
    user_id: str | None = None
    session: str | None = None

    def __repr__(self) -> str:
        return f"Channel({self.kind} {self.name!r})"


class ChannelRows:
    """The channels of one workspace."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def of(self, user_id: str | None) -> tuple[Channel, ...]:
        """The devices of a user; of None: those that are nobody's own."""
        return self._found(channels.c.user_id.is_not_distinct_from(user_id))

    def _found(self, *conditions: Any) -> tuple[Channel, ...]:
        query = self._mine().where(*conditions).order_by(channels.c.created_at, channels.c.id)
        return tuple(map(_channel, self._connection.execute(query).mappings()))

    def find(self, id: str) -> Channel | None:
        row = self._connection.execute(self._mine().where(channels.c.id == id)).mappings().first()
        return None if row is None else _channel(row)

    def wanting(self, event: ChannelEvent, *, now: datetime) -> tuple[str, ...]:
        """The ids of those that such events go to: not to a browser whose session is over."""
        signed_in = select(sessions.c.digest).where(sessions.c.expires_at > now)
        found = self._found(
            channels.c.disabled_at.is_(None),
            or_(channels.c.session.is_(None), channels.c.session.in_(signed_in)),
        )
        return tuple(one.id for one in found if event in one.events)

    def add(self, channel: Channel) -> None:
        values = {name: getattr(channel, name) for name in Channel.__slots__}
        self._connection.execute(
            insert(channels).values({**values, "events": list(channel.events)})
        )

    def update(self, id: str, **values: Any) -> None:
        mine = (channels.c.workspace_id == self._workspace_id, channels.c.id == id)
        self._connection.execute(update(channels).where(*mine).values(**values))

    def remove(self, id: str) -> None:
        """Take it away with all that is on its way there."""
        mine = (channels.c.workspace_id == self._workspace_id, channels.c.id == id)
        self._connection.execute(delete(channels).where(*mine))

    def take_over(self, id: str, user_id: str) -> None:
        """End this device in every workspace where it is another person's: the browser is this one's now."""
        others = (channels.c.id == id, channels.c.user_id != user_id)
        self._connection.execute(delete(channels).where(*others))

    def _mine(self) -> Any:
        return select(channels).where(channels.c.workspace_id == self._workspace_id)


class Followers:
    """The channels of all workspaces that follow their journal."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(
        self, lease: str, *, now: datetime, until: datetime, limit: int
    ) -> tuple[Channel, ...]:
        """Take those that are behind, may be tried now and were claimed by nobody else; they are free again at `until`."""
        query = (
            _behind()
            .where(channels.c.retry_at <= now)
            .order_by(channels.c.retry_at)
            .limit(limit)
            .with_for_update(of=channels, skip_locked=True)
        )
        rows = self._connection.execute(query).mappings().all()
        for row in rows:
            self._where(row["workspace_id"], row["id"], lease=lease, retry_at=until)
        return tuple(_channel({**row, "lease": lease}) for row in rows)

    def settle(self, channel: Channel, **values: Any) -> bool:
        """Write where it is now, while the claim is still its own; False when it isn't."""
        return self._where(channel.workspace_id, channel.id, channel.lease, **values)

    def next_at(self) -> datetime | None:
        """When one that is behind may be tried."""
        behind = _behind(func.min(channels.c.retry_at))
        found: datetime | None = self._connection.execute(behind).scalar_one()
        return found

    def _where(self, workspace_id: str, id: str, held: str | None = None, **values: Any) -> bool:
        conditions = [
            channels.c.workspace_id == workspace_id,
            channels.c.id == id,
            *([] if held is None else [channels.c.lease == held]),
        ]
        done = self._connection.execute(update(channels).where(*conditions).values(**values))
        return done.rowcount == 1


def _behind(*columns: Any) -> Any:
    """Those that changes go to, and that have not had all of them."""
    return (
        select(*(columns or channels.c))
        .join(workspaces, workspaces.c.id == channels.c.workspace_id)
        .where(
            channels.c.disabled_at.is_(None),
            channels.c.cursor < workspaces.c.last_change,
            or_(*(channels.c.events == events for events in _WITH_CHANGES)),
        )
    )


_WITH_CHANGES: Sequence[list[str]] = (["changes"], ["changes", "reminders"])


def _channel(row: Any) -> Channel:
    return Channel(**{**row, "events": tuple(row["events"])})
