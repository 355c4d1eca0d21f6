"""The applications of the two ports."""

from typing import TYPE_CHECKING

from watchbill.domain.errors import InvalidError
from watchbill.services.bundle import Services
from watchbill.settings import Settings, is_loopback

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from watchbill.delivery.way import Ways
    from watchbill.schemas.turn import TurnRunner
    from watchbill.web.feed import Feed
    from watchbill.web.oidc import Provider
    from watchbill.web.probe import Readiness


def build_web(
    settings: Settings,
    services: Services,
    readiness: "Readiness",
    feed: "Feed",
    turns: "TurnRunner",
    ways: "Ways | None" = None,
) -> "ASGIApp":
    """The application of the public port."""
    from watchbill.web.access import Access  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web.application import Neighbours, build_application  # noqa: PLC0415 -- the same
    from watchbill.web.turn import Chat  # noqa: PLC0415 -- the same

    access = Access(
        is_local=settings.is_local,
        hosts=settings.allowed_hosts,
        public_url=settings.public_url,
        per_minute=settings.requests_per_minute,
    )
    chat = Chat(turns, settings.time_zone)
    return build_application(
        services,
        access,
        readiness=readiness,
        feed=feed,
        chat=chat,
        neighbours=Neighbours(provider=_provider(settings), ways=ways),
    )


def _provider(settings: Settings) -> "Provider | None":
    """By whose word people sign in, if anybody's."""
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client_id:
        raise InvalidError.of(
            "oidc_client_id",
            "WATCHBILL_OIDC_ISSUER is set, and WATCHBILL_OIDC_CLIENT_ID isn't.",
            hint="Register Watchbill at the provider, and set what it is known as there.",
        )
    from watchbill.web.oidc import Client, Provider  # noqa: PLC0415 -- seldom used

    return Provider(
        Client(
            issuer=settings.oidc_issuer,
            id=settings.oidc_client_id,
            secret=settings.oidc_client_secret,
            name=settings.oidc_name,
        )
    )


def build_mcp(settings: Settings, services: Services, readiness: "Readiness") -> "ASGIApp":
    """The application of the agents' port; on loopback it asks for no token."""
    from watchbill.mcp.server import build_application  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web.probe import Probes  # noqa: PLC0415 -- the same

    is_local = is_loopback(settings.mcp_host)
    app = build_application(services, is_local=is_local, hosts=settings.allowed_hosts)
    return Probes(app, readiness)
