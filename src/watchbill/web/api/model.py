"""REST: the language model that the assistant uses. Its key goes in and never comes out."""

from http import HTTPStatus

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.schemas.endpoint import ModelTrial
from watchbill.schemas.model import Model, ModelPut, endpoint_of
from watchbill.web.answer import json_of
from watchbill.web.auth import Asker, Served
from watchbill.web.turn import chat_of

router = APIRouter(prefix="/model", tags=["model"])


@router.get("", response_model=Model)
def show(caller: Asker, services: Served) -> Response:
    """The model that was chosen here. Without one the assistant uses that of its environment, or none."""
    return json_of(Model.of(services.models.find(caller)))


@router.put("", response_model=Model)
def save(body: ModelPut, caller: Asker, services: Served) -> Response:
    """Choose the model. Without `key` the one that is there stays, for the same `api` and `url` alone."""
    chosen = services.models.save(caller, api=body.api, url=body.url, name=body.name, key=body.key)
    return json_of(Model.of(chosen))


@router.delete("", status_code=HTTPStatus.NO_CONTENT)
def remove(caller: Asker, services: Served) -> Response:
    """Choose none, and forget the key."""
    services.models.remove(caller)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/try", response_model=ModelTrial)
async def attempt(request: Request, caller: Asker, services: Served) -> Response:
    """Ask the chosen model for a word, from where the assistant runs, and say how that went."""
    chosen = await to_thread.run_sync(services.models.find, caller)
    turns = chat_of(request).turns
    return json_of(await turns.try_model(endpoint_of(chosen)))
