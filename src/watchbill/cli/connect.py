"""Connecting the programs that people use with agents."""

import os
import platform
import shutil
import sys
from pathlib import Path
from typing import Any

import click

from watchbill import bootstrap
from watchbill.cli.connecting import file
from watchbill.cli.connecting.client import CLIENTS, Client, Entry, Machine, token_in
from watchbill.cli.output import answer, json_option
from watchbill.cli.store import HistoryQuery, Json, NewToken, Store, open_store, read_settings
from watchbill.services.caller import MODES, Mode

SCOPES = ("tasks:read", "tasks:write", "tasks:delete")
PASSED_ON = (
    "WATCHBILL_URL",
    "WATCHBILL_MCP_PORT",
    "MCP_SERVER_URL",
    "WATCHBILL_DATA_DIR",
    "WATCHBILL_DATABASE_URL",
    "WATCHBILL_DATABASE_URL_FILE",
    "WATCHBILL_TIME_ZONE",
    "XDG_DATA_HOME",
)
"""What the started process has to know to work on the same list."""
HIDDEN = "wb_…"


@click.command("connect")
@click.argument("client", required=False, type=click.Choice(list(CLIENTS)))
@click.option(
    "--http",
    "is_http",
    is_flag=True,
    help="Connect to the running server, instead of starting one.",
)
@click.option("--mode", type=click.Choice(MODES), default="propose", show_default=True)
@click.option(
    "--print", "is_shown", is_flag=True, help="Show the entry and its file; write nothing."
)
@click.option(
    "--remove", "is_removed", is_flag=True, help="Take the entry out, and end its token."
)
@click.option(
    "--list", "is_listed", is_flag=True, help="Say what is connected, and what each did last."
)
@json_option
def connect_command(
    client: str | None,
    *,
    mode: Mode,
    is_listed: bool,
    is_removed: bool,
    as_json: bool,
    **how: bool,
) -> None:
    """Let CLIENT work on this list: writes the entry into its own configuration file, with a token of its own.

    What was in the file stays, and a copy of it is kept beside it. Once more changes nothing.
    """
    if client is None or is_listed:
        if not is_listed:
            raise click.UsageError("Say which client, or --list.")
        _list(as_json=as_json)
        return
    connection = Connection(client)
    if how["is_shown"]:
        said = connection.look(is_http=how["is_http"])
    elif is_removed:
        said = connection.remove()
    else:
        said = connection.make(mode, is_http=how["is_http"])
    answer(said, as_json=as_json, human=lambda said: click.echo(said["said"]))


class Connection:
    """One program of this person's, and its configuration file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.client: Client = CLIENTS[name]
        self.path = self.client.path(Machine(sys.platform, Path.home(), os.environ))
        # On a server elsewhere several machines have a program of this name: each has a token of its own.
        self.token = f"{name} on {platform.node()}" if read_settings().url else name

    def look(self, *, is_http: bool) -> Json:
        """What would be written."""
        entry = self._entry(HIDDEN, is_http=is_http)
        text = self.client.format.put("", self.client.place, entry)
        return {"path": str(self.path), "entry": entry, "said": f"{self.path}\n{text.rstrip()}"}

    def make(self, mode: Mode, *, is_http: bool) -> Json:
        """Write the entry, with a new token unless the one that is there still fits."""
        text = file.read(self.path)
        found = self.client.entry_in(text)
        with open_store() as store:
            tokens = self._tokens(store)
            if self._is_fit(found, tokens, mode, is_http=is_http):
                return self._told(f"{self.client.title} is connected already: {self.path}", None)
            self._entry("", is_http=is_http)  # refused before a token is made
            made = store.add_token(
                NewToken(name=self.token, scopes=SCOPES, mode=mode, expires_at=None)
            )
            entry = self._entry(made["token"], is_http=is_http)
            kept = self._write(self.client.format.put(text, self.client.place, entry))
            for token in tokens:
                store.change_token("revoke", token["id"])
        return self._told(
            f"{self.client.title} may {mode} from now on, as token:{self.token}: {self.path}\nStart it anew.",
            kept,
        )

    def remove(self) -> Json:
        """Take the entry out, and end its tokens."""
        text, kept = file.read(self.path), None
        found = self.client.entry_in(text)
        if found is not None:
            kept = self._write(self.client.format.drop(text, self.client.place))
        with open_store() as store:
            tokens = self._tokens(store)
            for token in tokens:
                store.change_token("revoke", token["id"])
        if found is None and not tokens:
            return self._told(f"{self.client.title} isn't connected.", None)
        return self._told(f"{self.client.title} isn't connected any more: {self.path}", kept)

    def row(self, store: Store) -> Json | None:
        """How it is connected, and its last change; None when it isn't."""
        entry = self.client.entry_in(file.read(self.path))
        if entry is None:
            return None
        token = next(iter(self._tokens(store)), None)
        last = store.history(HistoryQuery(actor=f"token:{self.token}", limit=1))["changes"]
        return {
            "client": self.name,
            "path": str(self.path),
            "over": "stdio" if "command" in entry else "http",
            "mode": token and token["mode"],
            "used_at": token and token["used_at"],
            "last": last[0] if last else None,
        }

    def _tokens(self, store: Store) -> list[Json]:
        return [token for token in store.tokens()["tokens"] if token["name"] == self.token]

    def _is_fit(
        self, found: Entry | None, tokens: list[Json], mode: Mode, *, is_http: bool
    ) -> bool:
        if found is None or len(tokens) != 1 or tokens[0]["mode"] != mode:
            return False
        return found == self._entry(token_in(found), is_http=is_http)

    def _entry(self, token: str, *, is_http: bool) -> Entry:
        settings = read_settings()
        if is_http:
            return self.client.http_entry(bootstrap.mcp_address(settings), token)
        environ = {name: os.environ[name] for name in PASSED_ON if os.environ.get(name)}
        return self.client.stdio_entry(_command(), {**environ, "WATCHBILL_TOKEN": token})

    def _write(self, text: str) -> Path | None:
        return file.replace(self.path, text, now=bootstrap.now())

    def _told(self, said: str, kept: Path | None) -> Json:
        more = f"\nWhat was there before: {kept}" if kept else ""
        return {"path": str(self.path), "backup": kept and str(kept), "said": said + more}


def _list(*, as_json: bool) -> None:
    with open_store() as store:
        rows = [Connection(name).row(store) for name in CLIENTS]
    found: dict[str, Any] = {"connected": [row for row in rows if row]}
    answer(found, as_json=as_json, human=_print_list)


def _print_list(found: Json) -> None:
    if not found["connected"]:
        click.echo("Nothing is connected. Connect one: watchbill connect claude-desktop", err=True)
    for row in found["connected"]:
        last = row["last"]
        did = f"{last['number']} {last['sentence']}" if last else "has changed nothing"
        state = row["mode"] or "its token is gone"
        click.echo("\t".join([row["client"], row["over"], state, did]))


def _command() -> list[str]:
    """How another program starts this one, wherever it is."""
    found = shutil.which("watchbill", path=str(Path(sys.executable).parent))
    return [found, "mcp"] if found else [sys.executable, "-m", "watchbill", "mcp"]
