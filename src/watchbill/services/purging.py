"""Emptying the trash: what has been there for 30 days goes, by a change of the system that undo can still take back."""

from datetime import datetime, timedelta

from watchbill.domain import comment as comments
from watchbill.domain import editing
from watchbill.domain import task as rules
from watchbill.domain.operation import SYSTEM, Change
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction

KEPT = timedelta(days=30)
"""How long a deleted task can be restored from the trash."""
_MOST = 500


class PurgingService:
    """What every replica does now and then; the workspace's lock lets just one of them find something."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def purge(self, workspace_id: str) -> int:
        """Remove what was deleted over 30 days ago, with its comments; return how many tasks that were."""
        count = 0
        while found := self._purge_some(workspace_id):
            count += found
        return count

    def purge_all(self) -> int:
        """The same in every workspace."""
        with self._database.read() as reader:
            ids = reader.workspace_ids()
        return sum(map(self.purge, ids))

    def _purge_some(self, workspace_id: str) -> int:
        with self._database.begin(workspace_id) as tx:
            now = self._clock()
            tasks = tx.tasks.deleted_before(now - KEPT, limit=_MOST)
            if not tasks:
                return 0
            plural = "" if len(tasks) == 1 else "s"
            said = f"Purged {len(tasks)} task{plural} that had been in the trash for 30 days"
            tx.apply(_purge(tx, [task.id for task in tasks], said, now))
            return len(tasks)


def _purge(tx: Transaction, ids: list[str], said: str, now: datetime) -> Change:
    """What goes takes its comments along, and nothing is left that stands under it or waits for it."""
    referrers = {user for users in tx.relations.referrers(ids).values() for user in users}
    left = sorted(id for noun, id in referrers if noun == rules.NOUN and id not in ids)
    gone = [
        *(op for task in tx.tasks.by_id(left).values() for op in rules.detach(task, ids)),
        *(
            editing.remove(comments.NOUN, one, comments.FIELDS)
            for one in tx.comments.of_tasks(ids)
        ),
        *(editing.remove(rules.NOUN, task, rules.FIELDS) for task in tx.tasks.by_id(ids).values()),
    ]
    return Change(actor=SYSTEM, at=now, sentence=said, operations=tuple(gone))
