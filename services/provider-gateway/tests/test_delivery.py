"""Statuses meet the ledger: in any order, twice, before their message, and for strangers' messages."""

import asyncio
import json
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from aiohttp import web

from atende_contracts.event import Party, ProviderError, TemplateContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, ProviderStatusReportedV1, SentTemplate
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import Handle, Published
from gateway.domain.sends import Order
from gateway.repository.ledger import Intent
from gateway.sender import Sender
from gateway.service import delivery

from .gateway_stage import Connect, Connected, Ledger, Meta, Sql, order

STATES = ["sent", "delivered", "read", "failed"]


def report(one: Order, state: Any, *, message_id: str = "wamid.1", **fields: Any) -> ProviderStatusReportedV1:
    values: dict[str, Any] = {
        "company_id": one.company_id,
        "channel_id": one.channel_id,
        "provider_message_id": message_id,
        "send_id": one.send_id,
        "state": state,
        "at": now(),
        **fields,
    }
    return ProviderStatusReportedV1(**values)


async def parked(database: Database) -> int:
    async with database.worker() as session:
        count: int = (await execute(session, "SELECT count(*) FROM unmatched_statuses")).scalar_one()
    return count


async def test_every_order_and_repetition_ends_alike(
    sender: Sender, channel: Connected, handle: Handle, ledger: Ledger, published: Published
) -> None:
    orders = {sequence: order(channel) for sequence in permutations(STATES)}
    await sender.send("campaign", list(orders.values()))

    for step in range(len(STATES)):  # One status of each send at a time, all of them twice.
        reports = [
            report(one, sequence[step], message_id=f"w{one.send_id}") for sequence, one in orders.items()
        ]
        await handle([*reports, *reports])
        await handle(reports)

    for sequence, one in orders.items():
        row = await ledger(one)
        assert row is not None
        assert row.state == "read", sequence
    told: dict[Any, list[DeliveryStatusChangedV1]] = {}
    for event in await published(DeliveryStatusChangedV1):
        told.setdefault(event.send_id, []).append(event)
    rank = {"accepted": 3, "sent": 4, "failed": 5, "delivered": 6, "read": 7}
    for events in told.values():
        ranks = [rank[event.state] for event in events]
        assert ranks == sorted(set(ranks))  # Only real changes are reported.


async def test_a_user_id_is_told_with_the_number_that_it_belongs_to(
    sender: Sender, channel: Connected, handle: Handle, published: Published
) -> None:
    cases = [
        (Party(wa_id="5511987654321"), Party(wa_id="5511987654321", bsuid="BR.1")),
        (Party(phone="+551187654322"), Party(bsuid="BR.2")),
        (Party(bsuid="BR.3"), Party(bsuid="BR.3")),
        (Party(wa_id="5511987654324"), Party(wa_id="5511987654324")),
    ]
    orders = [order(channel, origin="reply", recipient=recipient) for recipient, _ in cases]
    await sender.send("reply", orders)
    await handle(
        [
            report(one, "sent", message_id=f"w{one.send_id}", recipient=told)
            for one, (_, told) in zip(orders, cases, strict=True)
        ]
    )
    sent = [event for event in await published(DeliveryStatusChangedV1) if event.state == "sent"]
    names = {event.send_id: event.reported_as for event in sent}
    assert [names[one.send_id] for one in orders] == [
        cases[0][1],
        Party(phone="+5511987654322", bsuid="BR.2"),
        None,
        None,
    ]


async def test_one_batch_tells_each_step_with_metas_time(
    sender: Sender, channel: Connected, meta: Meta, handle: Handle, published: Published
) -> None:
    one = order(channel)
    await sender.send("campaign", [one])
    at = {state: now() - timedelta(minutes=9 - n) for n, state in enumerate(("sent", "delivered", "read"))}

    await handle([report(one, state, at=at[state]) for state in ("read", "sent", "delivered")])

    events = (await published(DeliveryStatusChangedV1))[1:]
    assert [(event.state, event.at) for event in events] == list(at.items())
    assert {event.provider_message_id for event in events} == {meta.accepted[0]["id"]}
    assert {event.campaign_id for event in events} == {one.campaign_id}


async def test_a_failure_is_told_with_its_error_and_disproved_by_delivery(
    sender: Sender, channel: Connected, handle: Handle, ledger: Ledger, published: Published
) -> None:
    one = order(channel)
    await sender.send("campaign", [one])
    error = ProviderError(code=131049, title="healthy ecosystem")

    await handle([report(one, "failed", errors=[error])])
    await handle([report(one, "sent")])
    row = await ledger(one)
    assert row is not None
    assert row.state == "failed"
    await handle([report(one, "delivered")])

    row = await ledger(one)
    assert row is not None
    assert (row.state, row.error) == ("delivered", None)
    failed = (await published(DeliveryStatusChangedV1))[1]
    assert (failed.state, failed.error) == ("failed", error)


