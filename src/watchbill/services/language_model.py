"""The language model that the owner chose for the assistant. Its key can be set and used, and is never shown."""

import json
from dataclasses import asdict, dataclass, field
from typing import Literal, get_args
from urllib.parse import urlsplit

from watchbill.domain.errors import InvalidError, NotFoundError
from watchbill.domain.text import has_control
from watchbill.services.caller import Caller
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.secret import SecretRows

Api = Literal["openai", "anthropic"]
_SECRET = "model:"  # noqa: S105 -- the beginning of its name
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """What speaks which protocol where, by which name. `url` is empty for the protocol's maker."""

    api: Api = "openai"
    url: str = ""
    name: str = ""
    key: str = field(default="", repr=False)


class LanguageModelService:
    """One model for each workspace. Only who may make tokens may choose it, or see which it is."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, caller: Caller) -> LanguageModel:
        """The one that was chosen. Raises MODEL_NOT_FOUND."""
        caller.require("admin")
        if (found := self.of_turn(caller)) is None:
            raise NotFoundError.of(
                "model",
                "No language model is chosen here.",
                hint="Choose one on the settings page or by PUT; until then the assistant's own is used, or none.",
            )
        return found

    def of_turn(self, caller: Caller) -> LanguageModel | None:
        """The one that answers this person, with its key: for the way to the assistant, and no other."""
        with self._database.read() as reader:
            text = SecretRows(reader.connection).find(_name(caller), now=self._clock())
        return None if text is None else LanguageModel(**json.loads(text))

    def save(
        self, caller: Caller, *, api: str, url: str, name: str, key: str | None
    ) -> LanguageModel:
        """Choose a model. Without `key` the one that is there stays, but only for the same address: it goes nowhere else.

        Raises INVALID_API, INVALID_URL, INVALID_NAME, INVALID_KEY.
        """
        caller.require("admin")
        chosen = LanguageModel(api=_check_api(api), url=_check_url(url), name=_check(name, "name"))
        before = self.of_turn(caller)
        is_same = before is not None and (before.api, before.url) == (chosen.api, chosen.url)
        kept = before.key if before is not None and is_same and key is None else _check(key, "key")
        chosen = LanguageModel(api=chosen.api, url=chosen.url, name=chosen.name, key=kept)
        with self._database.begin() as tx:
            SecretRows(tx.connection).put(_name(caller), json.dumps(asdict(chosen)))
        return chosen

    def remove(self, caller: Caller) -> None:
        """Choose none, and forget the key. Raises MODEL_NOT_FOUND."""
        self.find(caller)
        with self._database.begin() as tx:
            SecretRows(tx.connection).remove(_name(caller))


def _name(caller: Caller) -> str:
    return _SECRET + caller.workspace_id


def _check_api(api: str) -> Api:
    for known in get_args(Api):
        if api == known:
            found: Api = known
            return found
    raise InvalidError.of(
        "api", f"“{api}” is no protocol that I know.", hint="Use openai or anthropic."
    )


def _check_url(url: str) -> str:
    trimmed = _check(url, "url").rstrip("/")
    try:
        parts = urlsplit(trimmed)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if trimmed and not is_address:
        raise InvalidError.of(
            "url", "That is not a web address.", hint="Begin with http:// or https://."
        )
    return trimmed


def _check(text: str | None, field: str) -> str:
    trimmed = (text or "").strip()
    if len(trimmed) > _MOST or has_control(trimmed, allowed=""):
        raise InvalidError.of(
            field,
            f"The {field} is too long, or holds a sign that can't be seen.",
            hint="Copy it anew.",
        )
    return trimmed
