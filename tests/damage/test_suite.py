"""The Agent Damage Suite can fail: a naive server is hurt in all seventeen ways, and the report says so."""

import json
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import httpx2
import pytest
from damage.adapter import NotHereError
from damage.case import CASES, CLASSES, Case
from damage.report import document, table, total
from damage.runner import Result, held, run
from damage.watchbill.server import Server
from damage.world import World
from tests.damage.naive import Naive


@cache
def seen() -> list[Result]:
    """Each case against a naive server of its own."""
    return [
        result for case in CASES for door in Naive().doors for result in run(Naive(), door, [case])
    ]


@pytest.mark.parametrize("number", CLASSES)
def test_a_naive_server_fails_the_class(number: int) -> None:
    failed = [r for r in seen() if r.case.number == number and r.outcome == "fails"]
    assert failed
    broken = [result.seen for result in failed if result.seen.startswith("Traceback")]
    assert broken == []


def test_every_class_has_three_cases_at_least() -> None:
    counted = Counter(case.number for case in CASES)
    assert sorted(counted) == list(CLASSES) == list(range(1, 18))
    assert {number: count for number, count in counted.items() if count < 3} == {}


def test_no_two_cases_say_the_same() -> None:
    assert [
        text for text, count in Counter(case.says for case in CASES).items() if count > 1
    ] == []


def passing(world: World) -> None: ...


def missing(world: World) -> None:
    raise NotHereError("there is one door only")


def breaking(world: World) -> None:
    raise ZeroDivisionError("the adapter broke")


def results(*runs: tuple[int, object]) -> list[Result]:
    cases = [Case(number, f"it {run.__name__}", run) for number, run in runs]  # type: ignore[attr-defined, arg-type]
    return list(run(Naive(), "tools", cases))


def test_a_class_holds_when_all_its_cases_do_that_were_tried() -> None:
    found = results(
        (1, passing), (2, passing), (2, breaking), (3, missing), (4, missing), (4, passing)
    )
    verdicts = held(found)
    assert {number: verdicts[number] for number in (1, 2, 3, 4, 5)} == {
        1: True,
        2: False,
        3: None,
        4: True,
        5: None,
    }
    assert total(found) == "2 of 17 classes hold: 3 of 4 cases, 2 don't apply."


def test_the_table_says_what_failed_and_why() -> None:
    said = table(results((1, passing), (2, breaking), (3, missing)))
    lines = said.splitlines()
    assert lines[0].split() == ["naive,", "tools"]
    assert [line.split()[-1] for line in lines[1:3]] == ["holds", "FAILS"]
    assert lines[3].endswith("not here    ")
    assert "class 2 through naive, tools: not so, that it breaking" in said
    assert "ZeroDivisionError: the adapter broke" in said


def test_the_document_has_every_result() -> None:
    found = json.loads(document(results((1, passing), (3, missing))))
    assert found["classes"][0] == {"class": 1, "what": CLASSES[1], "holds": True}
    assert found["classes"][2]["holds"] is None
    [_, other] = found["results"]
    assert other.pop("seconds") >= 0
    assert other == {
        "class": 3,
        "case": "it missing",
        "product": "naive",
        "door": "tools",
        "outcome": "not here",
        "seen": "there is one door only",
    }


def test_the_core_knows_nothing_of_watchbill() -> None:
    folder = Path(__file__).parents[2] / "damage"
    core = [*folder.glob("*.py"), *folder.glob("cases/*.py")]
    naming = [path.name for path in core if "watchbill" in path.read_text().lower()]
    assert naming == ["__main__.py"]
    inside = [path.name for path in folder.rglob("*.py") if "from watchbill" in path.read_text()]
    assert inside == []


def test_it_runs_against_a_real_server_and_writes_its_report(tmp_path: Path) -> None:
    report = tmp_path / "damage.json"
    command = [sys.executable, "-m", "damage", "--store", "sqlite", "--door", "rest"]
    done = subprocess.run(
        [*command, "--class", "1", "--json", str(report)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 of 17 classes hold: 5 of 5 cases, 0 don't apply." in done.stdout
    assert {result["outcome"] for result in json.loads(report.read_text())["results"]} == {"holds"}


def test_a_server_that_runs_is_tried_with_a_token_whose_limits_are_lifted(tmp_path: Path) -> None:
    with Server.started(tmp_path, f"sqlite:///{tmp_path / 'watchbill.db'}") as server:
        scopes = ["tasks:read", "tasks:write", "tasks:delete", "admin"]
        api = f"{server.url}/api/v1/tokens"
        asked = {"name": "suite", "mode": "act", "scopes": scopes}
        made = httpx2.post(api, json=asked).json()

        def run() -> subprocess.CompletedProcess[str]:
            place = ["--url", server.url, "--mcp-url", server.mcp_url]
            return subprocess.run(
                [sys.executable, "-m", "damage", *place, "--class", "2"],
                capture_output=True,
                text=True,
                check=False,
                cwd=Path(__file__).parents[2],
                env={**os.environ, "DAMAGE_TOKEN": made["token"]},
            )

        refused = run()
        assert (refused.returncode, refused.stdout) == (1, "")
        assert f"watchbill token budget {made['id']} --tasks-per-call 0" in refused.stderr
        limits = dict.fromkeys(
            ["tasks_per_call", "changes_per_run", "changes_per_hour", "reads_per_minute"], 0
        )
        httpx2.put(f"{api}/{made['id']}/budget", json=limits).raise_for_status()
        done = run()
        assert (done.returncode, done.stderr) == (0, "")
        assert "1 of 17 classes hold" in done.stdout
        left = httpx2.get(f"{server.url}/api/v1/tasks").json()
        assert left["tasks"] == []
