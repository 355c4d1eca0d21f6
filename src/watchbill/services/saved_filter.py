"""What people and agents do with saved filters."""

from datetime import datetime

from watchbill.domain import position
from watchbill.domain import saved_filter as rules
from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.saved_filter import SavedFilter
from watchbill.services.caller import Caller
from watchbill.services.lookup import find_filter
from watchbill.services.selecting import read_query
from watchbill.services.writing import PLAIN, Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction


class SavedFilterService:
    """Every method is one transaction; every write is one change with a receipt, whose subject is the filter."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._writer = Writer(database, clock)

    def view(self, caller: Caller) -> tuple[SavedFilter, ...]:
        """Every saved filter, in its order."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return reader.filters.all()

    def find(self, caller: Caller, name: str) -> SavedFilter:
        """The saved filter so called. Raises FILTER_NOT_FOUND."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return find_filter(reader, name)

    def add(self, caller: Caller, name: str, query: str, options: WriteOptions = PLAIN) -> Receipt:
        """Save a filter under a name. Raises CONFLICT when one has that name, INVALID_QUERY when it can't be read."""
        caller.require("tasks:write")

        def decide(tx: Transaction, now: datetime) -> Decision:
            _check_free(tx, name, None)
            read_query(tx, query, now=now, zone=caller.zone)
            place = position.between(tx.filters.last_position(), "")
            made = rules.add({"name": name, "query": query}, position=place, now=now)
            said = f"Saved the filter “{(made.after or {})['name']}”"
            return Decision(said, (made,), subject=(rules.NOUN, made.id))

        body = {"add_filter": name, "query": query}
        return self._writer.write(caller, decide, body=body, options=options)

    def update(
        self,
        caller: Caller,
        name: str,
        *,
        new_name: str | None = None,
        query: str | None = None,
        options: WriteOptions = PLAIN,
    ) -> Receipt:
        """Change the name, the query or both; None leaves one as it is."""
        caller.require("tasks:write")
        given = {"name": new_name, "query": query}
        values = {field: value for field, value in given.items() if value is not None}
        if not values:
            raise InvalidError.of(
                "patch", "Nothing to change is named.", hint="Give a name or a query."
            )

        def decide(tx: Transaction, now: datetime) -> Decision:
            filter = find_filter(tx, name)
            if new_name is not None:
                _check_free(tx, new_name, filter)
            if query is not None:
                read_query(tx, query, now=now, zone=caller.zone, within=[filter.id])
            made = rules.edit(filter, values)
            said = f"Changed the filter “{filter.name}”"
            return Decision(said, made, subject=(rules.NOUN, filter.id))

        body = {"update_filter": name, "patch": given}
        return self._writer.write(caller, decide, body=body, options=options)

    def delete(self, caller: Caller, name: str, options: WriteOptions = PLAIN) -> Receipt:
        """Take a saved filter away; tasks are not touched."""
        caller.require("tasks:write")

        def decide(tx: Transaction, _now: datetime) -> Decision:
            filter = find_filter(tx, name)
            said, removed = f"Deleted the filter “{filter.name}”", rules.remove(filter)
            return Decision(said, (removed,), gone=(rules.NOUN, filter.id))

        body = {"delete_filter": name}
        return self._writer.write(caller, decide, body=body, options=options)


def _check_free(tx: Transaction, name: str, filter: SavedFilter | None) -> None:
    for other in tx.filters.by_name([rules.check_filter_name(name)]).values():
        if filter is None or other.id != filter.id:
            raise ConflictError(
                f"There is a filter “{other.name}” already.",
                hint="Change that one, or choose another name.",
                details={"filter": {"id": other.id, "name": other.name}},
            )
