"""Run: python -m damage, which starts Watchbill over SQLite and PostgreSQL; or --url for one that runs already.

A server that isn't on this machine, or has a password, wants a token of its owner with the scope admin, in DAMAGE_TOKEN.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from damage.case import CASES
from damage.report import document, table
from damage.runner import Result, run
from damage.watchbill.product import Address, Watchbill
from damage.watchbill.server import Server

REPLICAS = 3


def main() -> int:
    """Put all products through all cases; 1 when one of them fails."""
    given = _arguments()
    chosen = [case for case in CASES if not given.classes or case.number in given.classes]
    results: list[Result] = []
    products = _running(given) if given.url else _started(given.store)
    for product in products:
        for door in given.door or product.doors:
            for result in run(product, door, chosen):
                results.append(result)
                print(
                    {"holds": ".", "fails": "F", "not here": "-"}[result.outcome],
                    end="",
                    flush=True,
                )
    print(f"\n\n{table(results)}")
    if given.json:
        given.json.write_text(document(results), encoding="utf-8")
    return 0 if results and all(result.outcome != "fails" for result in results) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="damage", description=__doc__)
    parser.add_argument("--url", help="a Watchbill that runs already, as http://localhost:8080")
    parser.add_argument("--mcp-url", help="its MCP address; else port 8081 of the same host")
    parser.add_argument("--store", choices=["sqlite", "postgresql"], action="append", default=[])
    parser.add_argument("--door", action="append", help="only this one: mcp or rest")
    parser.add_argument("--class", dest="classes", type=int, action="append", help="only this one")
    parser.add_argument("--json", type=Path, help="a file for the report")
    return parser.parse_args()


def _running(given: argparse.Namespace) -> Iterator[Watchbill]:
    host = urlsplit(given.url).hostname
    address = Address(given.url.rstrip("/"), given.mcp_url or f"http://{host}:8081/mcp")
    with Watchbill.at(address, os.environ.get("DAMAGE_TOKEN", "")) as product:
        yield product


def _started(stores: list[str]) -> Iterator[Watchbill]:
    for store in stores or ["sqlite", "postgresql"]:
        with _sqlite() if store == "sqlite" else _postgresql() as product:
            yield product


@contextmanager
def _sqlite() -> Iterator[Watchbill]:
    with TemporaryDirectory(prefix="damage-") as folder:
        url = f"sqlite:///{Path(folder) / 'watchbill.db'}"
        with (
            Server.started(Path(folder), url) as server,
            Watchbill.over("SQLite", [server]) as product,
        ):
            yield product


@contextmanager
def _postgresql() -> Iterator[Watchbill]:
    """Three servers over one database."""
    from damage.watchbill.postgresql import Server as Postgresql  # noqa: PLC0415 -- psycopg isn't needed for SQLite alone

    with (
        TemporaryDirectory(prefix="damage-") as folder,
        Postgresql.started() as postgresql,
        postgresql.fresh_database() as url,
        ExitStack() as stack,
    ):
        servers = [stack.enter_context(Server.started(Path(folder), url)) for _ in range(REPLICAS)]
        with Watchbill.over("PostgreSQL, 3 servers", servers) as product:
            yield product


if __name__ == "__main__":
    sys.exit(main())
