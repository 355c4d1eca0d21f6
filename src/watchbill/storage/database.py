"""The one place that opens a database: SQLite by file, or PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler

from watchbill.domain.errors import InvalidError, StorageUnavailableError
from watchbill.storage.bell import Bell
from watchbill.storage.transaction import Reader, Transaction

BUSY_TIMEOUT_MS = 10_000
_POOL = {"pool_size": 16, "max_overflow": 32, "pool_timeout": 10}


class Database:
    """A store. Any number of threads may read; writers of one process queue up instead of failing.

    `url`: `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`.
    """

    def __init__(self, url: str) -> None:
        self.engine = _open(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite has one writer. Waiting here is fair and cheap; its own busy handler polls.
        self.bell = Bell(self.engine)
        self._one_writer = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def read(self, workspace_id: str = "") -> Iterator[Reader]:
        """One consistent view; nothing that happens meanwhile is seen."""
        with _translated(), self.engine.connect() as connection:
            options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
            yield Reader(connection.execution_options(**options), workspace_id)

    @contextmanager
    def begin(self, workspace_id: str = "") -> Iterator[Transaction]:
        """One write transaction: kept when the block ends, dropped when it raises.

        With a workspace, that workspace's journal is locked from the start, so what is read stays true until the end.
        """
        with _translated(), self._one_writer, self._writing() as connection:
            tx = Transaction(connection, workspace_id)
            if workspace_id:
                tx.lock()
            yield tx
            if tx.is_rolled_back:
                connection.rollback()
        if tx.has_news and not tx.is_rolled_back:
            self.bell.ring(workspace_id)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            connection.execution_options(watchbill_writes=True)
            with connection.begin():
                yield connection

    def scrub(self) -> None:
        """Take what was overwritten out of SQLite's search index and log, too. Readers that are at work may keep it there until they end."""
        if self.is_sqlite:
            with _translated(), self._one_writer, self.engine.connect() as connection:
                driver: Any = connection.connection.driver_connection
                driver.execute("INSERT INTO task_words (task_words) VALUES ('optimize')")
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


def _open(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _bad_url() from None
    if parsed.drivername in ("postgresql", "postgres"):
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, **_POOL
        )
    if parsed.drivername != "sqlite" or not parsed.database:
        raise _bad_url()
    Path(parsed.database).expanduser().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, **_POOL)
    engine.dialect.statement_compiler = _hinting(engine.dialect.statement_compiler)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _hinting(compiler: type[SQLCompiler]) -> type[SQLCompiler]:
    """The same, but that it writes hints after a table's name, where SQLite has its INDEXED BY."""
    write = {"get_from_hint_text": lambda _compiler, _table, hint: hint}
    return type("HintingCompiler", (compiler,), write)


def _bad_url() -> InvalidError:
    return InvalidError.of(
        "database_url",
        "The database URL is not one that Watchbill knows.",
        hint="Use sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.",
    )


def _configure_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # BEGIN is ours: see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is erased leaves no trace in the file
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("watchbill_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _translated() -> Iterator[None]:
    """A database that is away, locked or full is an expected failure; every other error is a defect."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise _unavailable() from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise _unavailable() from error
        raise


def _unavailable() -> StorageUnavailableError:
    return StorageUnavailableError(
        "The task store can't be used just now; nothing was written.",
        hint="Try again in a moment. If it stays so, look at the server's log.",
    )
