"""REST: calendars at secret addresses."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.responses import Response

from watchbill.schemas.transfer import Feed, FeedAdd, FeedList, NewFeed
from watchbill.web.answer import json_of
from watchbill.web.auth import Asker, Served

router = APIRouter(prefix="/feeds", tags=["feeds"])


@router.get("", response_model=FeedList)
def view(caller: Asker, services: Served) -> Response:
    """The caller's calendars, without their addresses."""
    return json_of(FeedList(feeds=[Feed.of(feed) for feed in services.feeds.list(caller)]))


@router.post("", response_model=NewFeed, status_code=HTTPStatus.CREATED)
def add(body: FeedAdd, caller: Asker, services: Served) -> Response:
    """Make a calendar. The path of its address is in the answer, and never shown again."""
    feed, secret = services.feeds.create(caller, body.name, query=body.query, kind=body.kind)
    return json_of(NewFeed.with_secret(feed, secret), status=HTTPStatus.CREATED)


@router.delete("/{id}", response_model=Feed)
def end(id: str, caller: Asker, services: Served) -> Response:
    """End an address at once."""
    return json_of(Feed.of(services.feeds.end(caller, id)))
