"""The keys that all replicas sign and check with. They never leave the store."""

import secrets
from typing import cast

from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.secret import SecretRows


class SigningKey:
    """One key, by its name in the store."""

    def __init__(self, database: Database, clock: Clock, name: str) -> None:
        self._database = database
        self._clock = clock
        self._name = name

    def find(self) -> str | None:
        """The key; None when nothing was signed with it yet."""
        with self._database.read() as reader:
            return SecretRows(reader.connection).find(self._name, now=self._clock())

    def make(self) -> str:
        """The key; made by the first that needs it."""
        if key := self.find():
            return key
        with self._database.begin() as tx:
            SecretRows(tx.connection).add_if_absent(self._name, secrets.token_urlsafe(48))
        return cast("str", self.find())
