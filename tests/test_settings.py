"""What the environment says, and what it can't say."""

from pathlib import Path

import pytest

from watchbill.domain.budget import Budget
from watchbill.domain.errors import InvalidError
from watchbill.settings import Settings, is_loopback, local_time_zone


def test_nothing_set_means_this_machine_alone_and_a_file_in_the_data_folder(tmp_path: Path):
    settings = Settings.from_environment({"WATCHBILL_DATA_DIR": str(tmp_path)})
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert (settings.mcp_host, settings.mcp_port) == ("127.0.0.1", 8081)
    assert (settings.assistant_host, settings.assistant_port) == ("127.0.0.1", 8082)
    assert settings.database_url == f"sqlite:///{tmp_path}/watchbill.db"
    assert settings.is_local


def test_every_variable_is_read():
    settings = Settings.from_environment(
        {
            "WATCHBILL_HOST": "0.0.0.0",  # noqa: S104 -- never bound
            "WATCHBILL_PORT": "80",
            "WATCHBILL_MCP_HOST": "::",
            "WATCHBILL_MCP_PORT": "0",
            "WATCHBILL_DATA_DIR": "/data",
            "WATCHBILL_DATABASE_URL": "postgresql://a:b@c/d",
            "WATCHBILL_PUBLIC_URL": "https://tasks.example.org/",
            "WATCHBILL_ALLOWED_HOSTS": "One.example, *.two.example three",
            "WATCHBILL_ASSISTANT_URL": "http://assistant:8082",
            "WATCHBILL_ASSISTANT_HOST": "1.2.3.4",
            "WATCHBILL_ASSISTANT_PORT": "65535",
            "MCP_SERVER_URL": "http://mcp:8081/mcp",
            "WATCHBILL_MODEL_API": "anthropic",
            "WATCHBILL_MODEL_URL": "http://model:11434/v1",
            "WATCHBILL_MODEL_NAME": "small",
            "WATCHBILL_MODEL_KEY": "k",
            "WATCHBILL_SMTP_URL": "smtps://a:b@mail:465",
            "WATCHBILL_MAIL_FROM": "a@example.org",
            "WATCHBILL_PRIVATE_TARGETS": "Yes",
            "WATCHBILL_PUSH_KEY": "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw=",
            "WATCHBILL_TIME_ZONE": "Europe/Berlin",
            "WATCHBILL_QUICK_ADD_STYLE": "Todo.txt",
            "WATCHBILL_DATE_ORDER": "dmy",
            "WATCHBILL_LOG_LEVEL": "DEBUG",
            "WATCHBILL_URL": "http://server",
            "WATCHBILL_TOKEN": "wb_t",
        }
    )
    assert settings == Settings(
        host="0.0.0.0",  # noqa: S104 -- never bound
        port=80,
        mcp_host="::",
        mcp_port=0,
        data_dir=Path("/data"),
        database_url="postgresql://a:b@c/d",
        public_url="https://tasks.example.org",
        allowed_hosts=("one.example", "*.two.example", "three"),
        assistant_url="http://assistant:8082",
        assistant_host="1.2.3.4",
        assistant_port=65535,
        mcp_server_url="http://mcp:8081/mcp",
        model_api="anthropic",
        model_url="http://model:11434/v1",
        model_name="small",
        model_key="k",
        smtp_url="smtps://a:b@mail:465",
        mail_from="a@example.org",
        private_targets="yes",
        push_key="yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
        time_zone="Europe/Berlin",
        quick_add_style="todo.txt",
        date_order="dmy",
        log_level="debug",
        url="http://server",
        token="wb_t",
    )
    assert not settings.is_local


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WATCHBILL_PORT", "eighty"),
        ("WATCHBILL_PORT", "65536"),
        ("WATCHBILL_PORT", "-1"),
        ("WATCHBILL_PORT", "٨٠"),
        ("WATCHBILL_PUBLIC_URL", "tasks.example.org"),
        ("WATCHBILL_PUBLIC_URL", "http://[::1"),
        ("WATCHBILL_PUBLIC_URL", "http://"),
        ("WATCHBILL_TIME_ZONE", "Berlin"),
        ("WATCHBILL_TIME_ZONE", "../etc/passwd"),
        ("WATCHBILL_QUICK_ADD_STYLE", "things"),
        ("WATCHBILL_DATE_ORDER", "ymd"),
        ("WATCHBILL_LOG_LEVEL", "loud"),
        ("WATCHBILL_SMTP_URL", "http://mail"),
        ("WATCHBILL_PRIVATE_TARGETS", "some"),
        ("WATCHBILL_PUSH_KEY", "hush"),
        ("WATCHBILL_PUSH_KEY", "A" * 43),
        ("WATCHBILL_PUSH_KEY", "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE"),
        ("WATCHBILL_PUSH_KEY", "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"),
        ("WATCHBILL_MODEL_KEY_FILE", "/no/such/file"),
    ],
)
def test_a_value_that_cant_be_is_refused_by_the_variables_name(name: str, value: str):
    with pytest.raises(InvalidError) as caught:
        Settings.from_environment({name: value})
    variable = name.removesuffix("_FILE")
    assert caught.value.code == f"INVALID_{variable.removeprefix('WATCHBILL_')}"
    assert variable in caught.value.message
    assert caught.value.hint


