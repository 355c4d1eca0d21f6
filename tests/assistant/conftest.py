"""A real store, the real MCP room over it in this process, and someone who talks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx2
import pytest
from pydantic_ai.models import Model
from starlette.types import ASGIApp

from watchbill.assistant.toolset import TaskTools
from watchbill.assistant.turn import TurnService
from watchbill.domain.query import TaskFilter
from watchbill.mcp.server import build_application
from watchbill.schemas.endpoint import ModelEndpoint
from watchbill.schemas.turn import (
    Event,
    PastMessage,
    ToolFinished,
    TurnFailed,
    TurnFinished,
    TurnRequest,
)
from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database

URL = "http://127.0.0.1:8081/mcp"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def services(sqlite_database: Database) -> Iterator[Services]:
    made = Services.over(sqlite_database, now)
    yield made
    made.close()


@dataclass
class Talk:
    """A conversation with the assistant. It is open while its context is."""

    services: Services
    model: Model | None = None
    endpoint: ModelEndpoint | None = None
    history: list[PastMessage] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    cards: list[ToolFinished] = field(default_factory=list)
    token: str | None = None
    way: Callable[[ASGIApp], ASGIApp] = lambda app: app
    """The way to the task service, where something may happen."""

    async def say(self, *sentences: str) -> str:
        """Say these one after the other; the answer to the last one, or why it failed."""
        app = build_application(self.services, is_local=False)
        async with app.router.lifespan_context(app):
            turns = TurnService(
                TaskTools(URL, httpx2.ASGITransport(app=self.way(app))), self.model
            )
            for sentence in sentences:
                said = await self._turn(turns, sentence)
            await turns.close()
        return said

    async def _turn(self, turns: TurnService, text: str) -> str:
        turn = f"t{len(self.history)}"
        owner = self.services.users.owner()
        token = self.token or self.services.tokens.mint_turn(owner, turn, now())
        request = TurnRequest(
            turn=turn,
            text=text,
            history=tuple(self.history),
            now=now(),
            token=token,
            model=self.endpoint,
        )
        self.events = [event async for event in turns.run(request)]
        self.cards += [event for event in self.events if isinstance(event, ToolFinished)]
        ended = self.events[-1]
        self.history.append(PastMessage(role="user", text=text))
        if isinstance(ended, TurnFailed):
            return f"{ended.code}: {ended.message}"
        assert isinstance(ended, TurnFinished)
        self.history.append(PastMessage(role="assistant", text=ended.text, data=ended.data))
        return ended.text

    def add(self, *titles: str) -> None:
        owner = self.services.users.owner()
        self.services.tasks.add(owner, [TaskDraft(title=title) for title in titles])

    def state(self) -> list[tuple[int, str, str]]:
        """All tasks, as (ref, title, state)."""
        owner = self.services.users.owner()
        found = [
            task
            for state in ("all", "deleted")
            for task in self.services.tasks.view(owner, TaskFilter(state=state)).tasks  # type: ignore[arg-type]  # both are states
        ]
        states = [
            "deleted" if task.is_deleted else "done" if task.is_done else "open" for task in found
        ]
        rows = [(task.ref, task.title, state) for task, state in zip(found, states, strict=True)]
        return sorted(rows)


@pytest.fixture
def talk(services: Services) -> Talk:
    return Talk(services)
