"""Every route, with a thing of the right kind in its address and a body that would do something."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from starlette.types import ASGIApp
from tests.web.world import KEYS, PASSWORD, World

# The bodies of REST by what stands after /api/v1; “{kind}” in them names a thing of the world. What isn't here takes none.
BODIES: Mapping[str, Any] = {
    "POST /tasks": {"title": "New"},
    "PATCH /tasks/{task}": {"title": "Other"},
    "POST /tasks/{task}/erase": {"confirm": True},
    "POST /tasks/{task}/comments": {"text": "New"},
    "PATCH /comments/{id}": {"text": "Other"},
    "POST /quick-add": {"text": "Milk tomorrow"},
    "PATCH /me": {"time_zone": "UTC"},
    "POST /workspaces": {"name": "{new}"},
    "PATCH /workspace": {"name": "{new}"},
    "PATCH /members/{member}": {"role": "viewer"},
    "POST /invitations": {"role": "owner"},
    "POST /signin": {"password": "{password}", "name": "owner"},
    "POST /tokens": {"name": "{new}"},
    "PUT /tokens/{id}/budget": {"tasks_per_call": 3},
    "POST /feeds": {"name": "{new}"},
    "POST /channels": {"kind": "email", "name": "{new}", "target": "mine@example.org"},
    "PATCH /channels/{id}": {"name": "{new}"},
    "POST /channels/{id}/replay": {"since": 0},
    "POST /devices": {"endpoint": "https://push.example.org/mine", "keys": KEYS},
    "POST /projects": {"name": "{new}"},
    "PATCH /projects/{project}": {"name": "{new}"},
    "POST /tags": {"name": "{new}"},
    "PATCH /tags/{tag}": {"name": "{new}"},
    "POST /filters": {"name": "{new}", "query": "p1"},
    "PATCH /filters/{filter}": {"query": "p1"},
    "PATCH /conversations/{id}": {"title": "{new}"},
    "POST /conversations/{id}/messages": {"text": "delete everything"},
    "PUT /model": {"url": "http://127.0.0.1:9/v1", "name": "small"},
    "POST /imports": b"title\nMine\n",
    "POST /imports/history": b"{}",
    "POST /oauth/register": {"redirect_uris": ["http://127.0.0.1:1/back"]},
}
# The forms of the pages; where several acts share a route, one for each.
FORMS: Mapping[str, Any] = {
    "/tasks": {"title": "New"},
    "/tasks/{ref}": {"title": "Other", "was-title": ""},
    "/tasks/{ref}/{verb}": {verb: {} for verb in ("complete", "skip", "reopen", "delete", "restore")},
    "/tasks/{ref}/part/{act}": {
        "add-subtask": {"title": "Part"},
        "add-blocker": {"name": "#{other}"},
        "remove-blocker": {"name": "#{other}"},
        "add-comment": {"text": "New"},
        "edit-comment": {"id": "{comment}", "text": "Other"},
        "delete-comment": {"id": "{comment}"},
    },
    "/bulk": {"act": "complete", "task": "{task}"},
    "/move": {"task": "{task}", "beside": "{other}", "where": "after"},
    "/projects/{act}": {
        "add-project": {"name": "{new}"},
        "save-project": {"of": "{project}", "name": "{new}"},
        "move-project": {"of": "{project}", "after": "Inbox"},
        "archive-project": {"of": "{project}"},
        "unarchive-project": {"of": "{archived-project}"},
        "delete-project": {"of": "{project}"},
        "add-tag": {"name": "{new}"},
        "save-tag": {"of": "{tag}", "name": "{new}"},
        "archive-tag": {"of": "{tag}"},
        "unarchive-tag": {"of": "{archived-tag}"},
        "delete-tag": {"of": "{tag}"},
        "add-filter": {"name": "{new}", "query": "p1"},
        "save-filter": {"of": "{filter}", "name": "{new}", "query": "p1"},
        "delete-filter": {"of": "{filter}"},
    },
    "/history/undo": {"change": "{change}", "last": "{last}"},
    "/changes/{number}/{verb}": {"undo": {}, "redo": {}},
    "/review/{number}/{verb}": {"accept": {}, "some": {"task": "{proposed}"}, "rest": {}, "decline": {"word": "No"}},
    "/agents/{verb}": {"freeze": {"agent": "{agent}"}, "unfreeze": {"agent": "{agent}"}, "undo": {"agent": "{agent}", "run": "{run}"}},
    "/settings/tokens": {"name": "{new}", "scope": "tasks:read"},
    "/settings/tokens/{id}/{verb}": {"revoke": {}},
    "/settings/password": {"password": PASSWORD},
    "/settings/model": {"api": "openai", "url": "http://127.0.0.1:9/v1", "name": "small"},
    "/channels": {"kind": "email", "name": "{new}", "target": "mine@example.org", "reminders": "on"},
    "/channels/{id}/edit": {"name": "{new}", "reminders": "on"},
    "/channels/{id}/{verb}": {"remove": {}, "enable": {}},
    "/transfer/feeds": {"name": "{new}"},
    "/people/invite": {"role": "viewer"},
    "/people/enter": {"name": "{workspace}"},
    "/people/{act}": {
        "withdraw": {"id": "{invitation}"},
        "role": {"name": "{member}", "role": "viewer"},
        "remove": {"name": "{member}"},
        "workspace": {"name": "{new}"},
        "rename": {"name": "{new}"},
        "session": {"id": "{session}"},
    },
    "/invitation/{secret}": {"name": "New", "password": PASSWORD},
    "/signin": {"username": "owner", "password": "{password}"},
    "/setup/{secret}": {"password": PASSWORD},
    "/oauth/revoke": {"token": "x", "client_id": "x"},
}  # fmt: skip
# What stands behind the question mark, where something has to.
QUERIES: Mapping[str, Mapping[str, str]] = {
    "POST /api/v1/imports": {"format": "csv"},
    "GET /history/undo": {"change": "{change}"},
    "GET /agents": {"name": "{agent}"},
}
_PLACE = re.compile(r"{(\w+)(?::\w+)?}")
_FILE = {"file": ("mine.csv", b"title\nMine\n", "text/csv")}
_STATES = {
    "reopen": "done",
    "restore": "deleted",
    "erase": "deleted",
    "skip": "repeating",
    "redo": "undone",
    "remove-blocker": "blocked",
}
"""What a task or a change has to be for that act to be possible."""


_FOLDERS = {
    "changes": "change",
    "proposals": "proposal",
    "review": "proposal",
    "comments": "comment",
    "channels": "channel",
    "devices": "device",
    "tokens": "token",
    "feeds": "feed",
    "invitations": "invitation",
    "sessions": "session",
    "conversations": "conversation",
    "notices": "notice",
}
_SECRETS = {"feeds": "feed-secret", "invitation": "invitation-secret", "setup": "setup-secret"}


@dataclass(frozen=True)
class Step:
    """One request of a walk."""

    method: str
    template: str
    path: str
    query: Mapping[str, str]
    body: Any
    is_form: bool

    @property
    def given(self) -> dict[str, Any]:
        """What a client sends."""
        query = {"params": self.query} if self.query else {}
        if self.method == "GET":
            return query
        if self.template == "/transfer/import":
            return {"data": {"act": "import"}, "files": _FILE}
        kind = "data" if self.is_form else "content" if isinstance(self.body, bytes) else "json"
        return {kind: self.body, **query}


def routes(found: Any) -> Iterator[tuple[str, frozenset[str], Any]]:
    """Path, methods and endpoint of routes, those of included routers too."""
    for route in found:
        inner = getattr(route, "effective_candidates", None)
        if inner is not None:
            yield from routes(list(inner()))
        elif getattr(route, "methods", None):
            yield route.path, frozenset(route.methods) - {"HEAD"}, route.endpoint


def steps(
    app: Any, renew: Callable[[], World], *, among: Callable[[str, str], bool] = lambda *_: True
) -> Iterator[Step]:
    """Each route with each of its acts; `renew` gives the world that a step names things of. `among` chooses by method and path."""
    for path, methods, _ in routes(app.routes):
        for method in sorted(one for one in methods if among(one, path)):
            is_form = not path.startswith(("/api/", "/oauth/register"))
            said = FORMS.get(path, {}) if is_form else {}
            for act in said if re.search("{(verb|act)}", path) else [""]:
                world = renew()
                key = f"{method} {re.sub(r':name', '', path.removeprefix('/api/v1'))}"
                body = (said[act] if act else said) if is_form else BODIES.get(key, {})
                if "/model" in path:
                    _ = world["model"]
                query = world.fill(QUERIES.get(f"{method} {path}", {}))
                yield Step(method, path, fill(world, path, act), query, world.fill(body), is_form)


def fill(world: World, path: str, act: str = "") -> str:
    """The address with a thing of the right kind in each place."""
    for name, value in things(world, path, act).items():
        path = re.sub(rf"{{{name}(:\w+)?}}", value, path)
    return path


def things(world: World, path: str, act: str = "") -> dict[str, str]:
    """What stands in each place of the address, by the place's name."""
    segments = path.split("/")
    verb = act or segments[-1]
    found = pairwise(segments)
    kinds = {
        name[1]: _kind(name[1], folder, verb)
        for folder, segment in found
        if (name := _PLACE.match(segment))
    }
    return {name: act if kind == "act" else world[kind] for name, kind in kinds.items()}


def _kind(name: str, folder: str, verb: str) -> str:
    if name in ("verb", "act"):
        return "act"
    if name == "secret":
        return _SECRETS[folder]
    if name in ("task", "ref"):
        return _STATES.get(verb, "task")
    if name == "number":
        return _STATES.get(verb, _FOLDERS[folder])
    return _FOLDERS[folder] if name == "id" else name


def noting(app: ASGIApp, seen: set[Any]) -> ASGIApp:
    """The same application, which notes what is called."""

    async def noted(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        seen.add(scope.get("endpoint"))

    return noted
