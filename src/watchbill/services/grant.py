"""OAuth 2.1: a person lets a program elsewhere in, the program gets short tokens, and new ones as long as it may."""

import hmac
import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from watchbill.domain.errors import InvalidError
from watchbill.services.caller import Caller
from watchbill.services.program import Program
from watchbill.services.session import digest_of
from watchbill.services.signing import SigningKey
from watchbill.services.token import PREFIX, TokenService, require_own_name
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.grant import GrantRow, GrantRows
from watchbill.storage.secret import SecretRows
from watchbill.storage.token import TokenRow, TokenRows
from watchbill.storage.transaction import Transaction

REMOTE = f"{PREFIX}mcp_"
"""How the text of such a token begins: it opens MCP, and nothing else."""
GRANTABLE = ("tasks:read", "tasks:write", "tasks:delete")
ACCESS_LIFETIME = timedelta(hours=1)
REFRESH_LIFETIME = timedelta(days=30)
CODE_LIFETIME = timedelta(minutes=2)
_REMEMBERED = timedelta(minutes=10)
"""How long a code that was used is known for one."""
_CODE, _USED = "oauth-code:", "oauth-used:"
_REFRESH = "wbr_"
_AUDIENCE = "watchbill-program"
_ALGORITHM = "HS256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a program asks for, when it sends a person's browser here. `challenge` is that of PKCE, by S256."""

    client_id: str
    redirect_uri: str
    challenge: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the person lets it do, and what the history is to call it."""

    name: str
    mode: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """Two texts that are shown this once, and what they allow."""

    access: str
    refresh: str
    scopes: tuple[str, ...]


class GrantService:
    """Registers programs, takes what a person lets them do, and gives them tokens.

    A registration isn't stored: the id that a program gets is what it said, signed. So strangers fill no table.
    """

    def __init__(self, database: Database, clock: Clock, tokens: TokenService) -> None:
        self._database = database
        self._clock = clock
        self._tokens = tokens
        self._key = SigningKey(database, clock, "program-key")

    def register(self, given: Mapping[str, Any]) -> tuple[Program, str]:
        """Take what a program says of itself, and give it an id. Raises INVALID_REDIRECT_URI and INVALID_CLIENT_METADATA."""
        import jwt  # noqa: PLC0415 -- brings cryptography, which the command line can do without

        program = Program.registered(given)
        claims = {
            "aud": _AUDIENCE,
            "name": program.name,
            "redirects": list(program.redirects),
        }
        return program, jwt.encode(claims, self._key.make(), algorithm=_ALGORITHM)

    def program(self, client_id: str) -> Program:
        """The program with this id. Raises INVALID_CLIENT."""
        import jwt  # noqa: PLC0415 -- brings cryptography, which the command line can do without

        try:
            claims = jwt.decode(
                client_id, self._key.make(), algorithms=[_ALGORITHM], audience=_AUDIENCE
            )
        except jwt.InvalidTokenError:
            raise InvalidError.of(
                "client",
                "This program isn't registered here.",
                hint="Remove the connection in the program, and connect it anew.",
            ) from None
        return Program(claims["name"], tuple(claims["redirects"]))

    def approve(self, caller: Caller, request: Request, choice: Choice) -> str:
        """Let a program in; return the code that it gets its token for, within two minutes and once.

        Only a person can. Raises FORBIDDEN, CONFLICT and INVALID_… as making a token does, INVALID_SCOPES for more than was asked for.
        """
        caller.require_person("let a program in")
        beyond = [scope for scope in choice.scopes if scope not in request.scopes]
        if beyond:
            raise InvalidError.of("scopes", f"The program didn't ask for {beyond[0]}.")
        token = self._tokens.draft(caller, choice.name, choice.scopes, mode=choice.mode)
        held = {
            "client": digest_of(request.client_id),
            "redirect_uri": request.redirect_uri,
            "challenge": request.challenge,
            "token": {name: getattr(token, name) for name in _KEPT},
        }
        code = secrets.token_urlsafe(32)
        with self._database.begin() as tx:
            require_own_name(TokenRows(tx.connection), token)
            rows = SecretRows(tx.connection)
            for kind in (_CODE, _USED):
                rows.drop_expired(kind, now=self._clock())
            until = self._clock() + CODE_LIFETIME
            rows.add(_name(_CODE, code), json.dumps(held), until=until)
        return code

    def exchange(self, code: str, *, client_id: str, redirect_uri: str, verifier: str) -> Issued:
        """Tokens for a code. One try: whatever is wrong about it, the code is over.

        Raises INVALID_GRANT; for a code that was used before, what it had opened is closed again.
        """
        with self._database.begin() as tx:
            rows = SecretRows(tx.connection)
            found = rows.take(_name(_CODE, code), now=self._clock())
            used = rows.take(_name(_USED, code), now=self._clock())
            if used is not None:
                TokenRows(tx.connection).revoke(used, now=self._clock())
            held = json.loads(found) if found else None
            fits = held is not None and _fits(held, client_id, redirect_uri, verifier)
            issued = self._issue(tx, code, held) if held and fits else None
        if issued is None:
            raise _no_grant("The code is over, was used before, or isn't for this request.")
        return issued

    def _issue(self, tx: Transaction, code: str, held: Mapping[str, Any]) -> Issued:
        now = self._clock()
        access, family, latest = REMOTE + secrets.token_urlsafe(32), _random(), _random()
        token = TokenRow(
            id=str(uuid.uuid4()),
            created_at=now,
            expires_at=now + ACCESS_LIFETIME,
            used_at=None,
            **{**held["token"], "scopes": tuple(held["token"]["scopes"])},
        )
        TokenRows(tx.connection).add(token, digest_of(access))
        grant = GrantRow(
            token_id=token.id,
            client=held["client"],
            family=digest_of(family),
            latest=digest_of(latest),
            until=now + REFRESH_LIFETIME,
        )
        GrantRows(tx.connection).add(grant)
        SecretRows(tx.connection).add(_name(_USED, code), token.id, until=now + _REMEMBERED)
        return Issued(access=access, refresh=f"{_REFRESH}{family}.{latest}", scopes=token.scopes)

    def refresh(self, text: str, *, client_id: str) -> Issued:
        """The next tokens; those before are over.

        Raises INVALID_GRANT; for a refresh token that was used before, the grant ends: two have it, and one of them stole it.
        """
        family, _, latest = text.removeprefix(_REFRESH).partition(".")
        now = self._clock()
        with self._database.begin() as tx:
            rows = GrantRows(tx.connection)
            grant = rows.by_family(digest_of(family))
            if grant is None or grant.client != digest_of(client_id) or grant.until <= now:
                raise _no_grant("The refresh token is over, or another program's.")
            access, following = REMOTE + secrets.token_urlsafe(32), _random()
            is_renewed = grant.latest == digest_of(latest) and rows.renew(
                replace(grant, until=now + REFRESH_LIFETIME),
                digest_of(following),
                digest_of(access),
                ends=now + ACCESS_LIFETIME,
            )
            if not is_renewed:
                TokenRows(tx.connection).revoke(grant.token_id, now=now)
            scopes = rows.scopes(grant.token_id)
        if not is_renewed:
            raise _no_grant("The refresh token was used before, so all of this grant is over.")
        return Issued(access=access, refresh=f"{_REFRESH}{family}.{following}", scopes=scopes)

    def revoke(self, text: str, *, client_id: str) -> None:
        """End the grant that a token of either kind is of, if it is this program's; unknown ones are none (RFC 7009)."""
        family = text.removeprefix(_REFRESH).partition(".")[0]
        with self._database.begin() as tx:
            rows = GrantRows(tx.connection)
            grant = rows.by_token(digest_of(text)) or rows.by_family(digest_of(family))
            if grant is not None and grant.client == digest_of(client_id):
                TokenRows(tx.connection).revoke(grant.token_id, now=self._clock())


_KEPT = ("name", "user_id", "user_name", "workspace_id", "scopes", "mode")


def _fits(held: Mapping[str, Any], client_id: str, redirect_uri: str, verifier: str) -> bool:
    """Whether who brings the code is who asked for it, by PKCE (RFC 7636, section 4.6)."""
    from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415 -- seldom needed

    make: Callable[[str], str] = create_s256_code_challenge
    return (
        held["client"] == digest_of(client_id)
        and redirect_uri in ("", held["redirect_uri"])
        and hmac.compare_digest(held["challenge"], make(verifier))
    )


def _name(kind: str, code: str) -> str:
    return kind + digest_of(code)[:32]


def _random() -> str:
    return secrets.token_urlsafe(32)


def _no_grant(message: str) -> InvalidError:
    return InvalidError.of("grant", message, hint="Ask the person again.")
