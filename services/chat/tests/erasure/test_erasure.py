"""Deleting a contact with everything of the person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.contacts import (
    ContactChangedV1,
    ContactErasedV1,
    ContactErasureRequestedV1,
    ContactOptOutChangedV1,
)
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.erasure import service as erasing
from chat.erasure import worker as erasures
from chat.erasure.domain import SERVICES
from chat.models import Base

from ..factories import Inbound, Rows, create_channel, create_contact, create_reply

PHONE = "5511999990001"
Erase = Callable[[], Any]


@pytest.fixture
def erase(database: Database) -> Erase:
    """Lets the worker delete until nothing is left to do."""

    async def run() -> None:
        eraser = erasures.eraser(database)
        while await eraser.step():
            pass

    return run


@pytest.fixture
def settle(database: Database) -> Erase:
    """Makes all messages old enough that no outcome is waited for."""

    async def run() -> None:
        async with database.worker() as session:
            await execute(session, "UPDATE messages SET created_at = created_at - interval '2 hours'")
            await execute(session, "UPDATE contact_erasures SET due_at = requested_at")

    return run


async def test_everything_of_a_person_goes_and_everybody_confirms(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    published: Published,
    rows: Rows,
    logged: Any,
    erase: Erase,
    settle: Erase,
    ticket: dict[str, Any],
    company_id: UUID,
) -> None:
    http = as_user("owner")
    contact_id = ticket["contact"]["id"]
    await create_reply(as_user, UUID(ticket["id"]))
    photo = inbound("Olha")
    reaction = inbound(
        kind="reaction", target=photo.provider_message_id, content={"reaction": {"emoji": "x"}}
    )
    await handle([photo, reaction])
    out = ContactOptOutChangedV1(
        company_id=company_id, identity=f"phone:{PHONE}", opted_out=True, source="keyword", at=now()
    )
    await handle([out])
    other = await create_contact(http, phone="+5511988880000", name="Bia")

    answer = await http.delete(f"/api/v1/contacts/{contact_id}")
    assert answer.status_code == 202, answer.text
    erasure = answer.json()
    assert (erasure["status"], erasure["contactId"]) == ("running", contact_id)
    path = f"/api/v1/contacts/{contact_id}"
    assert [(await http.get(path)).status_code, (await http.delete(path)).status_code] == [404, 404]
    assert (await http.patch(path, json={"name": "X"})).status_code == 404
    for params in ({}, {"q": "maria"}, {"blocked": True}):
        listed = (await http.get("/api/v1/contacts", params=params)).json()["items"]
        assert contact_id not in [one["id"] for one in listed]
    gone = (await published(ContactChangedV1))[-1]
    assert (str(gone.contact_id), gone.deleted, gone.party) == (contact_id, True, Party())
    assert (await logged())[-1] == "contact.deleted"
    body = {"text": "Olá!", "clientMessageId": str(uuid7())}
    refused = await http.post(f"/api/v1/tickets/{ticket['id']}/messages", json=body)
    assert refused.json()["code"] == "contact-blocked"

    await erase()  # The agent's message is still on its way.
    assert [row.state for row in await rows("SELECT state FROM messages")] == ["queued"]
    await settle()
    await erase()

    for table in ("messages", "message_changes", "tickets", "contact_identities"):
        assert await rows(f"SELECT * FROM {table} WHERE company_id = '{company_id}'") == [] or (  # noqa: S608
            table == "contact_identities"
        ), table
    assert [str(row.id) for row in await rows("SELECT id FROM contacts")] == [other["id"]]
    assert len(await rows("SELECT * FROM contact_identities")) == 1
    [kept] = await rows("SELECT * FROM contact_erasures")
    assert (kept.names, kept.aliases, kept.messages, kept.tickets) == ([], [], 3, 1)
    first, *parts, last = await published(ContactErasureRequestedV1)
    assert f"phone:{PHONE}" in first.aliases
    assert not first.last
    assert last.last
    told = {message.provider_message_id for part in parts for message in part.messages}
    assert photo.provider_message_id in told
    assert sum(len(part.sends) for part in parts) == 1

    state = f"/api/v1/contacts/erasures/{erasure['id']}"
    assert (await http.get(state)).json()["status"] == "erased"
    for service in SERVICES:
        assert (await http.get(state)).json()["status"] == "erased"
        confirmed = ContactErasedV1(
            company_id=company_id, erasure_id=kept.id, contact_id=kept.contact_id, service=service
        )
        for _ in range(2):
            await handle([confirmed])
    shown = (await http.get(state)).json()
    assert (shown["status"], sorted(shown["confirmations"])) == ("confirmed", sorted(SERVICES))
    listed = (await http.get("/api/v1/contacts/erasures")).json()["items"]
    assert listed == [shown]

    # The log has no gap: each entry that named them says that they were deleted, as others of its kind do.
    entries = (await http.get("/api/v1/events", params={"limit": 100})).json()["items"]
    cleaned = [one["payload"] for one in entries if one["type"] == "contact.deleted"]
    assert len(cleaned) > 1
    assert {one["contactId"] for one in cleaned} == {contact_id}

    # Who writes again is somebody new, and has still left broadcasts.
    await handle([inbound("Sou eu")])
    [found] = (await http.get("/api/v1/contacts", params={"q": "99999-0001"})).json()["items"]
    assert (found["id"] != contact_id, found["optedOut"]) == (True, True)


async def test_in_groups_only_what_the_person_wrote_goes(
    as_user: AsUser, handle: Handle, inbound: Inbound, rows: Rows, erase: Erase
) -> None:
    group = {"group_id": "120363@g.us"}
    await handle([inbound("um", **group)])
    await handle([inbound("dois", wa_id="5511988887777", sender=Party(wa_id="5511988887777"), **group)])
    [ticket] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    assert (await as_user("owner").delete(f"/api/v1/contacts/{ticket['contact']['id']}")).status_code == 202
    await erase()
    [row] = await rows("SELECT text, contact_id FROM messages")
    assert row.text == "dois"
    [left] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    assert (left["id"], left["contact"]["id"]) == (ticket["id"], str(row.contact_id))


@pytest.mark.parametrize("others", [True, False])
async def test_what_agents_wrote_in_a_group_stays_with_the_others(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    erase: Erase,
    settle: Erase,
    company_id: UUID,
    channel_id: UUID,
    *,
    others: bool,
) -> None:
    web = {"provider": "whatsapp_web", "service_window": False, "groups": True, "revision": 9}
    await create_channel(handle, company_id, channel_id, **web)
    group = {"group_id": "120363@g.us"}
    await handle([inbound("um", **group)])
    if others:
        await handle([inbound("dois", wa_id="5511988887777", **group)])
    [ticket] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    await create_reply(as_user, UUID(ticket["id"]))
    await settle()
    assert (await as_user("owner").delete(f"/api/v1/contacts/{ticket['contact']['id']}")).status_code == 202
    await erase()
    left = {row.text for row in await rows("SELECT text FROM messages WHERE text IS NOT NULL")}
    assert left == ({"dois", "Olá!"} if others else set())
    tickets = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    assert len(tickets) == int(others)


async def test_what_waits_to_be_sent_to_a_group_is_left_until_its_outcome_is_known(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    erase: Erase,
    settle: Erase,
    company_id: UUID,
    channel_id: UUID,
) -> None:
    web = {"provider": "whatsapp_web", "service_window": False, "groups": True, "revision": 9}
    await create_channel(handle, company_id, channel_id, **web)
    await handle([inbound("um", group_id="120363@g.us")])
    [ticket] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    await create_reply(as_user, UUID(ticket["id"]))
    assert (await as_user("owner").delete(f"/api/v1/contacts/{ticket['contact']['id']}")).status_code == 202
    await erase()
    assert [row.text for row in await rows("SELECT text FROM messages WHERE text IS NOT NULL")] == ["Olá!"]
    assert len((await as_user("agent").get("/api/v1/tickets")).json()["items"]) == 1
    await settle()
    await erase()
    assert await rows("SELECT FROM messages") == await rows("SELECT FROM tickets") == []


async def test_companies_take_turns_and_a_long_history_goes_in_batches(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    database: Database,
    published: Published,
    ticket: dict[str, Any],
) -> None:
    await handle([inbound(str(number)) for number in range(450)])
    other = uuid7()
    await handle([inbound(company_id=other)])
    [theirs] = (await as_user("owner", company_id=other).get("/api/v1/contacts")).json()["items"]
    mine = as_user("owner")
    assert (await mine.delete(f"/api/v1/contacts/{theirs['id']}")).status_code == 404
    assert (await as_user("agent").delete(f"/api/v1/contacts/{theirs['id']}")).status_code == 403
    stranger = as_user("owner", company_id=other)
    for http, contact_id in ((mine, ticket["contact"]["id"]), (stranger, theirs["id"])):
        erasure = (await http.delete(f"/api/v1/contacts/{contact_id}")).json()
    assert (await mine.get(f"/api/v1/contacts/erasures/{erasure['id']}")).status_code == 404
    eraser = erasures.eraser(database)
    for _ in range(3):  # Each company once, and around.
        await eraser.step()
    [left] = await rows("SELECT count(*) FROM messages GROUP BY company_id")
    assert left[0] == 251
    while await eraser.step():
        pass
    assert await rows("SELECT FROM contacts") == await rows("SELECT FROM messages") == []
    assert {len(part.messages) for part in await published(ContactErasureRequestedV1)} <= {0, 1, 51, 200}


async def test_what_was_written_meanwhile_goes_too(
    as_user: AsUser, handle: Handle, inbound: Inbound, rows: Rows, erase: Erase, ticket: dict[str, Any]
) -> None:
    http = as_user("owner")
    await http.delete(f"/api/v1/contacts/{ticket['contact']['id']}")
    await handle([inbound("De novo")])
    await erase()
    assert [row.text for row in await rows("SELECT text FROM messages")] == ["De novo"]
    assert len((await http.get("/api/v1/contacts")).json()["items"]) == 1


async def test_the_event_log_is_looked_through_for_all_tickets_of_a_person(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    erase: Erase,
    ticket: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(erasing, "TICKETS_AT_ONCE", 1)
    http, contact_id = as_user("owner"), ticket["contact"]["id"]
    await handle([inbound("um", wa_id=f"55119888877{number}") for number in range(10, 13)])
    tickets = [row.id for row in await rows("SELECT id FROM tickets ORDER BY id")]
    assert len(tickets) == 4
    await rows(
        f"UPDATE tickets SET contact_id = '{contact_id}', status = 'closed', closed_at = now() RETURNING id"  # noqa: S608
    )
    await rows(
        "UPDATE event_log SET payload = jsonb_build_object('ticketId', ("
        " SELECT id FROM tickets ORDER BY id OFFSET event_log.seq % 4 LIMIT 1)) RETURNING seq"
    )
    assert (await http.delete(f"/api/v1/contacts/{contact_id}")).status_code == 202
    await erase()
    assert await rows("SELECT FROM tickets") == []
    log = " ".join(row.line for row in await rows("SELECT CAST(payload AS text) AS line FROM event_log"))
    assert [one for one in tickets if str(one) in log] == []


ERASED = {
    *("contacts", "contact_identities", "messages", "message_changes"),
    *("tickets", "sla_tickets"),
    *("contact_merges", "contact_exports", "import_rejects", "idempotency_keys"),
}
"""Whose rows go with the person: what is new here has to be deleted by `chat.erasure.repository`."""
KEPT = {
    "automatic_answers": "a number that is purged within a day",
    "contact_erasures": "says nothing of the person in the end",
    "search_documents": "a trigger deletes them with their messages",
    "satisfaction_ratings": "a mark that queues and agents are counted by; its comment is a message",
    "automation_runs": "what was done to a ticket, nothing of its customer; deleted after 30 days",
    "search_changes": "names messages until the index has followed",
}


def test_every_table_that_names_people_is_known_here() -> None:
    named = {"contact_id", "ticket_id", "message_id"}
    naming = {
        table.name
        for table in Base.metadata.tables.values()
        if named & {column.name for column in table.columns}
    }
    cascading = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_key_constraints
        if key.ondelete == "CASCADE" and key.referred_table.name in ERASED
    }
    assert naming - cascading - ERASED - KEPT.keys() == set()


async def test_events_of_the_person_that_are_parked_go_too(
    as_user: AsUser,
    handle: Handle,
    published: Published,
    database: Database,
    erase: Erase,
    settle: Erase,
    ticket: dict[str, Any],
) -> None:
    http, contact_id = as_user("owner"), ticket["contact"]["id"]
    other = await create_contact(http, phone="+5511988880000", name="Bia")

    async def parked() -> list[str]:
        async with database.worker() as session:
            rows = await execute(
                session, "SELECT key FROM outbox WHERE topic = 'parked:contact.changed' ORDER BY id"
            )
            return [row.key for row in rows]

    async def park() -> None:
        async with database.worker() as session:
            await execute(
                session,
                "UPDATE outbox SET topic = 'parked:' || topic"
                " WHERE topic = 'contact.changed' AND payload <> ''",
            )

    await park()
    assert {contact_id, other["id"]} <= set(await parked())
    erasure = (await http.delete(f"/api/v1/contacts/{contact_id}")).json()
    await settle()
    await erase()
    assert contact_id not in await parked()
    shown = (await http.get(f"/api/v1/contacts/erasures/{erasure['id']}")).json()
    assert ("chat", "outbox") in {(each["service"], each["table"]) for each in shown["erased"]}
    # What Kafka refused meanwhile is parked later than that, and before anybody can confirm.
    await park()
    [last] = [one for one in await published(ContactErasureRequestedV1) if one.last]
    await handle(
        [
            ContactErasedV1(
                company_id=last.company_id,
                erasure_id=last.erasure_id,
                contact_id=last.contact_id,
                service="campaign",
            )
        ]
    )
    assert await parked() == [other["id"]]
