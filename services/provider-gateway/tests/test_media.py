"""Customers' files: noted once, fetched by one hand at a time, told once."""

import asyncio
import base64
import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.event import Media, Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageMediaChangedV1, MessageReceivedV1
from atende_platform.db import Database, execute
from atende_platform.runtime import Runtime
from atende_platform.testing import Eventually, Handle, Installation, Published
from gateway.domain.media import MediaFault, fits_digest, media_id, retry_after
from gateway.media import FIRST, MediaFetcher
from gateway.providers import Providers, Transport, cloud
from gateway.repository import media as repository
from gateway.sealing import Sealer
from gateway.service import media as service
from gateway.service.directory import ChannelDirectory
from gateway.storage import FileMissing, MediaStorage, StorageFault

from .gateway_stage import ACCESS_TOKEN, CONTACT, Connect, Connected, Meta, Sql, sign, webhook
from .gateway_stage import message as customer_message
from .media_files import PICTURE, Files, playing_files


def received(channel: Connected, provider_media_id: str, **media: Any) -> MessageReceivedV1:
    """Return a customer's message with a file."""
    return MessageReceivedV1(
        company_id=channel.company_id,
        channel_id=channel.id,
        provider_message_id=f"wamid.{secrets.token_hex(8)}",
        sender=Party(wa_id="5511987654321", phone="+5511987654321", name="Maria"),
        kind="image",
        media=Media(**{"provider_media_id": provider_media_id, "mime_type": "image/png", **media}),
        sent_at=datetime(2026, 11, 20, tzinfo=UTC),
    )


@pytest_asyncio.fixture(loop_scope="session")
async def files() -> AsyncIterator[Files]:
    async with playing_files() as playing:
        yield playing


@pytest.fixture
def storage(tmp_path: Path) -> MediaStorage:
    return MediaStorage((tmp_path / "media").as_uri())


class MakeFetcher(Protocol):
    def __call__(
        self, *, storage: MediaStorage | None = None, hosts: frozenset[str] = frozenset(), **settings: Any
    ) -> MediaFetcher: ...


@pytest_asyncio.fixture(loop_scope="session")
async def make_fetcher(
    installation: Installation, database: Database, files: Files, storage: MediaStorage
) -> AsyncIterator[MakeFetcher]:
    transport = Transport(connect_seconds=1, total_seconds=2)
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


ReadRow = Callable[[MessageReceivedV1], Awaitable[Any]]


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


async def content_of(storage: MediaStorage, message: MessageReceivedV1) -> bytes:
    file = await storage.get(message.company_id, id_of(message))
    return b"".join([chunk async for chunk in file.chunks])


def id_of(message: MessageReceivedV1) -> UUID:
    return media_id(message.company_id, message.channel_id, message.provider_message_id, message.sent_at)


async def due_now(sql: Sql) -> None:
    await sql("UPDATE media SET next_attempt_at = now() WHERE state = 'pending'")


# --- the way of a file -----------------------------------------------------------------------


async def test_a_file_is_fetched_stored_and_told_once(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    storage: MediaStorage,
    database: Database,
    row_of: ReadRow,
    published: Published,
) -> None:
    told = base64.b64encode(hashlib.sha256(PICTURE).digest()).decode()
    message = received(channel, files.add(), sha256=told, filename="foto.png")
    open_transactions: list[int] = []

    async def look(_: web.Request) -> None:
        async with database.worker() as session:
            result = await execute(
                session,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state = 'idle in transaction' AND pid <> pg_backend_pid()",
            )
            open_transactions.append(result.scalar_one())

    files.download = look
    await handle([message, message])
    await handle([message])  # Meta repeats webhooks, and Kafka records.

    assert await fetcher.transfer_due() == 1
    assert await fetcher.transfer_due() == 0

    assert await content_of(storage, message) == PICTURE
    row = await row_of(message)
    assert (row.id, row.state, row.size) == (id_of(message), "stored", len(PICTURE))
    assert row.sha256 == hashlib.sha256(PICTURE).hexdigest()
    [event] = await published(MessageMediaChangedV1)
    assert (event.key(), event.provider_message_id) == (message.key(), message.provider_message_id)
    assert event.sender == message.sender
    assert event.media.model_dump(exclude_none=True) == {
        "id": id_of(message),
        "state": "stored",
        "provider_media_id": message.media and message.media.provider_media_id,
        "mime_type": "image/png",
        "sha256": hashlib.sha256(PICTURE).hexdigest(),
        "filename": "foto.png",
        "size": len(PICTURE),
        "voice": False,
    }
    assert files.tokens == {f"Bearer {ACCESS_TOKEN}"}
    assert open_transactions == [0]


