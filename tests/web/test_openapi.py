"""The OpenAPI document is true: every operation answers as it says it does, and never fails.

Each is asked first for what would do something, as the owner, and then whatever can be made up: by a token and in person, of things
that are there and of things that aren't, with bodies that are half right.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from tests.conftest import Clock
from tests.web.walking import BODIES, QUERIES, routes, things
from tests.web.world import PASSWORD, World

from watchbill.services.bundle import Services
from watchbill.storage.database import Database
from watchbill.web.access import Access
from watchbill.web.application import build_application

PREFIX = "/api/v1"
ENDLESS = f"GET {PREFIX}/events"
STREAMED = f"POST {PREFIX}/imports"
"""Answers as events, too, where they are asked for."""
UNSAID = {f"GET {PREFIX}/{page}" for page in ("openapi.json", "docs", "docs.css")}
"""The document itself, and the page that shows it."""
# What can't be done by just asking, and is made up all the same.
REFUSED = {
    f"POST {PREFIX}/imports/history",  # only into an empty workspace
    f"POST {PREFIX}/proposals/{{number}}/withdraw",  # only who proposed
    f"DELETE {PREFIX}/conversations/{{id}}/turn",  # only while a turn runs
    f"POST {PREFIX}/model/try",  # needs a model
}
EXAMPLES = 5


class Asking:
    """Sends cases of one server's operations, and looks at each answer."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.owner = services.users.owner()
        services.users.set_password(PASSWORD)
        _, token = services.tokens.create(self.owner, "tester", sorted(self.owner.scopes))
        self.bearer = {"Host": "localhost", "Authorization": f"Bearer {token}"}
        self.renew()

    def renew(self) -> None:
        self.session = self.services.users.sign_in(PASSWORD)

    def send(self, case: schemathesis.Case, *, in_person: bool) -> int:
        """In person there is no credential that a check could leave out."""
        excluded: list[Any] = [positive_data_acceptance]
        if not in_person:
            answer = case.call_and_validate(headers=self.bearer, excluded_checks=excluded)
            return answer.status_code
        answer = case.call_and_validate(
            headers={"Host": "localhost"},
            cookies={"watchbill_session": self.session},
            excluded_checks=[*excluded, ignored_auth],
        )
        return answer.status_code


@pytest.fixture
def asking(database: Database, clock: Clock) -> Asking:
    return Asking(Services.over(database, clock))


@pytest.fixture
def document(asking: Asking) -> Any:
    """The document of that server, on each database."""
    app = build_application(asking.services, Access())
    return schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app, headers=asking.bearer)


def test_every_operation_is_as_it_is_described(asking: Asking, document: Any) -> None:
    """All are tried, so that what is wrong is told at once."""
    problems: dict[str, str] = {}
    tried: set[str] = set()
    for number, result in enumerate(document.get_all_operations()):
        operation = result.ok()
        tried.add(operation.label)
        if operation.label == ENDLESS:
            continue
        world = World(asking.services, asking.owner, f"thing-{number}")
        try:
            known = _known(world, operation)
            status = asking.send(operation.Case(**known), in_person=True)
            assert status < 400 or operation.label in REFUSED, status
            if operation.label == STREAMED:
                events = {"Accept": "text/event-stream"}
                asking.send(operation.Case(**known, headers=events), in_person=True)
            asking.renew()
            _make_up(asking, operation, _known(world, operation))
        except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 -- every kind is a finding
            problems[operation.label] = _told(error)
    assert problems == {}
    assert (
        tried
        == {
            f"{method} {path.replace(':name', '')}"
            for path, methods, _ in routes(build_application(asking.services, Access()).routes)
            for method in methods
            if path.startswith(PREFIX)
        }
        - UNSAID
    )


def _known(world: World, operation: Any) -> dict[str, Any]:
    """What does something: of things that are there, with a body that is right."""
    method, path = operation.label.split(" ")
    if "/model" in path:
        _ = world["model"]
    found: dict[str, Any] = {"path_parameters": things(world, path)}
    if (query := QUERIES.get(operation.label)) is not None:
        found["query"] = dict(query)
    if operation.body:
        body = world.fill(BODIES.get(f"{method} {path.removeprefix(PREFIX)}", {}))
        is_file = isinstance(body, bytes)
        found["body"] = body
        found["media_type"] = "application/octet-stream" if is_file else "application/json"
    return found


def _make_up(asking: Asking, operation: Any, known: dict[str, Any]) -> None:
    """What fits the schema may still be refused, by rules that a schema can't say: a due date that isn't one, a name that is taken."""

    @given(case=operation.as_strategy(), data=st.data())
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def holds(case: schemathesis.Case, data: Any) -> None:
        if data.draw(st.booleans()):
            case.path_parameters = known["path_parameters"]
            if isinstance(case.body, dict) and isinstance(known["body"], dict):
                kept = data.draw(st.sets(st.sampled_from(sorted(map(str, case.body)) or [""])))
                made = {name: value for name, value in case.body.items() if name in kept}
                case.body = {**known["body"], **made}
        asking.send(case, in_person=data.draw(st.booleans()))

    holds()


def _told(error: BaseException) -> str:
    inner = getattr(error, "exceptions", None)
    return " | ".join(map(_told, inner)) if inner else f"{type(error).__name__}: {error}"
