"""Holders of a session killed at any instant: nothing arrives twice, and nothing is lost in silence."""

import asyncio
import os
import random
import secrets
import signal
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from atende_contracts.ids import uuid7
from atende_contracts.messages import ProviderStatusReportedV1
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import Installation
from gateway.domain.sends import Order
from gateway.providers.web.ids import message_id_of
from gateway.repository.ledger import Intent
from gateway.service import delivery

from .gateway_stage import Connect, Sql, order
from .holders import running_holders
from .web_bridge import serving_bridges

KILLS: Final = 30
BY_ROUND: Final = 10


async def states_of(database: Database) -> dict[str, str]:
    async with database.worker() as session:
        rows = await execute(session, "SELECT send_id, state FROM sends")
        return {str(row.send_id): row.state for row in rows}


@pytest.mark.timeout(180)
async def test_thirty_kills_double_nothing_and_the_unconfirmed_are_the_true_ones(
    installation: Installation, database: Database, connect: Connect, sql: Sql, tmp_path: Path
) -> None:
    seed = secrets.randbelow(10**6)
    chance = random.Random(seed)
    channel = await connect()
    await sql("UPDATE channels SET provider = 'whatsapp_web'")
    await sql(
        "INSERT INTO sessions (company_id, channel_id, state, desired, owner, fence, lease_until, campaigns)"
        " VALUES (:company_id, :channel_id, 'open', 'open', :owner, 0, now() + interval '1 hour', true)",
        company_id=channel.company_id,
        channel_id=channel.id,
        owner=uuid4(),
    )
    orders: list[Order] = []
    campaign = uuid7()
    reached: Counter[str] = Counter()
    async with serving_bridges(tmp_path / "line", reached, chance) as bridge, running_holders() as holders:
        for _ in range(KILLS):
            fresh = [order(channel, campaign_id=campaign) for _ in range(BY_ROUND // 2)]
            fresh += [order(channel, origin="reply") for _ in range(BY_ROUND // 2)]
            orders += fresh
            async with database.worker() as session:
                # As the worker leaves them; Kafka may bring the latest again.
                intents = [Intent(one, "retryable", None, 0.0) for one in orders[-2 * BY_ROUND :]]
                await delivery.claim(session, intents, datetime.now(UTC), lease=30)
            pid = await holders.hold(installation.settings, channel.id, bridge)
            await asyncio.sleep(chance.uniform(0.02, 0.5))
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

        pid = await holders.hold(installation.settings, channel.id, bridge)
        async with asyncio.timeout(90):
            while "retryable" in (await states_of(database)).values():  # noqa: ASYNC110 (others send)
                await asyncio.sleep(0.1)
        await asyncio.sleep(0.5)  # What is under way gets its answer, or none.
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    await sql("UPDATE sends SET lease_until = now() - interval '1 s' WHERE state = 'sending'")
    async with database.worker() as session:
        await delivery.sweep(session)
    assert max(reached.values()) == 1, f"sent twice, with seed {seed}"
    by_message = {message_id_of(one.send_id): one for one in orders}
    receipts = [
        ProviderStatusReportedV1(
            company_id=channel.company_id,
            channel_id=channel.id,
            provider_message_id=message_id,
            send_id=by_message[message_id].send_id,
            state="delivered",
            at=now(),
        )
        for message_id in reached
    ]
    async with database.worker() as session:
        await delivery.apply_statuses(session, receipts)
    states = await states_of(database)
    assert len(states) == len(orders)
    arrived = {str(by_message[message_id].send_id) for message_id in reached}
    assert {states[send] for send in arrived} == {"delivered"}
    unconfirmed = {send for send, state in states.items() if state == "unknown"}
    assert unconfirmed == states.keys() - arrived, f"lost in silence, with seed {seed}"
    assert len(unconfirmed) <= KILLS + len(orders) * 0.06  # One at a time is under way in each.
    assert len(arrived) > len(orders) * 0.8
