"""Channels over which no campaigns may be sent: nothing starts on them, and what runs is paused."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from atende_platform.data.db import now

from .conftest import World


async def _act(world: World, campaign_id: UUID, action: str) -> Any:
    body = {"confirmOutOfWindow": True} if action == "start" else None
    return await world.http.post(f"/api/v1/campaigns/{campaign_id}/{action}", json=body)


async def _shown(world: World, campaign_id: UUID) -> dict[str, Any]:
    shown: dict[str, Any] = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    return shown


def _refused(answer: Any) -> bool:
    return (answer.status_code, answer.json()["code"]) == (409, "channel-without-campaigns")


async def test_none_is_started_scheduled_or_tested_on_such_a_channel(world: World) -> None:
    await world.channel(campaigns=False, revision=2)
    contacts = await world.contacts(1)
    at = (now() + timedelta(days=1)).isoformat()
    for body in ({}, {"type": "scheduled", "scheduledAt": at}):
        campaign_id = await world.draft(contacts, **body)
        assert _refused(await _act(world, campaign_id, "start")), body
        assert (await _shown(world, campaign_id))["state"] == "draft"
        url = f"/api/v1/campaigns/{campaign_id}/test-send"
        assert _refused(await world.http.post(url, json={"phone": "+5511987654321"}))
    await world.channel(campaigns=True, revision=3)
    assert (await _act(world, campaign_id, "start")).status_code == 200


async def test_what_runs_or_waits_is_paused_once_and_says_why(world: World) -> None:
    await world.channel(revision=2)
    contacts = await world.contacts(1)
    at = (now() + timedelta(days=1)).isoformat()
    ids = [
        await world.draft(contacts),
        await world.draft(contacts, type="scheduled", scheduledAt=at),
        await world.draft(contacts),
    ]
    for campaign_id in ids[:2]:
        assert (await _act(world, campaign_id, "start")).status_code == 200
    await world.channel(campaigns=False, revision=3)
    for campaign_id in ids[:2]:
        shown = await _shown(world, campaign_id)
        assert (shown["state"], shown["failureReason"]["code"]) == ("paused", "channel_without_campaigns")
        assert _refused(await _act(world, campaign_id, "resume"))
    assert (await _shown(world, ids[2]))["state"] == "draft"

    await world.channel(campaigns=True, revision=4)
    assert (await _act(world, ids[0], "resume")).status_code == 200
    assert (await _shown(world, ids[1]))["state"] == "paused", "a person decides"
    await world.channel(campaigns=True, revision=5)
    assert (await _shown(world, ids[0]))["state"] in ("expanding", "running")
