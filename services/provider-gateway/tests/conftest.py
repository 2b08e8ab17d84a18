"""The gateway under test, with a stand-in for Meta (`gateway_stage`)."""

import base64
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from aiohttp import web
from aiokafka import AIOKafkaConsumer, TopicPartition

from atende_contracts.messages import MessageReceivedV1
from atende_contracts.topics import MESSAGE_HISTORY, MESSAGE_INBOUND, PROVIDER_STATUS, PROVIDER_UPDATE
from atende_platform.data.db import Database, execute
from atende_platform.runtime import Runtime
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import AsUser, Handle, Installation, Publish, handling
from gateway.domain.sends import Order
from gateway.handlers import Outbound, handlers
from gateway.main import SERVICE
from gateway.media import MediaFetcher
from gateway.providers import Providers, Transport, cloud, make_providers
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service.directory import ChannelDirectory
from gateway.storage import MediaStorage

from .both_ways import checking_all
from .fleet import Fleet, running_fleet
from .gateway_stage import ACCESS_TOKEN, APP_SECRET, Connect, Connected, Ledger, Meta, Row, Sql, Taken
from .media_files import Files, playing_files
from .media_stage import MakeFetcher, ReadRow
from .session_stage import Rows


@pytest.fixture(scope="session", autouse=True)
def webhooks_read_both_ways() -> Iterator[None]:
    """Every webhook of every test, if it is plain, becomes the same events on the short way."""
    with checking_all():
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def meta_server() -> AsyncIterator[Meta]:
    meta = Meta()
    app = web.Application()
    app.router.add_post("/v23.0/{number}/messages", meta.handle)
    app.router.add_get("/v23.0/{number:[0-9]+}", meta.describe)
    app.router.add_get("/v23.0/{number:[0-9]+}/phone_numbers", meta.list_numbers)
    app.router.add_get("/v23.0/{media_id:media-[0-9]+}", meta.files.on_describe)
    app.router.add_get("/files/{media_id}", meta.files.on_download)
    app.router.add_post("/v23.0/{number}/media", meta.files.on_upload)
    # Cancelled with their caller, or a slow answer of one test would be accepted in the next.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    meta.url = meta.files.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield meta
    await runner.cleanup()


@pytest.fixture
def meta(meta_server: Meta) -> Meta:
    meta_server.reset()
    return meta_server


@pytest.fixture
def service() -> Service[Any]:
    return SERVICE


@pytest.fixture
def service_settings(meta_server: Meta, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return {
        "media_url": (tmp_path_factory.getbasetemp() / "media").as_uri(),
        "media_poll_seconds": 0.1,
        "media_renditions": 0,  # Each starts a process; `test_renditions` has them made.
        "public_url": "https://atende.example",
        "credentials_key": base64.b64encode(bytes(range(32))).decode(),
        "whatsapp_graph_url": meta_server.url,
        "whatsapp_web_media_url": meta_server.url,
        "whatsapp_web_url": "ws://127.0.0.1:1",
        "webhook_verify_token": "verify-token-of-the-app",
        "webhook_refusals_per_minute": 1_000_000,
        "channel_cache_seconds": 0.0,
        # A busy machine takes its time; what must not wait so long has a sender of its own (`impatient`).
        "send_connect_seconds": 5.0,
        "send_total_seconds": 15.0,
        "retry_poll_seconds": 0.1,
        "sweep_seconds": 0.1,
        "parked_poll_seconds": 0.1,
    }


@pytest.fixture
def connect(as_user: AsUser, company_id: UUID, meta: Meta) -> Connect:
    assert meta.confirm  # As it is at the beginning: it confirms every number.
    own_company = company_id

    async def make(*, company_id: UUID | None = None, **body: Any) -> Connected:
        number = str(secrets.randbelow(10**15))
        document = {
            "name": "WhatsApp",
            "provider": "whatsapp_cloud",
            "phoneNumberId": number,
            "accessToken": ACCESS_TOKEN,
            "appSecret": APP_SECRET,
            "messagesPerSecond": 1000,
            **body,
        }
        company = company_id or own_company
        response = await as_user(company_id=company).post("/api/v1/channels", json=document)
        assert response.status_code == 201, response.text
        channel = response.json()
        return Connected(
            company,
            UUID(channel["id"]),
            channel["phoneNumberId"],
            channel["verifyToken"],
            channel["webhookUrl"],
            channel["status"],
        )

    return make


@pytest_asyncio.fixture(loop_scope="session")
async def channel(connect: Connect) -> Connected:
    return await connect()


@pytest_asyncio.fixture(loop_scope="session")
async def sender(installation: Installation, meta: Meta, database: Database) -> AsyncIterator[Sender]:  # noqa: ARG001
    settings = installation.settings
    providers = make_providers(settings)
    directory = ChannelDirectory(database, Sealer(settings.credential_keys), max_age=0.0)
    yield Sender(installation.runtime, providers, directory)
    await providers.close()


@pytest_asyncio.fixture(loop_scope="session")
async def impatient(
    installation: Installation,
    meta: Meta,  # noqa: ARG001 (its address is in the settings)
    database: Database,
) -> AsyncIterator[Sender]:
    """A sender that waits half a second for the channel's rate."""
    settings = installation.settings.model_copy(update={"rate_wait_seconds": 0.5})
    runtime: Runtime[Any] = Runtime("gateway", settings, frozenset())
    providers = make_providers(settings)
    directory = ChannelDirectory(database, Sealer(settings.credential_keys), max_age=0.0)
    yield Sender(runtime, providers, directory)
    await providers.close()
    await runtime.close()


@pytest.fixture
def handle(installation: Installation, database: Database) -> Handle:
    return handling(database, handlers(make_providers(installation.settings)))


@pytest.fixture
def outbound(sender: Sender, database: Database) -> Outbound:
    return Outbound(sender, database)


@pytest.fixture
def ledger(database: Database) -> Ledger:
    async def read(one: Order) -> Row | None:
        async with database.worker() as session:
            result = await execute(
                session,
                "SELECT state, attempts, fence, provider_message_id, request, error FROM sends"
                " WHERE company_id = :company_id AND send_id = :send_id",
                company_id=one.company_id,
                send_id=one.send_id,
            )
            row = result.one_or_none()
        return Row(*row) if row is not None else None

    return read


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database)


