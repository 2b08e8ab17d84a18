"""One trace id through the whole system: from the webhook to the agent's socket, from the reply to the POST.

The shared system records no trace of its own accord, so that no other test pays for it: these are recorded
because their callers say so, for which they call the services past the edge, which lets nobody say that.
"""

import hmac
import json
import secrets
import time
from typing import Any
from uuid import uuid4

import httpx
from listeners import Listener, listening
from system import Company, System, eventually

from atende_sandbox.traces.collector import Collector
from atende_sandbox.traces.spans import Span


def recorded() -> tuple[str, dict[str, str]]:
    """Return a trace, and the header of a caller that has it recorded."""
    trace_id = secrets.token_hex(16)
    return trace_id, {"traceparent": f"00-{trace_id}-{secrets.token_hex(8)}-01"}


def ways(collector: Collector, trace_id: str, name: str) -> list[list[str]]:
    """Return how each span of a name came about: services and names, from the first of the trace."""
    spans = collector.trace(trace_id)
    by_id = {span.span_id: span for span in spans}

    def way(step: Span | None) -> list[str]:
        return [] if step is None else [*way(by_id.get(step.parent_id)), f"{step.service}: {step.name}"]

    return [way(span) for span in spans if span.name == name]


async def test_one_trace_goes_from_the_webhook_to_the_socket_and_from_the_reply_to_the_provider(
    system: System, company: Company, collector: Collector
) -> None:
    async with listening(system, token=company.api.token) as agent:
        ticket_id = await message_follows(system, company, collector, agent)
        await answer_follows(system, company, collector, agent, ticket_id)


async def message_follows(system: System, company: Company, collector: Collector, agent: Listener) -> str:
    """A customer's message is one trace from the provider's POST to the agent's socket; return its ticket."""
    trace_id, header = recorded()
    text = f"Oi {uuid4().hex}"
    body = webhook_of(company.number, system.new_phone(), text)
    signature = hmac.new(company.app_secret.encode(), body, "sha256").hexdigest()
    async with httpx.AsyncClient(base_url=system.world.settings.url("provider-gateway")) as gateway:
        answer = await gateway.post(
            f"/webhooks/whatsapp/{company.channel_id}",
            content=body,
            headers={"X-Hub-Signature-256": f"sha256={signature}", **header},
        )
    assert answer.status_code == 200, answer.text

    async def is_at_the_socket() -> str:
        assert ways(collector, trace_id, "message.created emit") == [
            ["gateway: POST webhook", "chat: message.inbound process", "chat: message.created emit"]
        ]
        created = [data[0]["message"] for _, event, data in agent.heard if event == "message.created"]
        tickets = [str(message["ticketId"]) for message in created if message["text"] == text]
        assert len(tickets) == 1
        return tickets[0]

    ticket_id = await eventually(is_at_the_socket)
    assert text not in str(collector.trace(trace_id))
    return ticket_id


async def answer_follows(
    system: System, company: Company, collector: Collector, agent: Listener, ticket_id: str
) -> None:
    """An answer is one trace from the agent's request to the provider, and back with what it reports."""

    async def replied() -> tuple[str, str]:  # Chat hears by Kafka that the channel is connected.
        trace_id, header = recorded()
        body = {"text": "Olá!", "clientMessageId": str(uuid4())}
        async with httpx.AsyncClient(base_url=system.world.settings.url("chat")) as chat:
            path = f"/api/v1/tickets/{ticket_id}/messages"
            answer = await chat.post(path, json=body, headers={**company.headers, **header})
        assert answer.status_code == 201, answer.text
        return trace_id, answer.json()["id"]

    trace_id, message_id = await eventually(replied)
    request = "chat: POST /api/v1/tickets/{ticket_id}/messages"
    sent = [request, "chat: message.outbound publish", "gateway: message.outbound process"]
    told = ["gateway: delivery.status publish", "chat: delivery.status process", "chat: message.updated emit"]

    steps = ("gateway: POST to the provider", "gateway: reported")

    async def is_delivered() -> None:
        assert ways(collector, trace_id, "message.created emit") == [[request, "chat: message.created emit"]]
        assert ways(collector, trace_id, "POST to the provider") == [[*sent, "gateway: POST to the provider"]]
        updated = ways(collector, trace_id, "message.updated emit")
        # What the provider reports before its answer was noted goes on from the POST, too.
        assert [*sent, "gateway: POST to the provider", *told] in updated
        assert all(way in ([*sent, step, *told] for step in steps) for way in updated)
        assert {"delivered", "read"} & {
            data[0]["message"]["state"]
            for _, event, data in agent.heard
            if event == "message.updated" and data[0]["message"]["id"] == message_id
        }

    await eventually(is_delivered)


def webhook_of(number: str, phone: str, text: str) -> bytes:
    """Return a webhook about a customer's text."""
    wa_id = phone.lstrip("+")
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "552140000000", "phone_number_id": number},
        "contacts": [{"wa_id": wa_id, "profile": {"name": "Cliente"}}],
        "messages": [
            {
                "from": wa_id,
                "id": f"wamid.{uuid4().hex}",
                "timestamp": str(int(time.time())),
                "type": "text",
                "text": {"body": text},
            }
        ],
    }
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


async def test_nobody_outside_has_a_trace_recorded(
    system: System, company: Company, collector: Collector
) -> None:
    """The edge passes on nobody's word about what is recorded: it costs memory, and is kept somewhere."""
    trace_id, header = recorded()
    past_the_edge, by_the_edge = trace_id, secrets.token_hex(16)
    outside = {"traceparent": f"00-{by_the_edge}-{secrets.token_hex(8)}-01"}
    answer = await system.http.get("/api/v1/tickets", headers={**company.headers, **outside})
    assert answer.status_code == 200
    async with httpx.AsyncClient(base_url=system.world.settings.url("chat")) as chat:
        assert (await chat.get("/api/v1/tickets", headers={**company.headers, **header})).status_code == 200

    async def is_recorded() -> None:
        assert collector.trace(past_the_edge)

    await eventually(is_recorded)
    assert not collector.trace(by_the_edge)
