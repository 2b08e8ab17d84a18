"""Who left stays out under every name: of a new user id, of a new number, of names that statuses tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1
from atende_platform.data.db import now

if TYPE_CHECKING:
    from conftest import World

PATH = "/api/v1/opt-outs"
OLD, NEW = Party(bsuid="BR.OLD"), Party(bsuid="BR.NEW")
NUMBER = Party(wa_id="5511987654321", phone="+5511987654321")


def renamed(world: World, sender: Party, former: Party) -> MessageReceivedV1:
    return world.message(sender, "", seconds=1).model_copy(update={"kind": "system", "former": former})


def told(world: World, wa_id: str, bsuid: str) -> DeliveryStatusChangedV1:
    """A status of a reply, in which Meta names the recipient by number and user id."""
    return DeliveryStatusChangedV1(
        company_id=world.company_id,
        send_id=uuid7(),
        channel_id=world.channel_id,
        message_id=uuid7(),
        state="delivered",
        at=now(),
        reported_as=Party(wa_id=wa_id, bsuid=bsuid),
    )


async def is_reached(world: World, party: Party) -> bool:
    """Tell whether a campaign goes to a contact of whom only these names are known."""
    contact = world.contact(party)
    await world.handle([contact])
    counts = await world.counts(await world.running([contact.contact_id]))
    await world.handle([contact.model_copy(update={"revision": 2, "deleted": True})])
    assert set(counts) <= {"pending", "skipped"}
    return "pending" in counts


@pytest.mark.parametrize("order", ["left first", "changed first", "in one batch"])
async def test_an_opt_out_goes_along_to_a_new_user_id(world: World, order: str) -> None:
    leave, change = world.message(OLD, "SAIR"), renamed(world, NEW, OLD)
    batches = {
        "left first": [[leave], [change]],
        "changed first": [[change], [leave]],
        "in one batch": [[change, leave]],
    }
    for batch in batches[order]:
        await world.handle(batch)
    assert not await is_reached(world, NEW)
    events = await world.published(ContactOptOutChangedV1)
    assert {event.identity for event in events} == {"bsuid:BR.OLD", "bsuid:BR.NEW"}
    # One person has left, whatever they are called: who counts counts one.
    assert len([event for event in events if not event.repeated]) == 1


async def test_an_opt_out_goes_along_through_several_changes(world: World) -> None:
    third, number = (
        Party(bsuid="BR.THIRD"),
        Party(wa_id="5511912345678", phone="+5511912345678", bsuid="BR.4"),
    )
    await world.handle([renamed(world, NEW, OLD)])
    await world.handle([renamed(world, third, NEW), renamed(world, number, third)])
    await world.handle([world.message(OLD, "parar", seconds=-60)])
    for party in (NEW, third, Party(bsuid="BR.4"), Party(phone="+5511912345678")):
        assert not await is_reached(world, party)
    assert await is_reached(world, Party(phone="+5511912345679"))


async def test_a_changed_number_takes_the_opt_out_along_in_a_waiting_campaign(world: World) -> None:
    [contact] = [world.contact(Party(wa_id="5511912345678", phone="+5511912345678"))]
    await world.handle([contact])
    campaign_id = await world.running([contact.contact_id])
    await world.handle([world.message(NUMBER, "sair")])
    assert await world.counts(campaign_id) == {"pending": 1}
    await world.handle([renamed(world, contact.party, NUMBER)])
    assert await world.counts(campaign_id) == {"skipped": 1}


@pytest.mark.parametrize("left_first", [True, False])
async def test_names_that_a_status_tells_together_are_one_person(world: World, left_first: bool) -> None:
    steps = [
        lambda: world.handle([world.message(Party(bsuid="BR.9"), "SAIR")]),
        lambda: world.handle([told(world, "551187654321", "BR.9")] * 2),
    ]
    for step in steps if left_first else reversed(steps):
        await step()
    assert not await is_reached(world, NUMBER)
    assert not await is_reached(world, Party(phone="+551187654321"))


async def test_coming_back_under_one_name_is_coming_back_under_all(world: World) -> None:
    async def listed() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await world.http.get(PATH)).json()["items"]
        return items

    await world.handle([told(world, "5511987654321", "BR.9")])
    await world.handle([world.message(Party(bsuid="BR.9"), "sair")])
    assert len(await listed()) == 2
    await world.handle([world.message(NUMBER, "voltar a receber", seconds=9)])
    assert await listed() == []
    assert await is_reached(world, Party(bsuid="BR.9"))

    await world.handle([world.message(Party(bsuid="BR.9"), "sair", seconds=20)])
    by_number = next(item for item in await listed() if item["phone"])
    assert (await world.http.delete(f"{PATH}/{by_number['id']}")).status_code == 204
    assert await listed() == []


async def test_whatever_webhooks_say_a_person_has_a_few_names(world: World) -> None:
    await world.handle([told(world, "5511987654321", f"BR.{n}") for n in range(300)])
    await world.handle([world.message(NUMBER, "sair")])
    assert len(await world.published(ContactOptOutChangedV1)) < 50
