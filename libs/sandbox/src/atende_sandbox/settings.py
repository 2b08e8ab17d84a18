"""Where the sandbox keeps its data, which ports it takes, and which parts are someone else's servers."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from atende_sandbox import roles
from atende_sandbox.errors import SandboxError

REPOSITORY: Final = Path(__file__).resolve().parents[4]
HOST: Final = "127.0.0.1"

DEFAULT_PORTS: Final[Mapping[str, int]] = {
    "gateway": 8080,
    "simulator": 8090,
    "whatsapp-web": 8091,
    "whatsapp-web-media": 8092,
    **roles.default_ports(0),
    "traces": 8093,
    "zipkin": 8094,
    "postgres": 55432,
    "valkey": 56379,
    "kafka": 59092,
    "kafka-controller": 59093,
}
"""Of a system whose services are whole."""
_LAST_PORT: Final = 65_535
_LEAST_OFFSET: Final = 1024 - min(DEFAULT_PORTS.values())
"""Below 1024 only an administrator's processes may listen."""
_LARGEST_OFFSET: Final = _LAST_PORT - max(DEFAULT_PORTS.values())


def default_ports(split: int) -> dict[str, int]:
    """Return every port of a system, by name; ``split`` as in `Settings`."""
    return {**DEFAULT_PORTS, **roles.default_ports(split)}


def port_variable(name: str) -> str:
    """Return the environment variable that moves a port."""
    return f"ATENDE_PORT_{name.upper().replace('-', '_')}"


def _number(environment: Mapping[str, str], variable: str, default: int) -> int:
    text = environment.get(variable) or str(default)
    if not text.removeprefix("-").isdigit():
        raise SandboxError(f"{variable}={text} is not a whole number.")
    return int(text)


def _split(environment: Mapping[str, str]) -> int:
    split = _number(environment, "ATENDE_SPLIT", 0)
    if not 0 <= split <= roles.MOST:
        raise SandboxError(
            f"ATENDE_SPLIT={split} is how many processes each role has: 1 to {roles.MOST}; 0: none apart."
        )
    return split


def _ports(environment: Mapping[str, str], otherwise: Mapping[str, int], split: int) -> dict[str, int]:
    defaults = default_ports(split)
    if environment.get("ATENDE_PORT_OFFSET"):
        offset = _number(environment, "ATENDE_PORT_OFFSET", 0)
        if not _LEAST_OFFSET <= offset <= _LARGEST_OFFSET:
            raise SandboxError(
                f"ATENDE_PORT_OFFSET={offset} moves ports beyond those that there are:"
                f" it must be between {_LEAST_OFFSET} and {_LARGEST_OFFSET}."
            )
        otherwise = {name: port + offset for name, port in defaults.items()}
    # A start of the version before, or of another split, knew fewer programs.
    known = {**defaults, **otherwise}
    ports = {name: _number(environment, port_variable(name), known[name]) for name in defaults}
    seen: dict[int, str] = {}
    for name, port in ports.items():
        if not 0 < port <= _LAST_PORT:
            raise SandboxError(f"{port_variable(name)}={port} is not a port: 1 to {_LAST_PORT} are.")
        if port in seen:
            raise SandboxError(f"{port_variable(seen[port])} and {port_variable(name)} are both {port}.")
        seen[port] = name
    return ports


@dataclass(frozen=True)
class Infrastructure:
    """Real servers, by URL."""

    database_admin_url: str
    kafka_bootstrap: str
    redis_url: str


