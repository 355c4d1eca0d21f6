"""Long work that somebody may watch: how far it is, as events. It goes on, and ends, whether or not anybody still looks."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, TypeVar

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from watchbill.domain.errors import WatchbillError
from watchbill.domain.watch import Watch
from watchbill.web.errors import internal, problem

log = logging.getLogger("watchbill.web")

BEAT = 0.2
"""Seconds between two events, while there is something to tell."""
MEDIA_TYPE = "text/event-stream"
Found = TypeVar("Found")


class Works:
    """What is under way in this process."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Callable[[], Found]) -> asyncio.Task[Found]:
        """Do it on a thread, and hold it until it is done."""
        task = asyncio.ensure_future(to_thread.run_sync(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """Wait for all that is under way."""
        await asyncio.gather(*self._tasks, return_exceptions=True)


def is_watched(request: Request) -> bool:
    """Whether who asks wants to see how far it is."""
    return MEDIA_TYPE in request.headers.get("accept", "")


def watched(
    request: Request,
    work: Callable[[Watch], Found],
    shown: Callable[[Found], tuple[str, Mapping[str, Any]]],
) -> Response:
    """`progress` events with `done` and `all`, then the one that is `shown` of what was found, or a `problem` as REST tells it."""
    far = [0, 0]

    def tell(done: int, all: int) -> None:
        far[:] = done, all

    task = request.app.state.works.start(lambda: work(tell))
    return StreamingResponse(_events(task, far, shown), media_type=MEDIA_TYPE)


async def _events(
    task: "asyncio.Task[Found]",
    far: list[int],
    shown: Callable[[Found], tuple[str, Mapping[str, Any]]],
) -> AsyncIterator[bytes]:
    said = [0, 0]
    while not task.done():
        if far != said:
            said = [*far]
            yield _event("progress", {"done": said[0], "all": said[1]})
        await asyncio.wait({task}, timeout=BEAT)
    try:
        yield _event(*shown(task.result()))
    except WatchbillError as error:
        yield _event("problem", json.loads(bytes(problem(error).body)))
    except Exception:
        log.exception("Long work failed")
        yield _event("problem", json.loads(bytes(internal("").body)))


def _event(name: str, data: Mapping[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
