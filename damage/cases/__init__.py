"""All cases, one file per class or two."""

from damage.cases import (  # noqa: F401 -- importing them is what lists them
    answer,
    attribution,
    batch,
    catalogue,
    date,
    door,
    injection,
    name,
    patch,
    receipt,
    retry,
    session,
    sweep,
    text,
    undo,
    unknown,
)
