"""What tests of sending need: a store with its owner, receivers on real ports, and a courier between them."""

from collections.abc import Callable, Iterator

import pytest
from tests.conftest import Clock
from tests.delivery.receiver import Inbox, Mailbox, mailing, receiving

from watchbill.delivery.courier import Courier
from watchbill.delivery.office import Post, open_ways
from watchbill.delivery.way import Ways
from watchbill.services.bundle import Services
from watchbill.storage.database import Database

Hire = Callable[..., Courier]


@pytest.fixture
def services(database: Database, clock: Clock) -> Services:
    return Services.over(database, clock)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with receiving() as opened:
        yield opened


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mailing() as opened:
        yield opened


@pytest.fixture
def hire(clock: Clock) -> Iterator[Hire]:
    """Makes a courier of these services, as one more process would have it."""
    made: list[Ways] = []

    def start(
        services: Services, *, smtp: str = "", private: bool = True, renew_every: float = 5.0
    ) -> Courier:
        post = Post(
            smtp_url=smtp,
            mail_from="Watchbill <watchbill@example.org>",
            allow_private=private,
            url="https://tasks.example.org",
        )
        ways = open_ways(services, post)
        made.append(ways)
        return Courier(services.outbox, clock, ways, renew_every=renew_every)

    yield start
    for ways in made:
        ways.close()
