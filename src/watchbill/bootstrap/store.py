"""The store and the services over it: opened, migrated, verified, moved."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from watchbill.services.bundle import Services
from watchbill.services.meaning import Customs
from watchbill.settings import Settings
from watchbill.storage.database import Database
from watchbill.storage.opening import prepare, revision

if TYPE_CHECKING:
    from watchbill.services.verification import Progress, Verdict


def now() -> datetime:
    return datetime.now(UTC)


def build_services(settings: Settings, *, clock: Callable[[], datetime] = now) -> Services:
    """Open the store, make or upgrade its schema where that is allowed, and give the services over it."""
    database = Database(settings.database_url)
    prepare(database, now=clock())
    customs = Customs(style=settings.quick_add_style, day_first=settings.date_order == "dmy")
    return Services.over(
        database,
        clock,
        zone=settings.time_zone,
        customs=customs,
        budget=settings.budget,
        push_key=settings.push_key,
    )


@contextmanager
def opened(settings: Settings) -> Iterator[Services]:
    """The services, for as long as the block lasts."""
    services = build_services(settings)
    try:
        yield services
    finally:
        services.close()


def migrate_store(settings: Settings) -> None:
    """Bring the store's schema up to this version's, whichever database it is; make it where there is none."""
    from watchbill.storage.migration import migrate  # noqa: PLC0415 -- Alembic is slow to import, and seldom needed

    database = Database(settings.database_url)
    if revision(database) is not None:
        migrate(database)
    prepare(database, now=now())
    database.close()


def verify_store(settings: Settings, progress: "Progress") -> "dict[str, Verdict]":
    """Compare every workspace of the store with its journal; the verdicts by workspace."""
    from watchbill.services.verification import verify  # noqa: PLC0415 -- seldom needed

    with opened(settings) as services:
        with services.database.read() as reader:
            ids = reader.workspace_ids()
        return {id: verify(services.database, id, now=now(), progress=progress) for id in ids}


def move_store(source_url: str, target_url: str, progress: "Progress") -> "Mapping[str, Verdict]":
    """Move a whole server from one database into another, by replay."""
    from watchbill.services.moving import move_store as move  # noqa: PLC0415 -- seldom needed

    source, target = Database(source_url), Database(target_url)
    try:
        prepare(source, now=now())
        return move(source, target, now=now(), progress=progress)
    finally:
        source.close()
        target.close()
