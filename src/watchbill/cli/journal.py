"""Commands on the journal."""

from typing import Any

import click

from watchbill.cli.option import examples, writes
from watchbill.cli.output import answer, json_option, print_changes
from watchbill.cli.store import HistoryQuery, How, Json, UndoQuery, open_store
from watchbill.domain.kind import KINDS


@click.command(
    "history",
    epilog=examples(
        "watchbill history 12",
        "watchbill history --actor 'assistant for owner' --after 14:00",
        "watchbill history --project Work --kind deleted",
    ),
)
@click.argument("task", required=False, default="")
@click.option("--project", default="", help="What touched it, or tasks that are in it now.")
@click.option("--actor", default="", help="Only this one's, as shown: user:owner.")
@click.option("--run", default="", help="Only those of this run of an agent.")
@click.option("--kind", type=click.Choice(KINDS), help="Only changes of that kind.")
@click.option("--after", default="", help="From then on: 14:00, “yesterday 18:00”, or a date.")
@click.option("--until", default="", help="Only before then.")
@click.option("--since", type=click.IntRange(0), help="Only after this number, oldest first.")
@click.option("--limit", type=click.IntRange(1, 499), default=20, show_default=True)
@json_option
def history_command(*, as_json: bool, kind: str | None, **wanted: Any) -> None:
    """Show who changed what, newest first; of one TASK, or of all."""
    with open_store() as store:
        page = store.history(HistoryQuery(kind=kind or "", **wanted))
    answer(page, as_json=as_json, human=lambda page: print_changes(page["changes"]))


_force_option = click.option(
    "--force", is_flag=True, help="Overwrite what later changes wrote, too."
)


def _numbers(context: click.Context, option: click.Parameter, value: str) -> tuple[int, ...]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise click.BadParameter("Write numbers with commas between, such as 3,5,8.")
    return tuple(int(part) for part in parts)


@click.command(
    "undo",
    epilog=examples(
        "watchbill undo",
        "watchbill undo 12 --preview",
        "watchbill undo --actor 'assistant for owner' --since 14:00",
    ),
)
@click.argument("change", type=click.IntRange(1), required=False)
@click.option("--changes", default="", callback=_numbers, help="These, as one: 3,5,8.")
@click.option("--actor", help="All of this one's, as one: “assistant for owner”.")
@click.option("--run", help="All of this run of an agent, as one.")
@click.option("--since", help="All since then: 14:00, “yesterday 18:00”, or a date.")
@click.option("--until", help="Only those before then.")
@_force_option
@writes
def undo_command(change: int | None, *, how: How, **chosen: Any) -> Json:
    """Take a CHANGE back by its number, or your last one, or all that fit as one.

    What later changes wrote stays, and is named.
    """
    query = UndoQuery(change=change, **chosen)
    if change is not None and query.is_many:
        raise click.UsageError("Give a number, or say which changes; not both.")
    return _turn_back("undo", query, how)


@click.command("redo", epilog=examples("watchbill redo", "watchbill redo 12"))
@click.argument("change", type=click.IntRange(1), required=False)
@_force_option
@writes
def redo_command(change: int | None, *, force: bool, how: How) -> Json:
    """Do a CHANGE again that was undone, or what you undid last."""
    return _turn_back("redo", UndoQuery(change=change, force=force), how)


def _turn_back(verb: str, query: UndoQuery, how: How) -> Json:
    with open_store() as store:
        return store.turn_back(verb, query, how)
