"""What can't stand after changes were taken back is put right, with as little as it takes, and told.

Whatever later changes did, in the end nothing refers to what isn't there, no name is given twice, nothing stands under or waits
for itself, what repeats has a due date, and a subtask is where its parent is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from watchbill.domain.comment import NOUN as COMMENT
from watchbill.domain.field import REFERENCES, references
from watchbill.domain.merge import Key, Reason, Workbench
from watchbill.domain.operation import Fields
from watchbill.domain.reference import title_key
from watchbill.domain.task import NOUN as TASK
from watchbill.domain.tree import DEPTH_MAX

_SERIES = ("recurrence", "occurrence", "due", "template")


@dataclass(frozen=True, slots=True)
class Around:
    """What there is beside the bench, as far as what is on it stands to it.

    `tasks`: by id, those above and below. `missing`: what is referred to and isn't there. `holders`: by noun and key of a name, the id of
    what has it. `waits`: by id of a task, what it waits for.
    """

    tasks: Mapping[str, Fields] = field(default_factory=dict)
    missing: frozenset[Key] = frozenset()
    holders: Mapping[Key, str] = field(default_factory=dict)
    waits: Mapping[str, Iterable[str]] = field(default_factory=dict)


def settle(bench: Workbench, around: Around) -> bool:
    """Put right what is on the bench; whether anything had to be."""
    settling = _Settling(bench, around)
    count = 0
    while settling.improve():
        count += 1
    return count > 0


class _Settling:
    """One bench's work. Each step leads nearer to the start, where all was right, so it comes to an end."""

    def __init__(self, bench: Workbench, around: Around) -> None:
        self._bench = bench
        self._around = around
        self._changed = False
        self._names: dict[Key, list[Key]] = {}
        self._below: dict[str, list[str]] = {}

    def improve(self) -> bool:
        """Put right what can be told by now; whether there was anything."""
        self._changed = False
        moved = self._bench.moved()
        self._names = _grouped(moved, self._name_of)
        self._below = {}
        for id, fields in self._tasks():
            self._below.setdefault(fields["parent_id"] or "", []).append(id)
        for key in moved:
            now = self._bench.now(key)
            if now is not None:
                self._check(key, now)
        self._follow_parents()
        return self._changed

    def _check(self, key: Key, now: Fields) -> None:
        if "name" in now:
            self._check_name(key, now)
        elif key[0] == COMMENT:
            if not self._is_there((TASK, now["task_id"])):
                self._keep(key, "gone", now["task_id"])
        else:
            self._check_references(key, now)
            self._check_series(key)
            self._check_tree(key)
            self._check_waits(key)

    def _check_name(self, key: Key, now: Fields) -> None:
        start = self._bench.start(key)
        if start is not None and start["name"] == now["name"]:
            return
        holder = self._holder(key, title_key(now["name"]))
        if holder is None:
            return
        if start is None:
            self._keep(key, "taken", holder)
        else:
            self._put(key, "name", start["name"], "taken", holder)

    def _holder(self, key: Key, name: str) -> str | None:
        """What else has this name in the end."""
        for other in self._names[key[0], name]:
            if other != key and self._name_of(other) == (key[0], name):
                return other[1]
        holder = self._around.holders.get((key[0], name))
        if holder is None or holder == key[1] or self._is_moved((key[0], holder)):
            return None
        return holder

    def _name_of(self, key: Key) -> Key | None:
        now = self._bench.now(key)
        return (key[0], title_key(now["name"])) if now and "name" in now else None

    def _is_moved(self, key: Key) -> bool:
        return self._bench.has(key) and self._bench.now(key) != self._bench.start(key)

    def _check_references(self, key: Key, now: Fields) -> None:
        gone = [(name, to[1]) for name, to in references(now) if not self._is_there(to)]
        for name, id in gone:
            if name == "project_id" and now["deleted_at"] is not None:
                continue  # in the trash, it may still come back with its project
            if isinstance(now[name], list):
                left = [one for one in (self._bench.now(key) or {})[name] if one != id]
                self._put(key, name, left, "gone", id)
            else:
                self._put(key, name, self._former(key, name), "gone", id)

    def _former(self, key: Key, name: str) -> str | None:
        """What the field referred to at the start, where that is there and another; else nothing."""
        old = (self._bench.start(key) or {}).get(name)
        now = (self._bench.now(key) or {})[name]
        is_right = old is not None and old != now and self._is_there((REFERENCES[name], old))
        return old if is_right else None

    def _is_there(self, key: Key) -> bool:
        if self._bench.has(key):
            return self._bench.now(key) is not None
        return key not in self._around.missing

    def _check_series(self, key: Key) -> None:
        """Rule, place in the series and due belong together: they go back together or not at all."""
        start, now = self._bench.start(key), self._bench.now(key) or {}
        if start is None:
            return
        repeats = now["recurrence"] is not None
        is_whole = repeats == (now["occurrence"] is not None) and (now["due"] or not repeats)
        is_new = now["recurrence"] != start["recurrence"]
        if is_whole and not (repeats and is_new and now["occurrence"] == start["occurrence"]):
            return
        for name in _SERIES:
            if now[name] != start[name]:
                self._put(key, name, start[name], "unfit")

    def _check_tree(self, key: Key) -> None:
        start, now = self._bench.start(key) or {}, self._bench.now(key) or {}
        parent = now["parent_id"]
        if parent is None or parent == start.get("parent_id"):
            return
        above = self._above(parent)
        if key[1] in above or len(above) + self._height(key[1]) > DEPTH_MAX:
            self._put(key, "parent_id", self._former(key, "parent_id"), "unfit", parent)

    def _above(self, id: str) -> list[str]:
        """The task and what stands above it, up to what is there already."""
        found: list[str] = []
        at: str | None = id
        while at is not None and at not in found:
            found.append(at)
            at = (self._task(at) or {}).get("parent_id")
        return found

    def _task(self, id: str) -> Fields | None:
        return (
            self._bench.now((TASK, id))
            if self._bench.has((TASK, id))
            else self._around.tasks.get(id)
        )

    def _height(self, id: str, seen: tuple[str, ...] = ()) -> int:
        below = [child for child in self._below.get(id, ()) if child not in seen]
        return 1 + max((self._height(child, (*seen, id)) for child in below), default=0)

    def _tasks(self) -> Iterator[tuple[str, Fields]]:
        for (noun, id), now in self._bench.all():
            if noun == TASK and now is not None:
                yield id, now
        for id, fields in self._around.tasks.items():
            if not self._bench.has((TASK, id)):
                yield id, fields

    def _check_waits(self, key: Key) -> None:
        start, now = self._bench.start(key) or {}, self._bench.now(key) or {}
        circle = [
            id
            for id in now["blocked_by"]
            if id not in start.get("blocked_by", ()) and key[1] in self._waited(id)
        ]
        if circle:
            left = [id for id in now["blocked_by"] if id not in circle]
            self._put(key, "blocked_by", left, "unfit", circle[0])

    def _waited(self, id: str) -> set[str]:
        """The task and all that it waits for, to the end."""
        found: set[str] = set()
        ahead = [id]
        while ahead:
            at = ahead.pop()
            if at not in found:
                found.add(at)
                now = self._bench.now((TASK, at)) if self._bench.has((TASK, at)) else None
                ahead += now["blocked_by"] if now else self._around.waits.get(at, ())
        return found

    def _follow_parents(self) -> None:
        """A subtask is where its parent is, also one that nobody touched."""
        for id, fields in list(self._tasks()):
            parent = self._task(fields["parent_id"]) if fields["parent_id"] else None
            if not parent or parent["deleted_at"] or fields["deleted_at"]:
                continue
            if parent["project_id"] != fields["project_id"]:
                self._bench.bring((TASK, id), fields)
                self._bench.set((TASK, id), {"project_id": parent["project_id"]})
                self._changed = True

    def _put(self, key: Key, name: str, value: object, reason: Reason, other: str = "") -> None:
        self._bench.put(key, name, value, reason, other)
        self._changed = True

    def _keep(self, key: Key, reason: Reason, other: str = "") -> None:
        self._bench.keep(key, reason, other)
        self._changed = True


def _grouped(keys: Iterable[Key], name_of: Callable[[Key], Key | None]) -> dict[Key, list[Key]]:
    found: dict[Key, list[Key]] = {}
    for key in keys:
        if name := name_of(key):
            found.setdefault(name, []).append(key)
    return found
