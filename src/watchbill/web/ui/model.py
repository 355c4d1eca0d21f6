"""The language model's part of the settings page."""

from typing import cast

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import WatchbillError
from watchbill.schemas.model import endpoint_of
from watchbill.web.auth import Asker, Served
from watchbill.web.turn import chat_of
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import go, render
from watchbill.web.ui.settings import context_of, refuse

router = APIRouter(prefix="/settings/model", include_in_schema=False)


@router.post("")
def save(form: Form, caller: Asker, services: Served) -> Response:
    """An empty key keeps the one that is there."""
    try:
        services.models.save(
            caller,
            api=form.get("api", ""),
            url=form.get("url", ""),
            name=form.get("name", ""),
            key=form.get("key") or None,
        )
    except WatchbillError as error:
        return refuse(services, caller, error)
    return go("/settings#model")


@router.post("/try")
async def attempt(request: Request, caller: Asker, services: Served) -> Response:
    """The page again, with what the model said to being asked."""
    try:
        chosen = await to_thread.run_sync(services.models.find, caller)
    except WatchbillError as error:
        return cast("Response", await to_thread.run_sync(refuse, services, caller, error))
    trial = await chat_of(request).turns.try_model(endpoint_of(chosen))
    context = await to_thread.run_sync(context_of, services, caller)
    return render("settings.html", {**context, "trial": trial})


@router.post("/remove")
def remove(caller: Asker, services: Served) -> Response:
    try:
        services.models.remove(caller)
    except WatchbillError as error:
        return refuse(services, caller, error)
    return go("/settings#model")
