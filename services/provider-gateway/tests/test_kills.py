"""Senders killed at any instant, while answers get lost and webhooks are late.

Real PostgreSQL, Redis, processes and sockets; what was sent is what the provider's simulator logged.
"""

import asyncio
import os
import random
import secrets
import signal
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import web

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import Eventually, Handle, Installation
from atende_sandbox.simulator.app import create_app
from atende_sandbox.simulator.client import SimulatorClient
from atende_sandbox.simulator.testing import serving
from gateway.domain.sends import Order
from gateway.providers import make_providers
from gateway.service import delivery

from .fleet import Fleet
from .gateway_stage import ACCESS_TOKEN, APP_SECRET, Connect, order

KILLS: Final = 50
BY_ROUND: Final = 24
RATE: Final = 300


async def states_of(database: Database) -> dict[str, str]:
    async with database.worker() as session:
        rows = await execute(session, "SELECT send_id, state FROM sends")
        return {str(row.send_id): row.state for row in rows}


@pytest.mark.timeout(180)
async def test_fifty_kills_lose_and_double_nothing_and_the_unconfirmed_are_the_true_ones(
    installation: Installation,
    database: Database,
    connect: Connect,
    handle: Handle,
    fleet: Fleet,
    eventually: Eventually,
    tmp_path: Path,
) -> None:
    seed = secrets.randbelow(10**6)
    chance = random.Random(seed)
    channel = await connect(messagesPerSecond=RATE)
    provider = make_providers(installation.settings)["whatsapp_cloud"]
    hooks = web.Application(client_max_size=2**24)

    async def receive(request: web.Request) -> web.Response:
        updates = provider.webhooks.parse(await request.read())
        events = [
            e
            for update in updates
            for e in provider.inbound.normalise(update, channel.company_id, channel.id).events
        ]
        await handle(events)
        return web.Response()

    hooks.router.add_post("/", receive)
    async with (
        serving(create_app(tmp_path, seed=seed)) as graph,
        serving(hooks) as callback,
        SimulatorClient(graph) as simulator,
    ):
        settings = installation.settings.model_copy(
            update={
                "whatsapp_graph_url": graph,
                "rate_wait_seconds": 60.0,
                "send_total_seconds": 1.5,
                "send_lease_seconds": 5.0,
            }
        )
        await simulator.register_number(
            channel.phone_number_id,
            display_phone_number="+55 11 4000-0000",
            access_token=ACCESS_TOKEN,
            app_secret=APP_SECRET,
            callback_url=f"{callback}/",
        )
        await simulator.knobs(
            channel.phone_number_id,
            enforce_window=False,
            latency_ms={"mean": 60, "jitter": 40},
            response_loss_rate=0.02,
            webhook_delay_ms=1000,
            webhook_batch_size=50,
        )

        orders: list[Order] = []
        campaign, kills = uuid7(), 0
        while kills < KILLS:
            orders += [order(channel, campaign_id=campaign) for _ in range(BY_ROUND * 3 // 4)]
            orders += [order(channel, origin="reply") for _ in range(BY_ROUND // 4)]
            # What the last ones left half-way is brought again, as Kafka does.
            pid = await fleet.send(settings, orders[-3 * BY_ROUND :])
            await asyncio.sleep(chance.uniform(0.02, 0.35))
            try:
                os.kill(pid, signal.SIGKILL)
                kills += 1
            except ProcessLookupError:
                pass  # It was done.
        await fleet.send(settings, orders)

        async def all_settled() -> dict[str, str]:
            async with database.worker() as session:
                await delivery.sweep(session)
            states = await states_of(database)
            assert len(states) == len(orders)
            assert not {"sending", "retryable"} & set(states.values()), Counter(states.values())
            return states

        await eventually(all_settled, timeout=180)

        accepted = Counter([str(r["bizOpaqueCallbackData"]) async for r in simulator.full_log()])

        async def all_told() -> dict[str, str]:
            states = await states_of(database)
            assert {states[send] for send in accepted} <= {"delivered", "read"}
            return states

        states = await eventually(all_told, timeout=60)
        summary: dict[str, Any] = await simulator.summary()

    assert max(accepted.values()) == 1, f"sent twice, with seed {seed}"
    ordered = {str(one.send_id) for one in orders}
    unconfirmed = {send for send, state in states.items() if state == "unknown"}
    assert unconfirmed == ordered - accepted.keys(), f"lost, or unconfirmed without need, with seed {seed}"
    # Between its intent and its request each killed process had little.
    assert len(unconfirmed) <= KILLS * RATE * 0.05
    assert len(accepted) > len(orders) / 2
    assert summary["lostResponses"] > 0
