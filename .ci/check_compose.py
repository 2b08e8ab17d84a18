"""Holds docker-compose.yml, the Dockerfile and .env.example against each other and against the code.

No Docker engine is needed; Docker Compose (``COMPOSE``) reads the files as it would. It checks that every
variable that compose asks for is explained in .env.example; that every build target exists; that each
service's containers get every setting that has no default, and nothing that no setting reads (a misspelt
variable is silent otherwise); that .env can set every setting; that no container may what it need not, or
logs without end; that images are named by their digests, and Valkey's users are the code's; that Prometheus
knows every process; that `make production` makes containers anew whose mounted files may have changed; and
that no setting shows a secret. What `deploy/production` puts over it is held to the same.
"""

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import yaml

from atende_platform.data import redis_acl
from atende_platform.process.secret_settings import SecretUrl

ROOT = Path(__file__).parent.parent
MODULES = {
    "auth": "auth",
    "chat": "chat",
    "campaign": "campaign",
    "provider-gateway": "gateway",
    "provider-gateway-sessions": "gateway",
    "reporting": "reporting",
}

FILES = ("docker-compose.yml", "deploy/production/compose.yaml")
_SEEN = {1: {"edge"}, 2: {"front"}}
"""By how many of these files there are: whose ports the world may see."""
_RIGHTS = {
    "auth-keys-folder": {"CHOWN"},
    "media-folder": {"CHOWN"},
    "backup-folder": {"CHOWN"},
    "front": {"NET_BIND_SERVICE"},
}
_SECRET = re.compile(r"(password|secret|_keys?|_token)$|^(database|redis|kafka|smtp).*_url$")
"""Names of settings that no log may show."""

_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")
_OF_THE_IMAGE = {
    "HTTP_HOST",
    "HTTP_PORT",
    "DATABASE_OWNER_URL",
    "WHATSAPP_WEB_NODE",
    "WHATSAPP_WEB_BRIDGE",
    "WHATSAPP_WEB_FILES",
    "WHATSAPP_WEB_PRELOAD",
}
"""Set by the image, for ``migrate`` alone, or for nothing but tests."""
_OF_COMPOSE = {
    "KAFKA_BOOTSTRAP",
    "KAFKA_SECURITY_PROTOCOL",
    "KAFKA_SASL_MECHANISM",
    "KAFKA_USERNAME",
    "JWKS_URL",
    "JWT_KEYS_FILE",
    "SYSTEM_HEALTH_URLS",
}
REACH_THE_WORLD = (
    "auth-api",
    "auth-worker",
    "chat-worker",
    "gateway-api",
    "gateway-worker",
    "gateway-sessions",
    "reporting-worker",
    "edge",
)


def problems() -> Iterator[str]:
    """Yield everything that does not fit."""
    compose = yaml.safe_load((ROOT / FILES[0]).read_text())
    text = "".join((ROOT / file).read_text() for file in FILES)
    example = set(re.findall(r"^([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z][A-Z0-9_]*)", text))
    passed = {
        variable
        for service in compose["services"].values()
        for variable, value in service.get("environment", {}).items()
        if value is None
    }
    yield from (
        f".env.example does not explain {name}" for name in sorted(asked - example - {"SIMULATOR_PORT"})
    )
    yield from (
        f".env.example explains {name}, which compose never reads"
        for name in sorted(example - asked - passed)
    )

    dockerfile = (ROOT / "deploy/docker/Dockerfile").read_text()
    targets = set(re.findall(r"^FROM \S+ AS (\S+)", dockerfile, re.MULTILINE))
    for name, service in compose["services"].items():
        target = service.get("build", {}).get("target")
        if target and target not in targets:
            yield f"{name}: the Dockerfile has no target {target}"
        yield from (
            f"{name}: depends on {other}, which does not exist"
            for other in service.get("depends_on", [])
            if other not in compose["services"]
        )
        if target in MODULES:
            yield from settings_problems(name, MODULES[target], service)
    yield from merged_problems()
    yield from network_problems(compose)
    yield from monitoring_problems(compose)
    yield from user_problems(dockerfile)
    yield from base_image_problems(dockerfile)
    yield from redis_problems(compose)
    yield from edge_problems(dockerfile, compose["services"]["edge"]["environment"])


