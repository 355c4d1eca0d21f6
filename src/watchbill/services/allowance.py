"""How much programs may still read within this minute: counted in the store, so that replicas agree, but not read by read."""

import threading
from collections import Counter
from datetime import datetime
from math import ceil

from watchbill.domain.errors import RateLimitedError, StorageUnavailableError
from watchbill.services.caller import Caller
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.usage import MINUTE, UsageRows, minute_of

SHARES = 20
"""A process fetches a twentieth of a minute's reads at once: so many the other replicas may have to do without, and no more."""

_Key = tuple[str, str]


class ReadAllowance:
    """One per process. In a minute of the clock no program reads more than its budget, by all replicas together."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._minute: datetime | None = None
        self._left: Counter[_Key] = Counter()
        self._used_up: set[_Key] = set()

    def take(self, caller: Caller) -> bool:
        """Take one read of those at hand; False when there is none, so that `fetch` has to look in the store.

        Raises RATE_LIMITED, with the seconds to wait, when this minute's are used up.
        """
        if not caller.is_machine or not caller.budget.reads_per_minute:
            return True
        now, key = self._clock(), _key(caller)
        with self._lock:
            self._begin(minute_of(now))
            if key in self._used_up:
                raise _too_fast(caller, now)
            if not self._left[key]:
                return False
            self._left[key] -= 1
            return True

    def fetch(self, caller: Caller) -> None:
        """Take one read, and some for those that follow, from the store. Raises RATE_LIMITED as `take` does."""
        now, most = self._clock(), caller.budget.reads_per_minute
        share = max(1, most // SHARES)
        try:
            with self._database.begin() as tx:
                rows = UsageRows(tx.connection, caller.workspace_id)
                counted = rows.count_reads(str(caller.actor), share, now=now)
        except StorageUnavailableError:
            return  # a store that can't be written is no reason to refuse who only reads
        given = min(share, most - (counted - share))
        with self._lock:
            self._begin(minute_of(now))
            if given > 0:
                self._left[_key(caller)] += given - 1
                return
            self._used_up.add(_key(caller))
        raise _too_fast(caller, now)

    def _begin(self, minute: datetime) -> None:
        if self._minute != minute:
            self._minute = minute
            self._left.clear()
            self._used_up.clear()


def _key(caller: Caller) -> _Key:
    return caller.workspace_id, str(caller.actor)


def _too_fast(caller: Caller, now: datetime) -> RateLimitedError:
    seconds = ceil((minute_of(now) + MINUTE - now).total_seconds())
    return RateLimitedError(
        f"{caller.budget.reads_per_minute} reads in a minute are the most; wait {seconds} s.",
        hint="Then go on, with fewer calls: ask for several tasks at once.",
        details={"retry_after": seconds},
    )
