"""What tests of sending need: a store with its owner, receivers on real ports, and a courier between them."""

from collections.abc import Callable, Iterator

import pytest
from tests.conftest import Clock
from tests.delivery.receiver import Inbox, Mailbox, mailing, receiving

from watchbill.delivery.courier import Courier
from watchbill.delivery.mail import Mailer
from watchbill.delivery.webhook import WebhookSender
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
    made: list[Courier] = []

    def start(services: Services, *, smtp: str = "", private: bool = True) -> Courier:
        courier = Courier(
            services.outbox,
            clock,
            webhooks=WebhookSender(allow_private=private),
            mailer=Mailer(smtp, "Watchbill <watchbill@example.org>"),
            allow_private=private,
            url="https://tasks.example.org",
        )
        made.append(courier)
        return courier

    yield start
    for courier in made:
        courier.close()