def settings_problems(name: str, module: str, service: dict[str, Any]) -> Iterator[str]:
    """Yield what a container's environment lacks, or has in vain."""
    fields = importlib.import_module(f"{module}.settings").Settings.model_fields
    given = set(service["environment"])
    required = {field.upper() for field, info in fields.items() if info.is_required()}
    yield from (f"{name}: {missing} is not set" for missing in sorted(required - given))
    known = {field.upper() for field in fields}
    yield from (
        f"{name}: no setting reads {unknown}" for unknown in sorted(given - known) if unknown[:4] != "AWS_"
    )
    yield from (
        f"{name}: {hidden} cannot be set; add `{hidden}:` to its environment, which passes it on from .env"
        for hidden in sorted(known - given - _OF_THE_IMAGE)
    )
    # What compose itself decides: how its own parts reach each other, and where its volumes are.
    yield from (
        f"{name}: {fixed} is fixed to {service['environment'][fixed]}; take it from .env"
        for fixed in sorted(known & given - _OF_COMPOSE)
        if (value := service["environment"][fixed]) is not None and "${" not in value
    )
    for field, info in fields.items():
        is_plain = info.annotation is str and get_args(SecretUrl)[1] not in info.metadata
        if is_plain and _SECRET.search(field):
            yield f"{name}: {field.upper()} may hold a secret: make it a SecretStr or a SecretUrl"


def network_problems(compose: dict[str, Any]) -> Iterator[str]:
    """Yield what must reach the world and cannot: traces only when .env says so."""
    yield from (
        f"{name}: is not on the network outside"
        for name in REACH_THE_WORLD
        if "outside" not in compose["services"][name]["networks"]
    )
    if "${" not in str((compose["networks"]["internal"] or {}).get("internal", "${")):
        yield "internal: NETWORK_INTERNAL does not open it, so that traces cannot leave"


