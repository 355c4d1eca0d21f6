"""Watchbill on a real cluster, in a real browser: every claim of the deployment, one after the other."""

import json
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from tests.e2e.cluster import NAMESPACE, ROOT, Cluster, sh, wait
from tests.e2e.page import Visit, browser

pytestmark = pytest.mark.e2e

PORT = 30080
PROBE = "probe"


@pytest.fixture(scope="module")
def visit(cluster: Cluster) -> Iterator[Visit]:
    with browser() as page:
        yield Visit(page, f"http://{cluster.node()}:{PORT}")


def apply_rendered(cluster: Cluster) -> None:
    """Apply deploy/minikube.yaml with the image of this checkout."""
    text = (ROOT / "deploy" / "minikube.yaml").read_text()
    text = re.sub(r"image: \S+/watchbill:\S+", f"image: {cluster.image}", text)
    cluster.kubectl("apply", "-f", "-", text=text)


def memory(cluster: Cluster, component: str) -> float:
    """Megabytes that the pod's container works with, as the node's metrics say."""
    pod = cluster.pods(component)[0]["metadata"]["name"]
    path = f"/apis/metrics.k8s.io/v1beta1/namespaces/{NAMESPACE}/pods/{pod}"
    usage = json.loads(sh("kubectl", "get", "--raw", path))["containers"][0]["usage"]["memory"]
    return int(usage.removesuffix("Ki")) / 1024


