"""Events in → contacts, tickets, messages, log and outbox."""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.event import listen, remove

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.contacts import (
    ContactChangedV1,
    ContactOptOutChangedV1,
    ContactPreferenceReportedV1,
    TicketChangedV1,
)
from atende_contracts.event import Media, Party, ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1, Reply
from atende_platform.db import Database, execute
from atende_platform.testing import AsUser, Eventually, Installation, Publish, Published
from chat.handlers import Handlers

Inbound = Callable[..., MessageReceivedV1]
Rows = Callable[..., Any]


async def test_a_first_message_makes_contact_ticket_and_events(
    handlers: Handlers, inbound: Inbound, rows: Rows, logged: Any, published: Published
) -> None:
    event = inbound(
        "Olá",
        reply=Reply(id="b1", title="Sim"),
        media=Media(provider_media_id="m1", mime_type="image/png"),
        content={"caption": "oi"},
        reply_to="wamid.before",
    )
    await handlers.messages_received([event])

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


async def test_what_else_travels_with_messages_is_passed_over(
    handlers: Handlers, inbound: Inbound, rows: Rows
) -> None:
    message = inbound("Olá")
    preference = ContactPreferenceReportedV1(
        company_id=message.company_id,
        channel_id=message.channel_id,
        party=message.sender,
        category="marketing_messages",
        wish="stop",
        at=message.sent_at,
    )
    await handlers.messages_received([preference])
    await handlers.messages_received([preference, message])

    assert len(await rows("SELECT * FROM messages")) == 1


async def test_a_hundred_deliveries_at_once_make_one_of_each(
    handlers: Handlers, inbound: Inbound, rows: Rows, logged: Any, published: Published
) -> None:
    event = inbound()
    await asyncio.gather(*(handlers.messages_received([event]) for _ in range(100)))
    counts = await rows(
        "SELECT (SELECT count(*) FROM contacts) AS contacts, (SELECT count(*) FROM tickets) AS tickets,"
        " (SELECT count(*) FROM messages) AS messages, (SELECT unread FROM tickets) AS unread"
    )
    assert counts == [(1, 1, 1, 1)]
    assert await logged() == ["contact.updated", "ticket.updated", "message.created"]
    assert len(await published(ContactChangedV1)) == len(await published(TicketChangedV1)) == 1


async def test_an_album_of_a_stranger_makes_one_contact_and_one_ticket(
    handlers: Handlers, inbound: Inbound, rows: Rows, logged: Any
) -> None:
    """Ten parallel messages, some under the other Brazilian form, some with further names."""
    senders = [
        Party(wa_id="5511999990001"),
        Party(wa_id="551199990001"),
        Party(phone="+5511999990001", bsuid="BR.1"),
        Party(wa_id="5511999990001", bsuid="BR.1"),
    ]
    album = [inbound(str(number), sender=senders[number % 4]) for number in range(12)]
    await asyncio.gather(*(handlers.messages_received([event]) for event in album))
    assert await rows("SELECT count(*) FROM contacts") == [(1,)]
    assert await rows("SELECT count(*), sum(unread) FROM tickets") == [(1, 12)]
    assert await rows("SELECT count(*) FROM messages") == [(12,)]
    assert (await logged()).count("message.created") == 12


async def test_new_and_known_and_repeated_in_one_batch_of_several_companies(
    handlers: Handlers, inbound: Inbound, rows: Rows, logged: Any
) -> None:
    known = inbound("1")
    await handlers.messages_received([known])
    other = uuid7()
    batch = [
        known,
        inbound("2"),
        inbound("3", company_id=other),
        inbound("4", company_id=other, wa_id="4915112345678"),
        known,
    ]
    await handlers.messages_received(batch)
    await handlers.messages_received(batch)
    assert await rows("SELECT count(*), count(DISTINCT company_id) FROM contacts") == [(3, 2)]
    assert await rows("SELECT count(*) FROM messages") == [(4,)]
    assert sorted(await rows("SELECT unread FROM tickets")) == [(1,), (1,), (2,)]
    assert (await logged()).count("message.created") == 4


