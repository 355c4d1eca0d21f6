"""The delivery put together: a courier as the settings have it, and the rounds that it and the reminders are on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from watchbill.delivery.courier import Courier
from watchbill.delivery.mail import Mailer
from watchbill.delivery.rounds import BEAT_SHARED, going_round
from watchbill.delivery.webhook import WebhookSender
from watchbill.services.bundle import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The ways out of this server: its mail server, whether private networks may be reached, and its own address."""

    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    allow_private: bool = False
    url: str = ""


def hire(services: Services, post: Post) -> Courier:
    """A courier for these services' outbox."""
    host = urlsplit(post.smtp_url).hostname or "localhost"
    return Courier(
        services.outbox,
        services.clock,
        webhooks=WebhookSender(allow_private=post.allow_private),
        mailer=Mailer(post.smtp_url, post.mail_from or f"watchbill@{host}"),
        allow_private=post.allow_private,
        url=post.url,
    )


@contextmanager
def delivering(services: Services, post: Post) -> Iterator[None]:
    """Meanwhile reminders are told when their moment comes, and sent with all else that waits in the outbox."""
    courier = hire(services, post)
    works = {
        "reminding": lambda: services.notices.tell(within=timedelta(seconds=BEAT_SHARED)),
        "courier": courier.carry,
    }
    with going_round(services, works):
        yield
    courier.close()