async def test_from_the_webhook_to_the_storage(
    worker: Runtime[Any],
    meta: Meta,
    channel: Connected,
    client: httpx.AsyncClient,
    eventually: Eventually,
) -> None:
    """Over real Kafka."""
    file = {"id": meta.files.add(), "mime_type": "image/png"}
    value = {"messages": [customer_message("image", image=file)], "contacts": [CONTACT]}
    body = webhook(channel.phone_number_id, value)
    response = await client.post(f"/webhooks/whatsapp/{channel.id}", content=body, headers=sign(body))
    assert response.status_code == 200

    async def stored() -> UUID:
        async with worker.database.worker() as session:
            # What other tests left in Kafka is read, too.
            query = "SELECT id, state FROM media WHERE channel_id = :channel_id"
            row = (await execute(session, query, channel_id=channel.id)).one_or_none()
            assert row is not None
            assert row.state == "stored"
            return UUID(str(row.id))

    kept = await MediaStorage(worker.settings.media_url).get(channel.company_id, await eventually(stored))
    assert kept.size == len(PICTURE)


async def test_what_has_no_file_is_not_noted(
    channel: Connected, handle: Handle, fetcher: MediaFetcher
) -> None:
    without = received(channel, "1").model_copy(update={"media": None})
    broken = received(channel, "")

    await handle([without, broken])

    assert not await fetcher.transfer_one()


async def test_several_workers_share_the_work(
    channel: Connected,
    handle: Handle,
    make_fetcher: MakeFetcher,
    files: Files,
    published: Published,
) -> None:
    messages = [received(channel, files.add(PICTURE + bytes([n]))) for n in range(20)]
    await handle(messages)

    counts = await asyncio.gather(*(make_fetcher().transfer_due() for _ in range(4)))

    assert sum(counts) == 20
    assert sorted(files.downloaded) == sorted(files.content)
    assert len(await published(MessageMediaChangedV1)) == 20


async def test_who_dies_over_a_file_leaves_it_to_the_next(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    storage: MediaStorage,
    database: Database,
    sql: Sql,
    published: Published,
) -> None:
    message = received(channel, files.add())
    await handle([message])
    async with database.worker() as session:
        taken = await repository.claim(session, lease=60, after=FIRST, but_not_of=())
    assert taken is not None

    assert not await fetcher.transfer_one()  # As long as the lease lasts.
    await due_now(sql)
    assert await fetcher.transfer_one()
    async with database.worker() as session:  # It was not dead, only slow.
        assert not await service.record_stored(session, taken, size=1, sha256="")
        assert not await service.record_failed(session, taken, "unavailable")
        await repository.postpone(session, taken, "unavailable", seconds=0)

    assert not await fetcher.transfer_one()
    assert await content_of(storage, message) == PICTURE
    assert [event.media.state for event in await published(MessageMediaChangedV1)] == ["stored"]


