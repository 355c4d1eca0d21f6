"""Signing in and out in a browser."""

from collections.abc import Callable
from typing import Annotated

import pytest
from fastapi import FastAPI, Form, Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.testclient import TestClient
from tests.web.conftest import PASSWORD, Connect

from watchbill.services.bundle import Services
from watchbill.web import session
from watchbill.web.access import Access

TASKS = "/api/v1/tasks"


def sign_in(
    request: Request, password: Annotated[str, Form()], next: Annotated[str, Form()] = "/"
) -> Response:
    return session.sign_in(request, password, next=next)


def sign_out(request: Request) -> Response:
    return session.sign_out(request)


def set_up(request: Request, secret: str, password: Annotated[str, Form()]) -> Response:
    return session.set_up(request, secret, password)


def with_forms(client: TestClient) -> TestClient:
    """The same server, with the bare handlers in the places of the pages'."""
    app = client.app
    assert isinstance(app, FastAPI)
    handlers: list[tuple[str, Callable[..., Response]]] = [
        ("/signin", sign_in),
        ("/signout", sign_out),
        ("/setup/{secret}", set_up),
    ]
    for path, handler in handlers:
        app.router.routes.insert(0, APIRoute(path, handler, methods=["POST"]))
    return client


@pytest.fixture
def browser(stranger: TestClient) -> TestClient:
    return with_forms(stranger)


def test_the_password_opens_a_session_and_signing_out_ends_it(browser: TestClient):
    answer = browser.post("/signin", data={"password": PASSWORD, "next": "/history?page=2"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/history?page=2")
    cookie = answer.headers["Set-Cookie"]
    kept = browser.cookies["watchbill_session"]
    assert cookie == (f"watchbill_session={kept}; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax")
    assert browser.get(TASKS).json() == {"tasks": [], "next": None}
    gone = browser.post("/signout")
    assert (gone.status_code, gone.headers["Location"]) == (303, "/signin")
    assert dict(browser.cookies) == {}
    browser.cookies.set("watchbill_session", kept)
    assert browser.get(TASKS).json()["code"] == "UNAUTHENTICATED"


def test_signing_out_twice_does_no_harm(here: TestClient):
    assert with_forms(here).post("/signout").headers["Location"] == "/signin"


def test_where_people_come_by_https_the_cookie_does_too(connect: Connect, services: Services):
    services.users.set_password(PASSWORD)
    access = Access(is_local=False, public_url="https://tasks.example.org")
    browser = with_forms(connect(access, url="https://tasks.example.org"))
    answer = browser.post("/signin", data={"password": PASSWORD})
    assert "; Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "next",
    ["https://evil.example", "//evil.example", "/\\evil.example", "", "x", "/a\r\nX: y"],
)
def test_a_sign_in_leads_nowhere_else(browser: TestClient, next: str):
    answer = browser.post("/signin", data={"password": PASSWORD, "next": next})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_wrong_password_opens_nothing(browser: TestClient):
    answer = browser.post("/signin", data={"password": "wrong horse"})
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
    assert "Set-Cookie" not in answer.headers


def test_after_many_wrong_passwords_an_address_has_to_wait(browser: TestClient, connect: Connect):
    codes = [browser.post("/signin", data={"password": "wrong"}).json()["code"] for _ in range(6)]
    assert codes == ["UNAUTHENTICATED"] * 5 + ["RATE_LIMITED"]
    other = connect(Access(is_local=False), address="198.51.100.1", url="http://tasks.example.org")
    assert with_forms(other).post("/signin", data={"password": PASSWORD}).status_code == 303


def test_a_set_up_link_sets_the_first_password_once(connect: Connect, services: Services):
    secret = services.users.make_setup()
    client = connect(Access(is_local=False), address="203.0.113.9", url="http://tasks.example.org")
    browser = with_forms(client)
    short = browser.post(f"/setup/{secret}", data={"password": "short"})
    assert short.json()["code"] == "INVALID_PASSWORD"
    answer = browser.post(f"/setup/{secret}", data={"password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert browser.get(TASKS).status_code == 200
    again = browser.post(f"/setup/{secret}", data={"password": "another horse"})
    assert again.json()["code"] == "UNAUTHENTICATED"
    assert browser.post("/signin", data={"password": PASSWORD}).status_code == 303
