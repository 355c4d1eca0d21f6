"""REST and the settings page: the language model, tried for real, its key never shown."""

import logging

import pytest
from starlette.testclient import TestClient
from tests.assistant.endpoint import Endpoint
from tests.web.live import serving

from watchbill.assistant.application import build_application as build_assistant
from watchbill.assistant.application import build_turns
from watchbill.mcp.server import build_application as build_mcp
from watchbill.schemas.turn import TurnRunner
from watchbill.services.bundle import Services
from watchbill.web.access import Access
from watchbill.web.application import build_application
from watchbill.web.turn import Chat, LocalTurns, NoTurns, RemoteTurns

MODEL = "/api/v1/model"
CLOSED = "http://127.0.0.1:9"


def client(services: Services, turns: TurnRunner) -> TestClient:
    app = build_application(services, Access(), chat=Chat(turns))
    return TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000))


@pytest.mark.parametrize("way", ["local", "remote"])
def test_the_chosen_model_is_tried_and_answers_the_chat(
    services: Services, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint = Endpoint(("view_tasks", "{}"), "Ahoy!")
    with (
        serving(build_mcp(services, is_local=False)) as agents,
        serving(endpoint.application()) as url,
        serving(build_assistant(build_turns(f"{agents}/mcp"))) as assistant,
        caplog.at_level(logging.DEBUG),
    ):
        inside = LocalTurns(lambda: build_turns(f"{agents}/mcp"))
        with client(services, inside if way == "local" else RemoteTurns(assistant)) as here:
            chosen = {"url": f"{url}/v1", "name": "small", "key": "k3y-s3cret"}
            saved = here.put(MODEL, json=chosen)
            assert saved.json() == {
                "api": "openai",
                "url": f"{url}/v1",
                "name": "small",
                "has_key": True,
            }
            tried = here.post(f"{MODEL}/try")
            assert tried.json() == {"ok": True, "message": "It answers, and uses tools."}
            id = here.post("/api/v1/conversations").json()["id"]
            said = here.post(f"/api/v1/conversations/{id}/messages", json={"text": "hello"})
            page = here.get("/settings")
    assert '"text":"Ahoy!"' in said.text
    assert endpoint.keys == ["Bearer k3y-s3cret"] * 2
    for shown in (saved.text, tried.text, said.text, page.text, caplog.text):
        assert "k3y-s3cret" not in shown


def test_a_model_is_forgotten(here: TestClient) -> None:
    assert here.get(MODEL).json()["code"] == "MODEL_NOT_FOUND"
    here.put(MODEL, json={"name": "small"})
    assert here.get(MODEL).json()["name"] == "small"
    assert here.delete(MODEL).status_code == 204
    for answer in (here.get(MODEL), here.delete(MODEL), here.post(f"{MODEL}/try")):
        assert answer.json()["code"] == "MODEL_NOT_FOUND"


@pytest.mark.parametrize("turns", [NoTurns(), RemoteTurns(CLOSED)])
def test_without_an_assistant_no_model_can_be_tried(services: Services, turns: TurnRunner) -> None:
    with client(services, turns) as here:
        here.put(MODEL, json={"name": "small"})
        trial = here.post(f"{MODEL}/try").json()
    assert (trial["ok"], trial["message"][:28]) == (False, "The assistant is unavailable")


def test_the_settings_page_saves_tries_and_forgets(here: TestClient) -> None:
    form = {"api": "anthropic", "url": "", "name": "small", "key": "k3y-s3cret"}
    assert here.post("/settings/model", data=form).headers["location"] == "/settings#model"
    page = here.get("/settings").text
    assert "One is set. Type to replace it." in page
    assert 'value="small"' in page
    assert "k3y-s3cret" not in page
    assert "The assistant is unavailable" in here.post("/settings/model/try").text
    again = {**form, "key": ""}
    here.post("/settings/model", data=again)
    assert here.get(MODEL).json()["has_key"]
    assert here.post("/settings/model/remove").headers["location"] == "/settings#model"
    assert here.get(MODEL).status_code == 404
    for path in ("/settings/model/remove", "/settings/model/try"):
        answer = here.post(path)
        assert answer.status_code == 404
        assert "No language model is chosen here." in answer.text
    wrong = here.post("/settings/model", data={**form, "url": "x"})
    assert wrong.status_code == 422
    assert "That is not a web address." in wrong.text
