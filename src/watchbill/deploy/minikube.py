"""Watchbill on Minikube: build the image into the cluster's own store, apply, wait, and say where it is."""

import re
from pathlib import Path

import click

from watchbill.deploy.shell import DeployError, Shell

NAMESPACE = "watchbill"
NODE_PORT = 30080
MANIFEST = Path("deploy/minikube.yaml")
_IMAGE = re.compile(r"^(\s+image: )(?P<name>\S+/watchbill):(?P<version>\S+)$", re.MULTILINE)
_SETUP = re.compile(r"/setup/\S+")
_TOOLS = {
    "minikube": "Get it as https://minikube.sigs.k8s.io/docs/start says.",
    "kubectl": "Get it as https://kubernetes.io/docs/tasks/tools says.",
}


def deploy(folder: Path, shell: Shell) -> None:
    """Deploy the checkout in `folder`. Raises DeployError with what to do when a step fails."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise DeployError(f"{manifest} is missing. Run this in a checkout of Watchbill.")
    for tool, how in _TOOLS.items():
        shell.need(tool, how)
    _start(shell)
    text, image = tagged(manifest.read_text(), revision(folder, shell))
    shell.run("minikube", "image", "build", "-t", image, str(folder))
    shell.run("kubectl", "--context", "minikube", "apply", "-f", "-", text=text)
    for name in ("watchbill", "watchbill-assistant"):
        _kubectl(shell, "rollout", "status", f"deployment/{name}", "--timeout=180s")
    _say_where(shell)


def _start(shell: Shell) -> None:
    if shell.succeeds(["minikube", "status"]):
        # kubectl may not know this cluster, or by an address that it had before.
        shell.run("minikube", "update-context")
        return
    # Without a network plug-in that knows policies, the ones of the chart would say nothing.
    shell.run("minikube", "start", "--cni=calico")


def revision(folder: Path, shell: Shell) -> str:
    """The commit of the checkout, with a mark when files differ from it; empty without git."""
    commit = shell.read("git", "-C", str(folder), "rev-parse", "--short", "HEAD")
    changes = shell.read("git", "-C", str(folder), "status", "--porcelain")
    return f"{commit}-changed" if commit and changes else commit


def tagged(manifest: str, commit: str) -> tuple[str, str]:
    """The manifest with the commit in the image's tag, so that a tag never changes its meaning; and the image."""
    found = _IMAGE.search(manifest)
    if found is None:
        raise DeployError("The manifest names no image of Watchbill. Run: make chart")
    tag = f"{found['version']}-{commit}" if commit else found["version"]
    image = f"{found['name']}:{tag}"
    return _IMAGE.sub(rf"\g<1>{image}", manifest), image


def _say_where(shell: Shell) -> None:
    address = shell.read("minikube", "ip") or "ADDRESS-OF-THE-NODE"
    url = f"http://{address}:{NODE_PORT}"
    click.echo(f"Watchbill is at {url}")
    log = shell.read(*_words("logs", "deployment/watchbill", "--tail=200"))
    links = _SETUP.findall(log)
    if links:
        click.echo(f"Set its password, once: {url}{links[-1]}")
    click.echo(
        "If that address can't be reached from here: "
        f"kubectl -n {NAMESPACE} port-forward service/watchbill 8080:80, then http://localhost:8080"
    )


def _kubectl(shell: Shell, *arguments: str) -> None:
    shell.run(*_words(*arguments))


def _words(*arguments: str) -> list[str]:
    return ["kubectl", "--context", "minikube", "--namespace", NAMESPACE, *arguments]
