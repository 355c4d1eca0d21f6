"""Wrong passwords by address, as rows: every replica sees them."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from watchbill.storage.schema import attempts


class AttemptRows:
    """How many there were from an address, and when the last one was."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, address: str) -> tuple[int, datetime] | None:
        query = select(attempts.c.count, attempts.c.last_at).where(attempts.c.address == address)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else (row[0], row[1])

    def add(self, address: str, *, now: datetime, forget_before: datetime) -> None:
        """Count one more; those of long ago are forgotten."""
        self._connection.execute(delete(attempts).where(attempts.c.last_at < forget_before))
        counted = self._connection.execute(
            update(attempts)
            .where(attempts.c.address == address)
            .values(count=attempts.c.count + 1, last_at=now)
        )
        if counted.rowcount == 0:
            self._connection.execute(
                insert(attempts).values(address=address, count=1, last_at=now)
            )

    def forget(self, address: str) -> None:
        self._connection.execute(delete(attempts).where(attempts.c.address == address))
