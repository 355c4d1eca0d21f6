"""Completion of arguments while a person types them: refs, projects and tags."""

from collections.abc import Callable, Iterator, Mapping

import mcp_types

from watchbill.domain.project import INBOX
from watchbill.domain.query import TaskFilter
from watchbill.domain.reference import title_key
from watchbill.mcp.text import clean
from watchbill.mcp.tool import Call

_MOST = 100
"""More aren't shown by the protocol."""


def _refs(call: Call, begun: str) -> Iterator[str]:
    """Refs that begin so; else those of open tasks with words that do."""
    page = call.services.tasks.view(
        call.caller, TaskFilter(words=() if begun.isdecimal() else (begun,), limit=_MOST)
    )
    for task in page.tasks:
        if not begun.isdecimal() or str(task.ref).startswith(begun):
            yield str(task.ref)


def _projects(call: Call, begun: str) -> Iterator[str]:
    overview = call.services.projects.view(call.caller)
    return _begun((INBOX, *(one.name for one, _ in overview.projects)), begun)


def _tags(call: Call, begun: str) -> Iterator[str]:
    overview = call.services.projects.view(call.caller)
    return _begun(tuple(one.name for one, _ in overview.tags), begun)


def _begun(names: tuple[str, ...], begun: str) -> Iterator[str]:
    """Names that begin so, then those in which it stands."""
    key = title_key(begun)
    found = [name for name in names if key in title_key(name)]
    yield from map(clean, sorted(found, key=lambda name: not title_key(name).startswith(key)))


_FINDERS: Mapping[str, Callable[[Call, str], Iterator[str]]] = {
    "ref": _refs,
    "name": _projects,
    "project": _projects,
    "tag": _tags,
}


def suggest(call: Call, argument: str, begun: str) -> mcp_types.Completion:
    """What the argument could be; nothing for one that we don't know."""
    call.caller.require("tasks:read")
    find = _FINDERS.get(argument)
    values = list(find(call, begun.strip().removeprefix("#"))) if find else []
    return mcp_types.Completion(
        values=values[:_MOST], total=len(values), has_more=len(values) > _MOST
    )
