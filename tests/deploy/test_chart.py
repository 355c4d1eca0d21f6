"""The chart: what it makes is restricted, private where it must be, and what would lose data is refused."""

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import chart  # noqa: E402 -- a program of the workshop, found by the line above

Json = dict[str, Any]


@pytest.fixture(scope="module", params=["minikube", "plain", "ingress and model"])
def objects(request: pytest.FixtureRequest) -> list[Json]:
    values: dict[str, Json] = {
        "minikube": chart.MINIKUBE,
        "plain": {},
        "ingress and model": {
            "ingress": {"enabled": True, "host": "tasks.example.org", "tlsSecret": "tls"},
            "model": {"url": "https://model.example.org/v1", "name": "m", "existingSecret": "s"},
            "settings": {"allowedHosts": ["tasks.example.org"], "dateOrder": "dmy"},
            "server": {"egress": {"open": True, "ports": [443, 587]}},
            "oidc": {"issuer": "https://id.example.org", "clientId": "watchbill"},
        },
    }
    return chart.render(values[request.param])


def of(objects: list[Json], kind: str) -> dict[str, Json]:
    return {found["metadata"]["name"]: found for found in objects if found["kind"] == kind}


def test_every_container_is_restricted_bounded_and_probed(objects: list[Json]) -> None:
    deployments = of(objects, "Deployment")
    assert sorted(deployments) == ["watchbill", "watchbill-assistant"]
    for deployment in deployments.values():
        pod = deployment["spec"]["template"]["spec"]
        assert pod["automountServiceAccountToken"] is False
        assert pod["enableServiceLinks"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        [container] = pod["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]) == {"requests", "limits"}
        assert {"startupProbe", "livenessProbe", "readinessProbe"} <= set(container)
        assert container["image"] == "localhost/watchbill:0.1.0"


def test_the_tools_and_the_assistant_are_never_public(objects: list[Json]) -> None:
    services = of(objects, "Service")
    for name in ("watchbill-mcp", "watchbill-assistant"):
        assert services[name]["spec"]["type"] == "ClusterIP"
    for ingress in of(objects, "Ingress").values():
        [rule] = ingress["spec"]["rules"]
        [path] = rule["http"]["paths"]
        assert path["backend"]["service"]["name"] == "watchbill"


def test_only_the_ways_that_are_needed_are_open(objects: list[Json]) -> None:
    policies = of(objects, "NetworkPolicy")
    deny = policies["watchbill-deny"]["spec"]
    assert (deny["policyTypes"], "ingress" in deny, "egress" in deny) == (
        ["Ingress", "Egress"],
        False,
        False,
    )
    web, mcp = policies["watchbill-server"]["spec"]["ingress"]
    assert [web["ports"][0]["port"], "from" in web] == [8080, False]
    assert [mcp["ports"][0]["port"], "from" in mcp] == [8081, True]
    [turns] = policies["watchbill-assistant"]["spec"]["ingress"]
    assert [turns["ports"][0]["port"], "from" in turns] == [8082, True]
    has_model = bool(of(objects, "Ingress"))
    ways = policies["watchbill-server"]["spec"]["egress"]
    assert [[port["port"] for port in way["ports"]] for way in ways[2:]] == (
        [[443, 587]] if has_model else []
    )
    assert len(policies["watchbill-assistant"]["spec"]["egress"]) == (3 if has_model else 2)


def test_the_tasks_outlive_the_release_and_have_one_writer(objects: list[Json]) -> None:
    [claim] = of(objects, "PersistentVolumeClaim").values()
    assert claim["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}
    server = of(objects, "Deployment")["watchbill"]["spec"]
    assert (server["replicas"], server["strategy"]) == (1, {"type": "Recreate"})


def test_the_assistant_finds_the_tools_by_the_clusters_dns(objects: list[Json]) -> None:
    config = of(objects, "ConfigMap")
    assert (
        config["watchbill-assistant"]["data"]["MCP_SERVER_URL"] == "http://watchbill-mcp:8081/mcp"
    )
    url = config["watchbill"]["data"]["WATCHBILL_ASSISTANT_URL"]
    assert url == "http://watchbill-assistant:8082"


def test_secrets_come_from_secrets_alone(objects: list[Json]) -> None:
    [server] = of(objects, "Deployment")["watchbill"]["spec"]["template"]["spec"]["containers"]
    named = [one for one in server["env"] if "valueFrom" in one]
    sources = {one["name"]: one["valueFrom"]["secretKeyRef"]["key"] for one in named}
    assert sources == {
        "WATCHBILL_SMTP_URL": "smtp-url",
        "WATCHBILL_OIDC_CLIENT_SECRET": "oidc-client-secret",
    }
    assert not set(sources) & set(of(objects, "ConfigMap")["watchbill"]["data"])


def test_the_push_key_is_a_file_where_a_secret_is_named() -> None:
    plain, named = (
        of(chart.render({"push": {"existingSecret": secret}}), "Deployment")["watchbill"]["spec"]
        for secret in ("", "keys")
    )
    assert "push" not in str(plain).lower()
    pod = named["template"]["spec"]
    [server] = pod["containers"]
    mount = next(one for one in server["volumeMounts"] if one["name"] == "push")
    volume = next(one for one in pod["volumes"] if one["name"] == "push")
    assert volume["secret"] == {"secretName": "keys", "defaultMode": 0o440}
    assert mount["readOnly"]
    assert server["env"][-1] == {
        "name": "WATCHBILL_PUSH_KEY_FILE",
        "value": f"{mount['mountPath']}/push-key",
    }


@pytest.mark.parametrize(
    "values",
    [
        {"server": {"replicas": 2}},
        {"image": {"tag": "latest"}},
        {"image": {"tag": ""}},
        {"service": {"nodePort": 80}},
        {"ingress": {"enabled": True}},
        {"storage": {"size": "much"}},
        {"replicas": 3},
        {"oidc": {"issuer": "https://id.example.org"}},
        {"server": {"egress": {"ports": []}}},
        {"settings": {"dateOrder": "ymd"}},
    ],
)
def test_values_that_lose_data_or_mean_nothing_are_refused(values: Json) -> None:
    with pytest.raises(chart.HelmError):
        chart.render(values)


def test_the_rendered_file_is_as_the_chart_makes_it_in_a_restricted_namespace() -> None:
    text = (ROOT / "deploy" / "minikube.yaml").read_text()
    assert text == chart.minikube()
    namespace = next(yaml.safe_load_all(text))
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
