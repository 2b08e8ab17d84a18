"""Renders the Helm chart with each values file of `deploy/k8s/chart/ci`, and checks what comes of it.

Every object is valid: Kubernetes' own by the schemas of `kubernetes-validate`, those of KEDA, the Gateway API
and the Prometheus operator by their definitions. The chart fits the code: each process gets each setting that
it needs and none that it does not know; roles, images and consumer groups are those that there are. What is
wrong in the values is refused by name. Needs Helm (``HELM``) and Go, which fetches the definitions.
"""

import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema
import kubernetes_validate
import yaml

from atende_contracts.topics import SERVICES, TOPICS, group_of

ROOT: Final = Path(__file__).parent.parent
CHART: Final = ROOT / "deploy/k8s/chart"
KUBERNETES: Final = "1.37"
DEFINITIONS: Final = {
    "keda.sh": ("github.com/kedacore/keda/v2@v2.21.0", "config/crd/bases"),
    "gateway.networking.k8s.io": ("sigs.k8s.io/gateway-api@v1.6.0", "config/crd/standard"),
    "monitoring.coreos.com": (
        "github.com/prometheus-operator/prometheus-operator@v0.85.0",
        "example/prometheus-operator-crd",
    ),
}
"""By API group: the Go module that has the definitions, and its folder."""
_OF_SECRETS: Final = {
    "DATABASE_URL",
    "DATABASE_WORKER_URL",
    "CREDENTIALS_KEY",
}
"""What has no default and comes from a service's Secret."""
_REFUSED: Final = {
    "publicUrl: ftp://example.com": "publicUrl",
    "replicas: 3": "replicas",
    "roles: {chat-api: {replica: 3}}": "replica",
    "roles: {chat-apis: {}}": "chat-apis",
    "serviceSettings: {gateway: {MEDIA_URL: 'file:///media'}}": "MEDIA_URL",
    "serviceSettings: {chat: {WEBHOOKS_KEY: abc}}": "WEBHOOKS_KEY",
    "settings: {KAFKA_BOOTSTRAP: ''}": "KAFKA_BOOTSTRAP",
    "{ingress: {enabled: true}, gateway: {enabled: true, parentRefs: [{}]}}": "ingress or gateway",
    "gateway: {enabled: true}": "gateway.parentRefs",
    "{autoscaling: {keda: true}, roles: {chat-worker: {most: 7}}}": "roles.chat-worker.most",
}
"""Values that are wrong, and what the refusal must name."""

Manifest = dict[str, Any]


class _Loader(yaml.CSafeLoader):
    """Reads a plain ``=`` as the text that it is for everybody but YAML 1.1."""


_Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: loader.construct_scalar(node))


class HelmError(Exception):
    """Helm refused, and why."""


