"""Batches of events: what they cost, in which order they lock, and that they arrive."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.contacts import (
    ContactOptOutChangedV1,
    ContactPreferenceReportedV1,
)
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Publish

from .factories import Inbound, Rows, create_reply
from .statements import recorded


async def test_what_else_travels_with_messages_is_passed_over(
    handle: Handle, inbound: Inbound, rows: Rows
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
    await handle([preference])
    await handle([preference, message])

    assert len(await rows("SELECT * FROM messages")) == 1


async def test_a_batch_costs_the_same_statements_whatever_its_size(handle: Handle, inbound: Inbound) -> None:
    async def cost(batch: list[MessageReceivedV1]) -> int:
        with recorded() as statements:
            await handle(batch)
        return len(statements)

    strangers = [inbound(wa_id=f"55119{90000000 + number}") for number in range(100)]
    assert await cost(strangers[:1]) == await cost(strangers[1:]) == 6
    known = [inbound(wa_id=f"55119{90000000 + number % 100}") for number in range(200)]
    assert await cost(known[:1]) == await cost(known[1:]) == 5


async def test_batches_lock_rows_in_one_order(
    database: Database,
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    as_user: AsUser,
    eventually: Eventually,
    company_id: UUID,
) -> None:
    """Two batches that shared rows and took them in different orders would wait for each other."""
    wa_ids = [f"55119999900{number:02}" for number in range(20)]
    await handle([inbound(wa_id=wa_id) for wa_id in wa_ids])
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
        ("messages", handle(delivered)),
        ("contacts", handle(left)),
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

    async def of_company(statement: str) -> Any:
        # Tests of one process share their topics, so that others' events may come, too.
        return await rows(f"{statement} WHERE company_id = :company", company=company_id)

    async def all_there() -> None:
        assert await of_company("SELECT count(*) FROM messages") == [(21,)]
        assert await of_company("SELECT reopen_hours FROM company_settings") == [(2.0,)]
        assert await rows("SELECT count(*) FROM outbox") == [(0,)]

    await eventually(all_there, timeout=40)
    assert await of_company("SELECT count(*) FROM tickets") == [(2,)]
    page = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    ticket_id = next(ticket["id"] for ticket in page if ticket["unread"] == 20)
    messages = (await as_user("agent").get(f"/api/v1/tickets/{ticket_id}/messages")).json()["items"]
    assert [message["text"] for message in messages] == [event.text for event in reversed(conversation)]
    sent = await create_reply(as_user, ticket_id)
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
