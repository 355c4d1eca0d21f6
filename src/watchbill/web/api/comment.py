"""REST: comments on tasks."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.schemas.change import Receipt
from watchbill.schemas.comment import Comment, CommentList, CommentText
from watchbill.web.answer import PREVIEWED, current, made_of, receipt_of
from watchbill.web.auth import Asker, Served
from watchbill.web.precondition import Options, PlainOptions, list_tag

router = APIRouter(tags=["comments"])


@router.get("/tasks/{task:name}/comments", response_model=CommentList)
def view(request: Request, task: str, caller: Asker, services: Served) -> Response:
    """What was said about the task, oldest first. With If-None-Match: 304 while nothing has changed."""
    caller.require("tasks:read")

    def listed() -> CommentList:
        found = services.comments.view(caller, task)
        return CommentList.model_construct(comments=[Comment.of(comment) for comment in found])

    return current(request, list_tag(services.journal.state(caller.workspace_id)), listed)


@router.post(
    "/tasks/{task:name}/comments",
    response_model=Receipt,
    status_code=HTTPStatus.CREATED,
    responses=PREVIEWED,
)
def add(
    task: str, body: CommentText, options: PlainOptions, caller: Asker, services: Served
) -> Response:
    """Say something about a task."""
    return made_of(services.comments.add(caller, task, body.text, options))


@router.patch("/comments/{id}", response_model=Receipt)
def change(
    id: str, body: CommentText, options: Options, caller: Asker, services: Served
) -> Response:
    """Say it in other words; only who said it can."""
    return receipt_of(services.comments.update(caller, id, body.text, options))


@router.delete("/comments/{id}", response_model=Receipt)
def delete(id: str, options: Options, caller: Asker, services: Served) -> Response:
    """Take a comment away."""
    return receipt_of(services.comments.delete(caller, id, options))
