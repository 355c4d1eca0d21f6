"""What a sentence would write, tried before anything is: its wishes, each on what those before it would have done."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from watchbill.assistant.plan import Call, Outcome, Plan, begun, send

Look = Callable[[Call, Sequence[Call]], Awaitable[Outcome]]
"""What a call would answer after some others, with nothing written."""
_ALONE = ("undo_change", "view_changes")
"""These are about changes that are made, so what comes before them has to be one."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The writes that can be one change.

    `outcomes` are all that the plan was given up to there; those of the writes are at `places`, and are previews. `state`: what the first stood on.
    """

    writes: tuple[Call, ...]
    outcomes: tuple[Outcome, ...]
    places: tuple[int, ...]
    state: str

    def done(self, whole: Outcome) -> list[Outcome]:
        """The same outcomes once it was done, by the receipt of the whole."""
        found = list(self.outcomes)
        for place, step in zip(self.places, whole.content["steps"], strict=True):
            found[place] = Outcome(is_ok=True, content=step)
        return found


async def rehearse(plan: Plan, outcomes: Sequence[Outcome], look: Look) -> Rehearsal:
    """Try the plan from where these outcomes have brought it, up to its end or to a write that can't be done with those before it.

    What is refused, or changes nothing, is an outcome as any other, and no write.
    """
    seen, writes, places, state = list(outcomes), list[Call](), list[int](), ""
    step = begun(plan)
    for outcome in outcomes:
        step = send(plan, outcome)
    while isinstance(step, Call) and step.tool not in _ALONE:
        outcome = await look(step, writes)
        if step.is_write and outcome.is_ok:
            if outcome.content.get("held"):
                break
            state = state or outcome.content["state"]
            outcome = replace(outcome, content=outcome.content["steps"][-1])
            if outcome.content["status"] == "preview":
                writes.append(step)
                places.append(len(seen))
        seen.append(outcome)
        step = send(plan, outcome)
    return Rehearsal(tuple(writes), tuple(seen), tuple(places), state)
