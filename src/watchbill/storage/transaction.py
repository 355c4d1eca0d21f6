"""What a service holds while it works: reads of every noun, and the one way to write content."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection, bindparam, select, update

from watchbill.domain import chain, position
from watchbill.domain.errors import NotFoundError
from watchbill.domain.operation import Change
from watchbill.domain.watch import Watch, unwatched
from watchbill.storage import content
from watchbill.storage.change import ChangeRows
from watchbill.storage.comment import CommentRows
from watchbill.storage.moment import schedule
from watchbill.storage.project import ProjectRows
from watchbill.storage.proposal import ProposalRows
from watchbill.storage.relation import Relations
from watchbill.storage.saved_filter import SavedFilterRows
from watchbill.storage.schema import changes, workspaces
from watchbill.storage.tag import TagRows
from watchbill.storage.task import TaskRows
from watchbill.storage.usage import UsageRows
from watchbill.storage.vocabulary import Vocabulary

# Built once: every list, every look for news and every write needs some of these.
_LAST_CHANGE = select(workspaces.c.last_change).where(workspaces.c.id == bindparam("id"))
_STATE = (
    select(workspaces.c.last_change, workspaces.c.reviews, changes.c.at)
    .outerjoin_from(
        workspaces,
        changes,
        (changes.c.workspace_id == workspaces.c.id)
        & (changes.c.number == workspaces.c.last_change),
    )
    .where(workspaces.c.id == bindparam("id"))
)
_LOCK = (
    select(workspaces.c.last_change, workspaces.c.last_ref, workspaces.c.last_hash)
    .where(workspaces.c.id == bindparam("id"))
    .with_for_update()
)
_COUNT = (
    update(workspaces)
    .where(workspaces.c.id == bindparam("workspace"))
    .values(
        last_change=bindparam("change"), last_ref=bindparam("ref"), last_hash=bindparam("hash")
    )
)


def _refs(change: Change) -> list[int]:
    """The refs of the tasks that a change makes."""
    made = (op.after for op in change.operations if op.before is None)
    return [fields["ref"] for fields in made if fields and "ref" in fields]


class Reader:
    """Reads one workspace, as it was when the first statement ran."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self.connection = connection
        self.workspace_id = workspace_id

    @cached_property
    def tasks(self) -> TaskRows:
        return TaskRows(self.connection, self.workspace_id)

    @cached_property
    def relations(self) -> Relations:
        return Relations(self.connection, self.workspace_id)

    @cached_property
    def projects(self) -> ProjectRows:
        return ProjectRows(self.connection, self.workspace_id)

    @cached_property
    def tags(self) -> TagRows:
        return TagRows(self.connection, self.workspace_id)

    @cached_property
    def comments(self) -> CommentRows:
        return CommentRows(self.connection, self.workspace_id)

    @cached_property
    def filters(self) -> SavedFilterRows:
        return SavedFilterRows(self.connection, self.workspace_id)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.connection, self.workspace_id)

    @cached_property
    def proposals(self) -> ProposalRows:
        return ProposalRows(self.connection, self.workspace_id)

    @cached_property
    def changes(self) -> ChangeRows:
        return ChangeRows(self.connection, self.workspace_id)

    @cached_property
    def usage(self) -> UsageRows:
        return UsageRows(self.connection, self.workspace_id)

    def workspace_ids(self) -> tuple[str, ...]:
        """Every workspace of the store."""
        return tuple(self.connection.execute(select(workspaces.c.id)).scalars())

    def last_change(self) -> int:
        """The number of the workspace's newest change; 0 when there is none."""
        found = self.connection.execute(_LAST_CHANGE, {"id": self.workspace_id})
        return found.scalar_one_or_none() or 0

    def reviews(self) -> int:
        """How often a proposal was made or decided here: who has seen that many has seen all."""
        query = select(workspaces.c.reviews).where(workspaces.c.id == self.workspace_id)
        return self.connection.execute(query).scalar_one_or_none() or 0

    def last_hash(self) -> str:
        """The hash of the newest change; that of no change when there is none."""
        query = select(workspaces.c.last_hash).where(workspaces.c.id == self.workspace_id)
        return self.connection.execute(query).scalar_one_or_none() or chain.START

    def state(self) -> str:
        """A word for the workspace's content and proposals: another after every change, also when a backup was restored."""
        number, reviews, at = self.connection.execute(_STATE, {"id": self.workspace_id}).one()
        state = f"{number}-{int(at.timestamp() * 1_000_000):x}" if at else f"{number}"
        return f"{state}-{reviews}" if reviews else state


