"""Campaigns that start by themselves: once, in time, late, or not at all; and their runs."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.channels import CompanyChangedV1
from atende_contracts.event import Party
from atende_platform.data.db import now
from campaign import scheduler as scheduler_module
from campaign.scheduler import Scheduler

if TYPE_CHECKING:
    from conftest import World

MONDAYS = {"type": "recurring", "cron": "0 9 * * 1", "timeZone": "America/Sao_Paulo"}
MONDAY = datetime(2030, 1, 7, 12, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def scheduler(world: World, at: datetime | None = None, **settings: Any) -> Scheduler:
    return Scheduler(
        world.database, world.settings.model_copy(update=settings), clock=now if at is None else lambda: at
    )


async def shown(world: World, campaign_id: UUID) -> dict[str, Any]:
    response = await world.http.get(f"/api/v1/campaigns/{campaign_id}")
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def runs_of(world: World, parent_id: UUID) -> list[dict[str, Any]]:
    response = await world.http.get("/api/v1/campaigns", params={"parentId": str(parent_id)})
    items: list[dict[str, Any]] = response.json()["items"]
    return items[::-1]


def instant(shown: str) -> datetime:
    return datetime.fromisoformat(shown)


async def scheduled(world: World, in_minutes: float = 60, count: int = 2) -> UUID:
    at = (now() + timedelta(minutes=in_minutes)).isoformat()
    campaign_id = await world.draft(await world.contacts(count), type="scheduled", scheduledAt=at)
    assert (await world.act(campaign_id, "start"))["state"] == "scheduled"
    return campaign_id


async def recurring(world: World, first: datetime = MONDAY, **body: Any) -> UUID:
    """Start a recurring campaign as if this were the week before ``first``."""
    campaign_id = await world.draft(await world.contacts(2), **{**MONDAYS, **body})
    await world.act(campaign_id, "start")
    await world.sql("UPDATE campaigns SET scheduled_at = :first WHERE id = :id", first=first, id=campaign_id)
    return campaign_id


# --- one time --------------------------------------------------------------------------------


async def test_a_local_time_is_of_the_companys_zone_unless_another_is_named(world: World) -> None:
    body = {"type": "scheduled", "scheduledAt": "2030-06-01T09:00"}
    first = await shown(world, await world.draft(**body))
    assert (first["timeZone"], first["scheduledAt"]) == ("America/Sao_Paulo", "2030-06-01T12:00:00Z")
    told = CompanyChangedV1(company_id=world.company_id, name="x", time_zone="Asia/Tokyo", revision=2)
    await world.handle([told])
    second = await shown(world, await world.draft(**body))
    assert (second["timeZone"], second["scheduledAt"]) == ("Asia/Tokyo", "2030-06-01T00:00:00Z")
    third = await shown(world, await world.draft(**body, timeZone="America/Manaus"))
    assert third["scheduledAt"] == "2030-06-01T13:00:00Z"
    fourth = await shown(world, await world.draft(type="scheduled", scheduledAt="2030-06-01T09:00+02:00"))
    assert fourth["scheduledAt"] == "2030-06-01T07:00:00Z"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"type": "scheduled"}, "scheduledAt"),
        ({"type": "recurring"}, "cron"),
        ({"scheduledAt": "2030-01-01T09:00"}, "scheduledAt"),
        ({"type": "scheduled", "scheduledAt": "9999-12-31T23:00"}, "scheduledAt"),
        ({"type": "scheduled", "scheduledAt": "tomorrow"}, "scheduledAt"),
        ({"type": "scheduled", "scheduledAt": "2030-12-24"}, "scheduledAt"),
        ({"type": "scheduled", "scheduledAt": 1924000000}, "scheduledAt"),
        ({"type": "recurring", "cron": "0 9 * * *", "endsAt": "2030-12-24"}, "endsAt"),
        ({"timeZone": "Brasilia"}, "timeZone"),
        ({"type": "recurring", "cron": "* * * * *"}, "cron"),
        ({"type": "recurring", "cron": "0 9 * * \u0000"}, "cron"),
        ({"type": "recurring", "cron": "0 9 * * *", "maxRuns": 0}, "maxRuns"),
        ({"endsAt": "2030-01-01T09:00"}, "endsAt"),
        ({"windows": [{"days": [8], "from": "09:00", "to": "20:00"}]}, "windows.0.days.0"),
        ({"windows": [{"days": [1], "from": "9:00", "to": "20:00"}]}, "windows.0.from"),
        ({"windows": [{"days": [1], "from": "20:00", "to": "09:00"}]}, "windows.0"),
        ({"windowZone": "ours"}, "windowZone"),
        ({"maxPerDay": 0}, "maxPerDay"),
    ],
)
async def test_what_is_wrong_with_a_time_is_named(world: World, body: dict[str, Any], field: str) -> None:
    valid = {"name": "x", "message": "x", "channelId": str(world.channel_id)}
    response = await world.http.post("/api/v1/campaigns", json={**valid, **body})
    assert response.status_code == 422, response.text
    assert response.json()["errors"][0]["field"] == field


async def test_a_recurring_draft_shows_its_next_run(world: World) -> None:
    yearly = {"type": "recurring", "cron": "30 9 24 12 *", "timeZone": "America/Sao_Paulo"}
    draft = await world.draft(**yearly)
    year = now().year + (now() > datetime(now().year, 12, 24, 12, 30, tzinfo=UTC))
    for body in (await shown(world, draft), (await world.http.get("/api/v1/campaigns")).json()["items"][0]):
        assert body["scheduledAt"] == f"{year}-12-24T12:30:00Z"
    over = await world.draft(**yearly, endsAt="2020-01-01T00:00:00Z")
    assert (await shown(world, over))["scheduledAt"] is None


async def test_a_drafts_timing_can_be_changed(world: World) -> None:
    campaign_id = await world.draft(type="scheduled", scheduledAt="2030-06-01T09:00", maxPerDay=5)
    url = f"/api/v1/campaigns/{campaign_id}"
    moved = await world.http.patch(url, json={"scheduledAt": "2030-06-02T09:00"})
    assert moved.json()["scheduledAt"] == "2030-06-02T12:00:00Z"
    changed = await world.http.patch(
        url, json={"type": "recurring", "scheduledAt": None, "cron": "0 9 * * *", "maxPerDay": None}
    )
    body = changed.json()
    assert (body["type"], body["cron"]) == ("recurring", "0 9 * * *")
    assert instant(body["scheduledAt"]) - now() <= timedelta(days=1)  # Its next run, if it were started now.
    assert body["maxPerDay"] is None
    refused = await world.http.patch(url, json={"type": "broadcast"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "cron")


async def test_a_scheduled_campaign_waits_and_starts_when_it_is_due(world: World) -> None:
    campaign_id = await scheduled(world)
    assert await world.published(CampaignControlChangedV1) == []
    await scheduler(world).run()
    await world.planner().run()
    assert await world.state(campaign_id) == "scheduled"
    await scheduler(world, now() + timedelta(minutes=60, seconds=1)).run()
    await world.planner().run()
    assert await world.counts(campaign_id) == {"pending": 2}
    campaign = await shown(world, campaign_id)
    assert (campaign["state"], campaign["notice"]) == ("running", None)
    assert instant(campaign["startedAt"]) >= instant(campaign["scheduledAt"])
    moves = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/history")).json()["items"]
    assert [(move["state"], move["by"] is None) for move in moves] == [
        ("draft", False),
        ("scheduled", False),
        ("expanding", True),
        ("running", True),
    ]


async def test_a_time_that_has_passed_is_refused_at_the_start(world: World) -> None:
    at = (now() - timedelta(minutes=1)).isoformat()
    campaign_id = await world.draft(await world.contacts(1), type="scheduled", scheduledAt=at)
    response = await world.http.post(f"/api/v1/campaigns/{campaign_id}/start")
    assert (response.status_code, response.json()["code"]) == (409, "due-time-passed")


async def test_it_can_be_paused_resumed_and_cancelled_before_its_time(world: World) -> None:
    campaign_id = await scheduled(world)
    assert (await world.act(campaign_id, "start"))["state"] == "scheduled"
    assert (await world.act(campaign_id, "pause"))["state"] == "paused"
    await scheduler(world, now() + timedelta(hours=2)).run()
    assert await world.state(campaign_id) == "paused"
    assert (await world.act(campaign_id, "resume"))["state"] == "scheduled"
    assert (await world.act(campaign_id, "cancel"))["state"] == "cancelled"
    await scheduler(world, now() + timedelta(hours=2)).run()
    assert await world.state(campaign_id) == "cancelled"


async def test_one_that_was_paused_over_its_time_starts_when_it_is_resumed(world: World) -> None:
    campaign_id = await scheduled(world)
    await world.act(campaign_id, "pause")
    await world.sql("UPDATE campaigns SET scheduled_at = now() - interval '1 hour'")
    resumed = await world.act(campaign_id, "resume")
    assert resumed["state"] == "expanding"
    assert resumed["startedAt"] is not None


async def test_one_that_came_due_while_nobody_was_there_starts_late_and_says_so(world: World) -> None:
    campaign_id = await scheduled(world)
    await world.sql("UPDATE campaigns SET scheduled_at = now() - interval '300 minutes'")
    await scheduler(world).run()
    campaign = await shown(world, campaign_id)
    assert campaign["state"] == "expanding"
    assert campaign["notice"] == "Started 300 minutes late, as it could not start in time."


async def test_one_that_is_too_late_is_paused_and_says_so_and_can_be_sent(world: World) -> None:
    campaign_id = await scheduled(world)
    await world.sql("UPDATE campaigns SET scheduled_at = now() - interval '361 minutes'")
    await scheduler(world).run()
    campaign = await shown(world, campaign_id)
    assert campaign["state"] == "paused"
    assert "too late to start by itself" in campaign["failure"]
    resumed = await world.act(campaign_id, "resume")
    assert (resumed["state"], resumed["failure"]) == ("expanding", None)
    await world.planner().run()
    assert await world.counts(campaign_id) == {"pending": 2}


async def test_two_schedulers_start_it_once(world: World) -> None:
    ids = [await scheduled(world) for _ in range(3)]
    later = now() + timedelta(hours=2)
    await asyncio.gather(*(scheduler(world, later).run() for _ in range(4)))
    for campaign_id in ids:
        moves = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/history")).json()["items"]
        assert [move["state"] for move in moves] == ["draft", "scheduled", "expanding"]
    assert len(await world.published(CampaignControlChangedV1)) == 3


async def test_a_crash_while_starting_leaves_it_due_and_it_starts_once(
    world: World, monkeypatch: Any
) -> None:
    campaign_id = await scheduled(world)
    later = now() + timedelta(hours=2)
    real = scheduler_module.come_due

    async def dying(*args: Any, **kwargs: Any) -> None:
        await real(*args, **kwargs)
        raise asyncio.CancelledError

    monkeypatch.setattr(scheduler_module, "come_due", dying)
    with pytest.raises(asyncio.CancelledError):
        await scheduler(world, later).run()
    assert await world.state(campaign_id) == "scheduled"
    assert await world.published(CampaignControlChangedV1) == []
    monkeypatch.undo()
    await scheduler(world, later).run()
    await scheduler(world, later).run()
    await world.planner().run()
    await world.dispatcher().run()
    assert set((await world.requests_per_send()).values()) == {1}
    assert len(await world.requests()) == 2


async def test_one_that_cannot_be_started_fails_alone(world: World, monkeypatch: Any) -> None:
    bad, good = await scheduled(world, 30), await scheduled(world, 40)
    real = scheduler_module.come_due

    async def failing(session: Any, campaign: Any, *args: Any, **kwargs: Any) -> None:
        if campaign.id == bad:
            raise ZeroDivisionError
        await real(session, campaign, *args, **kwargs)

    monkeypatch.setattr(scheduler_module, "come_due", failing)
    await scheduler(world, now() + timedelta(hours=1)).run()
    assert (await shown(world, bad))["failure"] == "It could not be started."
    assert await world.state(good) == "expanding"


async def test_a_deleted_channel_fails_what_waits_for_its_time(world: World) -> None:
    campaign_id = await scheduled(world)
    await world.channel(status="deleted", revision=2)
    assert await world.state(campaign_id) == "failed"


# --- again and again -------------------------------------------------------------------------


async def test_each_run_is_a_campaign_of_its_own(world: World) -> None:
    parent = await recurring(world, windows=[], maxPerDay=1000)
    for week in range(2):
        await scheduler(world, MONDAY + week * WEEK + timedelta(seconds=5)).run()
    await world.planner().run()
    first, second = await runs_of(world, parent)
    assert (first["runNumber"], second["runNumber"]) == (1, 2)
    assert first["name"] == "Black Friday (1)"
    assert instant(first["scheduledAt"]) == MONDAY
    assert (first["type"], first["parentId"], first["maxPerDay"]) == ("broadcast", str(parent), 1000)
    for run in (first, second):
        assert await world.counts(UUID(run["id"])) == {"pending": 2}
    shown_parent = await shown(world, parent)
    assert (shown_parent["state"], shown_parent["runs"], shown_parent["notice"]) == ("scheduled", 2, None)
    assert instant(shown_parent["scheduledAt"]) == MONDAY + 2 * WEEK
    await world.dispatcher().run()
    assert len(await world.requests_per_send()) == 4


async def test_everybody_is_who_is_a_contact_at_each_run(world: World) -> None:
    parent = await world.draft(**MONDAYS)
    targets = await world.http.post(f"/api/v1/campaigns/{parent}/targets", json={"all": True})
    assert targets.status_code == 200, targets.text
    await world.act(parent, "start")
    sizes = []
    for week in range(2):
        due = MONDAY + week * WEEK
        await world.contacts(2)  # Two phones the first time, two more contacts of the same the second.
        await world.handle([world.contact(Party(phone=f"+55119{20_000_000 + week}"))])
        await world.sql("UPDATE campaigns SET scheduled_at = :due WHERE id = :id", due=due, id=parent)
        await scheduler(world, due + timedelta(seconds=5)).run()
        await world.planner().run()
        run = (await runs_of(world, parent))[-1]
        sizes.append((await world.counts(UUID(run["id"])))["pending"])
    assert sizes == [3, 4]


async def test_two_schedulers_and_a_clock_put_back_make_a_run_once(world: World) -> None:
    parent = await recurring(world)
    at = MONDAY + timedelta(seconds=5)
    await asyncio.gather(*(scheduler(world, at).run() for _ in range(4)))
    assert len(await runs_of(world, parent)) == 1
    await world.sql("UPDATE campaigns SET scheduled_at = :due WHERE id = :id", due=MONDAY, id=parent)
    await scheduler(world, at).run()
    await scheduler(world, at - WEEK).run()
    [run] = await runs_of(world, parent)
    assert (await shown(world, parent))["runs"] == run["runNumber"] == 1


async def test_a_clock_that_leaps_makes_one_run(world: World) -> None:
    parent = await recurring(world)
    await scheduler(world, MONDAY + 10 * WEEK + timedelta(hours=1)).run()
    [run] = await runs_of(world, parent)
    assert instant(run["scheduledAt"]) == MONDAY + 10 * WEEK
    assert run["notice"] == "Started 60 minutes late, as it could not start in time."


async def test_of_missed_runs_the_last_is_made_up_for_if_it_is_not_too_old(world: World) -> None:
    parent = await recurring(world, cron="0 * * * *")
    await scheduler(world, MONDAY + timedelta(hours=9, minutes=30)).run()
    [run] = await runs_of(world, parent)
    assert instant(run["scheduledAt"]) == MONDAY + timedelta(hours=9)
    body = await shown(world, parent)
    assert instant(body["scheduledAt"]) == MONDAY + timedelta(hours=10)
    assert "were skipped" in body["notice"]


async def test_missed_runs_that_are_too_old_are_skipped(world: World) -> None:
    parent = await recurring(world)
    await scheduler(world, MONDAY + timedelta(hours=7)).run()
    assert await runs_of(world, parent) == []
    body = await shown(world, parent)
    assert (body["state"], body["runs"]) == ("scheduled", 0)
    assert instant(body["scheduledAt"]) == MONDAY + WEEK
    assert "2030-01-07T12:00+00:00" in body["notice"]


@pytest.mark.parametrize("end", [{"maxRuns": 2}, {"endsAt": "2030-01-14T09:00"}])
async def test_it_ends_by_number_or_date(world: World, end: dict[str, Any]) -> None:
    parent = await recurring(world, **end)
    for week in range(4):
        await scheduler(world, MONDAY + week * WEEK + timedelta(seconds=5)).run()
    assert len(await runs_of(world, parent)) == 2
    await world.report()
    body = await shown(world, parent)
    assert (body["state"], body["scheduledAt"], body["allowed"]) == ("finished", None, [])


async def test_it_can_be_paused_resumed_and_cancelled_and_its_runs_go_on(world: World) -> None:
    parent = await recurring(world)
    await scheduler(world, MONDAY + timedelta(seconds=5)).run()
    await world.act(parent, "pause")
    await scheduler(world, MONDAY + WEEK).run()
    assert len(await runs_of(world, parent)) == 1
    resumed = await world.act(parent, "resume")
    assert resumed["state"] == "scheduled"
    assert instant(resumed["scheduledAt"]) > now()
    await world.act(parent, "cancel")
    await world.planner().run()
    [run] = await runs_of(world, parent)
    assert run["state"] == "running"
    assert await world.state(parent) == "cancelled"


async def test_one_without_runs_left_does_not_start(world: World) -> None:
    over = {**MONDAYS, "endsAt": "2020-01-01T00:00"}
    campaign_id = await world.draft(await world.contacts(1), **over)
    response = await world.http.post(f"/api/v1/campaigns/{campaign_id}/start")
    assert (response.status_code, response.json()["code"]) == (409, "no-runs-left")


async def test_a_copy_of_a_recurring_campaign_begins_anew(world: World) -> None:
    parent = await recurring(world)
    await scheduler(world, MONDAY + timedelta(seconds=5)).run()
    copy = (await world.http.post(f"/api/v1/campaigns/{parent}/duplicate")).json()
    assert (copy["cron"], copy["runs"]) == (MONDAYS["cron"], 0)
    assert instant(copy["scheduledAt"]) < MONDAY  # The next Monday, and not the run that its parent had.
    [run] = await runs_of(world, parent)
    copy = (await world.http.post(f"/api/v1/campaigns/{run['id']}/duplicate")).json()
    assert (copy["type"], copy["parentId"], copy["scheduledAt"]) == ("broadcast", None, None)
