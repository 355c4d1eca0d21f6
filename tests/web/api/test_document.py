"""REST's description of itself."""

import re

from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

ROUTES = {
    "/api/v1/tasks": ["get", "post"],
    "/api/v1/tasks/{task}": ["delete", "get", "patch"],
    "/api/v1/tasks/{task}/complete": ["post"],
    "/api/v1/tasks/{task}/reopen": ["post"],
    "/api/v1/tasks/{task}/restore": ["post"],
    "/api/v1/changes": ["get"],
    "/api/v1/changes/{number}": ["get"],
    "/api/v1/changes/{number}/undo": ["post"],
    "/api/v1/changes/{number}/redo": ["post"],
    "/api/v1/undo": ["post"],
    "/api/v1/redo": ["post"],
    "/api/v1/events": ["get"],
    "/api/v1/tokens": ["get", "post"],
    "/api/v1/tokens/{id}": ["delete"],
}


def test_the_description_lists_every_route(here: TestClient):
    document = here.get("/api/v1/openapi.json").json()
    described = {path: sorted(item) for path, item in document["paths"].items()}
    assert {path: described[path] for path in ROUTES} == ROUTES
    assert [path for path in described if not path.startswith("/api/v1/")] == []


def test_every_answer_is_as_described(here: TestClient):
    document = here.get("/api/v1/openapi.json").json()
    added = here.post("/api/v1/tasks", json={"title": "Milk"})
    answers = {
        "Receipt": added,
        "TaskList": here.get("/api/v1/tasks"),
        "Task": here.get("/api/v1/tasks/1"),
        "ChangeList": here.get("/api/v1/changes"),
        "Change": here.get("/api/v1/changes/1"),
        "NewToken": here.post("/api/v1/tokens", json={"name": "robot"}),
        "TokenList": here.get("/api/v1/tokens"),
        "Problem": here.get("/api/v1/tasks/7"),
    }
    for name, answer in answers.items():
        schema = {**document, "$ref": f"#/components/schemas/{name}"}
        assert list(Draft202012Validator(schema).iter_errors(answer.json())) == []
        assert sorted(answer.json()) == sorted(
            document["components"]["schemas"][name]["properties"]
        )


def test_every_refusal_is_described_as_a_problem(here: TestClient):
    document = here.get("/api/v1/openapi.json").json()
    for path in ROUTES:
        for operation in document["paths"][path].values():
            refusals = {status for status in operation["responses"] if status > "299"}
            assert refusals == {"4XX", "503"}


def test_the_page_needs_nothing_from_elsewhere(here: TestClient):
    answer = here.get("/api/v1/docs")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    named = re.findall(r'(?:src|href)="([^"#]+)"', answer.text)
    assert named == ["docs.css", "openapi.json"]
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    for path in ROUTES:
        assert f"</span> {path}</h3>" in answer.text
    style = here.get("/api/v1/docs.css")
    assert style.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "url(" not in style.text
