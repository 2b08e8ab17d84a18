"""Asks a real API server whether it takes what the Helm chart makes: ``python .ci/check_kubernetes.py``.

It starts etcd and kube-apiserver on the loopback interface, with the definitions of KEDA, the Gateway API
and the Prometheus operator. For each file of `deploy/k8s/chart/ci` all objects are applied to a namespace of
their own, which enforces the Pod Security Standard *restricted*: first as a dry run, then really, then once
more as the next version, as an upgrade would. No kubelet and no controller runs, so what a Deployment or Job
would make is tried as a Pod.

Wants ``HELM`` and ``KUBERNETES_SERVER``, the folder with both programs.
"""

import copy
import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import httpx
import yaml
from check_chart import CHART, DEFINITIONS, custom_definitions, pod_of, render
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from atende_sandbox.group import Group, free_ports
from atende_sandbox.probes import accepts, http_ok
from atende_sandbox.processes import ProcessSpec

Manifest = dict[str, Any]

EXAMPLES: Final = CHART.parent / "examples"
_UNKNOWN: Final = {"kafka.strimzi.io", "postgresql.cnpg.io"}
_HOST: Final = "127.0.0.1"
_NEXT_VERSION: Final = "images: {tag: 99.0.0}"
_READY_SECONDS: Final = 120.0
_RESTRICTED: Final = {
    f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "warn", "audit")
}


@dataclass(frozen=True)
class Kind:
    """Where objects of a kind stand in the API."""

    path: str
    plural: str
    namespaced: bool


