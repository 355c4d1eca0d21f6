"""Forms, as handlers on worker threads want them."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request


async def _fields(request: Request) -> Mapping[str, str]:
    """The form's text fields; of several with one name the last."""
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def _scopes(request: Request) -> tuple[str, ...]:
    form = await request.form()
    return tuple(value for value in form.getlist("scope") if isinstance(value, str))


Form = Annotated[Mapping[str, str], Depends(_fields)]
Scopes = Annotated[tuple[str, ...], Depends(_scopes)]
