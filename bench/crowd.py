"""A store with as many tasks as are wanted: made by changes, through the journal's own rules, a thousand tasks in each."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from watchbill.domain import project, tag
from watchbill.domain import task as rules
from watchbill.domain.due import DueDate
from watchbill.domain.operation import Actor, Change, Operation
from watchbill.storage.database import Database
from watchbill.storage.opening import WORKSPACE
from watchbill.storage.transaction import Transaction

OWNER = Actor("user", "owner")
STEP = 1_000
BEGIN = datetime(2024, 1, 1, 8, tzinfo=UTC)
_SYLLABLES = (
    "ba",
    "den",
    "fi",
    "gor",
    "ha",
    "jun",
    "ka",
    "lo",
    "mer",
    "no",
    "pil",
    "ra",
    "sto",
    "ti",
    "wen",
)


def words(count: int) -> list[str]:
    """So many words, the same each time; the first ones are the most used."""
    chance = random.Random(7)  # noqa: S311 -- the same data each time is the point
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(found)


def fill(database: Database, count: int) -> None:
    """Add so many tasks in 40 projects and with 30 tags; most are done, as in a list that has been used for years."""
    crowd = _Crowd(count)
    with database.begin(WORKSPACE) as tx:
        _apply(tx, "Made projects and tags", crowd.places(), BEGIN)
    for start in range(0, count, STEP):
        with database.begin(WORKSPACE) as tx:
            at = BEGIN + timedelta(minutes=start // STEP)
            made = tuple(crowd.task(tx.next_ref(), at) for _ in range(min(STEP, count - start)))
            _apply(tx, f"Added {len(made)} tasks", made, at)
    database.scrub()  # so much at once leaves the index of words in pieces, which the next writes would put together


def _apply(tx: Transaction, said: str, operations: tuple[Operation, ...], at: datetime) -> None:
    tx.apply(Change(actor=OWNER, at=at, sentence=said, operations=operations))


class _Crowd:
    """What tasks look like, by chance that is the same each time."""

    def __init__(self, count: int) -> None:
        self._chance = random.Random(count)  # noqa: S311 -- the same
        self._words = words(20_000)
        self._weights = [1 / (rank + 10) for rank in range(len(self._words))]
        self._drawn: Iterator[str] = iter(())
        self._projects: list[str] = []
        self._tags: list[str] = []

    def places(self) -> tuple[Operation, ...]:
        projects = [
            project.add({"name": f"Project {n}"}, position=f"{n:03d}V", now=BEGIN)
            for n in range(40)
        ]
        tags = [tag.add({"name": f"tag{n}"}, now=BEGIN) for n in range(30)]
        self._projects = [one.id for one in projects]
        self._tags = [one.id for one in tags]
        return (*projects, *tags)

    def task(self, ref: int, at: datetime) -> Operation:
        chance = self._chance
        values: dict[str, Any] = {
            "title": " ".join(self._word() for _ in range(chance.randint(3, 7))).capitalize(),
            "project_id": chance.choice([None, *self._projects]),
            "tags": tuple(sorted(chance.sample(self._tags, chance.choice((0, 0, 1, 2))))),
            "priority": chance.choice((1, 2, 3, 4, 4, 4)),
        }
        if chance.random() < 0.1:  # noqa: PLR2004 -- one in ten
            values["description"] = " ".join(self._word() for _ in range(20))
        if chance.random() < 0.4:  # noqa: PLR2004 -- two in five
            values["due"] = DueDate((at + timedelta(chance.randint(-400, 400))).date())
        if chance.random() < 0.7:  # noqa: PLR2004 -- most of a long list is done
            values["completed_at"] = at
        id = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        return rules.add(values, id=id, ref=ref, now=at)

    def _word(self) -> str:
        while (word := next(self._drawn, None)) is None:
            self._drawn = iter(self._chance.choices(self._words, self._weights, k=10_000))
        return word
