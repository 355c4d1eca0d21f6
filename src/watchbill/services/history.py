"""Looking through the journal: by who, what, where and when, as a person says it; and choosing what to take back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watchbill.domain.errors import InvalidError, TooLargeError
from watchbill.domain.kind import KINDS, kind_of
from watchbill.domain.operation import Change
from watchbill.domain.query import LIMIT_DEFAULT, LIMIT_MAX, ChangeFilter
from watchbill.services.caller import Caller
from watchbill.services.journal import Entry, entries_of
from watchbill.services.lookup import find_project, find_task
from watchbill.services.meaning import read_instant
from watchbill.services.undoing import MOST, Selection
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.transaction import Reader

SCANNED_MAX = 5_000
"""So many changes are looked at for those of a kind, then the page ends and says where to go on."""
_STEP = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """Which changes, in the caller's words; what is empty doesn't matter.

    `since` and `before` are numbers, both exclusive; with `since` the oldest come first. `after` and `until` are times such as “yesterday 18:00”.
    `kind`: added, edited, completed, deleted or undone. `project` finds what touched it, or tasks that are in it now.
    """

    task: str = ""
    project: str = ""
    actor: str = ""
    run: str = ""
    kind: str = ""
    after: str = ""
    until: str = ""
    since: int | None = None
    before: int | None = None
    limit: int = LIMIT_DEFAULT

    @property
    def is_narrow(self) -> bool:
        """Whether it finds less than everything."""
        return self.without_place() != HistoryFilter()

    def without_place(self) -> "HistoryFilter":
        return replace(self, since=None, before=None, limit=LIMIT_DEFAULT)


@dataclass(frozen=True, slots=True)
class History:
    """Some changes. `following` is the number to go on behind; None at the end."""

    entries: tuple[Entry, ...]
    following: int | None


class HistoryService:
    """Reads alone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def view(self, caller: Caller, wanted: HistoryFilter) -> History:
        """One page. Raises INVALID_KIND, INVALID_AFTER, INVALID_UNTIL, TASK_ and PROJECT_NOT_FOUND."""
        caller.require("tasks:read")
        if not 1 <= wanted.limit <= LIMIT_MAX:
            raise InvalidError.of(
                "limit", f"The limit is {wanted.limit}.", hint=f"Use 1 to {LIMIT_MAX}."
            )
        with self._database.read(caller.workspace_id) as reader:
            found, following = self._page(reader, caller, wanted)
            return History(entries_of(reader, found), following)

    def select(self, caller: Caller, wanted: HistoryFilter) -> Selection:
        """All that a filter finds, to be taken back as one. One that finds everything chooses nothing. Raises TOO_LARGE."""
        caller.require("tasks:read")
        bare = wanted.without_place()
        if not bare.is_narrow:
            return Selection()
        if bare == replace(bare, task="", project="", kind=""):
            return Selection(
                actor=bare.actor or None,
                run=bare.run or None,
                since_at=self._instant(caller, "after", bare.after),
                until_at=self._instant(caller, "until", bare.until),
            )
        with self._database.read(caller.workspace_id) as reader:
            return Selection(numbers=self._numbers(reader, caller, bare))

    def _numbers(self, reader: Reader, caller: Caller, wanted: HistoryFilter) -> tuple[int, ...]:
        numbers: list[int] = []
        following: int | None = None
        while True:
            page = replace(wanted, before=following, limit=LIMIT_MAX)
            found, following = self._page(reader, caller, page)
            numbers += [change.number for change in found]
            if len(numbers) > MOST:
                raise TooLargeError(
                    f"Over {MOST} changes would be undone at once.", hint="Choose a shorter time."
                )
            if following is None:
                return tuple(numbers)

    def _page(
        self, reader: Reader, caller: Caller, wanted: HistoryFilter
    ) -> tuple[Sequence[Change], int | None]:
        filter = self._read(reader, caller, wanted)
        if not wanted.kind:
            page = reader.changes.page(replace(filter, limit=wanted.limit + 1))
            return _cut(page, wanted.limit)
        return _of_kind(reader, filter, wanted)

    def _read(self, reader: Reader, caller: Caller, wanted: HistoryFilter) -> ChangeFilter:
        project = find_project(reader, wanted.project) if wanted.project else None
        if wanted.project and project is None:
            raise InvalidError.of(
                "project", "The Inbox has no history of its own.", hint="Name another project."
            )
        if wanted.kind and wanted.kind not in KINDS:
            raise InvalidError.of(
                "kind", f"“{wanted.kind}” is no kind of change.", hint=f"Use {', '.join(KINDS)}."
            )
        return ChangeFilter(
            since=wanted.since or 0,
            before=wanted.before,
            thing_id=find_task(reader, wanted.task).id if wanted.task else None,
            project_id=project.id if project else None,
            since_at=self._instant(caller, "after", wanted.after),
            until_at=self._instant(caller, "until", wanted.until),
            actor=wanted.actor or None,
            run=wanted.run or None,
            newest_first=wanted.since is None,
        )

    def _instant(self, caller: Caller, field: str, text: str) -> datetime | None:
        if not text:
            return None
        return read_instant(field, text, now=self._clock(), zone=caller.zone)


def _cut(found: Sequence[Change], limit: int) -> tuple[Sequence[Change], int | None]:
    """A page of one more than asked for: that many, and where to go on."""
    shown = found[:limit]
    return shown, shown[-1].number if len(found) > limit else None


def _of_kind(
    reader: Reader, filter: ChangeFilter, wanted: HistoryFilter
) -> tuple[Sequence[Change], int | None]:
    """The changes of one kind, which is seen by their operations alone."""
    found: list[Change] = []
    scanned = 0
    while page := reader.changes.page(replace(filter, limit=_STEP)):
        found += [change for change in page if kind_of(change) == wanted.kind]
        scanned += len(page)
        last = page[-1].number
        if len(found) > wanted.limit:
            return _cut(found, wanted.limit)
        if scanned >= SCANNED_MAX:
            return found, last
        if filter.newest_first:
            filter = replace(filter, before=last)
        else:
            filter = replace(filter, since=last)
    return found, None
