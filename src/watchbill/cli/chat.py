"""`watchbill chat`: the assistant in a terminal, over a server or over the store of this machine."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from watchbill import bootstrap
from watchbill.cli.remote import RemoteStore
from watchbill.cli.store import read_settings
from watchbill.domain.errors import WatchbillError
from watchbill.schemas.turn import (
    Event,
    TextDelta,
    ToolFinished,
    TurnFailed,
    TurnFinished,
)
from watchbill.settings import Settings

Talk = Callable[[str], None]
"""Says one sentence and prints the answer. Raises the turn's error when it failed."""
Show = Callable[[Event], None]
_NAMED = 5


@click.command("chat")
@click.argument("words", nargs=-1)
@click.option(
    "-c", "--conversation", metavar="ID", help="Go on with this one: watchbill conversation list."
)
@click.option("--json", "as_json", is_flag=True, help="Print each event as one line of JSON.")
def chat_command(words: tuple[str, ...], *, conversation: str | None, as_json: bool) -> None:
    """Talk to the assistant: say WORDS once, or go on until an empty line.

    What is said is kept, as on the page. Each change is a line with its number, and “undo that” takes it back.
    What only a person may do is asked: answer yes or no.
    """
    settings = read_settings()
    seen = Seen(show_json if as_json else show_text)
    opened = _on_server if settings.url else _on_this_machine
    with opened(settings, conversation, seen) as talk:
        if words:
            talk(" ".join(words))
            is_asked = seen.card is not None and sys.stdin.isatty()
            if is_asked and (said := _prompt()):
                talk(said)
            return
        while said := _prompt():
            talk(said)


@dataclass
class Seen:
    """What is shown, and the proposal whose question was shown last: a yes is the answer to that one alone."""

    show: Show
    card: int | None = None

    def pass_on(self) -> int | None:
        """The question that the next message may answer, and none after it."""
        card, self.card = self.card, None
        return card

    def take(self, event: Event) -> None:
        if isinstance(event, ToolFinished):
            self.card = event.proposal or self.card
        self.show(event)


def _prompt() -> str:
    """What the person says next; nothing at the end of the input."""
    try:
        return str(click.prompt("you", default="", show_default=False)).strip()
    except click.Abort:
        return ""


@contextmanager
def _on_server(settings: Settings, conversation: str | None, seen: Seen) -> Iterator[Talk]:
    with RemoteStore.connected(settings.url, settings.token) as store:
        id = conversation or store.begin_conversation()

        def talk(text: str) -> None:
            for event in store.say(id, text, seen.pass_on()):
                seen.take(event)

        yield talk


@contextmanager
def _on_this_machine(settings: Settings, conversation: str | None, seen: Seen) -> Iterator[Talk]:
    with bootstrap.opened(settings) as services:
        caller = services.users.owner()
        id = conversation or services.conversations.create(caller).id

        def talk(text: str) -> None:
            opening = services.conversations.say(caller, id, text)
            card = seen.pass_on()
            answer = bootstrap.answer_here(settings, services, caller, opening, seen.take, card)
            asyncio.run(answer)

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
        case ToolFinished() if event.is_card:
            click.echo(click.style(_card(event), dim=True), err=True)
        case TurnFinished():
            click.echo()
        case TurnFailed():
            raise _failed(event)
        case _:
            pass


def _card(card: ToolFinished) -> str:
    """What was written, and how to take it back; or what waits for a person."""
    named = ", ".join(f"#{task.ref} {task.title}" for task in card.tasks[:_NAMED])
    more = f" and {len(card.tasks) - _NAMED} more" if len(card.tasks) > _NAMED else ""
    about = f": {named}{more}" if named else ""
    if card.change is None:
        return f"[proposal {card.proposal} waits for you{about}; watchbill review accept {card.proposal}]"
    return f"[change {card.change}{about}; watchbill undo {card.change}]"
