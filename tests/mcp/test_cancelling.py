"""A call that its client gives up: all of it happened, or nothing, and the next call is answered."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.mcp.agent import environment

VERSION = "2025-11-25"
HELLO = {
    "protocolVersion": VERSION,
    "capabilities": {},
    "clientInfo": {"name": "hasty", "version": "1"},
}
FIFTY = {"items": [f"Task {number}" for number in range(50)]}


class Hasty:
    """A client that writes as fast as it can."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin
        assert process.stdout
        self._in, self._out = process.stdin, process.stdout

    def send(self, method: str, params: dict[str, Any], id: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self._in.write(json.dumps(message if id is None else {**message, "id": id}) + "\n")
        self._in.flush()

    def close(self) -> None:
        self._in.close()

    def answer(self, id: int) -> dict[str, Any]:
        """The answer to that request; what comes before is passed over."""
        while (found := json.loads(self._out.readline())).get("id") != id:
            pass
        result: dict[str, Any] = found["result"]
        return result


@pytest.mark.parametrize("is_relay", [False, True], ids=["store", "relay"])
def test_a_call_that_is_cancelled_is_whole_or_nothing(
    tmp_path: Path, local_url: str, *, is_relay: bool
) -> None:
    server = {"MCP_SERVER_URL": f"{local_url}/mcp"} if is_relay else {}
    environ = environment(WATCHBILL_DATA_DIR=str(tmp_path / "own"), **server)
    command = [sys.executable, "-m", "watchbill", "mcp"]
    with subprocess.Popen(
        command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        client = Hasty(process)
        client.send("initialize", HELLO, 1)
        client.answer(1)
        client.send("notifications/initialized", {})
        for number in range(10, 20):
            client.send("tools/call", {"name": "add_task", "arguments": FIFTY}, number)
            client.send("notifications/cancelled", {"requestId": number, "reason": "given up"})
        client.send("tools/call", {"name": "add_task", "arguments": {"title": "Last"}}, 20)
        assert not client.answer(20).get("isError")
        client.send("tools/call", {"name": "view_tasks", "arguments": {"limit": 1}}, 21)
        total = client.answer(21)["structuredContent"]["total"]
        client.close()
    assert total % 50 == 1
