"""Signing in by a provider's word: to it and back, bound to the browser by a cookie."""

from http import HTTPStatus
from typing import cast

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from watchbill.domain.errors import (
    ForbiddenError,
    NotFoundError,
    UnauthenticatedError,
    WatchbillError,
)
from watchbill.services.identity import FLOW_LIFETIME
from watchbill.web import session
from watchbill.web.auth import access_of, identify, own_address, services_of
from watchbill.web.errors import status_of
from watchbill.web.oidc import Provider, new_flow
from watchbill.web.ui.page import render

router = APIRouter(include_in_schema=False)

COOKIE = "watchbill_signin"
PATH = "/signin/provider"


@router.get(PATH)
async def go_there(
    request: Request, next: str = "/", invitation: str = "", connect: str = ""
) -> Response:
    """To the provider. With `connect`, who is signed in takes the account for their own."""
    try:
        provider, services = _provider(request), services_of(request)
        user_id = ""
        if connect:
            _check_origin(request)
            caller = await identify(request)
            caller.require_person("connect an account")
            user_id = caller.user_id
        flow = new_flow(next=next, invitation=invitation, user_id=user_id)
        state = await to_thread.run_sync(services.identities.begin, flow)
        place = await provider.address(state, flow, _back(request))
    except WatchbillError as error:
        return _problem(error)
    answer = RedirectResponse(place, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    answer.set_cookie(
        COOKIE,
        state,
        max_age=int(FLOW_LIFETIME.total_seconds()),
        path=PATH,
        secure=access_of(request).is_https,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get(f"{PATH}/back")
async def come_back(request: Request, state: str = "", code: str = "") -> Response:
    """From the provider, with a code; the same browser that went there."""
    try:
        provider, services = _provider(request), services_of(request)
        if not code or not state or request.cookies.get(COOKIE) != state:
            raise UnauthenticatedError("This sign-in wasn't begun here.", hint="Begin again.")
        flow = await to_thread.run_sync(services.identities.take, state)
        account = await provider.account(code, flow, _back(request))
        entered = await to_thread.run_sync(session.enter, request, account, flow)
    except WatchbillError as error:
        return _problem(error)
    entered.delete_cookie(COOKIE, path=PATH)
    return entered


def _provider(request: Request) -> Provider:
    provider = cast("Provider | None", request.app.state.provider)
    if provider is None:
        raise NotFoundError("No provider is set up here.", hint="Sign in with a password.")
    return provider


def _back(request: Request) -> str:
    """Where the provider sends the browser."""
    return f"{own_address(request)}{PATH}/back"


def _check_origin(request: Request) -> None:
    """Another site must not make this browser connect somebody else's account."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise ForbiddenError(
            "Another site's page sent this.", hint="Connect the account on the settings page."
        )


def _problem(error: WatchbillError) -> Response:
    page = {"heading": "Signing in didn't work", "problem": str(error), "again": "yes"}
    return render("signin.html", page, status=status_of(error.code))
