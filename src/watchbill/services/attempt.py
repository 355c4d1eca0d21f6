"""Wrong passwords: each makes the next try from the same address wait longer, up to a minute.

They are counted in the store, so that replicas agree; by address and never by name, so that nobody can keep others out.
"""

from datetime import datetime, timedelta
from math import ceil

from watchbill.domain.errors import RateLimitedError
from watchbill.services.writing import Clock
from watchbill.storage.attempt import AttemptRows
from watchbill.storage.database import Database

FREE = 5
LONGEST = timedelta(seconds=60)
REMEMBERED = timedelta(hours=1)


class Attempts:
    """Failures by address. Nobody has to wait for longer than a minute at a time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def check(self, address: str) -> None:
        """Raises RATE_LIMITED, with the seconds to wait, while the address has to wait."""
        with self._database.read() as reader:
            found = AttemptRows(reader.connection).find(address)
        if found is None:
            return
        count, last = found
        wait = last + _pause(count) - self._clock()
        if wait > timedelta(0):
            seconds = ceil(wait.total_seconds())
            raise RateLimitedError(
                f"Too many wrong passwords; wait {seconds} s.",
                hint="Then try again.",
                details={"retry_after": seconds},
            )

    def add_failure(self, address: str) -> None:
        now: datetime = self._clock()
        with self._database.begin() as tx:
            AttemptRows(tx.connection).add(address, now=now, forget_before=now - REMEMBERED)

    def forget(self, address: str) -> None:
        with self._database.begin() as tx:
            AttemptRows(tx.connection).forget(address)


def _pause(count: int) -> timedelta:
    """None for the first failures, then 1 s, 2 s, 4 s … 60 s."""
    if count < FREE:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(count - FREE, 6)), LONGEST)
