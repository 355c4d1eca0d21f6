"""A store as one transaction sees it."""

from collections.abc import Iterator
from contextlib import contextmanager

from watchbill.storage.database import Database
from watchbill.storage.transaction import Reader, Transaction


class Within(Database):
    """What begins here is a part of that transaction, and what reads here sees what it wrote."""

    def __init__(self, database: Database, tx: Transaction) -> None:
        self.engine, self.is_sqlite, self.bell = database.engine, database.is_sqlite, database.bell
        self._tx = tx

    @contextmanager
    def read(self, workspace_id: str = "") -> Iterator[Reader]:
        with self.begin(workspace_id) as tx:
            yield tx

    @contextmanager
    def begin(self, workspace_id: str = "") -> Iterator[Transaction]:
        """Raises ValueError for another workspace: its journal isn't locked."""
        if workspace_id != self._tx.workspace_id:
            raise ValueError(workspace_id)
        yield self._tx
