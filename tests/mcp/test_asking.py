"""Asking the person which task is meant: over stdio and HTTP, in both eras, and never instead of a review."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, ElicitRequestParams, ElicitResult, ErrorData
from tests.mcp.agent import bearer, served, text_of
from tests.mcp.test_stdio import started

from watchbill.domain.query import TaskFilter
from watchbill.mcp.server import build_application, build_server
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft

AMBIGUOUS = "AMBIGUOUS: “milk” is the title of #1 “Milk”, #2 “milk”."
Answer = ElicitResult | ErrorData


class Person:
    """Who is asked by the client: gives the same answer each time, and remembers the questions."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[str, Any]] = []

    async def __call__(self, _context: Any, params: ElicitRequestParams) -> Answer:
        assert params.mode == "form"
        self.asked.append((params.message, params.requested_schema))
        return self.answer


def chose(task: str) -> ElicitResult:
    return ElicitResult(action="accept", content={"task": task})


@pytest.fixture
def twice(services: Services) -> None:
    services.tasks.add(services.users.owner(), [TaskDraft(title="Milk"), TaskDraft(title="milk")])


Try = Callable[..., CallToolResult]


@pytest.fixture
def call(services: Services, robot: Caller) -> Try:
    """A call in process by a client whose person can be asked."""

    def called(
        person: Person | None, mode: str, name: str, caller: Caller = robot, **given: Any
    ) -> CallToolResult:
        async def scene() -> CallToolResult:
            server = build_server(services, caller=caller)
            async with Client(server, mode=mode, elicitation_callback=person) as client:
                return await client.call_tool(name, given)

        return anyio.run(scene)

    return called


@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_who_can_be_asked_says_which_task_is_meant(call: Try, mode: str) -> None:
    person = Person(chose("#2 milk"))
    done = call(person, mode, "complete_task", tasks=["milk"])
    assert text_of(done).startswith('Change 2: #2 "milk" open → done.')
    choices = ["#1 Milk", "#2 milk"]
    task = {"type": "string", "title": "Task", "enum": choices}
    schema = {"type": "object", "properties": {"task": task}, "required": ["task"]}
    assert person.asked == [('Which task is meant by "milk"?', schema)]


@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize(
    "answer",
    [
        ElicitResult(action="decline"),
        ElicitResult(action="cancel"),
        ElicitResult(action="accept"),
        chose("#3 Somebody else's"),
    ],
)
def test_an_answer_that_chooses_nothing_leaves_the_refusal(
    call: Try, services: Services, mode: str, answer: ElicitResult
) -> None:
    refused = call(Person(answer), mode, "complete_task", tasks=["milk"])
    assert refused.is_error
    assert text_of(refused).startswith(AMBIGUOUS)
    page = services.tasks.view(services.users.owner(), TaskFilter())
    assert [task.is_done for task in page.tasks] == [False, False]


@pytest.mark.usefixtures("twice")
def test_a_client_that_fails_to_ask_gets_the_refusal(call: Try) -> None:
    person = Person(ErrorData(code=-32603, message="The window was closed"))
    assert text_of(call(person, "legacy", "complete_task", tasks="milk")).startswith(AMBIGUOUS)


@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_who_can_not_be_asked_gets_the_refusal_with_the_candidates(call: Try, mode: str) -> None:
    assert text_of(call(None, mode, "complete_task", tasks=["milk"])).startswith(AMBIGUOUS)


@pytest.mark.usefixtures("twice")
def test_one_question_is_asked_and_the_ref_stands_wherever_the_name_did(call: Try) -> None:
    person = Person(chose("#1 Milk"))
    items = [{"title": "Oat", "parent": "MILK"}, {"title": "Soy milk"}]
    added = call(person, "auto", "add_task", items=items)
    assert 'added #3 "Oat" (parent #1); added #4 "Soy milk"' in text_of(added)
    moved = call(person, "auto", "update_task", tasks=[4], parent="milk", description="milk")
    assert "parent none → #1" in text_of(moved)
    assert 'description added: "milk"' in text_of(moved)
    both = call(person, "auto", "update_task", tasks=["milk", "o"], priority=1)
    assert text_of(both).startswith("AMBIGUOUS: No task is called exactly “o”")
    assert len(person.asked) == 3


@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_answer_allows_nothing_that_a_person_has_to_review(
    call: Try, services: Services, mode: str
) -> None:
    owner = services.users.owner()
    _, text = services.tokens.create(owner, "laptop", ["tasks:read", "tasks:write"])
    person = Person(chose("#1 Milk"))
    proposed = call(person, mode, "delete_task", services.tokens.verify(text), tasks=["milk"])
    assert text_of(proposed).startswith("Proposed, not done: proposal 1 waits for a person")
    assert len(person.asked) == 1
    assert len(services.tasks.view(owner, TaskFilter()).tasks) == 2


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_desktop_program_s_person_is_asked_over_stdio(tmp_path: Path, mode: str) -> None:
    person = Person(chose("#2 milk"))

    async def scene() -> str:
        async with started(tmp_path, mode, elicitation_callback=person) as client:
            await client.call_tool("add_task", {"items": ["Milk", "milk"]})
            return text_of(await client.call_tool("complete_task", {"tasks": "milk"}))

    assert anyio.run(scene).startswith('Change 2: #2 "milk" open → done.')
    assert len(person.asked) == 1


@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize(
    ("mode", "said"), [("auto", 'Change 2: #2 "milk" open → done.'), ("legacy", AMBIGUOUS)]
)
def test_over_http_it_is_asked_where_each_call_says_that_it_can_be(
    services: Services, mode: str, said: str
) -> None:
    """In the era of handshakes a server without sessions doesn't know, and has no way back to the client."""
    _, token = services.tokens.create(services.users.owner(), "laptop", ["tasks:write"])
    person = Person(chose("#2 milk"))

    async def scene(url: str) -> str:
        async with (
            httpx2.AsyncClient(headers=bearer(token)) as http,
            Client(
                streamable_http_client(f"{url}/mcp", http_client=http),
                mode=mode,
                elicitation_callback=person,
            ) as client,
        ):
            return text_of(await client.call_tool("complete_task", {"tasks": ["milk"]}))

    with served(build_application(services, is_local=False)) as url:
        assert anyio.run(scene, url).startswith(said)
