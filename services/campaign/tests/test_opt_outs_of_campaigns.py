"""Who leaves broadcasts after a campaign's message counts as its result, as a reply does; by variant, too."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.contacts import ContactPreferenceReportedV1
from atende_contracts.event import Event, Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import CampaignSendRequestedV1, MessageReceivedV1
from campaign.commands import recount_command

if TYPE_CHECKING:
    from conftest import World

_VARIANTS = [{"name": "A", "message": "Oi!"}, {"name": "B", "message": "Olá!", "weight": 2}]


async def _sent(
    world: World, count: int, *, seconds: float = 0, channel_id: UUID | None = None, **body: Any
) -> tuple[UUID, list[CampaignSendRequestedV1]]:
    """Run a campaign of so many, dispatched at the world's noon or so many seconds later."""
    channel_id = await world.channel(channel_id=channel_id or uuid7(), rate=1000)
    campaign_id = await world.running(await world.contacts(count), channelId=str(channel_id), **body)
    await world.dispatcher().fill(world.company_id, channel_id)
    await world.sql(
        "UPDATE recipients SET dispatched_at = :at WHERE campaign_id = :id AND state = 'dispatched'",
        id=campaign_id,
        at=world.noon + timedelta(seconds=seconds),
    )
    requests = [request for request in await world.requests() if request.campaign_id == campaign_id]
    return campaign_id, sorted(requests, key=lambda request: request.send_id)


def _says(world: World, request: CampaignSendRequestedV1, text: str, seconds: float) -> MessageReceivedV1:
    return world.message(request.recipient, text, seconds=seconds, channel_id=request.channel_id)


def _stops(world: World, request: CampaignSendRequestedV1, seconds: float) -> ContactPreferenceReportedV1:
    """A recipient stops the number's marketing at WhatsApp."""
    return ContactPreferenceReportedV1(
        company_id=world.company_id,
        channel_id=request.channel_id,
        party=request.recipient,
        category="marketing_messages",
        wish="stop",
        at=world.noon + timedelta(seconds=seconds),
    )


async def _told(world: World, campaign_id: UUID) -> CampaignProgressV1:
    """Return the last report of a campaign."""
    await world.report()
    reports = [each for each in await world.published(CampaignProgressV1) if each.campaign_id == campaign_id]
    return max(reports, key=lambda each: each.revision)


async def test_it_is_counted_once_however_one_leaves_and_coming_back_does_not_undo_it(world: World) -> None:
    campaign_id, requests = await _sent(world, 4)
    by_word, at_whatsapp, stays, _ = requests
    said = [
        world.message(by_word.recipient, "SAIR", seconds=60),
        world.message(by_word.recipient, "VOLTAR A RECEBER", seconds=120),
        world.message(by_word.recipient, "SAIR", seconds=180),
        world.message(stays.recipient, "Quero!", seconds=60),
        world.message(Party(wa_id="5511900000000"), "SAIR", seconds=60),
    ]
    for each in (*said, *said):
        await world.handle([each])
    await world.handle([_stops(world, at_whatsapp, 90)])

    told = await _told(world, campaign_id)
    assert (told.opt_outs, told.variants) == (2, [])
    rows = await world.sql("SELECT send_id, at FROM campaign_opt_outs ORDER BY at")
    assert [(row.send_id, row.at) for row in rows] == [
        (by_word.send_id, world.noon + timedelta(seconds=60)),
        (at_whatsapp.send_id, world.noon + timedelta(seconds=90)),
    ]


@pytest.mark.parametrize(("seconds", "counted"), [(-60, 0), (0, 1), (3 * 86_400, 1), (3 * 86_400 + 60, 0)])
async def test_only_in_the_days_after_the_message(world: World, seconds: float, counted: int) -> None:
    campaign_id, [request] = await _sent(world, 1)
    await world.handle([world.message(request.recipient, "SAIR", seconds=seconds)])
    assert (await _told(world, campaign_id)).opt_outs == counted


async def test_of_several_campaigns_the_last_before_is_the_one_and_of_that_channel_if_one_is_left(
    world: World,
) -> None:
    channel_id = uuid7()
    first, requests = await _sent(world, 2, channel_id=channel_id)
    second, _ = await _sent(world, 2, channel_id=channel_id, seconds=3_600)
    elsewhere, _ = await _sent(world, 2, seconds=7_200)
    of_channel, of_all = requests
    await world.handle([_stops(world, of_channel, 9_000)])
    await world.handle([world.message(of_all.recipient, "SAIR", seconds=9_000, channel_id=channel_id)])
    await world.handle([world.message(of_all.recipient, "SAIR", seconds=1_800, channel_id=channel_id)])
    counts = [(await _told(world, each)).opt_outs for each in (first, second, elsewhere)]
    assert counts == [1, 1, 1]


async def test_who_has_left_when_a_message_fails_left_after_the_one_before(world: World) -> None:
    channel_id = uuid7()
    before, _ = await _sent(world, 1, channel_id=channel_id)
    campaign_id, [request] = await _sent(world, 1, channel_id=channel_id, seconds=3_600)
    failed = world.status(request, "failed", seconds=3_700, code=131050, reason="opted_out")
    await world.handle([failed, failed])
    assert [(await _told(world, each)).opt_outs for each in (before, campaign_id)] == [1, 0]