async def test_a_batch_costs_the_same_statements_whatever_its_size(
    handlers: Handlers, inbound: Inbound, installation: Installation
) -> None:
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    async def cost(batch: list[MessageReceivedV1]) -> int:
        nonlocal statements
        statements = 0
        await handlers.messages_received(batch)
        return statements

    engine = installation.runtime.database._worker.sync_engine
    listen(engine, "before_cursor_execute", count)
    try:
        strangers = [inbound(wa_id=f"55119{90000000 + number}") for number in range(100)]
        assert await cost(strangers[:1]) == await cost(strangers[1:])
        known = [inbound(wa_id=f"55119{90000000 + number % 100}") for number in range(200)]
        assert await cost(known[:1]) == await cost(known[1:]) <= 10
    finally:
        remove(engine, "before_cursor_execute", count)


async def test_identities_by_channel_of_the_same_person(
    handlers: Handlers, inbound: Inbound, rows: Rows
) -> None:
    """Two channels: one contact, two tickets. A BSUID alone finds whom we know by both names."""
    await handlers.messages_received([inbound(sender=Party(wa_id="5511999990001", bsuid="BR.9"))])
    await handlers.messages_received([inbound(sender=Party(bsuid="BR.9"), channel_id=uuid7())])
    await handlers.messages_received([inbound(sender=Party(bsuid="BR.9"))])
    await handlers.messages_received([inbound(sender=Party(lid="123@lid", name="Só LID"))])
    assert await rows("SELECT count(*) FROM tickets") == [(3,)]
    assert sorted(await rows("SELECT phone, bsuid, lid FROM contacts"), key=str) == [
        ("+5511999990001", "BR.9", None),
        (None, None, "123@lid"),
    ]


async def test_a_sender_without_any_name_is_refused_alone(handlers: Handlers, inbound: Inbound) -> None:
    with pytest.raises(ValueError, match="no identity"):
        await handlers.messages_received([inbound(sender=Party(name="?"))])


async def test_text_that_the_database_cannot_hold_is_kept_as_far_as_it_can(
    handlers: Handlers, inbound: Inbound, rows: Rows
) -> None:
    event = inbound(
        "a\0b", sender=Party(wa_id="5511999990001", name="M\0"), raw={"type": "x\0"}, kind="unsupported"
    )
    await handlers.messages_received([event])
    assert await rows("SELECT text, raw ->> 'type' FROM messages") == [("a\ufffdb", "x\ufffd")]


async def test_numbers_of_any_size_are_kept_and_told(
    handlers: Handlers, inbound: Inbound, rows: Rows, as_user: AsUser
) -> None:
    numbers = [2**63, -(2**70), 1e30, -1e308, 1.5, 2**63 - 1]
    await handlers.messages_received([inbound(content={"order": {"numbers": numbers}})])
    [ticket] = await rows("SELECT id FROM tickets")
    page = (await as_user("viewer").get(f"/api/v1/tickets/{ticket.id}/messages")).json()
    kept = [str(2**63), str(-(2**70)), "1e+30", "-1e+308", 1.5, 2**63 - 1]
    assert page["items"][0]["content"]["order"]["numbers"] == kept


@pytest.mark.parametrize(("hours_ago", "same"), [(1.0, True), (3.0, False)])
async def test_the_company_s_reopen_rule(
    handlers: Handlers,
    inbound: Inbound,
    rows: Rows,
    published: Published,
    company_id: UUID,
    as_user: AsUser,
    hours_ago: float,
    same: bool,
) -> None:
    await handlers.companies_changed(
        [CompanyChangedV1(company_id=company_id, name="X", reopen_hours=2, revision=1)]
    )
    await handlers.messages_received([inbound()])
    [ticket] = await rows("SELECT id FROM tickets")
    agent = uuid7()
    async with as_user("agent", user_id=agent) as http:
        await http.post(f"/api/v1/tickets/{ticket.id}/accept")
        await http.post(f"/api/v1/tickets/{ticket.id}/close")
    later = datetime.now(UTC) + timedelta(hours=hours_ago)
    again = inbound("Ainda aí?", sent_at=later)
    await handlers.messages_received([again])
    await handlers.messages_received([again])
    found = await rows("SELECT id, status, assignee_id, unread, closed_at FROM tickets ORDER BY id")
    if same:
        assert found == [(ticket.id, "open", agent, 1, None)]
    else:
        assert [row.status for row in found] == ["closed", "pending"]
        assert found[1].assignee_id is None
    assert (await published(TicketChangedV1))[-1].status == found[-1].status


