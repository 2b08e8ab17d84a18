"""Creates what a service needs before its first migration: database, roles, schema; and the topics.

Each service has three login roles, taken from the URLs it will use: ``<service>_owner`` owns the
schema and migrates; ``<service>_app`` and ``<service>_worker`` own nothing and cannot bypass
row-level security. Running it again changes nothing but passwords.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import NotLeaderForPartitionError, TopicAlreadyExistsError, for_code
from pydantic import TypeAdapter

from atende_contracts.topics import BUSY_PARTITIONS, SERVICES, TOPICS, ServiceName, dead_letter_topics
from atende_platform.data.db import asyncpg_url, require_version
from atende_platform.process.kafka_access import KafkaAccess, acls_of, apply_acls
from atende_platform.process.secret_settings import SANDBOXES, secret_url, weak_secrets
from atende_platform.process.servers_tls import unencrypted_urls

EXTENSIONS: Final = "extensions"
"""The schema of what PostgreSQL is extended with. Owners use it in migrations; nobody else may."""

_LOOK_SECONDS: Final = 0.2
"""How often to look whether brokers have made the topics."""

INSTALLATION: Final = "installation"
"""The schema of what is said of the database as a whole."""
_FENCES: Final = f"""CREATE TABLE IF NOT EXISTS {INSTALLATION}.fences (
    service text PRIMARY KEY CHECK (char_length(service) <= 20),
    cluster bigint NOT NULL,
    database bigint NOT NULL,
    relation bigint NOT NULL,
    timeline integer NOT NULL,
    mark bigint NOT NULL,
    seen_at timestamptz NOT NULL,
    cut_at timestamptz,
    fenced_at timestamptz,
    fenced_by text CHECK (char_length(fenced_by) <= 200),
    reason text CHECK (char_length(reason) <= 200)
)"""
_FENCES_OF_BEFORE: Final = (
    f"ALTER TABLE {INSTALLATION}.fences ADD COLUMN IF NOT EXISTS relation bigint",
    "UPDATE installation.fences SET relation = CAST(CAST('installation.fences' AS regclass) AS oid)"
    " WHERE relation IS NULL",
)
"""For databases that were provisioned when the table did not say which one it is."""
_FENCE_POLICY: Final = """DO $$ BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_policies WHERE schemaname = 'installation' AND tablename = 'fences'
            AND policyname = '{service}'
    ) THEN
        CREATE POLICY {service} ON installation.fences TO {worker} USING (service = '{service}');
    END IF;
END $$"""

BACKUPS: Final = f"""CREATE TABLE IF NOT EXISTS {INSTALLATION}.backups (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    taken_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL
)"""
"""The last backup: the script that takes one notes it there (`atende_platform.data.last_backup`)."""

_LOCK: Final = 7_203_551  # Roles are global to the cluster: one provisioner at a time.


class WeakSecrets(Exception):
    """Passwords that are placeholders, can be guessed, or are shared by two roles."""


class Unencrypted(Exception):
    """``TLS_REQUIRED`` is set, and a server would be reached without TLS."""


def tls_required(environment: Mapping[str, str]) -> bool:
    """Return whether ``TLS_REQUIRED`` says so, spelled as settings of services are."""
    return TypeAdapter(bool).validate_python(environment.get("TLS_REQUIRED") or "false")


def _role(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    if not parts.username or parts.password is None:
        raise ValueError("a service's database URL must carry a role and a password")
    return unquote(parts.username), unquote(parts.password)


def _quote(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def with_database(url: str, database: str) -> str:
    """Return the URL with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


async def provision_service(
    admin_url: str, service: ServiceName, *, owner_url: str, app_url: str, worker_url: str
) -> None:
    """Create the database named in the URLs, the three roles, and the service's schema."""
    database = urlsplit(app_url).path.lstrip("/")
    owner, app, worker = (_role(url)[0] for url in (owner_url, app_url, worker_url))
    admin = await asyncpg.connect(asyncpg_url(admin_url))
    try:
        require_version(admin)
        await admin.execute("SELECT pg_advisory_lock($1)", _LOCK)
        for url in (owner_url, app_url, worker_url):
            await _ensure_role(admin, *_role(url))
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database):
            await admin.execute(f'CREATE DATABASE "{database}"')
    finally:
        await admin.close()
    connection = await asyncpg.connect(asyncpg_url(with_database(admin_url, database)))
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        for statement in _schema_statements(service, database, owner, app, worker):
            await connection.execute(statement)
    finally:
        await connection.close()


