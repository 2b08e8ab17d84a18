"""Customers' files: noted once, fetched by one process at a time, reported once."""

import asyncio
import base64
import hashlib
from typing import Any
from uuid import UUID

import httpx
import pytest
from aiohttp import web

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageMediaChangedV1, MessageReceivedV1
from atende_platform.data.db import Database, execute, now
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Published
from gateway.media import FIRST, MediaFetcher
from gateway.renditions.making import Look
from gateway.repository import media as repository
from gateway.service import media as service
from gateway.service.erasures import FileEraser
from gateway.storage import FileMissing, MediaStorage

from .gateway_stage import ACCESS_TOKEN, CONTACT, Connected, Meta, Sql, sign, webhook
from .gateway_stage import message as customer_message
from .media_files import PICTURE, Files
from .media_stage import MakeFetcher, ReadRow, content_of, due_now, id_of, received


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
    idle: list[set[int]] = []

    async def look(_: web.Request) -> None:
        for _ in range(5):  # The API's own tasks have short ones, too.
            async with database.worker() as session:
                result = await execute(
                    session,
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                    " AND state = 'idle in transaction' AND pid <> pg_backend_pid()",
                )
                idle.append(set(result.scalars().all()))
            await asyncio.sleep(0.02)

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
        "thumbnail": False,
        "provider_media_id": message.media and message.media.provider_media_id,
        "mime_type": "image/png",
        "sha256": hashlib.sha256(PICTURE).hexdigest(),
        "filename": "foto.png",
        "size": len(PICTURE),
        "voice": False,
    }
    assert files.tokens == {f"Bearer {ACCESS_TOKEN}"}
    assert set.intersection(*idle) == set(), "a transaction was open all the time that the file came"


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
        assert not await service.record_stored(session, taken, size=1, sha256="", look=Look())
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


async def test_a_file_goes_with_the_message_that_its_customer_takes_back(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    storage: MediaStorage,
    database: Database,
    as_user: AsUser,
) -> None:
    message, other = received(channel, files.add()), received(channel, files.add())
    await handle([message, other])
    await fetcher.transfer_due()

    def revoke(**fields: Any) -> MessageReceivedV1:
        return message.model_copy(
            update={
                "id": uuid7(),
                "provider_message_id": f"wamid.{uuid7()}",
                "kind": "revoke",
                "media": None,
                "target": message.provider_message_id,
                **fields,
            }
        )

    # Of another company, and of another channel, nobody takes anything back.
    await handle([revoke(company_id=uuid7()), revoke(channel_id=uuid7())])
    # Nor does another member of a group, who knows what the message is called.
    member = Party(wa_id="5511900000000", lid="1846")
    await handle([revoke(group_id="1203@g.us", sender=one) for one in (member, Party(lid="1847"))])
    assert await FileEraser(database, storage).step(now()) is False
    await handle([revoke()])
    await handle([revoke()])
    api = as_user(company_id=channel.company_id)
    assert (await api.get(f"/api/v1/media/{id_of(message)}")).status_code == 404
    while await FileEraser(database, storage).step(now()):
        pass
    with pytest.raises(FileMissing):
        await content_of(storage, message)
    assert await content_of(storage, other) == PICTURE
    assert (await api.get(f"/api/v1/media/{id_of(other)}")).status_code == 200
