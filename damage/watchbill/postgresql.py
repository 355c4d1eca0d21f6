"""A PostgreSQL server for a while: Debian's package, started on a free port, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self
from uuid import uuid4

import psycopg

_DEBIAN = "/usr/lib/postgresql"


@dataclass(frozen=True)
class Server:
    """A running server; every database in it is made for one test or run."""

    port: int

    @classmethod
    @contextmanager
    def started(cls, *, is_durable: bool = False) -> Iterator[Self]:
        """`is_durable`: what is committed outlives the machine, too, as people have it; slower."""
        with TemporaryDirectory(prefix="watchbill-postgresql-") as folder:
            _own(Path(folder))
            yield from cls._started(Path(folder), "on" if is_durable else "off")

    @classmethod
    def _started(cls, folder: Path, fsync: str) -> Iterator[Self]:
        data = folder / "data"
        _run("initdb", "-D", str(data), "-U", "watchbill", "-A", "trust", "--no-sync")
        port = _free_port()
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync={fsync}"
        )
        _run("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(data / "log"), "start")
        try:
            yield cls(port)
        finally:
            _run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")

    def url(self, name: str) -> str:
        return f"postgresql://watchbill@127.0.0.1:{self.port}/{name}"

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """The URL of a database that is dropped afterwards."""
        name = f"fresh_{uuid4().hex}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            yield self.url(name)
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _run(name: str, *arguments: str) -> None:
    command = [program(name), *arguments]
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{name} failed: {done.stderr}")


def _own(folder: Path) -> None:
    """Give the folder to the account that the server runs under."""
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, of the newest version that there is."""
    versions = sorted(Path(_DEBIAN).glob("*/bin"), key=lambda path: int(path.parent.name))
    places = [str(path) for path in reversed(versions)] + [os.environ["PATH"]]
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        raise RuntimeError(
            "PostgreSQL is missing. On Debian and Ubuntu: sudo apt-get install postgresql"
        )
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
