"""From what a caller looks for to what the store is asked: names become ids, saved filters what they say, slips words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeGuard

from watchbill.domain import condition as tree
from watchbill.domain.condition import Condition
from watchbill.domain.errors import InvalidError
from watchbill.domain.filter import Query, parse
from watchbill.domain.matching import Ids, Setting, keys_of, order_of
from watchbill.domain.query import TaskFilter
from watchbill.domain.word import words_of
from watchbill.services.lookup import find_filter, find_project, find_tag, find_task
from watchbill.storage.listing import Selection
from watchbill.storage.view import View
from watchbill.storage.vocabulary import MOST

_LEAVES_MAX = 500


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that no task has, and those that were looked for instead."""

    given: str
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What to ask the store, and what was taken for a slip."""

    selection: Selection
    corrections: tuple[Correction, ...] = ()

    @property
    def is_in_order(self) -> bool:
        """Whether it comes in the order that people give the list, and in no other."""
        return order_of(self.selection.condition, self.selection.sort) == keys_of(())


def select(reader: View, filter: TaskFilter, *, now: datetime, zone: str) -> Found:
    """Read a filter. Raises INVALID_QUERY, and PROJECT_, TAG_, FILTER_ or TASK_NOT_FOUND with near names."""
    query = read_query(reader, filter.query, now=now, zone=zone)
    also = read_query(reader, filter.also, now=now, zone=zone).condition
    asked = _asked(filter, tree.all_of(query.condition, also))
    condition, spellings, corrections = _spelled(reader, asked)
    selection = Selection(
        condition=condition,
        setting=Setting(now=now, zone=zone, ids=_ids(reader, condition)),
        sort=query.sort,
        limit=filter.limit,
        cursor=filter.cursor,
        spellings=spellings,
    )
    return Found(selection, corrections)


def read_query(
    reader: View, text: str, *, now: datetime, zone: str, within: Sequence[str] = ()
) -> Query:
    """A filter's text with the saved filters that it names put in. Raises INVALID_QUERY for one that leads to itself.

    `within`: the ids of the saved filters that the text is to be a part of.
    """
    return _Expanding(reader, now, zone).read(text, within)


def _asked(filter: TaskFilter, condition: Condition) -> Condition:
    if filter.refs is not None:
        return tree.Or(tuple(map(tree.Ref, filter.refs)))
    words = [tree.Text(words) for word in filter.words if (words := words_of(word))]
    return tree.scoped(tree.all_of(condition, *words), filter.state)


def changes_with_time(*texts: str, now: datetime, zone: str) -> bool:
    """Whether what these filters find may change within a day though no task does: what is overdue, or a saved filter says.

    A filter that can't be read finds nothing, at any time.
    """
    try:
        found = [parse(text, now=now, zone=zone).condition for text in texts]
    except InvalidError:
        return False
    return any(
        leaf == tree.Is("overdue") or isinstance(leaf, tree.Saved)
        for condition in found
        for leaf in tree.leaves(condition)
    )


@dataclass(frozen=True, slots=True)
class _Expanding:
    """Reads filters that may name others."""

    reader: View
    now: datetime
    zone: str

    def read(self, text: str, above: Sequence[str]) -> Query:
        query = parse(text, now=self.now, zone=self.zone)
        sorts = [query.sort]

        def put_in(leaf: tree.Leaf) -> Condition:
            if not isinstance(leaf, tree.Saved):
                return leaf
            inner = self._saved(leaf.name, above)
            sorts.append(inner.sort)
            return inner.condition

        condition = tree.rewrite(query.condition, put_in)
        if sum(1 for _ in tree.leaves(condition)) > _LEAVES_MAX:
            raise InvalidError.of(
                "query",
                f"With the filters that it names, the filter has over {_LEAVES_MAX} terms.",
                hint="Name fewer filters.",
            )
        return replace(query, condition=condition, sort=next(filter(None, sorts), ()))

    def _saved(self, name: str, above: Sequence[str]) -> Query:
        saved = find_filter(self.reader, name)
        if saved.id in above:
            raise InvalidError.of(
                "query",
                f"The filter “{saved.name}” leads to itself.",
                hint="Change it, so that it doesn't name itself or one that names it.",
            )
        return self.read(saved.query, (*above, saved.id))


def _ids(reader: View, condition: Condition) -> Ids:
    """The ids of all that the condition names."""
    tags: dict[str, str] = {}
    projects: dict[str, str | None] = {}
    tasks: dict[str, str] = {}
    for leaf in tree.leaves(condition):
        match leaf:
            case tree.Tag(name) if name not in tags:
                tags[name] = find_tag(reader, name).id
            case tree.Project(name) if name not in projects:
                project = find_project(reader, name)
                projects[name] = project.id if project else None
            case tree.Parent(name) if name not in tasks:
                tasks[name] = find_task(reader, name).id
    return Ids(tags, projects, tasks)


def _spelled(
    reader: View, condition: Condition
) -> tuple[Condition, dict[str, Sequence[str]], tuple[Correction, ...]]:
    """The condition with slips corrected, and how the words that it begins go on."""
    beginnings = [leaf.words[0] for leaf in tree.leaves(condition) if _is_beginning(leaf)]
    if not beginnings:
        return condition, {}, ()
    found = reader.vocabulary.endings(list(dict.fromkeys(beginnings)))
    used = {
        word: near
        for word, endings in found.items()
        if not endings and (near := reader.vocabulary.nearest(word))
    }
    named = {word: endings for word, endings in found.items() if len(endings) <= MOST}
    corrected = _corrected(condition, used)
    made = [word for word in used if corrected != condition]
    return corrected, named, tuple(Correction(word, used[word]) for word in made)


def _corrected(condition: Condition, used: dict[str, tuple[str, ...]]) -> Condition:
    """The condition with other words for those that no task has; what is ruled out stays as it is."""
    match condition:
        case tree.And(parts):
            return tree.all_of(*(_corrected(part, used) for part in parts))
        case tree.Or(parts) if parts:
            return tree.any_of(*(_corrected(part, used) for part in parts))
        case tree.Text((word,), True, field) if word in used:
            texts = [tree.Text((near,), is_prefix=False, field=field) for near in used[word]]
            return tree.any_of(*texts)
        case _:
            return condition


def _is_beginning(leaf: tree.Leaf) -> TypeGuard[tree.Text]:
    return isinstance(leaf, tree.Text) and leaf.is_prefix and len(leaf.words) == 1
