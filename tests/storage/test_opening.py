"""Opening a store: new, current, older, newer, and not one at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.conftest import Clock

from watchbill.domain.errors import InvalidError, StorageUnavailableError
from watchbill.storage.database import Database
from watchbill.storage.migration import differences, head, migrate
from watchbill.storage.opening import prepare, revision
from watchbill.storage.schema import REVISION, metadata


@pytest.fixture
def database(empty_url: str, clock: Clock) -> Iterator[Database]:
    """A store that nobody else uses, as its schema changes here."""
    found = Database(empty_url)
    prepare(found, now=clock())
    yield found
    found.close()


def test_the_migrations_lead_to_the_schema_that_the_program_speaks(database: Database) -> None:
    assert differences(database) == []
    assert head() == REVISION == revision(database)


def test_a_table_that_no_migration_makes_is_noticed(database: Database) -> None:
    with database.begin() as tx:
        tx.connection.execute(text("ALTER TABLE tasks RENAME COLUMN title TO heading"))
    assert differences(database) != []


def test_preparing_a_store_again_changes_nothing(database: Database, clock: Clock) -> None:
    def dump() -> dict[str, list[object]]:
        with database.read() as reader:
            return {
                table.name: list(reader.connection.execute(table.select()))
                for table in metadata.sorted_tables
            }

    before = dump()
    prepare(database, now=clock())
    migrate(database)
    assert dump() == before
    assert len(before["users"]) == len(before["workspaces"]) == len(before["memberships"]) == 1


def test_a_store_of_a_newer_version_is_refused_and_left_alone(
    database: Database, clock: Clock
) -> None:
    set_revision(database, "2999_01_01_future")
    with pytest.raises(StorageUnavailableError) as refused:
        migrate(database)
    assert "2999_01_01_future" in refused.value.message
    with pytest.raises(StorageUnavailableError):
        prepare(database, now=clock())
    assert revision(database) == "2999_01_01_future"


def test_an_older_postgresql_store_waits_for_a_person(database: Database, clock: Clock) -> None:
    set_revision(database, "2001_01_01_past")
    with pytest.raises(StorageUnavailableError) as refused:
        prepare(database, now=clock())
    if not database.is_sqlite:
        assert refused.value.hint == "Make a backup, then run: watchbill migrate"


def test_a_store_that_has_an_owner_is_not_given_another(
    sqlite_database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchbill.storage.opening.REVISION", "2999_01_01_next")
    prepare(sqlite_database, now=clock())
    with sqlite_database.read() as reader:
        assert reader.connection.execute(text("SELECT count(*) FROM users")).scalar_one() == 1


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://x/y", "sqlite://", "sqlite:///"])
def test_a_database_url_that_watchbill_does_not_know_is_refused(url: str) -> None:
    with pytest.raises(InvalidError) as refused:
        Database(url)
    assert refused.value.code == "INVALID_DATABASE_URL"


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a' / 'b' / 'watchbill.db'}")
    assert revision(database) is None
    database.close()


def set_revision(database: Database, name: str) -> None:
    with database.begin() as tx:
        tx.connection.execute(
            text("UPDATE alembic_version SET version_num = :name"), {"name": name}
        )
