"""The language model that the owner chooses, on both databases."""

from dataclasses import replace

import pytest
from tests.conftest import Clock

from watchbill.domain.errors import ForbiddenError, InvalidError, NotFoundError
from watchbill.services.caller import Caller
from watchbill.services.language_model import LanguageModel, LanguageModelService
from watchbill.storage.database import Database

URL = "http://model:11434/v1"


@pytest.fixture
def models(database: Database, clock: Clock) -> LanguageModelService:
    return LanguageModelService(database, clock)


def save(models: LanguageModelService, caller: Caller, **given: str | None) -> LanguageModel:
    chosen = {"api": "openai", "url": URL, "name": "small", "key": None, **given}
    return models.save(caller, **chosen)  # type: ignore[arg-type]  # what the test gives


def test_a_model_is_chosen_used_and_forgotten(models: LanguageModelService, caller: Caller):
    assert models.of_turn(caller) is None
    chosen = save(models, caller, url=f" {URL}/ ", key=" k3y ")
    assert chosen == LanguageModel(url=URL, name="small", key="k3y")
    assert models.of_turn(caller) == models.find(caller) == chosen
    assert "k3y" not in repr(chosen)
    models.remove(caller)
    assert models.of_turn(caller) is None
    for act in (models.find, models.remove):
        with pytest.raises(NotFoundError):
            act(caller)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"name": "large"}, "k3y"),
        ({"key": ""}, ""),
        ({"key": "new"}, "new"),
        ({"url": "http://elsewhere/v1"}, ""),
        ({"api": "anthropic"}, ""),
    ],
)
def test_a_key_stays_but_goes_to_no_other_address(
    models: LanguageModelService, caller: Caller, change: dict[str, str], key: str
):
    save(models, caller, key="k3y")
    assert save(models, caller, **change).key == key


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"api": "morse"}, "INVALID_API"),
        ({"url": "ftp://model"}, "INVALID_URL"),
        ({"url": "http://[model"}, "INVALID_URL"),
        ({"name": "x" * 501}, "INVALID_NAME"),
        ({"key": "a\nb"}, "INVALID_KEY"),
    ],
)
def test_what_cannot_be_a_model_is_refused(
    models: LanguageModelService, caller: Caller, wrong: dict[str, str], code: str
):
    with pytest.raises(InvalidError) as refused:
        save(models, caller, **wrong)
    assert refused.value.code == code
    assert models.of_turn(caller) is None


def test_only_who_may_make_tokens_chooses_and_each_workspace_has_its_own(
    models: LanguageModelService, caller: Caller
):
    worker = replace(caller, scopes=frozenset({"tasks:read", "tasks:write"}))
    for act in (models.find, models.remove, lambda who: save(models, who)):
        with pytest.raises(ForbiddenError):
            act(worker)
    save(models, caller)
    assert models.of_turn(worker) is not None
    assert models.of_turn(replace(caller, workspace_id="default2")) is None
