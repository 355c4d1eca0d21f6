"""Rings when a workspace has news: for all in this process, and over PostgreSQL for those in others, too.

Nobody may rely on it: what is missed is found by looking now and then. It only makes that looking seldom.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

Hear = Callable[[str], None]
"""Is told the workspace that has news, or “” when any may have some; on any thread, and must be quick."""

CHANNEL = "watchbill"
_AGAIN = 1.0
"""Seconds until a connection that broke is made anew."""
_PATIENCE = 0.5
"""Seconds after which a listener looks whether it is to end."""


class Bell:
    """One store's bell."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_shared = engine.dialect.name == "postgresql"
        self._hearers: list[Hear] = []

    @property
    def is_shared(self) -> bool:
        """Whether other processes hear it, and are heard."""
        return self._is_shared

    @contextmanager
    def heard(self, hear: Hear) -> Iterator[None]:
        """Meanwhile every ring of this process is told."""
        self._hearers.append(hear)
        try:
            yield
        finally:
            self._hearers.remove(hear)

    def ring(self, workspace_id: str) -> None:
        """Say that there is news, once it is written."""
        self._tell(workspace_id)
        if self._is_shared:
            # What is written is safe by now: a store that is away just here is no reason to fail.
            with suppress(SQLAlchemyError), self._connected() as connection:
                at_once = func.set_config("synchronous_commit", "off", True)  # noqa: FBT003 -- PostgreSQL's own order
                connection.execute(select(at_once, func.pg_notify(CHANNEL, workspace_id)))

    def listen(self, is_over: threading.Event) -> None:
        """Pass on what other processes ring, until it is over; with no other processes to hear, just wait."""
        if not self._is_shared:
            is_over.wait()
        while not is_over.is_set():
            with suppress(SQLAlchemyError):
                self._listen(is_over)
            is_over.wait(_AGAIN)

    def _listen(self, is_over: threading.Event) -> None:
        import psycopg  # noqa: PLC0415 -- SQLite does without

        with self._connected() as connection:
            connection.exec_driver_sql(f"LISTEN {CHANNEL}")
            driver: Any = connection.connection.driver_connection
            self._tell("")  # whatever was rung before is news
            with suppress(psycopg.Error):
                while not is_over.is_set():
                    for heard in driver.notifies(timeout=_PATIENCE):
                        self._tell(heard.payload)
            connection.invalidate()  # a connection that listens is nobody else's

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    def _tell(self, workspace_id: str) -> None:
        for hear in tuple(self._hearers):
            hear(workspace_id)
