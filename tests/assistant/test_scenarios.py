"""What people say to the assistant, over all that it can do: evals/scenarios holds the conversations."""

import asyncio
from pathlib import Path

import pytest
from evals.scenario import Scenario, Stage, load


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(Path(tmp_path_factory.mktemp("scenarios")))


@pytest.mark.parametrize("scenario", load(), ids=lambda one: f"{one.kind}: {one.name}")
def test_a_conversation_ends_as_it_has_to(stage: Stage, scenario: Scenario) -> None:
    assert asyncio.run(stage.play(scenario)).wrong == []
