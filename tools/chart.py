"""Render the chart for Minikube into deploy/minikube.yaml; with --check, say whether the file is as the chart would make it.

Helm's own engine comes as a Python package, so nothing has to be installed for it.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml
from helm_python import Chart, HelmError, lint

ROOT = Path(__file__).resolve().parent.parent
CHART = ROOT / "charts" / "watchbill"
RENDERED = ROOT / "deploy" / "minikube.yaml"
RELEASE = "watchbill"
NAMESPACE = "watchbill"

# What differs on Minikube: a port of the node, since there is no ingress.
MINIKUBE: dict[str, Any] = {"service": {"type": "NodePort", "nodePort": 30080}}

HEAD = """\
# Watchbill on Minikube, rendered from charts/watchbill by `make chart`. Don't edit it: change the chart.
#   minikube image build -t {image} .
#   kubectl apply -f deploy/minikube.yaml
# All but the tasks is removed by:
#   kubectl -n watchbill delete all,configmap,secret,networkpolicy -l app.kubernetes.io/part-of=watchbill
---
apiVersion: v1
kind: Namespace
metadata:
  name: watchbill
  labels:
    app.kubernetes.io/part-of: watchbill
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: latest
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when stale")
    arguments = parser.parse_args()
    wanted = minikube()
    if not arguments.check:
        RENDERED.write_text(wanted)
        print(f"wrote {RENDERED.relative_to(ROOT)}")
    elif not RENDERED.is_file() or RENDERED.read_text() != wanted:
        sys.exit("deploy/minikube.yaml is not what the chart renders. Run: make chart")


def minikube() -> str:
    """The whole file: the namespace, then every object of the chart in it."""
    problems = [
        m
        for m in lint(str(CHART), MINIKUBE, strict=True).get("messages", [])
        if m.get("severity", 0) > 1
    ]
    if problems:
        sys.exit(json.dumps(problems, indent=2))
    objects = render(MINIKUBE)
    image = next(
        o["spec"]["template"]["spec"]["containers"][0]["image"]
        for o in objects
        if o["kind"] == "Deployment"
    )
    parts = [yaml.safe_dump(o, sort_keys=False, width=120) for o in objects]
    return "---\n".join([HEAD.format(image=image), *parts])


def render(values: dict[str, Any]) -> list[dict[str, Any]]:
    """The objects that the chart makes of these values, in the namespace. Raises HelmError when it refuses them."""
    with Chart.load(str(CHART)) as chart:
        chart.validate_schema(values)
        files = chart.render(values, name=RELEASE, namespace=NAMESPACE)
    found = [
        document
        for name, text in sorted(files.items())
        if name.endswith(".yaml")
        for document in yaml.safe_load_all(text)
        if document
    ]
    for document in found:
        document["metadata"]["namespace"] = NAMESPACE
        document["metadata"]["labels"].pop("app.kubernetes.io/managed-by", None)
    return found


__all__ = ["HelmError", "minikube", "render"]

if __name__ == "__main__":
    main()
