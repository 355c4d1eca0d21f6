"""One turn of a conversation on the wire: between server and assistant, and on to the browser."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated, Any, Literal, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from watchbill.schemas.endpoint import ModelEndpoint, ModelTrial
from watchbill.schemas.request import Request

HEARTBEAT = ": still here\n\n"
"""A comment in an event stream (WHATWG HTML, section 9.2): keeps the way open, says nothing."""
MEDIA_TYPE = "text/event-stream"
TEXT_MAX = 4_000


class PastMessage(BaseModel):
    """What was said before. `data` is what the assistant asked to be remembered with it."""

    role: Literal["user", "assistant"]
    text: str
    data: dict[str, Any] = {}


class TurnRequest(Request):
    """All that the assistant needs: it keeps nothing between turns. `token` is good for this turn alone.

    `model`: the owner's; without it the assistant's own, if it has one.
    """

    turn: Annotated[str, Field(min_length=1, max_length=100)]
    text: Annotated[str, Field(min_length=1, max_length=TEXT_MAX)]
    history: Annotated[tuple[PastMessage, ...], Field(max_length=100)] = ()
    time_zone: str = "UTC"
    now: AwareDatetime
    token: Annotated[str, Field(min_length=1, repr=False)]
    model: ModelEndpoint | None = None


class Event(BaseModel):
    """Something that happened in a turn."""

    model_config = ConfigDict(frozen=True)


class TextDelta(Event):
    """More of the answer's text."""

    type: Literal["text.delta"] = "text.delta"
    text: str


class ToolStarted(Event):
    """The assistant uses a tool. `label` says it in words for people."""

    type: Literal["tool.started"] = "tool.started"
    call: str
    tool: str
    label: str


class NamedTask(BaseModel):
    """A task as a card shows it."""

    ref: int
    title: str
    state: str = "open"


class FieldShift(BaseModel):
    """One field of one task on a card, from what to what."""

    ref: int
    field: str
    old: str
    new: str


class Reply(BaseModel):
    """An answer that a person can give with one click: what its button shows, and what is said then."""

    label: str
    say: str


class ToolFinished(Event):
    """What the tool did. With `change`, something was written, and can be undone by that number.

    With `proposal` nothing was: a person accepts or declines it, by that number; `question` asks for it, and its
    answers are `yes` and `no`. `accepted` is the proposal that became the change.
    """

    type: Literal["tool.finished"] = "tool.finished"
    call: str
    tool: str
    ok: bool
    summary: str
    change: int | None = None
    proposal: int | None = None
    question: str = ""
    yes: str = ""
    no: str = ""
    accepted: int | None = None
    tasks: list[NamedTask] = []
    fields: list[FieldShift] = []

    @property
    def is_card(self) -> bool:
        """Whether a person has something to look at: a change, or a proposal."""
        return self.change is not None or self.proposal is not None


class TurnFinished(Event):
    """The whole answer, the replies that it asks for, and what the assistant wants back with the next turn."""

    type: Literal["turn.finished"] = "turn.finished"
    text: str
    data: dict[str, Any] = {}
    replies: list[Reply] = []


class TurnFailed(Event):
    """The turn ended early. `message` is whole sentences for the person."""

    type: Literal["turn.failed"] = "turn.failed"
    code: str
    message: str


TurnEvent = Annotated[
    TextDelta | ToolStarted | ToolFinished | TurnFinished | TurnFailed,
    Field(discriminator="type"),
]
_EVENT: TypeAdapter[Any] = TypeAdapter(TurnEvent)


class TurnRunner(Protocol):
    """Runs one turn and tells its events; the last one says how it ended."""

    def run(self, request: TurnRequest) -> AsyncGenerator[Event]: ...

    async def try_model(self, endpoint: ModelEndpoint) -> ModelTrial:
        """Whether a language model works, asked from where turns would ask it."""
        ...

    async def close(self) -> None:
        """Let go of the connections. No turn runs after that."""
        ...


def encode(event: Event) -> str:
    """One event of a stream."""
    return f"data: {event.model_dump_json()}\n\n"


def read_event(line: str) -> Event | None:
    """The event of one line of a stream; None for heartbeats and blank lines. Raises ValueError for what isn't one."""
    if not line.startswith("data: "):
        return None
    event: Event = _EVENT.validate_json(line.removeprefix("data: "))
    return event


async def decode(lines: AsyncIterator[str]) -> AsyncIterator[Event]:
    """The events of a stream, from its lines. Raises ValueError for what isn't one."""
    async for line in lines:
        if (event := read_event(line)) is not None:
            yield event
