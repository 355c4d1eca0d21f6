"""The tools of the journal: view changes, undo and redo."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool, StrictInt, StrictStr

from watchbill.domain.errors import InvalidError
from watchbill.domain.instant import to_text
from watchbill.domain.query import ChangeFilter
from watchbill.mcp.argument import Name, Number, Preview
from watchbill.mcp.outcome import Outcome, first_in_budget, shrinking
from watchbill.mcp.proposal import ProposalRow, line, rows_of, withdraw
from watchbill.mcp.receipt import WriteContent, outcome_of
from watchbill.mcp.schema import ROWS
from watchbill.mcp.text import clean, cut, quote
from watchbill.mcp.tool import Call, Tool
from watchbill.schemas.request import Request
from watchbill.services.journal import Entry
from watchbill.services.meaning import read_instant
from watchbill.services.undoing import Selection

_SENTENCE_SHOWN = 600
_NAME_SHOWN = 100
_CURSOR = re.compile(r"before-([0-9]{1,9})")


After = Annotated[StrictStr, Field(description="a time: 14:00, yesterday 18:00 or 2026-12-01")]


class ViewChanges(Request):
    since: Annotated[Number, Field(description="only after this change, oldest first")] = 0
    after: After = ""
    task: Name = ""
    actor: Annotated[StrictStr, Field(description="as shown, or me")] = ""
    run: StrictStr = ""
    limit: Annotated[StrictInt, Field(ge=1, le=100)] = 20
    cursor: StrictStr = ""


class ChangeRow(BaseModel):
    """One act of the journal. `undone_by`: it doesn't hold any more. `note`: why, in the words of the program that did it."""

    change: int
    at: str
    actor: str
    said: str
    undoes: list[int] | None = None
    undone_by: int | None = None
    run: str | None = None
    client: str | None = None
    note: str | None = None


class ChangeContent(BaseModel):
    """Rows, and how to go on: `cursor` for older ones, `since` for newer ones. `proposals`: what became of the caller's own."""

    changes: Annotated[list[ChangeRow], ROWS]
    proposals: Annotated[list[ProposalRow], ROWS] | None = None
    cursor: str | None = None
    since: int | None = None


class UndoChange(Request):
    change: Annotated[Number, Field(description="your last one if left out")] = 0
    proposal: Annotated[Number, Field(description="one of yours to withdraw, instead")] = 0
    after: Annotated[After, Field(description="all that you did since that time, as one")] = ""
    redo: Annotated[StrictBool, Field(description="do again what was undone")] = False
    reason: StrictStr = ""
    preview: Preview = False


def view(call: Call, given: ViewChanges) -> Outcome:
    entries = call.services.journal.view(
        call.caller, _filter(call, given), task=given.task or None
    )
    most = min(len(entries), given.limit)
    is_narrow = bool(given.task or given.cursor or given.run or given.after)
    proposals = [] if is_narrow else rows_of(call)
    return first_in_budget(
        _with_proposals(_listing(given, entries, shown), proposals) for shown in shrinking(most)
    )


def _with_proposals(outcome: Outcome, proposals: list[ProposalRow]) -> Outcome:
    if not proposals:
        return outcome
    content = outcome.content.model_copy(update={"proposals": proposals})
    return Outcome("\n".join([*map(line, proposals), outcome.text]), content)


def _filter(call: Call, given: ViewChanges) -> ChangeFilter:
    actor = str(call.caller.actor) if given.actor == "me" else given.actor
    return ChangeFilter(
        since=given.since,
        before=_before(given.cursor),
        since_at=_instant(call, given.after),
        actor=actor or None,
        run=given.run or None,
        newest_first="since" not in given.model_fields_set,
        limit=given.limit + 1,  # one more shows whether others follow
    )


def _instant(call: Call, text: str) -> datetime | None:
    if not text:
        return None
    return read_instant("after", text, now=call.services.clock(), zone=call.caller.zone)


def _before(cursor: str) -> int | None:
    if not cursor:
        return None
    if match := _CURSOR.fullmatch(cursor):
        return int(match[1])
    raise InvalidError.of(
        "cursor",
        "The cursor is not one that this list gave.",
        hint="Start again without a cursor.",
    )


def _listing(given: ViewChanges, entries: tuple[Entry, ...], shown: int) -> Outcome:
    rows = [_row(entry) for entry in entries[:shown]]
    content = ChangeContent(changes=rows)
    lines = [_line(row) for row in rows]
    if not rows:
        lines.append("No changes found.")
    elif shown < len(entries) and "since" in given.model_fields_set:
        content.since = rows[-1].change
        lines.append(f"More follow: the same call with since={content.since}.")
    elif shown < len(entries):
        content.cursor = f"before-{rows[-1].change}"
        lines.append(f'Older ones: the same call with cursor="{content.cursor}".')
    return Outcome("\n".join(lines), content)


def _row(entry: Entry) -> ChangeRow:
    change = entry.change
    return ChangeRow(
        change=change.number,
        at=to_text(change.at),
        actor=clean(str(change.actor)),
        said=cut(clean(change.sentence), _SENTENCE_SHOWN),
        undoes=list(change.undoes) or None,
        undone_by=entry.undone_by,
        run=change.run and clean(change.run),
        client=change.client and clean(change.client),
        note=clean(change.note) or None,
    )


def _line(row: ChangeRow) -> str:
    gone = f" (undone by change {row.undone_by})" if row.undone_by else ""
    who = quote(row.actor, _NAME_SHOWN)
    return f"{row.change} | {row.at[:16]}Z | {who} | {quote(row.said, _SENTENCE_SHOWN + 1)}{gone}"


def undo(call: Call, given: UndoChange) -> Outcome:
    journal = call.services.journal
    if "proposal" in given.model_fields_set:
        _check_alone(given, "proposal", "A proposal was never done: it is withdrawn.")
        return withdraw(call, given.proposal)
    if given.after:
        return _undo_since(call, given)
    write = journal.redo if given.redo else journal.undo
    number = given.change if "change" in given.model_fields_set else None
    return outcome_of(
        write(call.caller, number, call.options(reason=given.reason, preview=given.preview))
    )


def _undo_since(call: Call, given: UndoChange) -> Outcome:
    _check_alone(given, "after", "A time chooses many changes.")
    chosen = Selection(actor=str(call.caller.actor), since_at=_instant(call, given.after))
    options = call.options(reason=given.reason, preview=given.preview)
    return outcome_of(call.services.journal.undo_many(call.caller, chosen, options))


def _check_alone(given: UndoChange, name: str, why: str) -> None:
    """Raises INVALID_… when something else says, too, what to take back."""
    beside = given.model_fields_set & {"change", "after", "redo", "proposal"} - {name}
    if beside:
        raise InvalidError.of(
            name, why, hint=f"Give {name} alone, or {' or '.join(sorted(beside))}."
        )


VIEW = Tool(
    name="view_changes",
    description="The history: who changed what and when, newest first, with the numbers that undo_change takes.",
    scope="tasks:read",
    arguments=ViewChanges,
    content=ChangeContent,
    run=view,
    is_read_only=True,
    is_idempotent=True,
)
UNDO = Tool(
    name="undo_change",
    description="Take a change back by a new one. Refused as CONFLICT when what it wrote was changed since.",
    scope="tasks:write",
    arguments=UndoChange,
    content=WriteContent,
    run=undo,
    is_destructive=True,
)