@dataclass(frozen=True)
class Settings:
    """One sandbox. ``external_*`` name servers that are used in place of the sandbox's own."""

    directory: Path
    cache: Path
    ports: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_PORTS))
    external_database_admin_url: str = ""
    external_kafka_bootstrap: str = ""
    external_redis_url: str = ""
    secured: bool = True
    """Whether the sandbox's own Kafka and Valkey ask for passwords, and give each service its own rights."""
    durable: bool = True
    """Whether data must survive a crash of the machine. Tests say no, and are faster."""
    counted: bool = False
    """Whether PostgreSQL counts every statement (``pg_stat_statements``)."""
    console: bool = True
    """Whether the console is built and served, which takes Node and, once, the npm registry."""
    split: int = 0
    """How many processes each role of a service has (`atende_sandbox.roles`); 0: one process has them all."""
    whatsapp_web: bool = True
    """Whether the stub of WhatsApp Web runs, for the gateway to connect to. It takes Node, too."""
    traces: bool = False
    """Whether traces are collected, with Zipkin to look at them. It takes Java, and once 135 MB."""
    log_level: str = "INFO"
    overrides: Mapping[str, str] = field(default_factory=dict)
    """Environment for the service processes that wins over what the sandbox gives them."""

    @classmethod
    def from_environment(
        cls,
        environment: Mapping[str, str] | None = None,
        *,
        directory: Path | None = None,
        otherwise: "Settings | None" = None,
    ) -> "Settings":
        """Read the sandbox's settings, and the URLs of the servers that replace its own.

        `ATENDE_SANDBOX_DIR`, `ATENDE_CACHE_DIR`, `ATENDE_PORT_…`, `ATENDE_PORT_OFFSET`, `ATENDE_CONSOLE`,
        `ATENDE_WHATSAPP_WEB`, `ATENDE_SPLIT`, `ATENDE_TRACES`; `DATABASE_ADMIN_URL`, `KAFKA_BOOTSTRAP`,
        `REDIS_URL`; `LOG_LEVEL`. Ports and servers that are not named are as in ``otherwise``.
        """
        env = os.environ if environment is None else environment
        split = _split(env)
        chosen = directory or Path(env.get("ATENDE_SANDBOX_DIR") or REPOSITORY / ".sandbox")
        return cls(
            directory=chosen.expanduser().resolve(),
            # Not under the chosen directory: the 44 MB of Kafka are fetched once for all sandboxes.
            cache=Path(env.get("ATENDE_CACHE_DIR") or REPOSITORY / ".sandbox" / "cache").resolve(),
            ports=_ports(env, otherwise.ports if otherwise else default_ports(split), split),
            split=split,
            external_database_admin_url=env.get(
                "DATABASE_ADMIN_URL", otherwise.external_database_admin_url if otherwise else ""
            ),
            external_kafka_bootstrap=env.get(
                "KAFKA_BOOTSTRAP", otherwise.external_kafka_bootstrap if otherwise else ""
            ),
            external_redis_url=env.get("REDIS_URL", otherwise.external_redis_url if otherwise else ""),
            console=env.get("ATENDE_CONSOLE") != "off",
            whatsapp_web=env.get("ATENDE_WHATSAPP_WEB") != "off",
            traces=env.get("ATENDE_TRACES") == "on",
            log_level=env.get("LOG_LEVEL") or "INFO",
        )

    def to_json(self) -> str:
        """Return the settings as another process can take them."""
        return json.dumps({**asdict(self), "directory": str(self.directory), "cache": str(self.cache)})

    @classmethod
    def from_json(cls, text: str) -> "Settings":
        """Return the settings that `to_json` wrote."""
        raw = json.loads(text)
        return cls(**{**raw, "directory": Path(raw["directory"]), "cache": Path(raw["cache"])})

    def with_overrides(self, **environment: str) -> "Settings":
        """Return the same sandbox with further environment for its services."""
        return replace(self, overrides={**self.overrides, **environment})

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def logs(self) -> Path:
        return self.directory / "logs"

    @property
    def secrets(self) -> Path:
        return self.directory / "secrets"

    @property
    def run(self) -> Path:
        """Rendered configuration, pid and socket files: worth nothing after ``down``."""
        return self.directory / "run"

    def url(self, name: str) -> str:
        """Return the HTTP address of a part: ``gateway``, ``simulator``, or a service."""
        return f"http://{HOST}:{self.ports[name]}"

    @property
    def database_host(self) -> str:
        """Host and port of PostgreSQL, as in a URL."""
        if self.external_database_admin_url:
            return urlsplit(self.external_database_admin_url).netloc.rpartition("@")[2]
        return f"{HOST}:{self.ports['postgres']}"

    @property
    def kafka_bootstrap(self) -> str:
        return self.external_kafka_bootstrap or f"{HOST}:{self.ports['kafka']}"

    @property
    def kafka_secured(self) -> bool:
        """Whether it is our own Kafka, and asks who one is."""
        return self.secured and not self.external_kafka_bootstrap

    @property
    def redis_secured(self) -> bool:
        """Whether it is our own Valkey, and asks who one is."""
        return self.secured and not self.external_redis_url

    @property
    def redis_url(self) -> str:
        """Valkey as its administrator."""
        return self.redis_url_of("default")

    def redis_url_of(self, user: str) -> str:
        """Return the URL of Valkey for one of its users; of an external server there is one."""
        if self.external_redis_url:
            return self.external_redis_url
        credentials = f"{user}:{self.secret(f'redis-{user}')}@" if self.secured else ""
        return f"redis://{credentials}{HOST}:{self.ports['valkey']}/0"

    def kafka_environment(self, user: str) -> dict[str, str]:
        """Return the settings by which one of Kafka's users reaches it; ``admin`` may do everything."""
        if not self.kafka_secured:
            return {"KAFKA_BOOTSTRAP": self.kafka_bootstrap}
        return {
            "KAFKA_BOOTSTRAP": self.kafka_bootstrap,
            "KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT",
            "KAFKA_SASL_MECHANISM": "PLAIN",
            "KAFKA_USERNAME": user,
            "KAFKA_PASSWORD": self.secret(f"kafka-{user}"),
        }

    def secret(self, name: str) -> str:
        """Return a secret of this sandbox, which is made at first use."""
        # Imported late: secrets need to know where they are kept.
        from atende_sandbox.secret_store import secret  # noqa: PLC0415

        return secret(self.secrets, name)

    def infrastructure(self) -> Infrastructure:
        """Return the URLs of the servers. Makes the database password if there is none yet."""
        return Infrastructure(self.database_admin_url, self.kafka_bootstrap, self.redis_url)

    @property
    def database_admin_url(self) -> str:
        if self.external_database_admin_url:
            return self.external_database_admin_url
        return f"postgresql://postgres:{self.secret('postgres')}@{self.database_host}/postgres"
