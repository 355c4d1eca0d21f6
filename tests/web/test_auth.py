"""Who gets past the gate."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient
from tests.web.conftest import PASSWORD, Connect

from watchbill.services.bundle import Services
from watchbill.web.access import Access
from watchbill.web.auth import Asker

TASKS = "/api/v1/tasks"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PUBLIC = ("/signin", "/setup/", "/static", "/feeds/", "/invitation/", "/api/v1/signin")


def addresses(client: TestClient) -> Iterator[str]:
    """Every address of the application, with something in the places of its arguments."""
    app = client.app
    assert isinstance(app, FastAPI)
    for path in paths(app.routes):
        yield path.replace("{", "").replace("}", "")


def paths(routes: list) -> Iterator[str]:
    """The paths of routes, those of included routers too."""
    for route in routes:
        inner = getattr(route, "effective_candidates", None)
        if inner is not None:
            yield from paths(list(inner()))
        else:
            yield route.path


def test_a_stranger_is_answered_by_the_probes_and_the_sign_in_pages_alone(stranger: TestClient):
    walked = [path for path in addresses(stranger) if not path.startswith(PUBLIC)]
    assert len(walked) > 15
    for path in [*walked, "/", "/nothing", "/api", "/signin/", "/SIGNIN", "/static"]:
        for method in METHODS:
            answer = stranger.request(method, path)
            assert (path, answer.status_code, answer.json()["code"]) == (
                path,
                401,
                "UNAUTHENTICATED",
            )
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="watchbill"'
    for path in ("/healthz", "/readyz"):
        assert stranger.get(path).json() == {"status": "ok"}


def test_a_strangers_browser_is_taken_to_the_sign_in_page(stranger: TestClient):
    answer = stranger.get("/", headers={"Accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/signin")
    posted = stranger.post("/", headers={"Accept": "text/html"})
    assert posted.status_code == 401


def test_who_is_at_the_machine_is_the_owner_until_a_password_is_set(
    here: TestClient, services: Services
):
    assert here.post(TASKS, json={"title": "Milk"}).json()["actor"] == "user:owner"
    session = services.users.set_password(PASSWORD)
    assert here.get(TASKS).json()["code"] == "UNAUTHENTICATED"
    here.cookies.set("watchbill_session", session)
    assert here.get(TASKS).json()["tasks"][0]["title"] == "Milk"


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host"])
def test_what_a_proxy_passes_on_is_not_from_this_machine(here: TestClient, header: str):
    assert here.get(TASKS, headers={header: "203.0.113.9"}).status_code == 401


@pytest.mark.parametrize(
    ("access", "address"),
    [(Access(), "203.0.113.9"), (Access(is_local=False), "127.0.0.1")],
)
def test_who_isnt_at_the_machine_needs_a_credential(
    connect: Connect, access: Access, address: str
):
    assert connect(access, address=address).get(TASKS).status_code == 401


@pytest.mark.parametrize("header", ["Basic b3duZXI6", "Bearer", "Bearer wb_wrong", "wb_x", ""])
def test_a_wrong_credential_is_refused_even_where_none_is_needed(here: TestClient, header: str):
    answer = here.get(TASKS, headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")


def test_a_token_of_a_turn_is_of_no_use_here(here: TestClient, services: Services):
    text = services.tokens.mint_turn(services.users.owner(), "turn-1", services.clock())
    assert services.tokens.verify(text).run == "turn-1"
    answer = here.get(TASKS, headers={"Authorization": f"Bearer {text}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")


def test_another_name_for_this_server_is_refused(here: TestClient):
    here.post(TASKS, json={"title": "Secret"})
    answer = here.get(TASKS, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (421, "INVALID_HOST")
    assert here.get("/healthz", headers={"Host": "10.1.2.3:8080"}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}]
)
def test_another_sites_page_cant_write(
    here: TestClient, services: Services, bearer: dict[str, str], headers: dict[str, str]
):
    for path in (TASKS, "/signin", "/setup/secret"):
        answer = here.post(path, json={"title": "Milk"}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")
    assert services.journal.last_change("default") == 0
    assert here.get(TASKS, headers=headers).status_code == 200
    # A browser never adds a bearer token by itself, so who sends one means it.
    assert (
        here.post(TASKS, json={"title": "Milk"}, headers={**headers, **bearer}).status_code == 201
    )


def test_a_handler_on_a_public_path_has_no_caller(here: TestClient):
    app = here.app
    assert isinstance(app, FastAPI)

    def asked(caller: Asker) -> str:
        return caller.user_name

    app.router.routes.insert(0, APIRoute("/setup/who", asked))
    assert here.get("/setup/who").json()["code"] == "UNAUTHENTICATED"
