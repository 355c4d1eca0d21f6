"""Conversations on the wire."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StrictStr

from watchbill.domain.instant import to_text
from watchbill.schemas.request import Request
from watchbill.schemas.task import Instant
from watchbill.services import conversation as kept


class Conversation(BaseModel):
    """A talk with the assistant, named after its first message."""

    id: str
    title: str
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, conversation: kept.Conversation) -> "Conversation":
        return cls(
            id=conversation.id,
            title=conversation.title,
            created_at=to_text(conversation.created_at),
            updated_at=to_text(conversation.updated_at),
        )


class Message(BaseModel):
    """What one side said. `cards`: what the assistant wrote with it, each with the number of its change.

    `replies`: what can be answered with one click, while nothing else was said since.
    """

    number: int
    role: Literal["user", "assistant"]
    text: str
    cards: list[dict[str, Any]]
    replies: list[dict[str, str]]
    failed: str | None
    created_at: Instant

    @classmethod
    def of(cls, message: kept.Message) -> "Message":
        return cls(
            number=message.number,
            role=message.role,
            text=message.text,
            cards=message.data.get("cards", []),
            replies=message.data.get("replies", []),
            failed=message.data.get("failed"),
            created_at=to_text(message.created_at),
        )


class ConversationList(BaseModel):
    """The last used first."""

    conversations: list[Conversation]


class ConversationDetail(Conversation):
    """A conversation with its messages, oldest first. `running`: an answer is still being made."""

    running: bool
    messages: list[Message]

    @classmethod
    def whole(
        cls,
        conversation: kept.Conversation,
        messages: Sequence[kept.Message],
        *,
        running: bool,
    ) -> "ConversationDetail":
        head = Conversation.of(conversation).model_dump()
        return cls(**head, running=running, messages=[Message.of(one) for one in messages])


class ConversationQuery(Request):
    """`query`: words that all have to be said in it. The last used first, `limit` of them."""

    query: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class ConversationEdit(Request):
    """Another name for it."""

    title: StrictStr


class MessageAdd(Request):
    """What a person says. `card`: the proposal whose card they saw last, so that a yes never answers another one; 0: one of which they have unticked something."""

    text: StrictStr
    card: Annotated[int, Field(ge=0)] | None = None
