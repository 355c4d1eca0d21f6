"""What the commands work on, whether it is the store of this machine or a server. Answers are REST's JSON."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

import click

from watchbill.domain.errors import InvalidError
from watchbill.domain.query import State
from watchbill.services.caller import Mode
from watchbill.settings import Settings

if TYPE_CHECKING:
    from watchbill.cli.content import Content
    from watchbill.cli.people import People

Json = dict[str, Any]
Kind = Literal["todo", "event"]
"""As what tasks are in a calendar."""


Tell = Callable[[int, int], None]
"""Told how far long work is: how much is done, of how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Which tasks to list."""

    words: str = ""
    state: State = "open"
    limit: int = 50
    cursor: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuery:
    """Which changes to show; times are as the person wrote them."""

    task: str = ""
    project: str = ""
    actor: str = ""
    run: str = ""
    kind: str = ""
    after: str = ""
    until: str = ""
    since: int | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FileQuery:
    """A file to import; `columns` as field to column."""

    data: bytes
    name: str
    format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class How:
    """How to write: once per key, based on a version, or only to look; and why, for the history."""

    request_key: str | None = None
    version: int | None = None
    preview: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoQuery:
    """Which changes to take back: one, or all that fit; nothing given is the caller's own last. Times are as the person wrote them."""

    change: int | None = None
    actor: str | None = None
    run: str | None = None
    since: str | None = None
    until: str | None = None
    changes: tuple[int, ...] = ()
    force: bool = False

    @property
    def is_many(self) -> bool:
        return bool(self.actor or self.run or self.since or self.until or self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token to make. The time is as the person wrote it."""

    name: str
    scopes: tuple[str, ...]
    mode: Mode
    expires_at: str | None


TokenVerb = Literal["revoke", "freeze", "unfreeze"]


class Store(Protocol):
    """The use cases of the command line. Each raises WatchbillError with the same codes on either side."""

    @property
    def content(self) -> "Content": ...
    @property
    def people(self) -> "People": ...
    def view(self, query: ListQuery) -> Json: ...
    def find(self, names: Sequence[str], as_of: str | None = None) -> list[Json]: ...
    def add(self, items: Sequence[Json], how: How) -> Json: ...
    def edit(self, names: Sequence[str], fields: Json, how: How) -> Json: ...
    def act(
        self, verb: str, names: Sequence[str], how: How, fields: Json | None = None
    ) -> Json: ...
    def erase(self, name: str, how: How) -> Json: ...
    def history(self, query: HistoryQuery) -> Json: ...
    def turn_back(self, verb: str, query: UndoQuery, how: How) -> Json: ...
    def conversations(self, words: str) -> Json: ...
    def conversation(self, id: str) -> Json: ...
    def rename_conversation(self, id: str, title: str) -> Json: ...
    def delete_conversation(self, id: str) -> None: ...
    def take(self, file: FileQuery, how: How, tell: Tell) -> Json: ...
    def bring_back(self, data: bytes, how: How) -> Json: ...
    def export(self, format: str, query: str, kind: Kind) -> Iterator[bytes]: ...
    def tokens(self) -> Json: ...
    def reminders(self, limit: int) -> Json: ...
    def notices(self, limit: int, *, failed: bool) -> Json: ...
    def retry_notice(self, number: int) -> Json: ...
    def channels(self) -> Json: ...
    def add_channel(self, wanted: Json) -> Json: ...
    def change_channel(self, verb: str, id: str, since: int | None) -> Json: ...
    def add_token(self, wanted: NewToken) -> Json: ...
    def change_token(self, verb: TokenVerb, id: str) -> Json: ...
    def proposals(self) -> Json: ...
    def proposal(self, number: int) -> Json: ...
    def decide(self, verb: Literal["accept", "decline"], number: int, body: Json) -> Json: ...
    def freeze(self, agent: str) -> Json: ...
    def unfreeze(self, agent: str) -> Json: ...
    def set_budget(self, id: str, own: Mapping[str, int]) -> Json: ...


def read_settings() -> Settings:
    return Settings.from_environment(os.environ)


def _password(settings: Settings) -> str:
    if settings.password:
        return settings.password
    if not sys.stdin.isatty():
        raise InvalidError.of(
            "password",
            "Nobody is there to be asked for the password.",
            hint="Set WATCHBILL_PASSWORD, or WATCHBILL_PASSWORD_FILE.",
        )
    return str(click.prompt("Password", hide_input=True, err=True))


def read_local_settings() -> Settings:
    """The settings for a command that works on this machine's store alone. Raises INVALID_URL when a server is named."""
    settings = read_settings()
    if settings.url:
        raise InvalidError.of(
            "url",
            "WATCHBILL_URL names a server, and this command works on the store of this machine.",
            hint="Run it on the server's machine, or unset WATCHBILL_URL.",
        )
    return settings


@contextmanager
def open_store(person: str | None = None) -> Iterator[Store]:
    """The server that WATCHBILL_URL names, else the store of this machine.

    `person`: at a server, sign in as whom, instead of using a token; the password is the setting's, or asked for.
    """
    settings = read_settings()
    if settings.url:
        from watchbill.cli.remote import RemoteStore  # noqa: PLC0415 -- loaded only when it is the one

        token = settings.token if person is None else ""
        with ExitStack() as stack:
            remote = stack.enter_context(RemoteStore.connected(settings.url, token))
            if person is not None:
                stack.enter_context(remote.signed_in(person, _password(settings)))
            yield remote
        return
    if person is not None:
        raise InvalidError.of(
            "as",
            "--as signs in at a server, and WATCHBILL_URL names none.",
            hint="Leave it out: on this machine's store the owner acts.",
        )
    from watchbill.cli.local import LocalStore  # noqa: PLC0415 -- loaded only when it is the one

    with LocalStore.opened(settings) as local:
        yield local
