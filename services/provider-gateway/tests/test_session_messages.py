"""Messages through the whole of it: the role in a process, the real bridge and Baileys, the stub's phones.

What the stub counts is what people received.
"""

import asyncio
import random
import secrets
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.event import Media, MediaContent, Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import Quoted
from atende_platform.data.db import Database, execute, now
from atende_platform.data.wakeups import wake
from atende_platform.testing.plugin import Installation
from atende_sandbox.node import find_node
from atende_sandbox.whatsapp_web.client import StubClient
from atende_sandbox.whatsapp_web.running import Stub
from gateway.domain.sends import Order
from gateway.providers.web.ids import message_id_of, send_id_of
from gateway.repository.ledger import HELD_SENDS, Intent
from gateway.service import delivery
from gateway.settings import Settings
from gateway.storage import MediaStorage

from .gateway_stage import Sql
from .session_stage import Rows, make_session, trusting
from .test_session_bridge import link, running_role

ALICE = "5511988887777"
BOB = "5511977776666"
KILLS = 4
TAKEN = {"accepted", "sent", "delivered", "read"}


@pytest.fixture
def settings(
    installation: Installation, whatsapp_web_stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", str(whatsapp_web_stub.media_certificate))
    return installation.settings.model_copy(
        update={
            "whatsapp_web_node": str(find_node().program),
            "whatsapp_web_url": whatsapp_web_stub.web_socket_url,
            "whatsapp_web_preload": str(trusting(whatsapp_web_stub)),
            "whatsapp_web_pause_seconds": 0.0,
            "whatsapp_web_cold_pause_seconds": 0.0,
            "whatsapp_web_messages_per_minute": 1000,
            "whatsapp_web_cold_per_day": 1000,
        }
    )


def an_order(company_id: UUID, channel_id: UUID, number: str, **fields: Any) -> Order:
    given: dict[str, Any] = {
        "company_id": company_id,
        "send_id": uuid7(),
        "channel_id": channel_id,
        "origin": "reply",
        "recipient": Party(wa_id=number, phone=f"+{number}"),
        "content": TextContent(body="Olá"),
        "message_id": uuid7(),
    }
    return Order(**{**given, **fields})


async def leave(database: Database, *orders: Order) -> None:
    """Have orders in the ledger for the holder, as the worker leaves them."""
    async with database.worker() as session:
        intents = [Intent(one, "retryable", None, 0.0) for one in orders]
        await delivery.claim(session, intents, now(), lease=30)
        await wake(session, HELD_SENDS)


async def states_of(database: Database) -> dict[UUID, str]:
    async with database.worker() as session:
        return {row.send_id: row.state for row in await execute(session, "SELECT send_id, state FROM sends")}


async def settled(database: Database, *orders: Order) -> list[str]:
    """Wait until nothing more happens to orders; return their states."""
    async with asyncio.timeout(40):
        while True:
            states = await states_of(database)
            if all(states[one.send_id] not in ("sending", "retryable") for one in orders):
                return [states[one.send_id] for one in orders]
            await asyncio.sleep(0.1)


async def test_messages_of_all_kinds_reach_people_and_463_stops_new_conversations_only(
    rows: Rows,
    database: Database,
    settings: Settings,
    company_id: UUID,
    installation: Installation,
    whatsapp_web: StubClient,
    sql: Sql,
    tmp_path: Path,
) -> None:
    await rows.clear()
    channel_id = await make_session(database, settings, company_id, paired=False, wanted=False)
    await whatsapp_web.contact(ALICE, "Alice")
    await whatsapp_web.contact(BOB, "Bob")
    async with running_role(settings, tmp_path / "log"):
        await link(rows, whatsapp_web, installation, channel_id)
        asked = await whatsapp_web.deliver(ALICE, "Tem boleto?")
        async with asyncio.timeout(40):
            while not (await _chats(database)):  # noqa: ASYNC110 (another process)
                await asyncio.sleep(0.1)

        media_id = uuid7()
        await MediaStorage(settings.media_url).put_all(company_id, media_id, b"%PDF-1.4 " + b"x" * 5000)
        await sql(
            "INSERT INTO media (company_id, id, state, mime_type, filename, size, voice, attempts)"
            " VALUES (:company_id, :id, 'stored', 'application/pdf', 'boleto.pdf', 5009, false, 0)",
            company_id=company_id,
            id=media_id,
        )
        file = MediaContent(media_type="document", media=Media(id=media_id), caption="Segue")
        quoted = Quoted(from_us=False, text="Tem boleto?")
        text = an_order(company_id, channel_id, ALICE, reply_to=asked, quoted=quoted)
        document = an_order(company_id, channel_id, ALICE, content=file)
        await leave(database, text, document)
        assert set(await settled(database, text, document)) <= TAKEN

        received = {one.id: one for one in await whatsapp_web.received(ALICE)}
        assert received.keys() == {message_id_of(one.send_id) for one in (text, document)}
        said = received[message_id_of(text.send_id)]
        assert said.text == "Olá"
        context = said.message["extendedTextMessage"]["contextInfo"]
        assert (context["stanzaId"], context["quotedMessage"]) == (asked, {"conversation": "Tem boleto?"})
        sent = received[message_id_of(document.send_id)]
        assert await whatsapp_web.media(sent) == b"%PDF-1.4 " + b"x" * 5000

        await whatsapp_web.fail_acks(463, contact=BOB)
        cold = an_order(company_id, channel_id, BOB)
        await leave(database, cold)
        assert await settled(database, cold) == ["failed"]
        async with asyncio.timeout(20):  # It is noted right after the send.
            while (await rows.of(channel_id)).cold_until is None:  # noqa: ASYNC110 (of the database)
                await asyncio.sleep(0.05)
        warm, again = an_order(company_id, channel_id, ALICE), an_order(company_id, channel_id, BOB)
        await leave(database, warm, again)
        first, second = await settled(database, warm, again)
        assert (first in TAKEN, second) == (True, "failed")
        assert await whatsapp_web.received(BOB) == []


@pytest.mark.timeout(180)
async def test_a_holder_that_is_killed_at_any_instant_repeats_nothing(
    rows: Rows,
    database: Database,
    settings: Settings,
    company_id: UUID,
    installation: Installation,
    whatsapp_web: StubClient,
    sql: Sql,
    tmp_path: Path,
) -> None:
    seed = secrets.randbelow(10**6)
    chance = random.Random(seed)
    await rows.clear()
    channel_id = await make_session(database, settings, company_id, paired=False, wanted=False)
    await whatsapp_web.contact(ALICE, "Alice")
    await whatsapp_web.fail_acks(silent=True, times=None, delay=0.02, contact=BOB)
    orders: list[Order] = []
    for number in range(KILLS + 1):
        async with running_role(settings, tmp_path / str(number)) as holder:
            if number == 0:
                await link(rows, whatsapp_web, installation, channel_id)
            else:
                await rows.until(channel_id, "open")
            batch = [an_order(company_id, channel_id, ALICE) for _ in range(15)]
            orders += batch
            await leave(database, *batch)
            if number == KILLS:
                await settled(database, *batch)
                break
            await asyncio.sleep(chance.uniform(0.05, 1.0))
            holder.process.kill()
            await holder.process.wait()
        # It is dead, so that nobody has to wait for the end of its lease.
        await sql("UPDATE sessions SET lease_until = now(), state = 'backoff', retry_at = NULL")

    await sql("UPDATE sends SET lease_until = now() - interval '1 s' WHERE state = 'sending'")
    async with database.worker() as session:
        await delivery.sweep(session)
    received = Counter([one.id for one in await whatsapp_web.received(ALICE)])
    assert max(received.values()) == 1, f"sent twice, with seed {seed}"
    states = await states_of(database)
    arrived = {send_id_of(message_id) for message_id in received}
    assert {one.send_id for one in orders} == states.keys()
    assert not {"failed", "sending", "retryable"} & set(states.values()), Counter(states.values())
    silent = {send for send, state in states.items() if state != "unknown"} - arrived
    assert silent == set(), f"lost in silence, with seed {seed}"


async def _chats(database: Database) -> int:
    async with database.worker() as session:
        return int((await execute(session, "SELECT count(*) AS count FROM session_chats")).one().count)
