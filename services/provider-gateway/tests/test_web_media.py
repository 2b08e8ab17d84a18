"""Files of WhatsApp Web: fetched from one host, decrypted as they come, refused if they are not as signed."""

import base64
import hashlib
import hmac
import os
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import given, settings
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageMediaChangedV1, MessageReceivedV1
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import Handle, Installation, Published
from gateway.domain.channels import ChannelAccess
from gateway.domain.media import MediaFault, fits_digest
from gateway.media import MediaFetcher
from gateway.providers import make_providers
from gateway.providers.transport import Transport
from gateway.providers.web.account import LinkedAccount
from gateway.providers.web.files import FilePlace, seal
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.inbound import WebInbound
from gateway.providers.web.media import EncryptedLocation, Keys, WebMedia, decrypted, derive
from gateway.sealing import Sealer
from gateway.service.directory import ChannelDirectory
from gateway.storage import MediaStorage

from .gateway_stage import Connected, Sql
from .media_stage import content_of
from .test_web_inbound import MESSAGES

SEALER: Final = Sealer((os.urandom(32),))
CHANNEL: Final = ChannelAccess(
    company_id=uuid7(),
    channel_id=uuid7(),
    provider="whatsapp_web",
    phone_number_id="x",
    status="active",
    messages_per_second=1,
    verify_token="",
    access_token="not to be sent anywhere",
    app_secret="",
)
PATH: Final = "/v/t62.7118-24/1173_114_457_n.enc?ccb=11-4&oh=01_Q5AaIH&oe=6A1B2C3D&_nc_sid=5e03e0"
PLACE: Final = FilePlace("Image", bytes(range(32)), PATH, 5)
# Of Baileys' `encryptedStream`, with that key: what it encrypts of "a picture" as an image.
BY_BAILEYS: Final = "dVRLki3lDz4w5fCcYr6dqbOPJWo468B1DDU="


def encrypted(data: bytes, keys: Keys) -> bytes:
    """Return a file as WhatsApp keeps it."""
    padding = 16 - len(data) % 16
    cipher = Cipher(AES(keys.cipher), CBC(keys.iv)).encryptor()
    body = cipher.update(data + bytes([padding]) * padding) + cipher.finalize()
    return body + hmac.digest(keys.mac, keys.iv + body, "sha256")[:10]


async def in_chunks(data: bytes, size: int) -> AsyncIterator[bytes]:
    for begin in range(0, len(data), size):
        yield data[begin : begin + size]


async def whole(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


@dataclass
class Host:
    """A host of files, which answers as `answer` does."""

    media: WebMedia
    base: str = ""
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None
    asked: list[tuple[str, dict[str, str]]] | None = None

    async def fetch(self, place: FilePlace = PLACE) -> bytes:
        sealed = seal(place, SEALER, CHANNEL.company_id, CHANNEL.channel_id)
        location = await self.media.location(CHANNEL, sealed)
        async with self.media.download(CHANNEL, location) as chunks:
            return await whole(chunks)


@pytest_asyncio.fixture(loop_scope="session")
async def host() -> AsyncIterator[Host]:
    transport = Transport(connect_seconds=5.0, total_seconds=5.0)
    found: Host

    async def serve(request: web.Request) -> web.StreamResponse:
        assert found.asked is not None
        found.asked.append((request.raw_path, dict(request.headers)))
        assert found.answer is not None
        return await found.answer(request)

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    async with TestServer(app) as server:
        base = str(server.make_url("")).rstrip("/")
        found = Host(WebMedia(transport, SEALER, base=base), base, asked=[])
        yield found
    await transport.close()


def answering(body: bytes = b"", status: int = 200, **headers: str) -> Any:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body, headers=headers)

    return answer


async def test_a_file_is_fetched_with_nothing_of_ours_and_decrypted(host: Host) -> None:
    host.answer = answering(encrypted(b"a picture", derive(PLACE)))
    assert await host.fetch() == b"a picture"
    assert host.asked is not None
    [(path, headers)] = host.asked
    assert path == PATH
    assert headers["Origin"] == "https://web.whatsapp.com"
    assert "Authorization" not in headers


async def test_what_the_library_encrypts_is_decrypted() -> None:
    stored = base64.b64decode(BY_BAILEYS)
    assert await whole(decrypted(in_chunks(stored, 7), derive(PLACE))) == b"a picture"


async def test_what_an_event_says_is_enough_to_fetch_its_file(host: Host) -> None:
    section = MESSAGES["image"]["message"]["imageMessage"]
    account = LinkedAccount(CHANNEL.company_id, CHANNEL.channel_id)
    inbound = WebInbound(SEALER, HistoryBounds())
    [event] = inbound.read(account, "messages", {"items": [MESSAGES["image"]]}, datetime.now(UTC)).events
    assert isinstance(event, MessageReceivedV1)
    assert event.media_place is not None
    key = base64.b64decode(section["mediaKey"])
    host.answer = answering(encrypted(b"a picture", derive(FilePlace("Image", key, PATH))))

    location = await host.media.location(CHANNEL, event.media_place)
    assert location.size == event.media.size  # type: ignore[union-attr]
    async with host.media.download(CHANNEL, location) as chunks:
        assert await whole(chunks) == b"a picture"
    assert host.asked is not None
    assert host.asked[0][0] == section["directPath"]


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=300), size=st.integers(1, 64), purpose=st.sampled_from(["Image", "Audio"]))
async def test_any_file_in_any_pieces(data: bytes, size: int, purpose: str) -> None:
    keys = derive(replace(PLACE, purpose=purpose))
    assert await whole(decrypted(in_chunks(encrypted(data, keys), size), keys)) == data


