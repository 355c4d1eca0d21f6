"""Commands on the store as a whole."""

from pathlib import Path

import click

from watchbill import bootstrap
from watchbill.cli.output import is_interactive
from watchbill.cli.store import read_settings


@click.command("migrate")
def migrate_command() -> None:
    """Bring the store's schema up to this version. Make a backup first."""
    bootstrap.migrate_store(read_settings())
    click.echo("The store has the schema of this version.")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def backup_command(file: Path, *, force: bool) -> None:
    """Write the whole store into FILE, while it goes on working."""
    with bootstrap.opened(read_settings()) as services:
        rows = services.backups.write(file, replace=force)
    click.echo(f"Wrote {file}: {rows} rows. It holds password hashes: keep it safe.")


@click.command("restore-backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also when the store has content: all of it goes.")
@click.option("--yes", "-y", "is_sure", is_flag=True, help="Don't ask.")
def restore_backup_command(file: Path, *, replace: bool, is_sure: bool) -> None:
    """Put what FILE holds into the store. The file is checked whole before anything is touched."""
    if replace and not is_sure and is_interactive():
        click.confirm("All that the store has now will be gone. Go on?", abort=True)
    with bootstrap.opened(read_settings()) as services:
        rows = services.backups.restore(file, replace=replace)
    click.echo(f"Restored {rows} rows from {file}.")
