"""Backups: the whole store in one file that any Watchbill can read, over SQLite or PostgreSQL.

The file is gzip (RFC 1952) over lines of JSON: a head with format, schema and counts; a line for each row; and a tail with the SHA-256 of all
that stands before it. Sessions and keys are not in it. Password hashes and token digests are, so only its owner may read it (mode 0600).
"""

import gzip
import hashlib
import json
import os
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from watchbill.domain.errors import ConflictError, InvalidError, NotFoundError, WatchbillError
from watchbill.domain.instant import from_text, to_text
from watchbill.domain.operation import Actor, Change, Operation
from watchbill.services.writing import Clock
from watchbill.storage import backup as rows
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction

FORMAT = "watchbill-backup-1"


@dataclass(frozen=True, slots=True)
class Until:
    """A point in a workspace's time: right after the change with this number."""

    workspace_id: str
    number: int

    def replays(self, row: rows.Row) -> bool:
        """Whether the row is one that replaying the workspace's journal makes."""
        table, values = row
        return table in rows.REPLAYED and values["workspace_id"] == self.workspace_id


class BackupService:
    """Writes and reads backups of one store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def write(self, file: Path, *, replace: bool = False) -> int:
        """Write one consistent view of the store, while others go on writing; return the number of rows.

        The file appears whole or not at all. Raises CONFLICT when it is there already, unless `replace`.
        """
        if file.exists() and not replace:
            raise ConflictError(
                f"{file} is there already.", hint="Choose another name, or use --force."
            )
        partial = file.with_name(f".{file.name}.partial")
        try:
            with _private(partial) as raw:
                count = self._write(raw)
            partial.replace(file)
        except OSError as error:
            raise _unwritable(file, error) from None
        finally:
            partial.unlink(missing_ok=True)
        _sync_folder(file.parent)
        return count

    def _write(self, raw: IO[bytes]) -> int:
        digest, count = hashlib.sha256(), 0
        with (
            self._database.read() as reader,
            gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed,
        ):
            head = {
                "format": FORMAT,
                "revision": rows.REVISION,
                "made_at": to_text(self._clock()),
                "counts": rows.counts(reader),
            }
            _put(packed, digest, head)
            for table, row in rows.dump(reader):
                _put(packed, digest, {"table": table, "row": row})
                count += 1
            packed.write(json.dumps({"sha256": digest.hexdigest()}).encode() + b"\n")
        raw.flush()
        os.fsync(raw.fileno())
        return count

    def restore(self, file: Path, *, replace: bool = False, until: Until | None = None) -> int:
        """Make the store what the file holds; return the number of rows.

        With `until`, one workspace becomes what it was right after that change: its journal is replayed so far, and no further.
        The whole file is checked first: raises INVALID_BACKUP and touches nothing when anything is wrong with it.
        Raises CONFLICT when the store has content, unless `replace`: then all of that goes, in the same transaction.
        """
        count = check(file)
        with self._database.begin() as tx:
            if not replace and not rows.is_empty(tx):
                raise ConflictError(
                    "The store has tasks or a history already.",
                    hint="Restore into an empty store, or use --replace.",
                )
            rows.clear(tx)
            if until is None:
                rows.load(tx, _rows(file))
                return count
            rows.load(tx, (row for row in _rows(file) if not until.replays(row)))
            rows.begin_anew(tx, until.workspace_id, until.number)
            last = _replay(tx, file, until)
            if last != until.number:
                raise InvalidError.of(
                    "to_change",
                    f"The backup's last change of {until.workspace_id} is {last}.",
                    hint="Name one that it has; nothing was touched.",
                )
        return count


def _replay(tx: Transaction, file: Path, until: Until) -> int:
    """Write the workspace's changes up to that one; the number of the last."""
    replaying = Transaction(tx.connection, until.workspace_id)
    replaying.lock()
    last = 0
    for table, row in _rows(file):
        if table == "changes" and until.replays((table, row)) and row["number"] <= until.number:
            replaying.replay(_change(row))
            last = row["number"]
    return last


def _change(row: dict[str, Any]) -> Change:
    fields = {name: value for name, value in row.items() if name != "workspace_id"}
    return Change(
        **{
            **fields,
            "at": from_text(row["at"]),
            "actor": Actor.parse(row["actor"]),
            "operations": tuple(Operation(**operation) for operation in row["operations"]),
            "undoes": tuple(row["undoes"] or ()),
        }
    )


def check(file: Path) -> int:
    """Read a backup to its end and return its number of rows. Raises INVALID_BACKUP with what is wrong."""
    if not file.is_file():
        raise NotFoundError.of("file", f"There is no file {file}.", hint="Check the name.")
    try:
        return _check(file)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        raise _damaged(file) from None


def _check(file: Path) -> int:
    digest, found = hashlib.sha256(), Counter[str]()
    tail: dict[str, str] = {}
    with gzip.open(file) as packed:
        first = packed.readline()
        head = _head(json.loads(first))
        digest.update(first)
        for line in packed:
            record = json.loads(line)
            if tail:
                raise ValueError("something comes after the tail")
            if "sha256" in record:
                tail = record
            else:
                digest.update(line)
                found[record["table"]] += 1
    if tail["sha256"] != digest.hexdigest() or found != Counter(head["counts"]):
        raise ValueError("the digest or the counts don't fit")
    return found.total()


def _head(head: dict[str, Any]) -> dict[str, Any]:
    if head["format"] != FORMAT:
        raise ValueError("not a backup")
    if head["revision"] != rows.REVISION:
        raise InvalidError.of(
            "backup",
            f"The backup has schema {head['revision']}, this version of Watchbill needs {rows.REVISION}.",
            hint="Restore it with the version that wrote it, then migrate.",
        )
    return head


def _rows(file: Path) -> Iterator[rows.Row]:
    with gzip.open(file) as packed:
        for line in packed:
            record = json.loads(line)
            if "table" in record:
                yield record["table"], record["row"]


def _put(packed: gzip.GzipFile, digest: "hashlib._Hash", record: object) -> None:
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    digest.update(line)
    packed.write(line)


def _private(file: Path) -> IO[bytes]:
    """A new file that only its owner may read; what an earlier, broken run left is replaced."""
    file.unlink(missing_ok=True)
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sync_folder(folder: Path) -> None:
    """Make the new name as durable as the file."""
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _unwritable(file: Path, error: OSError) -> WatchbillError:
    return InvalidError.of(
        "file", f"{file} can't be written: {error.strerror}.", hint="Choose another place."
    )


def _damaged(file: Path) -> InvalidError:
    return InvalidError.of(
        "backup",
        f"{file} is not a whole Watchbill backup; nothing was touched.",
        hint="Take another one.",
    )
