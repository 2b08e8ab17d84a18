"""Channels that one process holds: the others leave what is to be sent to it, and never send themselves."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest_asyncio

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, Quoted
from atende_platform.data.db import Database
from atende_platform.data.wakeups import Wakeups
from atende_platform.testing.plugin import Handle, Installation, Published
from gateway.domain.errors import Treatment
from gateway.domain.sends import Refused, settle
from gateway.providers import make_providers
from gateway.repository import ledger as repository
from gateway.repository import resends
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.sender.refusals import RECIPIENT_BUSY
from gateway.service import delivery
from gateway.service.directory import ChannelDirectory

from .bridge import Bridge, bridged, provider_at
from .gateway_stage import Connect, Connected, Ledger, Sql, order
from .sender_stage import states


@pytest_asyncio.fixture(loop_scope="session")
async def channel(connect: Connect, sql: Sql) -> Connected:
    made = await connect()
    await sql("UPDATE channels SET provider = 'bridge'")
    return made


@pytest_asyncio.fixture(loop_scope="session")
async def bridge() -> AsyncIterator[Bridge]:
    async with bridged() as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def worker(installation: Installation, database: Database, bridge: Bridge) -> AsyncIterator[Sender]:
    """The sender of a process that does not hold the channel."""
    providers = make_providers(installation.settings)
    providers["bridge"] = replace(provider_at(bridge.address), held=True)
    directory = ChannelDirectory(database, Sealer(installation.settings.credential_keys), max_age=0.0)
    yield Sender(installation.runtime, providers, directory)
    await providers.close()


async def due(database: Database, channel: Connected) -> list[UUID]:
    async with database.worker() as session:
        found = await repository.due_on(session, channel.company_id, channel.id, limit=10)
    return [one.send_id for one in found]


async def test_orders_wait_for_the_holder_and_nothing_is_posted(
    worker: Sender, channel: Connected, bridge: Bridge, ledger: Ledger, database: Database
) -> None:
    reply, campaign = order(channel, origin="reply"), order(channel)
    for _ in range(2):  # Kafka may bring them again.
        await worker.begin("campaign", [campaign])
        await worker.send("reply", [reply])
    await worker.finish()

    for one in (reply, campaign):
        row = await ledger(one)
        assert row is not None
        assert (row.state, row.attempts, row.fence) == ("retryable", 0, 1)
        assert row.request is not None
    assert bridge.lines == []
    assert await due(database, channel) == [reply.send_id, campaign.send_id]


async def test_the_holder_gets_what_an_answer_refers_to(
    worker: Sender, channel: Connected, database: Database
) -> None:
    quoted = Quoted(from_us=True, text="Posso ligar?")
    answer = order(channel, origin="reply", reply_to="3A00FF", quoted=quoted)
    await worker.send("reply", [answer, order(channel, origin="reply")])
    async with database.worker() as session:
        found = await repository.due_on(session, channel.company_id, channel.id, limit=10)
    by_id = {one.send_id: one.quoted for one in found}
    assert by_id.pop(answer.send_id) == quoted
    assert list(by_id.values()) == [None]


async def test_neither_what_is_due_nor_what_is_unknown_is_sent_by_others(
    worker: Sender, channel: Connected, bridge: Bridge, database: Database, sql: Sql, ledger: Ledger
) -> None:
    await sql("UPDATE channels SET resend_unconfirmed = true")
    waiting, unknown = order(channel), order(channel)
    await worker.send("campaign", [waiting, unknown])
    await sql(
        "UPDATE sends SET state = 'unknown', next_attempt_at = NULL WHERE send_id = :id", id=unknown.send_id
    )
    await sql(
        "UPDATE sends SET updated_at = now() - interval '1 hour', created_at = now() - interval '1 hour'"
    )

    assert await worker.send_due() == 0
    assert await worker.resend_unconfirmed() == 0
    async with database.worker() as session:
        assert await resends.candidates(session, limit=10, held=["bridge"]) == []
    assert bridge.lines == []
    row = await ledger(waiting)
    assert row is not None
    assert row.state == "retryable"


async def test_the_holder_is_woken(worker: Sender, channel: Connected, installation: Installation) -> None:
    wakeups = Wakeups(installation.settings)
    woken = wakeups.of(repository.HELD_SENDS)
    listening = asyncio.create_task(wakeups.task.run())
    try:
        async with asyncio.timeout(10):
            await woken.wait()  # As it begins to listen.
            woken.clear()
            await worker.send("reply", [order(channel, origin="reply")])
            await woken.wait()
    finally:
        listening.cancel()
        await asyncio.wait([listening])


async def test_what_a_campaign_s_pause_stops_is_not_left_to_it(
    worker: Sender, channel: Connected, ledger: Ledger, handle: Handle, published: Published
) -> None:
    stopped = order(channel)
    assert stopped.campaign_id is not None
    paused = CampaignControlChangedV1(
        company_id=channel.company_id,
        channel_id=channel.id,
        campaign_id=stopped.campaign_id,
        state="paused",
        revision=1,
    )
    await handle([paused])
    await worker.send("campaign", [stopped])

    assert await ledger(stopped) is None
    assert await states(published) == {str(stopped.send_id): ["returned"]}


async def test_a_reply_that_waited_too_long_for_its_session_fails_and_says_so(
    worker: Sender, channel: Connected, database: Database, sql: Sql, published: Published
) -> None:
    late = order(channel, origin="reply")
    await worker.send("reply", [late])
    await sql("UPDATE sends SET created_at = now() - interval '61 minutes'")
    async with database.worker() as session:
        await delivery.sweep(session)

    [failed] = await published(DeliveryStatusChangedV1)
    assert failed.state == "failed"
    assert failed.error is not None
    assert failed.error.reason == "session_late"


async def test_nothing_overtakes_what_waits_to_be_tried_again_by_the_same_person(
    worker: Sender, channel: Connected, database: Database
) -> None:
    first = order(channel, origin="reply")
    second = order(channel, origin="reply", recipient=first.recipient)
    other = order(channel, origin="reply")
    await worker.send("reply", [first, second, other])
    async with database.worker() as session:
        [claimed] = await repository.reclaim(session, [first], lease=30)
    assert (claimed.fence, claimed.attempts) == (2, 1)
    async with database.worker() as session:
        assert await repository.reclaim(session, [first], lease=30) == []  # It has one owner.
        await repository.record(session, [settle(claimed, Refused(RECIPIENT_BUSY, Treatment.RETRY))])

    assert await due(database, channel) == [other.send_id]


async def test_a_channel_that_is_off_has_nothing_due(
    worker: Sender, channel: Connected, database: Database, sql: Sql
) -> None:
    await worker.send("reply", [order(channel, origin="reply", send_id=uuid7())])
    assert len(await due(database, channel)) == 1
    await sql("UPDATE channels SET status = 'disabled'")
    assert await due(database, channel) == []
