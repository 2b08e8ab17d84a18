"""A pytest plugin that gives any service what its tests need, on real servers.

A service's ``tests/conftest.py`` defines two fixtures: ``service`` (its `Service`) and, if it needs
any, ``service_settings`` (further settings). It then has:

- ``installation``: the service with a migrated database of its own, its API running in-process;
- ``database``: its `Database`, emptied before the test;
- ``client``: an HTTP client without a token; ``as_user(role, …)``: one with a token;
- ``company_id``: the company of the test; ``published(Event)``: what is in the outbox;
- ``worker``: the worker role, running against real Kafka; ``publish(event, …)``: puts events there;
- ``eventually(check)``: waits until an async check stops failing;
- ``spans``: the spans that are made meanwhile (`atende_platform.testing.spans`).

Every answer that ``client`` and ``as_user`` get is checked against the API document of the service.

Servers come from the ``infrastructure`` fixture of the sandbox's plugin.
"""

import asyncio
import json
import os
import re
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import httpx
import hypothesis
import jwt
import pytest
import pytest_asyncio
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from atende_contracts.event import Event
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_contracts.registry import decode
from atende_platform.data import migrations
from atende_platform.data.db import Database, execute
from atende_platform.data.provision import create_topics, provision_service
from atende_platform.http.application import App
from atende_platform.identity.tokens import ALGORITHM, TOKEN_TYPE
from atende_platform.messaging.handlers import Handlers, handler_of
from atende_platform.messaging.kafka import make_producer
from atende_platform.messaging.kafka import publish as publish_events
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.telemetry import StandardOutput
from atende_platform.runtime import Runtime
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service, migrations_dir
from atende_platform.service.running import running_tasks
from atende_platform.testing.answers import FOUND, Answers
from atende_platform.testing.spans import Recorded, recording

E = TypeVar("E", bound=Event)
T = TypeVar("T")

KEY_ID = "test-key"


def pytest_configure() -> None:
    """Log plainly, and let examples of properties take their time.

    structlog's pretty traceback takes seconds to print a deep one with its variables; a busy machine takes
    longer than Hypothesis' 200 ms for the simplest things.
    """
    hypothesis.settings.register_profile("patient", hypothesis.settings.default, deadline=None)
    hypothesis.settings.load_profile("patient")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )


@cache
def signing_key() -> Ed25519PrivateKey:
    """Return the key that the tests' tokens are signed with."""
    return Ed25519PrivateKey.generate()


class _Signer:
    """Auth's signing key, as far as tests' processes know."""

    key_id = KEY_ID

    @property
    def signer(self) -> Ed25519PrivateKey:
        return signing_key()


SIGNER: Final = _Signer()


def public_jwks() -> dict[str, Any]:
    """Return the key set as auth would publish it."""
    key = OKPAlgorithm.to_jwk(signing_key().public_key(), as_dict=True)
    return {"keys": [{**key, "kid": KEY_ID, "use": "sig", "alg": ALGORITHM}]}


@pytest.fixture
def spans() -> Iterator[Recorded]:
    """Have traces recorded during the test, all of them."""
    with recording() as recorded:
        yield recorded


