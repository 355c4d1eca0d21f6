"""REST: tasks."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from watchbill.domain.errors import InvalidError
from watchbill.domain.query import LIMIT_DEFAULT, LIMIT_MAX, State, TaskFilter
from watchbill.domain.reference import parse
from watchbill.schemas.change import Receipt
from watchbill.schemas.detail import TaskDetail
from watchbill.schemas.request import Request as Arguments
from watchbill.schemas.task import Task, TaskList
from watchbill.schemas.task_request import Confirmation, TaskAdd, TaskChange, TaskCompletion
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.web.answer import (
    PREVIEWED,
    bytes_of,
    cached,
    current,
    json_of,
    linked,
    made_of,
    not_modified,
    receipt_of,
)
from watchbill.web.auth import Asker, Served
from watchbill.web.kept import Rendered, kept_of
from watchbill.web.precondition import Options, PlainOptions, is_fresh, list_tag, moment, task_tag
from watchbill.web.reading import on_thread, soon

router = APIRouter(prefix="/tasks", tags=["tasks"])


class TaskQuery(Arguments):
    """Which tasks. `query`: a filter in the filter language, such as due:today tag:home; words are looked for.

    `as_of`: the list as it was after a change with that number, or at a time such as “yesterday 18:00”.
    """

    query: str = ""
    state: State = "open"
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT
    cursor: str | None = None
    as_of: str | None = None


class AsOf(Arguments):
    """`as_of`: as it was after a change with that number, or at a time such as “yesterday 18:00”."""

    as_of: str | None = None


@router.get("", response_model=TaskList)
async def view(
    request: Request, query: Annotated[TaskQuery, Query()], caller: Asker, services: Served
) -> Response:
    """The tasks of a list, a page at a time. With If-None-Match: 304 while nothing has changed."""
    caller.require("tasks:read")
    state = await soon(services, services.journal.state, caller.workspace_id)
    if query.query or query.as_of:  # a filter may ask for today, or for what is overdue
        state = f"{state}-{moment(services, caller)}"
    tag = list_tag(state)
    if is_fresh(request, tag):
        return not_modified(tag)
    kept, key = kept_of(request), (caller.workspace_id, state, request.url.query)
    answer = kept.find(key)
    if answer is None:
        answer = await on_thread(services, _rendered, request, query, caller, services)
        kept.add(key, answer)
    return Response(
        answer.body, headers={**cached(tag), **answer.headers}, media_type="application/json"
    )


def _rendered(request: Request, query: TaskQuery, caller: Caller, services: Services) -> Rendered:
    filter = TaskFilter(
        query=query.query,
        state=query.state,
        limit=query.limit,
        cursor=query.cursor,
        as_of=query.as_of,
    )
    page = services.tasks.view(caller, filter)
    moment = {"as_of": page.moment.as_of} if page.moment else {}
    next = page.next_cursor and _next(request, query, page.next_cursor, **moment)
    body = TaskList.model_construct(
        tasks=[Task.of(task, page.names) for task in page.tasks], next=next
    )
    return Rendered(bytes_of(body), linked(next))


@router.post("", response_model=Receipt, status_code=HTTPStatus.CREATED, responses=PREVIEWED)
def add(body: TaskAdd, options: PlainOptions, caller: Asker, services: Served) -> Response:
    """Add one task, or up to 50 as one change."""
    return made_of(services.tasks.add(caller, body.drafts(), options))


@router.get("/{task:name}/detail", response_model=TaskDetail)
def detail(task: str, caller: Asker, services: Served) -> Response:
    """One task with all that there is about it: subtasks, blockers, comments, and its newest changes."""
    return json_of(TaskDetail.whole(services.details.find(caller, task)))


@router.get("/{task:name}", response_model=Task)
async def show(
    request: Request,
    task: str,
    query: Annotated[AsOf, Query()],
    caller: Asker,
    services: Served,
) -> Response:
    """One task, by ref, id or exact title; as it is, or as it was."""
    if query.as_of is not None:
        then = await on_thread(services, services.tasks.show, caller, [task], as_of=query.as_of)
        return json_of(Task.of(then.tasks[0], then.names))
    # A title may have to be looked for among many; a ref or an id is found at once.
    find = soon if parse(task).title is None else on_thread
    shown = await find(services, services.tasks.show, caller, [task])
    [found] = shown.tasks
    return current(request, task_tag(found.version), lambda: Task.of(found, shown.names))


@router.patch("/{task:name}", response_model=Receipt)
def change(
    task: str, body: TaskChange, options: Options, caller: Asker, services: Served
) -> Response:
    """Change just the fields that are named."""
    return receipt_of(services.tasks.update(caller, _names(task), body.patch(), options))


@router.delete("/{task:name}", response_model=Receipt)
def delete(task: str, options: Options, caller: Asker, services: Served) -> Response:
    """Put into the trash."""
    return receipt_of(services.tasks.delete(caller, _names(task), options))


@router.post("/{task:name}/complete", response_model=Receipt)
def complete(
    task: str,
    options: Options,
    caller: Asker,
    services: Served,
    body: TaskCompletion | None = None,
) -> Response:
    """Mark as done; what repeats comes again. A task that is done stays so, one with open subtasks is CONFLICT."""
    children = (body or TaskCompletion()).children
    return receipt_of(services.tasks.complete(caller, _names(task), options, children=children))


@router.post("/{task:name}/skip", response_model=Receipt)
def skip(task: str, options: Options, caller: Asker, services: Served) -> Response:
    """Move what repeats on to its next occurrence, without doing this one."""
    return receipt_of(services.tasks.skip(caller, _names(task), options))


@router.post("/{task:name}/reopen", response_model=Receipt)
def reopen(task: str, options: Options, caller: Asker, services: Served) -> Response:
    """Mark as not done. A task that is open stays so."""
    return receipt_of(services.tasks.reopen(caller, _names(task), options))


@router.post("/{task:name}/restore", response_model=Receipt)
def restore(task: str, options: Options, caller: Asker, services: Served) -> Response:
    """Take out of the trash."""
    return receipt_of(services.tasks.restore(caller, _names(task), options))


@router.post("/{task:name}/erase", response_model=Receipt)
def erase(
    task: str,
    body: Confirmation,
    options: PlainOptions,
    caller: Asker,
    services: Served,
) -> Response:
    """Remove title, description and comments for good, from the history, too."""
    if not (body.confirm or options.preview):
        raise InvalidError.of(
            "confirm", "Erasing can't be undone.", hint='Send {"confirm": true} to do it.'
        )
    return receipt_of(services.erasing.erase(caller, task, options))


def _names(text: str) -> list[str]:
    """One name, or several refs or ids with commas between: then all are one change."""
    parts = text.split(",")
    return parts if all(parse(part).title is None for part in parts) else [text]


def _next(request: Request, query: TaskQuery, cursor: str, **more: str) -> str:
    arguments = {**query.model_dump(exclude_unset=True), "cursor": cursor, **more}
    return f"{request.url.path}?{urlencode(arguments)}"
