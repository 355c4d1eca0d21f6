"""What the assistant is asked for a message, from the store: by the server, and by a command line that is its own server."""

from dataclasses import dataclass

from watchbill.schemas.model import endpoint_of
from watchbill.schemas.turn import PastMessage, TurnRequest
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.conversation import Opening
from watchbill.web.turn import Answer


def turn_request(
    services: Services, caller: Caller, opening: Opening, time_zone: str
) -> TurnRequest:
    """The turn that answers this message, with a token for it alone and the model that its workspace chose."""
    now = services.clock()
    model = services.models.of_turn(caller)
    return TurnRequest(
        turn=opening.turn,
        text=opening.text,
        history=tuple(
            PastMessage(role=message.role, text=message.text, data=dict(message.data))
            for message in opening.history
        ),
        time_zone=time_zone,
        now=now,
        token=services.tokens.mint_turn(caller, opening.turn, now),
        model=None if model is None else endpoint_of(model),
    )


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One turn in the store."""

    services: Services
    caller: Caller
    opening: Opening

    @property
    def conversation(self) -> str:
        return self.opening.conversation

    def keep(self, answer: Answer) -> None:
        self.services.conversations.answer(self.caller, self.opening, answer.text, answer.data)

    def is_stopped(self) -> bool:
        return self.services.conversations.is_stopped(self.caller, self.opening)
