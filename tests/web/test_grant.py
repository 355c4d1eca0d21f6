"""Letting programs in by OAuth: what each endpoint says, and what is refused to who does it wrongly."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.conftest import Clock
from tests.web.conftest import Connect
from tests.web.consent import BACK, PASSWORD, Person, Program, answered

from watchbill.services.bundle import Services
from watchbill.web.access import Access

SITE = "https://tasks.example.org"
REMOTE = Access(is_local=False, public_url=SITE)
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
TYPES = {"Accept": "application/json, text/event-stream"}


@pytest.fixture
def browser(connect: Connect, services: Services) -> TestClient:
    services.users.set_password(PASSWORD)
    client = connect(REMOTE, address="203.0.113.9", url=SITE)
    client.headers["accept"] = "text/html"
    return client


@pytest.fixture
def person(browser: TestClient) -> Person:
    assert browser.post("/signin", data={"password": PASSWORD}).status_code == 303
    return Person(browser)


@pytest.fixture
def program(connect: Connect) -> Iterator[Program]:
    with connect(REMOTE, address="198.51.100.7", url=SITE) as http:
        yield Program(http)


def let_in(person: Person, program: Program, **choice: Any) -> tuple[str, dict[str, Any]]:
    """The program's id and what it was given."""
    id = program.register()
    code = answered(person.decide(program.address(id), **choice))["code"]
    answer = program.token(id, code)
    assert answer.status_code == 200, answer.text
    return id, answer.json()


def opens(program: Program, token: str) -> int:
    header = {"Authorization": f"Bearer {token}", **TYPES}
    return program.http.post("/mcp", json=LIST, headers=header).status_code


def test_who_has_no_token_learns_at_mcp_how_to_get_one(program: Program) -> None:
    refused = program.http.post("/mcp", json=LIST)
    metadata = f"{SITE}/.well-known/oauth-protected-resource/mcp"
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == (
        f'Bearer realm="watchbill", resource_metadata="{metadata}", scope="tasks:read tasks:write"'
    )
    resource = program.http.get("/.well-known/oauth-protected-resource/mcp").json()
    assert program.http.get("/.well-known/oauth-protected-resource").json() == resource
    assert resource == {
        "resource": f"{SITE}/mcp",
        "authorization_servers": [SITE],
        "scopes_supported": ["tasks:read", "tasks:write", "tasks:delete"],
        "bearer_methods_supported": ["header"],
        "resource_name": "Watchbill",
    }


def test_the_server_says_of_itself_what_it_does(program: Program) -> None:
    from authlib.oauth2.rfc8414 import AuthorizationServerMetadata  # noqa: PLC0415 -- a judge from outside

    said = program.http.get("/.well-known/oauth-authorization-server").json()
    AuthorizationServerMetadata(said).validate()
    assert (said["issuer"], said["code_challenge_methods_supported"]) == (SITE, ["S256"])
    assert said["token_endpoint_auth_methods_supported"] == ["none"]
    assert said["authorization_response_iss_parameter_supported"] is True


@pytest.mark.parametrize(
    "public_url", ["", "http://tasks.example.org", "https://tasks.example.org/below"]
)
def test_without_a_public_url_with_https_there_is_none_of_it(
    connect: Connect, services: Services, public_url: str
) -> None:
    services.users.set_password(PASSWORD)
    access = Access(is_local=False, public_url=public_url)
    stranger = connect(access, address="203.0.113.9", url="http://tasks.example.org")
    places = ["/mcp", "/oauth/token", "/oauth/register", "/oauth/revoke"]
    assert [stranger.post(place).status_code for place in places] == [401] * 4
    places = ["/.well-known/oauth-authorization-server", "/oauth/authorize"]
    assert [stranger.get(place).status_code for place in places] == [401] * 2


def test_a_person_who_is_not_signed_in_signs_in_and_comes_back(
    browser: TestClient, program: Program
) -> None:
    address = program.address(program.register())
    away = browser.get(address)
    assert away.status_code == 303
    signin = away.headers["location"]
    assert signin.startswith("/signin?next=%2Foauth%2Fauthorize%3F")
    back = browser.post(signin, data={"password": PASSWORD})
    assert (back.status_code, back.headers["location"]) == (303, address)


