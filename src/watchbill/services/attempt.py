"""Wrong passwords: each makes the next try from the same address wait longer, up to a minute."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from math import ceil

from watchbill.domain.errors import RateLimitedError
from watchbill.services.writing import Clock

FREE = 5
LONGEST = timedelta(seconds=60)
REMEMBERED = 10_000


class Attempts:
    """Failures by address, in this process. Nobody is locked out for longer than a minute at a time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def check(self, address: str) -> None:
        """Raises RATE_LIMITED, with the seconds to wait, while the address has to wait."""
        with self._lock:
            count, last = self._failures.get(address, (0, self._clock()))
        wait = last + _pause(count) - self._clock()
        if wait > timedelta(0):
            seconds = ceil(wait.total_seconds())
            raise RateLimitedError(
                f"Too many wrong passwords; wait {seconds} s.",
                hint="Then try again.",
                details={"retry_after": seconds},
            )

    def add_failure(self, address: str) -> None:
        with self._lock:
            count, _ = self._failures.pop(address, (0, None))
            self._failures[address] = (count + 1, self._clock())
            if len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)

    def forget(self, address: str) -> None:
        with self._lock:
            self._failures.pop(address, None)


def _pause(count: int) -> timedelta:
    """None for the first failures, then 1 s, 2 s, 4 s … 60 s."""
    if count < FREE:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(count - FREE, 6)), LONGEST)
