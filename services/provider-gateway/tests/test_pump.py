"""Campaigns on channels with a rate: what is claimed ahead of it is posted once, or given back in time."""

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

from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.privacy import CompanyErasureRequestedV1
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import Eventually, Handle, Installation, Published
from atende_sandbox.simulator.app import create_app
from atende_sandbox.simulator.client import SimulatorClient
from atende_sandbox.simulator.testing import serving
from gateway.domain.sends import Order
from gateway.sender import Sender
from gateway.service import delivery

from .fleet import Fleet
from .gateway_stage import ACCESS_TOKEN, APP_SECRET, Connect, Meta, Sql, order
from .sender_stage import states
from .test_kills import states_of
from .test_sender_campaigns import control

SLOW: Final = 16
"""Of such a channel four are claimed ahead, and posted one by one."""
KILLS: Final = 25
BY_ROUND: Final = 24
RATE: Final = 300


async def blocks_left(database: Database) -> int:
    async with database.worker() as session:
        return int((await execute(session, "SELECT count(*) FROM send_blocks")).scalar_one())


async def one_posted(meta: Meta) -> None:
    assert meta.requests


async def test_what_is_claimed_ahead_leaves_at_the_channels_rate(
    sender: Sender, connect: Connect, meta: Meta, database: Database, published: Published
) -> None:
    channel = await connect(messagesPerSecond=40)
    orders = [order(channel) for _ in range(50)]
    started = asyncio.get_running_loop().time()

    await sender.begin("campaign", orders)
    await sender.finish()

    assert asyncio.get_running_loop().time() - started > (50 - 2) / 40, "faster than its rate"
    assert sorted(meta.accepted_ids()) == sorted(str(one.send_id) for one in orders)
    assert await states(published) == {str(one.send_id): ["accepted"] for one in orders}
    assert await blocks_left(database) == 0


@pytest.mark.parametrize("state", ["paused", "cancelled"])
async def test_a_pause_takes_back_what_is_claimed_ahead(
    sender: Sender,
    connect: Connect,
    meta: Meta,
    handle: Handle,
    published: Published,
    eventually: Eventually,
    state: str,
) -> None:
    channel = await connect(messagesPerSecond=SLOW)
    campaign = uuid7()
    orders = [order(channel, campaign_id=campaign) for _ in range(30)]
    sending = asyncio.create_task(sender.begin("campaign", orders))
    await eventually(lambda: one_posted(meta))

    await handle([control(orders[0], state, 2)])
    at = len(meta.requests)
    await sending
    await sender.finish()
    await sender.send_due()

    assert len(meta.requests) <= at + 2, "more left than was on its way"
    told = await states(published)
    assert Counter(last for *_, last in told.values()) == {
        "accepted": len(meta.accepted),
        "returned": 30 - len(meta.accepted),
    }


async def test_who_opts_out_meanwhile_gets_nothing_that_is_claimed_ahead(
    sender: Sender,
    connect: Connect,
    meta: Meta,
    handle: Handle,
    published: Published,
) -> None:
    channel = await connect(messagesPerSecond=SLOW)
    orders = [order(channel) for _ in range(4)]
    begun = asyncio.Event()

    async def opt_out_first(_: web.Request, body: dict[str, Any]) -> web.Response:
        if not begun.is_set():
            begun.set()
            change = ContactOptOutChangedV1(
                company_id=channel.company_id,
                identity=f"wa_id:{orders[-1].recipient.wa_id}",
                opted_out=True,
                source="keyword",
                at=now(),
            )
            await handle([change])
        return meta.accept(body)

    meta.respond = opt_out_first
    await sender.begin("campaign", orders)
    await sender.finish()
    await sender.send_due()

    told = await states(published)
    assert [told[str(one.send_id)] for one in orders] == [["accepted"]] * 3 + [["suppressed"]]
    assert len(meta.accepted) == 3


async def test_for_a_company_that_is_erased_meanwhile_nothing_leaves_of_what_is_claimed_ahead(
    sender: Sender, connect: Connect, meta: Meta, handle: Handle, eventually: Eventually
) -> None:
    channel = await connect(messagesPerSecond=SLOW)
    orders = [order(channel) for _ in range(30)]
    sending = asyncio.create_task(sender.begin("campaign", orders))
    await eventually(lambda: one_posted(meta))

    await handle([CompanyErasureRequestedV1(company_id=channel.company_id, erasure_id=uuid7())])
    at = len(meta.requests)
    await sending
    await sender.finish()
    await sender.send_due()

    assert len(meta.requests) <= at + 2, "more left than was on its way"


