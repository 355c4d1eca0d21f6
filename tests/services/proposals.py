"""What tests of proposals do again and again."""

from collections.abc import Callable

import pytest

from watchbill.domain.errors import (
    ConflictError,
)
from watchbill.domain.proposal import Proposal
from watchbill.domain.query import ChangeFilter, TaskFilter
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.writing import Receipt


def add(services: Services, caller: Caller, *titles: str) -> Receipt:
    return services.tasks.add(caller, [TaskDraft(title=title) for title in titles])


def titles(services: Services, caller: Caller, state: str = "open") -> list[str]:
    page = services.tasks.view(caller, TaskFilter(state=state))  # type: ignore[arg-type]
    return sorted(task.title for task in page.tasks)


def proposed(receipt: Receipt) -> Proposal:
    assert receipt.proposal is not None
    return receipt.proposal


def refusal(call: Callable[[], object]) -> ConflictError:
    with pytest.raises(ConflictError) as refused:
        call()
    return refused.value


def history(services: Services, caller: Caller) -> list[str]:
    entries = services.journal.view(caller, ChangeFilter())
    return [f"{entry.change.actor}: {entry.change.sentence}" for entry in entries]
