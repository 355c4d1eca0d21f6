"""Several writes as one change: tried one after the other, then written as what they come to."""

from collections.abc import Callable

from watchbill.domain import sentence
from watchbill.domain.folding import folded
from watchbill.domain.task import NOUN
from watchbill.services.writing import Decision
from watchbill.storage.transaction import Transaction


def decided(tx: Transaction, act: Callable[[], object]) -> Decision:
    """What all the writes of `act` come to. Each is decided on what those before it did; what one raises drops them all."""
    with tx.trial() as tried:
        act()
    operations = folded(operation for change in tried for operation in change.operations)
    said = sentence.together(change.sentence for change in tried) if operations else ""
    tasks = tuple(dict.fromkeys(op.id for op in operations if op.noun == NOUN))
    return Decision(said, operations, tasks)
