"""The parts put together, as a person starts them."""

import asyncio
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from tests.assistant.endpoint import Endpoint
from tests.web.live import serving
from watchbill import bootstrap
from watchbill.bootstrap import Part, build_services, build_turns, build_web, opened, serve
from watchbill.domain.errors import InvalidError
from watchbill.schemas.turn import Event, TurnFinished
from watchbill.services.drafting import TaskDraft
from watchbill.settings import Settings
from watchbill.web.feed import Feed
from watchbill.web.probe import Readiness
from watchbill.web.turn import LocalTurns, NoTurns, RemoteTurns

PASSWORD = "correct horse"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", port=0, mcp_port=0, log_level="warning")


Start = Callable[..., tuple["subprocess.Popen[str]", str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Runs the real command on free ports; gives the process and the line that it prints when it is ready."""
    processes: list[subprocess.Popen[str]] = []

    def started(**environ: str) -> tuple["subprocess.Popen[str]", str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "watchbill", "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "WATCHBILL_DATA_DIR": str(tmp_path),
                "WATCHBILL_MCP_PORT": "0",
                **environ,
            },
        )
        processes.append(process)
        assert process.stdout
        assert select.select([process.stdout], [], [], 20)[0]
        return process, process.stdout.readline()

    yield started
    for process in processes:
        process.kill()
        process.communicate()


def test_a_new_store_is_made_where_the_settings_say(settings: Settings):
    services = build_services(settings)
    receipt = services.tasks.add(services.users.owner(), [TaskDraft(title="Milk")])
    services.close()
    assert (settings.data_dir / "watchbill.db").exists()
    again = build_services(settings)
    assert again.tasks.find(again.users.owner(), ["1"]) == receipt.tasks
    again.close()


def test_the_command_is_ready_drains_at_a_signal_and_prints_one_line(start: Start):
    process, line = start()
    found = re.fullmatch(r"Watchbill is at (http://localhost:\d+)\n", line)
    assert found
    with httpx2.Client(base_url=found[1], trust_env=False) as client:
        assert client.get("/readyz").json() == {"status": "ok"}
        assert client.post("/api/v1/tasks", json={"title": "Milk"}).status_code == 201
        with client.stream("GET", "/api/v1/events?since=0") as stream:
            lines = stream.iter_lines()
            assert [next(lines) for _ in range(3)] == ["retry: 1000", "", "id: 1"]
            process.send_signal(signal.SIGTERM)
            assert list(lines)[:1] == ["event: change"]
    out, errors = process.communicate(timeout=20)
    assert (process.returncode, out, errors) == (0, "", "")


def test_beyond_this_machine_the_first_start_prints_a_link_that_sets_the_password(
    start: Start, tmp_path: Path
):
    process, line = start(WATCHBILL_HOST="0.0.0.0")  # noqa: S104 -- what is tested
    found = re.fullmatch(
        r"Watchbill is at (http://localhost:\d+) — set its password, once: \1/setup/(\S+)\n", line
    )
    assert found
    assert httpx2.get(f"{found[1]}/api/v1/tasks", trust_env=False).status_code == 401
    services = build_services(Settings(data_dir=tmp_path))
    services.users.use_setup(found[2], PASSWORD)
    services.close()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0
    again, line = start(WATCHBILL_HOST="0.0.0.0")  # noqa: S104 -- what is tested
    assert re.fullmatch(r"Watchbill is at http://localhost:\d+\n", line)
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=20)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def test_serving_is_over_with_everything_closed(
    settings: Settings, capsys: pytest.CaptureFixture[str]
):
    settings = replace(settings, port=free_port(), public_url="https://tasks.example.org")
    said: list[dict[str, str]] = []

    def work() -> None:
        transport = httpx2.HTTPTransport(retries=20)
        with httpx2.Client(transport=transport, trust_env=False) as client:
            said.append(client.get(f"http://127.0.0.1:{settings.port}/readyz").json())
        os.kill(os.getpid(), signal.SIGTERM)

    worker = threading.Thread(target=work)
    worker.start()
    serve(settings)
    worker.join()
    assert said == [{"status": "ok"}]
    assert capsys.readouterr().out.startswith(
        "Watchbill is at https://tasks.example.org — set its password, once: "
        "https://tasks.example.org/setup/"
    )


@pytest.mark.parametrize(("only", "path"), [("mcp", "/mcp"), ("web", "/api/v1/tasks")])
def test_one_part_alone_has_its_own_probes_and_address(
    settings: Settings, capsys: pytest.CaptureFixture[str], only: Part, path: str
):
    settings = replace(settings, port=free_port(), mcp_port=free_port())
    port, other = settings.port, settings.mcp_port
    if only == "mcp":
        port, other = other, port
    said: list[object] = []

    def work() -> None:
        transport = httpx2.HTTPTransport(retries=20)
        with httpx2.Client(transport=transport, trust_env=False) as client:
            said.append(client.get(f"http://127.0.0.1:{port}/readyz").json())
            said.append(client.get(f"http://127.0.0.1:{port}{path}").status_code < 500)
        with socket.socket() as probe:
            said.append(probe.connect_ex(("127.0.0.1", other)) == 0)
        os.kill(os.getpid(), signal.SIGTERM)

    worker = threading.Thread(target=work)
    worker.start()
    serve(settings, only=only)
    worker.join()
    assert said == [{"status": "ok"}, True, False]
    line = {
        "mcp": f"Watchbill's MCP is at http://localhost:{port}/mcp\n",
        "web": f"Watchbill is at http://localhost:{port}\n",
    }
    assert capsys.readouterr().out == line[only]


def test_a_store_is_brought_up_to_this_version_and_made_where_there_is_none(settings: Settings):
    settings.data_dir.mkdir()
    bootstrap.migrate_store(settings)
    bootstrap.migrate_store(settings)
    with bootstrap.opened(settings) as services:
        assert services.users.owner().user_name == "owner"


def test_a_port_that_is_taken_is_said_so(settings: Settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InvalidError) as caught:
            serve(replace(settings, port=port))
    assert caught.value.code == "INVALID_PORT"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://localhost:80"),
        ("0.0.0.0", "http://localhost:80"),  # noqa: S104 -- never bound
        ("::", "http://localhost:80"),
        ("::1", "http://[::1]:80"),
        ("192.168.1.5", "http://192.168.1.5:80"),
    ],
)
def test_the_address_to_open_is_one_that_a_browser_takes(host: str, url: str):
    assert bootstrap.url_of(host, 80) == url


def test_an_assistant_of_its_own_is_reached_over_http_and_else_one_inside() -> None:
    away = build_turns(Settings(assistant_url="http://127.0.0.1:9"), None)
    assert isinstance(away, RemoteTurns)
    assert isinstance(build_turns(Settings(), None), LocalTurns)


@pytest.mark.parametrize("api", ["openai", "anthropic"])
def test_the_model_of_the_environment_speaks(settings: Settings, api: str) -> None:
    services = build_services(settings)
    owner = services.users.owner()
    opening = services.conversations.say(owner, services.conversations.create(owner).id, "hello")
    endpoint, events = Endpoint("Ahoy!"), list[Event]()
    with serving(endpoint.application()) as url:
        place = f"{url}/v1" if api == "openai" else url
        named = replace(settings, model_api=api, model_url=place, model_key="k3y")
        asyncio.run(bootstrap.answer_here(named, services, owner, opening, events.append))
    services.close()
    assert isinstance(events[-1], TurnFinished)
    assert events[-1].text == "Ahoy!"
    assert endpoint.keys == ["Bearer k3y"]


def test_a_provider_needs_what_it_knows_us_as(tmp_path: Path):
    settings = Settings(data_dir=tmp_path, oidc_issuer="https://id.example.org")
    with opened(settings) as services, pytest.raises(InvalidError) as caught:
        build_web(settings, services, Readiness(services.check), Feed(lambda _: 0), NoTurns())
    assert caught.value.code == "INVALID_OIDC_CLIENT_ID"
    known = replace(settings, oidc_client_id="watchbill", oidc_name="Harbour")
    with opened(known) as services:
        app = build_web(known, services, Readiness(services.check), Feed(lambda _: 0), NoTurns())
        assert app.state.provider.client.name == "Harbour"
