"""What a person lets a program do, on both databases: each code and each refresh token is good once, also for two at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from tests.conftest import Clock

from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.grant import Choice, Issued, Request
from watchbill.services.session import digest_of
from watchbill.storage.database import Database
from watchbill.storage.grant import GrantRows

BACK = "http://localhost:5555/back"
VERIFIER = "v" * 43


@pytest.fixture
def services(database: Database, clock: Clock) -> Services:
    return Services.over(database, clock)


@pytest.fixture
def request_of_a_program(services: Services) -> Request:
    _, id = services.grants.register({"redirect_uris": [BACK], "client_name": "Robot"})
    return Request(
        client_id=id,
        redirect_uri=BACK,
        challenge=create_s256_code_challenge(VERIFIER),
        scopes=("tasks:read", "tasks:write"),
    )


def approve(services: Services, caller: Caller, request: Request, name: str = "Robot") -> str:
    choice = Choice(name=name, mode="propose", scopes=("tasks:read",))
    return services.grants.approve(caller, request, choice)


def exchange(services: Services, request: Request, code: str) -> Issued:
    return services.grants.exchange(
        code, client_id=request.client_id, redirect_uri=BACK, verifier=VERIFIER
    )


def outcomes(work: Callable[[], Issued]) -> list[str]:
    """What becomes of it, done twice at once."""

    def tried(_: int) -> str:
        try:
            work()
        except InvalidError as error:
            return error.code
        return "issued"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(tried, range(2)))


def test_of_two_who_bring_one_code_one_is_answered_and_then_nobody_is_in(
    services: Services, caller: Caller, request_of_a_program: Request
) -> None:
    code = approve(services, caller, request_of_a_program)
    found = outcomes(lambda: exchange(services, request_of_a_program, code))
    assert found == ["INVALID_GRANT", "issued"]
    assert services.tokens.list(caller) == ()


def test_of_two_who_bring_one_refresh_token_one_is_answered_and_then_nobody_is_in(
    services: Services, caller: Caller, request_of_a_program: Request
) -> None:
    code = approve(services, caller, request_of_a_program)
    issued = exchange(services, request_of_a_program, code)
    id = request_of_a_program.client_id
    found = outcomes(lambda: services.grants.refresh(issued.refresh, client_id=id))
    assert found == ["INVALID_GRANT", "issued"]
    assert services.tokens.list(caller) == ()


def test_a_grant_that_somebody_else_renewed_meanwhile_is_not_renewed(
    services: Services, caller: Caller, request_of_a_program: Request, database: Database
) -> None:
    issued = exchange(
        services, request_of_a_program, approve(services, caller, request_of_a_program)
    )
    family = issued.refresh.removeprefix("wbr_").partition(".")[0]
    with database.begin() as tx:
        rows = GrantRows(tx.connection)
        grant = rows.by_family(digest_of(family))
        assert grant
        stale = replace(grant, latest="another")
        assert not rows.renew(stale, "new", "digest", ends=grant.until)
    assert services.tokens.verify(issued.access).scopes == {"tasks:read"}


def test_who_reads_the_store_finds_no_token_in_it(
    services: Services, caller: Caller, request_of_a_program: Request, database: Database
) -> None:
    code = approve(services, caller, request_of_a_program)
    issued = exchange(services, request_of_a_program, code)
    with database.read() as reader:
        rows = [
            str(row)
            for table in ("tokens", "grants", "secrets")
            for row in reader.connection.exec_driver_sql(f"select * from {table}")  # noqa: S608 -- three names
        ]
    parts = [code, issued.access, *issued.refresh.removeprefix("wbr_").split(".")]
    assert [part for part in parts if part in "\n".join(rows)] == []
    assert len(rows) >= 4


def test_only_a_person_lets_a_program_in_and_under_a_name_that_is_free(
    services: Services, caller: Caller, machine: Caller, request_of_a_program: Request
) -> None:
    with pytest.raises(ForbiddenError, match="Only a person can let a program in"):
        approve(services, machine, request_of_a_program)
    exchange(services, request_of_a_program, approve(services, caller, request_of_a_program))
    kim = replace(caller, user_id="kim", user_name="kim")
    with pytest.raises(ConflictError, match="Somebody else's token here is called Robot"):
        approve(services, kim, request_of_a_program)


def test_a_token_that_was_revoked_gets_no_next_one(
    services: Services, caller: Caller, request_of_a_program: Request
) -> None:
    issued = exchange(
        services, request_of_a_program, approve(services, caller, request_of_a_program)
    )
    (token,) = services.tokens.list(caller)
    services.tokens.revoke(caller, token.id)
    with pytest.raises(InvalidError, match="The refresh token is over"):
        services.grants.refresh(issued.refresh, client_id=request_of_a_program.client_id)


def test_another_store_s_registration_is_none_here(services: Services) -> None:
    with pytest.raises(InvalidError, match="isn't registered here"):
        services.grants.program("eyJhbGciOiJub25lIn0.eyJhdWQiOiJ3YXRjaGJpbGwtcHJvZ3JhbSJ9.")
