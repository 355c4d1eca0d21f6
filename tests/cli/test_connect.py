"""Connecting programs: their own files change by one entry, and by nothing else."""

import json
import os
import sys
import tomllib
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters
from tests.cli.conftest import Watchbill

from watchbill.cli.connecting import file, jsonc
from watchbill.cli.connecting.client import CLIENTS, Machine
from watchbill.domain.errors import WatchbillError
from watchbill.services.bundle import Services

PLACES = {
    ("claude-desktop", "linux"): ".config/Claude/claude_desktop_config.json",
    ("claude-desktop", "darwin"): "Library/Application Support/Claude/claude_desktop_config.json",
    ("claude-desktop", "win32"): "AppData/Roaming/Claude/claude_desktop_config.json",
    ("claude-code", "linux"): ".claude.json",
    ("cursor", "darwin"): ".cursor/mcp.json",
    ("vscode", "linux"): ".config/Code/User/mcp.json",
    ("vscode", "win32"): "AppData/Roaming/Code/User/mcp.json",
    ("codex", "linux"): ".codex/config.toml",
    ("gemini", "linux"): ".gemini/settings.json",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, on Linux."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_CONFIG_HOME", "CODEX_HOME", "CLAUDE_CONFIG_DIR", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    return folder


def path_of(name: str, home: Path) -> Path:
    return CLIENTS[name].path(Machine("linux", home, {}))


def entry_of(name: str, home: Path) -> dict:
    text = path_of(name, home).read_text()
    found = tomllib.loads(text) if name == "codex" else json.loads(text)
    return found[CLIENTS[name].key]["watchbill"]


@pytest.mark.parametrize(("name", "system"), PLACES)
def test_the_file_is_where_the_program_looks(name: str, system: str) -> None:
    home = Path("/home/ada")
    assert CLIENTS[name].path(Machine(system, home, {})) == home / PLACES[name, system]


def test_a_variable_of_the_program_s_own_names_another_folder() -> None:
    """As both programs read them: seen with Claude Code 2.1 and Codex 0.169."""
    home = Path("/home/ada")
    claude = Machine("linux", home, {"CLAUDE_CONFIG_DIR": "/opt/claude"})
    assert CLIENTS["claude-code"].path(claude) == Path("/opt/claude/.claude.json")
    codex = Machine("linux", home, {"CODEX_HOME": "/opt/codex"})
    assert CLIENTS["codex"].path(codex) == Path("/opt/codex/config.toml")


@pytest.mark.parametrize("name", CLIENTS)
def test_a_program_gets_an_entry_with_a_token_that_proposes(
    local: Watchbill, home: Path, services: Services, name: str
) -> None:
    done = local("connect", name)
    assert done.code == 0
    assert f"may propose from now on, as token:{name}" in done.out
    entry = entry_of(name, home)
    assert [*entry["args"]] == ["mcp"]
    [token] = services.tokens.list(services.users.owner())
    assert (token.name, token.mode) == (name, "propose")
    assert services.tokens.find(entry["env"]["WATCHBILL_TOKEN"]).id == token.id
    assert path_of(name, home).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", CLIENTS)
def test_once_more_changes_nothing_and_remove_takes_it_away(
    local: Watchbill, home: Path, services: Services, name: str
) -> None:
    local("connect", name)
    before = path_of(name, home).read_bytes()
    assert "is connected already" in local("connect", name).out
    assert path_of(name, home).read_bytes() == before
    assert "isn't connected any more" in local("connect", name, "--remove").out
    with pytest.raises(KeyError):
        entry_of(name, home)
    assert services.tokens.list(services.users.owner()) == ()
    assert local("connect", name, "--remove").out.endswith("isn't connected.\n")


def test_another_mode_gets_another_token(local: Watchbill, home: Path, services: Services) -> None:
    local("connect", "cursor")
    local("connect", "cursor", "--mode", "act")
    [token] = services.tokens.list(services.users.owner())
    assert token.mode == "act"
    assert services.tokens.find(entry_of("cursor", home)["env"]["WATCHBILL_TOKEN"]).id == token.id


HTTP = {
    "claude-code": "headers",
    "cursor": "headers",
    "vscode": "headers",
    "codex": "http_headers",
    "gemini": "headers",
}


@pytest.mark.parametrize("name", HTTP)
def test_over_http_the_entry_has_the_address_and_the_token(
    local: Watchbill, home: Path, services: Services, name: str
) -> None:
    local("connect", name, "--http")
    entry = entry_of(name, home)
    bearer = entry[HTTP[name]]["Authorization"].removeprefix("Bearer ")
    assert services.tokens.find(bearer).name == name
    assert "http://localhost:8081/mcp" in entry.values()
    assert "is connected already" in local("connect", name, "--http").out


def test_a_program_that_starts_its_servers_says_so(
    local: Watchbill, home: Path, services: Services
) -> None:
    refused = local("connect", "claude-desktop", "--http")
    assert refused.err.startswith("watchbill: Claude Desktop starts its servers itself.")
    assert services.tokens.list(services.users.owner()) == ()
    assert list(home.iterdir()) == []


def test_a_look_writes_nothing(local: Watchbill, home: Path, services: Services) -> None:
    shown = local("connect", "gemini", "--print")
    path, _, text = shown.out.partition("\n")
    assert path == str(path_of("gemini", home))
    assert json.loads(text)["mcpServers"]["watchbill"]["env"]["WATCHBILL_TOKEN"] == "wb_…"
    assert list(home.iterdir()) == []
    assert services.tokens.list(services.users.owner()) == ()


def test_all_else_in_a_file_stays_and_a_copy_is_kept(local: Watchbill, home: Path) -> None:
    old = '{\n    // mine\n    "servers": {\n        "other": {"command": "x"}, /* yes */\n    },\n    "inputs": []\n}\n'
    path = path_of("vscode", home)
    path.parent.mkdir(parents=True)
    path.write_text(old)
    path.chmod(0o644)
    local("connect", "vscode")
    new = path.read_text()
    assert new.startswith(
        '{\n    // mine\n    "servers": {\n        "other": {"command": "x"}, /* yes */\n        "watchbill": {'
    )
    assert new.endswith('    },\n    "inputs": []\n}\n')
    assert path.stat().st_mode & 0o777 == 0o644
    [copy] = path.parent.glob("mcp.json.*.backup")
    assert copy.read_text() == old
    local("connect", "vscode", "--remove")
    assert jsonc.read(path.read_text()) == jsonc.read(old)
    assert "// mine" in path.read_text()


def test_comments_in_toml_stay(local: Watchbill, home: Path) -> None:
    path = path_of("codex", home)
    path.parent.mkdir(parents=True)
    path.write_text('# mine\nmodel = "m"\n\n[mcp_servers.other]\ncommand = "x" # yes\n')
    local("connect", "codex")
    assert path.read_text().startswith(
        '# mine\nmodel = "m"\n\n[mcp_servers.other]\ncommand = "x" # yes\n'
    )
    local("connect", "codex", "--remove")
    assert tomllib.loads(path.read_text()) == {
        "model": "m",
        "mcp_servers": {"other": {"command": "x"}},
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cursor", '{"mcpServers": '),
        ("cursor", "{'a': 1}"),
        ("cursor", '{"a": /}'),
        ("cursor", "[]"),
        ("cursor", "1"),
        ("cursor", '{"a": "'),
        ("cursor", '{"mcpServers": []}'),
        ("codex", "mcp_servers = "),
    ],
)
def test_a_file_that_cant_be_read_stays(
    local: Watchbill, home: Path, services: Services, name: str, text: str
) -> None:
    path = path_of(name, home)
    path.parent.mkdir(parents=True)
    path.write_text(text)
    refused = local("connect", name, "--json")
    assert json.loads(refused.err)["code"] == "INVALID_FILE"
    assert path.read_text() == text
    assert services.tokens.list(services.users.owner()) == ()


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mcp.json"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(WatchbillError, match="can't be read"):
        file.read(path)


