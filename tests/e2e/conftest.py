"""The cluster, the image in it, and the figures that are printed at the end."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.cluster import KIT, NAMESPACE, ROOT, Cluster, sh

FIGURES: dict[str, str] = {}
BASE = "docker.io/library/python:3.11-slim"


@pytest.fixture(scope="session")
def figures() -> dict[str, str]:
    """What was measured on the way, for the table at the end."""
    return FIGURES


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A cluster with the image of this checkout in it, and no Watchbill; left without one again."""
    if not os.environ.get("KUBECONFIG"):
        _start_kit()
    image = _image()
    made = Cluster(image)
    _clear()
    yield made
    _clear()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()
    if report.failed and "cluster" in getattr(item, "funcargs", {}):
        report.sections.append(("the cluster", item.funcargs["cluster"].dump()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if FIGURES:
        terminalreporter.section("measured")
        for name, figure in FIGURES.items():
            terminalreporter.line(f"{name:<44} {figure}")


def _start_kit() -> None:
    cluster = KIT / "cluster"
    if not cluster.exists():
        pytest.exit(
            "There is no cluster. Set KUBECONFIG to one that may be filled and emptied.", 2
        )
    subprocess.run([cluster, "up"], check=True)
    for line in sh(str(cluster), "env").splitlines():
        name, _, value = line.removeprefix("export ").partition("=")
        os.environ[name] = os.path.expandvars(value.strip("\"'"))


def _image() -> str:
    """Build the image of this checkout and load it into the node. Its tag is the version and the commit."""
    commit = sh("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD").strip()
    image = f"localhost/watchbill:0.1.0-{commit}"
    subprocess.run([KIT / "cluster", "base-image"], check=True)
    # The mount lets pip and npm in the build trust what this machine trusts.
    mount = ["-v", "/etc/ssl/certs:/etc/ssl/certs:ro"]
    build = ["buildah", "build", "--isolation", "chroot", *mount, "--layers", "-t", image]
    subprocess.run([*build, "--build-arg", f"REVISION={commit}", "--quiet", str(ROOT)], check=True)
    with tempfile.TemporaryDirectory() as folder:
        archive = str(Path(folder) / "image.tar")
        sh("buildah", "push", "--quiet", image, f"docker-archive:{archive}:{image}")
        sh(str(KIT / "cluster"), "load", archive)
    whole, base = _size(image), _size(BASE)
    FIGURES["image, all of it"] = f"{whole:.0f} MB"
    FIGURES["image, the part that is ours"] = f"{whole - base:.0f} MB"
    return image


def _size(image: str) -> float:
    found = json.loads(sh("buildah", "images", "--json", image))
    text, unit = found[0]["size"].split()
    return float(text) * {"KB": 0.001, "MB": 1, "GB": 1000}[unit]


def _clear() -> None:
    sh("kubectl", "delete", "namespace", NAMESPACE, "--ignore-not-found", "--timeout=180s")