async def test_a_repeated_message_does_not_reopen_its_ticket(
    handlers: Handlers, inbound: Inbound, rows: Rows, as_user: AsUser, logged: Any
) -> None:
    event = inbound()
    await handlers.messages_received([event])
    [ticket] = await rows("SELECT id FROM tickets")
    await as_user("agent").post(f"/api/v1/tickets/{ticket.id}/close")
    before = await logged()
    await handlers.messages_received([event])
    assert await rows("SELECT status FROM tickets") == [("closed",)]
    assert await logged() == before


async def _reply(as_user: AsUser, ticket_id: UUID) -> dict[str, Any]:
    body = {"text": "Olá!", "clientMessageId": str(uuid7())}
    response = await as_user("agent").post(f"/api/v1/tickets/{ticket_id}/messages", json=body)
    assert response.status_code == 201, response.text
    message: dict[str, Any] = response.json()
    return message


async def test_deliveries_converge_in_any_order(
    handlers: Handlers, inbound: Inbound, rows: Rows, as_user: AsUser, company_id: UUID, channel_id: UUID
) -> None:
    await handlers.messages_received([inbound()])
    [ticket] = await rows("SELECT id FROM tickets")

    def status(message_id: UUID, state: str) -> DeliveryStatusChangedV1:
        return DeliveryStatusChangedV1(
            company_id=company_id,
            send_id=uuid7(),
            channel_id=channel_id,
            message_id=message_id,
            state=state,  # type: ignore[arg-type]
            provider_message_id=f"wamid.{message_id}" if state == "accepted" else None,
            at=datetime.now(UTC),
        )

    orders = [*permutations(["accepted", "sent", "delivered", "read"])]
    random.Random(7).shuffle(orders)
    for order in orders[:6]:
        message_id = UUID((await _reply(as_user, ticket.id))["id"])
        for state in (*order, order[0]):
            await handlers.deliveries_changed([status(message_id, state)])
        assert await rows(
            "SELECT state, provider_message_id FROM messages WHERE id = :id", id=message_id
        ) == [("read", f"wamid.{message_id}")]
    message_id = UUID((await _reply(as_user, ticket.id))["id"])
    await handlers.deliveries_changed([status(message_id, state) for state in orders[7] * 2])
    assert await rows("SELECT state FROM messages WHERE id = :id", id=message_id) == [("read",)]


async def test_a_failure_is_shown_with_its_reason_until_disproved(
    handlers: Handlers,
    inbound: Inbound,
    rows: Rows,
    logged: Any,
    as_user: AsUser,
    company_id: UUID,
    channel_id: UUID,
) -> None:
    await handlers.messages_received([inbound()])
    [ticket] = await rows("SELECT id FROM tickets")
    message_id = UUID((await _reply(as_user, ticket.id))["id"])
    told = {
        "company_id": company_id,
        "channel_id": channel_id,
        "send_id": uuid7(),
        "message_id": message_id,
        "at": datetime.now(UTC),
    }
    error = ProviderError(code=131047, title="Re-engagement message")
    failed = DeliveryStatusChangedV1(**told, state="failed", error=error)
    await handlers.deliveries_changed([failed, DeliveryStatusChangedV1(**told, state="sent")])
    assert await rows("SELECT state, error ->> 'code' FROM messages WHERE id = :id", id=message_id) == [
        ("failed", "131047")
    ]
    await handlers.deliveries_changed([failed])
    assert (await logged()).count("message.updated") == 1
    await handlers.deliveries_changed([DeliveryStatusChangedV1(**told, state="delivered")])
    assert await rows("SELECT state, error FROM messages WHERE id = :id", id=message_id) == [
        ("delivered", None)
    ]
    of_another_company = DeliveryStatusChangedV1(**{**told, "company_id": uuid7()}, state="read")
    of_a_campaign = DeliveryStatusChangedV1(**{**told, "message_id": None}, state="read")
    await handlers.deliveries_changed([of_another_company, of_a_campaign])
    await handlers.deliveries_changed([of_a_campaign])
    assert await rows("SELECT state FROM messages WHERE id = :id", id=message_id) == [("delivered",)]


