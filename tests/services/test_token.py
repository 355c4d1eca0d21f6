"""Tokens of programs and of turns, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jwt
import pytest
from sqlalchemy import event, select
from tests.conftest import Clock

from watchbill.domain.budget import Budget
from watchbill.domain.errors import (
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UnauthenticatedError,
)
from watchbill.domain.operation import Actor
from watchbill.services.caller import Caller
from watchbill.services.token import TokenService
from watchbill.services.turn_token import AUDIENCE
from watchbill.storage.database import Database
from watchbill.storage.schema import secrets, tokens


@pytest.fixture
def keys(database: Database, clock: Clock) -> TokenService:
    return TokenService(database, clock)


def test_a_token_stands_for_its_maker_in_its_own_name(keys: TokenService, caller: Caller):
    made, text = keys.create(caller, "  my   robot ", ["tasks:write", "tasks:read"])
    assert (made.name, made.scopes) == ("my robot", ("tasks:read", "tasks:write"))
    assert keys.verify(text) == Caller(
        workspace_id=caller.workspace_id,
        user_id=caller.user_id,
        user_name=caller.user_name,
        actor=Actor("token", "my robot"),
        scopes=frozenset({"tasks:read", "tasks:write"}),
    )


def test_a_tokens_text_is_not_kept(keys: TokenService, database: Database, caller: Caller):
    made, text = keys.create(caller, "robot", ["tasks:read"])
    with database.read() as reader:
        [row] = reader.connection.execute(select(tokens))
    assert row.id == made.id
    assert text not in str(row)


def test_tokens_are_listed_newest_first_with_the_hour_of_their_last_use(
    keys: TokenService, caller: Caller, clock: Clock
):
    old, text = keys.create(caller, "old", ["tasks:read"])
    new, _ = keys.create(caller, "new", ["tasks:read"])
    assert keys.list(caller) == (new, old)
    keys.verify(text)
    used_at = keys.list(caller)[1].used_at
    assert used_at
    keys.verify(text)
    assert keys.list(caller)[1].used_at == used_at
    clock.now += timedelta(hours=1)
    keys.verify(text)
    assert keys.list(caller)[1].used_at == clock.now


def test_a_token_ends_with_its_time(keys: TokenService, caller: Caller, clock: Clock):
    end = clock.now + timedelta(hours=1)
    made, text = keys.create(caller, "robot", ["tasks:read"], end)
    assert keys.verify(text)
    clock.now = end
    with pytest.raises(UnauthenticatedError):
        keys.verify(text)
    assert [token.id for token in keys.list(caller)] == [made.id]


def test_a_revoked_token_is_over_at_once(keys: TokenService, caller: Caller):
    made, text = keys.create(caller, "robot", ["tasks:read"])
    assert keys.revoke(caller, made.id) == made
    with pytest.raises(UnauthenticatedError):
        keys.verify(text)
    with pytest.raises(NotFoundError):
        keys.revoke(caller, made.id)


def test_only_an_admin_makes_sees_and_ends_tokens(keys: TokenService, caller: Caller):
    made, text = keys.create(caller, "robot", ["tasks:read", "tasks:write", "tasks:delete"])
    robot = keys.verify(text)
    for attempt in (
        lambda: keys.create(robot, "x", ["tasks:read"]),
        lambda: keys.list(robot),
        lambda: keys.revoke(robot, made.id),
    ):
        with pytest.raises(ForbiddenError):
            attempt()


def test_nobody_gives_away_more_than_they_have(keys: TokenService, caller: Caller):
    poor = replace(caller, scopes=frozenset({"admin", "tasks:read"}))
    with pytest.raises(ForbiddenError) as caught:
        keys.create(poor, "robot", ["tasks:read", "tasks:delete"])
    assert caught.value.details == {"scopes": ["tasks:delete"]}


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "a\x00b", "a\x1b[0m"])
def test_a_name_that_cant_be_shown_is_refused(keys: TokenService, caller: Caller, name: str):
    with pytest.raises(InvalidError) as caught:
        keys.create(caller, name, ["tasks:read"])
    assert caught.value.code == "INVALID_NAME"


@pytest.mark.parametrize(
    ("scopes", "ago"), [([], 0), (["root"], 0), (["tasks:read"], 1), (["tasks:read"], 0)]
)
def test_a_token_that_makes_no_sense_is_not_made(
    keys: TokenService, caller: Caller, clock: Clock, scopes: list[str], ago: int
):
    with pytest.raises(InvalidError):
        keys.create(caller, "robot", scopes, clock.now - timedelta(seconds=ago))
    assert keys.list(caller) == ()


def test_a_reader_isnt_refused_because_its_use_cant_be_noted(
    sqlite_database: Database, caller: Caller, clock: Clock
):
    keys = TokenService(sqlite_database, clock)
    _, text = keys.create(caller, "robot", ["tasks:read"])
    sqlite_database.close()
    event.listen(
        sqlite_database.engine,
        "connect",
        lambda connection, _: connection.execute("PRAGMA busy_timeout = 0"),
    )
    other = Database(str(sqlite_database.engine.url))
    with other.begin():
        assert keys.verify(text).actor == Actor("token", "robot")
    assert keys.list(caller)[0].used_at is None
    other.close()


def test_a_turns_token_is_the_assistant_for_that_person_for_two_minutes(
    keys: TokenService, caller: Caller, clock: Clock
):
    text = keys.mint_turn(caller, "turn-1", clock())
    assert keys.verify(text) == Caller(
        workspace_id=caller.workspace_id,
        user_id=caller.user_id,
        user_name=caller.user_name,
        actor=Actor("assistant", caller.user_name),
        scopes=frozenset({"tasks:read", "tasks:write"}),
        run="turn-1",
    )
    with pytest.raises(UnauthenticatedError):
        keys.verify_api(text)
    clock.now += timedelta(seconds=120)
    with pytest.raises(UnauthenticatedError):
        keys.verify(text)


@pytest.mark.parametrize(
    ("mode", "scopes"),
    [
        ("read", {"tasks:read"}),
        ("propose", {"tasks:read", "tasks:write", "tasks:delete"}),
        ("act", {"tasks:read", "tasks:write", "tasks:delete"}),
    ],
)
def test_a_tokens_mode_is_its_bearers_and_that_of_turns_it_begins(
    keys: TokenService, caller: Caller, clock: Clock, mode: str, scopes: set[str]
):
    _, text = keys.create(
        caller, "robot", ["tasks:read", "tasks:write", "tasks:delete"], mode=mode
    )
    robot = keys.verify(text)
    turn = keys.verify(keys.mint_turn(robot, "t", clock()))
    assert (robot.mode, robot.scopes) == (mode, scopes)
    assert (turn.mode, turn.scopes) == (mode, scopes - {"tasks:delete"})


def test_a_tokens_budget_is_the_settings_but_for_its_own_limits(
    database: Database, caller: Caller, clock: Clock
):
    usual = Budget(changes_per_run=7)
    keys = TokenService(database, clock, budget=usual)
    made, text = keys.create(caller, "robot", ["tasks:write"])
    assert keys.verify(text).budget == usual
    assert keys.verify(keys.mint_turn(caller, "t", clock())).budget == usual
    assert keys.set_budget(caller, made.id, {"tasks_per_call": 1}).budget == {"tasks_per_call": 1}
    assert keys.verify(text).budget == Budget(changes_per_run=7, tasks_per_call=1)
    keys.set_budget(caller, made.id, {})
    assert keys.verify(text).budget == usual


def test_nobody_gives_away_a_mode_that_allows_more_than_their_own(
    keys: TokenService, caller: Caller
):
    proposer = replace(caller, actor=Actor("token", "boss"), mode="propose")
    with pytest.raises(ForbiddenError, match="mode act: yours is propose"):
        keys.create(proposer, "robot", ["tasks:write"])
    with pytest.raises(InvalidError, match="“obey” is not a mode") as refused:
        keys.create(caller, "robot", ["tasks:write"], mode="obey")
    assert refused.value.code == "INVALID_MODE"
    assert keys.list(caller) == ()
    made, _ = keys.create(proposer, "robot", ["tasks:write"], mode="propose")
    assert made.mode == "propose"


def test_a_frozen_token_opens_nothing_until_a_person_unfreezes_it(
    keys: TokenService, caller: Caller, machine: Caller, clock: Clock
):
    made, text = keys.create(caller, "robot", ["tasks:read"])
    frozen = keys.freeze(machine, made.id)
    assert frozen.frozen_at == clock.now
    assert keys.freeze(caller, made.id) == keys.list(caller)[0] == frozen
    with pytest.raises(ForbiddenError, match="token robot is frozen"):
        keys.verify(text)
    with pytest.raises(ForbiddenError, match="Only a person can unfreeze"):
        keys.unfreeze(machine, made.id)
    assert keys.unfreeze(caller, made.id).frozen_at is None
    assert keys.verify(text).actor == Actor("token", "robot")
    with pytest.raises(NotFoundError):
        keys.freeze(caller, "nothing")


def test_a_turns_token_allows_no_more_than_its_person_may(
    keys: TokenService, caller: Caller, clock: Clock
):
    reader = replace(caller, scopes=frozenset({"tasks:read", "admin"}))
    assert keys.verify(keys.mint_turn(reader, "t", clock())).scopes == {"tasks:read"}


def test_every_replica_checks_what_another_one_made(
    keys: TokenService, database: Database, caller: Caller, clock: Clock
):
    services = [TokenService(database, clock) for _ in range(4)]
    start = threading.Barrier(len(services))

    def mint(service: TokenService) -> str:
        start.wait()
        return service.mint_turn(caller, "t", clock())

    with ThreadPoolExecutor(len(services)) as pool:
        texts = list(pool.map(mint, services))
    for text in texts:
        assert keys.verify(text).run == "t"


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "elsewhere"},
        {"aud": None},
        {"run": None},
        {"exp": None},
        {"key": "another key, which is long enough for it"},
        {"algorithm": "HS512"},
        {"algorithm": "none", "key": ""},
    ],
)
def test_a_turns_token_that_was_tampered_with_is_refused(
    keys: TokenService, database: Database, caller: Caller, clock: Clock, changed: dict[str, Any]
):
    genuine = keys.mint_turn(caller, "t", clock())
    with database.read() as reader:
        key = reader.connection.execute(select(secrets.c.value)).scalar_one()
    made = jwt.decode(
        genuine, key, algorithms=["HS256"], audience=AUDIENCE, options={"verify_exp": False}
    )
    claims = {name: value for name, value in {**made, **changed}.items() if value is not None}
    forged = jwt.encode(
        {name: claims[name] for name in claims if name in made},
        changed.get("key", key),
        algorithm=changed.get("algorithm", "HS256"),
    )
    with pytest.raises(UnauthenticatedError):
        keys.verify(forged)
    assert keys.verify(genuine)


@pytest.mark.parametrize("text", ["", "x", "wb_", "a.b.c"])
def test_nonsense_is_refused_before_and_after_there_is_a_key(
    keys: TokenService, caller: Caller, clock: Clock, text: str
):
    with pytest.raises(UnauthenticatedError):
        keys.verify(text)
    keys.mint_turn(caller, "t", clock())
    with pytest.raises(UnauthenticatedError):
        keys.verify(text)
