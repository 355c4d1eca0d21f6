"""The journal's chain: each change holds a digest of all before it, and texts can still be erased from it for good.

A change is a set of leaves: its sentence, its note if it has one, and each value of each operation. A leaf's digest is salted with a salt of its own,
made from the change's (HMAC, RFC 2104), so that a digest alone tells nothing of a short text. What is erased leaves its digest behind,
what stays keeps its own salt, and the change's salt goes: the chain verifies as before, and nobody can try out what was there.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from watchbill.domain.instant import to_text
from watchbill.domain.operation import Change, Fields, Operation

START = "0" * 64
"""What the first change of a workspace is linked to."""
ERASED = "[erased]"
"""What stands where a text was."""
SENTENCE = "sentence"
NOTE = "note"

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)

IsErased = Callable[[Operation, str, Any], bool]
"""Whether this field's value of this operation goes."""


def sealed(previous: str, change: Change, *, salt: str) -> Change:
    """The numbered change with its hash after the change that has the hash `previous`. `salt`: 128 random bits, as hex."""
    salted = replace(change, salt=salt)
    return replace(salted, hash=link(previous, salted))


def link(previous: str, change: Change) -> str:
    """The hash of a numbered, salted change: SHA-256 as hex, over the hash before it, who, when and what."""
    head = [
        previous,
        change.number,
        to_text(change.at),
        str(change.actor),
        list(change.undoes),
        change.run,
        change.client,
        _digests(change),
        *_delegation(change),
    ]
    return _sha256(_json(head))


def _delegation(change: Change) -> list[Any]:
    """For whom a program acted, and who accepted what it proposed; nothing for changes that have no such thing, as those before it was noted."""
    accepted_by = change.accepted_by and str(change.accepted_by)
    told = [change.on_behalf_of, change.proposal, accepted_by]
    return [told] if any(part is not None for part in told) else []


def erase(change: Change, is_erased: IsErased, *, sentence: str, note: str) -> Change:
    """The change with another sentence and note, and without the values that are to go; its hash still fits.

    Erasing more from a change that was erased from before is fine.
    """
    gone = {
        path
        for path, operation, field, value in _values(change)
        if value is not None and is_erased(operation, field, value)
    }
    if sentence != change.sentence:
        gone.add(SENTENCE)
    if note != change.note:
        gone.add(NOTE)
    digests = _digests(change)
    leaves = {path: _left(change, path, digests[path], is_gone=path in gone) for path in digests}
    operations = tuple(_without(operation, is_erased) for operation in change.operations)
    return replace(
        change, sentence=sentence, note=note, operations=operations, salt=None, leaves=leaves
    )


def _left(change: Change, path: str, digest: str, *, is_gone: bool) -> dict[str, str]:
    """What is kept of a leaf: its digest alone, or the salt to check it with."""
    kept = None if change.leaves is None else dict(change.leaves[path])
    if is_gone or (kept and "digest" in kept):
        return {"digest": digest}
    return kept or {"salt": _leaf_salt(change.salt or "", path)}


def _without(operation: Operation, is_erased: IsErased) -> Operation:
    def side(fields: Fields | None) -> Fields | None:
        if fields is None:
            return None
        return {
            name: ERASED if value is not None and is_erased(operation, name, value) else value
            for name, value in fields.items()
        }

    return replace(operation, before=side(operation.before), after=side(operation.after))


def _digests(change: Change) -> dict[str, str]:
    """Every leaf's digest by its path, in order."""
    found = {SENTENCE: _digest(change, SENTENCE, change.sentence)}
    if change.note:
        found[NOTE] = _digest(change, NOTE, change.note)
    return found | {path: _digest(change, path, value) for path, _, _, value in _values(change)}


def _values(change: Change) -> Iterator[tuple[str, Operation, str, Any]]:
    """Path, operation, field and value of every leaf but sentence and note; a side that isn't there is a leaf, too."""
    for index, operation in enumerate(change.operations):
        place = f"{index} {operation.noun} {operation.id}"
        for side, fields in (("before", operation.before), ("after", operation.after)):
            if fields is None:
                yield f"{place} {side}", operation, "", None
            for name in sorted(fields or {}):
                yield f"{place} {side} {name}", operation, name, (fields or {})[name]


def _digest(change: Change, path: str, value: Any) -> str:
    if change.leaves is None:
        return _sha256(_leaf_salt(change.salt or "", path) + _json(value))
    leaf: Mapping[str, str] = change.leaves.get(path, {"digest": ""})
    return leaf.get("digest") or _sha256(leaf["salt"] + _json(value))


def _leaf_salt(salt: str, path: str) -> str:
    return hmac.digest(salt.encode(), path.encode(), "sha256").hex()[:32]


def _json(value: Any) -> str:
    return "null" if value is None else _ENCODER.encode(value)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
