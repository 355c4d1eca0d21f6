"""API tokens on the wire."""

from pydantic import AwareDatetime, BaseModel, StrictInt, StrictStr

from watchbill.domain.instant import to_text
from watchbill.schemas.request import Request
from watchbill.schemas.task import Instant
from watchbill.services.caller import Mode
from watchbill.services.token import TokenInfo


class Token(BaseModel):
    """A token, without its text. `used_at` is exact to the hour, `budget` has the limits of its own."""

    id: str
    name: str
    scopes: list[str]
    mode: Mode
    created_at: Instant
    expires_at: Instant | None
    used_at: Instant | None
    frozen_at: Instant | None
    budget: dict[str, int]

    @classmethod
    def of(cls, token: TokenInfo) -> "Token":
        return cls.model_validate(_fields(token))


class NewToken(Token):
    """A token just made. `token` is its text, shown this once and kept nowhere."""

    token: str

    @classmethod
    def with_text(cls, token: TokenInfo, text: str) -> "NewToken":
        return cls.model_validate({**_fields(token), "token": text})


class TokenList(BaseModel):
    """Newest first."""

    tokens: list[Token]


class TokenAdd(Request):
    """A token to make. `scopes`: tasks:read, tasks:write, tasks:delete, admin. `mode`: what becomes of its writes."""

    name: StrictStr
    scopes: tuple[StrictStr, ...] = ("tasks:read", "tasks:write")
    mode: Mode = "propose"
    expires_at: AwareDatetime | None = None


class Limits(Request):
    """Limits of a token's own; 0 is none, and what isn't given is as the server's settings say."""

    tasks_per_call: StrictInt | None = None
    changes_per_run: StrictInt | None = None
    changes_per_hour: StrictInt | None = None
    reads_per_minute: StrictInt | None = None
    proposal_days: StrictInt | None = None


def _fields(token: TokenInfo) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": list(token.scopes),
        "mode": token.mode,
        "created_at": to_text(token.created_at),
        "expires_at": token.expires_at and to_text(token.expires_at),
        "used_at": token.used_at and to_text(token.used_at),
        "frozen_at": token.frozen_at and to_text(token.frozen_at),
        "budget": dict(token.budget),
    }
