"""The devices of the settings page; a browser is added by its script, through REST."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.delivery.trial import try_out
from watchbill.domain.errors import WatchbillError
from watchbill.web.auth import Asker, Served
from watchbill.web.ui.page import go, render
from watchbill.web.ui.settings import context_of, refuse

router = APIRouter(prefix="/settings/devices", include_in_schema=False)


@router.post("/{id}/remove")
def remove(id: str, caller: Asker, services: Served) -> Response:
    try:
        services.devices.remove(caller, id)
    except WatchbillError as error:
        return refuse(services, caller, error)
    return go("/settings#devices")


@router.post("/{id}/test")
def test(request: Request, id: str, caller: Asker, services: Served) -> Response:
    try:
        device = services.devices.find(caller, id)
    except WatchbillError as error:
        return refuse(services, caller, error)
    trial = try_out(request.app.state.ways, device, services.clock)
    context = {"trial": trial, "tried": device.name}
    return render("settings.html", {**context_of(services, caller), **context})
