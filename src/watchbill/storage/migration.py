"""Which schema a store has, and bringing it up to the one that this program speaks."""

from importlib import resources
from warnings import catch_warnings, filterwarnings

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, ForeignKeyConstraint

from watchbill.domain.errors import StorageUnavailableError
from watchbill.storage.database import Database
from watchbill.storage.index_schema import metadata

_OWN_INDEXES = ("ix_tasks_by_due", "ix_tasks_words")
_INLINE = ("channels", ["session"])
"""SQLite doesn't tell of a reference inside a column what it's called, or what it does when the other row goes."""


def migrate(database: Database, *, revision: str = "head") -> None:
    """Make the schema in an empty store, or bring an older one up: in one transaction, all or nothing. `revision`: no further than this."""
    with database.begin() as tx:
        config = _config()
        config.attributes["connection"] = tx.connection
        _refuse_unknown(tx.connection, ScriptDirectory.from_config(config))
        command.upgrade(config, revision)


def head() -> str | None:
    """The newest schema that the migrations lead to."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def revisions() -> list[str]:
    """Every schema that there has been, the oldest first."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return [script.revision for script in scripts][::-1]


def differences(database: Database) -> list[object]:
    """What the migrated store has otherwise than the tables in `schema`: nothing, if the migrations are whole."""
    with database.read() as reader:
        options = {"compare_type": True, "include_object": _is_spelled_out}
        context = MigrationContext.configure(reader.connection, opts=options)
        with catch_warnings():
            filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
            return list(compare_metadata(context, metadata))


def _is_spelled_out(thing: object, name: str | None, *_: object) -> bool:
    """Whether the program's tables and the store can speak of it alike: full text search and orders have what only one database knows."""
    if isinstance(thing, ForeignKeyConstraint):
        return (thing.table.name, thing.column_keys) != _INLINE
    return not (name or "").startswith(("task_words", "workspace_serials", *_OWN_INDEXES))


def _config() -> Config:
    config = Config()
    config.set_main_option(
        "script_location", str(resources.files("watchbill.storage").joinpath("migrations"))
    )
    return config


def _refuse_unknown(connection: Connection, scripts: ScriptDirectory) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise newer_schema(current)


def newer_schema(revision: str) -> StorageUnavailableError:
    return StorageUnavailableError(
        f"The store has schema {revision}, which this version of Watchbill doesn't know.",
        hint="Run the version that wrote it, or a newer one; or restore a backup from before.",
    )
