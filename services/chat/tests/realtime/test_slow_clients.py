"""Clients that keep us waiting."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import time
from typing import Any
from uuid import UUID

import pytest
import socketio
from prometheus_client import REGISTRY

from atende_contracts.ids import uuid7
from atende_platform.identity.revocation import announce
from atende_platform.testing.plugin import Eventually, Handle, Installation, token_for
from chat.realtime import sockets as realtime
from chat.updates.repository import EventLog

from ..factories import Inbound
from .consoles import PATIENCE, Connect, Silent, closes, deaf, say_by_hand


async def test_connections_that_never_say_who_they_are_are_dropped(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(realtime, "ADMISSION_SECONDS", 0.5)
    client = socketio.AsyncClient(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(url, namespaces=["/chat"], transports=["websocket"], wait_timeout=30)
    await client.eio.connect(url, transports=["websocket"], engineio_path="socket.io")
    async with asyncio.timeout(PATIENCE):
        await client.eio.wait()
    await client.shutdown()


async def test_large_payloads_end_the_connection(connect: Connect) -> None:
    console = await connect()
    await console.until("ready")
    await console.client.emit("x", "y" * 100_000, namespace="/chat")
    await closes(console)


async def test_silent_handshakes_keep_no_ended_session_listening(
    url: str, connect: Connect, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once one that never said who it was kept the sweep waiting for it, and nobody was closed any more."""
    ended = uuid7()
    gone, expiring = await connect(session_id=ended), await connect(expires_in=900)
    for console in (gone, expiring):
        await console.until("ready")
    monkeypatch.setattr(realtime, "ADMISSION_SECONDS", 0.2)
    polled = await say_by_hand(url, b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n")
    silent = await Silent.handshake(url)
    await silent.until_hung_up()
    await announce(installation.runtime.redis, {ended: datetime.now(UTC) + timedelta(minutes=15)})
    await closes(gone)
    assert expiring.client.connected
    monkeypatch.setattr(realtime, "time", lambda: time() + 900)
    await closes(expiring)
    polled.transport.abort()


async def test_who_never_reads_is_dropped_and_keeps_nobody_waiting(
    url: str,
    connect: Connect,
    installation: Installation,
    handle: Handle,
    inbound: Inbound,
    company_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its buffers are full, so that nothing can be said to it: neither news nor that it is to leave."""
    ended, other_company = uuid7(), uuid7()
    unread = [await deaf(url, token_for(installation.settings, company_id=company_id, session_id=ended))]
    unread += [await deaf(url, token_for(installation.settings, company_id=company_id))]
    colleague, other = await connect(), await connect(company_id=other_company)
    for console in (colleague, other):
        await console.until("ready")
    monkeypatch.setattr(realtime, "ADMISSION_SECONDS", 0.2)
    for batch in range(1, 11):
        texts = [inbound("x" * 4000, wa_id=f"55119999{number:05}") for number in range(40)]
        await handle(texts)
        await colleague.until("message.created", 40 * batch)
    await handle([inbound(company_id=other_company)])
    await other.until("message.created")

    await announce(installation.runtime.redis, {ended: datetime.now(UTC) + timedelta(minutes=15)})
    await unread[0].until_hung_up()  # As it is nobody's any more.
    assert colleague.client.connected
    assert other.client.connected
    unread[1].close()


async def test_who_leaves_too_much_unread_is_dropped(
    url: str,
    connect: Connect,
    installation: Installation,
    handle: Handle,
    inbound: Inbound,
    company_id: UUID,
    eventually: Eventually,
) -> None:
    before = _dropped_as_slow()
    unread = await deaf(url, token_for(installation.settings, company_id=company_id))
    colleague = await connect()
    await colleague.until("ready")
    for batch in range(1, 21):
        await handle([inbound("x" * 1000) for _ in range(40)])
        await colleague.until("message.created", 40 * batch)

    async def dropped() -> None:
        assert _dropped_as_slow() == before + 1

    await eventually(dropped)
    await unread.until_hung_up()
    assert colleague.client.connected


def _dropped_as_slow() -> float:
    return REGISTRY.get_sample_value("realtime_hung_up_total", {"reason": "slow"}) or 0.0


async def test_a_company_whose_news_take_long_keeps_no_other_waiting(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    company_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine, other_company = await connect(), uuid7()
    other = await connect(company_id=other_company)
    for console in (mine, other):
        await console.until("ready")
    answered, read = asyncio.Event(), EventLog.after

    async def slow(log: EventLog, seq: int, limit: int) -> Any:
        if log._company_id == company_id:
            await answered.wait()
        return await read(log, seq, limit)

    monkeypatch.setattr(EventLog, "after", slow)
    await handle([inbound()])
    for number in range(1, 4):
        await handle([inbound(company_id=other_company)])
        await other.until("message.created", number)
    assert mine.types == ["ready"]
    answered.set()
    await mine.until("message.created")