@asynccontextmanager
async def _key_server() -> AsyncIterator[str]:
    """Serve the key set as auth does; yields its address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = json.dumps(public_jwks()).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v1/auth/jwks.json"


_ADDRESS: Final = re.compile(r"^[a-z0-9+]+://[^/]|:[0-9]+$")


def addresses_left_to_defaults(settings: ServiceSettings) -> list[str]:
    """Return the settings whose default is the address of a server, and that nothing has set."""
    return [
        name
        for name, field in type(settings).model_fields.items()
        if name not in settings.model_fields_set
        and isinstance(field.default, str)
        and _ADDRESS.search(field.default)
    ]


def token_for(
    settings: ServiceSettings,
    *,
    company_id: UUID,
    role: Role | str = Role.OWNER,
    user_id: UUID | None = None,
    session_id: UUID | None = None,
    expires_in: float = 900,
    headers: dict[str, Any] | None = None,
    **claims: Any,
) -> str:
    """Return a signed access token; ``headers`` and ``claims`` override, to make defective ones."""
    now = int(time.time())
    payload = {
        "iss": settings.jwt_issuer,
        "aud": settings.jwt_audience,
        "iat": now,
        "exp": now + int(expires_in),
        "sub": str(user_id or uuid7()),
        "sid": str(session_id or uuid7()),
        "jti": str(uuid7()),
        "company_id": str(company_id),
        "role": str(role),
        **claims,
    }
    header = {"kid": KEY_ID, "typ": TOKEN_TYPE, **(headers or {})}
    return jwt.encode(payload, signing_key(), algorithm=ALGORITHM, headers=header)


class Infrastructure(Protocol):
    """Real servers, by URL."""

    @property
    def database_admin_url(self) -> str: ...
    @property
    def kafka_bootstrap(self) -> str: ...
    @property
    def redis_url(self) -> str: ...


@dataclass(frozen=True)
class Installation:
    """One service, installed: a migrated database, topics by prefix, its API in-process."""

    service: Service[Any]
    settings: Any
    app: App

    @property
    def runtime(self) -> Runtime[Any]:
        runtime: Runtime[Any] = self.app.state.runtime
        return runtime


class _Installations:
    """Installs each service once per test process. ``jwks_url`` publishes the tests' key."""

    def __init__(self, infrastructure: Infrastructure, jwks_url: str, stack: AsyncExitStack) -> None:
        self._infrastructure = infrastructure
        self._jwks_url = jwks_url
        self._stack = stack
        self._installed: dict[str, Installation] = {}
        self._with_topics: set[str] = set()

    async def get(self, service: Service[Any], extra: dict[str, Any]) -> Installation:
        if service.name not in self._installed:
            self._installed[service.name] = await self._install(service, extra)
        return self._installed[service.name]

    async def ensure_topics(self, installation: Installation) -> None:
        if installation.service.name not in self._with_topics:
            settings = installation.settings
            await create_topics(settings.kafka_bootstrap, prefix=settings.kafka_topic_prefix)
            self._with_topics.add(installation.service.name)

    async def _install(self, service: Service[Any], extra: dict[str, Any]) -> Installation:
        mark = secrets.token_hex(4)
        admin = urlsplit(self._infrastructure.database_admin_url)
        address = admin.netloc.rpartition("@")[2]
        # Roles are global to the server, so every test process must use the same passwords.
        urls = {
            kind: f"postgresql://{service.name}_{kind}:test@{address}/test_{service.name}_{mark}"
            for kind in ("owner", "app", "worker")
        }
        await provision_service(
            self._infrastructure.database_admin_url,
            service.name,
            owner_url=urls["owner"],
            app_url=urls["app"],
            worker_url=urls["worker"],
        )
        await asyncio.to_thread(migrations.upgrade, migrations_dir(service), urls["owner"])
        process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        settings = service.settings(
            environment="test",
            jwks_url=self._jwks_url,
            log_level="WARNING",
            database_url=urls["app"],
            database_worker_url=urls["worker"],
            database_owner_url=urls["owner"],
            redis_url=f"{self._infrastructure.redis_url.rsplit('/', 1)[0]}/{process % 16}"
            if self._infrastructure.redis_url.count("/") > 2
            else f"{self._infrastructure.redis_url}/{process % 16}",
            kafka_bootstrap=self._infrastructure.kafka_bootstrap,
            kafka_topic_prefix=f"test-{service.name}-{mark}.",
            requests_per_minute=1_000_000,
            # A test that looks for refusals records them itself: they are no part of another's outbox.
            refusals_seconds=86_400,
            **extra,
        )
        if left := addresses_left_to_defaults(settings):
            raise AssertionError(
                f"service_settings must set {', '.join(left)}: a default leads to others' servers"
            )
        app = create_app(service, settings, frozenset({"api"}))
        installation = Installation(service, settings, app)
        installation.runtime.keys.put(public_jwks())
        await self._stack.enter_async_context(app.router.lifespan_context(app))
        return installation


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def installations(infrastructure: Infrastructure) -> AsyncIterator[_Installations]:
    async with AsyncExitStack() as stack:
        jwks_url = await stack.enter_async_context(_key_server())
        yield _Installations(infrastructure, jwks_url, stack)


@pytest.fixture
def service_settings() -> dict[str, Any]:
    """Further settings of the service under test; overridden in its conftest."""
    return {}


