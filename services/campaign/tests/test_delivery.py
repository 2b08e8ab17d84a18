"""Statuses from the gateway, as they really come: late, twice, in any order, in any batches."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryState, DeliveryStatusChangedV1
from atende_platform.data.db import execute
from atende_platform.testing.plugin import Eventually
from campaign.domain.delivery import outcomes

if TYPE_CHECKING:
    from conftest import World

STATES: list[DeliveryState] = [
    "accepted",
    "sent",
    "delivered",
    "read",
    "played",
    "failed",
    "unconfirmed",
    "suppressed",
]


@given(
    told=st.lists(st.lists(st.sampled_from(STATES), max_size=5), min_size=1, max_size=6), random=st.randoms()
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_statuses_in_any_order_batch_and_repetition_end_in_the_same_rows(
    world: World, told: list[list[DeliveryState]], random: Random
) -> None:
    channel_id = await world.channel(channel_id=uuid7(), rate=1000)
    targets = await world.contacts(len(told))
    campaign_id = await world.running(targets, channelId=str(channel_id))
    await world.dispatcher().fill(world.company_id, channel_id)
    requests = [request for request in await world.requests() if request.campaign_id == campaign_id]
    events = [
        world.status(request, state, seconds=random.randint(0, 9), code=random.randint(1, 3))
        for request, states in zip(requests, told, strict=True)
        for state in states
    ]
    expected = {outcome.send_id: outcome for outcome in outcomes(events)}
    deliveries = events + random.choices(events, k=3) if events else []
    random.shuffle(deliveries)
    while deliveries:
        size = random.randint(1, len(deliveries))
        await world.handle(deliveries[:size])
        deliveries = deliveries[size:]
    rows = await world.sql("SELECT * FROM recipients WHERE campaign_id = :id", id=campaign_id)
    for row in rows:
        outcome = expected.get(row.send_id)
        if outcome is None:
            assert row.state == "dispatched"
            continue
        assert (row.state, row.error_code) == (outcome.state, outcome.error_code)
        for name in ("accepted_at", "sent_at", "delivered_at", "read_at"):
            assert getattr(row, name) == getattr(outcome, name)
    assert sum((await world.counts(campaign_id)).values()) == len(told)


async def test_a_failure_names_its_error_until_it_proves_to_have_arrived(world: World) -> None:
    campaign_id = await world.running(await world.contacts(1))
    await world.dispatcher().run()
    [request] = await world.requests()
    await world.tell([request], "failed")
    [failed] = await world.recipients(campaign_id, state="failed")
    assert failed["error"] == {"code": 131026, "title": "Undeliverable"}
    await world.tell([request], "delivered")
    [delivered] = await world.recipients(campaign_id)
    assert (delivered["state"], delivered["error"]) == ("delivered", None)
    assert delivered["failedAt"] is not None


async def test_a_return_that_comes_after_the_acceptance_changes_nothing(world: World) -> None:
    campaign_id = await world.running(await world.contacts(1))
    await world.dispatcher().run()
    await world.tell(await world.requests(), "accepted")
    await world.tell(await world.requests(), "returned")
    assert await world.counts(campaign_id) == {"accepted": 1}


async def test_what_was_called_off_but_did_go_out_is_shown_as_gone_out(world: World) -> None:
    campaign_id = await world.running(await world.contacts(1))
    await world.dispatcher().run()
    await world.act(campaign_id, "cancel")
    await world.tell(await world.requests(), "returned")
    assert await world.counts(campaign_id) == {"cancelled": 1}
    await world.tell(await world.requests(), "sent")
    assert await world.counts(campaign_id) == {"sent": 1}


async def test_statuses_of_replies_and_of_other_companies_touch_nothing(world: World) -> None:
    campaign_id = await world.running(await world.contacts(1))
    await world.dispatcher().run()
    [request] = await world.requests()
    reply = world.status(request, "read").model_copy(update={"campaign_id": None, "message_id": uuid7()})
    foreign = world.status(request, "read").model_copy(update={"company_id": uuid7()})
    await world.handle([reply])
    await world.handle([foreign])
    assert await world.counts(campaign_id) == {"dispatched": 1}


async def test_one_batch_moves_recipients_of_many_campaigns_in_one_go(world: World) -> None:
    contacts = await world.contacts(50)
    campaigns = [await world.running(contacts) for _ in range(3)]
    await world.dispatcher().run()
    events: list[DeliveryStatusChangedV1] = []
    for request in await world.requests():
        events += [world.status(request, "sent", seconds=1), world.status(request, "delivered", seconds=2)]
    await world.handle(events)
    for campaign_id in campaigns:
        assert await world.counts(campaign_id) == {"delivered": 50}
    [row] = await world.sql("SELECT DISTINCT sent_at, delivered_at FROM recipients")
    assert row.sent_at == world.noon + timedelta(seconds=1)
    assert row.delivered_at == world.noon + timedelta(seconds=2)


async def test_batches_lock_recipients_in_one_order(world: World, eventually: Eventually) -> None:
    campaign_id = await world.running(await world.contacts(20))
    await world.dispatcher().run()
    requests = sorted(await world.requests(), key=lambda request: request.send_id)
    async with world.database.worker() as session:
        await execute(
            session, "SELECT 1 FROM recipients WHERE send_id = :id FOR UPDATE", id=requests[0].send_id
        )
        told = asyncio.create_task(world.tell(requests[::-1], "delivered"))
        await eventually(world.waits_for_a_lock)
        # It waits for the first one, and has taken none of those behind it.
        free = await world.sql("SELECT send_id FROM recipients FOR UPDATE SKIP LOCKED")
        assert len(free) == 19
    await told
    assert await world.counts(campaign_id) == {"delivered": 20}