async def provision_services(environment: Mapping[str, str]) -> None:
    """Provision every service, each by the URLs it will be given; ``KeyError`` names one that is missing.

    They are ``DATABASE_ADMIN_URL`` and ``<SERVICE>_DATABASE_{OWNER_URL,URL,WORKER_URL}``. Raises
    `WeakSecrets`, before anything is done, unless ``ENVIRONMENT`` says that this is a sandbox; `Unencrypted`
    for a URL that does not enforce TLS, if ``TLS_REQUIRED`` is set.
    """
    names = ["DATABASE_ADMIN_URL", *_service_urls()]
    _refuse_weak_secrets(environment, names)
    plain = [*unencrypted_urls({name: environment[name] for name in names})]
    if tls_required(environment) and plain:
        raise Unencrypted("; ".join(plain))
    for service in SERVICES:
        name = service.upper()
        await provision_service(
            environment["DATABASE_ADMIN_URL"],
            service,
            owner_url=environment[f"{name}_DATABASE_OWNER_URL"],
            app_url=environment[f"{name}_DATABASE_URL"],
            worker_url=environment[f"{name}_DATABASE_WORKER_URL"],
        )


def _service_urls() -> Iterator[str]:
    for service in SERVICES:
        for kind in ("OWNER_URL", "URL", "WORKER_URL"):
            yield f"{service.upper()}_DATABASE_{kind}"


def _refuse_weak_secrets(environment: Mapping[str, str], names: Iterable[str]) -> None:
    urls = {name: secret_url(environment[name]) for name in names}
    if environment.get("ENVIRONMENT", "production") not in SANDBOXES and (weak := weak_secrets(urls)):
        raise WeakSecrets("; ".join(weak))


