"""REST: reminders to come, and the outbox: what was told, and what became of that."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from watchbill.domain.query import LIMIT_DEFAULT, LIMIT_MAX
from watchbill.schemas.notice import ComingReminder, Notice, NoticeList, ReminderList, Retried
from watchbill.schemas.request import Request as Arguments
from watchbill.web.answer import json_of
from watchbill.web.api.change import MOST, Bound
from watchbill.web.auth import Asker, Served

router = APIRouter(tags=["reminders"])

Limit = Annotated[int, Field(ge=1, le=LIMIT_MAX)]


class ReminderQuery(Arguments):
    """How many."""

    limit: Limit = LIMIT_DEFAULT


class NoticeQuery(ReminderQuery):
    """Which notices: with `since` those after that number, oldest first; else newest first. `failed`: those that failed somewhere."""

    since: Bound | None = None
    failed: bool = False


@router.get("/reminders", response_model=ReminderList)
def coming(query: Annotated[ReminderQuery, Query()], caller: Asker, services: Served) -> Response:
    """Reminders to come, the next one first."""
    found = services.notices.coming(caller, limit=query.limit)
    return json_of(ReminderList(reminders=[ComingReminder.of(one) for one in found]))


@router.get("/notices", response_model=NoticeList)
def view(query: Annotated[NoticeQuery, Query()], caller: Asker, services: Served) -> Response:
    """What reminders were told, and what became of that on each channel."""
    if query.failed:
        found = services.notices.failed(caller, limit=query.limit)
    else:
        found = services.notices.view(caller, since=query.since, limit=query.limit)
    return json_of(NoticeList(notices=[Notice.of(one) for one in found]))


@router.post("/notices/{number}/retry", response_model=Retried)
def retry(
    number: Annotated[int, Path(ge=1, le=MOST)], caller: Asker, services: Served
) -> Response:
    """Send again what has failed of a notice."""
    return json_of(Retried(deliveries=services.notices.retry(caller, number)))