def test_the_page_says_who_asks_and_where_the_answer_goes(
    person: Person, program: Program
) -> None:
    id = program.register(client_name="<b>Tidy</b>\u202e Robot")
    page = person.browser.get(program.address(id))
    assert "“&lt;b&gt;Tidy&lt;/b&gt; Robot”" in page.text
    assert '<b class="place">127.0.0.1:5555</b>' in page.text
    assert "form-action 'self' http://127.0.0.1:5555;" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"


def test_a_code_is_good_for_tokens_that_are_ordinary_ones(
    person: Person, program: Program, services: Services
) -> None:
    _, given = let_in(person, program)
    assert given["token_type"] == "Bearer"
    assert given["scope"] == "tasks:read tasks:write"
    (token,) = services.tokens.list(services.users.owner())
    assert (token.name, token.mode) == ("Tidy Robot", "propose")
    assert opens(program, given["access_token"]) == 200


def test_the_person_gives_less_than_was_asked_for_and_never_more(
    person: Person, program: Program
) -> None:
    id = program.register()
    address = program.address(id, scope="tasks:read tasks:write")
    more = person.decide(address, scopes=["tasks:read", "tasks:delete"])
    assert more.status_code == 422
    assert "The program didn&#39;t ask for tasks:delete." in more.text
    none = person.decide(address, mode="rule")
    assert "“rule” is not a mode." in none.text
    code = answered(person.decide(address, scopes=["tasks:read"]))["code"]
    assert program.token(id, code).json()["scope"] == "tasks:read"


def test_who_is_refused_is_told_so_with_the_state_and_by_whom(
    person: Person, program: Program
) -> None:
    address = program.address(program.register())
    assert answered(person.decide(address, answer="refuse")) == {
        "error": "access_denied",
        "state": "s-1",
        "iss": SITE,
    }


def test_a_program_of_an_own_scheme_or_with_a_query_is_answered_there(
    person: Person, program: Program
) -> None:
    program.redirect = "tidy-robot://back"
    page = person.browser.get(program.address(program.register()))
    assert "form-action 'self' tidy-robot:;" in page.headers["content-security-policy"]
    assert '<b class="place">back</b>' in page.text
    program.redirect = "https://robot.example.org/back?kept=1"
    asked = program.address(program.register(), state="")
    told = answered(person.decide(asked))
    assert (told["kept"], told["iss"], "state" in told) == ("1", SITE, False)
    program.redirect = "robot:/back"
    page = person.browser.get(program.address(program.register()))
    assert '<b class="place">robot:</b>' in page.text


@pytest.mark.parametrize(
    "redirect",
    [
        "http://203.0.113.7/back",
        "javascript:alert(1)",
        "https://robot.example.org/back#x",
        "https://robot@example.org/back",
        "https://robot.example.org\\@example.org/",
        "https://[robot/back",
        "https:///back",
        "data:text/html,x",
        f"https://robot.example.org/{'x' * 500}",
        7,
    ],
)
def test_a_place_that_could_be_anybody_s_is_not_registered(
    program: Program, redirect: object
) -> None:
    refused = program.http.post("/oauth/register", json={"redirect_uris": [redirect]})
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_redirect_uri")


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"redirect_uris": []},
        {"redirect_uris": [BACK] * 11},
        {"redirect_uris": [BACK], "grant_types": ["implicit"]},
        {"redirect_uris": [BACK], "response_types": ["token"]},
        [],
    ],
)
def test_a_registration_that_can_lead_nowhere_is_refused(
    program: Program, metadata: object
) -> None:
    refused = program.http.post("/oauth/register", json=metadata)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_client_metadata")
    broken = program.http.post("/oauth/register", content=b"{")
    assert broken.json()["error"] == "invalid_client_metadata"


def test_a_registration_says_what_it_became_and_fills_no_table(
    program: Program, queries: list[str]
) -> None:
    first = {"redirect_uris": [BACK], "token_endpoint_auth_method": "client_secret_post"}
    program.http.post("/oauth/register", json=first)
    queries.clear()
    made = program.http.post("/oauth/register", json={**first, "client_name": 7}).json()
    assert made["token_endpoint_auth_method"] == "none"
    assert "client_secret" not in made
    assert made["client_name"] == "an agent"
    assert [query for query in queries if not query.startswith("SELECT")] == []


