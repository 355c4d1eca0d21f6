"""Commands that stop an agent, and offer to take back what it did last."""

import click

from watchbill.cli.output import answer, is_interactive, json_option, print_receipt
from watchbill.cli.store import How, Json, Store, UndoQuery, open_store


@click.command("freeze")
@click.argument("agent")
@click.option("--undo", is_flag=True, help="Take back what it did last, too.")
@json_option
def freeze_command(agent: str, *, undo: bool, as_json: bool) -> None:
    """Stop an AGENT at once, whatever it is told: a token by its name, “assistant”, “local agent” or “stdio”.

    What it did last is shown, and can be taken back as one change.
    """
    with open_store() as store:
        frozen = store.freeze(agent)
        run = frozen["last_run"]
        if undo and run:
            frozen["undone"] = store.turn_back("undo", _chosen(run), How())
        answer(frozen, as_json=as_json, human=_print_frozen)
        if run and not undo and not as_json:
            _offer(store, run)


@click.command("unfreeze")
@click.argument("agent")
@json_option
def unfreeze_command(agent: str, *, as_json: bool) -> None:
    """Let a frozen AGENT work again."""
    with open_store() as store:
        found = store.unfreeze(agent)
    answer(found, as_json=as_json, human=lambda one: click.echo(f"Unfroze {one['name']}."))


def _print_frozen(agent: Json) -> None:
    click.echo(f"Froze {agent['name']}: it can do nothing until you unfreeze it.")
    run = agent["last_run"]
    if run is None:
        click.echo("Nothing that it did last still holds.")
        return
    click.echo("What it did last, and still holds:")
    for number, sentence in zip(run["changes"], run["sentences"], strict=True):
        click.echo(f"  {number}  {sentence}")
    if "undone" in agent:
        print_receipt(agent["undone"])


def _offer(store: Store, run: Json) -> None:
    """Show what undoing would do, and ask; where nobody can be asked, say how."""
    if not is_interactive():
        click.echo(f"Take that back: watchbill undo --actor {run['actor']!r} --run {run['run']}")
        return
    print_receipt(store.turn_back("undo", _chosen(run), How(preview=True)))
    if click.confirm("Take all of that back, as one change?"):
        print_receipt(store.turn_back("undo", _chosen(run), How()))


def _chosen(run: Json) -> UndoQuery:
    return UndoQuery(actor=run["actor"], run=run["run"])
