"""`watchbill chat`: the assistant in a terminal, over a server or over the store of this machine."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from watchbill import bootstrap
from watchbill.cli.remote import RemoteStore
from watchbill.cli.store import read_settings
from watchbill.domain.errors import WatchbillError
from watchbill.schemas.turn import (
    Event,
    PastMessage,
    TextDelta,
    ToolFinished,
    TurnFailed,
    TurnFinished,
    TurnRequest,
)
from watchbill.settings import Settings

Talk = Callable[[str], None]
"""Says one sentence and prints the answer. Raises the turn's error when it failed."""
Show = Callable[[Event], None]


@click.command("chat")
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print each event as one line of JSON.")
def chat_command(words: tuple[str, ...], *, as_json: bool) -> None:
    """Talk to the assistant: say WORDS once, or go on until an empty line."""
    settings = read_settings()
    show = show_json if as_json else show_text
    opened = _on_server(settings, show) if settings.url else _on_this_machine(settings, show)
    with opened as talk:
        if words:
            talk(" ".join(words))
            return
        while said := _prompt():
            talk(said)


def _prompt() -> str:
    """What the person says next; nothing at the end of the input."""
    try:
        return str(click.prompt("you", default="", show_default=False)).strip()
    except click.Abort:
        return ""


@contextmanager
def _on_server(settings: Settings, show: Show) -> Iterator[Talk]:
    with RemoteStore.connected(settings.url, settings.token) as store:
        conversation = store.begin_conversation()

        def talk(text: str) -> None:
            for event in store.say(conversation, text):
                show(event)

        yield talk


@contextmanager
def _on_this_machine(settings: Settings, show: Show) -> Iterator[Talk]:
    with bootstrap.opened(settings) as services:
        history: list[PastMessage] = []

        def talk(text: str) -> None:
            caller, now = services.users.owner(), services.clock()
            turn = f"chat-{now.timestamp()}"
            request = TurnRequest(
                turn=turn,
                text=text,
                history=tuple(history[-20:]),
                time_zone=settings.time_zone,
                now=now,
                token=services.tokens.mint_turn(caller, turn, now),
            )
            ended = asyncio.run(bootstrap.take_turn(settings, services, request, show))
            history.append(PastMessage(role="user", text=text))
            history.append(PastMessage(role="assistant", text=ended.text, data=ended.data))

        yield talk


def show_json(event: Event) -> None:
    """Print the event as a program reads it."""
    click.echo(event.model_dump_json())
    if isinstance(event, TurnFailed):
        raise _failed(event)


def _failed(event: TurnFailed) -> WatchbillError:
    return WatchbillError(event.message, code=event.code)


def show_text(event: Event) -> None:
    """Print what a person wants to see of a turn."""
    match event:
        case TextDelta(text=text):
            click.echo(text, nl=False)
        case ToolFinished(change=change) if change is not None:
            click.echo(
                click.style(f"[change {change}; watchbill undo {change}]", dim=True), err=True
            )
        case TurnFinished():
            click.echo()
        case TurnFailed():
            raise _failed(event)
        case _:
            pass
