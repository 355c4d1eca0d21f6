"""Commands that bring lists in from other programs, and write them out."""

import sys
from pathlib import Path
from typing import Any

import click

from watchbill.cli.member import as_option
from watchbill.cli.option import taking_how
from watchbill.cli.output import answer, json_option, progress
from watchbill.cli.store import FileQuery, How, Json, Kind, open_store
from watchbill.domain.errors import ConflictError, InvalidError, NotFoundError

_FORMATS = "watchbill, todoist-csv, todoist-json, vikunja, taskwarrior, todo.txt, microsoft, google, csv, ics"


@click.command("import", epilog=f"Formats: {_FORMATS}.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", help="Told by the file where it isn't said.")
@click.option(
    "--map", "mapped", multiple=True, metavar="FIELD:COLUMN", help="What a table's column is."
)
@click.option(
    "--with-history",
    is_flag=True,
    help="A whole JSON export into an empty list, with its history.",
)
@taking_how
@as_option
@json_option
def import_command(
    file: Path,
    *,
    person: str | None,
    format: str | None,
    mapped: tuple[str, ...],
    with_history: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Take FILE of another program in, as one change. The same file again adds only what is new in it."""
    how = How(**options)
    data = _read(file)
    with open_store(person) as store:
        if with_history:
            answer(store.bring_back(data, how), as_json=as_json, human=_print_brought_back)
            return
        query = FileQuery(data=data, name=file.name, format=format, columns=_columns(mapped))
        with progress("Written") as tell:
            imported = store.take(query, how, tell)
    answer(imported, as_json=as_json, human=_print_imported)


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise NotFoundError.of("file", f"There is no file {file}.", hint="Check the name.")
    return file.read_bytes()


def _columns(mapped: tuple[str, ...]) -> dict[str, str]:
    from watchbill.schemas.transfer import columns_of  # noqa: PLC0415 -- the formats are slow to import

    return columns_of(list(mapped))


def _print_imported(imported: Json) -> None:
    receipt = imported["receipt"]
    said = receipt["sentence"] or "Nothing is new in it"
    if receipt["preview"]:
        said = f"Would do: {said}"
    elif receipt["proposal"] is not None and receipt["change"] is None:
        said = f"Waits for a person, as proposal {receipt['proposal']}: {said}"
    click.echo(f"{said}." + (f" Change {receipt['change']}." if receipt["change"] else ""))
    if imported["skipped"]:
        click.echo(f"{imported['skipped']} of its tasks are here already.")
    for problem in imported["problems"]:
        lost = "the row is left out" if problem["lost"] else "taken without that"
        click.echo(f"{problem['place']}: {problem['message']} ({lost})", err=True)


def _print_brought_back(found: Json) -> None:
    verb = "Would bring" if found["preview"] else "Brought"
    click.echo(f"{verb} {found['changes']} changes back.")


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--format", help="json, csv, todo.txt or ics; told by FILE's ending where it isn't said."
)
@click.option("--query", default="", help="A filter; without it, all tasks outside the trash.")
@click.option("--events", is_flag=True, help="In a calendar: as events, not as to-dos.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def export_command(
    file: Path, *, format: str | None, query: str, events: bool, force: bool
) -> None:
    """Write tasks into FILE, or “-” for the terminal. JSON has everything, with the history."""
    known = format or _ending(file)
    kind: Kind = "event" if events else "todo"
    with open_store() as store:
        if str(file) == "-":
            for piece in store.export(known, query, kind):
                sys.stdout.buffer.write(piece)
            return
        if file.exists() and not force:
            raise ConflictError(
                f"{file} is there already.", hint="Choose another name, or use --force."
            )
        partial = file.with_name(f".{file.name}.partial")
        try:
            with partial.open("wb") as written:
                written.writelines(store.export(known, query, kind))
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    click.echo(f"Wrote {file}.")


def _ending(file: Path) -> str:
    found = {".json": "json", ".csv": "csv", ".txt": "todo.txt", ".ics": "ics"}.get(file.suffix)
    if found is None:
        raise InvalidError.of(
            "format",
            "It can't be told which format is wanted.",
            hint="Add --format json, csv, todo.txt or ics.",
        )
    return found
