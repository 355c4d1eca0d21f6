"""The command line, on a store of this machine or on a real server over the same store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.web.live import serving

from watchbill.bootstrap import build_services
from watchbill.cli.main import run
from watchbill.services.bundle import Services
from watchbill.services.caller import ALL_SCOPES
from watchbill.settings import Settings
from watchbill.web.access import Access
from watchbill.web.application import build_application


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str


Watchbill = Callable[..., Result]


@pytest.fixture
def services(sqlite_url: str, tmp_path: Path) -> Iterator[Services]:
    """The services over the store that the commands work on."""
    made = build_services(Settings(data_dir=tmp_path, database_url=sqlite_url))
    yield made
    made.close()


@pytest.fixture
def local(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Watchbill:
    """Runs a command on the store of this machine."""
    for name in ("WATCHBILL_URL", "WATCHBILL_TOKEN", "WATCHBILL_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WATCHBILL_DATA_DIR", str(tmp_path))

    def command(*arguments: str) -> Result:
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return command


@pytest.fixture
def server(services: Services) -> Iterator[str]:
    """The address of a server over that store."""
    with serving(build_application(services, Access())) as url:
        yield url


@pytest.fixture
def remote(
    local: Watchbill, server: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> Watchbill:
    """Runs a command on that server, with a token that may do everything."""
    _, token = services.tokens.create(services.users.owner(), "robot", sorted(ALL_SCOPES))
    monkeypatch.setenv("WATCHBILL_URL", server)
    monkeypatch.setenv("WATCHBILL_TOKEN", token)
    return local
