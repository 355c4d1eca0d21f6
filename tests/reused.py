"""A PostgreSQL store that many tests use, one after the other, each as if it were new."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import text

from watchbill.storage.database import Database
from watchbill.storage.schema import REVISION, metadata

_ALONE = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True)
class Reused:
    """To empty a store takes milliseconds, to make one half a second. `start` is what a new one has in it, by table."""

    url: str
    database: Database
    start: dict[str, list[dict[str, Any]]]

    @classmethod
    def opened(cls, url: str) -> Iterator[Self]:
        database = Database(url)
        with database.read() as reader:
            start = {
                table.name: [
                    dict(row) for row in reader.connection.execute(table.select()).mappings()
                ]
                for table in metadata.sorted_tables
            }
        yield cls(url, database, start)
        database.close()

    def renew(self) -> str:
        """Make it as it was at first, whatever is still connected to it; gives its URL."""
        with self.database.begin() as tx:
            tx.connection.execute(_ALONE)
            version = tx.connection.execute(text("SELECT version_num FROM alembic_version"))
            assert version.scalar_one() == REVISION, "a test that changes the schema needs its own"
            for table in reversed(metadata.sorted_tables):
                tx.connection.execute(table.delete())
            for table in metadata.sorted_tables:
                if rows := self.start[table.name]:
                    tx.connection.execute(table.insert(), rows)
        return self.url
