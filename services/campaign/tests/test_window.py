"""The 24-hour window: who can only get a template is known before a campaign starts, not after it failed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import World

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1
from atende_platform.data.db import now

TEMPLATE = {"name": "oferta", "language": "pt_BR"}
MIXED = [
    {"name": "a", "weight": 1, "template": TEMPLATE},
    {"name": "b", "weight": 1, "message": "Ofertas!"},
]
ANA, BIA, CAIO = (Party(phone=f"+551198765432{number}") for number in (1, 2, 3))


async def known(world: World, *parties: Party) -> list[UUID]:
    events = [world.contact(party) for party in parties]
    await world.handle(events)
    return [event.contact_id for event in events]


def wrote(world: World, sender: Party, ago: timedelta, **fields: Any) -> MessageReceivedV1:
    channel_id = fields.pop("channel_id", None)
    seconds = (now() - ago - world.noon).total_seconds()
    message = world.message(sender, "Oi", seconds=seconds, channel_id=channel_id)
    return message.model_copy(update=fields)


async def estimate(world: World, campaign_id: UUID) -> tuple[int, bool]:
    answer = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/estimate")).json()
    return answer["outOfWindow"], answer["templateNeeded"]


async def test_a_start_says_how_many_need_a_template_and_asks_to_confirm(world: World) -> None:
    campaign_id = await world.draft(await known(world, ANA, BIA, CAIO))
    await world.handle([wrote(world, ANA, timedelta(hours=23))])
    await world.handle([wrote(world, BIA, timedelta(hours=25))])
    start = f"/api/v1/campaigns/{campaign_id}/start"

    assert await estimate(world, campaign_id) == (2, True)
    refused = await world.http.post(start)
    also_refused = await world.http.post(start, json={"confirmOutOfWindow": False})
    unknown = await world.http.post(start, json={"confirm": True})

    assert refused.status_code == also_refused.status_code == 409
    problem = refused.json()
    assert (problem["code"], problem["outOfWindow"], problem["recipients"]) == ("window-closed", 2, 3)
    assert "template" in problem["detail"]
    assert unknown.status_code == 422
    assert await world.state(campaign_id) == "draft"

    confirmed = await world.http.post(start, json={"confirmOutOfWindow": True})
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "expanding")
    assert (await world.http.post(start)).status_code == 200, "started already"


@pytest.mark.parametrize(
    ("content", "needed"),
    [
        ({"message": "Ofertas!"}, True),
        ({"message": None, "media": {"type": "image", "id": str(uuid7())}}, True),
        ({"message": None, "template": TEMPLATE}, False),
        ({"message": None, "variants": MIXED}, True),
    ],
)
async def test_only_templates_need_no_window(world: World, content: dict[str, Any], needed: bool) -> None:
    campaign_id = await world.draft(await known(world, ANA), **content)

    assert await estimate(world, campaign_id) == (1, needed)
    response = await world.http.post(f"/api/v1/campaigns/{campaign_id}/start")
    assert response.status_code == (409 if needed else 200)


async def test_a_channel_without_a_window_needs_no_confirmation(world: World) -> None:
    campaign_id = await world.draft(await known(world, ANA))
    assert await estimate(world, campaign_id) == (1, True)
    await world.channel(revision=2, service_window=False)

    assert await estimate(world, campaign_id) == (0, False)
    await world.act(campaign_id, "start", in_window=True)


async def test_who_wrote_opens_their_window_by_any_of_their_names(world: World) -> None:
    person = Party(phone="+5511987654321", bsuid="BR.1")
    campaign_id = await world.draft(await known(world, person))
    await world.handle([wrote(world, Party(wa_id="551187654321"), timedelta(hours=1))])

    assert await estimate(world, campaign_id) == (0, False)
    await world.act(campaign_id, "start", in_window=True)


@pytest.mark.parametrize("kind", ["system", "reaction", "edit", "revoke"])
async def test_what_is_no_message_of_theirs_opens_no_window(world: World, kind: str) -> None:
    campaign_id = await world.draft(await known(world, ANA))
    await world.handle([wrote(world, ANA, timedelta(hours=1), kind=kind, text=None)])

    assert await estimate(world, campaign_id) == (1, True)


async def test_the_window_is_that_of_the_number_that_was_written_to(world: World) -> None:
    other = await world.channel(channel_id=uuid7())
    people = await known(world, ANA)
    await world.handle([wrote(world, ANA, timedelta(hours=1), channel_id=other)])

    assert await estimate(world, await world.draft(people)) == (1, True)
    assert await estimate(world, await world.draft(people, channelId=str(other))) == (0, False)


async def test_who_opted_out_and_who_is_unknown_need_no_template(world: World) -> None:
    ana, _ = await known(world, ANA, BIA)
    await world.http.post("/api/v1/opt-outs", json={"contactId": str(ana)})
    await world.handle([wrote(world, BIA, timedelta(hours=1))])
    campaign_id = await world.draft([uuid7()])
    await world.http.post(f"/api/v1/campaigns/{campaign_id}/targets", json={"all": True})

    assert await estimate(world, campaign_id) == (0, False)
    await world.act(campaign_id, "start", in_window=True)


async def test_what_counts_of_a_scheduled_campaign_is_its_time(world: World) -> None:
    people = await known(world, ANA)
    await world.handle([wrote(world, ANA, timedelta(hours=20))])
    soon, late = now() + timedelta(hours=3), now() + timedelta(hours=5)
    drafts = [await world.draft(people, type="scheduled", scheduledAt=at.isoformat()) for at in (soon, late)]

    assert [await estimate(world, each) for each in drafts] == [(0, False), (1, True)]
    started = [await world.http.post(f"/api/v1/campaigns/{each}/start") for each in drafts]
    assert [each.status_code for each in started] == [200, 409]


async def test_a_preview_says_until_when_the_window_of_a_contact_is_open(world: World) -> None:
    ana, bia, caio = await known(world, ANA, BIA, CAIO)
    await world.handle([wrote(world, ANA, timedelta(hours=23)), wrote(world, BIA, timedelta(hours=30))])
    text = await world.draft([ana])
    template = await world.draft([ana], message=None, template=TEMPLATE)

    async def preview(campaign_id: UUID, contact_id: UUID) -> tuple[float | None, bool]:
        body = {"contactId": str(contact_id)}
        answer = (await world.http.post(f"/api/v1/campaigns/{campaign_id}/preview", json=body)).json()
        until = answer["windowOpenUntil"] and datetime.fromisoformat(answer["windowOpenUntil"]) - now()
        return until and round(until.total_seconds() / 3600), answer["templateNeeded"]

    assert await preview(text, ana) == (1, False)
    assert await preview(text, bia) == (-6, True)
    assert await preview(text, caio) == (None, True)
    assert await preview(template, caio) == (None, False)
