"""Campaigns behind the restore fence: who may have been sent to since is ordered as of the backup."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from atende_platform.data.db import now
from campaign.service import restores

if TYPE_CHECKING:
    from uuid import UUID

    from conftest import World

MINUTE = timedelta(minutes=1)


async def fence(world: World, *, seconds: float, orders_are_known: bool = False) -> dict[str, int]:
    """Fence off a database whose backup was taken so long before the old system stopped, now."""
    at = now()
    return await restores.fence(
        world.database,
        since=at - timedelta(seconds=seconds),
        until=at,
        at=at,
        orders_are_known=orders_are_known,
    )


async def old_orders(world: World) -> list[Any]:
    """The requests that are dated before the old system stopped."""
    return [each for each in await world.requests() if each.occurred_at < now() - timedelta(seconds=1)]


async def test_as_many_as_the_channel_could_send_are_ordered_as_of_the_backup(world: World) -> None:
    await world.channel(rate=2, revision=2)
    campaign_id = await world.running(await world.contacts(60))
    await world.dispatcher(campaign_window_seconds=2).run()
    sent = await world.requests()
    assert len(sent) == 4

    done = await fence(world, seconds=5)

    may_have_left = 2 * (5 + 12)
    assert list(done.values()) == [4, may_have_left, 0]
    orders = await old_orders(world)
    first = sorted(each["sendId"] for each in await world.recipients(campaign_id, limit=60))
    assert sorted(str(each.send_id) for each in orders) == first[: 4 + may_have_left]
    assert await world.counts(campaign_id) == {
        "dispatched": 4 + may_have_left,
        "pending": 56 - may_have_left,
    }
    assert await world.state(campaign_id) == "running", "it goes on with the others"


async def test_a_paused_campaign_may_have_been_resumed(world: World) -> None:
    await world.channel(rate=2, revision=2)
    campaign_id = await world.running(await world.contacts(40))
    await world.act(campaign_id, "pause")
    await fence(world, seconds=1)
    assert len(await old_orders(world)) == 2 * (1 + 12)
    assert await world.state(campaign_id) == "paused"


async def test_where_kafka_has_the_orders_nothing_is_assumed(world: World) -> None:
    await world.channel(rate=2, revision=2)
    await world.running(await world.contacts(40))
    await world.dispatcher(campaign_window_seconds=1).run()
    assert list((await fence(world, seconds=60, orders_are_known=True)).values()) == [2, 0, 0]


@pytest.mark.parametrize("known", [False, True])
async def test_a_campaign_that_was_still_expanded_is_paused_with_the_reason(
    world: World, known: bool
) -> None:
    """Whom it had reached afterwards nobody knows: they have no rows yet."""
    await world.channel(rate=80, revision=2)
    campaign_id = await world.draft(await world.contacts(5))
    await world.act(campaign_id, "start")
    done = await fence(world, seconds=60, orders_are_known=known)
    assert done["campaigns paused until somebody has looked"] == 1
    shown = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    assert (shown["state"], shown["failureReason"]["code"]) == ("paused", "restored")


async def test_what_came_due_since_the_backup_waits_for_somebody_who_has_looked(world: World) -> None:
    due, later = [await scheduled(world, at=now() + MINUTE * minutes) for minutes in (1, 600)]
    await restores.fence(
        world.database, since=now() - MINUTE, until=now() + MINUTE * 5, at=now(), orders_are_known=False
    )
    assert [await world.state(each) for each in (due, later)] == ["paused", "scheduled"]


async def scheduled(world: World, *, at: Any) -> UUID:
    campaign_id = await world.draft(await world.contacts(1), type="scheduled", scheduledAt=at.isoformat())
    await world.act(campaign_id, "start")
    return campaign_id
