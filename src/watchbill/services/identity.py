"""Signing in by somebody else's word (OpenID Connect): whom a provider's account stands for here."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta

from watchbill.domain.errors import ConflictError, ForbiddenError, UnauthenticatedError
from watchbill.services.caller import Caller
from watchbill.services.invitation import InvitationService
from watchbill.services.session import digest_of, start_session
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.secret import SecretRows
from watchbill.storage.transaction import Transaction
from watchbill.storage.user import UserRows

FLOW_LIFETIME = timedelta(minutes=10)
_FLOW = "signin:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A sign-in that is under way at the provider: what has to fit when the browser comes back.

    `next` is where the person wanted to go; `invitation` the secret of one that they came with; `user_id` who connects an account.
    """

    nonce: str
    verifier: str
    next: str = "/"
    invitation: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Who somebody is at a provider. `subject` never changes there, `name` is what to call them."""

    issuer: str
    subject: str
    name: str


class IdentityService:
    """Keeps sign-ins under way in the store, so that any replica ends what another began."""

    def __init__(self, database: Database, clock: Clock, invitations: InvitationService) -> None:
        self._database = database
        self._clock = clock
        self._invitations = invitations

    def begin(self, flow: Flow) -> str:
        """Note a sign-in that begins; return its state, which the browser brings back within ten minutes."""
        state = secrets.token_urlsafe(32)
        until = self._clock() + FLOW_LIFETIME
        with self._database.begin() as tx:
            rows = SecretRows(tx.connection)
            rows.drop_expired(_FLOW, now=self._clock())
            rows.add(_name(state), json.dumps(asdict(flow)), until=until)
        return state

    def take(self, state: str) -> Flow:
        """The sign-in of this state, once. Raises UNAUTHENTICATED when it isn't under way."""
        with self._database.begin() as tx:
            rows = SecretRows(tx.connection)
            found = rows.find(_name(state), now=self._clock())
            if found is not None:
                rows.drop(_name(state))
        if found is None:
            raise UnauthenticatedError(
                "This sign-in isn't under way any more.", hint="Begin again."
            )
        return Flow(**json.loads(found))

    def enter(self, account: Account, flow: Flow, *, client: str | None = None) -> str:
        """Let in whom the account stands for; return the secret of a session.

        A new account is taken for who is signed in and connects it, or who was invited. Raises FORBIDDEN for all others,
        CONFLICT for an account that is somebody else's.
        """
        with self._database.begin() as tx:
            users = UserRows(tx.connection)
            known = users.by_identity(account.issuer, account.subject)
            if flow.user_id and known not in (None, flow.user_id):
                raise ConflictError(
                    "That account is somebody else's here.",
                    hint="Sign out, and use it to sign in.",
                )
            if known is None and flow.invitation and not flow.user_id:
                return self._join(tx, account, flow, client)
            if known is None and not flow.user_id:
                raise ForbiddenError(
                    f"Nobody here is known as {account.name} of {account.issuer}.",
                    hint="Come with an invitation, or sign in and connect the account in the settings.",
                )
            if known is None:
                users.add_identity(
                    flow.user_id, account.issuer, account.subject, now=self._clock()
                )
            user = users.find(flow.user_id or known or "")
            if user is None:
                raise UnauthenticatedError(
                    "You belong to no workspace any more.", hint="Ask for an invitation."
                )
            return start_session(users, user, client, now=self._clock())

    def _join(self, tx: Transaction, account: Account, flow: Flow, client: str | None) -> str:
        user_id, session = self._invitations.join_by_identity(
            tx, flow.invitation, account.name, client
        )
        UserRows(tx.connection).add_identity(
            user_id, account.issuer, account.subject, now=self._clock()
        )
        return session

    def connected(self, caller: Caller) -> tuple[str, ...]:
        """The issuers by whose word the caller can sign in."""
        with self._database.read() as reader:
            return UserRows(reader.connection).identities(caller.user_id)


def _name(state: str) -> str:
    return _FLOW + digest_of(state)[:32]
