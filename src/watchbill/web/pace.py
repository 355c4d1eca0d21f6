"""How many requests one credential, and one address, may send: a bucket each, filled evenly, in this process."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from math import ceil

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from watchbill.domain.errors import RateLimitedError
from watchbill.web.errors import problem

PER_ADDRESS = 10
"""An address may stand for many people behind one proxy: so many times what one credential may."""
REMEMBERED = 10_000
COOKIE = "watchbill_session"


class Buckets:
    """A bucket for each key: it holds a minute's worth of requests, and what is taken comes back evenly."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one request out; return 0, or the seconds until there is one again."""
        now = self._clock()
        left, at = self._left.pop(key, (self._most, now))
        left = min(self._most, left + (now - at) * self._most / 60)
        wait = 0.0 if left >= 1 else (1 - left) * 60 / self._most
        self._left[key] = (left if wait else left - 1, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return wait


class Pace:
    """ASGI middleware: over the limit is RATE_LIMITED, with the seconds to wait. `per_minute` 0 is no limit."""

    def __init__(
        self, app: ASGIApp, *, per_minute: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._credentials = Buckets(per_minute, clock) if per_minute else None
        self._addresses = Buckets(per_minute * PER_ADDRESS, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._credentials is not None:
            wait = max(self._waits(HTTPConnection(scope), self._credentials))
            if wait:
                await problem(_too_fast(ceil(wait)))(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _waits(self, request: HTTPConnection, credentials: Buckets) -> Iterator[float]:
        yield self._addresses.take(request.client.host if request.client else "")
        given = request.headers.get("authorization") or request.cookies.get(COOKIE)
        if given:
            yield credentials.take(hashlib.sha256(given.encode()).hexdigest())


def _too_fast(seconds: int) -> RateLimitedError:
    return RateLimitedError(
        f"Too many requests; wait {seconds} s.",
        hint="Then go on, more slowly; WATCHBILL_REQUESTS_PER_MINUTE says how many there may be.",
        details={"retry_after": seconds},
    )
