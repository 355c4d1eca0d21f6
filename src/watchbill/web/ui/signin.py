"""The pages of the door: sign in, sign out, and the first password."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import WatchbillError
from watchbill.web import session
from watchbill.web.auth import services_of
from watchbill.web.errors import status_of
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import render

router = APIRouter(include_in_schema=False)

_SIGN_IN = {"heading": "Sign in", "button": "Sign in", "autocomplete": "current-password"}
_NO_PASSWORD = {
    "heading": "No password yet",
    "text": "The server's log has a link, good once, that sets it. Restart Watchbill for a new one.",
}
_SET_UP = {
    "heading": "Welcome aboard",
    "text": "Set the password of this Watchbill. It has at least 8 characters; a short sentence is good.",
    "button": "Set the password",
    "autocomplete": "new-password",
}


@router.get("/signin")
def show_sign_in(request: Request) -> Response:
    is_possible = services_of(request).users.can_sign_in()
    return render("signin.html", _sign_in(request) if is_possible else _NO_PASSWORD)


def _sign_in(request: Request) -> dict[str, str]:
    """With several people here, each says who they are. `next` in the address is where they wanted to go."""
    provider = request.app.state.provider
    return {
        **_SIGN_IN,
        "names": "yes" if services_of(request).users.has_others() else "",
        "provider": provider.client.name if provider else "",
        "next": request.query_params.get("next", ""),
    }


@router.post("/signin")
def sign_in(request: Request, form: Form, next: str = "/") -> Response:
    try:
        name = form.get("username", "")
        return session.sign_in(request, form.get("password", ""), name=name, next=next)
    except WatchbillError as error:
        return _again(_sign_in(request), error)


@router.post("/signout")
def sign_out(request: Request) -> Response:
    return session.sign_out(request)


@router.get("/setup/{secret}")
def show_set_up(request: Request, secret: str) -> Response:
    try:
        services_of(request).users.check_setup(secret)
    except WatchbillError as error:
        return _again({"heading": "This link doesn't hold"}, error)
    return render("signin.html", _SET_UP)


@router.post("/setup/{secret}")
def set_up(request: Request, secret: str, form: Form) -> Response:
    try:
        return session.set_up(request, secret, form.get("password", ""))
    except WatchbillError as error:
        return _again(_SET_UP, error)


def _again(page: dict[str, str], error: WatchbillError) -> Response:
    return render("signin.html", {**page, "problem": str(error)}, status=status_of(error.code))
