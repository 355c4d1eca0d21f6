"""REST: devices, the browsers that show reminders while no page is open (web push)."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.delivery.trial import try_out
from watchbill.schemas.channel import Trial
from watchbill.schemas.device import Device, DeviceAdd, DeviceList
from watchbill.web.answer import json_of
from watchbill.web.auth import COOKIE, Asker, Served

router = APIRouter(prefix="/devices", tags=["channels"])


@router.get("", response_model=DeviceList)
def view(caller: Asker, services: Served) -> Response:
    """One's own devices in this workspace, and the key that browsers subscribe with."""
    found = [Device.of(one) for one in services.devices.list(caller)]
    return json_of(DeviceList(key=services.devices.key().public, devices=found))


@router.post("", response_model=Device, status_code=HTTPStatus.CREATED)
def add(request: Request, body: DeviceAdd, caller: Asker, services: Served) -> Response:
    """Have this browser notified, as long as it is signed in. The same one again is the same device. For persons."""
    session = request.cookies.get(COOKIE)
    made = services.devices.add(caller, body.subscription(), session=session)
    return json_of(Device.of(made), status=HTTPStatus.CREATED)


@router.delete("/{id}", response_model=Device)
def remove(id: str, caller: Asker, services: Served) -> Response:
    """Send nothing there any more."""
    return json_of(Device.of(services.devices.remove(caller, id)))


@router.post("/{id}/test", response_model=Trial)
def test(request: Request, id: str, caller: Asker, services: Served) -> Response:
    """Send a test there, at once; what became of it."""
    device = services.devices.find(caller, id)
    return json_of(try_out(request.app.state.ways, device, services.clock))
