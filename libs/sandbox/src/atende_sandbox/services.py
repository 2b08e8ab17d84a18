"""Atendechat's own processes: provisioning, the five services, the simulator; and their environment."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from atende_sandbox.errors import SandboxError
from atende_sandbox.postgres import CONNECTIONS
from atende_sandbox.probes import http_ok
from atende_sandbox.processes import ProcessSpec
from atende_sandbox.roles import Part, all_parts, parts_of
from atende_sandbox.secret_store import secret
from atende_sandbox.settings import HOST, REPOSITORY, Settings
from atende_sandbox.traces import programs as traces
from atende_sandbox.whatsapp_web import processes as whatsapp_web

DATABASE: Final = "atende"
_OTHER_CONNECTIONS: Final = 60
"""Of PostgreSQL's: migrations, listeners, tests and people."""
_POOL: Final = 8


@dataclass(frozen=True)
class ServiceUnit:
    """A service: its name as folders and ports have it, and its module, which also names its schema."""

    name: str
    module: str
    further_needs: tuple[str, ...] = ()


SERVICES = (
    ServiceUnit("auth", "auth"),
    ServiceUnit("chat", "chat"),
    ServiceUnit("campaign", "campaign"),
    ServiceUnit("provider-gateway", "gateway", ("whatsapp-web",)),
    ServiceUnit("reporting", "reporting"),
)


def service_named(name: str) -> ServiceUnit:
    """Return the service of a name, or of a module's name; raise `SandboxError` if there is none."""
    for unit in SERVICES:
        if name in (unit.name, unit.module):
            return unit
    raise SandboxError(f"{name} is not a service: {', '.join(unit.name for unit in SERVICES)}.")


# What of the caller's environment reaches a service: its language and network, not its settings.
_INHERITED = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR"),
    *("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG"),
)


