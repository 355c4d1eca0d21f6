"""Watchbill as the suite sees it: a person, agents by REST and by MCP, and the list as the person sees it."""

import itertools
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import httpx2
from anyio.from_thread import BlockingPortal, start_blocking_portal

from damage.action import Entry, Remove, Task
from damage.adapter import Agent, Mode, NotHereError
from damage.watchbill.mcp import McpAgent
from damage.watchbill.rest import RestAgent, Sent
from damage.watchbill.server import Server

_PAGE = 200
_A_FEW = 5
_LIMITS = ("tasks_per_call", "changes_per_run", "changes_per_hour", "reads_per_minute")
_WHO = Sent("POST", "/tasks", {"title": "Who am I?"}, {"preview": "true"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where one server has its REST and its MCP."""

    url: str
    mcp_url: str


@dataclass(frozen=True, slots=True)
class Watchbill:
    """One store behind one or several servers. `token`: the person's, where the servers ask for one; then `person_name` is what the history calls it."""

    name: str
    addresses: Sequence[Address]
    http: httpx2.Client
    portal: BlockingPortal
    stack: ExitStack
    servers: Sequence[Server] = ()
    token: str = ""
    person_name: str = "user:owner"
    doors: Sequence[str] = ("mcp", "rest")
    tokens: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @classmethod
    @contextmanager
    def at(cls, address: Address, token: str) -> Iterator[Self]:
        """What already runs there."""
        with _opened() as (http, portal, stack):
            seen = RestAgent("", [address.url], http, token).ask(_WHO)
            name = seen.raise_for_status().json()["actor"]
            there = cls(address.url, [address], http, portal, stack, token=token, person_name=name)
            there.check_limits()
            yield there

    @classmethod
    @contextmanager
    def over(cls, name: str, servers: Sequence[Server]) -> Iterator[Self]:
        """Servers of our own, which may be killed."""
        addresses = [Address(server.url, server.mcp_url) for server in servers]
        with _opened() as (http, portal, stack):
            yield cls(name, addresses, http, portal, stack, servers)

    def check_limits(self) -> None:
        """End the program, and say what to do, where the person's token may do less by itself than the suite does."""
        kind, _, name = self.person_name.partition(":")
        if kind != "token":
            return
        rows = [row for row in self._ask("GET", "/tokens")["tokens"] if row["name"] == name]
        if not any(all(row["budget"].get(limit) == 0 for limit in _LIMITS) for row in rows):
            lifted = " ".join(f"--{limit.replace('_', '-')} 0" for limit in _LIMITS)
            message = f"The token {name} may do only so much by itself, and the suite does more. Lift its limits on the server:"
            raise SystemExit(f"{message}\nwatchbill token budget {rows[0]['id']} {lifted}")

    @property
    def replicas(self) -> int:
        return len(self.addresses)

    @property
    def person(self) -> RestAgent:
        return RestAgent(self.person_name, self._urls, self.http, self.token)

    @property
    def _urls(self) -> list[str]:
        return [address.url for address in self.addresses]

    def agent(self, door: str, *, mode: Mode, can_delete: bool) -> Agent:
        name = f"agent {next(self._numbers)} {secrets.token_hex(3)}"
        scopes = ["tasks:read", "tasks:write", *(["tasks:delete"] if can_delete else [])]
        made = self._ask("POST", "/tokens", {"name": name, "mode": mode, "scopes": scopes})
        self.tokens.append(made["id"])
        if door == "rest":
            return RestAgent(f"token:{name}", self._urls, self.http, made["token"])
        urls = [address.mcp_url for address in self.addresses]
        return McpAgent(f"token:{name}", urls, made["token"], self.portal, self.stack)

    def tasks(self, marker: str) -> tuple[Task, ...]:
        return tuple(
            _task(row)
            for state in ("all", "deleted")
            for row in self._pages("/tasks", "tasks", {"query": marker, "state": state})
        )

    def history(self, since: str | None) -> tuple[Entry, ...]:
        if since is None:
            rows = self._ask("GET", "/changes", query={"limit": 1})["changes"]
        else:
            rows = list(self._pages("/changes", "changes", {"since": since}))[::-1]
        return tuple(_entry(row) for row in rows)

    def tidy(self, marker: str) -> None:
        if self.servers:
            return
        left = [task.id for task in self.tasks(marker) if task.state != "deleted"]
        for index in range(0, len(left), _A_FEW):
            self.person.do(Remove(tuple(left[index : index + _A_FEW])))
        while self.tokens:
            self._ask("DELETE", f"/tokens/{self.tokens.pop()}")

    def restart(self) -> None:
        if not self.servers:
            raise NotHereError("a server that others use isn't killed")
        for server in self.servers:
            server.kill()
        for server in self.servers:
            server.start()

    def _pages(self, path: str, rows: str, query: dict[str, Any]) -> Iterator[Any]:
        answer = self._ask("GET", path, query={**query, "limit": _PAGE})
        yield from answer[rows]
        while answer["next"]:
            answer = self._ask("GET", answer["next"].removeprefix("/api/v1"))
            yield from answer[rows]

    def _ask(
        self, method: str, path: str, body: Any = None, query: dict[str, Any] | None = None
    ) -> Any:
        response = self.person.ask(Sent(method, path, body, query or {}))
        response.raise_for_status()
        return response.json()


@contextmanager
def _opened() -> Iterator[tuple[httpx2.Client, BlockingPortal, ExitStack]]:
    with (
        httpx2.Client(timeout=30) as http,
        start_blocking_portal() as portal,
        ExitStack() as stack,
    ):
        yield http, portal, stack


def _task(row: Any) -> Task:
    return Task(
        id=str(row["ref"]),
        title=row["title"],
        description=row["description"],
        state=row["state"],
        due=row["due"],
        priority=row["priority"],
        project=row["project"],
        tags=tuple(row["tags"]),
        recurrence=row["recurrence"] and row["recurrence"]["rule"],
    )


def _entry(row: Any) -> Entry:
    return Entry(
        str(row["number"]), row["actor"], row["sentence"], is_undone=row["undone_by"] is not None
    )
