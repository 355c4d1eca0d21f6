"""What a small language model adds: conversations without it, with it alone on the tools, and with both as the assistant has them.

Run: make evals-model. Takes every STEP-th of the conversations of one sentence, since such a model is slow; `python -m evals.model STEP`.
"""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic_ai import Agent
from pydantic_ai.models import Model

from evals.scenario import Make, Result, Scenario, Stage, load
from watchbill.assistant.briefing import LIMITS, instructions, to_messages
from watchbill.assistant.endpoint import SETTINGS, Endpoints
from watchbill.assistant.failure import failure
from watchbill.assistant.toolset import TaskTools
from watchbill.assistant.turn import MODEL_LIMIT, TurnService
from watchbill.schemas.endpoint import ModelEndpoint
from watchbill.schemas.turn import Event, TurnFinished, TurnRequest

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / "build" / "model" / "bin" / "python"
PAGE = ROOT / "docs" / "evals-model.md"
STEP = 25
HEAD = """\
# What a small language model adds

Written by `make evals-model`: {count} of our conversations, one of each {step}, with SmolLM2 (135 million parameters) behind llama.cpp's own server. Right is a conversation after which
the list, the answer and what waits are just as they have to be; harmed is one after which the list was changed and shouldn't have been so. The model alone gets the same prompt and tools as in the assistant, and nothing of
what doubts it; both is the assistant as it runs: the interpreter where it is sure, the model for the rest, its writes grounded, the interpreter again where it fails ([decision 20](decisions/0020-interpreter-first.md)).

| who | right | harmed | of | s for each, median |
|---|---|---|---|---|
"""


class Alone:
    """The model on the tools, with nothing of ours around it."""

    def __init__(self, tools: TaskTools, model: Model) -> None:
        self._tools = tools
        self._model = model
        self._agent: Agent[None, str] = Agent(retries=1)

    async def run(self, request: TurnRequest) -> AsyncGenerator[Event]:
        try:
            async with asyncio.timeout(MODEL_LIMIT):
                done = await self._agent.run(
                    request.text,
                    model=self._model,
                    model_settings=SETTINGS,
                    toolsets=[self._tools.session(request.token, request.turn)],
                    instructions=instructions(request),
                    message_history=to_messages(request.history),
                    usage_limits=LIMITS,
                )
            yield TurnFinished(text=done.output)
        except Exception as error:  # noqa: BLE001 -- however it fails, it failed
            yield failure(error)

    async def close(self) -> None:
        """It holds nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the model while it serves."""
    command = [str(PYTHON), str(Path(__file__).parent / "llama.py")]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, text=True
    ) as process:
        if process.stdout is None or not (address := process.stdout.readline().strip()):
            sys.exit("The model's server didn't start. Run: make evals-model")
        yield f"{address}/v1"
        process.terminate()


async def compared(sample: Sequence[Scenario], url: str) -> dict[str, list[Result]]:
    endpoints = Endpoints()
    model = endpoints.model(ModelEndpoint(url=url, name="small"))
    if model is None:
        sys.exit("There is no model.")
    small = model
    ways: Mapping[str, Make] = {
        "the interpreter alone": TurnService,
        "the model alone": lambda tools: Alone(tools, small),
        "both": lambda tools: TurnService(tools, small),
    }
    found: dict[str, list[Result]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        for scenario in sample:
            for name, make in ways.items():
                result = await stage.play(scenario, make)
                found[name].append(result)
                print(f"{name}: {scenario.name}: {result.wrong or 'right'}", flush=True)
    await endpoints.close()
    return found


def page(found: Mapping[str, Sequence[Result]], step: int) -> str:
    lines = [_line(name, results) for name, results in found.items()]
    count = len(next(iter(found.values())))
    return HEAD.format(count=count, step=step) + "\n".join(lines) + "\n"


def _line(name: str, results: Sequence[Result]) -> str:
    right = sum(not result.wrong for result in results)
    harmed = sum(any(_is_harm(wrong) for wrong in result.wrong) for result in results)
    times = sorted(sum(result.times) / 1000 for result in results)
    return f"| {name} | {right} | {harmed} | {len(results)} | {times[len(times) // 2]:.1f} |"


def _is_harm(wrong: str) -> bool:
    """A task that is otherwise than it was and ought to be; not one that just wasn't made or changed."""
    return wrong.startswith("#") and "is “None”" not in wrong and "not “None”" in wrong


def main(step: int) -> None:
    sample = [one for one in load() if len(one.say) == 1][::step]
    with served() as url:
        found = asyncio.run(compared(sample, url))
    PAGE.write_text(page(found, step), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STEP)
