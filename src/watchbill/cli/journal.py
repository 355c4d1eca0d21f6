"""Commands on the journal."""

import click

from watchbill.cli.output import answer, json_option, print_changes, print_receipt
from watchbill.cli.store import HistoryQuery, How, open_store
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


def _turning(verb: str, help: str) -> click.Command:
    @click.command(verb, help=help)
    @click.argument("change", type=click.IntRange(1), required=False)
    @write_options
    def command(
        change: int | None, *, request_key: str | None, preview: bool, as_json: bool
    ) -> None:
        how = How(request_key=request_key, preview=preview)
        with open_store() as store:
            receipt = store.turn_back(verb, change, how)
        answer(receipt, as_json=as_json, human=print_receipt)

    return command


undo_command = _turning("undo", "Take a CHANGE back by its number, or your last one.")
redo_command = _turning("redo", "Do a CHANGE again that was undone, or what you undid last.")
