"""The settings page: tokens and the password; the language model is beside, in model.py."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import InvalidError, NotFoundError, WatchbillError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.web import session
from watchbill.web.auth import Asker, Served
from watchbill.web.errors import status_of
from watchbill.web.ui.form import Form, Scopes
from watchbill.web.ui.page import go, render

router = APIRouter(prefix="/settings", include_in_schema=False)


@router.get("")
def show(request: Request, caller: Asker, services: Served) -> Response:
    provider = request.app.state.provider
    connected = provider and provider.client.issuer in services.identities.connected(caller)
    context = {"provider": provider and provider.client.name, "is_connected": connected}
    return render("settings.html", {**context_of(services, caller), **context})


@router.post("/tokens")
def add_token(form: Form, scopes: Scopes, caller: Asker, services: Served) -> Response:
    try:
        until = _end_of(form.get("until", ""), caller.zone)
        _, secret = services.tokens.create(
            caller, form.get("name", ""), scopes, until, mode=form.get("mode", "propose")
        )
    except WatchbillError as error:
        return refuse(services, caller, error)
    return render("settings.html", {**context_of(services, caller), "secret": secret})


def _end_of(day: str, zone: str) -> datetime | None:
    """When that day of the person's is over; an empty field is no end. Raises INVALID_EXPIRES_AT."""
    if not day:
        return None
    try:
        after = date.fromisoformat(day) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise InvalidError.of(
            "expires_at", f"“{day}” is not a day.", hint="Write it as 2027-01-31."
        ) from None
    return datetime.combine(after, time(), ZoneInfo(zone)).astimezone(UTC)


def _last_day(end: datetime | None, zone: str) -> str:
    """The day whose end that is; “” without an end."""
    return f"{(end - timedelta.resolution).astimezone(ZoneInfo(zone)):%Y-%m-%d}" if end else ""


@router.post("/tokens/{id}/{verb}")
def change_token(id: str, verb: str, caller: Asker, services: Served) -> Response:
    if verb != "revoke":
        raise NotFoundError("There is no such page.", hint="Go back to the settings.")
    try:
        services.tokens.revoke(caller, id)
    except WatchbillError as error:
        return refuse(services, caller, error)
    return go("/settings")


@router.post("/password")
def set_password(request: Request, form: Form, caller: Asker, services: Served) -> Response:
    caller.require_person("set the password")
    try:
        return session.change_password(request, caller, form.get("password", ""))
    except WatchbillError as error:
        return refuse(services, caller, error)


def context_of(services: Services, caller: Caller) -> dict[str, Any]:
    """What the settings page shows. A token is over when its time is; one of OAuth's may be renewed."""
    tokens, now = services.tokens.list(caller), services.clock()
    over = [token for token in tokens if token.expires_at and token.expires_at <= now]
    return {
        "page": "settings",
        "model": services.models.of_turn(caller),
        "tokens": [token for token in tokens if token not in over],
        "over": over,
        "last_days": {token.id: _last_day(token.expires_at, caller.zone) for token in tokens},
        "agents": services.freezing.view(caller),
        "has_password": services.users.has_password(),
        "devices": services.devices.list(caller),
    }


def refuse(services: Services, caller: Caller, error: WatchbillError) -> Response:
    """The settings page with what was wrong."""
    context = {**context_of(services, caller), "problem": str(error)}
    return render("settings.html", context, status=status_of(error.code))