def test_nobody_is_sent_to_a_place_that_was_not_registered(
    person: Person, program: Program
) -> None:
    id = program.register()
    elsewhere = {"redirect_uri": "https://thief.example.org/back"}
    for place in (program.address(id, **elsewhere), program.address("nobody")):
        page = person.browser.get(place)
        assert page.status_code == 422
        assert "location" not in page.headers
        assert "This program can't be let in" in page.text.replace("&#39;", "'")
    twice = f"{program.address(id)}&state=s-2"
    assert person.browser.get(twice).status_code == 422
    sent = {"asked": program.address(id, **elsewhere).partition("?")[2], "answer": "allow"}
    assert person.browser.post("/oauth/authorize", data=sent).status_code == 422


def test_on_the_program_s_own_machine_the_port_may_be_another(
    person: Person, program: Program
) -> None:
    id = program.register()
    program.redirect = "http://127.0.0.1:6666/back"
    code = answered(person.decide(program.address(id)))["code"]
    assert program.token(id, code).status_code == 200
    for other in ("http://127.0.0.1:6666/other", "http://localhost:6666/back", "https://x/back"):
        program.redirect = other
        assert person.browser.get(program.address(id)).status_code == 422
    program.redirect = ""
    assert person.browser.get(program.address(id)).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "tasks:read admin"}, "invalid_scope"),
        ({"resource": "https://other.example.org/mcp"}, "invalid_target"),
    ],
)
def test_a_request_that_is_not_safe_is_sent_back_with_the_reason(
    person: Person, program: Program, wrong: dict[str, str], error: str
) -> None:
    told = answered(person.browser.get(program.address(program.register(), **wrong)))
    assert (told["error"], told["state"], told["iss"]) == (error, "s-1", SITE)
    assert "code" not in told


def test_a_code_that_comes_again_closes_what_it_had_opened(
    person: Person, program: Program, services: Services
) -> None:
    id = program.register()
    code = answered(person.decide(program.address(id)))["code"]
    given = program.token(id, code).json()
    again = program.token(id, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert services.tokens.list(services.users.owner()) == ()
    assert program.refresh(id, given["refresh_token"]).json()["error"] == "invalid_grant"
    assert opens(program, given["access_token"]) == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": "a" * 43},
        {"code_verifier": "short"},
        {"redirect_uri": "http://127.0.0.1:5555/other"},
        {"client_id": "another"},
    ],
)
def test_a_code_that_somebody_else_brings_is_over(
    person: Person, program: Program, services: Services, wrong: dict[str, str]
) -> None:
    id = program.register()
    code = answered(person.decide(program.address(id)))["code"]
    refused = program.token(id, code, **wrong)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    assert services.tokens.list(services.users.owner()) == ()


def test_a_code_that_came_too_late_is_over(person: Person, program: Program, clock: Clock) -> None:
    id = program.register()
    code = answered(person.decide(program.address(id)))["code"]
    clock.now += timedelta(minutes=2)
    assert program.token(id, code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"code": ""}, "invalid_request"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"client_id": ""}, "invalid_request"),
        ({"resource": "https://other.example.org/mcp"}, "invalid_target"),
    ],
)
def test_a_request_for_a_token_that_lacks_something_is_refused(
    program: Program, wrong: dict[str, str], error: str
) -> None:
    refused = program.token("nobody", "code", **wrong)
    assert (refused.status_code, refused.json()["error"]) == (400, error)
    assert refused.headers["cache-control"] == "no-store"


def test_a_parameter_that_is_given_twice_is_refused(program: Program) -> None:
    refused = program.http.post("/oauth/token", data={"code": ["one", "two"]})
    assert refused.json()["error"] == "invalid_request"


def test_a_token_ends_by_itself_and_the_next_is_another_one(
    person: Person, program: Program, clock: Clock, services: Services
) -> None:
    id, given = let_in(person, program)
    clock.now += timedelta(hours=1)
    assert opens(program, given["access_token"]) == 401
    following = program.refresh(id, given["refresh_token"], scope="tasks:read").json()
    assert following["refresh_token"] != given["refresh_token"]
    assert following["scope"] == "tasks:read tasks:write"
    assert opens(program, following["access_token"]) == 200
    assert len(services.tokens.list(services.users.owner())) == 1


