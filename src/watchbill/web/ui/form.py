"""Forms, as handlers on worker threads want them."""

from typing import Annotated, NamedTuple

from fastapi import Depends, Request
from starlette.datastructures import ImmutableMultiDict

Fields = ImmutableMultiDict[str, str]
"""What a form says; of several with one name, asking for it gives the last."""


async def _fields(request: Request) -> Fields:
    """The form's text fields."""
    form = await request.form()
    return Fields([(name, value) for name, value in form.multi_items() if isinstance(value, str)])


async def _scopes(request: Request) -> tuple[str, ...]:
    form = await request.form()
    return tuple(value for value in form.getlist("scope") if isinstance(value, str))


async def _picked(request: Request) -> tuple[str, ...]:
    form = await request.form()
    return tuple(f"#{value}" for value in form.getlist("task") if isinstance(value, str))


Form = Annotated[Fields, Depends(_fields)]
Picked = Annotated[tuple[str, ...], Depends(_picked)]


class Verdict(NamedTuple):
    """The tasks that were ticked, and the word that was written."""

    tasks: tuple[int, ...]
    word: str


async def _verdict(request: Request) -> Verdict:
    form = await request.form()
    ticked = (str(value) for value in form.getlist("task"))
    refs = tuple(int(value) for value in ticked if value.isascii() and value.isdecimal())
    return Verdict(refs, str(form.get("word", "")))


Scopes = Annotated[tuple[str, ...], Depends(_scopes)]
VerdictForm = Annotated[Verdict, Depends(_verdict)]
