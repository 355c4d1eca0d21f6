"""An export read back into an empty workspace: the same state, the same journal, link by link."""

from collections.abc import Mapping
from typing import Any

from watchbill.domain import chain
from watchbill.domain.errors import ConflictError
from watchbill.services.caller import Caller
from watchbill.services.transfer.native import change_from_json, parsed
from watchbill.services.transfer.record import not_of_format
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction


class RestoringService:
    """Brings a workspace's journal back from its export."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def restore(self, caller: Caller, data: bytes, *, preview: bool = False) -> int:
        """Replay the journal of an export; return the number of its changes.

        Every link of its chain is checked first. Raises FORBIDDEN for anybody but a person with `admin`, CONFLICT when the
        workspace has a history of its own, INVALID_FILE when the journal isn't whole. All or nothing.
        """
        caller.require("admin")
        caller.require_person("bring a journal back")
        document = parsed(data)
        with self._database.begin(caller.workspace_id) as tx:
            if tx.last_change():
                raise ConflictError(
                    "This workspace has a history of its own.",
                    hint="Restore into an empty one, or import the file: that adds its tasks.",
                )
            count = _replayed(tx, document)
            if preview:
                tx.roll_back()
        return count


def _replayed(tx: Transaction, document: Mapping[str, Any]) -> int:
    last, number = chain.START, 0
    for row in document.get("changes", []):
        change = change_from_json(row)
        number += 1
        if change.number != number or change.hash != chain.link(last, change):
            raise not_of_format(
                "a whole export", f"change {number} isn't as it was written, or one is missing"
            )
        try:
            tx.replay(change)
        except ConflictError:
            raise not_of_format(
                "a whole export", f"change {number} doesn't fit those before it"
            ) from None
        last = change.hash
    if document.get("hash", chain.START) != last:
        raise not_of_format("a whole export", "the end of its journal is missing")
    return number