def test_a_refresh_token_that_comes_again_ends_the_grant(person: Person, program: Program) -> None:
    id, given = let_in(person, program)
    following = program.refresh(id, given["refresh_token"]).json()
    again = program.refresh(id, given["refresh_token"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert program.refresh(id, following["refresh_token"]).json()["error"] == "invalid_grant"
    assert opens(program, following["access_token"]) == 401


def test_a_refresh_token_is_of_use_to_its_program_alone_and_for_a_time(
    person: Person, program: Program, clock: Clock
) -> None:
    id, given = let_in(person, program)
    other = program.register(client_name="Other")
    assert program.refresh(other, given["refresh_token"]).json()["error"] == "invalid_grant"
    wide = program.refresh(id, given["refresh_token"], scope="admin")
    assert wide.json()["error"] == "invalid_scope"
    clock.now += timedelta(days=30)
    assert program.refresh(id, given["refresh_token"]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_program_ends_what_it_was_given_and_nobody_else_s(
    person: Person, program: Program, services: Services, kind: str
) -> None:
    id, given = let_in(person, program)
    other = program.register(client_name="Other")

    def end(client_id: str, token: str) -> int:
        form = {"client_id": client_id, "token": token}
        return program.http.post("/oauth/revoke", data=form).status_code

    assert end(other, given[kind]) == 200
    assert len(services.tokens.list(services.users.owner())) == 1
    assert (end(id, "unknown"), end(id, given[kind])) == (200, 200)
    assert services.tokens.list(services.users.owner()) == ()
    assert end("", given[kind]) == 400


def test_what_was_let_in_opens_mcp_alone(person: Person, program: Program) -> None:
    _, given = let_in(person, program, mode="act")
    header = {"Authorization": f"Bearer {given['access_token']}"}
    refused = program.http.get("/api/v1/tasks", headers=header)
    assert (refused.status_code, refused.json()["code"]) == (403, "FORBIDDEN")


def test_no_program_lets_a_program_in(
    person: Person, program: Program, bearer: dict[str, str]
) -> None:
    address = program.address(program.register())
    refused = program.http.get(address, headers=bearer)
    assert refused.status_code == 403
    assert "Only a person can let a program in." in refused.text
    form = {"asked": address.partition("?")[2], "answer": "allow", "name": "x", "mode": "act"}
    refused = program.http.post("/oauth/authorize", data=form, headers=bearer)
    assert (refused.status_code, "location" in refused.headers) == (403, False)


def test_another_site_s_page_lets_no_program_in(person: Person, program: Program) -> None:
    form = {"asked": program.address(program.register()).partition("?")[2], "answer": "allow"}
    site = {"Origin": "https://thief.example.org", "Sec-Fetch-Site": "cross-site"}
    refused = person.browser.post("/oauth/authorize", data=form, headers=site)
    assert (refused.status_code, "location" in refused.headers) == (403, False)


def test_a_token_of_a_turn_is_of_no_use_there(
    program: Program, services: Services, clock: Clock
) -> None:
    turn = services.tokens.mint_turn(services.users.owner(), "turn-1", clock())
    assert opens(program, turn) == 401


@pytest.fixture
def join(services: Services, connect: Connect) -> Callable[[str], Person]:
    """Somebody else of the same list, signed in."""

    def joined(role: str) -> Person:
        _, secret = services.invitations.invite(services.users.owner(), role)
        browser = connect(REMOTE, address="203.0.113.10", url=SITE)
        browser.headers["accept"] = "text/html"
        form = {"name": "kim", "password": "another horse"}
        assert browser.post(f"/invitation/{secret}", data=form).status_code == 303
        return Person(browser)

    return joined


def test_nobody_gives_a_program_somebody_else_s_name(
    person: Person, program: Program, join: Callable[[str], Person]
) -> None:
    let_in(person, program)
    refused = join("member").decide(program.address(program.register()))
    assert refused.status_code == 409
    assert "Somebody else&#39;s token here is called Tidy Robot." in refused.text


def test_who_may_only_read_lets_in_who_may_only_read(
    program: Program, person: Person, join: Callable[[str], Person]
) -> None:
    id = program.register()
    page = join("viewer").browser.get(program.address(id))
    assert ('value="tasks:read"' in page.text, 'value="tasks:write"' in page.text) == (True, False)
