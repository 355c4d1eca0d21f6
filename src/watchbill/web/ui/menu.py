"""What can be done with one task of a list, in one place: on a phone there is no room for it in the row."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import WatchbillError
from watchbill.web.auth import Asker, Served
from watchbill.web.ui import origin
from watchbill.web.ui.page import is_partial, refused, render

router = APIRouter(include_in_schema=False)


@router.get("/tasks/{ref}/menu")
def show(request: Request, ref: str, caller: Asker, services: Served) -> Response:
    """The menu alone, for a page that opens it; else a page of its own. `up` and `down` are the tasks above and below in the list."""
    given = request.query_params
    try:
        [task] = services.tasks.find(caller, [ref])
    except WatchbillError as error:
        return refused(request, error)
    context = {
        "task": task,
        "back": origin.said(given),
        "back_query": urlencode(origin.said(given)),
        "back_href": origin.href(given),
        "beside": {"before": given.get("up", ""), "after": given.get("down", "")},
    }
    return render("_menu.html" if is_partial(request) else "menu.html", context)
