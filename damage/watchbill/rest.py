"""Watchbill through REST."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx2

from damage.action import (
    Action,
    Add,
    Answer,
    Append,
    Catalogue,
    Finish,
    Hints,
    Look,
    Remove,
    Status,
    Undo,
    Update,
)
from damage.adapter import NotHereError

_METHODS = {
    # RFC 9110, section 9.2: GET is safe; GET and DELETE are idempotent. Undo is a POST that says so in its address.
    "GET": Hints(is_read_only=True, is_destructive=False, is_idempotent=True),
    "DELETE": Hints(is_read_only=False, is_destructive=True, is_idempotent=True),
    "PATCH": Hints(is_read_only=False, is_destructive=False, is_idempotent=False),
    "POST": Hints(is_read_only=False, is_destructive=False, is_idempotent=False),
    "POST undo": Hints(is_read_only=False, is_destructive=True, is_idempotent=False),
}
_PROPOSED = "NEEDS_REVIEW"
_SERVER_FAILED = 500
_OK = 200
_BAD = 400


@dataclass(frozen=True, slots=True)
class Sent:
    """A request."""

    method: str
    path: str
    body: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def tool(self) -> str:
        return "POST undo" if self.path.endswith("/undo") else self.method


@dataclass(frozen=True, slots=True)
class RestAgent:
    """Whoever has this credential, or none."""

    name: str
    urls: Sequence[str]
    http: httpx2.Client
    token: str = ""

    def do(
        self,
        action: Action,
        *,
        key: str | None = None,
        replica: int = 0,
        extra: Mapping[str, Any] | None = None,
    ) -> Answer:
        sent = _request(action, dict(extra or {}))
        if key is not None:
            sent.headers["Idempotency-Key"] = key
        return self.send(sent, replica)

    def send(self, sent: Sent, replica: int = 0) -> Answer:
        """The answer to this request."""
        try:
            response = self.ask(sent, replica)
        except httpx2.TransportError as error:
            return Answer(str(error), "failed", tool=sent.tool)
        return _answer(response, sent)

    def ask(self, sent: Sent, replica: int = 0) -> httpx2.Response:
        """The response to this request."""
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.http.request(
            sent.method,
            f"{self.urls[replica]}/api/v1{sent.path}",
            params=sent.query,
            json=sent.body,
            headers={**bearer, **sent.headers},
        )

    def hints(self, tool: str) -> Hints:
        return _METHODS[tool]

    def catalogue(self) -> Catalogue:
        raise NotHereError("REST is for programs: no model reads its catalogue, or its answers")

    def everything(self) -> Iterator[Answer]:
        for method, path in (
            ("DELETE", "/tasks"),
            ("DELETE", "/tasks/"),
            ("DELETE", "/tasks/*"),
            ("DELETE", "/tasks/all"),
            ("POST", "/tasks/all/complete"),
            ("POST", "/tasks/*/complete"),
            ("POST", "/tasks/clear"),
            ("PATCH", "/tasks"),
            ("PUT", "/tasks"),
        ):
            yield self.send(Sent(method, path, {} if method in ("PATCH", "PUT") else None))

    def forge(self, change: str) -> Iterator[Answer]:
        entry = {"actor": "user:owner", "sentence": "Nothing was done.", "operations": []}
        yield self.send(Sent("DELETE", f"/changes/{change}"))
        yield self.send(Sent("DELETE", "/changes"))
        yield self.send(Sent("PATCH", f"/changes/{change}", entry))
        yield self.send(Sent("PUT", f"/changes/{change}", entry))
        yield self.send(Sent("POST", "/changes", entry))


def _request(action: Action, extra: dict[str, Any]) -> Sent:
    match action:
        case Look():
            return _look(action, extra)
        case Add(items):
            [body] = items if len(items) == 1 else [{"items": [dict(item) for item in items]}]
            return Sent("POST", "/tasks", {**body, **extra})
        case Undo(change):
            return Sent("POST", f"/changes/{change}/undo" if change else "/undo", extra or None)
        case _:
            return _write(action, extra)


def _look(action: Look, extra: dict[str, Any]) -> Sent:
    if action.tasks:
        return Sent("GET", f"/tasks/{_path(action.tasks)}", query=extra)
    wanted = {"query": action.words, "limit": action.limit, "cursor": action.cursor}
    query = {name: value for name, value in wanted.items() if value}
    return Sent("GET", "/tasks", query={**query, **extra})


def _write(action: Update | Append | Finish | Remove, extra: dict[str, Any]) -> Sent:
    match action:
        case Update(tasks, fields, version):
            match_version = {} if version is None else {"If-Match": f'"{version}"'}
            place = f"/tasks/{_path(tasks)}"
            return Sent("PATCH", place, {**fields, **extra}, headers=match_version)
        case Append(task, text):
            return Sent("PATCH", f"/tasks/{_path([task])}", {"append": text, **extra})
        case Finish(tasks, done):
            verb = "complete" if done else "reopen"
            return Sent("POST", f"/tasks/{_path(tasks)}/{verb}", extra or None)
        case Remove(tasks, restore):
            place = f"/tasks/{_path(tasks)}"
            return Sent("POST", f"{place}/restore") if restore else Sent("DELETE", place)


def _path(tasks: Sequence[str]) -> str:
    return quote(",".join(tasks), safe=",").replace(".", "%2E")


def _answer(response: httpx2.Response, sent: Sent) -> Answer:
    text, tool = response.text, sent.tool
    if response.status_code >= _SERVER_FAILED or not text.startswith("{"):
        return Answer(text, "failed", tool=tool)
    body = json.loads(text)
    if response.status_code >= _BAD:
        code = body.get("code", "")
        return Answer(text, "proposed" if code == _PROPOSED else "refused", code=code, tool=tool)
    return _read(text, body, tool) if sent.method == "GET" else _written(text, body, tool)


def _read(text: str, body: Any, tool: str) -> Answer:
    rows = body.get("tasks", [body])
    following = parse_qs(urlsplit(body.get("next") or "").query).get("cursor", [None])
    return Answer(
        text,
        "unchanged",
        tasks=tuple(str(row["ref"]) for row in rows),
        versions={str(row["ref"]): row["version"] for row in rows},
        cursor=following[0],
        tool=tool,
    )


def _written(text: str, body: Any, tool: str) -> Answer:
    if body.get("proposal"):
        return Answer(text, "proposed", tool=tool)
    change = body.get("change")
    refs = tuple(str(task["ref"]) for task in body.get("tasks", []))
    if change is None:
        return Answer(text, "unchanged", tasks=refs, tool=tool)
    status: Status = "repeated" if body["repeated"] else "done"
    return Answer(text, status, change=str(change), tasks=refs, tool=tool)
