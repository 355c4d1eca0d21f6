"""What calendar programs read: the address is the key, so it is asked for nothing else."""

from fastapi import APIRouter
from starlette.responses import Response

from watchbill.services.transfer.ics import MEDIA_TYPE
from watchbill.web.auth import Served

router = APIRouter(include_in_schema=False)


@router.get("/feeds/{secret}.ics")
def read(secret: str, services: Served) -> Response:
    calendar = services.feeds.read(secret)
    return Response(calendar.data, media_type=MEDIA_TYPE)
