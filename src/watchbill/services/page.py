"""What a list of tasks is answered with."""

from dataclasses import dataclass

from watchbill.domain.names import NO_NAMES, Names
from watchbill.domain.task import TaskPage
from watchbill.services.moment import Moment
from watchbill.services.selecting import Correction, Found


@dataclass(frozen=True, slots=True)
class NamedPage(TaskPage):
    """The same, with what the ids in the tasks stand for.

    `corrections`: words that no task has, each with those that were looked for instead.
    `moment`: when they were so, if that isn't now.
    `is_in_order`: whether they come in the order that people give the list.
    """

    names: Names = NO_NAMES
    corrections: tuple[Correction, ...] = ()
    moment: Moment | None = None
    is_in_order: bool = False

    @classmethod
    def of(
        cls, page: TaskPage, names: Names, found: Found, moment: Moment | None = None
    ) -> "NamedPage":
        return cls(
            page.tasks, page.next_cursor, names, found.corrections, moment, found.is_in_order
        )