def _schema_statements(service: str, database: str, owner: str, app: str, worker: str) -> list[str]:
    def role_setting(role: str, name: str, value: str) -> str:
        return f'ALTER ROLE {role} IN DATABASE "{database}" SET {name} = {value}'

    defaults = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {service}"
    return [
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        # A temporary table would come before the service's own of that name, for whomever the pool
        # gives the connection next.
        f'REVOKE TEMPORARY ON DATABASE "{database}" FROM PUBLIC',
        f"GRANT {owner} TO current_user",
        f"CREATE SCHEMA IF NOT EXISTS {service} AUTHORIZATION {owner}",
        f"GRANT USAGE ON SCHEMA {service} TO {app}, {worker}",
        # Only a superuser, or who may create in the database, adds extensions; indexes of services use them.
        f"CREATE SCHEMA IF NOT EXISTS {EXTENSIONS}",
        *(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA {EXTENSIONS}" for name in ("pg_trgm", "btree_gin")),
        f"GRANT USAGE ON SCHEMA {EXTENSIONS} TO {owner}",
        f"{defaults} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}, {worker}",
        f"{defaults} GRANT USAGE ON SEQUENCES TO {app}, {worker}",
        *(role_setting(role, "search_path", service) for role in (owner, app, worker)),
        *(role_setting(role, "lock_timeout", "'10s'") for role in (owner, app, worker)),
        *(
            role_setting(role, "idle_in_transaction_session_timeout", "'60s'")
            for role in (owner, app, worker)
        ),
        role_setting(app, "statement_timeout", "'15s'"),
        *_fence_statements(service, worker),
        BACKUPS,
        f"GRANT SELECT ON {INSTALLATION}.backups TO {worker}",
    ]


def _fence_statements(service: str, worker: str) -> list[str]:
    """Return what makes the table of the restore fence (`atende_platform.data.fence`).

    It stands in a schema of its own, since it says which database this is; a worker sees its service's
    row only.
    """
    return [
        f"CREATE SCHEMA IF NOT EXISTS {INSTALLATION}",
        _FENCES,
        *_FENCES_OF_BEFORE,
        f"ALTER TABLE {INSTALLATION}.fences ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {INSTALLATION}.fences FORCE ROW LEVEL SECURITY",
        f"GRANT USAGE ON SCHEMA {INSTALLATION} TO {worker}",
        f"GRANT SELECT, INSERT, UPDATE ON {INSTALLATION}.fences TO {worker}",
        _FENCE_POLICY.format(service=service, worker=worker),
    ]


async def _ensure_role(admin: "asyncpg.Connection[asyncpg.Record]", role: str, password: str) -> None:
    if not role.replace("_", "").isalnum():
        raise ValueError(f"not a plain role name: {role}")
    exists = await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
    verb = "ALTER" if exists else "CREATE"
    await admin.execute(
        f"{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
        f" PASSWORD {_quote(password)}"
    )


async def grant_kafka_rights(
    kafka: KafkaAccess, users: Mapping[ServiceName, str], *, prefix: str = "", timeout: float = 60.0
) -> None:
    """Give each service's user of Kafka the rights that the registry of topics says, and no others."""
    admin = AIOKafkaAdminClient(**kafka.options())
    async with asyncio.timeout(timeout):
        await admin.start()
        try:
            for service, user in users.items():
                await apply_acls(admin, f"User:{user}", set(acls_of(service, user, prefix)))
        finally:
            await admin.close()


async def create_topics(
    kafka: KafkaAccess | str,
    *,
    prefix: str = "",
    replication_factor: int = 1,
    partitions: int = BUSY_PARTITIONS,
    timeout: float = 120.0,
) -> list[str]:
    """Create every topic of the registry, and its dead-letter topics, where they are missing.

    It returns when brokers take records for those that it created.
    ``partitions`` is how many busy topics get. Returns in words which topics are there with another number:
    these are left as they are, because events of one key would change the partition, and so their order.
    """
    access = kafka if isinstance(kafka, KafkaAccess) else KafkaAccess(kafka)
    admin = AIOKafkaAdminClient(**access.options())
    wanted = {
        prefix + topic.name: NewTopic(
            prefix + topic.name,
            topic.partitions_at(partitions),
            replication_factor,
            topic_configs=topic.config(),
        )
        for topic in (*TOPICS, *dead_letter_topics())
    }
    async with asyncio.timeout(timeout):
        await admin.start()
        try:
            response = await admin.create_topics([*wanted.values()])
            known = []
            for name, code, *_ in response.topic_errors:
                if code and for_code(code) is not TopicAlreadyExistsError:
                    raise for_code(code)(f"topic {name}")
                if code:
                    known.append(name)
            # None as long as the broker has not heard of a topic that another has just made.
            found = {one["topic"]: len(one["partitions"]) for one in await admin.describe_topics(known)}
            made = [topic for topic in wanted.values() if topic.name not in known]
            await _until_known(admin, made)
        finally:
            await admin.close()
        await _until_led(access, made, timeout)
    return [
        f"topic {name} has {found[name]} partitions, not {wanted[name].num_partitions}"
        for name in known
        if found[name] not in (0, wanted[name].num_partitions)
    ]


async def _until_known(admin: AIOKafkaAdminClient, topics: Iterable[NewTopic]) -> None:
    """Wait until brokers have heard of topics; the controller knows them before."""
    wanted = {topic.name: topic.num_partitions for topic in topics}
    known: dict[str, int] = {}
    while known != wanted:
        await asyncio.sleep(_LOOK_SECONDS)
        known = {one["topic"]: len(one["partitions"]) for one in await admin.describe_topics([*wanted])}


async def _until_led(kafka: KafkaAccess, topics: Iterable[NewTopic], timeout: float) -> None:
    """Wait until the leader of each partition answers.

    Brokers know of topics before they have made their files, which on a slow disk takes them longer than a
    service waits for the confirmation of what it publishes.
    """
    partitions = [
        TopicPartition(topic.name, partition) for topic in topics for partition in range(topic.num_partitions)
    ]
    if not partitions:
        return
    consumer = AIOKafkaConsumer(
        **kafka.options(),
        request_timeout_ms=int(timeout * 1000),
        retry_backoff_ms=int(_LOOK_SECONDS * 1000),
    )
    await consumer.start()
    # It calls each answer that comes too early an error.
    fetcher = logging.getLogger("aiokafka.consumer.fetcher")
    fetcher.addFilter(_no_leader_yet)
    try:
        consumer.assign(partitions)  # Else it learns of one topic at a time.
        await consumer.end_offsets(partitions)
    finally:
        fetcher.removeFilter(_no_leader_yet)
        await consumer.stop()


def _no_leader_yet(record: logging.LogRecord) -> bool:
    return NotLeaderForPartitionError.__name__ not in record.getMessage()
