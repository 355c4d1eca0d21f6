"""TOML with its comments: read it, and change one table without touching the rest."""

from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from watchbill.domain.errors import InvalidError


def read(text: str) -> dict[str, Any]:
    """What the text says. Raises INVALID_FILE."""
    return _parse(text).unwrap()


def put(text: str, path: tuple[str, str], value: Any) -> str:
    """The text with this table under the two names."""
    document, (outer, name) = _parse(text), path
    if outer not in document:
        document[outer] = tomlkit.table(is_super_table=True)
    document[outer][name] = value
    return tomlkit.dumps(document)


def drop(text: str, path: tuple[str, str]) -> str:
    """The text without what is under the two names, which is there."""
    document, (outer, name) = _parse(text), path
    document[outer].pop(name)
    return tomlkit.dumps(document)


def _parse(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError:
        raise InvalidError.of(
            "file",
            "The program's configuration file isn't the TOML that it should be, so it stays as it is.",
            hint="Mend it, or add by hand what --print shows.",
        ) from None
