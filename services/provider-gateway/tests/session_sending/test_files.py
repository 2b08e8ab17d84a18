"""Files of messages: there for their message only, one of each company at a time."""

import asyncio
from uuid import UUID, uuid4

from atende_contracts.event import Media, MediaContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.testing.plugin import Published
from gateway.sessions.room import FileRoom
from gateway.storage import MediaStorage

from ..gateway_stage import Ledger, Sql
from ..sending_stage import Stage, reply


async def test_files_are_there_for_their_message_only(
    stage: Stage, ledger: Ledger, sql: Sql, published: Published
) -> None:
    media_id = uuid7()
    storage = MediaStorage(stage.installation.settings.media_url)
    await storage.put_all(stage.channel.company_id, media_id, b"OggS...")
    await sql(
        "INSERT INTO media (company_id, id, state, mime_type, size, duration_ms, voice, attempts)"
        " VALUES (:company_id, :id, 'stored', 'audio/ogg', 7, 4000, true, 0)",
        company_id=stage.channel.company_id,
        id=media_id,
    )
    voice = MediaContent(media_type="audio", media=Media(id=media_id, voice=True))
    gone = MediaContent(media_type="image", media=Media(id=uuid7()))
    sent, missing = reply(stage.channel, content=voice), reply(stage.channel, content=gone)
    await stage.known(sent, missing)
    await stage.order(sent, missing)
    await stage.run()

    [line] = stage.bridge.sends
    content = line.content
    assert content.kind == "audio"
    assert (content.voice, content.mime_type, content.seconds) == (True, "audio/ogg; codecs=opus", 4)
    assert stage.bridge.files == {line.message_id: b"OggS..."}
    assert list(stage.files.iterdir()) == []
    row = await ledger(missing)
    assert row is not None
    assert row.state == "failed"
    errors = {e.send_id: e.error.reason for e in await published(DeliveryStatusChangedV1) if e.error}
    assert errors == {missing.send_id: "media_unusable"}


async def test_files_wait_for_room_and_of_a_company_there_is_one_at_a_time() -> None:
    room = FileRoom(100)
    inside: list[str] = []
    leave = {name: asyncio.Event() for name in ("first", "second", "other", "large")}

    async def lie(name: str, company: UUID, size: int) -> None:
        async with room.of(company, size):
            inside.append(name)
            await leave[name].wait()
        inside.remove(name)

    company, other = uuid4(), uuid4()
    tasks = [
        asyncio.create_task(lie("first", company, 20)),
        asyncio.create_task(lie("second", company, 1)),
        asyncio.create_task(lie("other", other, 30)),
        asyncio.create_task(lie("large", uuid4(), 1000)),
    ]
    await asyncio.sleep(0.01)
    assert inside == ["first", "other"]  # Each lies there twice.
    leave["first"].set()
    await asyncio.sleep(0.01)
    assert inside == ["other"]  # The large one is next.
    tasks[3].cancel()
    await asyncio.sleep(0.01)
    assert inside == ["other", "second"]
    for event in leave.values():
        event.set()
    await asyncio.wait(tasks)
    assert inside == []


async def test_a_file_that_waits_for_room_lets_the_process_end(
    stage: Stage, ledger: Ledger, sql: Sql
) -> None:
    media_id = uuid7()
    await MediaStorage(stage.installation.settings.media_url).put_all(
        stage.channel.company_id, media_id, b"%PDF-1.4"
    )
    await sql(
        "INSERT INTO media (company_id, id, state, mime_type, size, voice, attempts)"
        " VALUES (:company_id, :id, 'stored', 'application/pdf', 8, false, 0)",
        company_id=stage.channel.company_id,
        id=media_id,
    )
    one = reply(stage.channel, content=MediaContent(media_type="document", media=Media(id=media_id)))
    await stage.known(one)
    await stage.order(one)
    sender = stage.sender()
    room: FileRoom = sender._sending._files._room  # type: ignore[attr-defined]
    async with room.of(stage.channel.company_id, 1):
        await sender.step()
        await asyncio.sleep(0.2)
        draining = asyncio.create_task(sender.drain())
        await asyncio.sleep(0.05)
    await draining
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts) == ("retryable", 0)
    assert list(stage.files.iterdir()) == []
