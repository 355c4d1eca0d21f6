"""The OpenAPI document is true: every operation answers made-up requests as it says it does, and never fails."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.conftest import Clock

from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database
from watchbill.web.access import Access
from watchbill.web.application import build_application

DOCUMENT = "/api/v1/openapi.json"
ENDLESS = "/api/v1/events"
EXAMPLES = 15
HEADERS: dict[str, str] = {"Host": "localhost"}


@pytest.fixture
def document(database: Database, clock: Clock) -> Any:
    """The document of a server that has a bit of content, on each database."""
    services = Services.over(database, clock)
    owner = services.users.owner()
    services.tasks.add(owner, [TaskDraft(title="Milk"), TaskDraft(title="Rent")])
    _, token = services.tokens.create(owner, "tester", sorted(owner.scopes))
    HEADERS["Authorization"] = f"Bearer {token}"
    app = build_application(services, Access())
    return schemathesis.openapi.from_asgi(DOCUMENT, app, headers=HEADERS).exclude(path=ENDLESS)


def test_every_operation_is_as_it_is_described(document: Any) -> None:
    """All are tried, so that what is wrong is told at once.

    What fits the schema may still be refused, by rules that a schema can't say: a due date that isn't one, a name that is taken.
    """
    problems: dict[str, str] = {}
    tried = 0
    for result in document.get_all_operations():
        operation = result.ok()
        tried += 1

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def holds(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=HEADERS, excluded_checks=[positive_data_acceptance])

        try:
            holds()
        except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 -- every kind is a finding
            problems[operation.label] = _told(error)
    assert tried > 40
    assert problems == {}


def _told(error: BaseException) -> str:
    inner = getattr(error, "exceptions", None)
    return " | ".join(map(_told, inner)) if inner else f"{type(error).__name__}: {error}"
