"""Completion for shells."""

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the completion script: eval "$(watchbill completion bash)"."""
    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover -- the choice above has only shells that click knows
        raise click.UsageError(f"click knows no {shell}.")
    script = kind(ctx.find_root().command, {}, "watchbill", "_WATCHBILL_COMPLETE")
    click.echo(script.source())
