"""Who left gets nothing: by the API, by a keyword, under any of their names, until they come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1, ContactPreferenceReportedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import now
from atende_platform.testing.plugin import AsUser

if TYPE_CHECKING:
    from conftest import World

ANA = Party(phone="+5511987654321", name="Ana")


async def ana(world: World) -> Any:
    event = world.contact(ANA)
    await world.handle([event])
    return event.contact_id


async def leave(world: World, **body: Any) -> dict[str, Any]:
    response = await world.http.post("/api/v1/opt-outs", json=body)
    assert response.status_code == 201, response.text
    shown: dict[str, Any] = response.json()
    return shown


async def test_an_opt_out_before_the_start_skips_at_expansion(world: World) -> None:
    contact_id = await ana(world)
    shown = await leave(world, contactId=str(contact_id))
    assert shown["phone"] == ANA.phone
    campaign_id = await world.running([contact_id])
    [recipient] = await world.recipients(campaign_id)
    assert (recipient["state"], recipient["reason"]) == ("skipped", "opted_out")


async def test_an_opt_out_after_the_expansion_skips_at_once(world: World) -> None:
    contact_id = await ana(world)
    campaign_id = await world.running([contact_id, *await world.contacts(1)])
    await leave(world, phone="11 8765-4321")
    assert await world.counts(campaign_id) == {"pending": 1, "skipped": 1}


async def test_the_dispatcher_looks_again_for_opt_outs(world: World) -> None:
    """An opt-out under another alias, or committed while its person was locked, is caught at the claim."""
    contact = world.contact(Party(phone="+5511987654321", bsuid="BR.1"))
    await world.handle([contact])
    campaign_id = await world.running([contact.contact_id])
    await world.handle([contact.model_copy(update={"revision": 2, "deleted": True})])
    await world.handle([world.message(Party(bsuid="BR.1"), "parar")])
    assert await world.counts(campaign_id) == {"pending": 1}
    await world.dispatcher().run()
    assert await world.requests() == []
    assert await world.counts(campaign_id) == {"skipped": 1}
    await world.report()
    assert await world.state(campaign_id) == "finished"


async def test_who_stops_marketing_at_whatsapp_is_out_of_that_number(world: World) -> None:
    contact_id = await ana(world)
    other = await world.channel(channel_id=uuid7())
    stop = ContactPreferenceReportedV1(
        company_id=world.company_id,
        channel_id=world.channel_id,
        party=Party(wa_id="551187654321"),  # Without the ninth digit, as WhatsApp may say it.
        category="marketing_messages",
        wish="stop",  # As a gateway of the version before says it.
        at=now(),
    )
    of_the_future = stop.model_copy(update={"channel_id": other, "category": "utility_messages"})
    await world.handle([of_the_future, stop, stop])

    here = await world.running([contact_id])
    there = await world.running([contact_id], channelId=str(other))
    assert await world.counts(here) == {"skipped": 1}
    assert await world.counts(there) == {"pending": 1}
    [shown] = (await world.http.get("/api/v1/opt-outs")).json()["items"]
    assert (shown["source"], shown["channelId"]) == ("provider", str(world.channel_id))

    resume = stop.model_copy(update={"preference": "resume", "at": now()})
    await world.handle([resume])
    assert (await world.http.get("/api/v1/opt-outs")).json()["items"] == []


async def test_an_opt_out_of_one_channel_leaves_the_others(world: World) -> None:
    contact_id = await ana(world)
    other = await world.channel(channel_id=uuid7())
    await leave(world, contactId=str(contact_id), channelId=str(world.channel_id))
    here = await world.running([contact_id])
    there = await world.running([contact_id], channelId=str(other))
    assert await world.counts(here) == {"skipped": 1}
    assert await world.counts(there) == {"pending": 1}


async def test_leaving_twice_is_leaving_once_and_coming_back_is_told_under_the_same_name(
    world: World, as_user: AsUser
) -> None:
    contact_id = await ana(world)
    first = await leave(world, contactId=str(contact_id))
    assert await leave(world, phone="+551187654321") == first
    listed = (await world.http.get("/api/v1/opt-outs")).json()["items"]
    assert listed == [first]
    for _ in range(2):
        gone = await as_user(Role.AGENT).delete(f"/api/v1/opt-outs/{first['id']}")
        assert gone.status_code == 204
    assert (await world.http.get("/api/v1/opt-outs")).json()["items"] == []
    events = await world.published(ContactOptOutChangedV1)
    assert [(event.identity, event.opted_out, event.source) for event in events] == [
        ("phone:5511987654321", True, "agent"),
        ("phone:5511987654321", False, "agent"),
    ]
    assert events[0].contact_id == contact_id
    assert await world.counts(await world.running([contact_id])) == {"pending": 1}


async def test_who_left_can_leave_again_after_coming_back(world: World) -> None:
    contact_id = await ana(world)
    first = await leave(world, contactId=str(contact_id))
    await world.http.delete(f"/api/v1/opt-outs/{first['id']}")
    assert (await leave(world, contactId=str(contact_id)))["id"] == first["id"]
    assert await world.counts(await world.running([contact_id])) == {"skipped": 1}


async def test_a_word_by_the_api_counts_even_if_the_last_one_came_from_a_clock_ahead(world: World) -> None:
    sender = Party(wa_id="5511987654321")
    await world.handle([world.message(sender, "sair", seconds=1e9)])
    [opt_out] = (await world.http.get("/api/v1/opt-outs")).json()["items"]
    await world.http.delete(f"/api/v1/opt-outs/{opt_out['id']}")
    assert (await world.http.get("/api/v1/opt-outs")).json()["items"] == []
    assert (await leave(world, phone="+5511987654321"))["id"] == opt_out["id"]
    assert len((await world.http.get("/api/v1/opt-outs")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"contactId": str(uuid7())}, "contactId"),
        ({"phone": "hello"}, "phone"),
        ({"phone": "+5511987654321", "channelId": str(uuid7())}, "channelId"),
        ({}, "body"),
        ({"phone": "+5511987654321", "contactId": str(uuid7())}, "body"),
    ],
)
async def test_what_is_wrong_with_an_opt_out_is_named(world: World, body: dict[str, str], field: str) -> None:
    response = await world.http.post("/api/v1/opt-outs", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


async def test_a_contact_without_a_name_on_whatsapp_cannot_leave(world: World) -> None:
    nameless = world.contact(Party(name="?"))
    await world.handle([nameless])
    response = await world.http.post("/api/v1/opt-outs", json={"contactId": str(nameless.contact_id)})
    assert response.json()["errors"][0]["field"] == "contactId"


async def test_a_keyword_takes_its_sender_out_of_every_channel(world: World) -> None:
    contact_id = await ana(world)
    other = await world.channel(channel_id=uuid7())
    campaign_id = await world.running([contact_id], channelId=str(other))
    sender = Party(wa_id="551187654321", phone="+551187654321", name="Ana")
    await world.handle([world.message(sender, "Parar!")])
    assert await world.counts(campaign_id) == {"skipped": 1}
    [opt_out] = (await world.http.get("/api/v1/opt-outs")).json()["items"]
    assert (opt_out["source"], opt_out["contactId"]) == ("keyword", str(contact_id))
    # Others look people up by the names they know: both spellings are published.
    told = {event.identity for event in await world.published(ContactOptOutChangedV1)}
    assert told == {"wa_id:551187654321", "phone:5511987654321"}


async def test_another_keyword_brings_them_back_also_on_the_channel_they_wrote_on(world: World) -> None:
    contact_id = await ana(world)
    sender = Party(wa_id="5511987654321")
    await leave(world, contactId=str(contact_id), channelId=str(world.channel_id))
    await world.handle([world.message(sender, "sair", seconds=1e9)])
    await world.handle([world.message(sender, "voltar a receber", seconds=2e9)])
    assert (await world.http.get("/api/v1/opt-outs")).json()["items"] == []
    assert await world.counts(await world.running([contact_id])) == {"pending": 1}


async def test_an_old_keyword_that_comes_again_changes_nothing(world: World) -> None:
    sender = Party(wa_id="5511987654321")
    out, back = world.message(sender, "stop"), world.message(sender, "start", seconds=60)
    await world.handle([out])
    await world.handle([back])
    told = len(await world.published(ContactOptOutChangedV1))
    await world.handle([out])
    await world.handle([out, back])
    assert (await world.http.get("/api/v1/opt-outs")).json()["items"] == []
    assert len(await world.published(ContactOptOutChangedV1)) == told


async def test_only_the_last_word_of_a_batch_counts_and_coming_back_from_nowhere_is_nothing(
    world: World,
) -> None:
    ana_, bob = Party(wa_id="5511987654321"), Party(wa_id="5511987650000")
    await world.handle(
        [
            world.message(ana_, "parar", seconds=1),
            world.message(bob, "voltar a receber", seconds=1),
            world.message(bob, "parar", seconds=3),
            world.message(ana_, "voltar a receber", seconds=2),
            world.message(ana_, "obrigada", seconds=9),
        ]
    )
    [opt_out] = (await world.http.get("/api/v1/opt-outs")).json()["items"]
    assert opt_out["phone"] == "+5511987650000"


async def test_an_unknown_sender_can_leave_before_becoming_a_contact(world: World) -> None:
    await world.handle([world.message(Party(bsuid="BR.9"), "STOP")])
    contact = world.contact(Party(phone="+5511987654321", bsuid="BR.9"))
    await world.handle([contact])
    assert await world.counts(await world.running([contact.contact_id])) == {"skipped": 1}


async def test_opt_outs_come_in_pages(world: World) -> None:
    for number in range(3):
        await leave(world, phone=f"+551198765000{number}")
    first = (await world.http.get("/api/v1/opt-outs", params={"limit": 2})).json()
    second = (
        await world.http.get("/api/v1/opt-outs", params={"limit": 2, "cursor": first["nextCursor"]})
    ).json()
    phones = [item["phone"] for item in (*first["items"], *second["items"])]
    assert phones == ["+5511987650002", "+5511987650001", "+5511987650000"]
    assert second["nextCursor"] is None


# --- copies ----------------------------------------------------------------------------------


async def test_an_older_revision_never_replaces_a_newer_one(world: World) -> None:
    contact = world.contact(ANA, revision=3)
    older = contact.model_copy(update={"revision": 2, "party": Party(phone="+5511900000000")})
    await world.handle([contact, older])
    await world.handle([older])
    await world.channel(rate=7, revision=5)
    await world.channel(rate=9, revision=4)
    [row] = await world.sql("SELECT aliases, revision FROM contact_copy")
    assert (row.aliases, row.revision) == (["phone:5511987654321"], 3)
    [channel] = await world.sql("SELECT messages_per_second FROM channel_copy")
    assert channel.messages_per_second == 7


async def test_nothing_of_a_deleted_contact_is_kept(world: World) -> None:
    contact = world.contact(ANA, custom_fields={"city": "Recife"})
    gone = contact.model_copy(update={"revision": 2, "deleted": True})
    await world.handle([contact])
    await world.handle([gone])
    await world.handle([contact])
    [row] = await world.sql("SELECT party, aliases, custom_fields, deleted FROM contact_copy")
    assert (row.party, row.aliases, row.custom_fields, row.deleted) == ({}, [], {}, True)


async def test_who_stopped_marketing_at_the_provider_has_left_that_channel(world: World) -> None:
    [contact_id] = await world.contacts(1)
    campaign_id = await world.running([contact_id])
    await world.dispatcher().run()
    elsewhere = await world.channel(channel_id=uuid7())
    waiting = await world.running([contact_id])
    other_channel = await world.running([contact_id], channelId=str(elsewhere))
    [request] = await world.requests()
    stopped = world.status(request, "failed", reason="opted_out")
    for _ in range(2):
        await world.handle([stopped, world.status(request, "sent")])
    assert await world.counts(campaign_id) == {"failed": 1}
    assert await world.counts(waiting) == {"skipped": 1}
    assert await world.counts(other_channel) == {"pending": 1}
    [opt_out] = (await world.http.get("/api/v1/opt-outs")).json()["items"]
    assert (opt_out["source"], opt_out["channelId"]) == ("provider", str(world.channel_id))
    [event] = await world.published(ContactOptOutChangedV1)
    assert (event.opted_out, event.source, event.channel_id) == (True, "provider", world.channel_id)


async def test_any_other_failure_is_no_opt_out(world: World) -> None:
    await world.running(await world.contacts(1))
    await world.dispatcher().run()
    await world.tell(await world.requests(), "failed")
    assert (await world.http.get("/api/v1/opt-outs")).json()["items"] == []


async def test_saying_it_again_is_no_news_but_is_remembered(world: World) -> None:
    sender = Party(wa_id="5511987654321")
    for seconds in (0, 5):
        await world.handle([world.message(sender, "sair", seconds=seconds)])
    assert len(await world.published(ContactOptOutChangedV1)) == 1
    await world.handle([world.message(sender, "voltar a receber", seconds=3)])  # It came late.
    assert len((await world.http.get("/api/v1/opt-outs")).json()["items"]) == 1
    await world.handle([world.message(Party(phone="+5511987654321"), "sair", seconds=6)])
    spellings = [event.identity for event in await world.published(ContactOptOutChangedV1)]
    assert set(spellings) == {"wa_id:5511987654321", "phone:5511987654321"}
    # Who counts how many leave counts the first one only.
    left, *respelt = await world.published(ContactOptOutChangedV1)
    assert (left.repeated, {event.repeated for event in respelt}) == (False, {True})


async def test_a_phone_without_a_country_is_from_the_companys(world: World) -> None:
    def company(locale: str, revision: int) -> CompanyChangedV1:
        return CompanyChangedV1(company_id=world.company_id, name="Acme", locale=locale, revision=revision)

    assert (await leave(world, phone="11 98765-4321"))["phone"] == "+5511987654321"
    await world.handle([company("pt-PT", 2), company("es-MX", 1)])
    await world.handle([company("es-MX", 1)])
    assert (await leave(world, phone="912 345 678"))["phone"] == "+351912345678"
