"""Commands on the store as a whole."""

from pathlib import Path

import click

from watchbill import bootstrap
from watchbill.cli.output import answer, is_interactive, json_option
from watchbill.cli.store import Json, read_local_settings


@click.command("migrate")
@json_option
def migrate_command(*, as_json: bool) -> None:
    """Bring the store's schema up to this version. Make a backup first."""
    bootstrap.migrate_store(read_local_settings())
    _tell("The store has the schema of this version.", {"migrated": True}, as_json=as_json)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@json_option
def backup_command(file: Path, *, force: bool, as_json: bool) -> None:
    """Write the whole store into FILE, while it goes on working."""
    with bootstrap.opened(read_local_settings()) as services:
        rows = services.backups.write(file, replace=force)
    said = f"Wrote {file}: {rows} rows. It holds password hashes: keep it safe."
    _tell(said, {"file": str(file), "rows": rows}, as_json=as_json)


@click.command("restore-backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also when the store has content: all of it goes.")
@click.option("--yes", "-y", "is_sure", is_flag=True, help="Don't ask.")
@json_option
def restore_backup_command(file: Path, *, replace: bool, is_sure: bool, as_json: bool) -> None:
    """Put what FILE holds into the store. The file is checked whole before anything is touched."""
    if replace and not is_sure and is_interactive():
        click.confirm("All that the store has now will be gone. Go on?", abort=True)
    with bootstrap.opened(read_local_settings()) as services:
        rows = services.backups.restore(file, replace=replace)
    said = f"Restored {rows} rows from {file}."
    _tell(said, {"file": str(file), "rows": rows}, as_json=as_json)


def _tell(said: str, value: Json, *, as_json: bool) -> None:
    answer(value, as_json=as_json, human=lambda _: click.echo(said))
