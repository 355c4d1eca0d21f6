"""Tags and projects that are made because a task names them, in the same change."""

import difflib
from collections.abc import Sequence
from datetime import datetime

from watchbill.domain import position
from watchbill.domain import project as project_rules
from watchbill.domain import tag as tag_rules
from watchbill.domain.operation import Operation
from watchbill.domain.reference import title_key
from watchbill.services.lookup import unknown
from watchbill.storage.transaction import Transaction

_ALIKE = 0.75
"""From here on two names may be one with a slip in it: “Hoem” and “Home”."""


class Making:
    """What one transaction makes besides tasks: `made` has to be there before them."""

    def __init__(self, tx: Transaction, now: datetime) -> None:
        self._tx = tx
        self._now = now
        self._tags: dict[str, str] = {}
        self._projects: dict[str, str] = {}
        self.made: list[Operation] = []

    def tags(self, names: Sequence[str]) -> tuple[str, ...]:
        """The ids of these tags; those that aren't there are made. A tag may be named by its id, too."""
        wanted: dict[str, str] = {}
        for name in names:
            wanted.setdefault(title_key(name.strip().removeprefix("#")), name)
        new = [key for key in wanted if key not in self._tags]
        self._tags |= {key: tag.id for key, tag in self._tx.tags.by_name(new).items()}
        self._tags |= {key: id for key in new for id in self._tx.tags.by_id([key])}
        for key in new:
            if key not in self._tags:
                made = tag_rules.add({"name": wanted[key]}, now=self._now)
                self._tags[key] = made.id
                self.made.append(made)
        return tuple(sorted({self._tags[key] for key in wanted}))

    def project(self, name: str) -> str | None:
        """The id of the project, None for the Inbox; it is made where it isn't there.

        Raises PROJECT_NOT_FOUND when another is called nearly so, since that's more likely a slip than a new one.
        """
        key = title_key(name)
        if project_rules.is_inbox(name):
            return None
        if key not in self._projects:
            found = self._tx.projects.by_name([name]).get(key)
            self._projects[key] = self._new_project(name) if found is None else found.id
        return self._projects[key]

    def _new_project(self, name: str) -> str:
        names = [project.name for project in self._tx.projects.all()]
        near = difflib.get_close_matches(
            title_key(name), map(title_key, names), n=1, cutoff=_ALIKE
        )
        if near:
            raise unknown("project", name, names)
        places = [op.after["position"] for op in self.made if op.noun == "project" and op.after]
        last = max([self._tx.projects.last_position(), *places])
        made = project_rules.add(
            {"name": name}, position=position.between(last, ""), now=self._now
        )
        self.made.append(made)
        return made.id
