"""REST: agents, and stopping one."""

from fastapi import APIRouter
from starlette.responses import Response

from watchbill.schemas.agent import Agent, AgentDetail, AgentList
from watchbill.web.answer import json_of
from watchbill.web.auth import Asker, Served

router = APIRouter(prefix="/agents", tags=["agents"])


@router.get("", response_model=AgentList)
def view(caller: Asker, services: Served) -> Response:
    """The agents that one may stop, and which are frozen."""
    return json_of(AgentList(agents=[Agent.of(one) for one in services.freezing.view(caller)]))


@router.get("/{agent}", response_model=AgentDetail)
def show(agent: str, caller: Asker, services: Served) -> Response:
    """One, by name or a token's id, with what it did last."""
    return json_of(AgentDetail.told(*services.freezing.find(caller, agent)))


@router.post("/{agent}/freeze", response_model=AgentDetail)
def freeze(agent: str, caller: Asker, services: Served) -> Response:
    """Let it do nothing from now on, and tell what it did last, which can be undone as one change."""
    frozen = services.freezing.freeze(caller, agent)
    return json_of(AgentDetail.told(*services.freezing.find(caller, frozen.name)))


@router.post("/{agent}/unfreeze", response_model=Agent)
def unfreeze(agent: str, caller: Asker, services: Served) -> Response:
    """Let it work again. Only a person can; what all share, only an owner."""
    return json_of(Agent.of(services.freezing.unfreeze(caller, agent)))