def ask(url: str, *, timeout: float = 5) -> int:
    """The status of a GET; 0 when nothing answers."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_the_rendered_file_brings_both_pods_to_ready(
    cluster: Cluster, figures: dict[str, str]
) -> None:
    start = time.monotonic()
    apply_rendered(cluster)
    cluster.rolled_out()
    figures["from apply to both ready"] = f"{time.monotonic() - start:.1f} s"
    assert [len(cluster.pods(name)) for name in ("server", "assistant")] == [1, 1]
    for component in ("server", "assistant"):
        states = cluster.pods(component)[0]["status"]["containerStatuses"]
        assert [(state["ready"], state["restartCount"]) for state in states] == [(True, 0)]


def test_nothing_but_probes_and_the_sign_in_page_answers_a_stranger(visit: Visit) -> None:
    wait("the page answers", lambda: ask(f"{visit.url}/healthz") == 200)
    paths = ["/readyz", "/signin", "/api/v1/tasks", "/api/v1/openapi.json", "/api/v1/changes"]
    assert [ask(visit.url + path) for path in paths] == [200, 200, 401, 401, 401]


def test_the_owner_comes_in_by_the_link_of_the_log_and_adds_a_task(
    cluster: Cluster, visit: Visit
) -> None:
    log = cluster.kubectl("logs", "deployment/watchbill")
    [link] = set(re.findall(r"/setup/\S+", log))
    visit.set_password(link)
    visit.add("Wind the clock")
    assert visit.titles() == ["Wind the clock"]
    assert ask(visit.url + link) == 401


def test_the_chat_works_through_the_assistants_pod(cluster: Cluster, visit: Visit) -> None:
    visit.sign_in()
    assert "Added #2" in visit.say("add polish the brass")
    visit.eventually(["Wind the clock", "Polish the brass"])
    assert "#2 Polish the brass" in visit.say("what's on my list?")
    assert "Renamed #2" in visit.say("rename 2 to polish the bell")
    visit.eventually(["Wind the clock", "Polish the bell"])
    assert visit.say("I finished the clock").startswith("Done: #1")
    visit.eventually(["Polish the bell"])
    assert visit.say("delete the bell one") == "Delete #2 “Polish the bell”?"
    assert visit.say("yes") == "Deleted #2 “Polish the bell”."
    visit.eventually([])
    visit.page.goto(f"{visit.url}/history")
    assert visit.page.locator(".who b").first.inner_text() == "assistant for owner"
    visit.page.get_by_role("button", name="Undo change").first.click()
    visit.page.wait_for_selector(".who:has-text('undone by change')")
    visit.page.goto(f"{visit.url}/")
    visit.eventually(["Polish the bell"])
    log = cluster.kubectl("logs", "deployment/watchbill-assistant")
    assert "failed" not in log


def survives(cluster: Cluster, visit: Visit) -> None:
    cluster.rolled_out()
    wait("the page answers", lambda: ask(f"{visit.url}/readyz") == 200)
    visit.sign_in()
    assert visit.titles() == ["Polish the bell"]


def test_tasks_survive_the_death_of_the_servers_pod(cluster: Cluster, visit: Visit) -> None:
    pod = cluster.pods("server")[0]["metadata"]["name"]
    cluster.kubectl("delete", "pod", pod, "--grace-period=0", "--force")
    wait("another pod", lambda: cluster.pods("server")[0]["metadata"]["name"] != pod)
    survives(cluster, visit)


def test_tasks_survive_scaling_to_zero_and_back(cluster: Cluster, visit: Visit) -> None:
    cluster.kubectl("scale", "deployment/watchbill", "--replicas=0")
    wait("no pod", lambda: not cluster.pods("server"))
    wait("nothing answers", lambda: ask(f"{visit.url}/healthz", timeout=2) == 0)
    cluster.kubectl("scale", "deployment/watchbill", "--replicas=1")
    survives(cluster, visit)


def test_tasks_survive_a_rollout(cluster: Cluster, visit: Visit) -> None:
    cluster.kubectl("rollout", "restart", "deployment/watchbill", "deployment/watchbill-assistant")
    survives(cluster, visit)


def test_the_tools_are_refused_from_outside_and_from_every_other_pod(
    cluster: Cluster, visit: Visit
) -> None:
    node = visit.url.removeprefix("http://").partition(":")[0]
    ports = [
        port["nodePort"]
        for service in cluster.get("services")["items"]
        for port in service["spec"]["ports"]
        if "nodePort" in port
    ]
    assert ports == [PORT]
    for port in (8081, 8082):
        with pytest.raises(OSError, match=r"refused|timed out"):
            socket.create_connection((node, port), timeout=2)
    assert ask(f"{visit.url}/mcp") == 401
    script = (
        "import socket,sys\n"
        "for host, port in [('watchbill', 80), ('watchbill-mcp', 8081), ('watchbill-assistant', 8082)]:\n"
        "    try: socket.create_connection((host, port), timeout=3); print(host, 'open')\n"
        "    except OSError: print(host, 'closed')\n"
    )
    said = run_pod(cluster, script)
    assert said == "watchbill open\nwatchbill-mcp closed\nwatchbill-assistant closed\n"


def run_pod(cluster: Cluster, script: str, *, user: int = 10001) -> str:
    """Run a script in a pod that isn't Watchbill's, and return what it printed."""
    security = {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "runAsNonRoot": user != 0,
        "runAsUser": user,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": PROBE, "namespace": NAMESPACE},
        "spec": {
            "restartPolicy": "Never",
            "containers": [
                {
                    "name": PROBE,
                    "image": cluster.image,
                    "imagePullPolicy": "IfNotPresent",
                    "command": ["python3", "-c", script],
                    "securityContext": security,
                }
            ],
        },
    }
    cluster.kubectl("apply", "-f", "-", text=json.dumps(pod))
    ended = ("Succeeded", "Failed")
    wait("the pod ends", lambda: cluster.get("pod", PROBE)["status"]["phase"] in ended)
    said = cluster.kubectl("logs", PROBE)
    cluster.kubectl("delete", "pod", PROBE, "--grace-period=0", "--force")
    return said


def test_a_pod_that_wants_to_be_root_is_refused(cluster: Cluster) -> None:
    with pytest.raises(AssertionError, match="violates PodSecurity"):
        run_pod(cluster, "print('root')", user=0)


def test_without_the_assistant_the_page_works_and_the_chat_says_so(
    cluster: Cluster, visit: Visit
) -> None:
    cluster.kubectl("scale", "deployment/watchbill-assistant", "--replicas=0")
    visit.sign_in()

    def is_told() -> bool:
        return "assistant is unavailable" in visit.say("what's on my list?")

    wait("the chat says so", is_told, seconds=60)
    start = time.monotonic()
    assert is_told()
    assert time.monotonic() - start < 5
    visit.add("Trim the lamps")
    assert visit.titles() == ["Polish the bell", "Trim the lamps"]
    cluster.kubectl("scale", "deployment/watchbill-assistant", "--replicas=1")
    cluster.rolled_out()


def test_without_the_tools_the_assistant_says_that_the_service_is_unavailable(
    cluster: Cluster, visit: Visit
) -> None:
    change = [{"op": "replace", "path": "/spec/ports/0/targetPort", "value": 9}]
    cluster.kubectl("patch", "service", "watchbill-mcp", "--type=json", "-p", json.dumps(change))
    # A connection that is open already goes on over the old way; a new assistant has none.
    cluster.kubectl("rollout", "restart", "deployment/watchbill-assistant")
    cluster.rolled_out("watchbill-assistant")
    visit.sign_in()

    def is_told() -> bool:
        return "task service is not answering" in visit.say("what's on my list?")

    wait("the chat says so", is_told, seconds=60)
    start = time.monotonic()
    assert is_told()
    assert time.monotonic() - start < 5
    visit.add("Log the tide")
    apply_rendered(cluster)
    wait("the chat works again", lambda: "Log the tide" in visit.say("what's on my list?"))


def test_the_pods_are_small_at_rest(cluster: Cluster, figures: dict[str, str]) -> None:
    for component in ("server", "assistant"):
        used = wait("metrics", lambda name=component: memory(cluster, name), seconds=150)
        figures[f"memory of the {component} at rest"] = f"{used:.0f} MB"
        assert used < 300


def test_tasks_survive_the_end_of_the_release_and_a_new_one_by_the_chart(
    cluster: Cluster, visit: Visit, figures: dict[str, str]
) -> None:
    kinds = "all,configmap,secret,networkpolicy"
    cluster.kubectl("delete", kinds, "-l", "app.kubernetes.io/part-of=watchbill", "--timeout=150s")
    wait("nothing runs", lambda: not cluster.get("pods")["items"])
    assert [claim["metadata"]["name"] for claim in cluster.get("pvc")["items"]] == [
        "watchbill-data"
    ]
    cluster.kubectl(
        "annotate", "pvc", "watchbill-data", "--overwrite",
        "meta.helm.sh/release-name=watchbill", f"meta.helm.sh/release-namespace={NAMESPACE}",
    )  # fmt: skip
    cluster.kubectl(
        "label", "pvc", "watchbill-data", "--overwrite", "app.kubernetes.io/managed-by=Helm"
    )
    tag = cluster.image.rpartition(":")[2]
    start = time.monotonic()
    cluster.helm(
        "install", "watchbill", str(ROOT / "charts" / "watchbill"), "--wait", "--timeout=180s",
        "--set", f"image.tag={tag},service.type=NodePort,service.nodePort={PORT}",
    )  # fmt: skip
    figures["from helm install to both ready"] = f"{time.monotonic() - start:.1f} s"
    wait("the page answers", lambda: ask(f"{visit.url}/readyz") == 200)
    visit.sign_in()
    assert visit.titles() == ["Polish the bell", "Trim the lamps", "Log the tide"]
    assert "Log the tide" in visit.say("what's on my list?")
    cluster.helm("uninstall", "watchbill", "--wait")
    assert [claim["metadata"]["name"] for claim in cluster.get("pvc")["items"]] == [
        "watchbill-data"
    ]
