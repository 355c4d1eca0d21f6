"""Commands on proposals: what programs want to do, and a person's yes or no."""

import click

from watchbill.cli.member import as_option
from watchbill.cli.output import answer, json_option, print_operations, print_receipt
from watchbill.cli.store import Json, open_store


@click.group("review", invoke_without_command=True)
@click.pass_context
def review_command(context: click.Context) -> None:
    """Look at what programs propose, and accept or decline it.

    No token decides: on a server sign in with --as NAME.
    """
    if context.invoked_subcommand is None:
        context.invoke(list_proposals, is_all=False, person=None, as_json=False)


@review_command.command("list")
@click.option("--all", "is_all", is_flag=True, help="Those that were decided, too.")
@as_option
@json_option
def list_proposals(*, is_all: bool, person: str | None, as_json: bool) -> None:
    """List what waits, newest first."""
    with open_store(person) as store:
        page = store.proposals()
    shown = [one for one in page["proposals"] if is_all or one["state"] in ("open", "stale")]
    answer({**page, "proposals": shown}, as_json=as_json, human=_print_list)


@review_command.command("show")
@click.argument("number", type=click.IntRange(1))
@as_option
@json_option
def show(number: int, *, person: str | None, as_json: bool) -> None:
    """Show one: what it would do, why, and what has changed under it since."""
    with open_store(person) as store:
        proposal = store.proposal(number)
    answer(proposal, as_json=as_json, human=_print_one)


@review_command.command("accept")
@click.argument("number", type=click.IntRange(1))
@click.option("--task", "tasks", type=click.IntRange(1), multiple=True, help="Only this task.")
@click.option("--rest", is_flag=True, help="Only what nothing stands against.")
@as_option
@json_option
def accept(
    number: int, *, tasks: tuple[int, ...], rest: bool, person: str | None, as_json: bool
) -> None:
    """Do it, just as it was shown."""
    with open_store(person) as store:
        receipt = store.decide("accept", number, {"tasks": list(tasks), "rest": rest})
    answer(receipt, as_json=as_json, human=print_receipt)


@review_command.command("decline")
@click.argument("number", type=click.IntRange(1))
@click.option("--word", default="", help="A word to whoever proposed it.")
@as_option
@json_option
def decline(number: int, *, word: str, person: str | None, as_json: bool) -> None:
    """Say no."""
    with open_store(person) as store:
        proposal = store.decide("decline", number, {"word": word})
    answer(proposal, as_json=as_json, human=lambda one: click.echo(f"Declined {one['number']}."))


def _print_list(page: Json) -> None:
    for one in page["proposals"]:
        click.echo("\t".join([str(one["number"]), one["state"], one["actor"], one["sentence"]]))


def _print_one(one: Json) -> None:
    click.echo(f"Proposal {one['number']} of {one['actor']}, {one['state']}: {one['sentence']}")
    click.echo(f"  waits, since {one['because']}; until {one['expires_at'][:10]}")
    if one["reason"]:
        click.echo(f"  in its own words: {one['reason']!r}")
    print_operations(one["fields"])
    for conflict in one["conflicts"]:
        click.echo(f"  changed since: {conflict['name']} {conflict['field']}".rstrip())
