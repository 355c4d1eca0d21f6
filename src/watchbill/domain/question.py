"""A proposal as the question that a person answers: what the card in the chat asks."""

from dataclasses import dataclass

from watchbill.domain.proposal import Proposal, takes_away

_ASKED = {
    "Added": "Add", "Archived": "Archive", "Changed": "Change", "Commented": "Comment", "Completed": "Complete",
    "Deleted": "Delete", "Erased": "Erase", "Imported": "Import", "Made": "Make", "Moved": "Move", "Put": "Put",
    "Redid": "Redo", "Renamed": "Rename", "Reopened": "Reopen", "Restored": "Restore", "Saved": "Save", "Set": "Set",
    "Skipped": "Skip", "Sorted": "Sort", "Stopped": "Stop", "Took": "Take", "Undid": "Undo",
}  # fmt: skip
"""How the first word of a change's sentence asks; one that isn't here is asked by “Do this”."""
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Question:
    """`text` ends in a question mark; `yes` and `no` are what its buttons say."""

    text: str
    yes: str
    no: str


def question_of(proposal: Proposal) -> Question:
    """“Delete #1 “Milk”?”, in one line, from the change that waits and from nothing that a program said about it."""
    first, _, rest = " ".join(proposal.change.sentence.split()).partition(" ")
    verb = _ASKED.get(first)
    asked = rest.replace("” and changed ", "” and change ")
    said = f"{verb} {asked}" if verb else f"Do this: {first} {rest}"
    text = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
    is_loss = any(map(takes_away, proposal.change.operations))
    return Question(f"{text}?", verb or "Do it", "Keep" if is_loss else "Leave it")
