"""Commands on the journal."""

from typing import Any

import click

from watchbill.cli.output import answer, json_option, print_changes, print_receipt
from watchbill.cli.store import HistoryQuery, How, UndoQuery, open_store
from watchbill.cli.task import write_options


@click.command("history")
@click.argument("task", required=False)
@click.option("--since", type=click.IntRange(0), help="Only changes after this number.")
@click.option("--actor", help="Only this one's, as shown: user:owner.")
@click.option("--limit", type=click.IntRange(1, 499), default=20, show_default=True)
@json_option
def history_command(
    task: str | None, *, since: int | None, actor: str | None, limit: int, as_json: bool
) -> None:
    """Show who changed what, newest first; of one TASK, or of all."""
    query = HistoryQuery(task=task, since=since, actor=actor, limit=limit)
    with open_store() as store:
        page = store.history(query)
    answer(page, as_json=as_json, human=lambda page: print_changes(page["changes"]))


_force_option = click.option(
    "--force", is_flag=True, help="Overwrite what later changes wrote, too."
)


def _numbers(context: click.Context, option: click.Parameter, value: str) -> tuple[int, ...]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise click.BadParameter("Write numbers with commas between, such as 3,5,8.")
    return tuple(int(part) for part in parts)


@click.command("undo")
@click.argument("change", type=click.IntRange(1), required=False)
@click.option("--changes", default="", callback=_numbers, help="These, as one: 3,5,8.")
@click.option("--actor", help="All of this one's, as one: “assistant for owner”.")
@click.option("--run", help="All of this run of an agent, as one.")
@click.option("--since", help="All since then: 14:00, “yesterday 18:00”, or a date.")
@click.option("--until", help="Only those before then.")
@_force_option
@write_options
def undo_command(
    change: int | None, *, request_key: str | None, preview: bool, as_json: bool, **chosen: Any
) -> None:
    """Take a CHANGE back by its number, or your last one, or all that fit as one.

    What later changes wrote stays, and is named.
    """
    query = UndoQuery(change=change, **chosen)
    if change is not None and query.is_many:
        raise click.UsageError("Give a number, or say which changes; not both.")
    _turn_back("undo", query, How(request_key=request_key, preview=preview), as_json=as_json)


@click.command("redo")
@click.argument("change", type=click.IntRange(1), required=False)
@_force_option
@write_options
def redo_command(
    change: int | None, *, force: bool, request_key: str | None, preview: bool, as_json: bool
) -> None:
    """Do a CHANGE again that was undone, or what you undid last."""
    how = How(request_key=request_key, preview=preview)
    _turn_back("redo", UndoQuery(change=change, force=force), how, as_json=as_json)


def _turn_back(verb: str, query: UndoQuery, how: How, *, as_json: bool) -> None:
    with open_store() as store:
        receipt = store.turn_back(verb, query, how)
    answer(receipt, as_json=as_json, human=print_receipt)
