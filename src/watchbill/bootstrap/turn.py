"""The way to the assistant, and one turn of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from watchbill.services.bundle import Services
from watchbill.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from watchbill.schemas.endpoint import ModelEndpoint
    from watchbill.schemas.turn import Event, TurnRunner
    from watchbill.services.caller import Caller
    from watchbill.services.conversation import Opening


def build_turns(settings: Settings, agents: "ASGIApp | None") -> "TurnRunner":
    """The way to the assistant: in its own process, or in this one over the agents' port without a socket."""
    from watchbill.web.turn import LocalTurns, RemoteTurns  # noqa: PLC0415 -- the command line stays light without it

    if settings.assistant_url:
        return RemoteTurns(settings.assistant_url)
    return LocalTurns(lambda: build_assistant(settings, agents))


def build_assistant(settings: Settings, agents: "ASGIApp | None") -> "TurnRunner":
    import httpx2  # noqa: PLC0415 -- the assistant's parts are slow to import, and a list needs none of them

    from watchbill.assistant.application import build_turns  # noqa: PLC0415 -- the same

    model = _model(settings)
    url = settings.mcp_server_url or f"http://127.0.0.1:{settings.mcp_port}/mcp"
    if agents is None or settings.mcp_server_url:
        return build_turns(url, model)
    return build_turns(url, model, httpx2.ASGITransport(app=agents))


def _model(settings: Settings) -> "ModelEndpoint | None":
    """The language model that the environment names; None when it names none."""
    from watchbill.schemas.endpoint import ModelEndpoint  # noqa: PLC0415 -- the command line stays light without it

    if not settings.model_url and settings.model_api != "anthropic":
        return None
    return ModelEndpoint(
        api="anthropic" if settings.model_api == "anthropic" else "openai",
        url=settings.model_url,
        name=settings.model_name,
        key=settings.model_key,
    )


async def answer_here(
    settings: Settings,
    services: Services,
    caller: "Caller",
    opening: "Opening",
    show: "Callable[[Event], None]",
    card: int | None = None,
) -> None:
    """Answer a message over the store of this machine, all in this process, and keep what was answered, also when it was broken off.

    The assistant goes its usual way, over MCP and its token check.
    """
    from watchbill.mcp.server import build_application  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web.asking import StoredTurn, events_of  # noqa: PLC0415 -- the same
    from watchbill.web.turn import Answer, Chat  # noqa: PLC0415 -- the same

    answer = Answer()
    agents = build_application(services, is_local=False)
    turns = build_assistant(settings, agents)
    chat = Chat(turns, settings.time_zone)
    try:
        async with agents.router.lifespan_context(agents):
            async for event in events_of(chat, services, caller, opening, card=card):
                answer.take(event)
                show(event)
            await turns.close()
    finally:
        StoredTurn(services, caller, opening).keep(answer)
