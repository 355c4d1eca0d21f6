"""Commands on the store as a whole."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from watchbill import bootstrap
from watchbill.cli.output import answer, is_interactive, json_option, progress
from watchbill.cli.store import Json, read_local_settings
from watchbill.services.backup import Until


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
@click.option(
    "--to-change", type=click.IntRange(min=0), help="A workspace as it was after this change."
)
@click.option("--workspace", default="default", show_default=True, help="Which one, by id.")
@click.option("--yes", "-y", "is_sure", is_flag=True, help="Don't ask.")
@json_option
def restore_backup_command(
    file: Path,
    *,
    replace: bool,
    to_change: int | None,
    workspace: str,
    is_sure: bool,
    as_json: bool,
) -> None:
    """Put what FILE holds into the store. The file is checked whole before anything is touched."""
    if replace and not is_sure and is_interactive():
        click.confirm("All that the store has now will be gone. Go on?", abort=True)
    with bootstrap.opened(read_local_settings()) as services:
        until = None if to_change is None else Until(workspace, to_change)
        rows = services.backups.restore(file, replace=replace, until=until)
    said = f"Restored {rows} rows from {file}."
    _tell(said, {"file": str(file), "rows": rows}, as_json=as_json)


@click.command("verify")
@json_option
def verify_command(*, as_json: bool) -> None:
    """Replay the journal into an empty store, compare every row, and check the chain of hashes."""
    with progress("Replayed") as tell:
        verdicts = bootstrap.verify_store(read_local_settings(), tell)
    _report(verdicts, as_json=as_json)


@click.command("migrate-store")
@click.argument("source")
@click.argument("target")
@json_option
def migrate_store_command(source: str, target: str, *, as_json: bool) -> None:
    """Move a server from the database SOURCE into TARGET, by replay: sqlite:///PATH, postgresql://USER:PASSWORD@HOST/NAME.

    Stop the server first. What was interrupted goes on where it was; the end is verified.
    """
    with progress("Replayed") as tell:
        verdicts = bootstrap.move_store(source, target, tell)
    _report(verdicts, as_json=as_json)


def _report(verdicts: Mapping[str, Any], *, as_json: bool) -> None:
    """What was found in each workspace; the exit code is 1 where it isn't as the journal says."""
    rows = {
        id: {
            "changes": one.changes,
            "rows": one.rows,
            "problem": one.problem or None,
            "change": one.change,
        }
        for id, one in verdicts.items()
    }
    said = [
        f"{id}: {one.problem}"
        if one.problem
        else f"{id}: {one.changes} changes, {one.rows} rows, all as the journal says."
        for id, one in verdicts.items()
    ]
    is_clean = all(one.is_clean for one in verdicts.values())
    _tell("\n".join(said), {"clean": is_clean, "workspaces": rows}, as_json=as_json)
    if not is_clean:
        raise click.exceptions.Exit(1)


def _tell(said: str, value: Json, *, as_json: bool) -> None:
    answer(value, as_json=as_json, human=lambda _: click.echo(said))