def render(values: Path | None, text: str = "") -> list[Manifest]:
    """Return what the chart makes of a values file and further values. Raises `HelmError`."""
    files = [argument for file in ([values] if values else []) for argument in ("--values", str(file))]
    done = subprocess.run(
        [os.environ["HELM"], "template", "chat", str(CHART), "--namespace", "chat", *files, "--values", "-"],
        input=text or "{}",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise HelmError(done.stderr)
    return [manifest for manifest in yaml.safe_load_all(done.stdout) if manifest]


@cache
def custom_definitions(group: str) -> tuple[Manifest, ...]:
    """Return the definitions of an API group's kinds, as their Go module has them."""
    module, folder = DEFINITIONS[group]
    found = subprocess.run(
        ["go", "mod", "download", "-json", module], capture_output=True, text=True, timeout=300, check=True
    )
    return tuple(
        document
        for file in sorted((Path(json.loads(found.stdout)["Dir"]) / folder).glob("*.yaml"))
        for document in yaml.load_all(file.read_text(), _Loader)
        if document and document["kind"] == "CustomResourceDefinition"
    )


@cache
def definitions(group: str) -> Mapping[tuple[str, str], dict[str, Any]]:
    """Return the schemas of an API group by kind and version, in which every field must be known."""
    return {
        (definition["spec"]["names"]["kind"], version["name"]): _strict(version["schema"]["openAPIV3Schema"])
        for definition in custom_definitions(group)
        for version in definition["spec"]["versions"]
    }


def _strict(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: _strict(part) for name, part in schema.items()}
    is_open = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if isinstance(schema.get("properties"), dict) and not is_open:
        strict["additionalProperties"] = False
    if schema.get("x-kubernetes-int-or-string"):
        strict.pop("type", None)
    return strict


def schema_problems(manifest: Manifest) -> Iterator[str]:
    """Yield where an object is not what Kubernetes takes."""
    group, _, version = manifest["apiVersion"].rpartition("/")
    if group in DEFINITIONS:
        schema = {**definitions(group)[manifest["kind"], version]}
        schema["properties"] = {**schema["properties"], "apiVersion": {}, "kind": {}, "metadata": {}}
        errors = jsonschema.Draft7Validator(schema).iter_errors(manifest)
        yield from (f"{'.'.join(map(str, error.path))}: {error.message}" for error in errors)
        return
    try:
        kubernetes_validate.validate(manifest, KUBERNETES, strict=True)
    except kubernetes_validate.ValidationError as error:
        yield f"{'.'.join(map(str, error.path))}: {error.message}"


def pod_of(manifest: Manifest) -> dict[str, Any] | None:
    """Return the pod's specification of what runs pods."""
    is_workload = manifest["kind"] in {"Deployment", "Job"}
    return manifest["spec"]["template"]["spec"] if is_workload else None


def pod_problems(pod: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the restricted Pod Security Standard, or we, would refuse."""
    if not pod["securityContext"].get("runAsNonRoot") or "seccompProfile" not in pod["securityContext"]:
        yield "may run as root, or without a seccomp profile"
    if pod.get("automountServiceAccountToken") is not False:
        yield "has a token of the cluster"
    for container in pod["containers"]:
        rights = container["securityContext"]
        if rights.get("allowPrivilegeEscalation") is not False or rights["capabilities"] != {"drop": ["ALL"]}:
            yield f"{container['name']}: keeps capabilities"
        if not rights.get("readOnlyRootFilesystem"):
            yield f"{container['name']}: its root file system can be written to"
        if "memory" not in container["resources"].get("limits", {}):
            yield f"{container['name']}: no limit of memory"


def settings_problems(component: str, module: str, pod: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a process of a service lacks, or gets in vain."""
    fields = importlib.import_module(f"{module}.settings").Settings.model_fields
    given = {variable["name"] for variable in pod["containers"][0]["env"]}
    required = {field.upper() for field, info in fields.items() if info.is_required()}
    known = {field.upper() for field in fields}
    yield from (f"{component}: {name} is not set" for name in sorted(required - given - _OF_SECRETS))
    yield from (
        f"{component}: no setting reads {name}" for name in sorted(given - known) if name[:4] != "AWS_"
    )


def code_problems(manifests: list[Manifest]) -> Iterator[str]:
    """Yield where the chart's table of roles is not what the code has."""
    deployed = set()
    for manifest in manifests:
        component = manifest["metadata"]["labels"].get("app.kubernetes.io/component", "")
        service = component.partition("-")[0]
        pod = pod_of(manifest)
        if manifest["kind"] == "Deployment" and pod and component != "edge":
            deployed.add((service, pod["containers"][0]["args"][0]))
            yield from settings_problems(component, service, pod)
        if pod and component.startswith("migrate-"):
            yield from settings_problems(component, component.removeprefix("migrate-"), pod)
        if manifest["kind"] == "ScaledObject":
            yield from group_problems(service, manifest)
    roles = {
        (service, role)
        for service in SERVICES
        for role in importlib.import_module(f"{service}.main").SERVICE.roles
    }
    yield from (f"no process is {' '.join(role)}" for role in sorted(roles - deployed))
    yield from (f"there is no role {' '.join(role)}" for role in sorted(deployed - roles))
    dockerfile = (ROOT / "deploy/docker/Dockerfile").read_text()
    targets = set(re.findall(r"^FROM \S+ AS (\S+)", dockerfile, re.MULTILINE))
    images = {c["image"] for manifest in manifests if (pod := pod_of(manifest)) for c in pod["containers"]}
    names = {image.rpartition("/")[2].partition(":")[0] for image in images}
    yield from (f"the Dockerfile has no target {name}" for name in sorted(names - targets))


def group_problems(service: str, scaled: Manifest) -> Iterator[str]:
    """Yield consumer groups by which a worker is not scaled, and those that do not exist."""
    wanted = {group_of(name, topic) for name in SERVICES for topic in TOPICS if name in topic.consumers}
    wanted = {group for group in wanted if group.startswith(f"{service}.")}
    prefix = "chat."  # Of `ci/production.yaml`, the one with KEDA.
    found = {
        trigger["metadata"]["consumerGroup"].removeprefix(prefix) for trigger in scaled["spec"]["triggers"]
    }
    name = scaled["metadata"]["name"]
    yield from (f"{name}: is not scaled by {group}" for group in sorted(wanted - found))
    yield from (f"{name}: no consumer group {group}" for group in sorted(found - wanted))


def refusal_problems() -> Iterator[str]:
    """Yield wrong values that are taken, or refused without being named."""
    for text, named in _REFUSED.items():
        try:
            render(CHART / "ci/minimal.yaml", text)
        except HelmError as error:
            if named not in str(error):
                yield f"refuses {text!r} without naming {named}: {error}"
        else:
            yield f"takes {text!r}"


def problems() -> Iterator[str]:
    """Yield everything that does not fit."""
    for values in sorted((CHART / "ci").glob("*.yaml")):
        manifests = render(values)
        for manifest in manifests:
            where = f"{values.name}: {manifest['kind']} {manifest['metadata']['name']}"
            yield from (f"{where}: {problem}" for problem in schema_problems(manifest))
            pod = pod_of(manifest)
            yield from (f"{where}: {problem}" for problem in (pod_problems(pod) if pod else ()))
        yield from (f"{values.name}: {problem}" for problem in code_problems(manifests))
    yield from refusal_problems()


def main() -> int:
    """Print the problems; return the exit status."""
    found = list(problems())
    sys.stderr.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
