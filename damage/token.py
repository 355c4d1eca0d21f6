"""How many tokens a model pays for a text."""

import warnings


def tokens(text: str) -> int:
    """Counted as current models of OpenAI do."""
    with warnings.catch_warnings():
        # It reads its tables in a way that Python wants replaced.
        warnings.simplefilter("ignore", DeprecationWarning)
        import bpe_openai  # type: ignore[import-untyped]  # noqa: PLC0415 -- its import is what warns
    return len(bpe_openai.get_encoding("o200k_base").encode(text))
