"""What `tools/list` shows: small, complete, the same in both eras, and held by a snapshot."""

import json
from pathlib import Path
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client
from tests.mcp.tokens import tokens

from watchbill.mcp.server import build_server
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller

SNAPSHOT = Path(__file__).with_name("tools.json")
MOST_TOKENS = 2_800
"""What we keep to; 3,000 is what we promise."""


def listed(services: Services, caller: Caller, mode: str) -> list[dict[str, Any]]:
    async def listing() -> list[dict[str, Any]]:
        async with Client(build_server(services, caller=caller), mode=mode) as client:
            tools = (await client.list_tools()).tools
        return [tool.model_dump(by_alias=True, exclude_none=True) for tool in tools]

    return anyio.run(listing)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_are_those_of_the_snapshot(services: Services, robot: Caller, mode: str) -> None:
    found = listed(services, robot, mode)
    assert found == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_the_tools_are_few_tokens() -> None:
    tools = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert tokens(tools) < MOST_TOKENS


def test_schemas_are_closed_valid_and_without_noise() -> None:
    for tool in json.loads(SNAPSHOT.read_text(encoding="utf-8")):
        for schema in (tool["inputSchema"], tool["outputSchema"]):
            Draft202012Validator.check_schema(schema)
            text = json.dumps(schema)
            assert [w for w in ("anyOf", "null", "$ref", '"title": "') if w in text] == []
        assert tool["inputSchema"]["additionalProperties"] is False


def test_every_tool_has_all_four_hints() -> None:
    tools = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert {tuple(sorted(tool["annotations"])) for tool in tools} == {
        ("destructiveHint", "idempotentHint", "openWorldHint", "readOnlyHint")
    }
