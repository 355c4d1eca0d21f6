"""Every kind of text that a program may carry, as strong as it gets; and those that are good for nothing."""

import secrets
from datetime import timedelta

from authlib.oauth2.rfc7636 import create_s256_code_challenge

from watchbill.services.bundle import Services
from watchbill.services.caller import ALL_SCOPES, Caller
from watchbill.services.grant import GRANTABLE, Choice, Issued, Request

BACK = "http://127.0.0.1:5555/back"


def let_in(
    services: Services, person: Caller, name: str, *, scopes: tuple[str, ...] = GRANTABLE
) -> Issued:
    """What a program gets that the person lets in by OAuth, to act."""
    verifier = secrets.token_urlsafe(48)
    _, id = services.grants.register({"redirect_uris": [BACK], "client_name": name})
    asked = Request(
        client_id=id,
        redirect_uri=BACK,
        challenge=create_s256_code_challenge(verifier),
        scopes=scopes,
    )
    code = services.grants.approve(person, asked, Choice(name=name, mode="act", scopes=scopes))
    return services.grants.exchange(code, client_id=id, redirect_uri=BACK, verifier=verifier)


def held(services: Services, owner: Caller) -> dict[str, str]:
    """Every kind of token that a program of the owner's may have in its hands."""
    _, strong = services.tokens.create(owner, "robot", sorted(ALL_SCOPES))
    _, careful = services.tokens.create(
        owner, "proposer", ["tasks:read", "tasks:write"], mode="propose"
    )
    issued = let_in(services, owner, "remote")
    return {
        "a token that may all": strong,
        "a token that proposes": careful,
        "a turn's": services.tokens.mint_turn(owner, "turn", services.clock(), timedelta(hours=1)),
        "an OAuth access token": issued.access,
        "an OAuth refresh token": issued.refresh,
    }


def useless(services: Services, owner: Caller) -> dict[str, str]:
    """What opens nothing of REST and the pages: made up, over, ended, or made for MCP alone."""
    made, revoked = services.tokens.create(owner, "ended", sorted(ALL_SCOPES))
    services.tokens.revoke(owner, made.id)
    narrow = let_in(services, owner, "narrow", scopes=("tasks:read",))
    tokens = held(services, owner)
    strong = tokens["a token that may all"]
    return {
        "nothing": "",
        "made up": strong[:-1] + ("a" if strong[-1] != "a" else "b"),
        "revoked": revoked,
        "a turn's, which is for MCP": tokens["a turn's"],
        "a turn's that is over": services.tokens.mint_turn(
            owner, "over", services.clock(), timedelta(minutes=-1)
        ),
        "OAuth's, which is for MCP": tokens["an OAuth access token"],
        "OAuth's with few scopes": narrow.access,
        "OAuth's for refreshing": tokens["an OAuth refresh token"],
    }
