"""Agents on the wire: whether they are frozen, and what they did last."""

from typing import Any

from pydantic import BaseModel

from watchbill.domain.instant import to_text
from watchbill.schemas.task import Instant
from watchbill.services import freezing


class UndoRun(BaseModel):
    """How to take a run back, as one change: POST `body` to `href`, with `?preview=true` to look first."""

    href: str
    body: dict[str, str]


class LastRun(BaseModel):
    """What an agent did at one go last, as far as it still holds, newest first. `changes` are their numbers."""

    actor: str
    run: str
    since: Instant
    until: Instant
    changes: list[int]
    sentences: list[str]
    undo: UndoRun

    @classmethod
    def of(cls, run: freezing.LastRun) -> "LastRun":
        return cls.model_validate(
            {
                "actor": run.actor,
                "run": run.run,
                "since": to_text(run.changes[-1].at),
                "until": to_text(run.changes[0].at),
                "changes": [change.number for change in run.changes],
                "sentences": [change.sentence for change in run.changes],
                "undo": {"href": "/api/v1/undo", "body": {"actor": run.actor, "run": run.run}},
            }
        )


class Agent(BaseModel):
    """An agent by its name: that of its tokens, or assistant, local agent, stdio. While `frozen_at` is set, it can do nothing."""

    name: str
    frozen_at: Instant | None

    @classmethod
    def of(cls, agent: freezing.Agent) -> "Agent":
        return cls.model_validate(_fields(agent))


class AgentDetail(Agent):
    """An agent, and what it did last that could be undone; null when nothing of that holds."""

    last_run: LastRun | None

    @classmethod
    def told(cls, agent: freezing.Agent, run: freezing.LastRun | None) -> "AgentDetail":
        return cls.model_validate({**_fields(agent), "last_run": run and LastRun.of(run)})


class AgentList(BaseModel):
    """Those without a token of their own first."""

    agents: list[Agent]


def _fields(agent: freezing.Agent) -> dict[str, Any]:
    return {"name": agent.name, "frozen_at": agent.frozen_at and to_text(agent.frozen_at)}
