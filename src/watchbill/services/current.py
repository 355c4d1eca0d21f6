"""What is there now, of every noun alike: the fields that an operation would hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from watchbill.domain import comment, editing, project, saved_filter, tag, task
from watchbill.domain.merge import Key
from watchbill.domain.operation import Fields
from watchbill.storage.transaction import Reader

_NOUNS: Mapping[str, tuple[Callable[[Reader], Any], tuple[str, ...]]] = {
    task.NOUN: (lambda reader: reader.tasks, task.FIELDS),
    project.NOUN: (lambda reader: reader.projects, project.FIELDS),
    tag.NOUN: (lambda reader: reader.tags, tag.FIELDS),
    comment.NOUN: (lambda reader: reader.comments, comment.FIELDS),
    saved_filter.NOUN: (lambda reader: reader.filters, saved_filter.FIELDS),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of any noun, as it is. `name` is what to call it in a sentence."""

    noun: str
    id: str
    name: str
    version: int
    fields: Fields


def find_thing(reader: Reader, key: Key) -> Thing | None:
    """The thing with this noun and id, if it is there."""
    noun, id = key
    rows, names = _NOUNS[noun]
    thing = rows(reader).by_id([id]).get(id)
    if thing is None:
        return None
    return Thing(noun, id, _named(noun, thing), thing.version, editing.content(thing, names))


def _named(noun: str, thing: Any) -> str:
    if noun == task.NOUN:
        return str(thing.name)
    return "The comment" if noun == comment.NOUN else f"The {noun} “{thing.name}”"


def current_fields(reader: Reader, keys: Iterable[Key]) -> dict[Key, Fields | None]:
    """The content of these things; None for one that isn't there."""
    wanted = list(dict.fromkeys(keys))
    found: dict[Key, Fields | None] = dict.fromkeys(wanted)
    for noun, (rows, names) in _NOUNS.items():
        ids = [id for of_noun, id in wanted if of_noun == noun]
        for id, thing in rows(reader).by_id(ids).items():
            found[noun, id] = editing.content(thing, names)
    return found
