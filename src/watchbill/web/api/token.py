"""REST: API tokens."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.responses import Response

from watchbill.schemas.token import Limits, NewToken, Token, TokenAdd, TokenList
from watchbill.web.answer import json_of
from watchbill.web.auth import Asker, Served

router = APIRouter(prefix="/tokens", tags=["tokens"])


@router.get("", response_model=TokenList)
def view(caller: Asker, services: Served) -> Response:
    """The caller's tokens, without their texts."""
    return json_of(TokenList(tokens=[Token.of(token) for token in services.tokens.list(caller)]))


@router.post("", response_model=NewToken, status_code=HTTPStatus.CREATED)
def add(body: TokenAdd, caller: Asker, services: Served) -> Response:
    """Make a token. Its text is in the answer, and never shown again."""
    made, text = services.tokens.create(
        caller, body.name, body.scopes, body.expires_at, mode=body.mode
    )
    return json_of(NewToken.with_text(made, text), status=HTTPStatus.CREATED)


@router.delete("/{id}", response_model=Token)
def revoke(id: str, caller: Asker, services: Served) -> Response:
    """End a token at once."""
    return json_of(Token.of(services.tokens.revoke(caller, id)))


@router.post("/{id}/freeze", response_model=Token)
def freeze(id: str, caller: Asker, services: Served) -> Response:
    """Let a token open nothing from now on: every call with it is FORBIDDEN, until a person unfreezes it."""
    return json_of(Token.of(services.tokens.freeze(caller, id)))


@router.post("/{id}/unfreeze", response_model=Token)
def unfreeze(id: str, caller: Asker, services: Served) -> Response:
    """Let a frozen token work again. Only a person can."""
    return json_of(Token.of(services.tokens.unfreeze(caller, id)))


@router.put("/{id}/budget", response_model=Token)
def set_budget(id: str, body: Limits, caller: Asker, services: Served) -> Response:
    """Say how much a token may do by itself. Only a person can."""
    own = body.model_dump(exclude_none=True)
    return json_of(Token.of(services.tokens.set_budget(caller, id, own)))
