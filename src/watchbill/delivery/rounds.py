"""The threads that look after time: each does its work, then waits for the next moment, or for news."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from watchbill.domain.errors import StorageUnavailableError
from watchbill.services.bundle import Services

log = logging.getLogger("watchbill.delivery")

Work = Callable[[], datetime | None]
"""Does what is to be done now; says when there is more."""

BEAT_ALONE = 1.0
"""Seconds between two looks where other processes can write unheard: SQLite."""
BEAT_SHARED = 15.0
"""The same where their bell is heard, in case it wasn't."""
REST = 0.1
"""Seconds between two rounds, however much news there is."""


class Round:
    """One such thread."""

    def __init__(self, work: Work, clock: Callable[[], datetime], *, beat: float) -> None:
        self._work = work
        self._clock = clock
        self._beat = beat
        self._has_news = threading.Event()
        self._is_over = threading.Event()

    def wake(self, _workspace_id: str = "") -> None:
        """There may be more to do."""
        self._has_news.set()

    def stop(self) -> None:
        """Let the round that runs be the last."""
        self._is_over.set()
        self._has_news.set()

    def run(self) -> None:
        """Do rounds until it is stopped. A store that is away, or a defect, ends none of them but the one."""
        while not self._is_over.is_set():
            self._has_news.clear()
            at = self._try()
            pause = self._beat if at is None else (at - self._clock()) / timedelta(seconds=1)
            self._is_over.wait(REST)
            self._has_news.wait(min(self._beat, max(0.0, pause - REST)))

    def _try(self) -> datetime | None:
        try:
            return self._work()
        except StorageUnavailableError:
            return None
        except Exception:
            log.exception("A round went wrong; the next one tries again")
            return None


@contextmanager
def going_round(services: Services, works: Mapping[str, Work]) -> Iterator[None]:
    """Meanwhile each of these works is done in a thread of its own, by name; news wakes all of them."""
    bell = services.database.bell
    beat = BEAT_SHARED if bell.is_shared else BEAT_ALONE
    rounds = {name: Round(work, services.clock, beat=beat) for name, work in works.items()}
    is_over = threading.Event()
    threads = [
        threading.Thread(target=bell.listen, args=(is_over,), name="bell"),
        *(threading.Thread(target=one.run, name=name) for name, one in rounds.items()),
    ]
    with ExitStack() as stack:
        for one in rounds.values():
            stack.enter_context(bell.heard(one.wake))
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            is_over.set()
            for one in rounds.values():
                one.stop()
            for thread in threads:
                thread.join()
