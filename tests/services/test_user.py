"""The owner's password, sessions and the set-up link, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from tests.conftest import Clock

from watchbill.domain.errors import (
    ConflictError,
    InvalidError,
    RateLimitedError,
    UnauthenticatedError,
    WatchbillError,
)
from watchbill.services.caller import Caller
from watchbill.services.user import UserService
from watchbill.storage.database import Database
from watchbill.storage.schema import memberships, secrets, sessions, users

PASSWORD = "correct horse"


@pytest.fixture
def people(database: Database, clock: Clock) -> UserService:
    return UserService(database, clock)


def rows(database: Database, table) -> list:
    with database.read() as reader:
        return list(reader.connection.execute(select(table)))


def test_the_owner_is_a_caller_in_person(people: UserService, caller: Caller):
    assert people.owner() == caller


def test_without_a_password_who_is_local_is_the_owner(people: UserService, caller: Caller):
    assert not people.has_password()
    assert people.identify(None, is_local=True) == caller
    with pytest.raises(UnauthenticatedError):
        people.identify(None, is_local=False)


def test_with_a_password_nobody_is_let_in_without(people: UserService, caller: Caller):
    session = people.set_password(PASSWORD)
    assert people.has_password()
    assert people.identify(session, is_local=False) == caller
    for wrong in (None, "", "wrong"):
        with pytest.raises(UnauthenticatedError):
            people.identify(wrong, is_local=True)


def test_a_session_ends_when_its_time_is_over_or_by_signing_out(
    people: UserService, database: Database, clock: Clock
):
    people.set_password(PASSWORD)
    session = people.sign_in(PASSWORD, client="x" * 300)
    other = people.sign_in(PASSWORD)
    people.sign_out(other)
    people.sign_out(other)
    with pytest.raises(UnauthenticatedError):
        people.identify(other, is_local=False)
    clock.now += timedelta(days=30)
    with pytest.raises(UnauthenticatedError):
        people.identify(session, is_local=False)
    people.sign_in(PASSWORD)
    assert len(rows(database, sessions)) == 1


def test_a_new_password_ends_every_session_and_the_old_password(people: UserService):
    session = people.set_password(PASSWORD)
    people.set_password("another horse")
    with pytest.raises(UnauthenticatedError):
        people.identify(session, is_local=False)
    with pytest.raises(UnauthenticatedError):
        people.sign_in(PASSWORD)
    assert people.sign_in("another horse")


@pytest.mark.parametrize("password", ["", "x" * 7, "x" * 1_001])
def test_a_password_that_is_too_short_or_too_long_is_not_set(people: UserService, password: str):
    with pytest.raises(InvalidError) as caught:
        people.set_password(password)
    assert caught.value.code == "INVALID_PASSWORD"
    assert not people.has_password()


def test_nothing_that_opens_the_door_is_kept_as_it_is(people: UserService, database: Database):
    link = people.make_setup()
    assert link
    kept = str(rows(database, secrets))
    session = people.use_setup(link, PASSWORD, client="Browser")
    kept += str(rows(database, users)) + str(rows(database, sessions))
    assert "Browser" in kept
    for secret in (link, session, PASSWORD):
        assert secret not in kept
    assert "$argon2id$" in kept


@pytest.mark.parametrize("password", ["wrong horse", "x" * 1_001, ""])
def test_a_wrong_password_opens_nothing(people: UserService, password: str):
    people.set_password(PASSWORD)
    with pytest.raises(UnauthenticatedError):
        people.sign_in(password)


def test_no_password_signs_in_before_one_is_set(people: UserService):
    with pytest.raises(UnauthenticatedError):
        people.sign_in("")


def test_each_wrong_password_past_the_fifth_makes_the_address_wait_longer_up_to_a_minute(
    people: UserService, clock: Clock
):
    people.set_password(PASSWORD)
    for _ in range(5):
        with pytest.raises(UnauthenticatedError):
            people.sign_in("wrong horse", address="a")
    waits = []
    for _ in range(8):
        with pytest.raises(RateLimitedError) as caught:
            people.sign_in(PASSWORD, address="a")
        waits.append(caught.value.details["retry_after"])
        clock.now += timedelta(seconds=waits[-1])
        with pytest.raises(UnauthenticatedError):
            people.sign_in("wrong horse", address="a")
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert people.sign_in(PASSWORD, address="b")
    clock.now += timedelta(seconds=60)
    assert people.sign_in(PASSWORD, address="a")
    with pytest.raises(UnauthenticatedError):
        people.sign_in("wrong horse", address="a")


def test_a_set_up_link_holds_for_a_day_and_for_one_use(people: UserService, clock: Clock):
    old = people.make_setup()
    assert old
    people.check_setup(old)
    clock.now += timedelta(hours=24)
    with pytest.raises(UnauthenticatedError):
        people.check_setup(old)
    first, second = people.make_setup(), people.make_setup()
    assert first
    assert second
    people.use_setup(first, PASSWORD)
    for link in (first, second):
        with pytest.raises(UnauthenticatedError):
            people.use_setup(link, PASSWORD)
    assert people.make_setup() is None


def test_a_made_up_set_up_link_sets_nothing(people: UserService):
    people.make_setup()
    with pytest.raises(UnauthenticatedError):
        people.use_setup("wrong", PASSWORD)
    assert not people.has_password()


def test_a_link_with_a_bad_password_can_be_used_again(people: UserService):
    link = people.make_setup()
    assert link
    with pytest.raises(InvalidError):
        people.use_setup(link, "short")
    assert people.use_setup(link, PASSWORD)


def test_of_two_links_used_at_once_one_sets_the_password(people: UserService):
    links = [people.make_setup() for _ in range(4)]
    start = threading.Barrier(len(links))

    def use(link: str | None) -> str | None:
        assert link
        start.wait()
        try:
            return people.use_setup(link, f"{PASSWORD} {link}")
        except (ConflictError, UnauthenticatedError):
            return None

    with ThreadPoolExecutor(len(links)) as pool:
        made = [session for session in pool.map(use, links) if session]
    assert len(made) == 1
    assert people.identify(made[0], is_local=False)


def test_a_store_without_an_owner_is_a_defect(people: UserService, database: Database):
    with database.begin() as tx:
        tx.connection.execute(delete(memberships))
    with pytest.raises(LookupError) as caught:
        people.owner()
    assert not isinstance(caught.value, WatchbillError)
