"""The settings that every service shares, read from the environment (see `.env.example`)."""

import os
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from atende_contracts.topics import BUSY_PARTITIONS
from atende_platform.process.kafka_access import KafkaAccess
from atende_platform.process.secret_files import SecretFiles
from atende_platform.process.secret_settings import SANDBOXES, SecretUrl, secret_url, weak_secrets
from atende_platform.process.servers_tls import unencrypted

SHORTEST_SHUTDOWN_SECONDS: Final = 5.0
"""Less would leave no time to requests, or none to tasks: everything would be cut off."""


class ServiceSettings(BaseSettings):
    """What any process of any service reads from its environment.

    Three database URLs, because three things may be done: ``app`` serves requests under
    row-level security, ``worker`` handles trusted events of many companies, ``owner`` migrates.
    """

    # What is wrong with a value is said without the value: it may be a secret.
    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    worker_planning: ClassVar[Mapping[str, str]] = {}
    """PostgreSQL's planner settings for sessions of the worker role: what its statements are written for."""
    app_planning: ClassVar[Mapping[str, str]] = {}
    """The same for sessions of requests."""

    environment: Literal["development", "test", "production"] = "production"
    """In ``production`` no process starts with a weak secret: a placeholder, a zero key, a short password."""
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"],
        BeforeValidator(lambda value: value.upper() if isinstance(value, str) else value),
    ] = "INFO"
    log_format: Literal["json", "console"] = "json"
    """``console`` is for people's eyes."""

    database_url: SecretUrl
    """PostgreSQL as the role that serves requests, under row-level security."""
    database_worker_url: SecretUrl
    """PostgreSQL as the role that handles trusted events of many companies."""
    database_owner_url: SecretUrl = secret_url("")
    """PostgreSQL as the role that owns the schema; only for ``migrate``."""
    database_pool_size: int = Field(default=8, ge=1, le=100)
    """Connections per process and role; the sum over all processes must stay below the server's limit."""
    database_pool_timeout: float = Field(default=5.0, gt=0)
    """Seconds a request waits for a connection before it gets 503."""
    company_connections: int = Field(default=0, ge=0, le=100)
    """Of these connections, how many the requests of one company may hold at a time, per process; 0 stands
    for half of them."""
    company_requests_waiting: int = Field(default=100, ge=1)
    """How many requests of one company may wait for a connection, per process; what comes then gets 429."""

    redis_url: SecretUrl = secret_url("redis://127.0.0.1:6379/0")
    """Redis or Valkey: rate limits, ended sessions, API keys; nothing that may not be lost."""
    redis_ca_file: str = ""
    """The authority that signed the certificate of a ``rediss://`` server; empty: those the system knows."""
    kafka_bootstrap: str = "127.0.0.1:9092"
    """Comma-separated brokers to begin with."""
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """Whether we sign in to Kafka (``SASL_…``), and whether the connection is encrypted (``…SSL``)."""
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "PLAIN"
    kafka_username: str = ""
    """A service's own user; `docs/secrets.md` says what each may do."""
    kafka_password: SecretStr = SecretStr("")
    kafka_ca_file: str = ""
    """The authority that signed Kafka's certificate, as PEM; empty: those that the system knows."""
    kafka_certificate_file: str = ""
    """Our certificate as PEM, where Kafka asks its clients for one; together with `kafka_key_file`."""
    kafka_key_file: str = ""
    """The private key of that certificate, as PEM without a passphrase."""
    kafka_partitions: int = Field(default=BUSY_PARTITIONS, ge=1, le=1000)
    """Partitions of each topic that much goes through, as they were created with: how many workers can share
    the work. Choose it before the first start: `docs/sizing.md`."""
    tls_required: bool = False
    """Whether no process starts unless PostgreSQL (``sslmode=require`` or stricter), Redis (``rediss://``)
    and Kafka (``…SSL``) are reached over TLS."""
    events_together: bool = True
    """Whether sends and their statuses are published many in one event. Off while services of a version that
    does not know these run beside this one."""
    kafka_session_seconds: float = Field(default=6.0, ge=6, le=60)
    """How long Kafka waits for a consumer that says nothing before it gives its partitions to others. Brokers
    allow 6 at least (``group.min.session.timeout.ms``); longer where the network or the machine stalls."""
    kafka_topic_prefix: str = ""
    """Put before every topic and group name, so that several installations can share a cluster."""

    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8000, ge=0, le=65535)
    shutdown_seconds: float = Field(default=35.0, ge=SHORTEST_SHUTDOWN_SECONDS, le=600)
    """How long a process may take to stop after SIGTERM; what has not ended by then is named and cut off.
    Of less than 35 seconds requests get four sevenths, so that tasks have time, too.
    Give it a little longer before it is killed (``stop_grace_period``, ``terminationGracePeriodSeconds``)."""
    trusted_proxies: str = "127.0.0.1"
    """Comma-separated addresses or networks whose ``X-Forwarded-For`` is believed."""
    requests_per_minute: int = Field(default=100, ge=1)
    """Per client address, over all routes of the service."""
    refusals_seconds: float = Field(default=5.0, gt=0)
    """How often refused sign-ins and requests are put into the audit log, like ones together."""
    cors_origins: str = Field(default="", pattern=r"^[^*]*$")
    """Comma-separated origins whose pages may call the API and open sockets; empty: only our own."""

    jwks_url: str = "http://127.0.0.1:8101/api/v1/auth/jwks.json"
    """Where auth publishes the keys that access tokens are verified with."""
    jwt_issuer: str = "atendechat"
    jwt_audience: str = "atendechat-api"

    otel_exporter_otlp_endpoint: str = ""
    """Where traces go (OTLP over HTTP); empty: no spans are made, log lines and events have ids of traces."""
    otel_traces_sampler: Literal[
        "always_on",
        "always_off",
        "traceidratio",
        "parentbased_always_on",
        "parentbased_always_off",
        "parentbased_traceidratio",
    ] = "parentbased_always_on"
    """Which traces are recorded. ``parentbased_…``: also all those that a caller records."""
    otel_traces_sampler_arg: float = Field(default=1.0, ge=0, le=1)
    """Of samplers by ratio: 0.01 records one trace of a hundred."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where settings come from: code, files that ``NAME_FILE`` names, the environment."""
        return init_settings, SecretFiles(settings_cls, os.environ), env_settings

    @model_validator(mode="after")
    def _check_kafka(self) -> Self:
        _ = self.kafka  # Raises ValueError if the settings contradict each other.
        return self

    @property
    def kafka(self) -> KafkaAccess:
        """How Kafka is reached."""
        return KafkaAccess(
            self.kafka_bootstrap,
            self.kafka_security_protocol,
            self.kafka_sasl_mechanism,
            self.kafka_username,
            self.kafka_password.get_secret_value(),
            self.kafka_ca_file,
            self.kafka_certificate_file,
            self.kafka_key_file,
        )

    @model_validator(mode="after")
    def _check_tls(self) -> Self:
        urls = {
            name: getattr(self, name.lower())
            for name in ("DATABASE_URL", "DATABASE_WORKER_URL", "DATABASE_OWNER_URL", "REDIS_URL")
        }
        if self.tls_required and (found := unencrypted(urls, self.kafka)):
            raise ValueError(f"TLS_REQUIRED: {'; '.join(found)}")
        return self

    @model_validator(mode="after")
    def _refuse_weak_secrets(self) -> Self:
        # All in one message: operators should not need a start for each missing secret.
        weak = weak_secrets({name: getattr(self, name) for name in type(self).model_fields})
        if weak and self.environment not in SANDBOXES:
            raise ValueError(f"weak secrets: {'; '.join(weak)}. `make secrets` makes new ones")
        return self

    @cached_property
    def connections_of_a_company(self) -> int:
        """`company_connections`, or half of the pool."""
        return self.company_connections or max(1, self.database_pool_size // 2)

    @cached_property
    def cors_origin_list(self) -> list[str] | None:
        """`cors_origins` as Engine.IO takes it; None means the same origin only."""
        return [part.strip() for part in self.cors_origins.split(",") if part.strip()] or None

    @cached_property
    def trusted_proxy_list(self) -> list[str]:
        """`trusted_proxies` as uvicorn takes it."""
        return [part.strip() for part in self.trusted_proxies.split(",") if part.strip()]