def merged_problems() -> Iterator[str]:
    """Yield what Docker Compose refuses, and what a container may that it need not, with and without TLS."""
    listed = re.search(r"^READ_FILES := (\S+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    made_again = listed[1].split("|") if listed else []
    for files in (FILES[:1], FILES):
        arguments = [argument for file in files for argument in ("--file", file)]
        given = {"PATH": os.defpath, "HOME": str(ROOT / ".tools"), "DOMAIN": "chat.example.com"}
        done = subprocess.run(
            [os.environ["COMPOSE"], "--env-file", ".env.example", *arguments, "--profile", "*", "config"],
            cwd=ROOT,
            env={**given, "ACME_EMAIL": "ops@example.com"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            yield f"Docker Compose refuses {' and '.join(files)}: {done.stderr.strip()}"
            continue
        for name, service in yaml.safe_load(done.stdout)["services"].items():
            yield from confinement_problems(name, service)
            if name not in made_again and any(Path(source).is_file() for source in _bound(service)):
                yield f"{name}: a file is mounted into it; add it to READ_FILES of the Makefile"
            where = [port.get("host_ip", "") for port in service.get("ports") or []]
            if name not in _SEEN[len(files)] and any(address != "127.0.0.1" for address in where):
                yield f"{name}: the world sees its ports"


def _bound(service: dict[str, Any]) -> list[str]:
    return [each["source"] for each in service.get("volumes") or [] if each["type"] == "bind"]


def monitoring_problems(compose: dict[str, Any]) -> Iterator[str]:
    """Yield processes that Prometheus does not read, or would not miss, and those that there are not."""
    folder = ROOT / "deploy/observability/compose"
    settings = yaml.safe_load((folder / "prometheus.yaml").read_text())
    rules = yaml.safe_load((folder / "missing.yaml").read_text())["groups"][0]["rules"]
    read = {job["job_name"] for job in settings["scrape_configs"]} - {"node", "prometheus", "edge", "public"}
    missed = {found[1] for rule in rules if (found := re.search(r'job="([^"]+)"', rule["expr"]))}
    there = {
        name
        for name, service in compose["services"].items()
        if service.get("build", {}).get("target") in MODULES and service.get("restart") != "no"
    }
    yield from (f"{name}: Prometheus does not read its metrics" for name in sorted(there - read))
    yield from (f"{name}: no alert says that it is missing" for name in sorted(there - missed))
    yield from (
        f"Prometheus looks for {name}, which does not exist" for name in sorted((read | missed) - there)
    )


def confinement_problems(name: str, service: dict[str, Any]) -> Iterator[str]:
    """Yield what a container may that it need not."""
    if service.get("cap_drop") != ["ALL"] or set(service.get("cap_add") or []) - _RIGHTS.get(name, set()):
        yield f"{name}: keeps capabilities"
    if not service.get("read_only"):
        yield f"{name}: its root file system can be written to"
    if "no-new-privileges:true" not in service.get("security_opt", []):
        yield f"{name}: may gain privileges"
    yield from (f"{name}: no {limit}" for limit in ("mem_limit", "pids_limit") if limit not in service)
    if "max-size" not in (service.get("logging") or {}).get("options", {}):
        yield f"{name}: its log grows without end"
    if "build" not in service and not _DIGEST.search(service["image"]):
        yield f"{name}: {service['image']} is not named by its digest"


def base_image_problems(dockerfile: str) -> Iterator[str]:
    """Yield base images that are not named by their digest, and downloads that are not checked."""
    arguments = dict(re.findall(r"^ARG (\w+)=(\S+)$", dockerfile, re.MULTILINE))
    stages = set(re.findall(r"^FROM \S+ AS (\S+)", dockerfile, re.MULTILINE))
    for image in re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE):
        named = re.sub(r"\$\{(\w+)\}", lambda match: arguments.get(match[1], ""), image)
        if named not in stages and not _DIGEST.search(named):
            yield f"the Dockerfile builds on {named}, which is not named by its digest"
    for command in re.findall(r"pip install [^\n]*", dockerfile):
        if "--require-hashes" not in command:
            yield f"the Dockerfile installs without hashes: {command}"


def redis_problems(compose: dict[str, Any]) -> Iterator[str]:
    """Yield if the users of compose's Valkey are not those of the code."""
    wanted = redis_acl.users(
        lambda user: f"${{{'' if user == 'default' else f'{user.upper()}_'}REDIS_PASSWORD:?}}"
    )
    if compose["services"]["valkey"]["environment"]["VALKEY_USERS"] != wanted:
        yield "valkey: VALKEY_USERS is not what `python -m atende_platform redis-users` prints"


def user_problems(dockerfile: str) -> Iterator[str]:
    """Yield if the images would run as root."""
    runtime = dockerfile.partition(" AS runtime\n")[2].partition("\nFROM ")[0]
    if "\nUSER 10001" not in runtime:
        yield "the runtime stage does not leave root"


def edge_problems(dockerfile: str, given: dict[str, Any]) -> Iterator[str]:
    """Yield what the gateway's template wants and neither the image nor compose sets."""
    template = (ROOT / "deploy/gateway/nginx.conf.template").read_text()
    wanted = set(re.findall(r"\$\{([A-Z][A-Z0-9_]*)\}", template))
    stage = dockerfile.partition(" AS edge\n")[2].partition("\nUSER ")[0]
    # The image's own entry point sets this one from resolv.conf.
    known = {*re.findall(r"([A-Z][A-Z0-9_]*)=", stage), *given, "NGINX_LOCAL_RESOLVERS"}
    yield from (f"edge: nobody sets {name}" for name in sorted(wanted - known))
    yield from (f"edge: {name} is used nowhere" for name in sorted(given.keys() - wanted))


def main() -> int:
    """Print the problems; return the exit status."""
    found = list(problems())
    sys.stderr.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