@settings(max_examples=100, deadline=None)
@given(place=st.integers(0, 40), change=st.integers(1, 255), cut=st.integers(0, 42))
async def test_a_file_that_is_not_what_is_signed_is_damaged(place: int, change: int, cut: int) -> None:
    keys = derive(PLACE)
    stored = bytearray(encrypted(b"a picture, or so", keys))
    stored[place] ^= change
    for wrong in (bytes(stored), encrypted(b"a picture, or so", keys)[: min(cut, 41)]):
        with pytest.raises(MediaFault, match="damaged"):
            await whole(decrypted(in_chunks(wrong, 16), keys))


@pytest.mark.parametrize(
    ("status", "code", "final"),
    [
        (404, "gone", True),
        (410, "gone", True),
        (403, "refused", False),
        (500, "unavailable", False),
        (302, "untrusted_host", False),
    ],
)
async def test_why_there_is_no_file(host: Host, status: int, code: str, final: bool) -> None:
    host.answer = answering(status=status, Location="http://127.0.0.1:1/elsewhere")
    with pytest.raises(MediaFault) as fault:
        await host.fetch()
    assert (fault.value.code, fault.value.final) == (code, final)
    assert host.asked is not None
    assert len(host.asked) == 1


async def test_a_host_that_breaks_off_or_is_away_is_tried_again(host: Host) -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Length": "1000"})
        await answer.prepare(request)
        await answer.write(b"x" * 100)
        assert request.transport is not None
        request.transport.abort()
        return answer

    host.answer = half
    for media in (host.media, WebMedia(host.media._transport, SEALER, base="http://127.0.0.1:1")):
        with pytest.raises(MediaFault, match="unavailable") as fault:
            await replace(host, media=media).fetch()
        assert not fault.value.final


async def test_nothing_but_a_path_of_the_host_is_asked_for(host: Host) -> None:
    for path in ("@elsewhere.example/x", ".elsewhere.example/x", ":1/x"):
        sealed = seal(replace(PLACE, path=path), SEALER, CHANNEL.company_id, CHANNEL.channel_id)
        with pytest.raises(MediaFault, match="gone"):
            await host.media.location(CHANNEL, sealed)


async def test_another_channel_s_place_or_any_other_text_is_none(host: Host) -> None:
    sealed = seal(PLACE, SEALER, CHANNEL.company_id, uuid7())
    for text in (sealed, "", "x", "é", "A" * 5000, sealed[:-4]):
        with pytest.raises(MediaFault) as fault:
            await host.media.location(CHANNEL, text)
        assert (fault.value.code, fault.value.final) == ("gone", True)
    assert "mediaKey" not in repr(EncryptedLocation("http://x", place=PLACE))


async def test_a_large_file_takes_no_more_memory_than_a_small_one() -> None:
    keys = derive(PLACE)
    block = os.urandom(64 * 1024)
    digest = hashlib.sha256()

    async def stored() -> AsyncIterator[bytes]:
        cipher = Cipher(AES(keys.cipher), CBC(keys.iv)).encryptor()
        mac = hmac.new(keys.mac, keys.iv, "sha256")
        for _ in range(400):
            body = cipher.update(block)
            mac.update(body)
            digest.update(block)
            yield body
        last = cipher.update(bytes([16]) * 16) + cipher.finalize()
        mac.update(last)
        yield last + mac.digest()[:10]

    seen = hashlib.sha256()
    tracemalloc.start()
    async for chunk in decrypted(stored(), keys):
        seen.update(chunk)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * 1024 * 1024
    assert fits_digest(base64.b64encode(digest.digest()).decode(), seen.digest())


async def test_from_the_line_to_the_storage(
    host: Host,
    channel: Connected,
    installation: Installation,
    database: Database,
    handle: Handle,
    published: Published,
    storage: MediaStorage,
    sql: Sql,
) -> None:
    await sql("UPDATE channels SET provider = 'whatsapp_web'")
    settings = installation.settings.model_copy(update={"whatsapp_web_media_url": host.base})
    providers = make_providers(settings)
    sealer = Sealer(settings.credential_keys)
    inbound = providers["whatsapp_web"].inbound
    assert isinstance(inbound, WebInbound)
    section = MESSAGES["image"]["message"]["imageMessage"]
    section = section | {"fileSha256": base64.b64encode(hashlib.sha256(b"a picture").digest()).decode()}
    item = MESSAGES["image"] | {"message": {"imageMessage": section}}
    account = LinkedAccount(channel.company_id, channel.id)
    [event] = inbound.read(account, "messages", {"items": [item]}, datetime.now(UTC)).events
    assert isinstance(event, MessageReceivedV1)
    await handle([event])
    await handle([event])
    keys = derive(FilePlace("Image", base64.b64decode(section["mediaKey"]), PATH))
    host.answer = answering(encrypted(b"a picture", keys))

    runtime: Any = SimpleNamespace(settings=settings, database=database, quotas=installation.runtime.quotas)
    fetcher = MediaFetcher(runtime, providers, ChannelDirectory(database, sealer, max_age=0.0), storage)
    assert await fetcher.transfer_due() == 1
    await providers.close()

    assert await content_of(storage, event) == b"a picture"
    [changed] = await published(MessageMediaChangedV1)
    assert event.media is not None
    assert (changed.media.id, changed.media.state) == (event.media.id, "stored")
    async with database.worker() as session:  # Its key is of no use any more.
        kept = await execute(session, "SELECT place FROM media WHERE id = :id", id=event.media.id)
        assert kept.scalar_one() is None
