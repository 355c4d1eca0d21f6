"""Moving a whole server into another database, by replay: in steps, resumable, and verified at the end."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from watchbill.domain.errors import ConflictError
from watchbill.services.verification import Progress, Verdict, all_changes, verify
from watchbill.storage import backup
from watchbill.storage.database import Database
from watchbill.storage.opening import prepare
from watchbill.storage.transaction import Reader

_STEP = 500


def move_store(
    source: Database, target: Database, *, now: datetime, progress: Progress = lambda *_: None
) -> Mapping[str, Verdict]:
    """Replay every workspace's journal into the target, then copy users, tokens and conversations; the verdicts by workspace.

    What the target has of a journal already is not done again. Nothing may write to the source meanwhile: what is written is left behind.
    Raises CONFLICT when the target has a history of its own.
    """
    prepare(target, now=now)
    with source.read() as reader:
        ids = reader.workspace_ids()
        with target.begin() as tx:
            backup.add_missing(tx, reader, "workspaces")
        for id in ids:
            with source.read(id) as journal:
                _replay(journal, target, progress)
        with target.begin() as tx:
            backup.copy_people(tx, reader)
    return {id: verify(target, id, now=now) for id in ids}


def _replay(source: Reader, target: Database, progress: Progress) -> None:
    total = source.last_change()
    with target.read(source.workspace_id) as reader:
        done, last = reader.last_change(), reader.last_hash()
    if done:
        before = source.changes.by_number(done)
        if before is None or before.hash != last:
            raise ConflictError(
                f"The target has a history of its own: its change {done} isn't the source's.",
                hint="Name an empty target, or one that an earlier attempt has begun.",
            )
    changes = all_changes(source, done)
    while batch := list(islice(changes, _STEP)):
        with target.begin(source.workspace_id) as tx:
            for change in batch:
                tx.replay(change)
        progress(batch[-1].number, total)