async def test_a_channel_that_is_disabled_meanwhile_sends_no_more(
    sender: Sender, connect: Connect, meta: Meta, sql: Sql, database: Database, eventually: Eventually
) -> None:
    channel = await connect(messagesPerSecond=SLOW)
    orders = [order(channel) for _ in range(20)]
    sending = asyncio.create_task(sender.begin("campaign", orders))
    await eventually(lambda: one_posted(meta))

    await sql("UPDATE channels SET status = 'disabled', revision = revision + 1")
    at = len(meta.requests)
    await sending
    await sender.finish()

    assert len(meta.requests) <= at + 2
    assert Counter((await states_of(database)).values()) == {
        "accepted": len(meta.accepted),
        "retryable": 20 - len(meta.accepted),
    }


async def test_a_worker_whose_lease_ended_posts_no_more_of_its_block(
    sender: Sender, connect: Connect, meta: Meta, sql: Sql, database: Database, eventually: Eventually
) -> None:
    channel = await connect(messagesPerSecond=SLOW)
    orders = [order(channel) for _ in range(16)]
    sending = asyncio.create_task(sender.begin("campaign", orders))
    await eventually(lambda: one_posted(meta))

    # As if it had stood still for so long.
    await sql("UPDATE sends SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL")
    await sql("UPDATE send_blocks SET lease_until = now() - interval '1 second'")
    async with database.worker() as session:
        await delivery.sweep(session)
    waiting = {send for send, state in (await states_of(database)).items() if state == "retryable"}
    assert waiting
    await sending
    await sender.finish()
    assert waiting.isdisjoint(meta.accepted_ids())
    while await sender.send_due():
        pass

    assert sorted(meta.accepted_ids()) == sorted(str(one.send_id) for one in orders)
    assert set((await states_of(database)).values()) == {"accepted"}


@pytest.mark.timeout(180)
async def test_of_workers_that_are_killed_little_is_unconfirmed_and_the_rest_is_sent_once(
    installation: Installation,
    database: Database,
    connect: Connect,
    fleet: Fleet,
    eventually: Eventually,
    tmp_path: Path,
) -> None:
    """As `test_kills`, of what is claimed ahead; here the provider's webhooks confirm nothing."""
    seed = secrets.randbelow(10**6)
    chance = random.Random(seed)
    channel = await connect(messagesPerSecond=RATE)
    async with serving(create_app(tmp_path, seed=seed)) as graph, SimulatorClient(graph) as simulator:
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
        )
        await simulator.knobs(
            channel.phone_number_id, enforce_window=False, latency_ms={"mean": 60, "jitter": 40}
        )
        orders: list[Order] = []
        campaign, kills = uuid7(), 0
        while kills < KILLS:
            orders += [order(channel, campaign_id=campaign) for _ in range(BY_ROUND)]
            pid = await fleet.send(settings, orders[-3 * BY_ROUND :], ahead=True)
            await asyncio.sleep(chance.uniform(0.02, 0.35))
            try:
                os.kill(pid, signal.SIGKILL)
                kills += 1
            except ProcessLookupError:
                pass  # It was done.
        await fleet.send(settings, orders, ahead=True)

        async def all_settled() -> dict[str, str]:
            async with database.worker() as session:
                await delivery.sweep(session)
            states = await states_of(database)
            if "retryable" in states.values():
                await fleet.send(settings, [], ahead=True)
            assert len(states) == len(orders)
            assert not {"sending", "retryable"} & set(states.values()), Counter(states.values())
            return states

        states = await eventually(all_settled, timeout=90)
        accepted = Counter([str(r["bizOpaqueCallbackData"]) async for r in simulator.full_log()])

    assert max(accepted.values()) == 1, f"sent twice, with seed {seed}"
    unconfirmed = {send for send, state in states.items() if state == "unknown"}
    assert {str(one.send_id) for one in orders} - accepted.keys() <= unconfirmed, f"lost, with seed {seed}"
    never_left = unconfirmed - accepted.keys()
    assert len(never_left) <= KILLS * RATE * 0.05
    assert len(accepted) > len(orders) * 3 / 4
