"""All commands on one page, each loaded only when it is asked for; and how a failure ends."""

import os
from collections.abc import Sequence
from importlib import import_module
from typing import ClassVar

import click

from watchbill import __version__
from watchbill.cli.failure import DEFECT, exit_code, show_defect, show_failure
from watchbill.domain.errors import WatchbillError

STOPPED = 130
"""As shells have it for a program that a person stopped."""


class Commands(click.Group):
    """Finds a command's module by its name, so that starting one doesn't import the others."""

    modules: ClassVar[dict[str, str]] = {
        "add": "editing",
        "list": "listing",
        "show": "listing",
        "edit": "editing",
        "move": "editing",
        "done": "task",
        "skip": "task",
        "reopen": "task",
        "rm": "task",
        "restore": "task",
        "erase": "task",
        "comment": "comment",
        "project": "named",
        "tag": "named",
        "filter": "named",
        "history": "journal",
        "undo": "journal",
        "redo": "journal",
        "chat": "chat",
        "conversation": "conversation",
        "serve": "process",
        "assistant": "process",
        "mcp": "process",
        "check": "check",
        "migrate": "maintenance",
        "backup": "maintenance",
        "restore-backup": "maintenance",
        "import": "transfer",
        "export": "transfer",
        "verify": "maintenance",
        "migrate-store": "maintenance",
        "review": "review",
        "token": "token",
        "freeze": "agent",
        "unfreeze": "agent",
        "connect": "connect",
        "reminders": "delivery",
        "outbox": "delivery",
        "channel": "delivery",
        "device": "delivery",
        "member": "member",
        "workspace": "member",
        "session": "member",
        "feed": "feed",
        "deploy": "deploy",
        "completion": "completion",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        module = import_module(f"watchbill.cli.{self.modules[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="watchbill")
def cli() -> None:
    """A task list that people and AI agents share safely.

    Works on the store of this machine, or on a server: set WATCHBILL_URL and WATCHBILL_TOKEN.
    Tasks are named by number, id or exact title. Every write can be looked at first (--preview) and undone.
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; docs/reference/cli.md lists them."""
    try:
        ended = cli.main(
            args=list(arguments),
            prog_name="watchbill",
            standalone_mode=False,
            color=False if os.environ.get("NO_COLOR") else None,
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Stopped; nothing more was done.", err=True)
        return STOPPED
    except WatchbillError as error:
        show_failure(error, as_json="--json" in arguments)
        return exit_code(error)
    except Exception:  # noqa: BLE001 -- a defect ends like every failure: by a line that says what to do
        show_defect()
        return DEFECT
    return ended if isinstance(ended, int) else 0
