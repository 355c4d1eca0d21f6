"""The verdict on what the conformance suite finds: it can fail, both ways, and doesn't pass when nothing was run."""

import json
from pathlib import Path

import pytest
from conformance.verdict import Finding, problems, read_findings, read_listed

LIST = Path("conformance/not_applicable.toml")


def finding(name: str, *, holds: bool, run: str = "2026-07-28") -> Finding:
    return Finding(run, name, holds, "No audio content found")


def test_what_holds_and_what_is_listed_and_fails_is_no_problem() -> None:
    found = [finding("ping/ping", holds=True), finding("audio/audio", holds=False)]
    assert problems(found, {"audio/audio": "no audio here"}) == []


def test_a_check_that_fails_and_is_not_listed_is_a_problem() -> None:
    assert problems([finding("audio/audio", holds=False)], {}) == [
        "fails: audio/audio (2026-07-28): No audio content found"
    ]


def test_a_listed_check_that_passes_is_a_problem() -> None:
    assert problems([finding("audio/audio", holds=True)], {"audio/audio": "no audio here"}) == [
        "listed as not applying, and passes: audio/audio. Take it off the list."
    ]


def test_a_listed_check_that_fails_in_one_revision_alone_may_stay_listed() -> None:
    found = [
        finding("audio/audio", holds=True, run="2025-11-25"),
        finding("audio/audio", holds=False),
    ]
    assert problems(found, {"audio/audio": "no audio here"}) == []


def test_nothing_run_is_a_problem_and_so_is_a_listed_check_that_was_not_run() -> None:
    assert problems([], {}) == ["no check was run at all"]
    assert problems([finding("ping/ping", holds=True)], {"audio/audio": "no audio here"}) == [
        "listed, and no such check was run: audio/audio"
    ]


def test_what_the_suite_leaves_behind_is_read_with_warnings_as_failures(tmp_path: Path) -> None:
    folder = tmp_path / "server-ping-2026-11-25T17-35-09-200Z"
    folder.mkdir()
    checks = [
        {"id": "a", "status": "SUCCESS", "details": {}},
        {"id": "b", "status": "SKIPPED", "details": {"note": "not offered"}},
        {"id": "c", "status": "WARNING", "details": {"message": "no session"}},
        {"id": "d", "status": "FAILURE", "errorMessage": "No answer", "details": {}},
    ]
    (folder / "checks.json").write_text(json.dumps(checks), encoding="utf-8")
    assert [(one.name, one.holds, one.said) for one in read_findings("x", tmp_path)] == [
        ("ping/a", True, "{}"),
        ("ping/b", True, '{"note": "not offered"}'),
        ("ping/c", False, '{"message": "no session"}'),
        ("ping/d", False, "No answer"),
    ]


def test_every_listed_check_has_a_reason_and_is_listed_once(tmp_path: Path) -> None:
    listed = read_listed(LIST)
    assert [name for name, reason in listed.items() if len(reason) < 40 or "/" not in name] == []
    twice = tmp_path / "twice.toml"
    group = '[[group]]\nreason = "because"\nchecks = ["a/a", "a/a"]\n'
    twice.write_text(group, encoding="utf-8")
    with pytest.raises(ValueError, match="has a/a twice"):
        read_listed(twice)
