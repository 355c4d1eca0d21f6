"""Secrets that every replica shares: the key that signs tokens of a turn, the digests of set-up links."""

import contextlib
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from watchbill.storage.schema import secrets


class SecretRows:
    """Named values, some of them only for a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, name: str, *, now: datetime) -> str | None:
        over = secrets.c.expires_at.is_not(None) & (secrets.c.expires_at <= now)
        query = select(secrets.c.value).where(secrets.c.name == name, ~over)
        return self._connection.execute(query).scalar_one_or_none()

    def take(self, name: str, *, now: datetime) -> str | None:
        """Find it and remove it: of several that come at once, one has it."""
        query = delete(secrets).where(secrets.c.name == name)
        row = self._connection.execute(query.returning(secrets.c.value, secrets.c.expires_at))
        value, until = row.one_or_none() or (None, None)
        return None if until is not None and until <= now else value

    def add(self, name: str, value: str, *, until: datetime | None = None) -> None:
        self._connection.execute(insert(secrets).values(name=name, value=value, expires_at=until))

    def add_if_absent(self, name: str, value: str) -> None:
        """Of several that come at once, the first one's value stays."""
        with contextlib.suppress(IntegrityError), self._connection.begin_nested():
            self.add(name, value)

    def drop_expired(self, start: str, *, now: datetime) -> None:
        """Remove those of this beginning whose time is over."""
        self._connection.execute(
            delete(secrets).where(
                secrets.c.name.startswith(start, autoescape=True), secrets.c.expires_at <= now
            )
        )

    def put(self, name: str, value: str) -> None:
        """Set it, whatever it was."""
        self.remove(name)
        self.add(name, value)

    def remove(self, name: str) -> None:
        self._connection.execute(delete(secrets).where(secrets.c.name == name))

    def drop(self, start: str) -> None:
        """Remove every secret whose name begins so."""
        self._connection.execute(
            delete(secrets).where(secrets.c.name.startswith(start, autoescape=True))
        )
