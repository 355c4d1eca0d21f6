"""The programs that people use with agents: where each keeps its servers, and how an entry looks there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from watchbill.cli.connecting import jsonc, toml
from watchbill.domain.errors import InvalidError

NAME = "watchbill"
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Machine:
    """What the places depend on: `system` as sys.platform has it."""

    system: str
    home: Path
    environ: Mapping[str, str]

    @property
    def config(self) -> Path:
        """Where programs with windows keep their settings."""
        if self.system == "darwin":
            return self.home / "Library" / "Application Support"
        if self.system == "win32":
            return Path(self.environ.get("APPDATA") or self.home / "AppData" / "Roaming")
        return Path(self.environ.get("XDG_CONFIG_HOME") or self.home / ".config")

    def folder(self, variable: str, name: str) -> Path:
        """A folder below the home folder, unless a variable names another."""
        return Path(self.environ.get(variable) or self.home / name)


@dataclass(frozen=True, slots=True)
class Client:
    """One program. `http`: how it says that a server is reached by HTTP; None where its file can't."""

    title: str
    path: Callable[[Machine], Path]
    http: Callable[[str, str], Entry] | None
    key: str = "mcpServers"
    format: ModuleType = jsonc
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, str]:
        return self.key, NAME

    def stdio_entry(self, command: list[str], environ: Mapping[str, str]) -> Entry:
        """The program starts Watchbill itself."""
        program, *arguments = command
        return {**self.marks, "command": program, "args": arguments, "env": dict(environ)}

    def http_entry(self, url: str, token: str) -> Entry:
        """The program connects to a server. Raises INVALID_CLIENT where its file can't say so."""
        if self.http is None:
            raise InvalidError.of(
                "client",
                f"{self.title} starts its servers itself.",
                hint="Leave --http out: with WATCHBILL_URL set, what it starts passes everything on.",
            )
        return self.http(url, f"Bearer {token}")

    def entry_in(self, text: str) -> Entry | None:
        """Our entry in this file. Raises INVALID_FILE."""
        held = self.format.read(text).get(self.key, {})
        if not isinstance(held, dict):
            raise InvalidError.of(
                "file",
                f"“{self.key}” in {self.title}'s configuration isn't a table of servers, so it stays as it is.",
                hint="Mend it, or add by hand what --print shows.",
            )
        return held.get(NAME)


def token_in(entry: Entry) -> str:
    """The token that an entry holds."""
    headers = entry.get("headers") or entry.get("http_headers") or {}
    bearer: str = headers.get("Authorization", "")
    return str(entry.get("env", {}).get("WATCHBILL_TOKEN") or bearer.removeprefix("Bearer "))


def _typed(url: str, bearer: str) -> Entry:
    return {"type": "http", "url": url, "headers": {"Authorization": bearer}}


def _untyped(url: str, bearer: str) -> Entry:
    return {"url": url, "headers": {"Authorization": bearer}}


def _gemini(url: str, bearer: str) -> Entry:
    return {"httpUrl": url, "headers": {"Authorization": bearer}}


def _codex(url: str, bearer: str) -> Entry:
    return {"url": url, "http_headers": {"Authorization": bearer}}


CLIENTS = {
    "claude-desktop": Client(
        "Claude Desktop", lambda m: m.config / "Claude" / "claude_desktop_config.json", None
    ),
    "claude-code": Client(
        "Claude Code",
        lambda m: m.folder("CLAUDE_CONFIG_DIR", "") / ".claude.json",
        _typed,
        marks={"type": "stdio"},
    ),
    "cursor": Client("Cursor", lambda m: m.home / ".cursor" / "mcp.json", _untyped),
    "vscode": Client(
        "VS Code",
        lambda m: m.config / "Code" / "User" / "mcp.json",
        _typed,
        key="servers",
        marks={"type": "stdio"},
    ),
    "codex": Client(
        "Codex",
        lambda m: m.folder("CODEX_HOME", ".codex") / "config.toml",
        _codex,
        key="mcp_servers",
        format=toml,
    ),
    "gemini": Client("Gemini CLI", lambda m: m.home / ".gemini" / "settings.json", _gemini),
}