class Transaction(Reader):
    """Reads, and writes content through `apply` alone."""

    is_rolled_back = False
    has_news = False
    """Whether those who wait for changes or reminders of this workspace should look."""
    watch: Watch = staticmethod(unwatched)
    """Who looks on while a change is written."""
    _last_change = 0
    _last_ref = 0
    _last_hash = chain.START
    _tried: list[Change] | None = None

    def lock(self) -> None:
        """Keep every other writer of this workspace waiting until the end."""
        row = self.connection.execute(_LOCK, {"id": self.workspace_id}).one_or_none()
        if row is None:
            raise NotFoundError.of("workspace", "There is no such workspace.")
        self._last_change, self._last_ref, self._last_hash = row

    def next_ref(self) -> int:
        """A short number that no task of this workspace ever had, or will have after this one."""
        self._last_ref += 1
        return self._last_ref

    def end_position(self) -> str:
        """The place that the next new task would get: all others are before it."""
        return position.of_ref(self._last_ref + 1)

    def apply(self, change: Change) -> Change:
        """Write the change's operations and append it to the journal; return it with its number.

        Raises CONFLICT, and the transaction must then be dropped, when an operation's *before* no longer holds.
        """
        numbered = chain.sealed(
            self._last_hash, change.numbered(self._last_change + 1), salt=secrets.token_hex(16)
        )
        content.write(self.connection, self.workspace_id, numbered, self.watch)
        schedule(self.connection, self.workspace_id, numbered)
        self._append(numbered)
        self.has_news = True
        if self._tried is not None:
            self._tried.append(numbered)
        return numbered

    @property
    def is_trial(self) -> bool:
        """Whether what is applied now is dropped in the end."""
        return self._tried is not None

    @contextmanager
    def trial(self) -> Iterator[Sequence[Change]]:
        """What is applied inside can be read inside, and is dropped at the end; numbers of tasks that were given stay given.

        The answer grows with what is applied.
        """
        before = self._last_change, self._last_hash, self.has_news
        nested = self.connection.begin_nested()
        self._tried = []
        try:
            yield self._tried
        finally:
            nested.rollback()
            self._last_change, self._last_hash, self.has_news = before
            self._tried = None

    def note_review(self) -> None:
        """Tell who looks for news that a proposal was made or decided, and keep for it what numbers of tasks it was given."""
        self.has_news = True
        self.connection.execute(
            update(workspaces)
            .where(workspaces.c.id == self.workspace_id)
            .values(reviews=workspaces.c.reviews + 1, last_ref=self._last_ref)
        )

    def replay(self, change: Change) -> None:
        """Write a change of another store's journal as it is there, when it is the next one. Raises CONFLICT as `apply` does."""
        content.write(self.connection, self.workspace_id, change)
        self._last_ref = max(self._last_ref, *(_refs(change) or (0,)))
        self._append(change)

    def _append(self, change: Change) -> None:
        self.changes.append(change)
        self._last_change, self._last_hash = change.number, change.hash
        last = {"change": change.number, "ref": self._last_ref, "hash": change.hash}
        self.connection.execute(_COUNT, {"workspace": self.workspace_id, **last})

    def touch(self) -> None:
        """Ask for the right to write, without waiting for writers of a workspace, and write nothing."""
        self.connection.execute(update(workspaces).where(workspaces.c.id == "").values(last_ref=0))

    def roll_back(self) -> None:
        """Drop all that this transaction wrote, when its block ends."""
        self.is_rolled_back = True
