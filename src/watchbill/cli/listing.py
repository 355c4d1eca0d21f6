"""Commands that show tasks."""

from typing import Any

import click

from watchbill.cli.option import TASKS_ARE_NAMED, examples
from watchbill.cli.output import answer, json_option, print_json
from watchbill.cli.showing import print_task, print_tasks
from watchbill.cli.store import Json, ListQuery, open_store
from watchbill.domain.query import State


@click.command(
    "list",
    epilog=examples(
        "watchbill list due:today",
        "watchbill list 'tag:home -project:Work p1' --sort due",
        "watchbill list --filter Weekend --as-of 'yesterday 18:00'",
    ),
)
@click.argument("words", nargs=-1)
@click.option("--done", "state", flag_value="done", help="Those that are done.")
@click.option("--deleted", "state", flag_value="deleted", help="Those in the trash.")
@click.option("--all", "state", flag_value="all", help="Open and done ones.")
@click.option("--filter", "filters", multiple=True, help="Those that a saved filter finds, too.")
@click.option(
    "--sort", "sorts", multiple=True, help="By due, priority, title, …; -due is the other way."
)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--cursor", help="Go on where a page ended.")
@click.option("--as-of", help="As it was: after a change, or at a time such as “yesterday 18:00”.")
@json_option
def list_command(
    words: tuple[str, ...],
    *,
    filters: tuple[str, ...],
    sorts: tuple[str, ...],
    state: State | None,
    as_json: bool,
    **options: Any,
) -> None:
    """List open tasks, or those that a filter finds: words of title and description, or such as due:today tag:home p1."""
    named = [f'filter:"{name}"' for name in filters]
    order = [f"sort:{','.join(sorts)}"] if sorts else []
    text = " ".join([*_grouped(words, filters), *named, *order])
    query = ListQuery(words=text, state=state or "open", **options)
    with open_store() as store:
        page = store.view(query)
    answer(page, as_json=as_json, human=_print_page)


def _grouped(words: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    """The words, so that an “or” in them doesn't reach beyond them."""
    text = " ".join(words)
    return [f"({text})"] if text and others and "sort:" not in text else [text] if text else []


def _print_page(page: Json) -> None:
    if page["tasks"]:
        print_tasks(page["tasks"])
    else:
        click.echo("No tasks here. Add one: watchbill add “Buy milk”", err=True)
    if page["next"]:
        click.echo(f"There are more: --cursor {page['next']}", err=True)


@click.command(
    "show",
    epilog=f"{TASKS_ARE_NAMED}\n\n{examples('watchbill show 12', 'watchbill show 12 --as-of 340')}",
)
@click.argument("names", nargs=-1, required=True, metavar="TASK...")
@click.option(
    "--as-of", help="As they were: after a change, or at a time. Then their fields alone."
)
@json_option
def show_command(names: tuple[str, ...], *, as_of: str | None, as_json: bool) -> None:
    """Show tasks with all that there is about them: fields, subtasks, blockers, comments, history."""
    with open_store() as store:
        tasks = store.find(names, as_of)
        if as_of is None:
            tasks = [store.content.detail(str(task["ref"])) for task in tasks]
    if as_json:
        print_json(tasks)
        return
    for task in tasks:
        print_task(task)