@pytest_asyncio.fixture(loop_scope="session")
async def installation(
    installations: _Installations,
    service: Service[Any],
    service_settings: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Installation:
    # It logs whenever something happens: not between the lines of the command that a test reads.
    monkeypatch.setattr(StandardOutput, "stream", property(lambda _: sys.stderr))
    return await installations.get(service, service_settings)


_FILLED_TABLES: Final = """
SELECT quote_ident(relname) AS name FROM pg_class
WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r'
  AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
"""


@pytest_asyncio.fixture(loop_scope="session")
async def database(installation: Installation) -> Database:
    """The service's database, every table empty."""
    connection = await asyncpg.connect(installation.settings.database_owner_url)
    try:
        # Of some twenty tables a test fills a few, and to truncate one that is empty costs as much.
        tables = await connection.fetch(_FILLED_TABLES)
        if tables:
            names = ", ".join(row["name"] for row in tables)
            await connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    finally:
        await connection.close()
    return installation.runtime.database


@pytest.fixture
def company_id() -> UUID:
    """A company that no other test knows."""
    return uuid7()


class AsUser(Protocol):
    """Returns a client that carries a token of a user with the role."""

    def __call__(
        self,
        role: Role | str = Role.OWNER,
        *,
        company_id: UUID | None = None,
        user_id: UUID | None = None,
        session_id: UUID | None = None,
    ) -> httpx.AsyncClient: ...


def _client(app: App, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=("127.0.0.1", 50000))
    if not hasattr(app.state, "answers"):
        app.state.answers = Answers(app.openapi())
    return httpx.AsyncClient(
        transport=transport,
        base_url="http://service.test",
        headers=headers,
        event_hooks={"response": [app.state.answers]},
    )


@pytest.fixture(autouse=True)
def documented_answers() -> Iterator[None]:
    """Fail the test that got an answer which the API documents do not describe."""
    FOUND.clear()
    yield
    assert not FOUND, "\n".join(dict.fromkeys(FOUND))


@pytest_asyncio.fixture(loop_scope="session")
async def client(installation: Installation, database: Database) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ARG001
    """A client without a token, on an empty database."""
    async with _client(installation.app) as http:
        yield http


@pytest_asyncio.fixture(loop_scope="session")
async def as_user(
    installation: Installation,
    database: Database,  # noqa: ARG001 (empties it)
    company_id: UUID,
) -> AsyncIterator[AsUser]:
    own_company = company_id
    async with AsyncExitStack() as stack:
        opened: list[httpx.AsyncClient] = []

        def make(
            role: Role | str = Role.OWNER,
            *,
            company_id: UUID | None = None,
            user_id: UUID | None = None,
            session_id: UUID | None = None,
        ) -> httpx.AsyncClient:
            token = token_for(
                installation.settings,
                company_id=company_id or own_company,
                role=role,
                user_id=user_id,
                session_id=session_id,
            )
            http = _client(installation.app, {"Authorization": f"Bearer {token}"})
            opened.append(http)
            stack.push_async_callback(http.aclose)
            return http

        yield make


class Published(Protocol):
    """Returns the events in the outbox, oldest first, optionally of one class."""

    async def __call__(self, kind: type[E]) -> list[E]: ...


@pytest.fixture
def published(database: Database) -> Published:
    async def read(kind: type[E]) -> list[E]:
        async with database.worker() as session:
            rows = await execute(session, "SELECT type, payload FROM outbox WHERE payload <> '' ORDER BY id")
            events = [decode(row.type, row.payload.encode()) for row in rows]
        return [part for event in events for part in event.parts() if isinstance(part, kind)]

    return read


class Handle(Protocol):
    """Hands a service events of one topic, as one batch of its consumer."""

    async def __call__(self, events: Sequence[Event]) -> None: ...


def handling(database: Database, handlers: Handlers) -> Handle:
    """Return what hands events to the use cases of a service, without Kafka."""
    steps = {topic.name: steps for topic, steps in handlers.items()}

    async def handle(events: Sequence[Event]) -> None:
        topics = {event.topic for event in events}
        assert len(topics) <= 1, "a batch is of one topic"
        for topic in topics:
            await handler_of(database, steps[topic])(list(events))

    return handle


class Publish(Protocol):
    """Puts events into Kafka, as another service would."""

    async def __call__(self, *events: Event) -> None: ...


@pytest_asyncio.fixture(loop_scope="session")
async def publish(installations: _Installations, installation: Installation) -> AsyncIterator[Publish]:
    await installations.ensure_topics(installation)
    async with make_producer(installation.settings) as producer:

        async def send(*events: Event) -> None:
            await publish_events(producer, installation.settings, events, timeout=20)

        yield send


@pytest_asyncio.fixture(loop_scope="session")
async def worker(
    installations: _Installations,
    installation: Installation,
    database: Database,  # noqa: ARG001 (empties it)
) -> AsyncIterator[Runtime[Any]]:
    """The worker role's tasks, running for the time of the test."""
    await installations.ensure_topics(installation)
    tasks = installation.service.roles["worker"](App(), installation.runtime)
    async with running_tasks(tasks, installation.runtime):
        yield installation.runtime


def patience(seconds: float) -> float:
    """Return how long to wait now for what takes so many seconds on a machine that does nothing else."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Eventually(Protocol):
    """Waits until a check passes, and returns what it returned."""

    async def __call__(self, check: Callable[[], Awaitable[T]], *, timeout: float = 20.0) -> T: ...


@pytest.fixture
def eventually() -> Eventually:
    async def wait(check: Callable[[], Awaitable[T]], *, timeout: float = 20.0) -> T:
        started = time.monotonic()
        while True:
            try:
                return await check()
            except AssertionError:
                if time.monotonic() - started > patience(timeout):
                    raise
            await asyncio.sleep(0.05)

    return wait
