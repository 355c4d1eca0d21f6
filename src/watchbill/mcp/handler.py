"""What is answered to each kind of request; everything that blocks runs on a worker thread."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import mcp_types
from anyio import to_thread
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError

from watchbill.domain.errors import UnauthenticatedError, WatchbillError
from watchbill.mcp import joint, prompt, resource, suggestion
from watchbill.mcp.answer import Answers, count_read
from watchbill.mcp.asking import Question, ask
from watchbill.mcp.catalogue import tools_for
from watchbill.mcp.text import clean, cut
from watchbill.mcp.tool import Call
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller

REQUEST_KEY = "watchbill/request-key"
"""The name in a request's `_meta` under which a client gives its request key."""
_NAME_SHOWN = 100

Context = ServerRequestContext[Any, Any]
Paging = mcp_types.PaginatedRequestParams | None
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Handlers:
    """`caller` is who asks where no HTTP request says it; a function is asked at each call."""

    services: Services
    caller: Caller | Callable[[], Caller] | None
    answers: Answers = field(default_factory=Answers)

    async def list_tools(self, context: Context, _: Paging) -> mcp_types.ListToolsResult:
        caller = self._call(context).caller
        return mcp_types.ListToolsResult(tools=[tool.wire for tool in tools_for(caller)])

    async def call_tool(
        self, context: Context, params: mcp_types.CallToolRequestParams
    ) -> mcp_types.CallToolResult | mcp_types.InputRequiredResult:
        call, given = self._call(context), params.arguments or {}
        result = await self.answers.of(call, params.name, given)
        question = None if call.joint else Question.of(result)
        return result if question is None else await self._ask(context, params, result, question)

    async def _ask(
        self,
        context: Context,
        params: mcp_types.CallToolRequestParams,
        result: mcp_types.CallToolResult,
        question: Question,
    ) -> mcp_types.CallToolResult | mcp_types.InputRequiredResult:
        """Put the question, and go on with the answer; without one, the result stands."""
        call, given = self._call(context), params.arguments or {}
        said = await ask(context, params, question)
        if isinstance(said, mcp_types.InputRequiredResult):
            return said
        meant = question.meant(said, given)
        return result if meant is None else await self.answers.of(call, params.name, meant)

    async def list_resources(self, context: Context, _: Paging) -> mcp_types.ListResourcesResult:
        self._call(context)
        return mcp_types.ListResourcesResult(resources=resource.listed())

    async def list_templates(
        self, context: Context, _: Paging
    ) -> mcp_types.ListResourceTemplatesResult:
        self._call(context)
        return mcp_types.ListResourceTemplatesResult(resource_templates=resource.templates())

    async def read_resource(
        self, context: Context, params: mcp_types.ReadResourceRequestParams
    ) -> mcp_types.ReadResourceResult:
        call, uri = self._call(context), str(params.uri)
        content = await _worked(call, lambda: resource.read(call, uri), uri=uri)
        return mcp_types.ReadResourceResult(contents=[content])

    async def list_prompts(self, context: Context, _: Paging) -> mcp_types.ListPromptsResult:
        self._call(context)
        return mcp_types.ListPromptsResult(prompts=prompt.listed())

    async def get_prompt(
        self, context: Context, params: mcp_types.GetPromptRequestParams
    ) -> mcp_types.GetPromptResult:
        call = self._call(context)
        return await _worked(call, lambda: prompt.get(call, params.name, params.arguments or {}))

    async def complete(
        self, context: Context, params: mcp_types.CompleteRequestParams
    ) -> mcp_types.CompleteResult:
        call, asked = self._call(context), params.argument
        found = await _worked(call, lambda: suggestion.suggest(call, asked.name, asked.value))
        return mcp_types.CompleteResult(completion=found)

    def _call(self, context: Context) -> Call:
        try:
            here = self.caller() if callable(self.caller) else self.caller
        except WatchbillError as error:
            raise _told(error) from None
        found = here if context.request is None else context.request.state.caller
        if found is None:
            raise UnauthenticatedError("Nobody is signed in.", hint="Connect with a token.")
        caller = replace(found, client=_client(context))
        key, asked = _request_key(context), joint.asked(context.meta or {})
        return Call(services=self.services, caller=caller, request_key=key, joint=asked)


async def _worked(call: Call, work: Callable[[], Answer], **about: str) -> Answer:
    """The answer of what only reads; what is refused is a protocol error in our words, with what it is about as data."""
    try:
        await count_read(call)
        return await to_thread.run_sync(work)
    except WatchbillError as error:
        raise _told(error, **about) from None


def _told(error: WatchbillError, **about: str) -> MCPError:
    said = f"{error.code}: {clean(error.message)} {clean(error.hint)}".strip()
    return MCPError(mcp_types.INVALID_PARAMS, said, {"code": error.code, **about})


def _request_key(context: Context) -> str | None:
    key = (context.meta or {}).get(REQUEST_KEY)
    return None if key is None else str(key)


def _client(context: Context) -> str | None:
    """What the program calls itself; never a reason to trust it."""
    params = context.session.client_params
    if params is None:
        return None
    said = f"{params.client_info.name} {params.client_info.version}"
    return cut(" ".join(clean(said).split()), _NAME_SHOWN)
