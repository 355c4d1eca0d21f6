"""The tools on the journal."""

from typing import Annotated

from pydantic import Field

from watchbill.domain.query import ChangeFilter
from watchbill.mcp.result import ChangeList, ChangeRow, Written, change_row, written
from watchbill.mcp.text import receipt_text
from watchbill.mcp.tool import Answer, Call, ToolSpec
from watchbill.schemas.request import Request
from watchbill.services.writing import WriteOptions


class ViewChanges(Request):
    since: Annotated[int | None, Field(ge=0, description="only later ones, oldest first")] = None
    task: Annotated[str | None, Field(description="#ref or exact title")] = None
    actor: Annotated[str | None, Field(description="as shown, “user:owner”")] = None
    run: str | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class UndoChange(Request):
    change: Annotated[int | None, Field(description="number; else your last one")] = None
    redo: bool = False
    preview: bool = False


def view_changes(call: Call, wanted: ViewChanges) -> Answer:
    filter = ChangeFilter(
        since=wanted.since or 0,
        actor=wanted.actor,
        run=wanted.run,
        limit=wanted.limit,
        newest_first=wanted.since is None,
    )
    journal = call.services.journal
    rows = [change_row(entry) for entry in journal.view(call.caller, filter, task=wanted.task)]
    last = journal.last_change(call.caller.workspace_id)
    text = "\n".join(_line(row) for row in rows) or "No changes."
    return text, ChangeList(changes=rows, last=last)


def _line(row: ChangeRow) -> str:
    undone = f" (undone by {row.undone_by})" if row.undone_by else ""
    return f"{row.change} {row.at[:16]}Z {row.actor}: {row.did}{undone}"


def undo_change(call: Call, wanted: UndoChange) -> Answer:
    options = WriteOptions(request_key=call.request_key, preview=wanted.preview)
    journal = call.services.journal
    write = journal.redo if wanted.redo else journal.undo
    receipt = write(call.caller, wanted.change, options)
    return receipt_text(receipt), written(receipt)


TOOLS: tuple[ToolSpec, ...] = (
    ToolSpec(
        name="view_changes",
        description="The journal: who changed what, and what was undone.",
        scopes=frozenset({"tasks:read"}),
        arguments=ViewChanges,
        result=ChangeList,
        run=view_changes,
        is_read_only=True,
    ),
    ToolSpec(
        name="undo_change",
        description="Take a change back by its number, or redo it. What was changed since is never overwritten.",
        scopes=frozenset({"tasks:write"}),
        arguments=UndoChange,
        result=Written,
        run=undo_change,
        is_idempotent=False,
    ),
)
