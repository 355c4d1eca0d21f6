"""Resources: what a client can read without a tool. Each says what the tool would, in the same words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import mcp_types

from watchbill.domain.errors import NotFoundError
from watchbill.mcp import app, change, listing, project
from watchbill.mcp.outcome import Outcome
from watchbill.mcp.text import quote
from watchbill.mcp.tool import Call

SCHEME = "watchbill://"
TASK = f"{SCHEME}task/{{ref}}"
PROJECT = f"{SCHEME}project/{{name}}"
_PLAIN = "text/plain"
_MOST = 100
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A resource with one address."""

    name: str
    title: str
    description: str
    read: Callable[[Call], Outcome]


def today(call: Call) -> Outcome:
    """What is overdue or due today, the most urgent first."""
    query = "due:overdue or due:today sort:priority,due"
    return listing.view(call, listing.ViewTasks(query=query, limit=_MOST))


def _task(call: Call, ref: str) -> Outcome:
    return listing.view(call, listing.ViewTasks(tasks=[ref], detail="full"))


def _project(call: Call, name: str) -> Outcome:
    return listing.view(call, listing.ViewTasks(project=name, limit=_MOST))


PAGES: Mapping[str, Page] = {
    f"{SCHEME}today": Page("today", "Today", "What is overdue or due today", today),
    f"{SCHEME}projects": Page(
        "projects",
        "Projects",
        "Projects and tags with their counts",
        lambda call: project.view(call, project.ViewProjects()),
    ),
    f"{SCHEME}journal": Page(
        "journal",
        "Journal",
        "The newest changes: who did what and when",
        lambda call: change.view(call, change.ViewChanges()),
    ),
}
_TEMPLATES: Mapping[str, tuple[str, str, Callable[[Call, str], Outcome]]] = {
    TASK: ("task", "A task with all there is, by its ref", _task),
    PROJECT: ("project", "The open tasks of a project", _project),
}


def listed() -> list[mcp_types.Resource]:
    """The resources that have one address."""
    return [
        mcp_types.Resource(
            uri=uri,
            name=page.name,
            title=page.title,
            description=page.description,
            mime_type=_PLAIN,
        )
        for uri, page in PAGES.items()
    ] + [app.listed()]


def templates() -> list[mcp_types.ResourceTemplate]:
    """Those that take a ref or a name."""
    return [
        mcp_types.ResourceTemplate(
            uri_template=template, name=name, description=description, mime_type=_PLAIN
        )
        for template, (name, description, _) in _TEMPLATES.items()
    ]


def read(call: Call, uri: str) -> mcp_types.TextResourceContents:
    """The resource with this address. Raises RESOURCE_NOT_FOUND, and what its tool raises."""
    call.caller.require("tasks:read")
    if uri == app.LIST:
        return app.read()
    return mcp_types.TextResourceContents(uri=uri, mime_type=_PLAIN, text=_found(call, uri).text)


def _found(call: Call, uri: str) -> Outcome:
    if uri in PAGES:
        return PAGES[uri].read(call)
    for template, (_, _, view) in _TEMPLATES.items():
        start = template.partition("{")[0]
        if uri.startswith(start) and uri != start:
            return view(call, unquote(uri.removeprefix(start)))
    raise NotFoundError.of(
        "resource",
        f"There is no resource {quote(uri, _SHOWN)}.",
        hint=f"Use {', '.join((*PAGES, *_TEMPLATES))}.",
    )
