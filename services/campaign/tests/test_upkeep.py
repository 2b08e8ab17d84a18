"""Campaigns that got stuck are found, reported and repaired; what is no longer needed is purged."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from prometheus_client import REGISTRY

from atende_contracts.campaigns import CampaignFinishedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import now
from campaign.service import upkeep

if TYPE_CHECKING:
    from conftest import World

    from atende_ops.testing import Atende

ALL_DAYS = [1, 2, 3, 4, 5, 6, 7]


async def look(world: World, *, hours: float = 1.0) -> dict[UUID, str]:
    """Look for stuck campaigns, so many hours from now; return their kinds by campaign."""
    async with world.database.worker() as session:
        at = now() + timedelta(hours=hours)
        stuck = await upkeep.repair_stuck(session, world.settings, at)
    kinds = {each.campaign_id: each.kind for each in stuck if each.company_id == world.company_id}
    for kind in set(kinds.values()):
        assert (REGISTRY.get_sample_value("campaign_stuck", {"kind": kind}) or 0) >= 1
    return kinds


async def in_state(world: World, campaign_id: UUID) -> tuple[str, bool]:
    [row] = await world.sql("SELECT state, closed_at FROM campaigns WHERE id = :id", id=campaign_id)
    return row.state, row.closed_at is not None


async def test_what_moves_or_rests_with_reason_is_not_stuck(world: World) -> None:
    people = await world.contacts(3)
    await world.draft(people)
    paused = await world.running(people)
    await world.act(paused, "pause")
    done = await world.running(people)
    await world.dispatcher().run()
    await world.tell(await world.requests(), "delivered")
    await world.report()
    assert await in_state(world, done) == ("finished", True)
    resting = await world.channel(channel_id=uuid7(), status="error")
    held_back = await world.running(people, channelId=str(resting))
    await world.sql("UPDATE recipients SET state = 'dispatched' WHERE campaign_id = :id", id=held_back)
    await world.report()
    assert await look(world, hours=100) == {}
    assert await look(world, hours=0) == {}


async def test_an_expansion_without_a_step_is_told(world: World) -> None:
    campaign_id = await world.draft(await world.contacts(2))
    await world.act(campaign_id, "start")
    await world.report()
    assert await look(world, hours=0) == {}
    assert await look(world) == {campaign_id: "expanding"}
    await world.planner().run()
    assert await world.state(campaign_id) == "running"


@pytest.mark.parametrize(
    ("body", "stuck"),
    [
        ({}, True),
        ({"windows": [{"days": ALL_DAYS, "from": "00:00", "to": "24:00"}]}, True),
        ({"windows": [{"days": ALL_DAYS, "from": "00:00", "to": "24:00"}], "windowZone": "recipient"}, True),
        ({"windows": "closed"}, False),
        ({"windows": "closed", "windowZone": "recipient"}, False),
    ],
)
async def test_one_that_may_send_and_does_not_is_told(
    world: World, body: dict[str, Any], stuck: bool
) -> None:
    if body.get("windows") == "closed":
        other_day = 1 + (now().isoweekday() + 2) % 7
        body = {**body, "windows": [{"days": [other_day], "from": "12:00", "to": "12:01"}]}
    campaign_id = await world.running(await world.contacts(2), **body)
    await world.report()
    assert await look(world) == ({campaign_id: "waiting"} if stuck else {})


async def test_one_at_its_daily_cap_waits_with_reason(world: World) -> None:
    campaign_id = await world.running(await world.contacts(2), maxPerDay=1)
    await world.dispatcher().run()
    await world.tell(await world.requests(), "delivered")
    await world.report()
    assert await world.counts(campaign_id) == {"pending": 1, "delivered": 1}
    await world.sql("UPDATE campaigns SET progress_at = now() - interval '1 hour', updated_at = progress_at")
    assert await look(world, hours=0) == {}


async def test_one_of_which_a_report_was_missed_finishes(world: World) -> None:
    campaign_id = await world.running(await world.contacts(2))
    await world.dispatcher().run()
    await world.tell(await world.requests(), "delivered")
    await world.sql("DELETE FROM progress_marks")
    await world.report()
    assert await in_state(world, campaign_id) == ("running", False)
    assert await look(world) == {campaign_id: "unreported"}
    await world.report()
    assert await in_state(world, campaign_id) == ("finished", True)
    assert await look(world) == {}


async def test_one_that_ended_with_pending_recipients_is_swept(world: World) -> None:
    campaign_id = await world.running(await world.contacts(20))
    await world.act(campaign_id, "cancel")
    await world.sql("DELETE FROM progress_marks")
    assert await look(world) == {campaign_id: "unreported"}
    await world.report()
    assert await in_state(world, campaign_id) == ("cancelled", True)
    assert await world.counts(campaign_id) == {"cancelled": 20}


@pytest.mark.parametrize("end", [None, "cancel"])
async def test_sends_that_nobody_ever_answers_are_unconfirmed_and_a_late_status_still_counts(
    world: World, end: str | None
) -> None:
    campaign_id = await world.running(await world.contacts(2))
    await world.dispatcher().run()
    answered, silent = await world.requests()
    await world.tell([answered], "delivered")
    if end is not None:
        await world.act(campaign_id, end)
    await world.report()
    # Asked for again all the time, without an answer.
    await world.sql(
        "UPDATE recipients SET dispatched_at = now() - interval '1 hour' WHERE state = 'dispatched'"
    )
    assert await world.dispatcher().ask_again() == 1
    assert await look(world) == {campaign_id: "unanswered"}
    assert await world.counts(campaign_id) == {"delivered": 1, "dispatched": 1}
    assert await look(world, hours=25) == {campaign_id: "unanswered"}
    assert await world.counts(campaign_id) == {"delivered": 1, "unconfirmed": 1}
    await world.report()
    assert (await in_state(world, campaign_id))[1]
    assert await look(world, hours=50) == {}
    await world.tell([silent], "read")
    assert await world.counts(campaign_id) == {"delivered": 1, "read": 1}
    await world.report()
    [finished] = await world.published(CampaignFinishedV1)
    assert finished.counts == {"delivered": 1, "unconfirmed": 1}
    assert (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()["counts"] == {
        "delivered": 1,
        "read": 1,
    }


async def test_a_campaign_with_others_still_to_send_to_keeps_its_silent_sends(world: World) -> None:
    campaign_id = await world.running(await world.contacts(2), maxPerDay=1)
    await world.dispatcher().run()
    await world.report()
    await look(world, hours=25)
    assert await world.counts(campaign_id) == {"pending": 1, "dispatched": 1}


async def test_whoever_was_left_behind_gets_a_last_state(world: World) -> None:
    campaign_id = await world.running(await world.contacts(2))
    await world.dispatcher().run()
    await world.tell(await world.requests(), "delivered")
    await world.report()
    first, second = await world.requests()
    for request, state in ((first, "pending"), (second, "dispatched")):
        await world.sql(
            "UPDATE recipients SET state = :state WHERE send_id = :id", state=state, id=request.send_id
        )
    assert await look(world, hours=0) == {campaign_id: "left_behind"}
    await world.report()
    assert await world.counts(campaign_id) == {"cancelled": 1, "unconfirmed": 1}
    assert await look(world, hours=0) == {}
    assert len(await world.published(CampaignFinishedV1)) == 1


async def forget(world: World, *, days: float) -> None:
    cursor = None
    while True:
        async with world.database.worker() as session:
            at = now() + timedelta(days=days)
            cursor = await upkeep.purge_messages(session, world.settings, at, cursor)
        if cursor is None:
            return


async def kept(world: World, campaign_id: UUID) -> int:
    [row] = await world.sql(
        "SELECT count(content) AS n FROM recipients WHERE campaign_id = :id", id=campaign_id
    )
    return int(row.n)


async def test_messages_are_forgotten_long_after_the_end_and_all_else_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "CHUNK", 3)
    people = await world.contacts(7)
    over = await world.running(people, message="Oi {{name}}")
    await world.dispatcher().run()
    requests = await world.requests()
    await world.tell(requests, "delivered")
    under_way = await world.running(people, message="Oi {{name}}")
    await world.report()
    shown, export = await world.recipients(over), f"/api/v1/campaigns/{over}/recipients/export?format=csv"
    file = (await world.http.get(export)).text
    await forget(world, days=89)
    assert await kept(world, over) == 7
    await forget(world, days=91)
    assert await kept(world, over) == 0
    assert await kept(world, under_way) == 7
    assert await world.recipients(over) == shown
    assert (await world.http.get(export)).text == file
    await world.tell(requests, "read")
    assert await world.counts(over) == {"read": 7}
    await forget(world, days=91)


async def test_operators_list_what_is_stuck_and_get_it_going(world: World, installed_atende: Atende) -> None:
    campaign_id = await world.running(await world.contacts(2))
    await world.dispatcher().run()
    answered, _ = await world.requests()
    await world.tell([answered], "delivered")
    await world.report()
    assert (await installed_atende("campaigns", "stuck")).status == 0
    not_stuck = ("campaigns", "nudge", str(campaign_id), "--give-up", "--yes", "--reason", "asked for")
    assert (await installed_atende(*not_stuck)).status == 1

    await world.sql(
        "UPDATE recipients SET dispatched_at = now() - interval '1 hour' WHERE state = 'dispatched'"
    )
    await world.sql(
        "UPDATE campaigns SET updated_at = now() - interval '1 hour', progress_at = now() - interval '1 hour'"
    )
    listed = await installed_atende("campaigns", "stuck", "--json")
    assert listed.status == 1
    assert [(each["id"], each["kind"]) for each in listed.items] == [(str(campaign_id), "unanswered")]
    assert "dlq" in listed.json["notes"][0]

    nudge = ("campaigns", "nudge", str(campaign_id))
    assert (await installed_atende(*nudge, "--give-up")).status == 0
    assert await world.counts(campaign_id) == {"delivered": 1, "dispatched": 1}, "a dry run"
    assert (await installed_atende(*nudge, "--yes")).status == 2
    done = await installed_atende(*nudge, "--give-up", "--yes", "--reason", "the gateway lost it", "--json")
    assert done.json["settled"] == 1
    assert await world.counts(campaign_id) == {"delivered": 1, "unconfirmed": 1}
    await world.report()
    assert await in_state(world, campaign_id) == ("finished", True)
    entries = await world.sql("SELECT payload FROM outbox WHERE topic = 'audit.recorded' ORDER BY id")
    assert sum("campaign.nudged" in row.payload for row in entries) == 2
    assert (await installed_atende("campaigns", "nudge", str(uuid7()))).status == 1
