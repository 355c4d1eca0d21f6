"""What tests of letting programs in need: a person with a browser, and programs that ask."""

import html
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken

PASSWORD = "correct horse"
BACK = "http://127.0.0.1:5555/back"
_ASKED = re.compile(r'<input type="hidden" name="asked" value="([^"]*)">')
_NAME = re.compile(r'name="name" value="([^"]*)"')
_TICKED = re.compile(r'name="(scope|mode)" value="([^"]+)" checked')


@dataclass
class Person:
    """Somebody with a browser that is signed in."""

    browser: httpx2.Client

    def decide(
        self,
        address: str,
        *,
        answer: str = "allow",
        mode: str = "",
        scopes: Sequence[str] = (),
        **more: str,
    ) -> httpx2.Response:
        """Open the consent page, and send its form with what is ticked, unless another choice is given."""
        page = self.browser.get(address)
        assert page.status_code == 200, page.text
        asked, name = _ASKED.search(page.text), _NAME.search(page.text)
        assert asked
        assert name
        ticked = _TICKED.findall(page.text)
        fields: dict[str, Any] = {
            "asked": html.unescape(asked[1]),
            "name": html.unescape(name[1]),
            "mode": mode or next(value for name, value in ticked if name == "mode"),
            "scope": list(scopes) or [value for name, value in ticked if name == "scope"],
        }
        return self.browser.post("/oauth/authorize", data={**fields, "answer": answer, **more})


def answered(response: httpx2.Response) -> dict[str, str]:
    """What the program is told at its own address."""
    assert response.status_code == 303, response.text
    query = parse_qs(urlsplit(response.headers["location"]).query)
    return {name: value for name, (value,) in query.items()}


@dataclass
class Program:
    """A program that speaks OAuth by hand, so that it can speak it wrongly."""

    http: httpx2.Client
    redirect: str = BACK
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def register(self, **metadata: Any) -> str:
        given = {"redirect_uris": [self.redirect], "client_name": "Tidy Robot", **metadata}
        answer = self.http.post("/oauth/register", json=given)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["client_id"])

    def address(self, client_id: str, /, **other: str) -> str:
        """Where it sends the person's browser; an empty value leaves a parameter out."""
        asked = {
            "client_id": client_id,
            "redirect_uri": self.redirect,
            "response_type": "code",
            "code_challenge": create_s256_code_challenge(self.verifier),
            "code_challenge_method": "S256",
            "state": "s-1",
            **other,
        }
        given = {name: value for name, value in asked.items() if value}
        return f"/oauth/authorize?{httpx2.QueryParams(given)}"

    def token(self, client_id: str, code: str, /, **other: str) -> httpx2.Response:
        asked = {
            "grant_type": "authorization_code",
            "client_id": client_id,
            "code": code,
            "redirect_uri": self.redirect,
            "code_verifier": self.verifier,
            **other,
        }
        return self.http.post("/oauth/token", data={n: v for n, v in asked.items() if v})

    def refresh(self, client_id: str, refresh_token: str, /, **other: str) -> httpx2.Response:
        asked = {
            "grant_type": "refresh_token",
            "client_id": client_id,
            "refresh_token": refresh_token,
            **other,
        }
        return self.http.post("/oauth/token", data=asked)


class Memory:
    """Where the SDK's client keeps what it was given."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


def sdk_auth(url: str, person: Person, memory: Memory, **choice: Any) -> OAuthClientProvider:
    """The SDK's whole flow: discovery, registration, a browser, and the code that comes back."""
    came: list[dict[str, str]] = []

    async def redirected(address: str) -> None:
        came.append(answered(person.decide(address, **choice)))

    async def back() -> AuthorizationCodeResult:
        return AuthorizationCodeResult(**came[-1])

    metadata = OAuthClientMetadata(redirect_uris=[BACK], client_name="SDK client")  # type: ignore[list-item]
    return OAuthClientProvider(f"{url}/mcp", metadata, memory, redirected, back)
