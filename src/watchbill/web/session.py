"""Signing in and out in a browser: what the forms' handlers do. The gate has refused other sites' forms already."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watchbill.schemas.member import SignedIn
from watchbill.services.caller import Caller
from watchbill.services.identity import Account, Flow
from watchbill.services.session import SESSION_LIFETIME, digest_of, session_id
from watchbill.web.auth import COOKIE, access_of, services_of


def sign_in(
    request: Request, password: str, *, name: str = "", next: str = "/"
) -> RedirectResponse:
    """Start a session and go on. Raises UNAUTHENTICATED or RATE_LIMITED, for the form to show."""
    address = request.client.host if request.client else ""
    users = services_of(request).users
    started = users.sign_in(password, name=name, address=address, client=_client(request))
    return _entered(request, started, next)


def join(request: Request, secret: str, name: str, password: str) -> RedirectResponse:
    """Become a user by an invitation and go on, signed in. Raises UNAUTHENTICATED, CONFLICT, INVALID_NAME or INVALID_PASSWORD."""
    invitations = services_of(request).invitations
    return _entered(
        request, invitations.join(secret, name, password, client=_client(request)), "/"
    )


def set_up(request: Request, secret: str, password: str) -> RedirectResponse:
    """Set the first password and go on, signed in. Raises UNAUTHENTICATED, INVALID_PASSWORD or CONFLICT."""
    users = services_of(request).users
    return _entered(request, users.use_setup(secret, password, client=_client(request)), "/")


def enter(request: Request, account: Account, flow: Flow) -> RedirectResponse:
    """Go on as whom a provider's account stands for. Raises FORBIDDEN, CONFLICT or UNAUTHENTICATED."""
    identities = services_of(request).identities
    return _entered(request, identities.enter(account, flow, client=_client(request)), flow.next)


def change_password(request: Request, caller: Caller, password: str) -> RedirectResponse:
    """Set another password, or the first one: every other session ends, this one goes on. Raises INVALID_PASSWORD."""
    users = services_of(request).users
    started = users.set_password(password, caller=caller, client=_client(request))
    return _entered(request, started, "/settings")


def sign_out(request: Request) -> RedirectResponse:
    """End the session, if there is one, and go to the sign-in page."""
    if session := request.cookies.get(COOKIE):
        services_of(request).users.sign_out(session)
    answer = RedirectResponse("/signin", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(COOKIE, secure=access_of(request).is_https, httponly=True, samesite="lax")
    return answer


def begin(request: Request, password: str, *, name: str = "") -> tuple[SignedIn, str]:
    """Start a session for a program that a person sits at; its secret. Raises UNAUTHENTICATED or RATE_LIMITED."""
    address = request.client.host if request.client else ""
    users = services_of(request).users
    secret = users.sign_in(password, name=name, address=address, client=_client(request))
    caller = users.identify(secret, is_local=False)
    id = session_id(digest_of(secret))
    return SignedIn(session=id, user=caller.user_name, workspace_id=caller.workspace_id), secret


def _entered(request: Request, session: str, next: str) -> RedirectResponse:
    answer = RedirectResponse(local(next), HTTPStatus.SEE_OTHER)
    keep(request, answer, session)
    return answer


def keep(request: Request, answer: Response, session: str) -> None:
    """Have the browser keep the session's secret, out of its scripts' sight."""
    answer.set_cookie(
        COOKIE,
        session,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        secure=access_of(request).is_https,
        httponly=True,
        samesite="lax",
    )


def local(next: str) -> str:
    """A path on this server; for anything else, the first page: a link must not lead elsewhere through us."""
    is_path = next.startswith("/") and not next.startswith("//")
    return next if is_path and "\\" not in next and next.isprintable() else "/"


def _client(request: Request) -> str | None:
    return request.headers.get("user-agent")
