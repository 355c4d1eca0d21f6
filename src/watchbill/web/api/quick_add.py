"""REST: what a line of quick-add says, for chips while it is being written."""

from fastapi import APIRouter
from starlette.responses import Response

from watchbill.schemas.quick_add import QuickAdd, QuickAddText
from watchbill.web.answer import json_of
from watchbill.web.auth import Asker, Served

router = APIRouter(tags=["tasks"])


@router.post("/quick-add", response_model=QuickAdd)
def understand(body: QuickAddText, caller: Asker, services: Served) -> Response:
    """What the line would add, and where it says so. Nothing is written: `POST /tasks` with the same `text` adds it."""
    return json_of(QuickAdd.of(services.tasks.understand(caller, body.text)))
