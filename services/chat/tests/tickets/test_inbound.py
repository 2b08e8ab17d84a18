"""What customers write: contacts, tickets, messages, log and outbox."""

from typing import Any

from atende_contracts.contacts import (
    ContactChangedV1,
    TicketChangedV1,
)
from atende_contracts.event import Media, Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import Reply
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound, Rows


async def test_a_first_message_makes_contact_ticket_and_events(
    handle: Handle, inbound: Inbound, rows: Rows, logged: Any, published: Published
) -> None:
    event = inbound(
        "Olá",
        reply=Reply(id="b1", title="Sim"),
        media=Media(provider_media_id="m1", mime_type="image/png"),
        content={"caption": "oi"},
        reply_to="wamid.before",
    )
    await handle([event])

    [contact] = await rows("SELECT * FROM contacts")
    assert (contact.name, contact.phone, contact.wa_id) == ("Maria", "+5511999990001", "5511999990001")
    [ticket] = await rows("SELECT * FROM tickets")
    assert (ticket.status, ticket.unread, ticket.contact_id) == ("pending", 1, contact.id)
    assert ticket.opened_at == event.sent_at
    [message] = await rows("SELECT m.*, m.content ->> 'caption' AS caption FROM messages m")
    assert (message.text, message.state, message.direction) == ("Olá", "received", "in")
    assert message.sent_at == event.sent_at
    assert message.caption == "oi"
    assert message.reply_to == "wamid.before"
    assert await logged() == ["contact.updated", "ticket.updated", "message.created"]
    [changed] = await published(ContactChangedV1)
    assert (changed.contact_id, changed.party.wa_id) == (contact.id, "5511999990001")
    [activity] = await published(TicketChangedV1)
    assert (activity.ticket_id, activity.status) == (ticket.id, "pending")


async def test_new_and_known_and_repeated_in_one_batch_of_several_companies(
    handle: Handle, inbound: Inbound, rows: Rows, logged: Any
) -> None:
    known = inbound("1")
    await handle([known])
    other = uuid7()
    batch = [
        known,
        inbound("2"),
        inbound("3", company_id=other),
        inbound("4", company_id=other, wa_id="4915112345678"),
        known,
    ]
    await handle(batch)
    await handle(batch)
    assert await rows("SELECT count(*), count(DISTINCT company_id) FROM contacts") == [(3, 2)]
    assert await rows("SELECT count(*) FROM messages") == [(4,)]
    assert sorted(await rows("SELECT unread FROM tickets")) == [(1,), (1,), (2,)]
    assert (await logged()).count("message.created") == 4


async def test_text_that_the_database_cannot_hold_is_kept_as_far_as_it_can(
    handle: Handle, inbound: Inbound, rows: Rows
) -> None:
    event = inbound(
        "a\0b", sender=Party(wa_id="5511999990001", name="M\0"), raw={"type": "x\0"}, kind="unsupported"
    )
    await handle([event])
    assert await rows("SELECT text, raw ->> 'type' FROM messages") == [("a\ufffdb", "x\ufffd")]


async def test_numbers_of_any_size_are_kept_and_told(
    handle: Handle, inbound: Inbound, rows: Rows, as_user: AsUser
) -> None:
    numbers = [2**63, -(2**70), 1e30, -1e308, 1.5, 2**63 - 1]
    await handle([inbound(content={"order": {"numbers": numbers}})])
    [ticket] = await rows("SELECT id FROM tickets")
    page = (await as_user("viewer").get(f"/api/v1/tickets/{ticket.id}/messages")).json()
    kept = [str(2**63), str(-(2**70)), "1e+30", "-1e+308", 1.5, 2**63 - 1]
    assert page["items"][0]["content"]["order"]["numbers"] == kept
