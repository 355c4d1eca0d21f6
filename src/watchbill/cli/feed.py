"""Commands on calendars that other programs read at a secret address."""

import click

from watchbill.cli.output import answer, json_option
from watchbill.cli.store import Json, open_store


@click.group("feed")
def feed_command() -> None:
    """Calendars to subscribe to: whoever knows the address reads the tasks of its filter."""


@feed_command.command("add")
@click.argument("name")
@click.option("--query", default="", help="A filter; without it, open tasks.")
@click.option("--events", is_flag=True, help="As events, for calendars that show no to-dos.")
@json_option
def add(name: str, *, query: str, events: bool, as_json: bool) -> None:
    """Make a calendar, and print the path of its address."""
    with open_store() as store:
        wanted = {"name": name, "query": query, "kind": "event" if events else "todo"}
        made = store.people.add_feed(wanted)
    answer(made, as_json=as_json, human=_print_address)


def _print_address(made: Json) -> None:
    click.echo(made["path"])
    click.echo("It is behind the server's address, and not shown again.", err=True)


@feed_command.command("list")
@json_option
def list_feeds(*, as_json: bool) -> None:
    """List yours, without their addresses."""
    with open_store() as store:
        page = store.people.feeds()
    answer(page, as_json=as_json, human=_print_feeds)


def _print_feeds(page: Json) -> None:
    for one in page["feeds"]:
        used = (one["used_at"] or "never")[:10]
        click.echo("\t".join((one["id"], one["name"], one["query"], one["kind"], used)))


@feed_command.command("end")
@click.argument("id")
@json_option
def end(id: str, *, as_json: bool) -> None:
    """End its address at once."""
    with open_store() as store:
        ended = store.people.end_feed(id)
    answer(ended, as_json=as_json, human=lambda one: click.echo(f"Ended {one['name']}."))
