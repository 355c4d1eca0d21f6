"""What many commands take."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from watchbill.cli.output import answer, is_interactive, json_option, print_receipt
from watchbill.cli.store import How, Json
from watchbill.domain.errors import InvalidError

Command = TypeVar("Command", bound=Callable[..., Any])
TASKS_ARE_NAMED = "Tasks are named by number, id or exact title."


def taking_how(command: Command) -> Command:
    """How to write, as options: what `How` takes."""
    for option in (
        click.option("--preview", is_flag=True, help="Show what would happen; write nothing."),
        click.option("--reason", default="", metavar="TEXT", help="Why: the history keeps it."),
        click.option("--request-key", help="Do it once: a repeat with the same key does nothing."),
    ):
        command = option(command)
    return command


def writes(command: Callable[..., Json | None]) -> Callable[..., None]:
    """A command that writes: it takes how to, as `how`, and its receipt is printed; None is nothing to write."""

    @wraps(command)
    def run(
        *given: Any,
        request_key: str | None,
        reason: str,
        preview: bool,
        as_json: bool,
        **options: Any,
    ) -> None:
        how = How(request_key=request_key, preview=preview, reason=reason)
        receipt = command(*given, how=how, **options)
        if receipt is not None:
            answer(receipt, as_json=as_json, human=print_receipt)

    return taking_how(json_option(run))


yes_option = click.option("--yes", "-y", "is_sure", is_flag=True, help="Don't ask.")


def ask_first(question: str, how: How, *, is_sure: bool) -> None:
    """Ask a person at a terminal; a no stops it. Programs, and who only looks, aren't asked."""
    if is_interactive() and not (is_sure or how.preview):
        click.confirm(question, abort=True)


def examples(*lines: str) -> str:
    """An epilog with command lines as they are typed."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def given_fields(**fields: Any) -> Json:
    """Those fields that were given: an option that wasn't is None, or empty."""
    return {name: value for name, value in fields.items() if value not in (None, ())}


def nothing_named(hint: str) -> InvalidError:
    return InvalidError.of("edit", "Nothing to change is named.", hint=hint)
