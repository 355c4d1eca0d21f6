"""Language models behind HTTP: any endpoint that speaks OpenAI's or Anthropic's protocol, and a trial of one."""

import asyncio
import logging

import httpx2
from pydantic_ai import ToolDefinition
from pydantic_ai.direct import model_request
from pydantic_ai.exceptions import ModelAPIError, ModelHTTPError
from pydantic_ai.messages import ModelRequest, ToolCallPart
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.settings import ModelSettings

from watchbill.schemas.endpoint import ModelEndpoint, ModelTrial

log = logging.getLogger("watchbill.assistant")

CONNECT, READ = 2.5, 60.0
"""Seconds that a model has to take a connection, and between two pieces of its answer."""
SETTINGS = ModelSettings(max_tokens=1_000)
TRIAL_LIMIT = 30.0
_MAKERS = {"openai": "https://api.openai.com/v1", "anthropic": "https://api.anthropic.com"}
_TOOL = ToolDefinition(
    name="view_tasks",
    description="Show the tasks.",
    parameters_json_schema={"type": "object", "properties": {}},
)
NO_TOOLS = (
    "It answers, and uses no tools: the assistant will do nearly all without it. "
    "Many models below three billion parameters are so; llama.cpp's server needs --jinja."
)
_STATUS = {
    401: "It doesn't take the key.",
    403: "It doesn't take the key.",
    404: "There is no such model, or no such address.",
    429: "It refuses for now: too many requests, or nothing left to spend.",
}


class Endpoints:
    """Makes models of endpoints; their connections are shared and kept. `default` is that of turns that name none."""

    def __init__(self, default: ModelEndpoint | None = None) -> None:
        self._default = default
        self._http = httpx2.AsyncClient(timeout=httpx2.Timeout(READ, connect=CONNECT))

    def model(self, endpoint: ModelEndpoint | None) -> Model | None:
        """The model of that endpoint, else of the default one; None when there is neither."""
        wanted = endpoint or self._default
        return None if wanted is None else _opened(wanted, self._http)

    async def attempt(self, endpoint: ModelEndpoint) -> ModelTrial:
        """Ask it for what needs a tool, as in a turn, and say how that went."""
        try:
            async with asyncio.timeout(TRIAL_LIMIT):
                answer = await model_request(
                    _opened(endpoint, self._http),
                    [ModelRequest.user_text_prompt("Show me my tasks. Use the tool view_tasks.")],
                    model_settings=SETTINGS,
                    model_request_parameters=ModelRequestParameters(function_tools=[_TOOL]),
                )
        except ModelHTTPError as error:
            said = _STATUS.get(error.status_code, f"It answers with HTTP {error.status_code}.")
            return ModelTrial(ok=False, message=said)
        except ModelAPIError as error:
            log.warning("a model on trial failed: %r", error)
            return ModelTrial(ok=False, message="Nobody answers there. Check the address.")
        except TimeoutError:
            return ModelTrial(ok=False, message=f"It took over {TRIAL_LIMIT:.0f} seconds.")
        except Exception as error:  # noqa: BLE001 -- whatever answers there, it isn't a model, and its words stay here
            log.warning("a model on trial talks nonsense: %r", error)
            return ModelTrial(ok=False, message="What answers there isn't a language model.")
        if not any(isinstance(part, ToolCallPart) for part in answer.parts):
            return ModelTrial(ok=False, message=NO_TOOLS)
        return ModelTrial(ok=True, message="It answers, and uses tools.")

    async def close(self) -> None:
        await self._http.aclose()


def _opened(endpoint: ModelEndpoint, http: httpx2.AsyncClient) -> Model:
    url = endpoint.url or _MAKERS[endpoint.api]
    name, key = endpoint.name or "default", endpoint.key or "none"
    if endpoint.api == "anthropic":
        return _anthropic(url, name, key, http)
    return _openai(url, name, key, http)


def _openai(url: str, name: str, key: str, http: httpx2.AsyncClient) -> Model:
    from openai import AsyncOpenAI  # noqa: PLC0415 -- slow to import, and many have no model
    from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415 -- the same
    from pydantic_ai.profiles.openai import OpenAIModelProfile  # noqa: PLC0415 -- the same
    from pydantic_ai.providers.openai import OpenAIProvider  # noqa: PLC0415 -- the same

    client = AsyncOpenAI(base_url=url, api_key=key, max_retries=0, http_client=http)
    # The newer name of that limit is known to its maker alone; a server that doesn't know it wouldn't stop.
    is_makers = url == _MAKERS["openai"]
    profile = OpenAIModelProfile(openai_chat_supports_max_completion_tokens=is_makers)
    return OpenAIChatModel(name, provider=OpenAIProvider(openai_client=client), profile=profile)


def _anthropic(url: str, name: str, key: str, http: httpx2.AsyncClient) -> Model:
    from anthropic import AsyncAnthropic  # noqa: PLC0415 -- slow to import, and many have no model
    from pydantic_ai.models.anthropic import AnthropicModel  # noqa: PLC0415 -- the same
    from pydantic_ai.providers.anthropic import AnthropicProvider  # noqa: PLC0415 -- the same

    client = AsyncAnthropic(base_url=url, api_key=key, max_retries=0, http_client=http)
    return AnthropicModel(name, provider=AnthropicProvider(anthropic_client=client))
