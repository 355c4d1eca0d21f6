"""Signing in by a provider's word, against a real provider over HTTP."""

import time
from collections.abc import Iterator

import httpx2
import pytest
from joserfc.jwk import RSAKey
from tests.web.live import serving
from tests.web.provider import CLIENT, SECRET, TestProvider

from watchbill.services.bundle import Services
from watchbill.web.access import Access
from watchbill.web.application import Neighbours, build_application
from watchbill.web.oidc import Client, Provider

PASSWORD = "correct horse"


@pytest.fixture
def provider() -> Iterator[TestProvider]:
    made = TestProvider()
    with serving(made.application()) as url:
        made.issuer = url
        yield made


@pytest.fixture
def server(services: Services, provider: TestProvider) -> Iterator[str]:
    client = Client(issuer=provider.issuer, id=CLIENT, secret=SECRET, name="Harbour")
    app = build_application(
        services, Access(is_local=False), neighbours=Neighbours(provider=Provider(client))
    )
    with serving(app) as url:
        yield url


@pytest.fixture
def browser(server: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(
        base_url=server, follow_redirects=True, headers={"Accept": "text/html"}
    ) as client:
        yield client


def who(browser: httpx2.Client) -> str:
    answer = browser.get("/api/v1/me", headers={"Accept": "application/json"})
    return str(answer.json().get("user", ""))


def invited(services: Services, role: str = "member") -> str:
    return services.invitations.invite(services.users.owner(), role)[1]


def test_who_is_invited_joins_by_an_account_and_comes_back_by_it(
    services: Services, browser: httpx2.Client
):
    secret = invited(services)
    page = browser.get(f"/invitation/{secret}").text
    assert f'href="/signin/provider?invitation={secret}"' in page
    ended = browser.get("/signin/provider", params={"invitation": secret})
    assert (ended.status_code, ended.url.path, who(browser)) == (200, "/", "Kim")
    browser.post("/signout")
    assert who(browser) == ""
    assert "Sign in with Harbour" in browser.get("/signin").text
    ended = browser.get("/signin/provider", params={"next": "/history"})
    assert (ended.url.path, who(browser)) == ("/history", "Kim")


def test_a_name_that_is_taken_gets_a_number(
    services: Services, browser: httpx2.Client, provider: TestProvider
):
    provider.account = {"sub": "7", "email": "owner@example.org"}
    browser.get("/signin/provider", params={"invitation": invited(services)})
    assert who(browser) == "owner 2"


@pytest.mark.parametrize(
    ("account", "name"),
    [
        ({"sub": "1", "name": "Kim: Lee / “x”"}, "Kim Lee “x”"),
        ({"sub": "a" * 60}, "a" * 40),
        ({"sub": "::"}, "somebody"),
    ],
)
def test_names_are_made_such_as_a_user_can_have(
    services: Services, browser: httpx2.Client, provider: TestProvider, account: dict, name: str
):
    provider.account = account
    browser.get("/signin/provider", params={"invitation": invited(services)})
    assert who(browser) == name


def test_who_is_signed_in_connects_an_account(services: Services, browser: httpx2.Client):
    services.users.set_password(PASSWORD)
    browser.post("/signin", data={"username": "owner", "password": PASSWORD})
    assert "Sign in with Harbour from now on" in browser.get("/settings").text
    ended = browser.get("/signin/provider", params={"connect": True, "next": "/settings"})
    assert ended.url.path == "/settings"
    assert "You can sign in with it." in ended.text
    browser.post("/signout")
    browser.get("/signin/provider")
    assert who(browser) == "owner"
    again = browser.get("/signin/provider", params={"connect": True, "next": "/settings"})
    assert "You can sign in with it." in again.text


def test_an_account_is_one_person_s(services: Services, browser: httpx2.Client):
    browser.get("/signin/provider", params={"invitation": invited(services)})
    services.users.set_password(PASSWORD)
    browser.post("/signin", data={"username": "owner", "password": PASSWORD})
    refused = browser.get("/signin/provider", params={"connect": True})
    assert (refused.status_code, "somebody else&#39;s here" in refused.text) == (409, True)


def test_another_site_connects_nothing(services: Services, browser: httpx2.Client):
    services.users.set_password(PASSWORD)
    browser.post("/signin", data={"username": "owner", "password": PASSWORD})
    headers = {"Sec-Fetch-Site": "cross-site"}
    refused = browser.get("/signin/provider", params={"connect": True}, headers=headers)
    assert (refused.status_code, "Another site&#39;s page" in refused.text) == (403, True)


def test_who_is_not_known_is_not_let_in(services: Services, browser: httpx2.Client):
    refused = browser.get("/signin/provider")
    assert (refused.status_code, who(browser)) == (403, "")
    assert "Nobody here is known as Kim of http://127.0.0.1" in refused.text


def test_who_was_taken_out_everywhere_is_not_let_in(services: Services, browser: httpx2.Client):
    browser.get("/signin/provider", params={"invitation": invited(services)})
    services.members.remove(services.users.owner(), "Kim")
    refused = browser.get("/signin/provider")
    assert (refused.status_code, "belong to no workspace" in refused.text) == (401, True)


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"aud": "somebody else"},
        {"iss": "http://elsewhere.example.org"},
        {"exp": int(time.time()) - 3_600},
        {"sub": ""},
    ],
)
def test_what_does_not_hold_lets_nobody_in(
    services: Services, browser: httpx2.Client, provider: TestProvider, lies: dict
):
    provider.lies = lies
    refused = browser.get("/signin/provider", params={"invitation": invited(services)})
    assert (refused.status_code, who(browser)) == (401, "")
    assert "What Harbour said doesn&#39;t hold" in refused.text


