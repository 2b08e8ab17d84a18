"""What the gateway has of people whose contact was deleted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from atende_contracts.contacts import ContactErasedV1, ContactErasureRequestedV1, ErasedMessage
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, DeliveryStatusesChangedV2
from atende_contracts.privacy import CompanyErasedV1, CompanyErasureRequestedV1
from atende_platform.data.db import Database, execute, now
from atende_platform.messaging import outbox
from atende_platform.messaging.company_erasures import tables_of_companies
from atende_platform.testing.plugin import Handle, Published
from gateway.media import MediaFetcher
from gateway.service import erasures
from gateway.service.erasures import FileEraser
from gateway.storage import FileMissing, MediaStorage

from .gateway_stage import Connected, Sql
from .media_files import Files
from .media_stage import content_of, id_of, received

Rows = Callable[..., Any]


@pytest.fixture
def rows(database: Database) -> Rows:
    """Returns what SQL text finds, over all companies."""

    async def read(statement: str) -> Any:
        async with database.worker() as session:
            return (await execute(session, statement)).all()

    return read


async def test_files_and_names_go_and_chat_is_told(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    storage: MediaStorage,
    database: Database,
    published: Published,
    sql: Sql,
    rows: Rows,
) -> None:
    photo, other = received(channel, files.add()), received(channel, files.add())
    await handle([photo, other])
    assert await fetcher.transfer_due() == 2
    send_id, stays = uuid7(), uuid7()
    for one in (send_id, stays):
        await sql(
            "INSERT INTO sends (company_id, send_id, origin, channel_id, recipient_keys, state, fence,"
            " attempts, provider_message_id)"
            " VALUES (:company, :send, 'reply', :channel, '{phone:5511}', 'sent', 1, 1, :name)",
            company=photo.company_id,
            send=one,
            channel=photo.channel_id,
            name=f"wamid.{one}",
        )
    event = ContactErasureRequestedV1(
        company_id=photo.company_id,
        erasure_id=uuid7(),
        contact_id=uuid7(),
        messages=[ErasedMessage(channel_id=photo.channel_id, provider_message_id=photo.provider_message_id)],
        sends=[send_id],
    )
    stranger = event.model_copy(update={"id": uuid7(), "company_id": uuid7(), "sends": [stays]})
    last = event.model_copy(update={"id": uuid7(), "messages": [], "sends": [], "last": True})
    await handle([stranger, event, last])
    await handle([event, last])

    sends = await rows("SELECT send_id, recipient_keys, provider_message_id FROM sends")
    assert {row.send_id: (row.recipient_keys, row.provider_message_id) for row in sends} == {
        send_id: ([], None),
        stays: (["phone:5511"], f"wamid.{stays}"),
    }
    assert [row.sender for row in await rows("SELECT sender FROM media WHERE state = 'erasing'")] == [None]
    assert await published(ContactErasedV1) == []
    eraser = FileEraser(database, storage)
    while await eraser.step(now()):
        pass
    with pytest.raises(FileMissing):
        await content_of(storage, photo)
    assert await content_of(storage, other)
    assert [row.id for row in await rows("SELECT id FROM media")] == [id_of(other)]
    [confirmed] = await published(ContactErasedV1)
    assert (confirmed.erasure_id, confirmed.contact_id, confirmed.service) == (
        *(event.erasure_id, event.contact_id),
        "gateway",
    )
    assert await rows("SELECT FROM erasures WHERE complete") == []


@pytest.mark.usefixtures("channel")
async def test_statuses_of_the_person_that_are_parked_go_and_others_wait_on(
    handle: Handle, database: Database, rows: Rows
) -> None:
    [company] = await rows("SELECT company_id, id FROM channels")
    statuses = [
        DeliveryStatusChangedV1(
            company_id=company.company_id, send_id=uuid7(), channel_id=company.id, state="sent", at=now()
        )
        for _ in range(3)
    ]
    async with database.worker() as session:
        await outbox.add(session, DeliveryStatusesChangedV2.gather(statuses, 1))
        await execute(session, "UPDATE outbox SET topic = 'parked:' || topic")
    event = ContactErasureRequestedV1(
        company_id=company.company_id,
        erasure_id=uuid7(),
        contact_id=uuid7(),
        sends=[statuses[0].send_id],
        last=True,
    )
    await handle([event])
    left = " ".join(row.payload for row in await rows("SELECT payload FROM outbox WHERE topic ~ '^parked:'"))
    assert [str(each.send_id) in left for each in statuses] == [False, True, True]


async def test_what_the_storage_does_not_delete_is_tried_again(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    storage: MediaStorage,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    published: Published,
    sql: Sql,
) -> None:
    photo = received(channel, files.add())
    await handle([photo])
    await fetcher.transfer_due()
    message = ErasedMessage(channel_id=photo.channel_id, provider_message_id=photo.provider_message_id)
    event = ContactErasureRequestedV1(
        company_id=photo.company_id, erasure_id=uuid7(), contact_id=uuid7(), messages=[message], last=True
    )
    await handle([event])

    async def refuse(*_: Any) -> None:
        raise FileMissing("away")

    with monkeypatch.context() as patched:
        patched.setattr(storage, "delete", refuse)
        await FileEraser(database, storage).step(now())
    assert await published(ContactErasedV1) == []
    await sql("UPDATE media SET next_attempt_at = now()")
    await FileEraser(database, storage).step(now())
    assert len(await published(ContactErasedV1)) == 1


async def test_a_company_goes_with_its_files_and_channels(
    channel: Connected,
    handle: Handle,
    fetcher: MediaFetcher,
    files: Files,
    storage: MediaStorage,
    database: Database,
    published: Published,
    rows: Rows,
) -> None:
    photo = received(channel, files.add())
    await handle([photo])
    assert await fetcher.transfer_due() == 1
    await handle([CompanyErasureRequestedV1(company_id=photo.company_id, erasure_id=uuid7())])
    eraser = erasures.company_eraser(database)
    at = now()
    while await eraser.step(at):
        pass
    assert await rows("SELECT id FROM channels") == []
    assert len(await rows("SELECT id FROM media")) == 1, "its bytes are there still"
    while await FileEraser(database, storage).step(now()):
        pass
    with pytest.raises(FileMissing):
        await content_of(storage, photo)
    for minutes in range(1, 4):
        while await eraser.step(at + timedelta(minutes=minutes)):
            pass
    [confirmed] = await published(CompanyErasedV1)
    assert confirmed.erased["channels"] == 1
    stones = await rows("SELECT topic, key FROM outbox WHERE payload = ''")
    assert [(row.topic, row.key) for row in stones] == [("channel.changed", str(photo.channel_id))]
    async with database.worker() as session:
        tables = await tables_of_companies(session)
    for table in tables:
        assert await rows(f"SELECT FROM {table}") == [], table
