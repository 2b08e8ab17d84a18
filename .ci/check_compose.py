"""Holds docker-compose.yml, the Dockerfile and .env.example against each other and against the code.

No Docker engine is needed. It checks that every variable that compose asks for is explained in
.env.example; that every build target exists; that each service's containers get every setting that
has no default, and nothing that no setting reads (a misspelt variable is silent otherwise); and that no
setting shows a secret.
"""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import yaml

from atende_platform.secret_settings import SecretUrl

ROOT = Path(__file__).parent.parent
MODULES = {
    "auth": "auth",
    "chat": "chat",
    "campaign": "campaign",
    "provider-gateway": "gateway",
    "reporting": "reporting",
}

_SECRET = re.compile(r"(password|secret|_keys?|_token)$|^(database|redis|kafka|smtp).*_url$")
"""Names of settings that no log may show."""


def problems() -> Iterator[str]:
    """Yield everything that does not fit."""
    text = (ROOT / "docker-compose.yml").read_text()
    compose = yaml.safe_load(text)
    example = set(re.findall(r"^([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    asked = set(re.findall(r"\$\{([A-Z][A-Z0-9_]*)", text))
    yield from (
        f".env.example does not explain {name}" for name in sorted(asked - example - {"SIMULATOR_PORT"})
    )
    yield from (
        f".env.example explains {name}, which compose never reads" for name in sorted(example - asked)
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
    yield from user_problems(dockerfile)
    yield from edge_problems(dockerfile, compose["services"]["edge"]["environment"])


def settings_problems(name: str, module: str, service: dict[str, Any]) -> Iterator[str]:
    """Yield what a container's environment lacks, or has in vain."""
    fields = importlib.import_module(f"{module}.settings").Settings.model_fields
    given = set(service["environment"])
    required = {field.upper() for field, info in fields.items() if info.is_required()}
    yield from (f"{name}: {missing} is not set" for missing in sorted(required - given))
    known = {field.upper() for field in fields}
    yield from (f"{name}: no setting reads {unknown}" for unknown in sorted(given - known))
    for field, info in fields.items():
        is_plain = info.annotation is str and get_args(SecretUrl)[1] not in info.metadata
        if is_plain and _SECRET.search(field):
            yield f"{name}: {field.upper()} may hold a secret: make it a SecretStr or a SecretUrl"


def user_problems(dockerfile: str) -> Iterator[str]:
    """Yield if the images would run as root."""
    runtime = dockerfile.partition(" AS runtime\n")[2].partition("\nFROM ")[0]
    if "\nUSER 10001" not in runtime:
        yield "the runtime stage does not leave root"


def edge_problems(dockerfile: str, given: dict[str, Any]) -> Iterator[str]:
    """Yield what the gateway's template wants and neither the image nor compose sets."""
    template = (ROOT / "deploy/gateway/nginx.conf.template").read_text()
    wanted = set(re.findall(r"\$\{([A-Z][A-Z0-9_]*)\}", template))
    stage = dockerfile.partition(" AS edge\n")[2].partition("\nUSER root")[0]
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
