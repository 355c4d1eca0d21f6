"""What is there now, of every noun alike: the fields that an operation would hold."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from watchbill.domain import comment, editing, project, saved_filter, tag, task
from watchbill.domain.merge import Key
from watchbill.domain.operation import Fields
from watchbill.storage.transaction import Reader

_STEP = 500
_NOUNS: Mapping[str, tuple[Callable[[Reader], Any], tuple[str, ...]]] = {
    task.NOUN: (lambda reader: reader.tasks, task.FIELDS),
    project.NOUN: (lambda reader: reader.projects, project.FIELDS),
    tag.NOUN: (lambda reader: reader.tags, tag.FIELDS),
    comment.NOUN: (lambda reader: reader.comments, comment.FIELDS),
    saved_filter.NOUN: (lambda reader: reader.filters, saved_filter.FIELDS),
}


def current_fields(reader: Reader, keys: Iterable[Key]) -> dict[Key, Fields | None]:
    """The content of these things; None for one that isn't there."""
    wanted = list(dict.fromkeys(keys))
    found: dict[Key, Fields | None] = dict.fromkeys(wanted)
    for noun, (rows, names) in _NOUNS.items():
        ids = [id for of_noun, id in wanted if of_noun == noun]
        for start in range(0, len(ids), _STEP):
            for id, thing in rows(reader).by_id(ids[start : start + _STEP]).items():
                found[noun, id] = editing.content(thing, names)
    return found