async def test_a_status_is_matched_by_metas_id_alone(
    sender: Sender, channel: Connected, meta: Meta, handle: Handle, ledger: Ledger
) -> None:
    one = order(channel)
    await sender.send("campaign", [one])
    await handle(
        [
            report(one, "read", message_id=meta.accepted[0]["id"], send_id=None),
            report(one, "sent", message_id="x", send_id=None),
        ]
    )

    row = await ledger(one)
    assert row is not None
    assert row.state == "read"


async def test_an_unknown_send_is_resolved_and_a_sending_one_too(
    channel: Connected, handle: Handle, ledger: Ledger, database: Database
) -> None:
    sending, unknown = order(channel), order(channel)
    async with database.worker() as session:
        await delivery.claim(session, [Intent(unknown)], now(), lease=-1)
        await delivery.sweep(session)
        await delivery.claim(session, [Intent(sending)], now(), lease=30)

    await handle(
        [report(sending, "sent", message_id="wamid.s"), report(unknown, "failed", message_id="wamid.u")]
    )

    for one, state in ((sending, "sent"), (unknown, "failed")):
        row = await ledger(one)
        assert row is not None
        assert (row.state, row.request) == (state, None)
    async with database.worker() as session:
        assert await delivery.sweep(session) == 0


async def test_a_status_of_a_waiting_retry_ends_it(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    handle: Handle,
    ledger: Ledger,
    database: Database,
) -> None:
    """The provider refused, so it said, and delivered nevertheless."""
    one = order(channel)
    async with database.worker() as session:
        await delivery.claim(session, [Intent(one, "retryable", None, 0.0)], now(), lease=30)
    await handle([report(one, "sent")])

    await sender.send_due()

    assert meta.requests == []
    row = await ledger(one)
    assert row is not None
    assert row.state == "sent"


async def test_strangers_statuses_are_parked_and_forgotten(
    sender: Sender, channel: Connected, handle: Handle, ledger: Ledger, database: Database, sql: Sql
) -> None:
    one = order(channel)
    await sender.send("campaign", [one])
    strangers = [report(one, "read", company_id=uuid7()), report(one, "read", channel_id=uuid7())]
    await handle([*strangers, report(one, "sent"), *strangers])

    row = await ledger(one)
    assert row is not None
    assert row.state == "sent"
    assert await parked(database) == 2
    async with database.worker() as session:
        assert await delivery.apply_unmatched(session) == 0
    assert await parked(database) == 2
    await sql("UPDATE unmatched_statuses SET received_at = now() - interval '3 days'")
    async with database.worker() as session:
        await delivery.apply_unmatched(session)
    assert await parked(database) == 0


@pytest.mark.parametrize("by_our_id", [True, False])
async def test_a_parked_status_is_applied_when_its_message_appears(
    sender: Sender,
    channel: Connected,
    handle: Handle,
    ledger: Ledger,
    published: Published,
    database: Database,
    sql: Sql,
    by_our_id: bool,
) -> None:
    one = order(channel)
    error = ProviderError(code=131026, title="undeliverable")
    await handle([report(one, "failed", send_id=one.send_id if by_our_id else None, errors=[error])])
    assert await parked(database) == 1
    await sender.send("campaign", [one])
    if not by_our_id:  # As if the status had come at the very moment of the answer.
        await sql("UPDATE sends SET provider_message_id = 'wamid.1'")

    async with database.worker() as session:
        assert await delivery.apply_unmatched(session) == 1

    row = await ledger(one)
    assert row is not None
    assert row.state == "failed"
    assert (await published(DeliveryStatusChangedV1))[-1].error == error
    assert await parked(database) == 0


async def test_concurrent_batches_do_not_deadlock(
    sender: Sender, channel: Connected, handle: Handle, ledger: Ledger
) -> None:
    orders = [order(channel) for _ in range(60)]
    await sender.send("campaign", orders)
    batches = [
        [report(one, state, message_id=f"w{one.send_id}") for one in (orders if n % 2 else orders[::-1])]
        for n, state in enumerate(("sent", "delivered", "read", "sent", "delivered", "read"))
    ]

    await asyncio.gather(*(handle(batch) for batch in batches))

    assert {row.state for row in [await ledger(one) for one in orders] if row} == {"read"}


