"""Commands on comments: what is said about tasks."""

import click

from watchbill.cli.option import TASKS_ARE_NAMED, ask_first, examples, writes, yes_option
from watchbill.cli.output import answer, is_interactive, json_option, minute
from watchbill.cli.store import How, Json, open_store
from watchbill.domain.errors import InvalidError


@click.group("comment")
def comment_command() -> None:
    """Comments on tasks. Their ids are shown by “watchbill comment list”."""


@comment_command.command("list", epilog=TASKS_ARE_NAMED)
@click.argument("task")
@json_option
def view(task: str, *, as_json: bool) -> None:
    """Show what was said about TASK, oldest first."""
    with open_store() as store:
        found = store.content.comments(task)
    answer({"comments": found}, as_json=as_json, human=_print)


def _print(page: Json) -> None:
    for one in page["comments"]:
        head = "  ".join([one["id"], minute(one["created_at"]), one["author"]])
        text = one["text"].replace("\n", "\n  ")
        click.echo(f"{click.style(head, dim=True)}\n  {text}")


@comment_command.command(
    "add",
    epilog=examples("watchbill comment add 12 'The key is with Ann'", "watchbill comment add 12"),
)
@click.argument("task")
@click.argument("text", required=False)
@writes
def add(task: str, text: str | None, *, how: How) -> Json:
    """Say TEXT about TASK, in Markdown; without it, in your editor."""
    said = text if text is not None else _from_editor("")
    with open_store() as store:
        return store.content.comment(task, said, how)


@comment_command.command("edit")
@click.argument("id")
@click.argument("text")
@writes
def edit(id: str, text: str, *, how: How) -> Json:
    """Say it in other words: TEXT. Only who said it can."""
    with open_store() as store:
        return store.content.change("comment", id, {"text": text}, how)


@comment_command.command("rm")
@click.argument("id")
@yes_option
@writes
def remove(id: str, *, is_sure: bool, how: How) -> Json:
    """Take a comment away."""
    ask_first("Delete the comment? Undo brings it back", how, is_sure=is_sure)
    with open_store() as store:
        return store.content.delete("comment", id, how)


def _from_editor(text: str) -> str:
    if not is_interactive():
        raise InvalidError.of("text", "There is nothing to say.", hint="Give the text as well.")
    return (click.edit(text) or "").strip("\n")