def _inherited() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # Tracebacks must reach the log before a crash does; coverage of subprocesses is passed on.
    kept["PYTHONUNBUFFERED"] = "1"
    kept |= {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return kept


def database_url(settings: Settings, module: str, kind: str) -> str:
    """Return the URL of a service's role: ``app``, ``worker`` or ``owner``."""
    role = f"{module}_{kind}"
    query = urlsplit(settings.database_admin_url).query
    url = f"postgresql://{role}:{secret(settings.secrets, role)}@{settings.database_host}/{DATABASE}"
    return f"{url}?{query}" if query else url


def _servers(settings: Settings, module: str) -> dict[str, str]:
    return {"REDIS_URL": settings.redis_url_of(module), **settings.kafka_environment(module)}


def pool_size(settings: Settings) -> int:
    """Return how many connections a process may have for each of its two roles in PostgreSQL."""
    return min(
        _POOL,
        (CONNECTIONS[bool(settings.split)] - _OTHER_CONNECTIONS) // (2 * len(all_parts(settings.split))),
    )


def environment(settings: Settings, unit: ServiceUnit, part: Part | None = None) -> dict[str, str]:
    """Return the whole environment of a service's process: of the one that serves its API, or of a part."""
    part = part or Part(unit.name)
    result = {
        **_inherited(),
        **_servers(settings, unit.module),
        **traces.environment(settings),
        "DATABASE_URL": database_url(settings, unit.module, "app"),
        "DATABASE_WORKER_URL": database_url(settings, unit.module, "worker"),
        "DATABASE_OWNER_URL": database_url(settings, unit.module, "owner"),
        "HTTP_HOST": HOST,
        "HTTP_PORT": str(settings.ports[part.port_name]),
        "TRUSTED_PROXIES": HOST,
        "JWKS_URL": f"{settings.url('auth')}/api/v1/auth/jwks.json",
        "JWT_ISSUER": "atendechat",
        "JWT_AUDIENCE": "atendechat-api",
        "LOG_LEVEL": settings.log_level,
        "LOG_FORMAT": "json",
        "ENVIRONMENT": "development",
        "PUBLIC_URL": settings.url("gateway"),
        # On a laptop one address plays every agent, customer and script.
        "REQUESTS_PER_MINUTE": "6000",
    }
    if settings.split:
        result["DATABASE_POOL_SIZE"] = str(pool_size(settings))
    match unit.module:
        case "auth":
            result["JWT_KEYS_FILE"] = str(settings.secrets / "jwt-keys.json")
            result["TOTP_KEY"] = secret(settings.secrets, "totp-key")
            result["CONSOLE_URL"] = settings.url("gateway")
            # E-mails (invitations) are kept as files, to be read.
            # A new user signs up and goes on at once. Elsewhere neither is so by default.
            result["REGISTRATION"] = "open"
            result["EMAIL_VERIFICATION"] = "off"
            result["MAIL_DIR"] = str(settings.directory / "mail")
        case "chat":
            result["WEBHOOKS_KEY"] = secret(settings.secrets, "webhooks-key")
            # What is written here receives webhooks here.
            result["WEBHOOK_NETWORKS"] = f"{HOST}/32"
        case "gateway":
            result["WHATSAPP_GRAPH_URL"] = settings.url("simulator")
            result["WHATSAPP_WEB_MEDIA_URL"] = settings.url("simulator")
            result["CREDENTIALS_KEY"] = secret(settings.secrets, "credentials-key")
            result["MEDIA_URL"] = (settings.data / "media").as_uri()
            result |= whatsapp_web.settings_of_gateway(settings)
        case "reporting":
            result["CONSOLE_URL"] = settings.url("gateway")
            result["MAIL_DIR"] = str(settings.directory / "mail")
            result["SYSTEM_HEALTH_URLS"] = ",".join(
                f"{other.port_name}={settings.url(other.port_name)}/health"
                for other in all_parts(settings.split)
            )
    return {**result, **settings.overrides}


def provisioning_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of what makes databases and topics: all roles' URLs, and administrators'."""
    urls = {
        f"{unit.module.upper()}_DATABASE{suffix}_URL": database_url(settings, unit.module, kind)
        for unit in SERVICES
        for kind, suffix in (("app", ""), ("worker", "_WORKER"), ("owner", "_OWNER"))
    }
    shared = {**_inherited(), **urls, "DATABASE_ADMIN_URL": settings.database_admin_url}
    shared |= settings.kafka_environment("admin")
    shared["ENVIRONMENT"] = "development"
    shared |= settings.overrides
    return shared


def _provisioning(settings: Settings) -> list[ProcessSpec]:
    shared = provisioning_environment(settings)
    provision = (sys.executable, "-m", "atende_sandbox.provision")
    rights = ("kafka-rights",) if settings.kafka_secured else ()
    topics = (sys.executable, "-m", "atende_platform", "topics", *rights)
    steps = [
        ProcessSpec("databases", provision, shared, REPOSITORY, needs=("postgres",)),
        ProcessSpec("topics", topics, shared, REPOSITORY, needs=("kafka",)),
    ]
    keys = environment(settings, SERVICES[0])
    if not Path(keys["JWT_KEYS_FILE"]).exists():
        make = (sys.executable, "-m", "auth", "keys", "init")
        steps.append(ProcessSpec("auth-keys", make, keys, REPOSITORY))
    return steps


def _service(settings: Settings, unit: ServiceUnit, part: Part) -> ProcessSpec:
    port = settings.ports[part.port_name]
    return ProcessSpec(
        name=part.name,
        command=(sys.executable, "-m", unit.module, part.role),
        environment=environment(settings, unit, part),
        directory=REPOSITORY,
        needs=("auth-keys", "databases", "topics", "valkey", "traces", *unit.further_needs),
        probe=http_ok(HOST, port, "/health/ready"),
        port=port,
        port_name=part.port_name,
        stop_order=1,
        stop_timeout=60.0,  # A process ends by itself within `SHUTDOWN_SECONDS`.
    )


def _simulator(settings: Settings) -> ProcessSpec:
    port, data = settings.ports["simulator"], settings.data / "simulator"
    data.mkdir(parents=True, exist_ok=True)
    return ProcessSpec(
        name="simulator",
        command=(
            *(sys.executable, "-m", "atende_sandbox.simulator"),
            *("--port", str(port), "--data", str(data)),
        ),
        environment=_inherited(),
        directory=REPOSITORY,
        needs=("postgres", "kafka", "valkey"),
        probe=http_ok(HOST, port, "/health"),
        port=port,
        stop_order=2,
    )


def specs(settings: Settings) -> list[ProcessSpec]:
    """Return what runs: provisioning steps, the simulators, the five services."""
    settings.secrets.mkdir(parents=True, exist_ok=True)
    services = (
        _service(settings, unit, part) for unit in SERVICES for part in parts_of(unit.name, settings.split)
    )
    simulators = [_simulator(settings), *whatsapp_web.specs(settings)]
    return [*_provisioning(settings), *simulators, *services]
