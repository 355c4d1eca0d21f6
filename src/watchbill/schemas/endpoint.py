"""Where a language model is, on its way from server to assistant; and whether it works."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from watchbill.schemas.request import Request


class ModelEndpoint(Request):
    """Where a language model is, and the key that it wants. `url` is empty for the maker's own.

    It travels between server and assistant alone: the key is in no answer, and in no `repr`.
    """

    api: Literal["openai", "anthropic"] = "openai"
    url: str = ""
    name: str = ""
    key: Annotated[str, Field(repr=False)] = ""


class ModelTrial(BaseModel):
    """What came of trying a model; `message` says it in whole sentences."""

    ok: bool
    message: str
