"""The language model that the owner chose, on the wire."""

from typing import Annotated

from pydantic import BaseModel, Field, StrictStr

from watchbill.schemas.endpoint import ModelEndpoint
from watchbill.schemas.request import Request
from watchbill.services.language_model import Api, LanguageModel


class Model(BaseModel):
    """The model that the owner chose. Whether there is a key is said, the key never."""

    api: Api
    url: str
    name: str
    has_key: bool

    @classmethod
    def of(cls, model: LanguageModel) -> "Model":
        return cls(api=model.api, url=model.url, name=model.name, has_key=bool(model.key))


class ModelPut(Request):
    """The model to use. Without `key` the one that is there stays, for the same `api` and `url` alone."""

    api: StrictStr = "openai"
    url: StrictStr = ""
    name: StrictStr = ""
    key: Annotated[StrictStr | None, Field(repr=False)] = None


def endpoint_of(model: LanguageModel) -> ModelEndpoint:
    """The model as the assistant gets it, with its key."""
    return ModelEndpoint(api=model.api, url=model.url, name=model.name, key=model.key)
