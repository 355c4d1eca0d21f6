"""What the assistant is asked for a message, from the store: by the server, and by a command line that is its own server."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from anyio import to_thread

from watchbill.schemas.model import endpoint_of
from watchbill.schemas.turn import Event, PastMessage, TextDelta, TurnFinished, TurnRequest
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.conversation import Opening
from watchbill.web.question import answered, asking
from watchbill.web.turn import Answer, Chat

FROZEN = (
    "I am frozen, so I did nothing. An owner can unfreeze me, on the settings page or with: watchbill unfreeze assistant. "
    "Your list works as always."
)


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


async def events_of(
    chat: Chat, services: Services, caller: Caller, opening: Opening, *, card: int | None = None
) -> AsyncGenerator[Event]:
    """What answers this message: the person's own word, where it decides what was asked, else a turn of the assistant."""
    word = await to_thread.run_sync(services.answering.answer, caller, opening, card)
    if word is not None:
        told = answered(word, opening)
    elif await to_thread.run_sync(services.freezing.is_assistant_frozen, caller):
        told = frozen()
    else:
        request = await to_thread.run_sync(turn_request, services, caller, opening, chat.time_zone)
        told = asking(chat.turns.run(request), services, caller, opening)
    async with aclosing(told) as events:
        async for event in events:
            yield event


async def frozen() -> AsyncGenerator[Event]:
    """What a frozen assistant answers: no model is asked, and no token made."""
    yield TextDelta(text=FROZEN)
    yield TurnFinished(text=FROZEN)


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
