"""A provider of OpenID Connect (Core 1.0), by authorization code with PKCE (RFC 7636): where to send a browser, and who comes back."""

import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx2
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from watchbill.domain.errors import ServiceUnavailableError, UnauthenticatedError
from watchbill.services.identity import Account, Flow
from watchbill.services.invitation import USER_NAME_MAX

SCOPE = "openid profile email"
ALGORITHMS = ("RS256", "ES256", "PS256", "EdDSA")
TIMEOUT = httpx2.Timeout(10, connect=3)
LEEWAY = 60
"""Seconds by which the provider's clock may differ."""
_NOT_IN_NAMES = re.compile(r'[\s:"@/\x00-\x1f\x7f-\x9f]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What the provider knows us as; `name` is what our button calls it."""

    issuer: str
    id: str
    secret: str
    name: str


def new_flow(*, next: str = "/", invitation: str = "", user_id: str = "") -> Flow:
    """A sign-in with a nonce and a verifier of its own."""
    return Flow(
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        next=next,
        invitation=invitation,
        user_id=user_id,
    )


class Provider:
    """One provider. What it says of itself is read when it is first needed, and kept."""

    def __init__(self, client: Client, http: httpx2.AsyncClient | None = None) -> None:
        self.client = client
        self._http = http or httpx2.AsyncClient(timeout=TIMEOUT)
        self._document: Mapping[str, Any] = {}

    async def address(self, state: str, flow: Flow, back: str) -> str:
        """Where to send the browser. Raises SERVICE_UNAVAILABLE."""
        wanted = {
            "response_type": "code",
            "client_id": self.client.id,
            "redirect_uri": back,
            "scope": SCOPE,
            "state": state,
            "nonce": flow.nonce,
            "code_challenge": _challenge(flow.verifier),
            "code_challenge_method": "S256",
        }
        endpoint = (await self._read())["authorization_endpoint"]
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(wanted)}"

    async def account(self, code: str, flow: Flow, back: str) -> Account:
        """Who came back with this code. Raises UNAUTHENTICATED for what doesn't hold, SERVICE_UNAVAILABLE."""
        document = await self._read()
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": flow.verifier,
        }
        answer = await self._ask(
            "POST",
            document["token_endpoint"],
            data=given,
            auth=(self.client.id, self.client.secret),
        )
        keys = await self._ask("GET", document["jwks_uri"])
        return self._account(answer, keys, flow)

    def _account(self, answer: Mapping[str, Any], keys: Mapping[str, Any], flow: Flow) -> Account:
        try:
            token = jwt.decode(
                answer["id_token"],
                KeySet.import_key_set({"keys": keys["keys"]}),
                algorithms=ALGORITHMS,
            )
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={
                    "iss": {"essential": True, "value": self.client.issuer},
                    "aud": {"essential": True, "value": self.client.id},
                },
                params={
                    "client_id": self.client.id,
                    "nonce": flow.nonce,
                    "access_token": answer.get("access_token"),
                },
            )
            claims.validate(now=int(time.time()), leeway=LEEWAY)
            if not claims["sub"]:
                raise KeyError("sub")  # noqa: TRY301 -- one place says what doesn't hold
            return Account(self.client.issuer, str(claims["sub"]), _name(claims))
        except (JoseError, KeyError, ValueError, TypeError) as error:
            raise UnauthenticatedError(
                f"What {self.client.name} said doesn't hold ({type(error).__name__}).",
                hint="Begin again; if it stays so, check the settings of the provider.",
            ) from None

    async def _read(self) -> Mapping[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0, section 4)."""
        if not self._document:
            place = f"{self.client.issuer}/.well-known/openid-configuration"
            found = await self._ask("GET", place)
            if str(found.get("issuer", "")).rstrip("/") != self.client.issuer:
                raise self._away("it names another issuer")
            self._document = found
        return self._document

    async def _ask(self, method: str, place: str, **given: Any) -> Mapping[str, Any]:
        try:
            answer = await self._http.request(method, place, **given)
            found = answer.json()
        except (httpx2.HTTPError, ValueError):
            raise self._away("it doesn't answer") from None
        if answer.is_client_error and isinstance(found, dict) and "error" in found:
            raise UnauthenticatedError(
                f"{self.client.name} refused this sign-in.", hint="Begin again."
            )
        if not answer.is_success or not isinstance(found, dict):
            raise self._away(f"it answered with status {answer.status_code}")
        return found

    def _away(self, why: str) -> ServiceUnavailableError:
        return ServiceUnavailableError(
            f"{self.client.name} can't be used to sign in just now: {why}.",
            hint="Sign in with a password, or try again in a moment.",
        )

    async def close(self) -> None:
        await self._http.aclose()


def _challenge(verifier: str) -> str:
    make: Callable[[str], str] = create_s256_code_challenge
    return make(verifier)


def _name(claims: Mapping[str, Any]) -> str:
    """What to call them, such as a user can be called."""
    email = str(claims.get("email") or "").partition("@")[0]
    for said in (claims.get("preferred_username"), claims.get("name"), email, claims["sub"]):
        name = _NOT_IN_NAMES.sub(" ", str(said or "")).strip()[:USER_NAME_MAX].strip()
        if name:
            return name
    return "somebody"
