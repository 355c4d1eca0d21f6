"""The delivery put together: the ways out as the settings have them, and the rounds that the courier and the reminders are on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr
from functools import cache
from urllib.parse import urlsplit

from watchbill.delivery.courier import Courier
from watchbill.delivery.mail import Mailer
from watchbill.delivery.post import Poster
from watchbill.delivery.push import PushSender
from watchbill.delivery.rounds import BEAT_SHARED, going_round
from watchbill.delivery.way import Ways
from watchbill.services.bundle import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The ways out of this server: its mail server, whether private networks may be reached, and its own address."""

    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    allow_private: bool = False
    url: str = ""


def open_ways(services: Services, post: Post) -> Ways:
    """The ways out of this server. Close them at the end."""
    sender = post.mail_from or f"watchbill@{urlsplit(post.smtp_url).hostname or 'localhost'}"
    poster = Poster(allow_private=post.allow_private)
    is_known = post.url.startswith("https://")
    contact = post.url if is_known else f"mailto:{parseaddr(sender)[1]}"
    return Ways(
        poster=poster,
        mailer=Mailer(post.smtp_url, sender),
        pushes=PushSender(poster=poster, find_key=cache(services.devices.key), contact=contact),
        url=post.url,
    )


@contextmanager
def delivering(services: Services, ways: Ways) -> Iterator[None]:
    """Meanwhile reminders are told when their moment comes, and sent with all else that waits in the outbox."""
    courier = Courier(services.outbox, services.clock, ways)
    works = {
        "reminding": lambda: services.notices.tell(within=timedelta(seconds=BEAT_SHARED)),
        "courier": courier.carry,
    }
    with going_round(services, works):
        yield
