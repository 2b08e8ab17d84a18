"""Sockets against a real server: order, catch-up, isolation, limits."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import time
from typing import Any
from uuid import UUID

import httpx
import pytest
from redis.asyncio import Redis

from atende_contracts.campaigns import CampaignProgressV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.identity.company_limits import Limits, publish
from atende_platform.identity.revocation import announce
from atende_platform.limits.concurrency_quota import ConcurrencyQuota
from atende_platform.testing.plugin import SIGNER, AsUser, Eventually, Handle, Installation
from chat.realtime import sockets
from chat.realtime.hub import Hub

from ..factories import Inbound
from .consoles import PATIENCE, Connect, Console, Refused, closes, replica


async def test_an_agent_sees_the_customer_s_message_at_once(
    connect: Connect, handle: Handle, inbound: Inbound, as_user: AsUser
) -> None:
    console = await connect()
    assert await console.until("ready") == {"lastEventId": 0}
    await handle([inbound("Tem alguém aí?")])
    told = await console.until("message.created")
    assert told["message"]["text"] == "Tem alguém aí?"
    assert console.types == ["ready", "contact.updated", "ticket.updated", "message.created"]
    assert console.ids == [1, 2, 3]
    ticket_id = told["message"]["ticketId"]
    await as_user("agent").post(
        f"/api/v1/tickets/{ticket_id}/messages", json={"text": "Sim!", "clientMessageId": "1"}
    )
    assert (await console.until("message.created", 2))["message"]["direction"] == "out"


async def test_polling_is_refused_and_says_what_to_do(url: str) -> None:
    async with httpx.AsyncClient(base_url=url) as client:
        for method in ("GET", "POST"):
            answer = await client.request(method, "/socket.io/", params={"EIO": "4", "transport": "polling"})
            assert answer.status_code == 400
            assert answer.json()["code"] == "websocket-only"


async def test_a_client_that_was_away_gets_what_it_missed_first(
    connect: Connect, handle: Handle, inbound: Inbound
) -> None:
    for number in range(3):
        await handle([inbound(str(number))])
    console = await connect(lastEventId=3)
    assert await console.until("ready") == {"lastEventId": 7}
    assert console.types == ["ticket.updated", "message.created"] * 2 + ["ready"]
    assert console.ids == [4, 5, 6, 7]
    up_to_date = await connect(lastEventId=7)
    assert await up_to_date.until("ready") == {"lastEventId": 7}
    assert up_to_date.types == ["ready"]


@pytest.mark.parametrize("last_seen", [0, 10_000])
async def test_a_client_that_missed_too_much_loads_afresh(
    connect: Connect, handle: Handle, inbound: Inbound, last_seen: int
) -> None:
    await handle([inbound(str(number)) for number in range(30)])
    console = await connect(lastEventId=last_seen)
    ready = await console.until("ready")
    assert console.received[0] == ("resync", ready)
    assert console.types == ["resync", "ready"]


async def test_events_that_are_no_longer_kept_mean_a_resync(
    connect: Connect, handle: Handle, inbound: Inbound, database: Database
) -> None:
    await handle([inbound()])
    async with database.worker() as session:
        await execute(session, "DELETE FROM event_log WHERE seq = 1")
    console = await connect(lastEventId=0)
    await console.until("ready")
    assert console.types == ["resync", "ready"]


async def test_nothing_is_lost_or_out_of_order_while_consoles_come_and_go(
    connect: Connect, handle: Handle, inbound: Inbound
) -> None:
    early = await connect()
    await early.until("ready")

    async def write(number: int) -> None:
        for part in range(5):
            await handle([inbound(str(part), wa_id=f"551199999000{number}")])

    async def come(delay: float) -> Console:
        await asyncio.sleep(delay)
        return await connect(lastEventId=0)

    *_, first, second = await asyncio.gather(*(write(number) for number in range(4)), come(0.01), come(0.05))
    total = 4 * (3 + 4 * 2)
    for console in (early, first, second):
        ready = await console.until("ready")
        seen = ready["lastEventId"] if "resync" in console.types else 0  # It loads what was up to there.
        async with asyncio.timeout(PATIENCE):
            while len(console.ids) < total - seen:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert console.ids == list(range(seen + 1, total + 1))


async def test_another_company_and_another_namespace_hear_nothing(
    connect: Connect, handle: Handle, inbound: Inbound, company_id: UUID
) -> None:
    mine, campaigns = await connect(), await connect(namespace="/campaigns")
    stranger = await connect(
        company_id=uuid7(), lastEventId=0, companyId=str(company_id), room=str(company_id)
    )
    for console in (mine, campaigns, stranger):
        await console.until("ready")
    await stranger.client.emit("join", str(company_id), namespace="/chat")
    await handle([inbound()])
    await handle(
        [
            CampaignProgressV1(
                company_id=company_id,
                campaign_id=uuid7(),
                channel_id=uuid7(),
                name="Black Friday",
                state="running",
                total=1,
            )
        ]
    )
    progress = await campaigns.until("campaign.progress")
    assert (progress["name"], progress["id"]) == ("Black Friday", 4)
    await mine.until("message.created")
    assert campaigns.types == ["ready", "campaign.progress"]
    assert stranger.types == ["ready"]
    assert "campaign.progress" not in mine.types


async def test_two_replicas_tell_the_same_and_a_poll_replaces_a_lost_notification(
    connect: Connect,
    installation: Installation,
    handle: Handle,
    inbound: Inbound,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Hub, "hear", lambda _, __: None)
    async with replica(installation, realtime_poll_seconds=0.2) as deaf:
        here, there = await connect(), await connect(address=deaf)
        await here.until("ready")
        await there.until("ready")
        await handle([inbound()])
        await here.until("message.created")
        await there.until("message.created")
        assert here.received == there.received
        await there.client.disconnect()


async def test_a_broken_listening_connection_is_replaced(
    connect: Connect, database: Database, handle: Handle, inbound: Inbound, eventually: Eventually
) -> None:
    console = await connect()
    await console.until("ready")
    listeners = (
        "SELECT pid FROM pg_stat_activity"
        " WHERE application_name = 'realtime listener' AND datname = current_database()"
    )

    async def pids(statement: str) -> set[int]:
        async with database.worker() as session:
            return set((await execute(session, statement)).scalars().all())

    async def killed() -> set[int]:
        # That of the test before may not be gone yet.
        end = "SELECT pid FROM ours WHERE pg_terminate_backend(pid)"
        found = await pids(f"WITH ours AS MATERIALIZED ({listeners}) {end}")
        assert found
        return found

    before = await eventually(killed)
    await handle([inbound("while nobody listens")])

    async def listening_again() -> None:
        assert await pids(listeners) - before

    await eventually(listening_again)
    await console.until("message.created")
    await handle([inbound()])
    await console.until("message.created", 2)


@pytest.mark.parametrize(
    ("auth", "code"),
    [
        ({"token": None}, "unauthenticated"),
        ({"token": "x.y.z"}, "invalid-token"),
        ({"expires_in": -10}, "token-expired"),
        ({"lastEventId": "1"}, "invalid-input"),
        ({"lastEventId": -1}, "invalid-input"),
    ],
)
async def test_bad_handshakes_are_refused_with_a_reason(
    connect: Connect, auth: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        await connect(**auth)
    assert refused.value.args == (code,)


async def test_a_company_s_sockets_are_limited_over_all_replicas(
    installation: Installation, redis: Redis, connect: Connect, company_id: UUID
) -> None:
    ordinary = Limits(sockets=100, requests_per_minute=6000, messages_per_second=10)
    await publish(redis, SIGNER, ordinary, {company_id: replace(ordinary, sockets=3)})
    async with replica(installation) as first, replica(installation) as second:
        consoles = [await connect(address=address) for address in (first, second, first)]
        for address in (first, second):
            with pytest.raises(Refused, match="too-many-sockets"):
                await connect(address=address)
        await (await connect(address=first, company_id=uuid7())).until("ready")

        await consoles[0].client.disconnect()

        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    await (await connect(address=second)).until("ready")
                    break
                except Refused:
                    await asyncio.sleep(0.05)
        with pytest.raises(Refused, match="too-many-sockets"):
            await connect(address=first)


async def test_the_sockets_of_a_replica_that_died_are_not_counted_for_long(
    installation: Installation, redis: Redis, connect: Connect, company_id: UUID
) -> None:
    limits = Limits(sockets=2, requests_per_minute=6000, messages_per_second=10)
    await publish(redis, SIGNER, limits, {})
    quota = ConcurrencyQuota(redis, "sockets")
    assert await quota.acquire(str(company_id), "of a dead replica", limits.sockets)
    async with replica(installation) as address:
        await (await connect(address=address)).until("ready")
        with pytest.raises(Refused, match="too-many-sockets"):
            await connect(address=address)

        await redis.zadd(f"seats:sockets:{company_id}", {"of a dead replica": 1})  # Long ago.

        await (await connect(address=address)).until("ready")


async def test_an_expired_token_ends_the_connection_whatever_the_client_sends(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = await connect(expires_in=900)
    await console.until("ready")
    for forged in ("disconnect", "connect"):
        await console.client.emit(forged, {"token": "x"}, namespace="/chat")
    monkeypatch.setattr(sockets, "time", lambda: time() + 900)
    await closes(console)


async def test_an_ended_session_loses_its_sockets_on_every_replica_and_no_other_session_does(
    connect: Connect, installation: Installation, handle: Handle, inbound: Inbound
) -> None:
    user, ended, other = uuid7(), uuid7(), uuid7()
    async with replica(installation) as second:
        gone = [
            await connect(user_id=user, session_id=ended),
            await connect(user_id=user, session_id=ended, namespace="/campaigns"),
            await connect(user_id=user, session_id=ended, address=second),
        ]
        staying = await connect(user_id=user, session_id=other, address=second)
        for console in (*gone, staying):
            await console.until("ready")
        await announce(installation.runtime.redis, {ended: datetime.now(UTC) + timedelta(minutes=15)})
        for console in gone:
            await closes(console)
        for address in ("", second):
            with pytest.raises(Refused, match="session-revoked"):
                await connect(session_id=ended, **({"address": address} if address else {}))
        await handle([inbound()])
        await staying.until("message.created")
        assert [console.types for console in gone] == [["ready"]] * 3
        await staying.client.disconnect()
