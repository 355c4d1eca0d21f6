"""A person's word on the card that asks in the chat. The server takes it, in that person's name: no assistant ever does."""

from dataclasses import dataclass

from watchbill.domain.errors import ConflictError, ForbiddenError, NotFoundError
from watchbill.domain.operation import Change
from watchbill.domain.proposal import WAITING, Proposal
from watchbill.domain.question import Question, question_of
from watchbill.language.verdict import read_verdict
from watchbill.services.caller import Caller
from watchbill.services.conversation import Opening
from watchbill.services.proposal import ProposalService
from watchbill.services.writing import Clock, Receipt
from watchbill.storage.database import Database

ASKS = "asks"
"""Under this the server keeps with an answer which proposal its last words ask about. Only the server writes it."""
_OTHER = "Something else is asked by now, so I did nothing. Answer on the card."
_PART = "Something on the card is unticked, and a word means all of it, so I did nothing. Answer on the card."


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a person's word did. `receipt`: what was accepted; without it nothing was, and `said` says why not."""

    proposal: int
    said: str
    receipt: Receipt | None = None


class AnsweringService:
    """Questions of one turn, and the answer that the next message is."""

    def __init__(self, database: Database, clock: Clock, proposals: ProposalService) -> None:
        self._database = database
        self._clock = clock
        self._proposals = proposals

    def question(self, caller: Caller, turn: str, number: int) -> Question | None:
        """What a proposal asks that this very turn made for this person, and that waits; None for any other."""
        found = self._find(caller, turn, number)
        if found is None or found.state_at(self._clock()) not in WAITING:
            return None
        return question_of(found)

    def answer(self, caller: Caller, opening: Opening, card: int | None = None) -> Word | None:
        """Do what a plain yes or no says about the one question that was asked last; None: the message is the assistant's to answer.

        `card` is the proposal that the person saw last, where the door knows it, and 0 once they have unticked some of it: a word
        that was meant for another one, or for a part, decides nothing.
        A program's word never accepts.
        """
        number, turn = _asked(opening)
        proposal = None if number is None else self._find(caller, turn, number)
        if proposal is None:
            return None
        verdict = read_verdict(opening.text, question_of(proposal).yes)
        if verdict is None:
            return None
        if card is not None and card != proposal.number:
            return Word(proposal=proposal.number, said=_OTHER if card else _PART)
        try:
            if verdict == "no":
                self._proposals.decline(caller, proposal.number)
                return Word(proposal=proposal.number, said="All right, nothing was changed.")
            receipt = self._proposals.accept(caller, proposal.number)
        except (ConflictError, ForbiddenError, NotFoundError) as error:
            return Word(proposal=proposal.number, said=f"{error.message} {error.hint}")
        said = f"{proposal.change.sentence}."
        return Word(proposal=proposal.number, said=said, receipt=receipt)

    def _find(self, caller: Caller, turn: str, number: int) -> Proposal | None:
        """What the assistant proposed in this turn for this person: what anybody else proposed is not for the chat."""
        with self._database.read(caller.workspace_id) as reader:
            found = reader.proposals.by_number(number)
        return found if found is not None and _is_of(found.change, caller, turn) else None


def _is_of(change: Change, caller: Caller, turn: str) -> bool:
    is_ours = change.actor.kind == "assistant" and change.actor.name == caller.user_name
    return is_ours and change.run == turn


def _asked(opening: Opening) -> tuple[int | None, str]:
    """The proposal that the last message asked about, and the turn that this message was the answer of."""
    last = opening.history[-1] if opening.history else None
    if last is None or last.role != "assistant":
        return None, ""
    number = last.data.get(ASKS)
    turn = f"{opening.conversation}:{last.number - 1}"
    return (number if isinstance(number, int) else None), turn
