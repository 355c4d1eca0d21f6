"""One turn: from what the person said to a stream of events, with a language model or without one."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing

from anyio import to_thread
from pydantic_ai import Agent
from pydantic_ai.models import Model
from pydantic_ai.run import AgentRunResultEvent

from watchbill.assistant.briefing import LIMITS, instructions, to_messages
from watchbill.assistant.course import Course
from watchbill.assistant.endpoint import SETTINGS, Endpoints
from watchbill.assistant.failure import MODEL_FAILURES, failure
from watchbill.assistant.ground import Ground
from watchbill.assistant.memory import Memory
from watchbill.assistant.model import Interpreter
from watchbill.assistant.sure import is_request, is_sure
from watchbill.assistant.toolset import Session, TaskTools
from watchbill.language.intent import Moment
from watchbill.schemas.endpoint import ModelEndpoint, ModelTrial
from watchbill.schemas.turn import (
    Event,
    Reply,
    TextDelta,
    ToolStarted,
    TurnFailed,
    TurnFinished,
    TurnRequest,
)

TIME_LIMIT = 110.0
"""Seconds for a turn: less than its token lives."""
MODEL_LIMIT = 90.0
"""Seconds that a model has of them."""
WITHOUT_MODEL = "The language model is of no use just now, so I understood this without it."


class TurnService:
    """Runs turns. Keeps nothing between them but connections; `closing` lets go of these.

    What the interpreter is sure of it does itself, with or without a model; for the rest there is the model. `model` goes before those of endpoints; without any, the offline interpreter speaks.
    """

    def __init__(
        self,
        tools: TaskTools,
        model: Model | None = None,
        endpoints: Endpoints | None = None,
        closing: Sequence[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        self._tools = tools
        self._agent: Agent[None, str] = Agent(retries=1, name="watchbill")
        self._model = model
        self._endpoints = endpoints or Endpoints()
        self._closing = closing

    async def close(self) -> None:
        for close in (*self._closing, self._endpoints.close):
            await close()

    async def try_model(self, endpoint: ModelEndpoint) -> ModelTrial:
        return await self._endpoints.attempt(endpoint)

    async def run(self, request: TurnRequest) -> AsyncGenerator[Event]:
        """The events of a turn; the last one says how it ended. Closing the stream ends the turn."""
        try:
            async with asyncio.timeout(TIME_LIMIT):
                # In a thread: the first one imports its protocol, which is slow, and other turns go on.
                chosen = await to_thread.run_sync(self._endpoints.model, request.model)
                async with aclosing(self._speaking(request, self._model or chosen)) as events:
                    async for event in events:
                        yield event
        except Exception as error:  # noqa: BLE001 -- whatever it is, the person is told, and nothing leaks
            yield failure(error)

    def _speaking(self, request: TurnRequest, model: Model | None) -> AsyncGenerator[Event]:
        is_plain = is_sure(request.text, memory_of(request), moment_of(request))
        return (
            self._offline(request) if model is None or is_plain else self._online(request, model)
        )

    async def _online(self, request: TurnRequest, model: Model) -> AsyncGenerator[Event]:
        """With the model. Where that fails before it wrote anything, the interpreter does what was asked."""
        needs_tools = is_request(request.text, memory_of(request), moment_of(request))
        course = Course(needs_tools=needs_tools)
        ground = Ground(request.text, request.history)
        try:
            async with asyncio.timeout(MODEL_LIMIT):
                session = self._tools.session(request.token, request.turn, ground)
                async with aclosing(self._events(request, model, course, session)) as events:
                    async for event in events:
                        yield event
        except MODEL_FAILURES as error:
            if course.may_have_written:
                raise
            instead = self._instead(request, failure(error), course)
        else:
            instead = _ended(request, course)
        async with aclosing(instead) as events:
            async for event in events:
                yield event

    async def _instead(
        self, request: TurnRequest, failed: TurnFailed, course: Course
    ) -> AsyncGenerator[Event]:
        """Without the model that failed. Where the interpreter finds nothing to do, the failure is all there is to say."""
        is_useful = memory_of(request).question is not None
        note = f"{WITHOUT_MODEL}\n"
        has_told = False
        again = request.model_copy(update={"turn": f"{request.turn}:without"})
        async with aclosing(self._offline(again)) as events:
            async for event in events:
                is_useful = is_useful or isinstance(event, ToolStarted)
                if not is_useful:
                    yield failed
                    return
                if isinstance(event, TextDelta) and not has_told:
                    has_told = True
                    yield TextDelta(text=f"\n{note}" if course.has_spoken else note)
                if isinstance(event, TurnFinished):
                    event = event.model_copy(update={"text": note + event.text})  # noqa: PLW2901 -- the same event, with more words
                yield event

    async def _offline(self, request: TurnRequest) -> AsyncGenerator[Event]:
        session = self._tools.session(request.token, request.turn)
        interpreter = Interpreter(memory_of(request), moment_of(request), session.look)
        course = Course(is_ours=True)
        model = interpreter.as_model()
        async with aclosing(self._events(request, model, course, session)) as events:
            async for event in events:
                yield event
        kept = interpreter.memory
        yield TurnFinished(text=course.said, data=kept.to_json(), replies=_replies(kept))

    async def _events(
        self, request: TurnRequest, model: Model, course: Course, session: Session
    ) -> AsyncGenerator[Event]:
        """What a person sees of a run; its answer is in the course at the end."""
        async with self._agent.run_stream_events(
            request.text,
            model=model,
            model_settings=SETTINGS,
            toolsets=[session],
            instructions=instructions(request),
            message_history=to_messages(request.history),
            usage_limits=LIMITS,
        ) as events:
            async for event in events:
                told = (
                    course.end(event.result.output)
                    if isinstance(event, AgentRunResultEvent)
                    else course.tell(event)
                )
                for one in told:
                    yield one


async def _ended(request: TurnRequest, course: Course) -> AsyncGenerator[Event]:
    memory = memory_of(request).without_question()
    if course.mentioned:
        memory = memory.about(course.mentioned)
    yield TurnFinished(text=course.said, data=memory.to_json())


def _replies(memory: Memory) -> list[Reply]:
    """What can be answered to the question that is open."""
    question = memory.question
    if question is None:
        return []
    if question.kind == "confirm":
        return [Reply(label="Yes", say="yes"), Reply(label="No", say="no")]
    return [
        Reply(label=f"#{ref} {title}", say=f"#{ref}") for ref, title in question.candidates.items()
    ]


def memory_of(request: TurnRequest) -> Memory:
    """What the assistant asked to be remembered last. A turn that broke remembered nothing, and forgets nothing."""
    kept = (message.data for message in reversed(request.history) if "mentioned" in message.data)
    return Memory.from_json(next(kept, {}))


def moment_of(request: TurnRequest) -> Moment:
    return Moment(request.now, request.time_zone)
