"""Conversations and their messages as rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, exists, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from watchbill.storage.schema import conversations, messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A talk of one person with the assistant. Nobody else sees it. `turn` runs, until `turn_until` at most."""

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    turn: str | None = None
    turn_until: datetime | None = None
    stopped_turn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one side said. `data`: what happened with it (events), and what the assistant wants to remember."""

    number: int
    role: Literal["user", "assistant"]
    text: str
    data: Mapping[str, Any]
    created_at: datetime


class ConversationRows:
    """One user's conversations in one workspace."""

    def __init__(self, connection: Connection, workspace_id: str, user_id: str) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._user_id = user_id

    def add(self, conversation: Conversation) -> None:
        self._connection.execute(
            insert(conversations).values(
                workspace_id=self._workspace_id,
                user_id=self._user_id,
                id=conversation.id,
                title=conversation.title,
                created_at=conversation.created_at,
                updated_at=conversation.updated_at,
            )
        )

    def find(self, id: str) -> Conversation | None:
        query = select(*_COLUMNS).where(self._is(id))
        row = self._connection.execute(query).one_or_none()
        return None if row is None else Conversation(**row._asdict())

    def page(self, *, words: Sequence[str], limit: int) -> tuple[Conversation, ...]:
        """The last used, of those whose title or messages have all the words."""
        query = select(*_COLUMNS).where(self._mine(), *(_has(word) for word in words))
        rows = self._connection.execute(
            query.order_by(conversations.c.updated_at.desc()).limit(limit)
        )
        return tuple(Conversation(**row._asdict()) for row in rows)

    def remove(self, id: str) -> bool:
        return self._connection.execute(delete(conversations).where(self._is(id))).rowcount == 1

    def touch(self, id: str, *, title: str, now: datetime) -> None:
        self._connection.execute(
            update(conversations).where(self._is(id)).values(title=title, updated_at=now)
        )

    def begin_turn(self, id: str, turn: str, *, now: datetime, until: datetime) -> bool:
        """Claim the conversation for a turn; False while another one has it."""
        free = conversations.c.turn_until.is_(None) | (conversations.c.turn_until <= now)
        claim = update(conversations).where(self._is(id), free)
        return self._connection.execute(claim.values(turn=turn, turn_until=until)).rowcount == 1

    def end_turn(self, id: str, turn: str) -> None:
        """Let go of the conversation, unless another turn has it by now."""
        mine = self._is(id) & (conversations.c.turn == turn)
        self._connection.execute(
            update(conversations).where(mine).values(turn=None, turn_until=None)
        )

    def stop_turn(self, id: str, turn: str) -> None:
        """Tell whichever replica runs this turn to stop it."""
        self._connection.execute(
            update(conversations).where(self._is(id)).values(stopped_turn=turn)
        )

    def messages(self, id: str, *, limit: int) -> tuple[Message, ...]:
        """The last ones, in the order in which they were said."""
        query = select(messages).where(self._of(id)).order_by(messages.c.number.desc())
        rows = self._connection.execute(query.limit(limit)).all()
        return tuple(
            Message(
                number=row.number,
                role=row.role,
                text=row.text,
                data=row.data,
                created_at=row.created_at,
            )
            for row in reversed(rows)
        )

    def message_by_key(self, id: str, key: str) -> int | None:
        query = select(messages.c.number).where(self._of(id), messages.c.request_key == key)
        return self._connection.execute(query).scalar_one_or_none()

    def append(
        self,
        id: str,
        role: Literal["user", "assistant"],
        text: str,
        *,
        data: Mapping[str, Any],
        key: str | None,
        now: datetime,
    ) -> int:
        """Add a message at the end, and return its number."""
        last = self._connection.execute(
            select(func.coalesce(func.max(messages.c.number), 0)).where(self._of(id))
        ).scalar_one()
        number: int = last + 1
        self._connection.execute(
            insert(messages).values(
                workspace_id=self._workspace_id,
                conversation_id=id,
                number=number,
                role=role,
                text=text,
                data=dict(data),
                request_key=key,
                created_at=now,
            )
        )
        return number

    def _mine(self) -> ColumnElement[bool]:
        return (conversations.c.workspace_id == self._workspace_id) & (
            conversations.c.user_id == self._user_id
        )

    def _is(self, id: str) -> ColumnElement[bool]:
        return self._mine() & (conversations.c.id == id)

    def _of(self, id: str) -> ColumnElement[bool]:
        return (messages.c.workspace_id == self._workspace_id) & (messages.c.conversation_id == id)


_COLUMNS = (
    conversations.c.id,
    conversations.c.title,
    conversations.c.created_at,
    conversations.c.updated_at,
    conversations.c.turn,
    conversations.c.turn_until,
    conversations.c.stopped_turn,
)


def _has(word: str) -> ColumnElement[bool]:
    said = (
        (messages.c.workspace_id == conversations.c.workspace_id)
        & (messages.c.conversation_id == conversations.c.id)
        & messages.c.text.icontains(word, autoescape=True)
    )
    return conversations.c.title.icontains(word, autoescape=True) | exists().where(said)


def rewrite_messages(
    connection: Connection, workspace_id: str, rewrite: Callable[[str], str]
) -> None:
    """Put every text of every conversation of a workspace through `rewrite`, titles and what the assistant kept, too."""
    for table, names in ((conversations, ("title",)), (messages, ("text", "data"))):
        mine = table.c.workspace_id == workspace_id
        for row in connection.execute(select(table).where(mine)).mappings().all():
            new = {name: _rewritten(row[name], rewrite) for name in names}
            if any(new[name] != row[name] for name in names):
                keys = [column == row[column.name] for column in table.primary_key]
                connection.execute(update(table).where(*keys).values(new))


def _rewritten(value: Any, rewrite: Callable[[str], str]) -> Any:
    match value:
        case str():
            return rewrite(value)
        case list():
            return [_rewritten(one, rewrite) for one in value]
        case dict():
            return {name: _rewritten(one, rewrite) for name, one in value.items()}
        case _:
            return value
