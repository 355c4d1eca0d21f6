"""What became of what an agent proposed, as it reads it."""

from pydantic import BaseModel

from watchbill.domain.proposal import WORD_MAX
from watchbill.mcp.outcome import Outcome
from watchbill.mcp.receipt import WriteContent
from watchbill.mcp.text import clean, cut, quote
from watchbill.mcp.tool import Call
from watchbill.services.proposal import Shown

_SHOWN = 10
_SENTENCE_SHOWN = 200


class ProposalRow(BaseModel):
    """One of the agent's own. `change` is what came of it, `word` what the person said."""

    proposal: int
    state: str
    said: str
    change: int | None = None
    word: str | None = None


def rows_of(call: Call) -> list[ProposalRow]:
    """The caller's newest."""
    return [_row(one) for one in call.services.proposals.view(call.caller, limit=_SHOWN)]


def line(row: ProposalRow) -> str:
    came = f", change {row.change}" if row.change else ""
    word = f", saying {quote(row.word, WORD_MAX)}" if row.word else ""
    return f"proposal {row.proposal} | {row.state}{came}{word} | {quote(row.said, _SENTENCE_SHOWN + 1)}"


def withdraw(call: Call, number: int) -> Outcome:
    call.services.proposals.withdraw(call.caller, number)
    text = f"Withdrawn: proposal {number} waits no more. Nothing is changed."
    return Outcome(text, WriteContent(status="unchanged", proposal=number, tasks=[]))


def _row(shown: Shown) -> ProposalRow:
    proposal = shown.proposal
    return ProposalRow(
        proposal=proposal.number,
        state=shown.state,
        said=cut(clean(proposal.change.sentence), _SENTENCE_SHOWN),
        change=proposal.result,
        word=clean(proposal.word) or None,
    )
