"""What is sent on the sessions that a process holds: once, paced, and never by who holds one no more."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlmodel import select

from atende_contracts.contacts import ContactErasureRequestedV1
from atende_contracts.event import Media, MediaContent, Party, TemplateContent, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import Handle, Installation, Published
from gateway.bridge.protocol import LOST, Ack, Messages
from gateway.models import WebSession
from gateway.providers.web import sending
from gateway.providers.web.ids import message_id_of
from gateway.providers.web.receipts import WebReceipts
from gateway.service import delivery
from gateway.sessions.files import LocalFiles
from gateway.sessions.nameless import nameless
from gateway.sessions.pacing import Limits
from gateway.sessions.room import FileRoom
from gateway.sessions.sending import LOOKED_AT
from gateway.sessions.signals import Signals
from gateway.sessions.wire import Wire
from gateway.storage import MediaStorage

from .gateway_stage import Connect, Connected, Ledger, Sql, order
from .sender_stage import states
from .sending_stage import Stage, reply, to
from .web_bridge import NOT_HERE, holding, scripted_bridge


@pytest_asyncio.fixture(loop_scope="session")
async def channel(connect: Connect, sql: Sql) -> Connected:
    made = await connect()
    await sql("UPDATE channels SET provider = 'whatsapp_web'")
    await sql(
        "INSERT INTO sessions (company_id, channel_id, state, desired, owner, fence, lease_until, campaigns)"
        " VALUES (:company_id, :channel_id, 'open', 'open', :owner, 1, now() + interval '1 hour', true)",
        company_id=made.company_id,
        channel_id=made.id,
        owner=uuid4(),
    )
    return made


@pytest_asyncio.fixture(loop_scope="session")
async def stage(
    channel: Connected, installation: Installation, database: Database, tmp_path: Path
) -> AsyncIterator[Stage]:
    async with database.worker() as session:
        row = (await session.exec(select(WebSession).where(WebSession.channel_id == channel.id))).one()
        session.expunge(row)
    made: list[Stage] = []

    def late_ack(ack: Ack) -> None:
        made[0].senders[-1].on_late_ack(made[0].held.lease, ack)

    async with scripted_bridge() as bridge, holding(bridge, row, late_ack) as held:
        made.append(Stage(channel, bridge, held, database, installation, tmp_path))
        yield made[0]
        for sender in made[0].senders:
            await sender.drain()


async def test_what_the_server_takes_is_accepted_and_reaches_one_phone(
    stage: Stage, ledger: Ledger, published: Published
) -> None:
    orders = [reply(stage.channel) for _ in range(3)]
    await stage.known(*orders)
    await stage.order(*orders)
    await stage.run()

    for one in orders:
        row = await ledger(one)
        assert row is not None
        assert (row.state, row.attempts, row.provider_message_id) == (
            "accepted",
            1,
            message_id_of(one.send_id),
        )
    assert stage.bridge.reached == {message_id_of(one.send_id): 1 for one in orders}
    assert stage.bridge.accepted == [str(one.send_id) for one in orders]
    assert list((await states(published)).values()) == [["accepted"]] * 3
    assert {line.generation for line in stage.bridge.sends} == {1}


async def test_an_answer_goes_to_the_address_that_was_written_from_after_typing(stage: Stage) -> None:
    one = reply(stage.channel, reply_to="3A00FF")
    await stage.known(one, jid="184600000000001@lid")
    await stage.order(one)
    await stage.run()

    [sent] = stage.bridge.sends
    assert sent.to == "184600000000001@lid"
    assert sent.quoted is not None
    assert (sent.quoted.key.id, sent.quoted.key.remote_jid) == ("3A00FF", sent.to)
    [typing] = stage.bridge.presences
    assert (typing.to, typing.state) == (sent.to, "composing")
    assert stage.bridge.lines.index(typing) < stage.bridge.lines.index(sent)
    assert stage.bridge.looked_up == []


async def test_what_is_answered_is_marked_as_read_before_typing(stage: Stage) -> None:
    def brought(*ids: str, chat: str = "1846@lid", **key: Any) -> Messages:
        keys = [{"remoteJid": chat, "fromMe": False, "id": one, **key} for one in ids]
        return Messages(
            session=stage.channel.id, generation=1, id=1, type="notify", items=tuple({"key": k} for k in keys)
        )

    stage.held.heard(brought("3A01", "3A02"))
    stage.held.heard(brought("3A03", chat="1999@lid"))
    stage.held.heard(brought("3EB0", fromMe=True))
    stage.held.heard(brought("x" * 5000))
    campaign = order(stage.channel)
    first, second = reply(stage.channel), reply(stage.channel)
    await stage.known(campaign, first, jid="1846@lid")
    await stage.known(second, jid="1846@lid")
    await stage.order(campaign)
    await stage.run()
    assert stage.bridge.reads == []
    await stage.order(first, second)
    await stage.run()
    [read] = stage.bridge.reads
    assert [(key.remote_jid, key.id) for key in read.keys] == [("1846@lid", "3A01"), ("1846@lid", "3A02")]
    kinds = [type(line).__name__ for line in stage.bridge.lines]
    assert kinds[-5:] == ["Read", "Presence", "Send", "Presence", "Send"]

    stage.held.heard(brought("3A04", chat="120363@g.us", participant="1847@lid"))
    assert [key.participant for key in stage.held.take_unread("120363@g.us")] == ["1847@lid"]


async def test_a_number_is_looked_up_once_and_one_that_is_not_there_is_said_so(
    stage: Stage, ledger: Ledger, published: Published
) -> None:
    first, second = reply(stage.channel), reply(stage.channel)
    second = reply(stage.channel, recipient=first.recipient)
    missing = reply(stage.channel, recipient=to(f"{NOT_HERE}12345"))
    by_lid = reply(stage.channel, recipient=Party(lid="77001234567"))
    nobody = reply(stage.channel, recipient=Party(bsuid="BR.1"))
    await stage.order(first, second, missing, by_lid, nobody)
    await stage.run()

    assert stage.bridge.looked_up.count(str(first.recipient.wa_id)) == 1
    assert stage.bridge.sent_to == [f"{first.recipient.wa_id}@s.whatsapp.net"] * 2 + ["77001234567@lid"]
    reasons = {
        event.send_id: event.error.reason
        for event in await published(DeliveryStatusChangedV1)
        if event.error is not None
    }
    assert reasons == {missing.send_id: "not_on_whatsapp", nobody.send_id: "no_phone"}
    row = await ledger(missing)
    assert row is not None
    assert row.state == "failed"


@pytest.mark.parametrize("fault", ["never", "lost", "hang_up", "garbage"])
async def test_without_the_server_s_word_a_message_is_unconfirmed_and_never_repeated(
    stage: Stage, ledger: Ledger, published: Published, fault: str
) -> None:
    stage.ack_seconds = 0.2
    if fault == "never":
        stage.bridge.ack = "never"
    elif fault == "lost":
        stage.bridge.written = LOST
    else:
        setattr(stage.bridge, fault, True)
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    sender = await stage.run()
    await stage.run(sender)

    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts) == ("unknown", 1)
    assert len(stage.bridge.sends) == 1
    assert (await states(published))[str(one.send_id)] == ["unconfirmed"]


async def test_an_ack_before_the_bridge_s_own_answer_counts(stage: Stage, ledger: Ledger) -> None:
    stage.bridge.ack = "first"
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    await stage.run()
    row = await ledger(one)
    assert row is not None
    assert row.state == "accepted"


async def test_an_ack_that_comes_too_late_still_tells_the_fate(
    stage: Stage, ledger: Ledger, published: Published
) -> None:
    stage.ack_seconds, stage.bridge.ack, stage.bridge.late_seconds = 0.1, "late", 0.4
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    sender = await stage.run()
    await asyncio.gather(*stage.bridge.tasks)
    await asyncio.sleep(0.05)
    await sender.drain()

    row = await ledger(one)
    assert row is not None
    assert row.state == "sent"
    assert (await states(published))[str(one.send_id)] == ["unconfirmed", "sent"]


async def test_what_was_surely_not_written_is_tried_again_under_the_same_id(
    stage: Stage, ledger: Ledger, sql: Sql
) -> None:
    stage.bridge.written = "upload-failed"
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    sender = await stage.run()
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.error["reason"]) == ("retryable", "provider_busy")

    stage.bridge.written = None
    await sql("UPDATE sends SET next_attempt_at = now()")
    await stage.run(sender)
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts) == ("accepted", 2)
    assert len({line.message_id for line in stage.bridge.sends}) == 1
    assert stage.bridge.reached.total() == 1


@pytest.mark.parametrize(
    ("code", "state", "reason"),
    [
        ("404", "failed", "not_on_whatsapp"),
        ("403", "failed", "provider_refused"),
        ("479", "retryable", "provider_busy"),
        ("421", "retryable", "provider_busy"),
        ("475", "failed", "cold_limited"),
        ("500", "retryable", "provider_busy"),
        ("429", "retryable", "too_fast"),
        ("77", "failed", "provider_refused"),
    ],
)
async def test_an_ack_with_an_error_is_treated_by_its_number(
    stage: Stage, ledger: Ledger, code: str, state: str, reason: str
) -> None:
    one = reply(stage.channel)
    await stage.known(one, jid="1846@lid")
    stage.bridge.errors["1846@lid"] = code
    await stage.order(one)
    await stage.run()

    row = await ledger(one)
    assert row is not None
    assert (row.state, row.error["reason"], row.error["code"]) == (state, reason, int(code))
    assert len(stage.bridge.sends) == 1


async def test_463_is_never_repeated_stops_new_conversations_and_no_others(
    stage: Stage, ledger: Ledger, sql: Sql, published: Published
) -> None:
    until = int(datetime.now(UTC).timestamp()) + 7200
    stage.bridge.limits = {"timelock": {"active": True, "until": until, "kind": "x"}}
    new = reply(stage.channel, recipient=to("5500000463"))
    await stage.order(new)
    sender = await stage.run()
    row = await ledger(new)
    assert row is not None
    assert (row.state, row.error["reason"]) == ("failed", "spam_limited")
    async with stage.database.worker() as session:
        [stored] = await execute(session, "SELECT cold_until FROM sessions")
    assert int(stored.cold_until.timestamp()) == until

    another, campaign, old = reply(stage.channel), order(stage.channel), reply(stage.channel)
    await stage.known(old)
    await stage.order(another, campaign, old)
    await sql("UPDATE sends SET next_attempt_at = now() WHERE state = 'retryable'")
    await stage.run(sender)

    assert stage.bridge.sent_to == ["5500000463@s.whatsapp.net", f"{old.recipient.wa_id}@s.whatsapp.net"]
    reasons = {str(e.send_id): e.error.reason for e in await published(DeliveryStatusChangedV1) if e.error}
    assert reasons == {str(new.send_id): "spam_limited", str(another.send_id): "spam_limited"}
    async with stage.database.worker() as session:
        await delivery.release_stopped(session)
    assert await ledger(campaign) is None  # It was given back to its campaign, which pauses.
    assert (await states(published))[str(campaign.send_id)] == ["returned"]


async def test_463_stops_new_conversations_also_where_nobody_says_until_when(stage: Stage) -> None:
    await stage.order(reply(stage.channel, recipient=to("5500000463")))
    await stage.run()
    async with stage.database.worker() as session:
        [row] = await execute(session, "SELECT cold_until - now() AS left FROM sessions")
    assert row.left > timedelta(hours=5)


@pytest.mark.parametrize(
    ("number", "limits", "least", "most"),
    [
        ("5500000463", {"timelock": {"active": True, "until": 1}}, 50, 70),
        ("5500000463", {"timelock": {"active": True, "until": 9_000_000_000_000}}, 29 * 1440, 30 * 1440),
        ("5500000475", {"timelock": {"active": False}, "cycleEnds": 10**10}, 29 * 1440, 30 * 1440),
        ("5500000475", {"timelock": {"active": False, "until": 10**10}}, 5 * 60, 6 * 60),
    ],
)
async def test_until_when_new_conversations_stop_is_not_believed_blindly(
    stage: Stage, number: str, limits: dict[str, Any], least: int, most: int
) -> None:
    stage.bridge.limits = limits
    await stage.order(reply(stage.channel, recipient=to(number)))
    await stage.run()
    async with stage.database.worker() as session:
        [row] = await execute(session, "SELECT cold_until - now() AS left FROM sessions")
    assert timedelta(minutes=least) < row.left <= timedelta(minutes=most)


async def test_a_463_that_comes_late_stops_new_conversations_as_well(stage: Stage) -> None:
    stage.ack_seconds, stage.bridge.ack, stage.bridge.late_seconds = 0.1, "late", 0.4
    await stage.order(reply(stage.channel, recipient=to("5500000463")))
    sender = await stage.run()
    await asyncio.gather(*stage.bridge.tasks)
    await asyncio.sleep(0.05)
    await sender.drain()
    async with stage.database.worker() as session:
        [row] = await execute(session, "SELECT cold_until - now() AS left FROM sessions")
    assert row.left > timedelta(hours=5)


async def test_so_many_new_people_a_day(stage: Stage, ledger: Ledger) -> None:
    limits = Limits(pause=(0, 0), per_minute=1000, cold_pause=(0, 0), cold_per_day=2)
    orders = [reply(stage.channel) for _ in range(3)]
    old = reply(stage.channel)
    await stage.known(old)
    await stage.order(*orders, old)
    await stage.run(stage.sender(limits))

    rows = [await ledger(one) for one in (*orders, old)]
    assert [row.state for row in rows if row] == ["accepted", "accepted", "failed", "accepted"]
    assert rows[2] is not None
    assert rows[2].error["reason"] == "cold_limited"

    # Another process that takes the session over knows it, too.
    late = reply(stage.channel)
    await stage.order(late)
    await stage.run(stage.sender(limits))
    row = await ledger(late)
    assert row is not None
    assert row.state == "failed"


async def test_answers_come_before_campaigns_and_do_not_wait_for_new_people(stage: Stage) -> None:
    limits = Limits(pause=(0, 0), per_minute=1000, cold_pause=(45, 45), cold_per_day=20)
    campaign, answer, new = order(stage.channel), reply(stage.channel), reply(stage.channel)
    await stage.known(campaign, answer)
    await stage.order(campaign, new)
    await stage.order(reply(stage.channel, recipient=to("5511900000001")), answer)
    sender = stage.sender(limits)
    await sender.step()
    await stage.bridge.has_sends(3)
    await asyncio.sleep(0.1)

    waiting = [one.to for one in stage.bridge.sends]
    assert waiting[0] == f"{new.recipient.wa_id}@s.whatsapp.net"
    assert waiting[1:] == [f"{one.recipient.wa_id}@s.whatsapp.net" for one in (answer, campaign)]
    stage.at += 46  # The other new person has waited long enough.
    await stage.bridge.has_sends(4)
    assert stage.bridge.sent_to[3] == "5511900000001@s.whatsapp.net"


async def test_so_many_new_people_keep_nobody_waiting_who_has_written_before(stage: Stage) -> None:
    limits = Limits(pause=(0, 0), per_minute=1000, cold_pause=(45, 45), cold_per_day=1000)
    new = [reply(stage.channel) for _ in range(LOOKED_AT + 2)]
    await stage.order(*new)
    answer, campaign = reply(stage.channel), order(stage.channel)
    group = reply(stage.channel, recipient=Party(wa_id="120363041234567890@g.us"))
    await stage.known(answer, campaign)
    await stage.order(answer, group, campaign)
    sender = stage.sender(limits)
    await sender.step()
    await stage.bridge.has_sends(4)

    assert stage.bridge.sent_to[1:] == [
        f"{answer.recipient.wa_id}@s.whatsapp.net",
        "120363041234567890@g.us",
        f"{campaign.recipient.wa_id}@s.whatsapp.net",
    ]


async def test_whose_contact_is_deleted_is_in_no_chat_and_has_no_name_in_redis(
    stage: Stage, handle: Handle, database: Database
) -> None:
    redis = stage.installation.runtime.redis
    gone, stays, new = (reply(stage.channel) for _ in range(3))
    await stage.known(gone, stays)
    await stage.order(gone, stays, new)
    await stage.run()
    event = ContactErasureRequestedV1(
        company_id=stage.channel.company_id,
        erasure_id=uuid7(),
        contact_id=uuid7(),
        aliases=[f"wa_id:{gone.recipient.wa_id}"],
        last=True,
    )
    stranger = event.model_copy(
        update={"id": uuid7(), "company_id": uuid7(), "aliases": [f"wa_id:{stays.recipient.wa_id}"]}
    )
    await handle([event, stranger])
    async with database.worker() as session:
        rows = await execute(session, "SELECT DISTINCT jid FROM session_chats")
        assert [row.jid for row in rows] == [f"{stays.recipient.wa_id}@s.whatsapp.net"]
    number = str(new.recipient.wa_id)
    assert number.encode() not in await redis.get(f"gateway:pace:{stage.channel.id}")
    assert await redis.get(f"gateway:on-whatsapp:{nameless(stage.channel.id, number)}") == b"="
    assert [key async for key in redis.scan_iter(f"*{number}*")] == []


async def test_campaigns_go_only_where_somebody_switched_them_on(
    stage: Stage, ledger: Ledger, sql: Sql, published: Published
) -> None:
    await sql("UPDATE sessions SET campaigns = false")
    campaign = order(stage.channel)
    await stage.known(campaign)
    await stage.order(campaign)
    await stage.run()
    async with stage.database.worker() as session:
        await delivery.release_stopped(session)

    assert stage.bridge.sends == []
    assert await ledger(campaign) is None
    [told] = await published(DeliveryStatusChangedV1)
    assert told.state == "returned"
    assert told.error is not None
    assert told.error.reason == "campaigns_off"


@pytest.mark.parametrize(
    "change",
    [
        "state = 'backoff'",
        "fence = 2",
        "owner = gen_random_uuid()",
        "lease_until = now() - interval '1 s'",
    ],
)
async def test_nothing_is_claimed_of_a_session_that_is_not_open_or_another_s(
    stage: Stage, ledger: Ledger, sql: Sql, change: str
) -> None:
    await sql(f"UPDATE sessions SET {change}")  # noqa: S608 (ours)
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    await stage.run()

    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts) == ("retryable", 0)
    assert stage.bridge.lines == []


async def test_who_loses_the_session_between_the_look_and_the_claim_claims_nothing(
    stage: Stage, ledger: Ledger, sql: Sql
) -> None:
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    sender = stage.sender()
    show = Wire.show

    async def lose(wire: Wire, *arguments: Any) -> None:
        await sql("UPDATE sessions SET fence = fence + 1")
        await show(wire, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Wire, "show", lose)
        await stage.run(sender)
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts) == ("retryable", 0)
    assert stage.bridge.sends == []


async def test_a_lease_that_ends_after_the_claim_lets_nothing_be_written(
    stage: Stage, ledger: Ledger
) -> None:
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    sender = stage.sender()
    keep = sender._paces.keep

    async def expire(*arguments: Any) -> None:
        await keep(*arguments)
        stage.held.expires_at = 0.0

    sender._paces.keep = expire  # type: ignore[method-assign]
    await stage.run(sender)
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts, row.error["reason"]) == ("retryable", 1, "session_away")
    assert stage.bridge.sends == []


async def test_drain_waits_for_what_is_under_way_and_begins_nothing(stage: Stage, ledger: Ledger) -> None:
    stage.bridge.ack, stage.bridge.late_seconds = "late", 0.5
    orders = [reply(stage.channel), reply(stage.channel)]
    await stage.known(*orders)
    await stage.order(*orders)
    sender = stage.sender()
    await sender.step()
    await stage.bridge.has_sends(1)
    await sender.drain()

    rows = [await ledger(one) for one in orders]
    assert [(row.state, row.attempts) for row in rows if row] == [("accepted", 1), ("retryable", 0)]
    assert not await sender.step()


async def test_what_takes_too_long_does_not_keep_the_process_and_is_unconfirmed(
    stage: Stage, ledger: Ledger
) -> None:
    stage.bridge.ack, stage.ack_seconds = "never", 60.0
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    sender = stage.sender()
    await sender.step()
    await stage.bridge.has_sends(1)
    async with asyncio.timeout(5):
        await sender.drain(0.1)
    assert sender._serving
    stage.held.went_down()
    await sender.stop()
    row = await ledger(one)
    assert row is not None
    assert (row.state, sender._serving) == ("unknown", {})


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


async def test_what_it_cannot_say_fails_at_once_and_holds_up_nobody(stage: Stage, ledger: Ledger) -> None:
    template = reply(stage.channel, content=TemplateContent(name="oi", language="pt_BR"))
    text = reply(stage.channel, content=TextContent(body="Oi"))
    await stage.known(template, text)
    await stage.order(template, text)
    await stage.run()
    rows = [await ledger(one) for one in (template, text)]
    assert [row.state for row in rows if row] == ["failed", "accepted"]


@pytest.mark.parametrize("place", ["build_content", "quoted_of", "local"])
async def test_a_message_that_breaks_its_preparation_fails_and_holds_up_nobody(
    stage: Stage, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """It was tried first of all, over and over, for an hour."""
    picture = MediaContent(media_type="image", media=Media(id=uuid7()), caption="Poison")
    poison = reply(stage.channel, content=picture if place == "local" else TextContent(body="Poison"))
    text = reply(stage.channel, content=TextContent(body="Oi"))

    def broken(order: Any, *arguments: Any) -> Any:
        if place == "local" or order.send_id == poison.send_id:
            raise KeyError("a fault of ours")
        return there(order, *arguments)

    target = LocalFiles if place == "local" else sending
    there = getattr(target, place)
    monkeypatch.setattr(target, place, broken)
    await stage.known(poison, text)
    await stage.order(poison, text)
    await stage.run()
    rows = [await ledger(one) for one in (poison, text)]
    assert [row.state for row in rows if row] == ["failed", "accepted"]


async def test_two_senders_of_one_session_send_nothing_twice(stage: Stage, ledger: Ledger) -> None:
    """As after a takeover of which the old holder has not heard: the ledger gives each send to one."""
    orders = [reply(stage.channel) for _ in range(10)]
    await stage.known(*orders)
    await stage.order(*orders)
    await asyncio.gather(*(stage.run() for _ in range(3)))

    assert stage.bridge.reached == {message_id_of(one.send_id): 1 for one in orders}
    rows = [await ledger(one) for one in orders]
    assert {row.state for row in rows if row} == {"accepted"}


# --- read receipts and typing -----------------------------------------------------------------


async def test_what_is_read_and_typed_is_shown_by_the_holder(stage: Stage) -> None:
    runtime = stage.installation.runtime
    customer = to("5511987650000")
    await stage.known(reply(stage.channel, recipient=customer), jid="1846@lid")
    access = await stage.access()
    receipts = WebReceipts(runtime.redis)
    assert not await receipts.mark_read(access, "3A00", typing=False, sender=customer)  # Nobody listens.

    signals = Signals(runtime.redis, stage.database, lambda: {stage.channel.id: stage.held})
    listening = asyncio.create_task(signals.task().run())
    try:
        async with asyncio.timeout(10):
            while not await receipts.mark_read(  # noqa: ASYNC110 (who listens does not say so)
                access, "3A00", typing=True, sender=customer
            ):
                await asyncio.sleep(0.05)
            assert not await receipts.mark_read(access, "3A00", typing=True)  # Whose it is has to be known.
            while not stage.bridge.presences:
                stage.bridge.arrived.clear()
                await stage.bridge.arrived.wait()
    finally:
        listening.cancel()
        await asyncio.wait([listening])

    [read], [typing] = stage.bridge.reads, stage.bridge.presences
    assert [(key.remote_jid, key.id, key.from_me) for key in read.keys] == [("1846@lid", "3A00", False)]
    assert (typing.to, typing.state) == ("1846@lid", "composing")
    assert stage.bridge.sends == []
