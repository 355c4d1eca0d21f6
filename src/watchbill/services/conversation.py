"""The chat's memory: what was said, by whom, and what came of it. Kept by the server, so that any assistant can go on."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from watchbill.domain.errors import ConflictError, InvalidError, NotFoundError, TooLargeError
from watchbill.domain.text import has_control
from watchbill.services.caller import Caller
from watchbill.services.turn_token import TURN_LIFETIME
from watchbill.services.writing import Clock
from watchbill.storage.conversation import Conversation, ConversationRows, Message
from watchbill.storage.database import Database
from watchbill.storage.transaction import Reader

__all__ = ["Conversation", "ConversationService", "Message", "Opening", "check_text"]

TEXT_MAX = 4_000
REMEMBERED = 20
_SHOWN = 500
_WORDS = 10
_TITLE = 60
_UNNAMED = "New conversation"


@dataclass(frozen=True, slots=True)
class Opening:
    """A person's message as it was taken in: the turn to run for it, and what was said before."""

    turn: str
    text: str
    history: tuple[Message, ...]

    @property
    def conversation(self) -> str:
        return self.turn.rpartition(":")[0]


class ConversationService:
    """A person's conversations. Raises CONVERSATION_NOT_FOUND for those of others, too."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, caller: Caller) -> Conversation:
        """Begin a conversation; its first message names it."""
        now = self._clock()
        made = Conversation(id=str(uuid.uuid4()), title=_UNNAMED, created_at=now, updated_at=now)
        with self._database.begin(caller.workspace_id) as tx:
            _rows(tx, caller).add(made)
        return made

    def list(
        self, caller: Caller, *, query: str = "", limit: int = 50
    ) -> tuple[Conversation, ...]:
        """The caller's conversations, the last used first; with `query`, those in which all its words were said."""
        words = query.split()[:_WORDS]
        with self._database.read(caller.workspace_id) as reader:
            return _rows(reader, caller).page(words=words, limit=limit)

    def find(self, caller: Caller, id: str) -> tuple[Conversation, tuple[Message, ...]]:
        """A conversation with its messages, the last 500."""
        with self._database.read(caller.workspace_id) as reader:
            rows = _rows(reader, caller)
            return _found(rows, id), rows.messages(id, limit=_SHOWN)

    def rename(self, caller: Caller, id: str, title: str) -> Conversation:
        """Give a conversation another name. Raises INVALID_TITLE for one that is blank, too long or holds what can't be shown."""
        name = " ".join(title.split())
        _check_title(name)
        with self._database.begin(caller.workspace_id) as tx:
            rows = _rows(tx, caller)
            found = _found(rows, id)
            rows.touch(id, title=name, now=found.updated_at)
        return replace(found, title=name)

    def delete(self, caller: Caller, id: str) -> None:
        """Remove a conversation with all its messages, for good. What was done in it stays in the journal."""
        with self._database.begin(caller.workspace_id) as tx:
            if not _rows(tx, caller).remove(id):
                raise _not_found()

    def say(self, caller: Caller, id: str, text: str, *, key: str | None = None) -> Opening:
        """Take in what a person says, and claim the conversation for the turn that answers it.

        Raises CONFLICT when that key came before, since the message is there already, and while another turn runs,
        on whichever replica. A turn whose replica died holds up the next one for two minutes.
        """
        said = check_text(text)
        now = self._clock()
        with self._database.begin(caller.workspace_id) as tx:
            rows = _rows(tx, caller)
            conversation = _found(rows, id)
            if key is not None and rows.message_by_key(id, key) is not None:
                raise ConflictError(
                    "This message was sent before.", hint="Read the conversation for the answer."
                )
            history = rows.messages(id, limit=REMEMBERED)
            turn = f"{id}:{history[-1].number + 1 if history else 1}"
            if not rows.begin_turn(id, turn, now=now, until=now + TURN_LIFETIME):
                raise ConflictError(
                    "I am still at what you said before.", hint="Wait for the answer, or stop it."
                )
            rows.append(id, "user", said, data={}, key=key, now=now)
            title = conversation.title if history else _title(said)
            rows.touch(id, title=title, now=now)
        return Opening(turn=turn, text=said, history=history)

    def answer(self, caller: Caller, opening: Opening, text: str, data: Mapping[str, Any]) -> None:
        """Keep what the assistant answered, and let go of the conversation. One that was deleted meanwhile stays deleted."""
        id = opening.conversation
        with self._database.begin(caller.workspace_id) as tx:
            rows = _rows(tx, caller)
            rows.end_turn(id, opening.turn)
            if rows.find(id) is not None:
                rows.append(id, "assistant", text, data=data, key=None, now=self._clock())

    def stop(self, caller: Caller, id: str) -> bool:
        """Have the turn stopped that runs, on whichever replica; whether there is one."""
        with self._database.begin(caller.workspace_id) as tx:
            rows = _rows(tx, caller)
            found = _found(rows, id)
            if found.turn is None or not self.is_running(found):
                return False
            rows.stop_turn(id, found.turn)
        return True

    def is_running(self, conversation: Conversation) -> bool:
        """Whether a turn of it runs."""
        until = conversation.turn_until
        return until is not None and until > self._clock()

    def is_stopped(self, caller: Caller, opening: Opening) -> bool:
        """Whether this turn shall end: the person said so, or the conversation is gone."""
        with self._database.read(caller.workspace_id) as reader:
            found = _rows(reader, caller).find(opening.conversation)
        return found is None or found.stopped_turn == opening.turn


def check_text(text: str) -> str:
    """What was said, trimmed. Raises INVALID_TEXT when blank, TOO_LARGE over 4,000 characters."""
    said = text.strip()
    if not said:
        raise InvalidError.of("text", "The message is empty.", hint="Say what you need.")
    if len(said) > TEXT_MAX:
        raise TooLargeError(
            f"The message has {len(said)} characters, {TEXT_MAX} is the most.",
            hint="Say it shorter.",
        )
    if has_control(said, allowed="\t\n\r"):
        raise InvalidError.of("text", "The message holds a control character.", hint="Remove it.")
    return said


def _rows(reader: Reader, caller: Caller) -> ConversationRows:
    return ConversationRows(reader.connection, caller.workspace_id, caller.user_id)


def _found(rows: ConversationRows, id: str) -> Conversation:
    found = rows.find(id)
    if found is None:
        raise _not_found()
    return found


def _not_found() -> NotFoundError:
    return NotFoundError.of(
        "conversation", "There is no such conversation.", hint="List them, or begin a new one."
    )


def _check_title(name: str) -> None:
    if not name:
        raise InvalidError.of("title", "The title is empty.", hint="Call it something.")
    if len(name) > _TITLE:
        raise InvalidError.of(
            "title", f"The title has {len(name)} characters.", hint=f"Use 1 to {_TITLE}."
        )
    if not name.isprintable():
        raise InvalidError.of(
            "title", "The title has a character that can't be shown.", hint="Leave it out."
        )


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1]}…"
