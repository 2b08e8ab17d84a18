"""One trace goes on from a record in Kafka to the agent's socket, and from an agent's request to both."""

from typing import Any
from uuid import UUID

from opentelemetry.sdk.trace import ReadableSpan

from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_contracts.registry import encode
from atende_platform.data.db import now
from atende_platform.process import tracing
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Publish
from atende_platform.testing.spans import Recorded, place_of, trace_id_of

from ..factories import Inbound, Rows
from .consoles import Connect


def place(number: int, *, recorded: bool = True) -> str:
    return f"00-{number:032x}-{number:016x}-0{int(recorded)}"


async def test_a_customer_s_message_and_its_answer_are_one_trace_each_to_the_socket(
    connect: Connect,
    worker: Any,  # noqa: ARG001 (runs)
    publish: Publish,
    inbound: Inbound,
    as_user: AsUser,
    spans: Recorded,
    eventually: Eventually,
) -> None:
    console = await connect()
    await console.until("ready")
    with tracing.begun("webhook"):
        await publish(inbound("Tem alguém aí?"))
    ticket_id = (await console.until("message.created"))["message"]["ticketId"]
    webhook = spans.one("webhook")

    async def is_at_the_socket() -> None:
        handled = spans.one("message.inbound process")
        assert parents(spans, "message.created emit") == [handled]
        assert parents(spans, "ticket.updated emit") == [handled]
        assert parents(spans, "message.inbound process") == [webhook]

    await eventually(is_at_the_socket)

    path = f"/api/v1/tickets/{ticket_id}/messages"
    assert (await as_user("agent").post(path, json={"text": "Sim!", "clientMessageId": "1"})).is_success
    await console.until("message.created", 2)
    request = spans.one("POST /api/v1/tickets/{ticket_id}/messages")

    async def is_published() -> None:
        assert parents(spans, "message.created emit")[1:] == [request]
        assert parents(spans, "message.outbound publish") == [request]

    await eventually(is_published)
    assert trace_id_of(request) != trace_id_of(webhook)


def parents(spans: Recorded, name: str) -> list[ReadableSpan]:
    by_id = {place_of(span).span_id: span for span in spans.all()}
    return [by_id[span.parent.span_id] for span in spans.named(name) if span.parent is not None]


async def test_a_socket_that_was_away_gets_what_it_missed_in_its_trace(
    connect: Connect, handle: Handle, inbound: Inbound, spans: Recorded, eventually: Eventually
) -> None:
    await handle([inbound("unseen")])
    with tracing.begun("handled"):
        await handle([inbound("Oi?")])
    console = await connect(lastEventId=3)
    await console.until("ready")

    async def is_sent_again() -> None:
        assert parents(spans, "message.created emit again") == spans.named("handled")

    await eventually(is_sent_again)


async def test_what_comes_of_a_batch_is_in_the_trace_of_the_event_that_it_comes_of(
    handle: Handle, inbound: Inbound, rows: Rows, spans: Recorded
) -> None:
    events = [inbound(f"Oi {number}", wa_id=f"551199999000{number}") for number in range(3)]
    causes = tracing.Causes(place(9))
    for event, where in zip(events, [place(1), place(2), place(3, recorded=False)], strict=True):
        causes.add(encode(event), where)
    with tracing.in_effect(causes):
        await handle(events)
    logged = await rows(
        "SELECT type, coalesce(payload #>> '{message,text}', '') AS text, traceparent FROM event_log"
    )
    of_messages = {row.text: row.traceparent for row in logged if row.text}
    assert of_messages == {"Oi 0": place(1), "Oi 1": place(2), "Oi 2": None}
    for kind in ("contact.updated", "ticket.updated"):
        assert {row.traceparent for row in logged if row.type == kind} == {place(1), place(2), None}
    told = await rows("SELECT type, traceparent FROM outbox")
    assert {row.traceparent for row in told if row.type == "ticket.changed.v1"} == {
        place(1),
        place(2),
        place(3, recorded=False),
    }
    assert not spans.all()


async def test_states_of_messages_are_in_the_traces_of_their_reports(
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    as_user: AsUser,
    company_id: UUID,
    channel_id: UUID,
    spans: Recorded,
) -> None:
    await handle([inbound()])
    [(ticket_id,)] = await rows("SELECT id FROM tickets")
    sent = []
    for number in range(2):
        body = {"text": str(number), "clientMessageId": str(number)}
        answer = await as_user("agent").post(f"/api/v1/tickets/{ticket_id}/messages", json=body)
        sent.append(UUID(answer.json()["id"]))
    reports = [
        DeliveryStatusChangedV1(
            company_id=company_id,
            send_id=uuid7(),
            channel_id=channel_id,
            message_id=message_id,
            state="delivered",
            at=now(),
        )
        for message_id in sent
    ]
    causes = tracing.Causes(None)
    for number, report in enumerate(reports):
        causes.add(encode(report), place(number + 1))
    with tracing.in_effect(causes):
        await handle(reports)
    updated = await rows(
        "SELECT payload #>> '{message,id}' AS id, traceparent FROM event_log WHERE type = 'message.updated'"
    )
    assert {UUID(row.id): row.traceparent for row in updated} == {sent[0]: place(1), sent[1]: place(2)}
    assert spans.named("POST /api/v1/tickets/{ticket_id}/messages")


async def test_nothing_is_kept_of_traces_that_nobody_records(
    handle: Handle, inbound: Inbound, rows: Rows
) -> None:
    with tracing.begun("handled"):
        await handle([inbound()])
    assert {row.traceparent for row in await rows("SELECT traceparent FROM event_log")} == {None}
