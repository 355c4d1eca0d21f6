"""Short reads run where they cost least."""

import asyncio
import threading

from tests.conftest import Clock

from watchbill.services.bundle import Services
from watchbill.storage.database import Database
from watchbill.web.reading import on_thread, soon


def test_a_short_read_runs_in_place_on_sqlite_and_else_on_a_thread(
    database: Database, clock: Clock
):
    services = Services.over(database, clock)
    here = threading.get_ident()
    ran_here = asyncio.run(soon(services, threading.get_ident)) == here
    assert ran_here is database.is_sqlite


def test_what_may_take_longer_always_runs_on_a_thread(sqlite_database: Database, clock: Clock):
    services = Services.over(sqlite_database, clock)
    assert asyncio.run(on_thread(services, threading.get_ident)) != threading.get_ident()
