"""What a model gets beside the person's words: the rules, the time, what was said and done before, and limits."""

from collections.abc import Iterator, Sequence

from pydantic_ai import UsageLimits
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    TextPart,
    UserPromptPart,
)

from watchbill.assistant.prompt import EARLIER, INSTRUCTIONS
from watchbill.schemas.turn import PastMessage, TurnRequest

LIMITS = UsageLimits(request_limit=24, tool_calls_limit=24, total_tokens_limit=60_000)
REMEMBERED = 6
"""Messages that a model gets word for word; of those before it gets what was done."""
_QUOTED = 800
_FACTS = 20


def instructions(request: TurnRequest) -> str:
    """What a model is told before all: the rules, the time, and what was done earlier in this conversation."""
    told = INSTRUCTIONS.format(
        time_zone=request.time_zone, now=request.now.isoformat(timespec="minutes")
    )
    facts = list(_facts(request.history[:-REMEMBERED]))[-_FACTS:]
    return told + EARLIER.format(facts="; ".join(facts)) if facts else told


def to_messages(history: Sequence[PastMessage]) -> list[ModelMessage]:
    """What was said last, as a model reads it: words alone, since tools are asked anew."""
    return [
        ModelRequest(parts=[UserPromptPart(content=_quoted(message.text))])
        if message.role == "user"
        else ModelResponse(parts=[TextPart(content=_quoted(message.text))])
        for message in history[-REMEMBERED:]
    ]


def _facts(history: Sequence[PastMessage]) -> Iterator[str]:
    """Numbers and refs alone: a title is somebody's text, and has no place among the rules."""
    for message in history:
        for card in message.data.get("cards", []):
            refs = " ".join(f"#{int(task['ref'])}" for task in card.get("tasks", []))
            kind = "change" if card.get("change") else "proposal"
            yield f"{kind} {int(card[kind])} by {card['tool']} {refs}".strip()


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
