"""A server, worked on through REST with a token."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self
from urllib.parse import parse_qs, quote, urlsplit

import httpx2

from watchbill import __version__
from watchbill.cli.problem import error_of, watched
from watchbill.cli.remote_content import RemoteContent
from watchbill.cli.remote_people import RemotePeople
from watchbill.cli.store import (
    FileQuery,
    HistoryQuery,
    How,
    Json,
    Kind,
    ListQuery,
    NewToken,
    Tell,
    TokenVerb,
    UndoQuery,
)
from watchbill.domain.errors import ServiceUnavailableError, WatchbillError
from watchbill.domain.reference import parse
from watchbill.schemas.turn import Event, read_event

_LONG = 300
TIMEOUT = httpx2.Timeout(30, connect=5)


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """Every use case is one request."""

    client: httpx2.Client

    @classmethod
    @contextmanager
    def connected(cls, url: str, token: str) -> Iterator[Self]:
        headers = {"User-Agent": f"watchbill/{__version__}"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        base = f"{url.rstrip('/')}/api/v1"
        with httpx2.Client(base_url=base, headers=headers, timeout=TIMEOUT) as client:
            yield cls(client)

    @contextmanager
    def signed_in(self, name: str, password: str) -> Iterator[None]:
        """Meanwhile this person asks, and not a token; at the end the session ends, too."""
        begun = self._ask("POST", "/signin", body={"name": name, "password": password})
        try:
            yield
        finally:
            with suppress(WatchbillError):  # it is over already: who left, or was taken out
                self._ask("DELETE", f"/sessions/{begun['session']}")

    @property
    def content(self) -> RemoteContent:
        return RemoteContent(self._ask, self._write, _path)

    @property
    def people(self) -> RemotePeople:
        return RemotePeople(self._ask, _path)

    def view(self, query: ListQuery) -> Json:
        wanted = {
            "query": query.words or None,
            "state": query.state,
            "limit": query.limit,
            "cursor": query.cursor,
            "as_of": query.as_of,
        }
        answer = self._ask("GET", "/tasks", query=wanted)
        following = parse_qs(urlsplit(answer["next"] or "").query).get("cursor", [None])
        return {**answer, "next": following[0]}

    def find(self, names: Sequence[str], as_of: str | None = None) -> list[Json]:
        query = {"as_of": as_of}
        return [
            self._ask("GET", f"/tasks/{_path(name)}", query=query) for name in dict.fromkeys(names)
        ]

    def add(self, items: Sequence[Json], how: How) -> Json:
        return self._write("POST", "/tasks", how, body={"items": list(items)})

    def edit(self, names: Sequence[str], fields: Json, how: How) -> Json:
        place = f"/tasks/{_path(','.join(self._refs(names)))}"
        return self._write("PATCH", place, how, body=fields)

    def act(self, verb: str, names: Sequence[str], how: How, fields: Json | None = None) -> Json:
        place = f"/tasks/{_path(','.join(self._refs(names)))}"
        if verb == "delete":
            return self._write("DELETE", place, how)
        return self._write("POST", f"{place}/{verb}", how, body=fields)

    def erase(self, name: str, how: How) -> Json:
        [ref] = self._refs([name])
        return self._write("POST", f"/tasks/{_path(ref)}/erase", how, body={"confirm": True})

    def history(self, query: HistoryQuery) -> Json:
        wanted = {name: value for name, value in asdict(query).items() if value not in ("", None)}
        return {"changes": self._ask("GET", "/changes", query=wanted)["changes"]}

    def turn_back(self, verb: str, query: UndoQuery, how: How) -> Json:
        given: Json = {"force": True} if query.force else {}
        if query.is_many:
            wanted = {name: getattr(query, name) for name in ("actor", "run", "since", "until")}
            given |= {name: value for name, value in wanted.items() if value is not None}
            given |= {"changes": list(query.changes)} if query.changes else {}
        number = query.change
        place = f"/{verb}" if number is None else f"/changes/{number}/{verb}"
        return self._write("POST", place, how, body=given or None)

    def take(self, file: FileQuery, how: How, tell: Tell) -> Json:
        wanted = {"format": file.format, "name": file.name}
        mapped = [f"{field}:{column}" for field, column in file.columns.items()]
        given = _sent(how, {**wanted, "map": mapped})
        given["headers"]["Accept"] = "text/event-stream"
        with (
            self._reaching(),
            self.client.stream("POST", "/imports", content=file.data, **given) as answer,
        ):
            if not answer.is_success:
                answer.read()
                raise error_of(answer)
            return watched(answer.iter_lines(), tell)

    def bring_back(self, data: bytes, how: How) -> Json:
        with self._reaching():
            answer = self.client.post("/imports/history", content=data, **_sent(how, {}))
        if not answer.is_success:
            raise error_of(answer)
        found: Json = answer.json()
        return found

    def export(self, format: str, query: str, kind: Kind) -> Iterator[bytes]:
        place, wanted = f"/exports/{_path(format)}", {"query": query, "kind": kind}
        with self._reaching(), self.client.stream("GET", place, params=wanted) as answer:
            if not answer.is_success:
                answer.read()
                raise error_of(answer)
            yield from answer.iter_bytes()

    def tokens(self) -> Json:
        return self._ask("GET", "/tokens")

    def add_token(self, wanted: NewToken) -> Json:
        return self._ask("POST", "/tokens", body=asdict(wanted))

    def change_token(self, verb: TokenVerb, id: str) -> Json:
        place = f"/tokens/{_path(id)}"
        if verb == "revoke":
            return self._ask("DELETE", place)
        return self._ask("POST", f"{place}/{verb}")

    def reminders(self, limit: int) -> Json:
        return self._ask("GET", "/reminders", query={"limit": limit})

    def notices(self, limit: int, *, failed: bool) -> Json:
        query = {"limit": limit, "failed": "true" if failed else None}
        return self._ask("GET", "/notices", query=query)

    def retry_notice(self, number: int) -> Json:
        return self._ask("POST", f"/notices/{number}/retry")

    def channels(self) -> Json:
        return self._ask("GET", "/channels")

    def add_channel(self, wanted: Json) -> Json:
        return self._ask("POST", "/channels", body=wanted)

    def change_channel(self, verb: str, id: str, since: int | None) -> Json:
        place = f"/channels/{_path(id)}"
        if verb == "remove":
            return self._ask("DELETE", place)
        body = None if since is None else {"since": since}
        return self._ask("POST", f"{place}/{verb}", body=body)

    def proposals(self) -> Json:
        return self._ask("GET", "/proposals")

    def proposal(self, number: int) -> Json:
        return self._ask("GET", f"/proposals/{number}")

    def decide(self, verb: Literal["accept", "decline"], number: int, body: Json) -> Json:
        return self._ask("POST", f"/proposals/{number}/{verb}", body=body)

    def freeze(self, agent: str) -> Json:
        return self._ask("POST", f"/agents/{_path(agent)}/freeze")

    def unfreeze(self, agent: str) -> Json:
        return self._ask("POST", f"/agents/{_path(agent)}/unfreeze")

    def set_budget(self, id: str, own: Mapping[str, int]) -> Json:
        return self._ask("PUT", f"/tokens/{_path(id)}/budget", body=dict(own))

    def conversations(self, words: str) -> Json:
        return self._ask("GET", "/conversations", query={"query": words, "limit": 100})

    def conversation(self, id: str) -> Json:
        return self._ask("GET", f"/conversations/{_path(id)}")

    def rename_conversation(self, id: str, title: str) -> Json:
        return self._ask("PATCH", f"/conversations/{_path(id)}", body={"title": title})

    def delete_conversation(self, id: str) -> None:
        self._ask("DELETE", f"/conversations/{_path(id)}")

    def begin_conversation(self) -> str:
        return str(self._ask("POST", "/conversations")["id"])

    def say(self, conversation: str, text: str, card: int | None) -> Iterator[Event]:
        """The events of the turn that answers; `card` is the proposal that was asked about last."""
        place = f"/conversations/{_path(conversation)}/messages"
        message = {"text": text, "card": card}
        with self._reaching(), self.client.stream("POST", place, json=message) as answer:
            if not answer.is_success:
                answer.read()
                raise error_of(answer)
            yield from filter(None, map(read_event, answer.iter_lines()))

    def _refs(self, names: Sequence[str]) -> Sequence[str]:
        """In an address a comma parts several tasks, so where there is one, titles are looked up before."""
        if "," not in ",".join(names) or all(parse(name).title is None for name in names):
            return names
        return [str(task["ref"]) for task in self.find(names)]

    def _write(self, method: str, place: str, how: How, *, body: Json | None = None) -> Json:
        headers = _headers(how)
        if how.version is not None:
            headers["If-Match"] = f'"{how.version}"'
        query = {"preview": "true"} if how.preview else {}
        return self._ask(method, place, query=query, headers=headers, body=body)

    def _ask(
        self,
        method: str,
        place: str,
        *,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        body: Json | None = None,
    ) -> Json:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        with self._reaching():
            answer = self.client.request(method, place, params=given, headers=headers, json=body)
        if answer.is_success:
            found: Json = answer.json() if answer.content else {}
            return found
        raise error_of(answer)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """What goes wrong on the way is SERVICE_UNAVAILABLE."""
        try:
            yield
        except httpx2.TransportError as error:
            server = f"{self.client.base_url}".removesuffix("/api/v1/")
            raise ServiceUnavailableError(
                f"The server at {server} doesn't answer.",
                hint="Check WATCHBILL_URL, and that it runs. Whether the request was done, the history tells.",
            ) from error


def _path(name: str) -> str:
    """A name in an address. Dots are written out, since “..” would lead elsewhere."""
    return quote(name, safe=",").replace(".", "%2E")


def _headers(how: How) -> dict[str, str]:
    headers = {} if how.request_key is None else {"Idempotency-Key": how.request_key}
    return headers | ({"Watchbill-Reason": quote(how.reason)} if how.reason else {})


def _sent(how: How, query: dict[str, Any]) -> dict[str, Any]:
    """What goes along with a file that is sent as it is."""
    headers = {"Content-Type": "application/octet-stream", **_headers(how)}
    given = {name: value for name, value in query.items() if value}
    given |= {"preview": "true"} if how.preview else {}
    return {"params": given, "headers": headers, "timeout": _LONG}
