"""Several calls as one change: what a client asks for in a request's `_meta`, beside the last of them.

A program that carries out a person's sentence knows all its calls; a model makes one at a time. So it stands in `_meta`, and no model reads about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from mcp_types import CallToolResult

from watchbill.domain.errors import InvalidError, StaleError
from watchbill.mcp.catalogue import find_tool
from watchbill.mcp.outcome import Outcome
from watchbill.mcp.receipt import WriteContent, outcome_of
from watchbill.mcp.text import quote
from watchbill.mcp.tool import Call, Tool
from watchbill.schemas.request import Request
from watchbill.services.bundle import Services

FIRST = "watchbill/first"
"""Calls that are done before this one, in this order, in the same change: a list of {name, arguments}."""
PREVIEW = "watchbill/preview"
"""True: say what all of them would do, and write nothing."""
STATE = "watchbill/state"
"""The state that a preview stood on: if anything was written since, this is refused with STALE."""
MOST = 20
"""So many calls before the last one."""

Step = tuple[Tool[Any], Request]


class JointContent(WriteContent):
    """What the calls did together. `steps` has what each of them did, in their order.

    A preview says on which `state` it stands, and why a person would have to decide, if one would (`held`).
    """

    steps: list[WriteContent]
    state: str | None = None
    held: str | None = None


def asked(meta: Mapping[str, Any]) -> dict[str, Any]:
    """What a request's `_meta` says of calls that belong together; nothing for one that stands alone."""
    return {name: meta[name] for name in (FIRST, PREVIEW, STATE) if meta.get(name)}


def answer(call: Call, last: Tool[Any], given: Mapping[str, Any]) -> CallToolResult:
    """Do it together with the calls before it; what only reads sees the list as it would be after these, and drops them.

    An answer may be as long as those of its steps are. What a person would have to decide is refused with NEEDS_REVIEW: it can be done step by step.
    """
    steps = [*_first(call), (last, last.take(call, given))]
    for tool, _ in steps[:-1] if last.is_read_only else steps:
        _check(tool)
    if last.is_read_only:
        seen = call.services.tried(call.caller, lambda inside: _carried_out(call, inside, steps))
        return seen[-1].to_result()
    return _together(call, steps).to_result()


def _first(call: Call) -> list[Step]:
    calls = call.joint.get(FIRST, [])
    if not isinstance(calls, list) or not all(map(_is_call, calls)) or len(calls) > MOST:
        raise InvalidError.of(
            "first",
            f"“{FIRST}” is not a list of up to {MOST} calls.",
            hint='Use [{"name": "add_task", "arguments": {"title": "Buy milk"}}].',
        )
    found = [(find_tool(one["name"]), one["arguments"]) for one in calls]
    return [(tool, tool.take(call, given)) for tool, given in found]


def _is_call(one: Any) -> bool:
    if not isinstance(one, dict):
        return False
    return isinstance(one.get("name"), str) and isinstance(one.get("arguments"), dict)


def _check(tool: Tool[Any]) -> None:
    if not tool.can_join:
        raise InvalidError.of(
            "first",
            f"{quote(tool.name)} can't be one of several calls that are one change.",
            hint="Call it alone.",
        )


def _carried_out(call: Call, inside: Services, steps: Sequence[Step]) -> list[Outcome]:
    within = replace(call, services=inside, joint={})
    return [tool.run(within, given) for tool, given in steps]


def _together(call: Call, steps: Sequence[Step]) -> Outcome:
    outcomes: list[Outcome] = []
    states: list[str] = []

    def act(inside: Services) -> None:
        states.append(inside.journal.state(call.caller.workspace_id))
        _check_state(call, states[0])
        outcomes.extend(_carried_out(call, inside, steps))

    reasons = dict.fromkeys(getattr(given, "reason", "") for _, given in steps)
    preview = bool(call.joint.get(PREVIEW)) or any(_is_preview(given) for _, given in steps)
    options = replace(
        call.options(reason="; ".join(filter(None, reasons)), preview=preview), may_wait=False
    )
    receipt = call.services.together(call.caller, act, body=_body(steps), options=options)
    whole = outcome_of(receipt)
    done = cast("WriteContent", whole.content)
    contents = [_told(cast("WriteContent", one.content), done) for one in outcomes]
    content = JointContent(
        **{
            **dict(done),
            "tasks": _last_rows(contents) or done.tasks,
            # A repeat doesn't know any more what each of them did.
            "steps": contents or [done] * len(steps),
            "state": states[0] if receipt.is_preview else None,
            "held": receipt.held,
        }
    )
    return replace(whole, content=content)


def _is_preview(given: Request) -> bool:
    return bool(getattr(given, "preview", False))


def _check_state(call: Call, state: str) -> None:
    expected = call.joint.get(STATE)
    if expected is not None and expected != state:
        raise StaleError(
            "Something else was written since this was looked at.",
            hint="Nothing was written. Look again, and then do it.",
        )


def _body(steps: Sequence[Step]) -> dict[str, Any]:
    return {
        "together": [
            [tool.name, given.model_dump(mode="json", exclude_unset=True)] for tool, given in steps
        ]
    }


def _told(step: WriteContent, whole: WriteContent) -> WriteContent:
    """What a step did, with the number of the change that it is a part of."""
    if step.status != "preview":
        return step
    named = {"status": whole.status, "change": whole.change, "undo": whole.undo}
    return step.model_copy(update=named)


def _last_rows(contents: Sequence[WriteContent]) -> list[Any]:
    """Every task that was named, as it is after the last step that named it."""
    return list({row.ref: row for one in contents for row in one.tasks}.values())
