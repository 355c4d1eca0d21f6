"""A configuration file of another program: changed whole or not at all, with what was there kept beside it."""

import shutil
from datetime import datetime
from pathlib import Path

from watchbill.domain.errors import InvalidError


def read(path: Path) -> str:
    """The text; "" when there is no file. Raises INVALID_FILE when it isn't text that can be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise InvalidError.of(
            "file", f"{path} can't be read.", hint="Look at it, or use --print."
        ) from None


def replace(path: Path, text: str, *, now: datetime) -> Path | None:
    """Put the text there, and tell where what was there before is kept. Only its owner may read a new file: it has a token."""
    path = path.resolve()  # a link stays one
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = None
    if path.exists():
        kept = path.with_name(f"{path.name}.{now:%Y%m%d-%H%M%S-%f}.backup")
        shutil.copy2(path, kept)
    new = path.with_name(f"{path.name}.new")
    new.touch(mode=0o600)
    new.write_text(text, encoding="utf-8")
    if kept:
        shutil.copymode(kept, new)
    new.replace(path)
    return kept
