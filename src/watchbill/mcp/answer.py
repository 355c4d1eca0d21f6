"""From a call to its answer: on a worker thread, or at once when the same was asked of the same content before."""

import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from anyio import to_thread
from mcp_types import CallToolResult

from watchbill.domain.errors import INTERNAL, WatchbillError
from watchbill.mcp import joint
from watchbill.mcp.catalogue import find_tool
from watchbill.mcp.outcome import refusal
from watchbill.mcp.tool import Call, Tool
from watchbill.services.meaning import today

log = logging.getLogger("watchbill.mcp")

KEPT = 200
"""Answers, of 8 kB at most each."""

Key = tuple[str, str, str, str, str, bytes]
"""Whose content and which state of it, the asker's day, the tool, who asks, and for what."""


class Answers:
    """What calls are answered; a failure of any kind is an answer too, in our words alone."""

    def __init__(self, *, most: int = KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[Key, CallToolResult] = OrderedDict()

    async def of(self, call: Call, name: str, given: Mapping[str, Any]) -> CallToolResult:
        """The answer of the tool with that name."""
        try:
            tool = find_tool(name)
            if tool.is_read_only or "preview" in given or joint.PREVIEW in call.joint:
                await count_read(call)
            if call.joint:
                return await to_thread.run_sync(joint.answer, call, tool, given)
            if tool.is_read_only:
                return await self._read(call, tool, given)
            return await to_thread.run_sync(tool.call, call, given)
        except WatchbillError as error:
            return refusal(error)
        except Exception:
            log.exception("the tool %s failed", name)
            return refusal(_defect())

    async def _read(self, call: Call, tool: Tool[Any], given: Mapping[str, Any]) -> CallToolResult:
        taken, caller = tool.take(call, given), call.caller
        if tool.is_of_the_moment(call, taken):
            return await to_thread.run_sync(tool.answer, call, taken)
        state = await _soon(call, lambda: call.services.journal.state(caller.workspace_id))
        day = f"{today(call.services.clock(), caller.zone)} {caller.zone}"
        key = (caller.workspace_id, state, day, tool.name, str(caller.actor), _digest(given))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        # Read after the state, so never older than it; of a newer one, nobody asks for this key again.
        answer = await to_thread.run_sync(tool.answer, call, taken)
        self._kept[key] = answer
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return answer


async def count_read(call: Call) -> None:
    """Raises RATE_LIMITED for a program that reads, or looks at what it would write, too often."""
    reads = call.services.reads
    if not reads.take(call.caller):
        await to_thread.run_sync(reads.fetch, call.caller)


async def _soon(call: Call, read: Callable[[], str]) -> str:
    """On SQLite a read of one row takes less time than the way to a thread, and waits for nobody (WAL)."""
    return read() if call.services.database.is_sqlite else await to_thread.run_sync(read)


def _digest(given: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).digest()


def _defect() -> WatchbillError:
    return WatchbillError(
        "The server failed at this.",
        hint="Look with view_changes whether it was written before you try again.",
        code=INTERNAL,
    )
