"""Commands on tasks as wholes: done and open again, skipped, into the trash and out."""

import click

from watchbill.cli.option import TASKS_ARE_NAMED, ask_first, examples, writes, yes_option
from watchbill.cli.output import is_interactive
from watchbill.cli.showing import print_tasks
from watchbill.cli.store import How, Json, open_store
from watchbill.domain.errors import InvalidError

_tasks_argument = click.argument("names", nargs=-1, required=True, metavar="TASK...")


def _act(verb: str, names: tuple[str, ...], how: How, fields: Json | None = None) -> Json:
    with open_store() as store:
        return store.act(verb, names, how, fields)


def _acting(name: str, verb: str, help: str) -> click.Command:
    epilog = f"{TASKS_ARE_NAMED}\n\n{examples(f'watchbill {name} 12', f'watchbill {name} 3 4 --preview')}"

    @click.command(name, help=help, epilog=epilog)
    @_tasks_argument
    @writes
    def command(names: tuple[str, ...], *, how: How) -> Json:
        return _act(verb, names, how)

    return command


@click.command(
    "done",
    epilog=f"{TASKS_ARE_NAMED}\n\n"
    + examples("watchbill done 12", "watchbill done 'Fix the boat' --with-subtasks"),
)
@_tasks_argument
@click.option("--with-subtasks", is_flag=True, help="Their open subtasks, too.")
@writes
def done_command(names: tuple[str, ...], *, with_subtasks: bool, how: How) -> Json:
    """Mark tasks as done; those that are done stay so. What repeats comes again."""
    return _act("complete", names, how, {"children": "complete"} if with_subtasks else None)


skip_command = _acting(
    "skip", "skip", "Move what repeats on to its next occurrence, without doing this one."
)
reopen_command = _acting("reopen", "reopen", "Mark tasks as not done.")
restore_command = _acting("restore", "restore", "Take tasks out of the trash, as they were.")


def _show(names: tuple[str, ...]) -> None:
    with open_store() as store:
        print_tasks(store.find(names))


@click.command("rm", epilog=f"{TASKS_ARE_NAMED}\n\n{examples('watchbill rm 12 13')}")
@_tasks_argument
@yes_option
@writes
def rm_command(names: tuple[str, ...], *, is_sure: bool, how: How) -> Json:
    """Put tasks into the trash, where “watchbill restore” finds them."""
    if is_interactive() and not (is_sure or how.preview):
        _show(names)
    ask_first("Put into the trash? (watchbill restore brings back)", how, is_sure=is_sure)
    return _act("delete", names, how)


@click.command("erase", epilog=f"{TASKS_ARE_NAMED}\n\n{examples('watchbill erase 12')}")
@click.argument("name", metavar="TASK")
@yes_option
@writes
def erase_command(name: str, *, is_sure: bool, how: How) -> Json:
    """Remove title, description and comments of a task for good, from its history, too. This can't be undone.

    Backups that were made before still have them.
    """
    if not (is_sure or how.preview):
        if not is_interactive():
            raise InvalidError.of("erase", "Erasing can't be undone.", hint="Add --yes to do it.")
        _show((name,))
        click.confirm("Erase its texts for good? This can't be undone", abort=True)
    with open_store() as store:
        return store.erase(name, how)
