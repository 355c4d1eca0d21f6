"""Deploying to Minikube, with programs in place of the real ones that write down how they were called."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from watchbill.cli.deploy import deploy_command
from watchbill.deploy.minikube import tagged
from watchbill.deploy.shell import DeployError

MANIFEST = """\
spec:
  containers:
    - name: server
      image: localhost/watchbill:0.1.0
---
      image: localhost/watchbill:0.1.0
"""
IP = "192.0.2.2"


class Machine:
    """A machine with just these programs on PATH, and a log of their calls."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.programs = folder / "bin"
        self.checkout = folder / "checkout"
        self.log = folder / "log"
        self.programs.mkdir()
        (self.checkout / "deploy").mkdir(parents=True)
        (self.checkout / "deploy" / "minikube.yaml").write_text(MANIFEST)
        self.log.touch()
        for name in ("sh", "cat"):
            (self.programs / name).symlink_to(shutil.which(name) or "")
        monkeypatch.setenv("PATH", str(self.programs))
        monkeypatch.setenv("LOG", str(self.log))

    def install(self, name: str, script: str = "") -> None:
        """A program that writes its words into the log, its input too when it gets a file from there."""
        program = self.programs / name
        take = 'case "$*" in *"-f -"*) cat >> "$LOG";; esac\n'
        program.write_text(f'#!/bin/sh\necho {name} "$@" >> "$LOG"\n{take}{script}\n')
        program.chmod(program.stat().st_mode | stat.S_IEXEC)

    def deploy(self, *options: str) -> tuple[int, str]:
        words = ["minikube", "--folder", str(self.checkout), *options]
        done = CliRunner().invoke(deploy_command, words)
        return done.exit_code, done.output

    def calls(self) -> list[str]:
        return self.log.read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path, monkeypatch)
    made.install("minikube", f'case "$1" in ip) echo {IP};; esac')
    made.install("kubectl", 'case "$*" in *logs*) echo "once: http://x/setup/s3cret";; esac')
    return made


def test_the_image_is_built_applied_and_waited_for(machine: Machine) -> None:
    code, said = machine.deploy()
    assert code == 0
    assert f"Watchbill is at http://{IP}:30080\n" in said
    assert f"Set its password, once: http://{IP}:30080/setup/s3cret\n" in said
    assert [call for call in machine.calls() if call.startswith(("minikube", "kubectl"))] == [
        "minikube status",
        "minikube update-context",
        f"minikube image build -t localhost/watchbill:0.1.0 {machine.checkout}",
        "kubectl --context minikube apply -f -",
        "kubectl --context minikube --namespace watchbill rollout status deployment/watchbill --timeout=180s",
        "kubectl --context minikube --namespace watchbill rollout status deployment/watchbill-assistant --timeout=180s",
        "minikube ip",
        "kubectl --context minikube --namespace watchbill logs deployment/watchbill --tail=200",
    ]


def test_a_cluster_that_does_not_run_is_started_with_policies(machine: Machine) -> None:
    machine.install("minikube", 'case "$1" in status) exit 7;; ip) exit 1;; esac')
    machine.install("kubectl")
    code, said = machine.deploy()
    assert code == 0
    assert "minikube start --cni=calico" in machine.calls()
    assert "http://ADDRESS-OF-THE-NODE:30080" in said
    assert "Set its password" not in said


@pytest.mark.parametrize("tool", ["minikube", "kubectl"])
def test_a_missing_program_is_named_with_where_to_get_it(machine: Machine, tool: str) -> None:
    (machine.programs / tool).unlink()
    code, said = machine.deploy()
    assert code == 1
    assert f"Error: {tool} is missing. Get it as https://" in said


def test_a_step_that_fails_ends_it(machine: Machine) -> None:
    machine.install("minikube", 'case "$1" in image) exit 3;; esac')
    code, said = machine.deploy()
    assert code == 1
    assert "Error: minikube failed (3); what it said is above." in said
    assert [call for call in machine.calls() if call.startswith("kubectl")] == []


def test_a_dry_run_says_what_it_would_run_and_runs_nothing_that_writes(machine: Machine) -> None:
    code, said = machine.deploy("--dry-run")
    assert code == 0
    assert "$ minikube image build -t localhost/watchbill:0.1.0" in said
    assert [call.split()[1] for call in machine.calls()] == ["status", "ip", "--context"]


def test_a_folder_that_is_no_checkout_is_refused(machine: Machine) -> None:
    (machine.checkout / "deploy" / "minikube.yaml").unlink()
    code, said = machine.deploy()
    assert code == 1
    assert "Run this in a checkout of Watchbill." in said


def test_the_tag_has_the_commit_and_says_when_files_differ_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shutil.which("git") or ""
    machine = Machine(tmp_path, monkeypatch)
    machine.install("minikube")
    machine.install("kubectl")
    (machine.programs / "git").symlink_to(found)
    git = ["git", "-C", str(machine.checkout), "-c", "user.name=w", "-c", "user.email=w@localhost"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True)
    commit = subprocess.run(
        [*git, "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    assert machine.deploy()[0] == 0
    assert f"      image: localhost/watchbill:0.1.0-{commit}" in machine.calls()
    (machine.checkout / "new").touch()
    assert machine.deploy()[0] == 0
    assert f"      image: localhost/watchbill:0.1.0-{commit}-changed" in machine.calls()


def test_a_manifest_without_the_image_is_refused() -> None:
    with pytest.raises(DeployError, match="names no image"):
        tagged("kind: Namespace", "")
