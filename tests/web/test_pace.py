"""Too many requests of one credential, or of one address, have to wait; others don't."""

from starlette.testclient import TestClient

from watchbill.services.bundle import Services
from watchbill.web import pace
from watchbill.web.access import Access
from watchbill.web.application import build_application
from watchbill.web.pace import Buckets


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_a_minute_s_worth_and_fills_evenly():
    clock = Seconds()
    buckets = Buckets(60, clock)
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
    assert buckets.take("a") == 1.0
    assert buckets.take("b") == 0.0
    clock.now += 0.5
    assert buckets.take("a") == 0.5
    clock.now += 0.5
    assert buckets.take("a") == 0.0
    clock.now += 3_600
    assert [buckets.take("a") for _ in range(61)][-1] == 1.0


def test_what_is_remembered_is_bounded():
    buckets = Buckets(1, Seconds())
    assert (buckets.take("first"), buckets.take("first")) == (0.0, 60.0)
    for number in range(pace.REMEMBERED):
        buckets.take(str(number))
    assert buckets.take("first") == 0.0


def test_who_is_too_fast_waits_and_others_go_on(services: Services):
    owner = services.users.owner()
    one, other = (services.tokens.create(owner, name, ["tasks:read"])[1] for name in "ab")
    app = build_application(services, Access(is_local=False, per_minute=5))
    client = TestClient(app, base_url="http://tasks.example.org")

    def ask(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return client.get("/api/v1/tasks", headers=headers).status_code

    assert [ask(one) for _ in range(6)] == [200] * 5 + [429]
    assert ask(other) == 200
    answer = client.get("/api/v1/tasks", headers={"Authorization": f"Bearer {one}"})
    assert (answer.json()["code"], answer.headers["retry-after"]) == ("RATE_LIMITED", "12")
    assert client.get("/healthz").status_code == 200


def test_made_up_credentials_share_what_their_address_may(services: Services):
    app = build_application(services, Access(is_local=False, per_minute=5))
    client = TestClient(app, base_url="http://tasks.example.org")
    codes = [
        client.get("/api/v1/tasks", headers={"Authorization": f"Bearer wb_{number}"}).status_code
        for number in range(51)
    ]
    assert codes == [401] * 50 + [429]
    assert client.get("/signin").status_code == 429


def test_on_this_machine_alone_there_is_no_limit(services: Services):
    client = TestClient(
        build_application(services, Access(per_minute=1)),
        base_url="http://localhost",
        client=("127.0.0.1", 1),
    )
    assert {client.get("/api/v1/tasks").status_code for _ in range(20)} == {200}
