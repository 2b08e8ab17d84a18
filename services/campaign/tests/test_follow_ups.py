"""A campaign to those recipients of another one whom it did not reach, or who did not read it."""

from typing import Any
from uuid import UUID

from conftest import World

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryState
from campaign.imports import Importer

STATES: tuple[DeliveryState, ...] = ("failed", "delivered", "read", "sent")


async def sent(world: World, *parties: Party) -> UUID:
    """Return a campaign whose recipients are in the `STATES`, by turns."""
    events = [world.contact(party) for party in parties]
    await world.handle(events)
    campaign_id = await world.running([event.contact_id for event in events], name="Primeira")
    await world.dispatcher().run()
    requests = await world.requests()
    for number, state in enumerate(STATES):
        await world.tell([one for one in requests if _digit(one.recipient) % len(STATES) == number], state)
    return campaign_id


def _digit(party: Party) -> int:
    return int(str(party.phone)[-1])


def people(count: int) -> list[Party]:
    return [Party(phone=f"+551198765432{number}", name=f"Cliente {number}") for number in range(count)]


async def follow_up(world: World, first: UUID, states: list[str], **body: Any) -> tuple[UUID, Any]:
    campaign_id = await world.draft(**body)
    wanted = {"recipientsOf": {"campaignId": str(first), "states": states}}
    response = await world.http.post(f"/api/v1/campaigns/{campaign_id}/targets", json=wanted)
    assert response.status_code == 200, response.text
    again = await world.http.post(f"/api/v1/campaigns/{campaign_id}/targets", json=wanted)
    assert (again.json()["added"], again.json()["already"]) == (0, 1)
    return campaign_id, response.json()


async def phones(world: World, campaign_id: UUID) -> list[str]:
    return sorted(one["phone"][-1] for one in await world.recipients(campaign_id))


async def test_recipients_are_found_by_their_results(world: World) -> None:
    first = await sent(world, *people(8))
    for states, reached in (
        (["failed"], "04"),
        (["unread"], "1357"),
        (["failed", "unread"], "013457"),
        (["read"], "26"),
        (["cancelled", "unconfirmed"], ""),
    ):
        await _find(world, first, states, reached)


async def _find(world: World, first: UUID, states: list[str], reached: str) -> None:
    campaign_id, added = await follow_up(world, first, states)
    assert (added["source"]["kind"], added["source"]["name"]) == ("recipients", "Primeira")
    assert added["source"]["recipientsOf"]["campaignId"] == str(first)

    told = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/estimate")).json()
    await world.act(campaign_id, "start")
    await world.planner(campaign_expansion_chunk=2).run()

    assert (told["recipients"], told["rendering"]["checked"]) == (len(reached), len(reached))
    assert await phones(world, campaign_id) == list(reached)
    shown = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/targets")).json()
    assert (shown["total"], shown["sources"][0]["found"]) == (len(reached), len(reached))


async def test_it_goes_by_the_states_and_the_people_of_its_start(world: World) -> None:
    first = await sent(world, *people(2))
    campaign_id, _ = await follow_up(world, first, ["failed", "unread"], message="Oi {{name}}")
    [request] = [one for one in await world.requests() if str(one.recipient.phone)[-1] == "1"]
    await world.tell([request], "read")
    [failed] = [one for one in await world.recipients(first) if one["state"] == "failed"]
    renamed = world.contact(Party(phone="+5511987654320", name="Ana"), revision=2)
    await world.handle([renamed.model_copy(update={"contact_id": UUID(failed["contactId"])})])

    await world.act(campaign_id, "start")
    await world.planner().run()
    await world.dispatcher().run()

    assert await phones(world, campaign_id) == ["0"]
    texts = [one.content.body for one in await world.requests() if one.campaign_id == campaign_id]  # type: ignore[union-attr]
    assert texts == ["Oi Ana"]


async def test_who_left_meanwhile_and_whose_contact_was_deleted_gets_nothing(world: World) -> None:
    first = await sent(world, *people(5))
    gone, left = [one for one in await world.recipients(first) if one["state"] == "failed"]
    deleted = world.contact(Party(), contact_id=UUID(gone["contactId"]), deleted=True, revision=2)
    await world.handle([deleted])
    await world.http.post("/api/v1/opt-outs", json={"phone": left["phone"]})
    campaign_id, _ = await follow_up(world, first, ["failed"])

    told = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/estimate")).json()
    await world.act(campaign_id, "start")
    await world.planner().run()

    assert (told["targets"], told["notFound"], told["optedOut"], told["recipients"]) == (2, 1, 1, 0)
    reasons = sorted(one["reason"] for one in await world.recipients(campaign_id))
    assert reasons == ["contact_not_found", "opted_out"]


async def test_phones_of_a_file_are_sent_to_again_though_they_are_no_contacts(world: World) -> None:
    first = await world.draft()
    files = {"file": ("lista.csv", b"phone\n+5511987654320\n", "text/csv")}
    await world.http.post(f"/api/v1/campaigns/{first}/targets/import", files=files)
    await Importer(world.database, world.settings).run_due()
    await world.act(first, "start")
    await world.planner().run()
    await world.dispatcher().run()
    await world.tell(await world.requests(), "failed")
    campaign_id, _ = await follow_up(world, first, ["failed"])

    copy = (await world.http.post(f"/api/v1/campaigns/{campaign_id}/duplicate")).json()["id"]
    for each in (campaign_id, UUID(copy)):
        await world.act(each, "start")
        await world.planner().run()
        assert await phones(world, each) == ["0"]


async def test_only_another_campaign_of_the_company_has_recipients(world: World) -> None:
    campaign_id = await world.draft()
    url = f"/api/v1/campaigns/{campaign_id}/targets"
    for wanted, field in (
        ({"campaignId": str(uuid7()), "states": ["failed"]}, "recipientsOf.campaignId"),
        ({"campaignId": str(campaign_id), "states": ["failed"]}, "recipientsOf.campaignId"),
        ({"campaignId": str(uuid7()), "states": ["pending"]}, "recipientsOf.states.0"),
        ({"campaignId": str(uuid7()), "states": []}, "recipientsOf.states"),
    ):
        refused = await world.http.post(url, json={"recipientsOf": wanted})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