async def test_of_what_no_agent_wrote_it_is_told_to_whom_and_what_was_sent(
    sender: Sender, channel: Connected, handle: Handle, published: Published, database: Database
) -> None:
    """Whatever tells first that it left: the provider's answer, a report that overtakes it, or the sweep."""
    answered, overtaken, lost = order(channel), order(channel), order(channel)
    reply = order(channel, origin="reply")
    await sender.send("campaign", [answered])
    await sender.send("reply", [reply])
    async with database.worker() as session:
        await delivery.claim(session, [Intent(overtaken), Intent(lost)], now(), lease=600)
    await handle([report(overtaken, "delivered"), report(overtaken, "sent")])
    async with database.worker() as session:
        await execute(session, "UPDATE sends SET lease_until = now() - interval '1 second'")
        await delivery.sweep(session)
    await handle([report(answered, "read", message_id="w2")])

    told = [
        (event.send_id, event.state, event.recipient, event.content)
        for event in await published(DeliveryStatusChangedV1)
    ]
    assert told == [
        (answered.send_id, "accepted", answered.recipient, answered.content),
        (reply.send_id, "accepted", None, None),
        (overtaken.send_id, "sent", overtaken.recipient, overtaken.content),
        (overtaken.send_id, "delivered", None, None),
        (lost.send_id, "unconfirmed", lost.recipient, lost.content),
        (answered.send_id, "read", None, None),
    ]


async def test_of_a_template_it_is_told_what_the_recipient_reads(
    sender: Sender, connect: Connect, sql: Sql, published: Published
) -> None:
    channel = await connect(wabaId="815")
    components = [
        {"type": "HEADER", "format": "TEXT", "text": "Oi {{1}}!"},
        {"type": "BODY", "text": "{{nome}}, {{ valor }} até {{dia}}. {{2}}"},
        {"type": "FOOTER", "text": "SAIR para sair"},
        {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Ver", "url": "https://x/{{1}}"}]},
    ]
    for status, parts in (("DELETED", [{"type": "BODY", "text": "antiga"}]), ("APPROVED", components)):
        await sql(
            "INSERT INTO templates (company_id, id, waba_id, provider_template_id, name, language, category,"
            " status, parameter_format, components, revision, created_at, updated_at)"
            " VALUES (:company_id, :id, '815', :named, 'oferta', 'pt_BR', 'MARKETING', :status, 'NAMED',"
            " CAST(:components AS jsonb), 1, now(), now())",
            company_id=channel.company_id,
            id=uuid7(),
            named=status,
            status=status,
            components=json.dumps(parts),
        )
    given = [
        {"type": "header", "parameters": [{"type": "text", "text": "Rita"}]},
        {
            "type": "body",
            "parameters": [
                {"type": "text", "parameter_name": "nome", "text": "Rita {{dia}}"},
                {
                    "type": "currency",
                    "parameter_name": "valor",
                    "currency": {"fallback_value": "R$ 10", "code": "BRL", "amount_1000": 10_000},
                },
            ],
        },
    ]
    orders = [
        order(channel, content=TemplateContent(name=name, language="pt_BR", components=given))
        for name in ("oferta", "outra")
    ]
    await sender.send("campaign", orders)

    told = {event.send_id: event.text for event in await published(DeliveryStatusChangedV1)}
    assert told == {
        orders[0].send_id: "Oi Rita!\n\nRita {{dia}}, R$ 10 até {{dia}}. {{2}}\n\nSAIR para sair",
        orders[1].send_id: None,
    }


async def test_the_template_of_every_message_is_told_once(
    sender: Sender, channel: Connected, meta: Meta, handle: Handle, published: Published
) -> None:
    """Reports count messages by their template, also those of agents and those that were refused."""
    content = TemplateContent(name="oferta", language="pt_BR")
    reply, broadcast, plain = (
        order(channel, origin="reply", content=content),
        order(channel, content=content),
        order(channel, origin="reply"),
    )
    await sender.send("reply", [reply, plain])
    await sender.send("campaign", [broadcast])

    async def refuse(_: object, _body: object) -> web.Response:
        return meta.refuse(132001)

    meta.respond = refuse
    refused = order(channel, content=content)
    await sender.send("campaign", [refused])
    reports = [report(one, "sent", message_id=f"w{one.send_id}") for one in (reply, broadcast)]
    await handle(reports)

    told: dict[Any, list[tuple[str, SentTemplate | None, bool]]] = {}
    for event in await published(DeliveryStatusChangedV1):
        one = event.state, event.template, event.content is not None
        told.setdefault(event.send_id, []).append(one)
    named = SentTemplate(name="oferta", language="pt_BR")
    assert told == {
        reply.send_id: [("accepted", named, False), ("sent", None, False)],
        plain.send_id: [("accepted", None, False)],
        broadcast.send_id: [("accepted", None, True), ("sent", None, False)],
        refused.send_id: [("failed", named, False)],
    }
