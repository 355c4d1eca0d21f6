"""Who waits for changes hears of them, whichever process made them: one look at the store per workspace and beat."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import cast

from anyio import to_thread
from starlette.requests import HTTPConnection

from watchbill.domain.errors import StorageUnavailableError

BEAT = 0.25
"""Seconds between two looks at the store, while anybody listens, where others can write unheard."""
BEAT_SHARED = 5.0
"""The same where the bell of other processes is heard, in case it wasn't."""
PATIENCE = 30.0
"""Seconds that a follower may take nothing until its stream ends."""
HEARTBEAT = 15.0
"""Seconds of silence after which a follower is given None, so that it shows it is alive."""


@dataclass(slots=True)
class _Watch:
    """One workspace that somebody listens to."""

    seen: int
    reviews: int
    listeners: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    rung: asyncio.Event = field(default_factory=asyncio.Event)
    poller: asyncio.Task[None] | None = None


def _none(_workspace_id: str) -> int:
    return 0


class Feed:
    """Tells when a workspace's last change has moved, or its proposals (`reviews` counts what was done with them). Lives in one event loop."""

    def __init__(
        self,
        last_change: Callable[[str], int],
        reviews: Callable[[str], int] = _none,
        *,
        beat: float = BEAT,
        heartbeat: float = HEARTBEAT,
        patience: float = PATIENCE,
    ) -> None:
        self.patience = patience
        self._last_change = last_change
        self._reviews = reviews
        self._beat = beat
        self._heartbeat = heartbeat
        self._watches: dict[str, _Watch] = {}
        self._is_closed = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def ring(self, workspace_id: str) -> None:
        """Look at once: a workspace has news, or with “” any may have some. On any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, workspace_id)

    def _wake(self, workspace_id: str) -> None:
        for id, watch in self._watches.items():
            if workspace_id in ("", id):
                watch.rung.set()

    async def follow(
        self, workspace_id: str, since: int | None = None
    ) -> AsyncGenerator[tuple[int, int] | None]:
        """The last change told of and the newest one, each time they differ; the first told of is `since`.

        Without `since`: from now on. None after a while of silence. Ends when the feed is closed. Whoever is slow
        holds up nobody: it gets the newest number when it comes back. A journal that is shorter than before, since
        a backup was restored, begins anew where it ends: both numbers are the same then, as they are when a proposal alone moved.
        """
        async with self._watching(workspace_id) as watch:
            told, reviews = watch.seen if since is None else since, watch.reviews
            while not self._is_closed:
                if (watch.seen, watch.reviews) != (told, reviews):
                    reviews = watch.reviews
                    before, told = min(told, watch.seen), watch.seen
                    yield before, told
                elif not await self._wait(watch):
                    yield None

    def close(self) -> None:
        """Let every follower end."""
        self._is_closed = True
        for watch in self._watches.values():
            watch.moved.set()

    async def _wait(self, watch: _Watch) -> bool:
        """Whether something moved within a heartbeat."""
        try:
            await asyncio.wait_for(watch.moved.wait(), self._heartbeat)
        except TimeoutError:
            return False
        return True

    @contextlib.asynccontextmanager
    async def _watching(self, workspace_id: str) -> AsyncIterator[_Watch]:
        self._loop = asyncio.get_running_loop()
        seen, reviews = await self._look(workspace_id)
        watch = self._watches.setdefault(workspace_id, _Watch(seen, reviews))
        watch.listeners += 1
        if watch.poller is None:
            watch.poller = asyncio.create_task(self._poll(workspace_id, watch))
        try:
            yield watch
        finally:
            self._leave(workspace_id, watch, watch.poller)

    def _leave(self, workspace_id: str, watch: _Watch, poller: asyncio.Task[None]) -> None:
        watch.listeners -= 1
        if not watch.listeners:
            poller.cancel()
            del self._watches[workspace_id]

    async def _look(self, workspace_id: str) -> tuple[int, int]:
        return await to_thread.run_sync(
            lambda: (self._last_change(workspace_id), self._reviews(workspace_id))
        )

    async def _poll(self, workspace_id: str, watch: _Watch) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(watch.rung.wait(), self._beat)
            watch.rung.clear()
            try:
                seen, reviews = await self._look(workspace_id)
            except StorageUnavailableError:
                continue  # away for a moment: whoever listens will hear when it is back
            if (seen, reviews) != (watch.seen, watch.reviews):
                watch.seen, watch.reviews = seen, reviews
                watch.moved.set()
                watch.moved = asyncio.Event()


def feed_of(connection: HTTPConnection) -> Feed:
    return cast("Feed", connection.app.state.feed)
