"""Random histories with proposals in them: made, accepted whole and in part, declined, withdrawn and expired, while people go on writing.

After each step the store is what its journal says, and nothing refers to what isn't there.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.services.history import ACTIONS, DRAFTS, ERASURES, Action, World
from tests.services.soundness import faults

from watchbill.domain.errors import ConflictError, InvalidError, NotFoundError
from watchbill.domain.operation import Actor
from watchbill.domain.proposal import WAITING, Proposal
from watchbill.services.accepting import ALL, Choice
from watchbill.services.drafting import TaskDraft
from watchbill.services.verification import verify

PLACES = st.integers(0, 3)
HELD = st.lists(DRAFTS, min_size=2, max_size=3)
CHOICES = st.one_of(
    st.just(ALL),
    st.just(Choice(rest=True)),
    st.lists(st.integers(1, 4), min_size=1, max_size=2).map(
        lambda refs: Choice(tasks=tuple(refs))
    ),
)


class Review(RuleBasedStateMachine):
    """A person, and an agent that may only propose, in one workspace."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="watchbill-review-")
        self.opened = World.opened(f"sqlite:///{Path(self.folder.name) / 'watchbill.db'}")
        self.world = next(self.opened)

    @initialize()
    def begin(self) -> None:
        self.person = self.world.founded()
        self.agent = replace(self.person, actor=Actor("token", "robot"), mode="propose", run="r")
        for action in (("delete", ["1", "4"]), ("edit", "2", {"title": "B"}), ("complete", ["3"])):
            self.the_agent_proposes(action)

    @rule(action=ACTIONS | ERASURES)
    def a_person_writes(self, action: Action) -> None:
        self.world.play(self.person, [("user", action)])

    @rule(action=ACTIONS.filter(lambda action: action[0] not in ("purge", "wait")) | ERASURES)
    def the_agent_proposes(self, action: Action) -> None:
        last = self._last()
        self.world.play(self.agent, [("token", action)])
        assert self._last() == last

    @rule(drafts=HELD)
    def the_agent_proposes_new_tasks(self, drafts: list[TaskDraft]) -> None:
        self.the_agent_proposes(("add", drafts))

    @precondition(lambda self: self._waiting())
    @rule(place=PLACES, choice=CHOICES)
    def a_person_accepts(self, place: int, choice: Choice) -> None:
        number = self._number(place)
        before, last, content = self._find(number), self._last(), self.world.content(self.person)
        try:
            receipt = self.world.services.proposals.accept(self.person, number, choice)
        except (ConflictError, InvalidError, NotFoundError):
            assert (self._last(), self.world.content(self.person)) == (last, content)
            return
        assert before is not None
        assert receipt.change is not None
        again = self.world.services.proposals.accept(self.person, number)
        assert (again.is_repeat, again.change) == (True, receipt.change)
        assert self._last() == last + 1
        wanted = before.change.operations
        done = receipt.change.operations
        assert [one for one in wanted if one in done] == list(done)
        assert len(done) == len(wanted) or choice != ALL
        assert (str(receipt.change.actor), receipt.change.accepted_by) == (
            "token:robot",
            self.person.actor,
        )

    @precondition(lambda self: self._waiting())
    @rule(place=PLACES, verb=st.sampled_from(["decline", "withdraw"]))
    def it_is_closed(self, place: int, verb: str) -> None:
        number, last = self._number(place), self._last()
        proposals = self.world.services.proposals
        try:
            if verb == "decline":
                proposals.decline(self.person, number, "no")
            else:
                proposals.withdraw(self.agent, number)
        except (ConflictError, NotFoundError):
            pass
        assert self._last() == last

    @rule(days=st.sampled_from([1, 2, 8]))
    def time_passes(self, days: int) -> None:
        self.world.clock.now += timedelta(days=days)

    @invariant()
    def the_store_is_what_its_journal_says(self) -> None:
        found = verify(self.world.database, self.person.workspace_id, now=self.world.clock())
        assert found.problem == ""
        assert faults(self.world.database, self.person.workspace_id) == []

    def teardown(self) -> None:
        next(self.opened, None)
        self.folder.cleanup()

    def _last(self) -> int:
        return self.world.services.journal.last_change(self.person.workspace_id)

    def _number(self, place: int) -> int:
        """Of what waits, the one at that place, newest first."""
        found = self._waiting()
        return found[place % len(found)]

    def _waiting(self) -> list[int]:
        found = self.world.services.proposals.view(self.person, states=WAITING)
        return [one.proposal.number for one in found]

    def _find(self, number: int) -> Proposal | None:
        with self.world.database.read(self.person.workspace_id) as reader:
            return reader.proposals.by_number(number)


Review.TestCase.settings = settings(max_examples=8, stateful_step_count=14, deadline=None)
TestReview = Review.TestCase
