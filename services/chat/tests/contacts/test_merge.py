"""A person is one contact under every name that WhatsApp has for them."""

from typing import Any
from uuid import UUID

import pytest

from atende_contracts.contacts import ContactChangedV1, ContactOptOutChangedV1, TicketChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1
from atende_platform.data.db import now
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.contacts import merge

from ..factories import Inbound, Rows

ANA = "5511999990001"
NUMBER = Party(wa_id=ANA, phone=f"+{ANA}", name="Ana")
HIDDEN = Party(bsuid="BR.OLD", name="Ana")


def renamed(inbound: Inbound, sender: Party, former: Party) -> MessageReceivedV1:
    return inbound(kind="system", sender=sender, former=former)


def status(company_id: UUID, channel_id: UUID, party: Party) -> DeliveryStatusChangedV1:
    return DeliveryStatusChangedV1(
        company_id=company_id,
        send_id=uuid7(),
        channel_id=channel_id,
        campaign_id=uuid7(),
        state="sent",
        at=now(),
        reported_as=party,
    )


async def texts(as_user: AsUser) -> list[list[str]]:
    """Return what stands in each conversation that is not closed, oldest first."""
    http = as_user("agent")
    tickets = (await http.get("/api/v1/tickets")).json()["items"]
    found = []
    for ticket in tickets:
        if ticket["status"] != "closed":
            messages = (await http.get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
            found.append([message["text"] for message in reversed(messages) if message["kind"] == "text"])
    return found


async def contacts(as_user: AsUser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await as_user("agent").get("/api/v1/contacts")).json()["items"]
    return found


async def test_a_new_user_id_stays_with_the_person_also_without_a_phone(
    handle: Handle, inbound: Inbound, as_user: AsUser
) -> None:
    await handle([inbound("antes", sender=HIDDEN)])
    [before] = await contacts(as_user)
    new = Party(bsuid="BR.NEW")
    await handle([renamed(inbound, new, HIDDEN)])
    await handle([inbound("depois", sender=new)])
    await handle([inbound("atrasada", sender=HIDDEN)])
    assert await texts(as_user) == [["antes", "depois", "atrasada"]]
    assert [contact["id"] for contact in await contacts(as_user)] == [before["id"]]


async def test_a_new_number_with_both_ids_is_the_persons_and_the_one_to_write_to(
    handle: Handle, inbound: Inbound, as_user: AsUser, rows: Rows
) -> None:
    old = Party(wa_id=ANA, phone=f"+{ANA}", bsuid="BR.OLD")
    new = Party(wa_id="5511999990002", phone="+5511999990002", bsuid="BR.NEW")
    await handle([inbound("antes", sender=old)])
    await handle([renamed(inbound, new, old)])
    for sender in (Party(bsuid="BR.NEW"), Party(wa_id="5511999990002"), Party(bsuid="BR.OLD")):
        await handle([inbound("depois", sender=sender)])
    assert await texts(as_user) == [["antes", "depois", "depois", "depois"]]
    assert await rows("SELECT phone, wa_id FROM contacts") == [("+5511999990002", "5511999990002")]


async def test_a_phone_that_the_company_gave_stays_when_another_number_changes(
    handle: Handle, inbound: Inbound, as_user: AsUser, rows: Rows
) -> None:
    created = await as_user("owner").post("/api/v1/contacts", json={"name": "Ana", "phone": f"+{ANA}"})
    assert created.status_code == 201
    await handle([inbound(sender=Party(wa_id=ANA, bsuid="BR.1"))])
    await handle(
        [renamed(inbound, Party(bsuid="BR.2"), Party(bsuid="BR.1")), inbound(sender=Party(bsuid="BR.2"))]
    )
    assert await rows("SELECT phone, bsuid FROM contacts") == [(f"+{ANA}", "BR.2")]


@pytest.mark.parametrize("together", [True, False])
async def test_what_came_under_the_new_name_first_joins_the_history_of_the_old(
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    rows: Rows,
    logged: Any,
    published: Published,
    together: bool,
) -> None:
    http = as_user("agent")
    await handle([inbound("antes", sender=HIDDEN)])
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    assert (await http.post(f"/api/v1/tickets/{ticket['id']}/accept")).status_code == 200
    new = Party(bsuid="BR.NEW")
    batch = [inbound("depois", sender=new), renamed(inbound, new, HIDDEN)]
    for events in [batch] if together else [[event] for event in batch]:
        await handle(events)

    assert await texts(as_user) == [["antes", "depois"]]
    [shown] = (await http.get("/api/v1/tickets", params={"status": "open"})).json()["items"]
    assert (shown["id"], shown["contact"]["id"]) == (ticket["id"], ticket["contact"]["id"])
    assert await rows("SELECT DISTINCT contact_id FROM messages") == [(UUID(ticket["contact"]["id"]),)]
    assert (await http.get("/api/v1/tickets", params={"status": "pending"})).json()["items"] == []
    [contact] = await contacts(as_user)
    assert contact["id"] == ticket["contact"]["id"]
    if not together:
        gone = [event for event in await published(ContactChangedV1) if event.deleted]
        assert [str(event.merged_into) for event in gone] == [ticket["contact"]["id"]]
        ended = [event for event in await published(TicketChangedV1) if event.status == "closed"]
        assert [str(event.contact_id) for event in ended][-1:] == [ticket["contact"]["id"]]
        assert "contact.merged" in await logged()


async def test_a_number_and_a_user_id_in_one_message_or_status_are_one_person(
    handle: Handle, inbound: Inbound, as_user: AsUser, rows: Rows, company_id: UUID, channel_id: UUID
) -> None:
    for number, learn in ((1, "message"), (2, "status")):
        by_number, by_id = Party(wa_id=f"551199999001{number}"), Party(bsuid=f"BR.{number}")
        await handle([inbound("um", sender=by_number)])
        await handle([inbound("dois", sender=by_id)])
        both = Party(wa_id=by_number.wa_id, bsuid=by_id.bsuid)
        if learn == "message":
            await handle([inbound("três", sender=both)])
        else:
            await handle([status(company_id, channel_id, both)] * 2)
    assert sorted(await texts(as_user)) == [["um", "dois"], ["um", "dois", "três"]]
    assert sorted(await rows("SELECT wa_id, bsuid FROM contacts")) == [
        ("5511999990011", "BR.1"),
        ("5511999990012", "BR.2"),
    ]
    assert await rows("SELECT unread FROM tickets WHERE status <> 'closed' ORDER BY unread") == [(2,), (3,)]


async def test_a_status_teaches_a_user_id_and_makes_nobody_a_contact(
    handle: Handle, inbound: Inbound, as_user: AsUser, company_id: UUID, channel_id: UUID
) -> None:
    stranger = Party(wa_id="5511999990099", bsuid="BR.99")
    await handle([status(company_id, channel_id, stranger)])
    assert await contacts(as_user) == []
    await handle([inbound("um", sender=NUMBER)])
    await handle([status(company_id, channel_id, Party(wa_id=ANA, bsuid="BR.1"))])
    await handle([inbound("dois", sender=Party(bsuid="BR.1"))])
    assert await texts(as_user) == [["um", "dois"]]


async def test_names_that_contradict_each_other_stay_two_people(
    handle: Handle, inbound: Inbound, as_user: AsUser
) -> None:
    """Somebody else may have the number by now: only a change that WhatsApp tells joins such contacts."""
    await handle([inbound("um", sender=Party(wa_id=ANA, bsuid="BR.1"))])
    await handle([inbound("dois", sender=Party(bsuid="BR.2"))])
    await handle([inbound("três", sender=Party(wa_id=ANA, bsuid="BR.2"))])
    assert sorted(await texts(as_user)) == [["dois"], ["um", "três"]]


async def test_what_was_known_of_either_is_known_of_the_person(
    handle: Handle, inbound: Inbound, as_user: AsUser, company_id: UUID, published: Published
) -> None:
    http = as_user("owner")
    body = {"name": "Ana Souza", "phone": f"+{ANA}", "tags": ["vip"], "customFields": {"city": "Recife"}}
    kept = (await http.post("/api/v1/contacts", json=body)).json()
    await handle([inbound(sender=HIDDEN)])
    other = next(contact for contact in await contacts(as_user) if contact["id"] != kept["id"])
    change = {"tags": ["novo", "vip"], "customFields": {"city": "Olinda", "size": "M"}, "externalId": "C-1"}
    assert (await http.patch(f"/api/v1/contacts/{other['id']}", json=change)).status_code == 200
    out = ContactOptOutChangedV1(
        company_id=company_id, identity="bsuid:BR.OLD", opted_out=True, source="keyword", at=now()
    )
    await handle([out])
    await handle([inbound(sender=Party(wa_id=ANA, bsuid="BR.OLD"))])

    [contact] = await contacts(as_user)
    assert (contact["id"], contact["name"], contact["tags"]) == (kept["id"], "Ana Souza", ["vip", "novo"])
    assert contact["customFields"] == {"city": "Recife", "size": "M"}
    assert (contact["optedOut"], contact["externalId"]) == (True, "C-1")
    last = [event for event in await published(ContactChangedV1) if str(event.contact_id) == kept["id"]][-1]
    assert (last.party.wa_id, last.party.bsuid) == (ANA, "BR.OLD")
    assert (await http.get(f"/api/v1/contacts/{other['id']}")).status_code == 404


async def test_one_s_tickets_of_several_channels_and_alike_client_ids_come_along(
    handle: Handle, inbound: Inbound, as_user: AsUser, rows: Rows
) -> None:
    elsewhere = uuid7()
    await handle([inbound("um", sender=NUMBER), inbound("dois", sender=HIDDEN)])
    await handle([inbound("três", sender=HIDDEN, channel_id=elsewhere)])
    await rows("SELECT 1")
    http = as_user("agent")
    for ticket in (await http.get("/api/v1/tickets")).json()["items"]:
        reply = await http.post(
            f"/api/v1/tickets/{ticket['id']}/messages", json={"text": "oi", "clientMessageId": "same"}
        )
        assert reply.status_code in (201, 409), reply.text
    await handle([inbound("quatro", sender=Party(wa_id=ANA, bsuid="BR.OLD"))])
    open_tickets = await rows(
        "SELECT channel_id FROM tickets WHERE status <> 'closed' ORDER BY channel_id = :elsewhere",
        elsewhere=elsewhere,
    )
    assert len(open_tickets) == 2
    assert open_tickets[-1].channel_id == elsewhere


async def test_a_long_history_stays_where_it_is(
    handle: Handle, inbound: Inbound, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a company could have its longest history moved with every message."""
    monkeypatch.setattr(merge, "_MANY", 3)
    await handle([inbound("antes", sender=HIDDEN)])
    await handle([inbound(f"{n}", sender=NUMBER) for n in range(4)])
    [longer] = [contact for contact in await contacts(as_user) if contact["phone"]]

    await handle([renamed(inbound, NUMBER, HIDDEN)])

    assert [contact["id"] for contact in await contacts(as_user)] == [longer["id"]]
    [shown] = await texts(as_user)
    assert sorted(shown) == ["0", "1", "2", "3", "antes"]
