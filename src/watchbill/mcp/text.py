"""Text on its way to a model: what nobody would see is taken out, what others wrote is quoted."""

import json
import re
from typing import Any

TITLE_SHOWN = 255
# Nothing here leaves a mark on a page, and a model reads all of it: control characters but tab and line feed, soft
# hyphen, zero-width and bidirectional marks, line and paragraph separators, and the tags of plane 14.
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f"
    "\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\ud800-\\udfff\\U000e0000-\\U000e0fff]"
)


def clean(text: str) -> str:
    """The text without what can't be seen. For output only: the store keeps what was written."""
    return _UNSEEN.sub("", text)


def clean_all(value: Any) -> Any:
    """JSON whose every text is cleaned."""
    match value:
        case str():
            return clean(value)
        case list():
            return [clean_all(part) for part in value]
        case dict():
            return {name: clean_all(part) for name, part in value.items()}
        case _:
            return value


def cut(text: str, most: int) -> str:
    """The text, or its beginning with “…” when it has more characters."""
    return text if len(text) <= most else f"{text[:most]}…"


def quote(text: str, most: int = TITLE_SHOWN) -> str:
    """The text as a JSON string, so that nothing in it can end the quotation."""
    return json.dumps(cut(clean(text), most), ensure_ascii=False)