async def test_a_cancelled_fetch_leaves_no_half_file(
    channel: Connected, handle: Handle, fetcher: MediaFetcher, files: Files, storage: MediaStorage
) -> None:
    under_way = asyncio.Event()

    async def stall(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(PICTURE)
        under_way.set()
        await asyncio.sleep(30)
        return answer

    files.download = stall
    message = received(channel, files.add())
    await handle([message])
    task = asyncio.create_task(fetcher.transfer_one())
    await asyncio.wait_for(under_way.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    with pytest.raises(FileMissing):
        await content_of(storage, message)


# --- what goes wrong, and is tried again -----------------------------------------------------


async def test_an_address_that_has_expired_is_asked_for_anew(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    storage: MediaStorage,
    row_of: ReadRow,
    sql: Sql,
) -> None:
    async def expired(_: web.Request) -> web.StreamResponse:
        return web.Response(status=404)

    files.download = expired
    message = received(channel, files.add())
    await handle([message])

    await fetcher.transfer_one()
    row = await row_of(message)
    assert (row.state, row.error, row.waits) == ("pending", "unavailable", True)
    assert not await fetcher.transfer_one()
    files.download = None
    await due_now(sql)
    await fetcher.transfer_one()

    assert len(files.described) == 2
    assert await content_of(storage, message) == PICTURE
    row = await row_of(message)
    assert (row.state, row.error, row.attempts) == ("stored", None, 2)


async def half(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": "1000000"})
    await answer.prepare(request)
    await answer.write(PICTURE)
    assert request.transport is not None
    request.transport.close()
    return answer


async def other_bytes(_: web.Request) -> web.StreamResponse:
    return web.Response(body=PICTURE + b"!")


async def forbidden(_: web.Request) -> web.StreamResponse:
    return web.Response(status=401)


async def silent(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(5)
    return web.Response()


@pytest.mark.parametrize(
    ("download", "error"),
    [(half, "unavailable"), (other_bytes, "damaged"), (forbidden, "refused"), (silent, "unavailable")],
)
async def test_what_may_pass_is_tried_again_for_a_day(
    channel: Connected,
    handle: Handle,
    make_fetcher: MakeFetcher,
    files: Files,
    storage: MediaStorage,
    row_of: ReadRow,
    sql: Sql,
    published: Published,
    download: Any,
    error: str,
) -> None:
    files.download = download
    fetcher = make_fetcher(media_fetch_seconds=1.0)
    message = received(channel, files.add())
    await handle([message])

    await fetcher.transfer_one()
    row = await row_of(message)
    assert (row.state, row.error) == ("pending", error)
    assert await published(MessageMediaChangedV1) == []
    await sql("UPDATE media SET created_at = now() - interval '24 hours', next_attempt_at = now()")
    await fetcher.transfer_one()

    row = await row_of(message)
    assert (row.state, row.error) == ("failed", error)
    [event] = await published(MessageMediaChangedV1)
    assert (event.media.state, event.media.error) == ("failed", error)
    with pytest.raises(FileMissing):
        await content_of(storage, message)


async def test_a_message_that_tells_another_checksum_is_not_believed_the_file(
    channel: Connected, handle: Handle, fetcher: MediaFetcher, files: Files, row_of: ReadRow
) -> None:
    message = received(channel, files.add(), sha256=hashlib.sha256(b"other").hexdigest())
    await handle([message])

    await fetcher.transfer_one()

    assert (await row_of(message)).error == "damaged"


async def test_a_storage_that_does_not_work_costs_no_file(
    channel: Connected,
    handle: Handle,
    make_fetcher: MakeFetcher,
    files: Files,
    row_of: ReadRow,
    tmp_path: Path,
) -> None:
    (tmp_path / "no-folder").write_text("")
    fetcher = make_fetcher(storage=MediaStorage((tmp_path / "no-folder" / "media").as_uri()))
    message = received(channel, files.add())
    await handle([message])

    await fetcher.transfer_one()

    row = await row_of(message)
    assert (row.state, row.error) == ("pending", "unavailable")


# --- what is final ---------------------------------------------------------------------------


async def fails_with(
    error: str, message: MessageReceivedV1, fetcher: MediaFetcher, row_of: ReadRow, published: Published
) -> None:
    await fetcher.transfer_one()
    row = await row_of(message)
    assert (row.state, row.error) == ("failed", error)
    [event] = await published(MessageMediaChangedV1)
    assert (event.media.id, event.media.state, event.media.error) == (row.id, "failed", error)


@pytest.mark.parametrize("told", [True, False])
async def test_a_file_that_is_too_large(
    channel: Connected,
    handle: Handle,
    make_fetcher: MakeFetcher,
    files: Files,
    storage: MediaStorage,
    row_of: ReadRow,
    published: Published,
    told: bool,
) -> None:
    def describe(_: str, description: dict[str, Any]) -> None:
        if not told:
            del description["file_size"]

    files.describe = describe
    message = received(channel, files.add())
    await handle([message])

    fetcher = make_fetcher(media_max_bytes=len(PICTURE) - 1)
    await fails_with("too_large", message, fetcher, row_of, published)

    assert len(files.downloaded) == (0 if told else 1)
    with pytest.raises(FileMissing):
        await content_of(storage, message)


@pytest.mark.parametrize("provider_media_id", ["404", "../1", "..", "1/messages", "1?fields=x"])
async def test_a_file_that_the_provider_does_not_have(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    row_of: ReadRow,
    published: Published,
    provider_media_id: str,
) -> None:
    message = received(channel, provider_media_id)
    await handle([message])

    await fails_with("gone", message, fetcher, row_of, published)

    assert files.described == [one for one in ["404"] if one == provider_media_id]


@pytest.mark.parametrize(
    ("code", "status", "error", "state"),
    [
        (10, 403, "refused", "failed"),
        (190, 401, "refused", "pending"),
        (131052, 400, "unavailable", "pending"),
        (4, 400, "unavailable", "pending"),
        (None, 404, "gone", "failed"),
        (None, 500, "unavailable", "pending"),
    ],
)
async def test_refusals_of_the_provider(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    row_of: ReadRow,
    code: int | None,
    status: int,
    error: str,
    state: str,
) -> None:
    body = {"error": {"code": code}} if code is not None else ["not", "an", "error"]
    files.describe = lambda *_: web.json_response(body, status=status)
    message = received(channel, files.add())
    await handle([message])

    await fetcher.transfer_one()

    row = await row_of(message)
    assert (row.state, row.error) == (state, error)


async def test_a_channel_that_was_removed(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    row_of: ReadRow,
    published: Published,
    sql: Sql,
) -> None:
    message = received(channel, files.add())
    await handle([message])
    await sql("UPDATE channels SET status = 'deleted'")

    await fails_with("no_channel", message, fetcher, row_of, published)


async def test_another_companys_channel_lends_no_token(
    channel: Connected,
    connect: Connect,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    row_of: ReadRow,
    published: Published,
) -> None:
    other = await connect(company_id=uuid7())
    message = received(channel, files.add()).model_copy(update={"channel_id": other.id})
    await handle([message])

    await fails_with("no_channel", message, fetcher, row_of, published)

    assert files.described == []


# --- where files may come from ---------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="session")
async def elsewhere() -> AsyncIterator[Files]:
    async with playing_files() as playing:
        yield playing


@pytest.mark.parametrize(
    "address",
    [
        "{elsewhere}/files/1",
        "http://169.254.169.254/latest/meta-data/",
        "http://lookaside.fbsbx.com/file",
        "https://lookaside.fbsbx.com:8443/file",
        "https://lookaside.fbsbx.com.evil.test/file",
        "https://lookaside.fbsbx.com@127.0.0.1/file",
        "{files_as_user}/files/1",
        "{elsewhere}\\@{files}/files/1",
        "{files}/files/1\r\nX-Other: 1",
        "file:///etc/passwd",
        "//lookaside.fbsbx.com/file",
        "/files/1",
        "https://",
        "",
    ],
)
async def test_the_token_goes_to_no_other_host(
    channel: Connected,
    handle: Handle,
    make_fetcher: MakeFetcher,
    files: Files,
    elsewhere: Files,
    row_of: ReadRow,
    address: str,
) -> None:
    named = address.format(
        elsewhere=elsewhere.url, files=files.url, files_as_user=files.url.replace("://", "://user@")
    )

    def describe(_: str, description: dict[str, Any]) -> None:
        description["url"] = named

    files.describe = describe
    message = received(channel, files.add())
    await handle([message])

    await make_fetcher(hosts=frozenset({"lookaside.fbsbx.com"})).transfer_one()

    assert (await row_of(message)).error == "untrusted_host"
    assert files.downloaded == []
    assert elsewhere.tokens == set()


async def test_a_redirect_is_not_followed(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    elsewhere: Files,
    row_of: ReadRow,
) -> None:
    async def redirect(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": f"{elsewhere.url}/files/1"})

    files.download = redirect
    message = received(channel, files.add())
    await handle([message])

    await fetcher.transfer_one()

    assert (await row_of(message)).error == "untrusted_host"
    assert elsewhere.tokens == set()


# --- rules -----------------------------------------------------------------------------------


@given(st.uuids(), st.uuids(), st.text(max_size=50), st.datetimes(min_value=datetime(2020, 1, 1)))  # noqa: DTZ001
def test_a_file_has_one_id(company: UUID, channel: UUID, message: str, sent_at: datetime) -> None:
    at = sent_at.replace(tzinfo=UTC)
    one = media_id(company, channel, message, at)

    assert one == media_id(company, channel, message, at)
    assert (one.version, one.variant) == (7, "specified in RFC 4122")
    assert one.int >> 80 == int(at.timestamp() * 1000)
    assert one != media_id(channel, channel, message, at) or company == channel
    assert one != media_id(company, channel, message + "x", at)


@given(st.binary(), st.binary())
def test_a_checksum_is_read_in_hex_and_in_base64(content: bytes, other: bytes) -> None:
    digest, wrong = hashlib.sha256(content).digest(), hashlib.sha256(other).digest()
    for told in (digest.hex(), digest.hex().upper(), base64.b64encode(digest).decode(), None, "", "ab/c="):
        assert fits_digest(told, digest)
    for told in (wrong.hex(), base64.b64encode(wrong).decode()):
        assert fits_digest(told, digest) == (wrong == digest)


def test_tries_become_rare_and_end() -> None:
    fault, final = MediaFault("unavailable"), MediaFault("gone", final=True)
    delays = [retry_after(fault, attempts=n, age_seconds=0, give_up=86400) for n in range(1, 8)]

    assert delays == [15, 60, 240, 960, 3600, 3600, 3600]
    assert retry_after(fault, attempts=9, age_seconds=86000, give_up=86400) is None
    assert retry_after(final, attempts=1, age_seconds=0, give_up=86400) is None


def files_in(folder: Path) -> list[Path]:
    return [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]


async def test_storage_reads_parts_and_writes_whole_files_only(storage: MediaStorage, tmp_path: Path) -> None:
    company, media = uuid7(), uuid7()

    async def broken() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield bytes(5 * 1024 * 1024)
        raise MediaFault("damaged")

    async def good() -> AsyncIterator[bytes]:
        yield b"0123456789"

    with pytest.raises(MediaFault):
        await storage.put(company, media, broken())
    assert files_in(tmp_path) == []
    await storage.put(company, media, good())

    part = await storage.get(company, media, (2, 5))
    assert (part.size, part.start, part.end) == (10, 2, 5)
    assert b"".join([chunk async for chunk in part.chunks]) == b"234"
    assert files_in(tmp_path) == [Path("media") / str(company) / str(media)]
    with pytest.raises(FileMissing):
        await storage.get(media, company)


async def test_a_bucket_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "sa-east-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StorageFault):
        await MediaStorage("s3://bucket/prefix").get(uuid7(), uuid7())