class Cluster:
    """A client of the API server, which says for each object what is wrong with it."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    @cached_property
    def _groups(self) -> dict[tuple[str, str], Kind]:
        found = {}
        versions = ["/api/v1"]
        for group in self._http.get("/apis").raise_for_status().json()["groups"]:
            versions += [f"/apis/{version['groupVersion']}" for version in group["versions"]]
        for path in versions:
            listed = self._http.get(path).raise_for_status().json()
            for one in listed.get("resources", ()):
                if "/" not in one["name"]:
                    found[listed["groupVersion"], one["kind"]] = Kind(path, one["name"], one["namespaced"])
        return found

    def serves(self, group: str, kind: str) -> bool:
        """Return whether the server has a kind by now."""
        self.__dict__.pop("_groups", None)
        return any(version.partition("/")[0] == group and name == kind for version, name in self._groups)

    def apply(self, manifest: Manifest, namespace: str, *, dry_run: bool = False) -> Iterator[str]:
        """Apply an object as its whole; yield why it is refused, and what the server warns of."""
        kind = self._groups.get((manifest["apiVersion"], manifest["kind"]))
        if kind is None:
            yield f"the server knows no {manifest['kind']} of {manifest['apiVersion']}"
            return
        scope = f"/namespaces/{namespace}" if kind.namespaced else ""
        parameters = {"fieldManager": "check", "fieldValidation": "Strict", "force": "true"}
        answer = self._http.patch(
            f"{kind.path}{scope}/{kind.plural}/{manifest['metadata']['name']}",
            params={**parameters, **({"dryRun": "All"} if dry_run else {})},
            content=json.dumps(manifest),
            headers={"Content-Type": "application/apply-patch+yaml"},
        )
        yield from (f"warning: {text}" for text in answer.headers.get_list("Warning"))
        if answer.is_error:
            yield answer.json().get("message", answer.text)


@contextmanager
def running(programs: Path) -> Iterator[Cluster]:
    """Run the servers; yield a client."""
    ports = dict(zip(("etcd", "etcd-peers", "kube-apiserver"), free_ports(3), strict=True))
    with tempfile.TemporaryDirectory(prefix="atende-kubernetes-") as name:
        folder, token = Path(name), secrets.token_urlsafe(24)
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        (folder / "accounts.key").write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        )
        (folder / "tokens.csv").write_text(f'{token},check,check,"system:masters"\n')
        group = Group(_specs(programs, folder, ports), folder / "logs")
        try:
            group.start()
            with httpx.Client(
                base_url=f"https://{_HOST}:{ports['kube-apiserver']}",
                headers={"Authorization": f"Bearer {token}"},
                verify=str(folder / "certificates" / "apiserver.crt"),
                timeout=60,
            ) as http:
                _wait_until_ready(http)
                yield Cluster(http)
        finally:
            group.stop()


def _specs(programs: Path, folder: Path, ports: Mapping[str, int]) -> list[ProcessSpec]:
    etcd, peers = (f"http://{_HOST}:{ports[name]}" for name in ("etcd", "etcd-peers"))
    port = ports["kube-apiserver"]
    key = str(folder / "accounts.key")
    environment = {"PATH": os.defpath, "HOME": str(folder)}
    store = ProcessSpec(
        name="etcd",
        command=(
            *(str(programs / "etcd"), "--data-dir", str(folder / "etcd"), "--unsafe-no-fsync"),
            *("--listen-client-urls", etcd, "--advertise-client-urls", etcd),
            *("--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers),
            *("--initial-cluster", f"default={peers}", "--log-level", "error"),
        ),
        environment=environment,
        directory=folder,
        probe=http_ok(_HOST, ports["etcd"], "/health"),
        port=ports["etcd"],
        stop_order=2,
    )
    server = ProcessSpec(
        name="kube-apiserver",
        command=(
            *(str(programs / "kube-apiserver"), "--etcd-servers", etcd),
            *("--bind-address", _HOST, "--endpoint-reconciler-type=none", "--secure-port", str(port)),
            *("--cert-dir", str(folder / "certificates"), "--token-auth-file", str(folder / "tokens.csv")),
            *("--authorization-mode", "AlwaysAllow", "--service-cluster-ip-range", "10.0.0.0/24"),
            *("--service-account-issuer", "https://check", "--service-account-key-file", key),
            *("--service-account-signing-key-file", key),
            # Objects are looked at one by one: nothing makes a namespace's account.
            "--disable-admission-plugins=ServiceAccount",
        ),
        environment=environment,
        directory=folder,
        needs=("etcd",),
        probe=accepts(_HOST, port),
        port=port,
        stop_order=1,
        start_timeout=120.0,
    )
    return [store, server]


def _wait_until_ready(http: httpx.Client) -> None:
    # It listens before it answers, and answers before it has everything.
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        try:
            said = http.get("/readyz").text
        except httpx.TransportError as error:
            said = str(error)
        if said == "ok":
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"the API server is not ready after {_READY_SECONDS:.0f} s: {said}")
        time.sleep(0.2)


def install_definitions(cluster: Cluster, manifests: list[Manifest]) -> None:
    """Teach the server the kinds of others that the chart uses."""
    used = {
        (manifest["apiVersion"].partition("/")[0], manifest["kind"])
        for manifest in manifests
        if manifest["apiVersion"].partition("/")[0] in DEFINITIONS
    }
    for group in sorted({group for group, _ in used}):
        for definition in custom_definitions(group):
            if (group, definition["spec"]["names"]["kind"]) in used:
                # What its authors do not mind is not ours to mend.
                refused = [line for line in cluster.apply(definition, "") if line[:8] != "warning:"]
                if refused:
                    raise SystemExit(f"{definition['metadata']['name']}: {refused}")
    deadline = time.monotonic() + _READY_SECONDS
    while missing := [kind for group, kind in used if not cluster.serves(group, kind)]:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the API server does not serve {', '.join(missing)}")
        time.sleep(0.2)


def pods(manifests: list[Manifest]) -> Iterator[Manifest]:
    """Yield the pod that each Deployment and Job would make."""
    for manifest in manifests:
        if pod := pod_of(manifest):
            labels = manifest["spec"]["template"].get("metadata", {}).get("labels", {})
            yield {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {"name": manifest["metadata"]["name"], "labels": labels},
                "spec": pod,
            }


def example_problems(cluster: Cluster) -> Iterator[str]:
    """Yield what is wrong with the examples; of those for operators nobody here knows the kinds."""
    for file in sorted(EXAMPLES.glob("*.yaml")):
        for manifest in yaml.safe_load_all(file.read_text()):
            if manifest["apiVersion"].partition("/")[0] in _UNKNOWN:
                continue
            manifest["metadata"].pop("namespace")
            for each in (manifest, *pods([manifest])):
                for problem in cluster.apply(each, "production", dry_run=True):
                    yield f"{file.name}: {each['kind']}: {problem}"


def control_problems(cluster: Cluster, pod: Manifest) -> Iterator[str]:
    """Yield if the server would take what it must not: then it would prove nothing."""
    privileged = copy.deepcopy(pod)
    privileged["spec"]["containers"][0]["securityContext"]["privileged"] = True
    misspelt = copy.deepcopy(pod)
    misspelt["spec"]["containers"][0]["imagePullPolice"] = "Always"
    for name, manifest in (("privileged", privileged), ("misspelt", misspelt)):
        if not [*cluster.apply(manifest, "production", dry_run=True)]:
            yield f"control: the server takes a {name} pod"


def problems(cluster: Cluster) -> Iterator[str]:
    """Yield everything that the server refuses or warns of."""
    files = sorted((CHART / "ci").glob("*.yaml"))
    install_definitions(cluster, [manifest for values in files for manifest in render(values)])
    for values in files:
        namespace = values.stem
        metadata = {"name": namespace, "labels": _RESTRICTED}
        yield from cluster.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}, "")
        manifests, upgraded = render(values), render(values, _NEXT_VERSION)
        wanted = [*manifests, *pods(manifests)]
        rounds = (("dry run", wanted, True), ("install", manifests, False), ("upgrade", upgraded, False))
        for step, objects, dry_run in rounds:
            for manifest in objects:
                where = f"{values.name}, {step}: {manifest['kind']} {manifest['metadata']['name']}"
                for problem in cluster.apply(manifest, namespace, dry_run=dry_run):
                    yield f"{where}: {problem}"
        sys.stdout.write(f"{values.name}: {len(wanted)} objects tried, {len(upgraded)} upgraded\n")
        if namespace == "production":
            yield from example_problems(cluster)
            yield from control_problems(cluster, next(pods(manifests)))


def main() -> int:
    """Print the problems; return the exit status."""
    with running(Path(os.environ["KUBERNETES_SERVER"])) as cluster:
        found = list(problems(cluster))
    sys.stderr.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