async def test_campaigns_are_shown_once_each(
    handlers: Handlers, company_id: UUID, logged: Any, as_user: AsUser
) -> None:
    told: dict[str, Any] = {
        "company_id": company_id,
        "campaign_id": uuid7(),
        "channel_id": uuid7(),
        "name": "Black Friday",
        "total": 2,
    }
    progress = CampaignProgressV1(**told, state="running", counts={"sent": 1, "pending": 1})
    finished = CampaignFinishedV1(**told, state="finished", counts={"sent": 2}, finished_at=datetime.now(UTC))
    await handlers.campaigns_moved([progress, progress])
    await handlers.campaigns_moved([progress, finished])
    assert await logged() == ["campaign.progress", "campaign.finished"]
    events = (await as_user("viewer").get("/api/v1/events", params={"namespace": "campaigns"})).json()[
        "items"
    ]
    assert events[0]["payload"] == {
        "campaignId": str(told["campaign_id"]),
        "name": "Black Friday",
        "state": "running",
        "total": 2,
        "counts": {"sent": 1, "pending": 1},
        "replies": 0,
        "startedAt": None,
        "finishedAt": None,
    }


async def test_opt_outs_show_on_contacts_also_on_later_ones(
    handlers: Handlers, inbound: Inbound, rows: Rows, company_id: UUID, logged: Any
) -> None:
    at = datetime.now(UTC)

    def opt(identity: str, out: bool, seconds: int, channel: UUID | None = None) -> ContactOptOutChangedV1:
        return ContactOptOutChangedV1(
            company_id=company_id,
            identity=identity,
            channel_id=channel,
            opted_out=out,
            source="keyword",
            at=at + timedelta(seconds=seconds),
        )

    await handlers.opt_outs_changed([opt("wa_id:551199990001", True, 1)])
    await handlers.messages_received([inbound()])
    assert await rows("SELECT opted_out FROM contacts") == [(True,)]
    await handlers.opt_outs_changed(
        [opt("phone:5511999990001", False, 3), opt("wa_id:551199990001", True, 2)]
    )
    assert await rows("SELECT opted_out FROM contacts") == [(False,)]
    assert (await logged()).count("contact.updated") == 2
    one, two = uuid7(), uuid7()
    await handlers.opt_outs_changed([opt("wa_id:5511999990001", True, 4, one)])
    await handlers.opt_outs_changed([opt("wa_id:5511999990001", False, 5, two)])
    assert await rows("SELECT opted_out FROM contacts") == [(True,)]


async def test_an_opt_out_stays_with_the_number_and_not_with_the_contact(
    handlers: Handlers, inbound: Inbound, rows: Rows, as_user: AsUser, company_id: UUID
) -> None:
    await handlers.messages_received([inbound(sender=Party(bsuid="BR.1"))])
    [contact] = await rows("SELECT id FROM contacts")
    left = ContactOptOutChangedV1(
        company_id=company_id,
        identity="wa_id:5511999990001",
        opted_out=True,
        source="keyword",
        at=datetime.now(UTC),
    )
    await handlers.opt_outs_changed([left])

    async def is_out(**change: str) -> bool:
        response = await as_user("agent").patch(f"/api/v1/contacts/{contact.id}", json=change)
        assert response.status_code == 200, response.text
        out: bool = response.json()["optedOut"]
        return out

    assert not await is_out(name="Ana")
    assert await is_out(phone="+5511999990001")
    assert not await is_out(phone="+5511999990002")


