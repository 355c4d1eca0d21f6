"""The card that is the question: each answer that proposes something ends in what the server asks, and a plain yes or no is the server's to take.

What a model says can't reach either: the question is made of the proposal in the store, and the person's word is read before any assistant is asked.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial

from anyio import to_thread

from watchbill.mcp.row import state_of
from watchbill.mcp.text import clean
from watchbill.schemas.turn import (
    Event,
    NamedTask,
    TextDelta,
    ToolFinished,
    TurnFinished,
)
from watchbill.services.answering import ASKS, Word
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.conversation import Opening

SEVERAL = "Each card is a question of its own: answer on the cards."


async def asking(
    events: AsyncGenerator[Event], services: Services, caller: Caller, opening: Opening
) -> AsyncGenerator[Event]:
    """The turn's events, with the questions of its proposals, which are read from the store."""
    asked: dict[int, str] = {}
    find = partial(services.answering.question, caller, opening.turn)
    async with aclosing(events):
        async for event in events:
            match event:
                case ToolFinished(proposal=int() as number):
                    question = await to_thread.run_sync(find, number)
                    if question is not None:
                        asked[number] = clean(question.text)
                        words = {"yes": question.yes, "no": question.no}
                        event = event.model_copy(update={"question": asked[number], **words})  # noqa: PLW2901 -- the same event, with its question
                    yield event
                case TurnFinished():
                    for one in _ended(event, asked):
                        yield one
                case _:
                    yield event


def _ended(event: TurnFinished, asked: dict[int, str]) -> list[Event]:
    """The end of a turn: its last words are the question, so that what is answered next is that."""
    data = {name: value for name, value in event.data.items() if name != ASKS}
    if len(asked) == 1:
        [(data[ASKS], last)] = asked.items()
    else:
        last = SEVERAL if asked else ""
    if event.text.endswith(last):
        return [event.model_copy(update={"data": data})]
    added = f"\n{last}" if event.text else last
    text = event.text + added
    return [TextDelta(text=added), event.model_copy(update={"text": text, "data": data})]


async def answered(word: Word, opening: Opening) -> AsyncGenerator[Event]:
    """The person's word, as the events of a turn in which no assistant took part."""
    memory = {name: opening.history[-1].data.get(name, []) for name in ("mentioned", "listed")}
    receipt = word.receipt
    if receipt is not None and receipt.change is not None:
        tasks = [
            NamedTask(ref=task.ref, title=task.title, state=state_of(task))
            for task in receipt.tasks
        ]
        memory["mentioned"] = [task.ref for task in tasks]
        yield ToolFinished(
            call="word",
            tool=_tool(opening, word.proposal),
            ok=True,
            summary=word.said,
            change=receipt.change.number,
            accepted=word.proposal,
            tasks=tasks,
        )
    yield TextDelta(text=word.said)
    yield TurnFinished(text=word.said, data=memory)


def _tool(opening: Opening, proposal: int) -> str:
    """By which tool it was proposed, as its card said."""
    cards = opening.history[-1].data.get("cards", [])
    return next(str(card["tool"]) for card in cards if card.get("proposal") == proposal)