EDITS = [
    ("", {"a": {"x": 1}}),
    ("{}", {"a": {"x": 1}}),
    ('{"b": 2}', {"b": 2, "a": {"x": 1}}),
    ('{"b": [1, {"c": "}"}], // last\n}', {"b": [1, {"c": "}"}], "a": {"x": 1}}),
    ('{"b": 2 // no comma\n}', {"b": 2, "a": {"x": 1}}),
    ('{"a": {}}', {"a": {"x": 1}}),
    ('{"a": {"x": {"deep": [1, 2]}, "y": 2}}', {"a": {"x": 1, "y": 2}}),
    ('{"a": {"y": 2}}', {"a": {"y": 2, "x": 1}}),
    ('{"a": {"y": 2, "x": 7,}}', {"a": {"y": 2, "x": 1}}),
]


@pytest.mark.parametrize(("text", "wanted"), EDITS)
def test_one_entry_is_put_and_dropped(text: str, wanted: dict) -> None:
    put = jsonc.put(text, ("a", "x"), 1)
    assert jsonc.read(put) == wanted
    dropped = jsonc.drop(put, ("a", "x"))
    del wanted["a"]["x"]
    assert jsonc.read(dropped) == wanted


def test_the_list_says_what_each_did_last(local: Watchbill, home: Path) -> None:
    assert local("connect", "--list").err.startswith("Nothing is connected.")
    local("connect", "cursor", "--mode", "act")
    local("connect", "gemini", "--http")
    token = entry_of("cursor", home)["env"]["WATCHBILL_TOKEN"]
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "watchbill", "mcp"],
        env={**os.environ, "WATCHBILL_TOKEN": token},
    )

    async def add() -> None:
        async with Client(server) as client:
            await client.call_tool("add_task", {"title": "Milk"})

    anyio.run(add)
    [cursor, gemini] = json.loads(local("connect", "--list", "--json").out)["connected"]
    assert (cursor["client"], cursor["over"], cursor["mode"]) == ("cursor", "stdio", "act")
    assert cursor["last"]["actor"] == "token:cursor"
    assert (gemini["over"], gemini["mode"], gemini["last"]) == ("http", "propose", None)
    said = local("connect", "--list").out.splitlines()
    assert said[0].startswith("cursor\tstdio\tact\t1 Added #1")
    assert said[1] == "gemini\thttp\tpropose\thas changed nothing"


def test_an_entry_without_its_token_is_told(
    local: Watchbill, home: Path, services: Services
) -> None:
    local("connect", "cursor")
    owner = services.users.owner()
    [token] = services.tokens.list(owner)
    services.tokens.revoke(owner, token.id)
    assert (
        local("connect", "--list").out == "cursor\tstdio\tits token is gone\thas changed nothing\n"
    )


def test_a_client_has_to_be_named(local: Watchbill) -> None:
    assert local("connect").code == 2


def test_without_the_program_python_starts_it(
    local: Watchbill, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    shown = json.loads(local("connect", "cursor", "--print", "--json").out)["entry"]
    assert shown["command"] == str(tmp_path / "python")
    assert shown["args"] == ["-m", "watchbill", "mcp"]
