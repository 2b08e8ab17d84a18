"""Who may send on a session, and when: the holder, while its lease runs."""

import asyncio
from typing import Any

import pytest

from atende_contracts.contacts import ContactErasureRequestedV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import Handle, Published
from gateway.service import delivery
from gateway.sessions.nameless import nameless
from gateway.sessions.wire import Wire

from ..gateway_stage import Ledger, Sql, order
from ..sending_stage import Stage, reply


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