async def test_what_an_agent_enters_counts_and_what_a_file_lists_does_not(world: World) -> None:
    campaign_id, requests = await _sent(world, 2)
    await world.sql("UPDATE recipients SET dispatched_at = now() WHERE campaign_id = :id", id=campaign_id)
    entered, listed = (str(request.recipient.phone) for request in requests)
    for _ in range(2):
        response = await world.http.post("/api/v1/opt-outs", json={"phone": entered})
        assert response.status_code == 201, response.text
    files = {"file": ("fora.csv", f"phone\n{listed}\n".encode(), "text/csv")}
    response = await world.http.post("/api/v1/opt-outs/import", files=files)
    assert response.json()["created"] == 1, response.text
    assert (await _told(world, campaign_id)).opt_outs == 1


async def test_nobody_leaves_after_a_message_that_they_did_not_get(world: World) -> None:
    campaign_id, [failed, skipped] = await _sent(world, 2)
    await world.tell([failed], "failed")
    await world.sql("UPDATE recipients SET state = 'skipped' WHERE send_id = :id", id=skipped.send_id)
    await world.handle([world.message(each.recipient, "SAIR", seconds=60) for each in (failed, skipped)])
    assert (await _told(world, campaign_id)).opt_outs == 0


async def test_another_company_of_the_same_person_is_not_touched(world: World) -> None:
    campaign_id, [request] = await _sent(world, 1)
    message = world.message(request.recipient, "SAIR", seconds=60)
    await world.handle([message.model_copy(update={"company_id": uuid7()})])
    assert (await _told(world, campaign_id)).opt_outs == 0


async def test_variants_are_told_with_their_results_to_the_end(world: World) -> None:
    campaign_id, requests = await _sent(world, 12, message=None, variants=_VARIANTS)
    of = {UUID(row["sendId"]): row["variant"] for row in await world.recipients(campaign_id)}
    assert set(of.values()) == {"A", "B"}
    await world.tell(requests, "delivered")
    await world.tell(requests[:7], "read")
    replied, left = requests[:5], requests[3:9]
    await world.handle([_says(world, each, "Oi", 60) for each in replied])
    await world.handle([_says(world, each, "SAIR", 90) for each in left])

    told = await _told(world, campaign_id)
    [end] = [each for each in await world.published(CampaignFinishedV1) if each.campaign_id == campaign_id]
    assert [(each.number, each.name) for each in told.variants] == [(1, "A"), (2, "B")]
    for each in told.variants:

        def among(some: list[CampaignSendRequestedV1], name: str = each.name) -> int:
            return sum(of[one.send_id] == name for one in some)

        assert each.total == sum(each.counts.values()) == among(requests)
        assert each.counts.get("read", 0) == among(requests[:7])
        assert each.counts.get("delivered", 0) == among(requests[7:])
        # "SAIR" is a reply, too.
        assert each.replies == among([*replied, *left[2:]])
        assert each.opt_outs == among(left)
    assert (told.replies, told.opt_outs) == (9, 6)
    assert end.variants == told.variants or end.revision < told.revision
    shown = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    assert shown["replies"] == told.replies == (await world.progress(campaign_id))["replies"]


@pytest.mark.parametrize("seed", range(5))
async def test_any_order_batch_and_repetition_end_in_the_same_counts(world: World, seed: int) -> None:
    random = Random(seed)
    campaign_id, requests = await _sent(world, 5, message=None, variants=_VARIANTS)
    of = {UUID(row["sendId"]): row["variant"] for row in await world.recipients(campaign_id)}
    said = [
        world.message(request.recipient, random.choice(["SAIR", "VOLTAR A RECEBER", "Oi"]), seconds=second)
        for request in requests
        for second in random.sample(range(1, 500), random.randint(0, 3))
    ]
    deliveries: list[Event] = said + (random.choices(said, k=3) if said else [])
    random.shuffle(deliveries)
    while deliveries:
        size = random.randint(1, len(deliveries))
        await world.handle(deliveries[:size])
        deliveries = deliveries[size:]
    left = {each.sender.phone for each in said if each.text == "SAIR"}
    expected = Counter(of[each.send_id] for each in requests if each.recipient.phone in left)
    told = await _told(world, campaign_id)
    assert {each.name: each.opt_outs for each in told.variants} == {name: expected[name] for name in "AB"}
    assert told.opt_outs == expected.total()


async def test_a_recount_after_an_upgrade_is_what_would_have_been_counted(world: World) -> None:
    campaign_id, requests = await _sent(world, 9, message=None, variants=_VARIANTS)
    await _sent(world, 9, seconds=3_600)
    for number, request in enumerate(requests[:6]):
        await world.handle([_says(world, request, "SAIR", 1_800 + 900 * number)])
    await world.handle([_says(world, requests[0], "VOLTAR A RECEBER", 9_000)])
    listed = str(requests[7].recipient.phone)
    files = {"file": ("fora.csv", f"phone\n{listed}\n".encode(), "text/csv")}
    await world.http.post("/api/v1/opt-outs/import", files=files)
    before, told = await world.sql(_COUNTED), await _told(world, campaign_id)
    assert (told.opt_outs, len(before)) == (2, 6)

    await world.sql("DELETE FROM campaign_opt_outs")
    for _ in range(2):
        assert await asyncio.to_thread(recount_command, world.settings, []) == 0
        assert await world.sql(_COUNTED) == before
    again = await _told(world, campaign_id)
    assert again.revision > told.revision
    assert (again.opt_outs, again.variants) == (told.opt_outs, told.variants)
    assert recount_command(world.settings, ["everything"]) == 2


_COUNTED = "SELECT campaign_id, send_id, variant, at FROM campaign_opt_outs ORDER BY campaign_id, send_id"