def test_a_token_that_another_key_signed_lets_nobody_in(
    services: Services, browser: httpx2.Client, provider: TestProvider
):
    provider.other_key = RSAKey.generate_key(2048, {"kid": "one"})
    refused = browser.get("/signin/provider", params={"invitation": invited(services)})
    assert (refused.status_code, who(browser)) == (401, "")


def test_a_code_is_good_once_and_in_one_browser(
    services: Services, browser: httpx2.Client, server: str
):
    begun = browser.get("/signin/provider", follow_redirects=False)
    back = httpx2.get(begun.headers["location"], follow_redirects=False).headers["location"]
    with httpx2.Client(headers={"Accept": "text/html"}) as other:
        refused = other.get(back)
        assert (refused.status_code, "wasn&#39;t begun here" in refused.text) == (401, True)
    browser.get(back)
    browser.cookies.set("watchbill_signin", back.partition("state=")[2], path="/signin/provider")
    again = browser.get(back)
    assert (again.status_code, "under way any more" in again.text) == (401, True)
    forged = browser.get("/signin/provider", follow_redirects=False)
    state = forged.headers["location"].partition("state=")[2].partition("&")[0]
    refused = browser.get("/signin/provider/back", params={"state": state, "code": "made up"})
    assert (refused.status_code, "Harbour refused this sign-in" in refused.text) == (401, True)


def test_a_provider_that_is_away_or_another_is_told(services: Services, provider: TestProvider):
    provider.is_broken = True
    for issuer, why in (
        (provider.issuer, "it names another issuer"),
        (f"{provider.issuer}/nothing", "it doesn&#39;t answer"),
        (f"{provider.issuer}/odd", "it answered with status 500"),
        ("http://127.0.0.1:9", "it doesn&#39;t answer"),
    ):
        client = Client(issuer=issuer, id=CLIENT, secret=SECRET, name="Harbour")
        app = build_application(
            services, Access(is_local=False), neighbours=Neighbours(provider=Provider(client))
        )
        with serving(app) as url:
            answer = httpx2.get(f"{url}/signin/provider", headers={"Accept": "text/html"})
        assert (answer.status_code, why in answer.text) == (503, True)


def test_without_a_provider_there_is_no_such_way(here):
    assert "Sign in with" not in here.get("/signin").text
    answer = here.get("/signin/provider")
    assert (answer.status_code, "No provider is set up here." in answer.text) == (404, True)
