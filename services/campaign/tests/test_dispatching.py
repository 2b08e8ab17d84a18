"""Recipients on their way: windows, rates, pauses, and channels that do not send."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from atende_contracts.campaigns import CampaignControlChangedV1, CampaignFinishedV1
from atende_contracts.event import Party, ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.data.db import execute
from atende_platform.process import tracing
from atende_platform.testing.plugin import Eventually
from atende_platform.testing.spans import place_of
from campaign.repository import campaigns, dispatch

if TYPE_CHECKING:
    from conftest import World

    from atende_platform.testing.spans import Recorded


async def test_the_window_is_filled_and_refilled_until_all_are_asked_for(world: World) -> None:
    await world.channel(rate=4, revision=2)
    campaign_id = await world.running(await world.contacts(20))
    dispatcher = world.dispatcher(campaign_window_seconds=2)
    for _ in range(3):
        await dispatcher.run()
    assert await world.counts(campaign_id) == {"pending": 12, "dispatched": 8}
    await world.tell((await world.requests())[:5], "accepted")
    await dispatcher.run()
    assert await world.counts(campaign_id) == {"pending": 7, "dispatched": 8, "accepted": 5}
    for _ in range(3):
        await world.tell(await world.requests(), "accepted")
        await dispatcher.run()
    requests = await world.requests()
    assert len(requests) == len({request.send_id for request in requests}) == 20
    assert {request.key() for request in requests} == {str(world.channel_id)}


async def test_what_is_dispatched_together_begins_a_trace(world: World, spans: Recorded) -> None:
    await world.running(await world.contacts(3))
    await world.dispatcher().run()
    await world.dispatcher().run()  # There is nothing left.
    dispatch_span = spans.one("dispatch")
    assert dict(dispatch_span.attributes or {}) == {"atende.recipients": 3}
    async with world.database.worker() as session:
        told = "SELECT DISTINCT traceparent FROM outbox WHERE topic = 'campaign.send'"
        [[traceparent]] = (await execute(session, told)).all()
    assert traceparent == tracing.written(place_of(dispatch_span))


async def test_concurrent_dispatchers_ask_for_everyone_once_within_one_window(world: World) -> None:
    await world.channel(rate=30, revision=2)
    campaign_id = await world.running(await world.contacts(100))
    dispatchers = [world.dispatcher(campaign_window_seconds=1) for _ in range(4)]
    await asyncio.gather(*(dispatcher.run() for dispatcher in dispatchers))
    assert (await world.counts(campaign_id))["dispatched"] == 30
    for _ in range(6):
        await world.tell(await world.requests(), "accepted")
        await asyncio.gather(*(dispatcher.run() for dispatcher in dispatchers))
    sent = await world.requests_per_send()
    assert len(sent) == 100
    assert set(sent.values()) == {1}


async def test_recipients_locked_by_another_claim_are_passed_over(world: World) -> None:
    campaign_id = await world.running(await world.contacts(4))
    async with world.database.worker() as first, world.database.worker() as second:
        one = await dispatch.claim(first, world.company_id, world.channel_id, {(campaign_id, None): 3})
        two = await dispatch.claim(second, world.company_id, world.channel_id, {(campaign_id, None): 3})
    assert (len(one), len(two)) == (3, 1)
    assert not {each.send_id for each in one} & {each.send_id for each in two}


async def test_campaigns_on_one_channel_share_it_evenly(world: World) -> None:
    await world.channel(rate=10, revision=2)
    contacts = await world.contacts(30)
    large = await world.running(contacts)
    small = await world.running(contacts[:3])
    late = await world.running(contacts)
    await world.dispatcher(campaign_window_seconds=1).run()
    dispatched = {id_: (await world.counts(id_)).get("dispatched", 0) for id_ in (large, small, late)}
    assert sum(dispatched.values()) == 10
    assert dispatched[small] == 3
    assert {dispatched[large], dispatched[late]} == {3, 4}


async def test_a_campaign_with_a_rate_of_its_own_stays_below_the_channels(world: World) -> None:
    campaign_id = await world.running(await world.contacts(30), messagesPerSecond=5)
    dispatcher = world.dispatcher()
    clock = "SELECT clock_timestamp() AS now"
    [before] = await world.sql(clock)
    await dispatcher.run()
    [after] = await world.sql(clock)
    assert (await world.counts(campaign_id))["dispatched"] == 5
    [used] = await world.sql("SELECT paced_until - interval '1 second' AS at FROM campaigns")
    assert before.now < used.at < after.now
    await world.sql("UPDATE campaigns SET paced_until = now() + interval '1 hour'")
    await dispatcher.run()
    assert (await world.counts(campaign_id))["dispatched"] == 5
    await world.sql("UPDATE campaigns SET paced_until = now() - interval '1 hour'")
    await dispatcher.run()
    assert (await world.counts(campaign_id))["dispatched"] == 10


async def test_a_paused_campaign_dispatches_nothing_until_it_is_resumed(world: World) -> None:
    campaign_id = await world.running(await world.contacts(5))
    await world.act(campaign_id, "pause")
    await world.dispatcher().run()
    assert await world.counts(campaign_id) == {"pending": 5}
    await world.act(campaign_id, "resume")
    await world.dispatcher().run()
    assert await world.counts(campaign_id) == {"dispatched": 5}


async def test_a_campaign_that_the_provider_refuses_pauses_and_says_why(world: World) -> None:
    campaign_id = await world.running(await world.contacts(3))
    await world.dispatcher().run()
    paused = ProviderError(code=132015, title="Template is Paused", reason="template_paused")
    requests = await world.requests()
    assert len(requests) == 3

    async def refused(seconds: float) -> list[DeliveryStatusChangedV1]:
        """As reported so long after the campaign changed last."""
        changed = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()["updatedAt"]
        at = datetime.fromisoformat(changed) + timedelta(seconds=seconds)
        update = {"error": paused, "at": at}
        return [world.status(request, "returned").model_copy(update=update) for request in requests]

    await world.handle(await refused(1))

    assert await world.state(campaign_id) == "paused"
    assert await world.counts(campaign_id) == {"pending": 3}  # Nobody was burnt.
    campaign = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    assert campaign["failureReason"]["code"] == "template_paused"
    assert campaign["failure"] == "WhatsApp has paused the template for low quality."
    assert (await world.published(CampaignControlChangedV1))[-1].state == "paused"

    await world.act(campaign_id, "resume")
    await world.handle(await refused(-60))
    assert await world.state(campaign_id) == "running"
    assert (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()["failure"] is None


async def test_pausing_waits_for_the_claim_under_way_and_nothing_is_claimed_after_it(
    world: World, eventually: Eventually
) -> None:
    """A pause between a claim's look at the campaign and its commit would let sends out after it returned."""
    campaign_id = await world.running(await world.contacts(5))
    async with world.database.worker() as session:
        assert await campaigns.claim_running(session, world.company_id, world.channel_id)
        pause = asyncio.create_task(world.act(campaign_id, "pause"))
        await eventually(world.waits_for_a_lock)
        assert not pause.done()
    await pause
    await world.dispatcher().run()
    assert await world.requests() == []


