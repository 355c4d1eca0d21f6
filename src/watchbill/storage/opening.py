"""Opening a store for use: right away when its schema is ours, which is the rule, and else with the migrations."""

from datetime import datetime

from sqlalchemy import insert, inspect, select, text

from watchbill.domain.errors import StorageUnavailableError
from watchbill.storage.database import Database
from watchbill.storage.schema import REVISION, memberships, users, workspaces
from watchbill.storage.transaction import Transaction

OWNER = "owner"
WORKSPACE = "default"


def prepare(database: Database, *, now: datetime) -> None:
    """Make an empty store usable, and bring an older SQLite file up to date.

    Raises STORAGE_UNAVAILABLE for a schema that is newer than this program, and for an older one in PostgreSQL:
    there, other replicas may still run on it, so a person says when (`watchbill migrate`).
    """
    current = revision(database)
    if current == REVISION:
        return
    if current is not None and not database.is_sqlite:
        raise StorageUnavailableError(
            f"The store has schema {current}, this version of Watchbill needs {REVISION}.",
            hint="Make a backup, then run: watchbill migrate",
        )
    from watchbill.storage.migration import migrate  # noqa: PLC0415 -- Alembic is slow to import, and seldom needed

    migrate(database)
    _make_owner(database, now)


def revision(database: Database) -> str | None:
    """The schema that the store has now; None when it is empty."""
    with database.read() as reader:
        if not inspect(reader.connection).has_table("alembic_version"):
            return None
        found: str | None = reader.connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar_one_or_none()
        return found


def add_workspace(tx: Transaction, id: str, *, name: str, now: datetime) -> None:
    """Make an empty workspace, unless it is there."""
    if tx.connection.execute(select(workspaces.c.id).where(workspaces.c.id == id)).first() is None:
        tx.connection.execute(
            insert(workspaces).values(id=id, name=name, last_change=0, last_ref=0, created_at=now)
        )


def _make_owner(database: Database, now: datetime) -> None:
    """The one user and the one workspace that a new store begins with."""
    with database.begin() as tx:
        if tx.connection.execute(select(users.c.id)).first() is not None:
            return
        add_workspace(tx, WORKSPACE, name="Watchbill", now=now)
        tx.connection.execute(
            insert(users).values(id=OWNER, name=OWNER, name_key=OWNER, created_at=now)
        )
        tx.connection.execute(
            insert(memberships).values(workspace_id=WORKSPACE, user_id=OWNER, role="owner")
        )
