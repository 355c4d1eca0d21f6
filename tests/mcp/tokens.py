"""How many tokens a model pays for something."""

import json
import warnings
from typing import Any


def tokens(value: Any) -> int:
    """The tokens of the value as compact JSON, counted as current models of OpenAI do."""
    with warnings.catch_warnings():
        # It reads its tables in a way that Python wants replaced.
        warnings.simplefilter("ignore", DeprecationWarning)
        import bpe_openai  # noqa: PLC0415 -- its import is what warns

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(bpe_openai.get_encoding("o200k_base").encode(text))