@pytest.mark.parametrize("status", ["disabled", "error"])
async def test_a_channel_that_is_not_active_is_waited_for(world: World, status: str) -> None:
    campaign_id = await world.running(await world.contacts(2))
    await world.channel(status=status, revision=2)
    await world.dispatcher().run()
    assert await world.counts(campaign_id) == {"pending": 2}
    await world.channel(status="active", revision=3)
    await world.dispatcher().run()
    assert await world.counts(campaign_id) == {"dispatched": 2}


async def test_a_deleted_channel_fails_its_campaigns(world: World) -> None:
    campaign_id = await world.running(await world.contacts(2))
    await world.channel(status="deleted", revision=2)
    await world.report()
    assert await world.state(campaign_id) == "failed"
    assert await world.counts(campaign_id) == {"cancelled": 2}
    [finished] = await world.published(CampaignFinishedV1)
    assert finished.state == "failed"
    assert (await world.published(CampaignControlChangedV1))[-1].state == "cancelled"


async def test_one_channels_failure_does_not_stop_the_others(world: World, monkeypatch: Any) -> None:
    broken = await world.channel(channel_id=UUID(int=1))
    contacts = await world.contacts(1)
    await world.running(contacts, channelId=str(broken))
    good = await world.running(contacts)
    real = dispatch.claim

    async def failing(session: Any, company_id: UUID, channel_id: UUID, quotas: Any) -> Any:
        if channel_id == broken:
            raise ZeroDivisionError
        return await real(session, company_id, channel_id, quotas)

    monkeypatch.setattr(dispatch, "claim", failing)
    with pytest.raises(ExceptionGroup):
        await world.dispatcher().run()
    assert await world.counts(good) == {"dispatched": 1}


async def test_recipients_nobody_speaks_of_are_asked_for_again_with_their_send_id(world: World) -> None:
    campaign_id = await world.running(await world.contacts(3))
    await world.dispatcher().run()
    await world.tell((await world.requests())[:1], "accepted")
    assert await world.dispatcher().ask_again() == 0
    await world.sql("UPDATE recipients SET dispatched_at = now() - interval '11 minutes'")
    assert await world.dispatcher().ask_again() == 2
    assert sorted((await world.requests_per_send()).values()) == [1, 2, 2]
    assert await world.dispatcher().ask_again() == 0
    assert await world.counts(campaign_id) == {"accepted": 1, "dispatched": 2}


async def test_who_is_blocked_is_skipped_before_and_after_the_start(world: World) -> None:
    await world.channel(rate=80, revision=2)
    people = [world.contact(Party(phone=f"+551198888000{number}")) for number in range(3)]
    await world.handle(people)
    early = people[0].model_copy(update={"id": uuid7(), "revision": 2, "blocked": True})
    await world.handle([early])
    campaign_id = await world.running([one.contact_id for one in people])
    late = people[1].model_copy(update={"id": uuid7(), "revision": 2, "blocked": True})
    await world.handle([late])
    await world.dispatcher().run()
    assert [request.contact_id for request in await world.requests()] == [people[2].contact_id]
    found = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/recipients")).json()["items"]
    assert sorted((one["state"], one["reason"] or "") for one in found) == [
        ("dispatched", ""),
        ("skipped", "blocked"),
        ("skipped", "blocked"),
    ]
