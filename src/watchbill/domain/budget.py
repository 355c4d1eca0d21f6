"""How much a program may do by itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from watchbill.domain.errors import InvalidError

MOST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The limits of one token or assistant; 0 is none.

    What goes over the tasks of one call, or over the changes of one run, becomes a proposal;
    there a change of several tasks counts once for each.
    What goes over the changes of an hour or the reads of a minute has to wait. `proposal_days`: how long a person has to decide.
    """

    tasks_per_call: int = 5
    changes_per_run: int = 20
    changes_per_hour: int = 200
    reads_per_minute: int = 600
    proposal_days: int = 7

    def with_own(self, own: Mapping[str, int]) -> "Budget":
        """The same but for the limits that are given, by name."""
        return Budget(**{**asdict(self), **own})


NAMES = tuple(field.name for field in fields(Budget))
UNLIMITED = Budget(tasks_per_call=0, changes_per_run=0, changes_per_hour=0, reads_per_minute=0)


def check_limits(own: Mapping[str, int]) -> dict[str, int]:
    """Limits as a person gives them. Raises INVALID_BUDGET for one that isn't there or isn't a count."""
    for name, limit in own.items():
        least = 1 if name == "proposal_days" else 0
        if name not in NAMES or not least <= limit <= MOST:
            raise InvalidError.of(
                "budget",
                f"{name} can't be {limit}.",
                hint=f"Give counts up to {MOST}, 0 being no limit, for: {', '.join(NAMES)}.",
            )
    return dict(own)
