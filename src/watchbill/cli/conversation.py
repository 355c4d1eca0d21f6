"""Commands on conversations with the assistant."""

from collections.abc import Mapping

import click

from watchbill.cli.output import answer, json_option, print_json, print_table
from watchbill.cli.store import Json, open_store


@click.group("conversation")
def conversation_command() -> None:
    """Conversations with the assistant: found again, renamed, removed."""


@conversation_command.command("list")
@click.argument("words", nargs=-1)
@json_option
def view(words: tuple[str, ...], *, as_json: bool) -> None:
    """Show conversations, the last used first; with WORDS, those in which all of them were said."""
    with open_store() as store:
        answer(store.conversations(" ".join(words)), as_json=as_json, human=_print_list)


@conversation_command.command("show")
@click.argument("id")
@json_option
def show(id: str, *, as_json: bool) -> None:
    """Show what was said in a conversation, and what was changed."""
    with open_store() as store:
        answer(store.conversation(id), as_json=as_json, human=_print_one)


@conversation_command.command("rename")
@click.argument("id")
@click.argument("title")
@json_option
def rename(id: str, title: str, *, as_json: bool) -> None:
    """Give a conversation another name."""
    with open_store() as store:
        renamed = store.rename_conversation(id, title)
    answer(renamed, as_json=as_json, human=lambda one: click.echo(f"It is “{one['title']}” now."))


@conversation_command.command("rm")
@click.argument("id")
@json_option
def remove(id: str, *, as_json: bool) -> None:
    """Remove a conversation for good. What was done in it stays in the history."""
    with open_store() as store:
        store.delete_conversation(id)
    if as_json:
        print_json({"deleted": id})
    else:
        click.echo("Removed.")


def _print_list(found: Json) -> None:
    rows = [
        [one["id"], one["updated_at"][:16].replace("T", " "), one["title"]]
        for one in found["conversations"]
    ]
    print_table(["Id", "Last used (UTC)", "Title"], rows)


def _print_one(found: Json) -> None:
    for message in found["messages"]:
        who = "you" if message["role"] == "user" else "assistant"
        click.echo(f"{who}: {message['text']}")
        for card in message["cards"]:
            click.echo(f"  [{_named(card)}]")


def _named(card: Mapping[str, object]) -> str:
    kind = "change" if card["change"] else "proposal"
    return f"{kind} {card[kind]}"
