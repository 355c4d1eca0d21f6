"""Frozen agents that have no token of their own, as rows."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from watchbill.storage.schema import freezes

# Built once: every call of the assistant and of an agent on the server's machine asks.
_FIND = select(freezes.c.frozen_at).where(
    freezes.c.workspace_id == bindparam("workspace"), freezes.c.agent == bindparam("agent")
)


class FreezeRows:
    """Those of one workspace. Who writes has to hold its lock."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def find(self, agent: str) -> datetime | None:
        """Since when it is frozen; None when it isn't."""
        place = {"workspace": self._workspace_id, "agent": agent}
        return self._connection.execute(_FIND, place).scalar_one_or_none()

    def all(self) -> dict[str, datetime]:
        query = select(freezes.c.agent, freezes.c.frozen_at).where(
            freezes.c.workspace_id == self._workspace_id
        )
        return {row.agent: row.frozen_at for row in self._connection.execute(query)}

    def put(self, agent: str, *, at: datetime) -> None:
        place = {"workspace_id": self._workspace_id, "agent": agent}
        self._connection.execute(insert(freezes).values(**place, frozen_at=at))

    def remove(self, agent: str) -> None:
        self._connection.execute(
            delete(freezes).where(
                freezes.c.workspace_id == self._workspace_id, freezes.c.agent == agent
            )
        )
