"""Proposals: looking at what waits, and deciding. Only a person accepts or declines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watchbill.domain.drift import drift
from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from watchbill.domain.names import NO_NAMES, Names
from watchbill.domain.part import split
from watchbill.domain.proposal import WAITING, WORD_MAX, Proposal, State, check_text
from watchbill.domain.query import LIMIT_MAX
from watchbill.services.accepting import ALL, Choice, accept, check_waits, refs_of
from watchbill.services.caller import Caller
from watchbill.services.clash import Clash, clashes
from watchbill.services.footing import ground_of
from watchbill.services.naming import names_of
from watchbill.services.writing import Clock, Receipt
from watchbill.storage.database import Database
from watchbill.storage.transaction import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A proposal as it is now.

    `names` says what the ids in it stand for. `clashes`: what has changed since under it, looked for only when one is shown alone.
    `parts`: the tasks that can only be accepted together, by ref.
    """

    proposal: Proposal
    state: State
    names: Names = NO_NAMES
    clashes: tuple[Clash, ...] = ()
    parts: tuple[tuple[int, ...], ...] = ()


class ProposalService:
    """Every method is one transaction. A program sees its own proposals, and may withdraw them; a person sees all."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def view(
        self,
        caller: Caller,
        *,
        states: Collection[State] = (),
        before: int | None = None,
        limit: int = 50,
    ) -> tuple[Shown, ...]:
        """A page, newest first, in these states or in any."""
        caller.require("tasks:read")
        if not 1 <= limit <= LIMIT_MAX:
            raise InvalidError.of("limit", f"The limit is {limit}.", hint=f"Use 1 to {LIMIT_MAX}.")
        with self._database.read(caller.workspace_id) as reader:
            return _page(reader, _own(caller), states, before, limit, self._clock())

    def find(self, caller: Caller, number: int) -> Shown:
        """One, with what has changed under it since. Raises PROPOSAL_NOT_FOUND."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            proposal = _find(reader, caller, number)
            operations = proposal.change.operations
            ground = ground_of(reader, operations, proposal.stands_on)
            state = proposal.state_at(self._clock())
            found = drift(operations, ground) if state in WAITING else ()
            refs = refs_of(operations, ground)
            parts = [
                sorted({refs[op.id] for op in part if op.id in refs})
                for part in split(operations, ground.things)
            ]
            return Shown(
                proposal=proposal,
                state=state,
                names=names_of(reader, (), operations),
                clashes=clashes(reader, found, ground.things),
                parts=tuple(tuple(part) for part in parts if part),
            )

    def count_waiting(self, caller: Caller) -> int:
        """How many wait to be decided."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return reader.proposals.count_waiting(now=self._clock(), actor=_own(caller))

    def reviews(self, workspace_id: str) -> int:
        """A number that moves whenever a proposal is made or decided."""
        with self._database.read(workspace_id) as reader:
            return reader.reviews()

    def accept(
        self, caller: Caller, number: int, choice: Choice = ALL, *, preview: bool = False
    ) -> Receipt:
        """Apply a proposal just as it was shown, once; of one that was accepted before the first receipt.

        Raises FORBIDDEN for whoever isn't a person; CONFLICT when it was decided otherwise, and when what it stands on has
        changed: then nothing is written, it is stale, and `rest` accepts what nothing stands against.
        """
        caller.require_person("accept a proposal")
        caller.require("tasks:write")
        with self._database.begin(caller.workspace_id) as tx:
            proposal = _find(tx, caller, number)
            receipt = accept(tx, caller, proposal, choice, self._clock(), preview=preview)
        if isinstance(receipt, ConflictError):
            raise receipt
        if receipt.proposal and receipt.proposal.why == "erasing" and not preview:
            self._database.scrub()
        return receipt

    def decline(self, caller: Caller, number: int, word: str = "") -> Shown:
        """Say no, with a word to whoever proposed it. Raises FORBIDDEN for whoever isn't a person, CONFLICT when it was decided otherwise."""
        caller.require_person("decline a proposal")
        caller.require("tasks:write")
        return self._close(caller, number, "declined", check_text("word", word, WORD_MAX))

    def withdraw(self, caller: Caller, number: int) -> Shown:
        """Take back what one proposed oneself. Raises FORBIDDEN for another's, CONFLICT when it was decided."""
        caller.require("tasks:read")
        return self._close(caller, number, "withdrawn", "")

    def _close(self, caller: Caller, number: int, state: State, word: str) -> Shown:
        with self._database.begin(caller.workspace_id) as tx:
            now = self._clock()
            proposal = _find(tx, caller, number)
            if state == "withdrawn" and proposal.change.actor != caller.actor:
                raise ForbiddenError(
                    f"{proposal.name.capitalize()} is not yours.", hint="A person may decline it."
                )
            if proposal.state != state:
                check_waits(proposal, now)
                proposal = replace(
                    proposal, state=state, word=word, decided_at=now, decided_by=caller.actor
                )
                tx.proposals.write(proposal)
                tx.note_review()
            return Shown(
                proposal=proposal, state=proposal.state_at(now), names=_names(tx, [proposal])
            )


def _own(caller: Caller) -> str | None:
    """Whose proposals the caller sees; None: everybody's."""
    return str(caller.actor) if caller.is_machine else None


def _page(
    reader: Reader,
    actor: str | None,
    states: Collection[State],
    before: int | None,
    limit: int,
    now: datetime,
) -> tuple[Shown, ...]:
    found: list[Proposal] = []
    kept = {*states, *(WAITING if "expired" in states else ())}
    while len(found) < limit:
        page = reader.proposals.page(actor=actor, states=kept, before=before, limit=limit)
        found += [one for one in page if not states or one.state_at(now) in states]
        if len(page) < limit:
            break
        before = page[-1].number
    shown = found[:limit]
    names = _names(reader, shown)
    return tuple(Shown(proposal=one, state=one.state_at(now), names=names) for one in shown)


def _names(reader: Reader, proposals: Sequence[Proposal]) -> Names:
    return names_of(reader, (), [op for one in proposals for op in one.change.operations])


def _find(reader: Reader, caller: Caller, number: int) -> Proposal:
    proposal = reader.proposals.by_number(number)
    own = _own(caller)
    if proposal is None or own not in (None, str(proposal.change.actor)):
        raise NotFoundError.of(
            "proposal",
            f"There is no proposal {number}.",
            hint="List the proposals for their numbers.",
        )
    return proposal