def test_a_value_may_come_in_a_file(tmp_path: Path):
    (tmp_path / "key").write_text("secret\n")
    settings = Settings.from_environment({"WATCHBILL_MODEL_KEY_FILE": str(tmp_path / "key")})
    assert settings.model_key == "secret"


def test_a_value_and_a_file_are_one_too_many(tmp_path: Path):
    (tmp_path / "key").write_text("secret")
    environ = {
        "WATCHBILL_MODEL_KEY": "other",
        "WATCHBILL_MODEL_KEY_FILE": str(tmp_path / "key"),
    }
    with pytest.raises(InvalidError, match="both set"):
        Settings.from_environment(environ)


def test_what_kubernetes_puts_beside_a_service_is_not_a_setting():
    assert Settings.from_environment({"WATCHBILL_PORT": "tcp://10.0.0.1:80"}).port == 8080


def test_secrets_stay_out_of_what_is_printed():
    settings = Settings(
        database_url="postgresql://u:hush1@h/d",
        model_key="hush2",
        token="hush3",
        smtp_url="smtp://u:hush4@h",
        data_dir=Path(),
    )
    assert "hush" not in repr(settings)


def test_the_machines_zone_is_told_from_its_link(tmp_path: Path):
    zone = tmp_path / "zoneinfo" / "Europe" / "Berlin"
    zone.parent.mkdir(parents=True)
    zone.touch()
    (tmp_path / "localtime").symlink_to(zone)
    assert local_time_zone(tmp_path / "localtime") == "Europe/Berlin"
    assert local_time_zone(tmp_path / "nothing") == "UTC"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("LOCALHOST", True),
        ("0.0.0.0", False),  # noqa: S104 -- never bound
        ("10.0.0.1", False),
        ("tasks.example.org", False),
    ],
)
def test_loopback_is_what_only_this_machine_reaches(host: str, *, expected: bool):
    assert is_loopback(host) is expected


def test_a_number_is_a_whole_one():
    read = Settings.from_environment
    assert read({"WATCHBILL_REQUESTS_PER_MINUTE": "0"}).requests_per_minute == 0
    with pytest.raises(InvalidError) as caught:
        read({"WATCHBILL_REQUESTS_PER_MINUTE": "many"})
    assert caught.value.code == "INVALID_REQUESTS_PER_MINUTE"


def test_the_budget_of_programs_is_counts():
    given = {"WATCHBILL_TASKS_PER_CALL": "9", "WATCHBILL_PROPOSAL_DAYS": "3"}
    budget = Settings.from_environment(given).budget
    assert budget == Budget(tasks_per_call=9, proposal_days=3)
    with pytest.raises(InvalidError) as refused:
        Settings.from_environment({"WATCHBILL_CHANGES_PER_RUN": "many"})
    assert refused.value.code == "INVALID_CHANGES_PER_RUN"


def test_a_budget_is_a_count():
    with pytest.raises(InvalidError) as caught:
        Settings.from_environment({"WATCHBILL_TASKS_PER_CALL": "many"})
    assert "is “many”" in caught.value.message