@pytest.fixture
def sql(database: Database) -> Sql:
    async def run(statement: str, **parameters: Any) -> None:
        async with database.worker() as session:
            await execute(session, statement, **parameters)

    return run


@pytest_asyncio.fixture(loop_scope="session")
async def taken(installation: Installation, publish: Publish) -> AsyncIterator[Taken]:  # noqa: ARG001 (topics)
    settings = installation.settings
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap, fetch_max_wait_ms=50)
    await consumer.start()
    try:
        parts = [
            TopicPartition(settings.kafka_topic_prefix + topic.name, number)
            for topic in (MESSAGE_HISTORY, MESSAGE_INBOUND, PROVIDER_STATUS, PROVIDER_UPDATE)
            for number in range(topic.partitions)
        ]
        consumer.assign(parts)
        await consumer.seek_to_end(*parts)
        yield Taken(consumer)
    finally:
        await consumer.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def fleet_of_all_tests() -> AsyncIterator[Fleet]:
    async with running_fleet() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def fleet(fleet_of_all_tests: Fleet, database: Database) -> AsyncIterator[Fleet]:  # noqa: ARG001
    """Senders in processes of their own."""
    yield fleet_of_all_tests
    await fleet_of_all_tests.ended()


# --- files -----------------------------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="session")
async def files() -> AsyncIterator[Files]:
    async with playing_files() as playing:
        yield playing


@pytest.fixture
def storage(tmp_path: Path) -> MediaStorage:
    return MediaStorage((tmp_path / "media").as_uri())


@pytest_asyncio.fixture(loop_scope="session")
async def make_fetcher(
    installation: Installation, database: Database, files: Files, storage: MediaStorage
) -> AsyncIterator[MakeFetcher]:
    transport = Transport(connect_seconds=30, total_seconds=30)
    own_storage = storage

    def make(
        *, storage: MediaStorage | None = None, hosts: frozenset[str] = frozenset(), **settings: Any
    ) -> MediaFetcher:
        runtime: Any = SimpleNamespace(
            settings=installation.settings.model_copy(update=settings),
            database=database,
            quotas=installation.runtime.quotas,
        )
        api = cloud.make(transport, graph_url=files.url, version="v23.0", media_hosts=hosts)
        sealer = Sealer(installation.settings.credential_keys)
        directory = ChannelDirectory(database, sealer, max_age=0.0)
        return MediaFetcher(runtime, Providers({"whatsapp_cloud": api}), directory, storage or own_storage)

    yield make
    await transport.close()


@pytest.fixture
def fetcher(make_fetcher: MakeFetcher) -> MediaFetcher:
    return make_fetcher()


@pytest.fixture
def row_of(database: Database) -> ReadRow:
    async def read(message: MessageReceivedV1) -> Any:
        async with database.worker() as session:
            result = await execute(
                session,
                "SELECT id, state, error, attempts, size, sha256, next_attempt_at > now() AS waits FROM media"
                " WHERE company_id = :company_id AND provider_message_id = :message_id",
                company_id=message.company_id,
                message_id=message.provider_message_id,
            )
            return result.one()

    return read