async def test_batches_lock_rows_in_one_order(
    database: Database,
    handlers: Handlers,
    inbound: Inbound,
    rows: Rows,
    as_user: AsUser,
    eventually: Eventually,
    company_id: UUID,
) -> None:
    """Two batches that shared rows and took them in different orders would wait for each other."""
    wa_ids = [f"55119999900{number:02}" for number in range(20)]
    await handlers.messages_received([inbound(wa_id=wa_id) for wa_id in wa_ids])
    agent = as_user("agent")
    for ticket in await rows("SELECT id FROM tickets"):
        body = {"text": "Oi", "clientMessageId": "1"}
        assert (await agent.post(f"/api/v1/tickets/{ticket.id}/messages", json=body)).status_code == 201
    sent = await rows("SELECT * FROM messages WHERE direction = 'out' ORDER BY id DESC")
    now = datetime.now(UTC)
    delivered = [
        DeliveryStatusChangedV1(
            company_id=company_id,
            send_id=message.send_id,
            channel_id=message.channel_id,
            message_id=message.id,
            state="delivered",
            at=now,
        )
        for message in sent
    ]
    left = [
        ContactOptOutChangedV1(
            company_id=company_id, identity=f"wa_id:{wa_id}", opted_out=True, source="keyword", at=now
        )
        for wa_id in reversed(wa_ids)
    ]

    async def waits() -> None:
        assert await rows(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )

    for table, handling in (
        ("messages", handlers.deliveries_changed(delivered)),
        ("contacts", handlers.opt_outs_changed(left)),
    ):
        mine = f"SELECT id FROM {table} WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY id"  # noqa: S608
        ids = [message.id if table == "messages" else message.contact_id for message in sent]
        async with database.worker() as session:
            await execute(session, f"{mine} LIMIT 1 FOR UPDATE", ids=ids)
            task = asyncio.create_task(handling)
            await eventually(waits)
            # It waits for the first one, and has taken none of those behind it.
            assert len(await rows(f"{mine} FOR UPDATE SKIP LOCKED", ids=ids)) == 19
        await task


async def test_projections_go_by_revision(
    handlers: Handlers, company_id: UUID, channel_id: UUID, rows: Rows, logged: Any
) -> None:
    def company(revision: int) -> CompanyChangedV1:
        return CompanyChangedV1(
            company_id=company_id, name="X", reopen_hours=float(revision), revision=revision
        )

    await handlers.companies_changed([company(0)])
    await handlers.companies_changed([company(3), company(2)])
    await handlers.companies_changed([company(1)])
    assert await rows("SELECT reopen_hours, revision FROM company_settings") == [(3.0, 3)]

    def channel(revision: int, status: str) -> ChannelChangedV1:
        return ChannelChangedV1(
            company_id=company_id,
            channel_id=channel_id,
            name="Suporte",
            provider="meta_cloud",
            status=status,  # type: ignore[arg-type]
            messages_per_second=80,
            revision=revision,
        )

    await handlers.channels_changed([channel(1, "active")])
    await handlers.channels_changed([channel(1, "active"), channel(3, "error"), channel(2, "active")])
    await handlers.channels_changed([channel(2, "active")])
    assert await rows("SELECT status, revision FROM channel_copy") == [("error", 3)]
    assert await logged() == ["channel.changed", "channel.changed"]


async def test_everything_arrives_through_kafka(
    worker: object,  # noqa: ARG001 (runs the consumers and the relay)
    publish: Publish,
    eventually: Eventually,
    inbound: Inbound,
    rows: Rows,
    company_id: UUID,
    channel_id: UUID,
    as_user: AsUser,
) -> None:
    conversation = [inbound(str(number)) for number in range(20)]
    await publish(
        CompanyChangedV1(company_id=company_id, name="X", reopen_hours=2, revision=1),
        *conversation,
        inbound(sender=Party()),  # Goes to the dead letters, and takes no neighbour with it.
        inbound(wa_id="5511999990002"),
    )

    async def all_there() -> None:
        assert await rows("SELECT count(*) FROM messages") == [(21,)]
        assert await rows("SELECT reopen_hours FROM company_settings") == [(2.0,)]
        assert await rows("SELECT count(*) FROM outbox") == [(0,)]

    await eventually(all_there, timeout=40)
    assert await rows("SELECT count(*) FROM tickets") == [(2,)]
    page = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    ticket_id = next(ticket["id"] for ticket in page if ticket["unread"] == 20)
    messages = (await as_user("agent").get(f"/api/v1/tickets/{ticket_id}/messages")).json()["items"]
    assert [message["text"] for message in messages] == [event.text for event in reversed(conversation)]
    sent = await _reply(as_user, ticket_id)
    await publish(
        DeliveryStatusChangedV1(
            company_id=company_id,
            send_id=uuid7(),
            channel_id=channel_id,
            message_id=UUID(sent["id"]),
            state="delivered",
            at=datetime.now(UTC),
        )
    )

    async def delivered() -> None:
        assert await rows("SELECT state FROM messages WHERE id = :id", id=UUID(sent["id"])) == [
            ("delivered",)
        ]

    await eventually(delivered)
