"""One company's campaigns and files keep no other company's waiting, and each may have so many."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from atende_contracts.ids import uuid7
from atende_platform.identity.company_limits import Limits
from campaign.imports import Importer
from campaign.repository import campaigns
from campaign.repository.campaigns import Campaigns
from campaign.service.progress import report_next

if TYPE_CHECKING:
    from conftest import World

    from atende_platform.testing.plugin import AsUser, Installation


async def another(world: World, as_user: AsUser) -> World:
    """Return another company with a channel."""
    company_id = uuid7()
    other = replace(world, company_id=company_id, channel_id=uuid7(), http=as_user(company_id=company_id))
    await other.channel()
    return other


async def running(world: World, count: int, people: int) -> list[UUID]:
    """Start so many campaigns to so many people."""
    contacts = await world.contacts(people)
    started = [await world.draft(contacts) for _ in range(count)]
    for campaign_id in started:
        await world.act(campaign_id, "start")
    return started


async def upload(world: World, campaign_id: UUID, rows: int) -> Any:
    data = "phone\n" + "".join(f"+55119{80_000_000 + number}\n" for number in range(rows))
    path = f"/api/v1/campaigns/{campaign_id}/targets/import"
    return await world.http.post(path, files={"file": ("lista.csv", data.encode(), "text/csv")})


async def test_one_campaign_is_expanded_before_the_many_of_another_company(
    world: World, as_user: AsUser
) -> None:
    many = await running(world, 6, 30)
    other = await another(world, as_user)
    [single] = await running(other, 1, 30)

    planner = world.planner(campaign_expansion_chunk=10)
    while await other.state(single) == "expanding":
        assert await planner.step()

    states = [await world.state(campaign_id) for campaign_id in many]
    assert states.count("running") <= 1


async def test_progress_is_reported_by_turns_of_companies(world: World, as_user: AsUser) -> None:
    await running(world, 5, 2)
    other = await another(world, as_user)
    await running(other, 1, 2)
    await world.planner().run()

    reported: list[UUID] = []
    last: UUID | None = campaigns.NOBODY
    while last is not None:
        async with world.database.worker() as session:
            last = await report_next(session, interval_seconds=60, sweep_chunk=100, after=last)
        reported.extend([] if last is None else [last])

    assert other.company_id in reported[:2]
    assert reported.count(world.company_id) == 5


async def test_channels_have_one_transaction_each_by_turns(world: World, as_user: AsUser) -> None:
    for channel_id in (world.channel_id, uuid7(), uuid7(), uuid7()):
        await world.channel(channel_id=channel_id, rate=500)
        await running(replace(world, channel_id=channel_id), 1, 12)
    other = await another(world, as_user)
    await running(other, 1, 12)
    dispatcher = world.dispatcher(campaign_claim_limit=5)
    await world.planner().run()
    served: list[UUID] = []
    fill = dispatcher.fill

    async def watched(company_id: UUID, channel_id: UUID) -> int:
        served.append(company_id)
        return await fill(company_id, channel_id)

    dispatcher.fill = watched  # type: ignore[method-assign]
    await dispatcher.run()

    assert served.index(other.company_id) <= 1
    assert served[:5].count(world.company_id) == 4


async def test_a_small_file_does_not_wait_for_another_company_s_large_ones(
    world: World, as_user: AsUser
) -> None:
    for _ in range(3):
        assert (await upload(world, await world.draft(), 60)).status_code == 202
    other = await another(world, as_user)
    small = await other.draft()
    assert (await upload(other, small, 3)).status_code == 202
    settings = world.settings.model_copy(update={"campaign_import_chunk_rows": 10})
    importers = [Importer(world.database, settings) for _ in range(2)]

    async def done(of: World) -> list[int]:
        query = "SELECT rows_done FROM audience_sources WHERE company_id = :of AND status = 'finished'"
        return [row.rows_done for row in await world.sql(query, of=of.company_id)]

    while await done(other) == []:
        assert any(await asyncio.gather(*(importer.step() for importer in importers)))
    assert await done(other) == [3]
    assert await done(world) == []
    target = await other.http.get(f"/api/v1/campaigns/{small}/targets")
    assert target.json()["sources"][0]["file"]["valid"] == 3
    await asyncio.gather(*(importer.run_due() for importer in importers))
    assert await done(world) == [60, 60, 60]


async def test_campaigns_and_rows_of_files_are_limited(
    world: World, installation: Installation, monkeypatch: Any
) -> None:
    limits = Limits(campaigns=2, audience_rows=50, imports_per_hour=3)
    monkeypatch.setattr(installation.runtime.company_limits, "of", lambda _: limits)
    body = {"name": "Oferta", "message": "Oi", "channelId": str(world.channel_id)}
    answers = await asyncio.gather(*(world.http.post("/api/v1/campaigns", json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["code"] == "too-many-campaigns"
    async with world.database.tenant(world.company_id) as session:
        assert await Campaigns(session, world.company_id).count() == 2
    draft = next(UUID(answer.json()["id"]) for answer in answers if answer.status_code == 201)
    copy = await world.http.post(f"/api/v1/campaigns/{draft}/duplicate")
    assert (copy.status_code, copy.json()["code"]) == (409, "too-many-campaigns")

    assert (await upload(world, draft, 40)).status_code == 202
    refused = await upload(world, draft, 40)
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-audience-rows")
    assert (await upload(world, draft, 2)).status_code == 202
    refused = await upload(world, draft, 2)
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-imports")
    files = {"file": ("saidas.csv", b"phone\n+5511988880001\n", "text/csv")}
    refused = await world.http.post("/api/v1/opt-outs/import", files=files)
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-imports")
    one = await world.http.post("/api/v1/opt-outs", json={"phone": "+5511988880001"})
    assert one.status_code == 201, "a quota keeps no one from opting out"
