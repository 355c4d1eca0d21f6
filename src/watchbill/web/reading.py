"""Reads of a few rows, as cheaply as the store allows."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import to_thread

from watchbill.services.bundle import Services

P = ParamSpec("P")
T = TypeVar("T")


async def soon(services: Services, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a short read: on SQLite right here, elsewhere on a worker thread.

    SQLite's readers wait for nobody (WAL), and the read takes less time than the way to a thread and back. Never for a
    write, which may wait for others, nor for a read that grows with the content.
    """
    if services.database.is_sqlite:
        return read(*args, **kwargs)
    return await on_thread(services, read, *args, **kwargs)


async def on_thread(
    services: Services, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a read that may take longer, or a write, while others are answered."""
    return await to_thread.run_sync(lambda: read(*args, **kwargs))
