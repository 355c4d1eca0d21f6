"""A real cluster for the tests: any KUBECONFIG, else the kit beside the checkout; and the few words that are said to it."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KIT = Path(os.environ.get("WATCHBILL_CLUSTER_KIT", ROOT.parent / "shared" / "cluster"))
NAMESPACE = "watchbill"


def sh(*arguments: str, text: str | None = None, check: bool = True) -> str:
    """Run a program to its end and return what it printed; its complaints are in the error."""
    done = subprocess.run(arguments, input=text, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise AssertionError(
            f"{' '.join(arguments)} ({done.returncode})\n{done.stdout}{done.stderr}"
        )
    return done.stdout + ("" if done.returncode == 0 else done.stderr)


def wait(what: str, condition: Callable[[], Any], *, seconds: float = 90) -> Any:
    """Ask again and again until the condition gives something true; an error counts as not yet."""
    deadline, last = time.monotonic() + seconds, None
    while time.monotonic() < deadline:
        try:
            if found := condition():
                return found
        except (AssertionError, OSError, ValueError, LookupError) as error:
            last = error
        time.sleep(0.3)
    raise AssertionError(f"{what}: not within {seconds} s; last: {last}")


@dataclass
class Cluster:
    """kubectl and helm on one cluster, and the image in it."""

    image: str
    environment: dict[str, str] = field(default_factory=dict)

    def kubectl(self, *arguments: str, text: str | None = None, check: bool = True) -> str:
        return sh("kubectl", "-n", NAMESPACE, *arguments, text=text, check=check)

    def helm(self, *arguments: str) -> str:
        return sh("helm", "-n", NAMESPACE, *arguments)

    def get(self, *arguments: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.kubectl("get", *arguments, "-o", "json"))
        return found

    def rolled_out(self, *names: str) -> None:
        for name in names or ("watchbill", "watchbill-assistant"):
            self.kubectl("rollout", "status", f"deployment/{name}", "--timeout=150s")

    def pods(self, component: str) -> list[dict[str, Any]]:
        labels = f"app.kubernetes.io/part-of=watchbill,app.kubernetes.io/component={component}"
        items: list[dict[str, Any]] = self.get("pods", "-l", labels)["items"]
        return [pod for pod in items if "deletionTimestamp" not in pod["metadata"]]

    def node(self) -> str:
        addresses = json.loads(sh("kubectl", "get", "nodes", "-o", "json"))["items"][0]["status"][
            "addresses"
        ]
        return next(str(a["address"]) for a in addresses if a["type"] == "InternalIP")

    def dump(self) -> str:
        """What somebody wants to know when it went wrong."""
        parts = [
            self.kubectl("get", "all,pvc,networkpolicy", "-o", "wide", check=False),
            self.kubectl("get", "events", "--sort-by=.lastTimestamp", check=False),
            self.kubectl("describe", "pods", check=False),
            *(
                self.kubectl("logs", f"deployment/{name}", "--tail=60", check=False)
                for name in ("watchbill", "watchbill-assistant")
            ),
        ]
        return "\n".join(parts)
