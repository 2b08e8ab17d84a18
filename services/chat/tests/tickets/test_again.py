"""Messages that are sent again, and what is said once more to somebody else."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.content import MessageContent
from atende_contracts.event import Media, Party
from atende_contracts.ids import uuid7
from atende_contracts.limits import read_content
from atende_contracts.messages import (
    DeliveryStatusChangedV1,
    MessageMediaChangedV1,
    MessageReceivedV1,
    MessageSendRequestedV2,
)
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.messages.models import Message
from chat.messages.service import sent_content, written_columns

from ..factories import Inbound, create_reply

Become = Callable[[dict[str, Any], str], Awaitable[None]]


@pytest.fixture
def become(handle: Handle, company_id: UUID, channel_id: UUID) -> Become:
    """Reports a state of a message."""

    async def report(message: dict[str, Any], state: str) -> None:
        told = DeliveryStatusChangedV1(
            company_id=company_id,
            send_id=uuid7(),
            channel_id=channel_id,
            message_id=UUID(message["id"]),
            state=state,  # type: ignore[arg-type]
            at=datetime.now(UTC),
        )
        await handle([told])

    return report


async def resend(as_user: AsUser, message: dict[str, Any], **body: Any) -> Any:
    body = {"clientMessageId": str(uuid7()), **body}
    return await as_user("agent").post(f"/api/v1/messages/{message['id']}/resend", json=body)


async def listed(as_user: AsUser, ticket: dict[str, Any]) -> dict[str, dict[str, Any]]:
    page = (await as_user("viewer").get(f"/api/v1/tickets/{ticket['id']}/messages")).json()
    return {message["id"]: message for message in page["items"]}


async def test_a_failed_message_is_sent_again_once_however_often_it_is_asked_for(
    as_user: AsUser, ticket: dict[str, Any], become: Become, published: Published, logged: Any
) -> None:
    first = await create_reply(as_user, UUID(ticket["id"]))
    await become(first, "failed")
    answers = await asyncio.gather(*(resend(as_user, first) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [201]
    [again] = {answer.json()["id"]: answer.json() for answer in answers}.values()
    assert (again["resendOf"], again["text"], again["status"]) == (first["id"], first["text"], "queued")
    assert (await listed(as_user, ticket))[first["id"]]["resentAs"] == again["id"]
    assert [str(one.message_id) for one in await published(MessageSendRequestedV2)] == [
        first["id"],
        again["id"],
    ]
    assert (await logged())[-3:] == ["ticket.updated", "message.created", "message.updated"]

    # The one that failed again can be sent again, too.
    await become(again, "failed")
    third = await resend(as_user, again)
    assert (third.status_code, third.json()["resendOf"]) == (201, again["id"])


async def test_what_may_have_arrived_is_sent_again_only_when_that_is_confirmed(
    as_user: AsUser, ticket: dict[str, Any], become: Become
) -> None:
    first = await create_reply(as_user, UUID(ticket["id"]))
    await become(first, "unconfirmed")
    refused = await resend(as_user, first)
    assert (refused.status_code, refused.json()["code"]) == (409, "message-may-have-arrived")
    again = (await resend(as_user, first, confirm=True)).json()
    assert again["resendOf"] == first["id"]

    # A late status is the first one's: nothing is mixed up.
    await become(first, "delivered")
    shown = await listed(as_user, ticket)
    assert (shown[first["id"]]["status"], shown[again["id"]]["status"]) == ("delivered", "queued")
    assert shown[first["id"]]["resentAs"] == again["id"]


async def test_a_late_status_while_a_message_is_sent_again_loses_nothing(
    as_user: AsUser, ticket: dict[str, Any], become: Become
) -> None:
    """Either comes first: it is sent again before the proof came, or refused because of it."""
    for _ in range(5):
        first = await create_reply(as_user, UUID(ticket["id"]))
        await become(first, "failed")
        answer, _ = await asyncio.gather(resend(as_user, first), become(first, "read"))
        shown = await listed(as_user, ticket)
        assert shown[first["id"]]["status"] == "read"
        if answer.status_code == 201:
            assert shown[first["id"]]["resentAs"] == answer.json()["id"]
        else:
            assert (answer.status_code, answer.json()["code"]) == (409, "message-not-resendable")
            assert shown[first["id"]]["resentAs"] is None


@pytest.mark.parametrize("state", ["accepted", "sent", "delivered", "read"])
async def test_what_arrived_or_may_yet_is_not_sent_again(
    state: str, as_user: AsUser, ticket: dict[str, Any], become: Become
) -> None:
    first = await create_reply(as_user, UUID(ticket["id"]))
    assert (await resend(as_user, first)).json()["code"] == "message-not-resendable"
    await become(first, state)
    assert (await resend(as_user, first, confirm=True)).json()["code"] == "message-not-resendable"


async def test_only_agents_send_again_and_only_their_company_s_messages(
    as_user: AsUser, ticket: dict[str, Any], become: Become
) -> None:
    [inbound] = (await listed(as_user, ticket)).values()
    assert (await resend(as_user, inbound)).json()["code"] == "message-not-resendable"
    first = await create_reply(as_user, UUID(ticket["id"]))
    await become(first, "failed")
    body = {"clientMessageId": "1"}
    path = f"/api/v1/messages/{first['id']}/resend"
    assert (await as_user("viewer").post(path, json=body)).status_code == 403
    assert (await as_user("agent", company_id=uuid7()).post(path, json=body)).status_code == 404
    # The id of the first message is not the second one's.
    reused = await resend(as_user, first, clientMessageId=first["clientMessageId"])
    assert (reused.status_code, reused.json()["code"]) == (409, "client-message-id-reused")


CONTENTS = [
    {"kind": "text", "body": "Veja https://loja.example", "preview_url": True},
    {
        "kind": "media",
        "media_type": "image",
        "media": {"url": "https://loja.example/a.png"},
        "caption": "Foto",
    },
    {"kind": "media", "media_type": "audio", "media": {"id": str(uuid7()), "voice": True}},
    {
        "kind": "interactive",
        "body": "Posso ajudar?",
        "footer": "Loja",
        "action": {"type": "button", "buttons": [{"id": "sim", "title": "Sim"}]},
    },
    {
        "kind": "interactive",
        "body": "Escolha",
        "header": {"type": "text", "text": "Menu"},
        "action": {"type": "list", "button": "Ver", "sections": [{"rows": [{"id": "1", "title": "Um"}]}]},
    },
    {"kind": "location", "latitude": -23.5, "longitude": -46.6, "name": "Loja", "address": "Rua 1"},
    {"kind": "contacts", "contacts": [{"name": {"formatted_name": "Ana", "first_name": "Ana"}}]},
    {"kind": "template", "name": "oi", "language": "pt_BR", "components": []},
]


@pytest.mark.parametrize("document", CONTENTS, ids=lambda one: str(one["kind"]))
def test_a_message_of_any_kind_is_sent_again_as_it_was(document: dict[str, Any]) -> None:
    content: MessageContent = read_content(document)
    assert sent_content(Message(**written_columns(content))) == content


@given(st.text(min_size=1, max_size=4096).filter(str.strip), st.booleans())
def test_a_text_is_sent_again_as_it_was(body: str, preview: bool) -> None:
    content = read_content({"kind": "text", "body": body.replace("\0", " x"), "preview_url": preview})
    assert sent_content(Message(**written_columns(content))) == content


# --- forwarded -------------------------------------------------------------------------------


@pytest.fixture
async def other(handle: Handle, inbound: Inbound, as_user: AsUser, ticket: dict[str, Any]) -> dict[str, Any]:
    """The ticket of another customer."""
    await handle([inbound(wa_id="5511999990002", sender=Party(wa_id="5511999990002", name="Rui"))])
    found: list[dict[str, Any]] = (await as_user("viewer").get("/api/v1/tickets")).json()["items"]
    return next(one for one in found if one["id"] != ticket["id"])


async def forward(as_user: AsUser, message: dict[str, Any], to: dict[str, Any], **body: Any) -> Any:
    body = {"ticketId": to["id"], "clientMessageId": str(uuid7()), **body}
    return await as_user("agent").post(f"/api/v1/messages/{message['id']}/forward", json=body)


async def received(
    handle: Handle, inbound: Inbound, as_user: AsUser, ticket: dict[str, Any], **fields: Any
) -> tuple[MessageReceivedV1, dict[str, Any]]:
    event = inbound(**fields)
    await handle([event])
    shown = await listed(as_user, ticket)
    return event, next(one for one in shown.values() if one["providerMessageId"] == event.provider_message_id)


async def test_a_file_of_a_customer_is_forwarded_without_a_copy(
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    ticket: dict[str, Any],
    other: dict[str, Any],
    published: Published,
    company_id: UUID,
    channel_id: UUID,
) -> None:
    file = Media(
        id=uuid7(), state="pending", provider_media_id="123", mime_type="image/jpeg", filename="a.jpg"
    )
    event, message = await received(handle, inbound, as_user, ticket, kind="image", text="A nota", media=file)
    early = await forward(as_user, message, other)
    assert (early.status_code, early.json()["code"]) == (409, "message-not-forwardable")
    stored = file.model_copy(update={"state": "stored", "size": 1000})
    await handle(
        [
            MessageMediaChangedV1(
                company_id=company_id,
                channel_id=channel_id,
                provider_message_id=event.provider_message_id,
                sender=event.sender,
                media=stored,
            )
        ]
    )
    body = {"clientMessageId": "one"}
    sent = await forward(as_user, message, other, **body)
    assert sent.status_code == 201, sent.text
    shown = sent.json()
    assert (shown["ticketId"], shown["kind"], shown["text"]) == (other["id"], "image", "A nota")
    assert shown["media"]["url"] == f"/api/v1/media/{file.id}"
    assert shown["content"]["context"]["forwarded"] is True
    [request] = await published(MessageSendRequestedV2)
    assert request.recipient.wa_id == "5511999990002"
    assert request.content.model_dump()["media"]["provider_media_id"] is None
    assert (await forward(as_user, message, other, **body)).status_code == 200


async def test_a_sound_that_whatsapp_takes_as_a_document_only_is_forwarded_as_one(
    handle: Handle, inbound: Inbound, as_user: AsUser, ticket: dict[str, Any], other: dict[str, Any]
) -> None:
    file = Media(id=uuid7(), state="stored", mime_type="image/webp", size=600_000)
    _, message = await received(handle, inbound, as_user, ticket, kind="sticker", text=None, media=file)
    assert (await forward(as_user, message, other)).json()["kind"] == "document"
    odd = Media(id=uuid7(), state="stored", mime_type="application/x-odd", size=600)
    _, message = await received(handle, inbound, as_user, ticket, kind="document", text=None, media=odd)
    assert (await forward(as_user, message, other)).json()["code"] == "message-not-forwardable"


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"text": "Oi"}, "text", "Oi"),
        ({"kind": "button", "text": "Sim"}, "text", "Sim"),
        (
            {
                "kind": "interactive",
                "text": "Sim",
                "content": {
                    "interactive": {"type": "button_reply", "button_reply": {"id": "1", "title": "Sim"}}
                },
            },
            "text",
            "Sim",
        ),
        (
            {
                "kind": "location",
                "text": "Casa",
                "content": {"location": {"latitude": 1.5, "longitude": 2.5, "name": "Casa"}},
            },
            "location",
            "Casa",
        ),
        (
            {
                "kind": "contacts",
                "text": "Ana",
                "content": {
                    "contacts": [
                        {
                            "name": {"formatted_name": "Ana", "first_name": "Ana"},
                            "phones": [{"phone": "+5511", "wa_id": "5511", "type": "CELL"}],
                        }
                    ]
                },
            },
            "contacts",
            "Ana",
        ),
        ({"kind": "order", "text": "x", "content": {"order": {"catalog_id": "1"}}}, None, None),
    ],
)
async def test_what_customers_write_is_forwarded(
    fields: dict[str, Any],
    kind: str | None,
    text: str | None,
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    ticket: dict[str, Any],
    other: dict[str, Any],
) -> None:
    _, message = await received(handle, inbound, as_user, ticket, **fields)
    answer = await forward(as_user, message, other)
    if kind is None:
        assert (answer.status_code, answer.json()["code"]) == (409, "message-not-forwardable")
    else:
        assert answer.status_code == 201, answer.text
        assert (answer.json()["kind"], answer.json()["text"]) == (kind, text)


async def test_what_was_taken_back_and_what_is_not_of_the_company_is_not_forwarded(
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    ticket: dict[str, Any],
    other: dict[str, Any],
) -> None:
    event, message = await received(handle, inbound, as_user, ticket)
    foreign = as_user("agent", company_id=uuid7())
    body = {"ticketId": other["id"], "clientMessageId": "1"}
    path = f"/api/v1/messages/{message['id']}/forward"
    assert (await foreign.post(path, json=body)).status_code == 404
    assert (await as_user("viewer").post(path, json=body)).status_code == 403
    assert (await forward(as_user, message, {"id": str(uuid7())})).json()["code"] == "not-found"
    revoked = inbound(
        None,
        kind="revoke",
        target=event.provider_message_id,
        content={"revoke": {"original_message_id": event.provider_message_id}},
        sent_at=datetime.now(UTC) + timedelta(seconds=1),
    )
    await handle([revoked])
    assert (await forward(as_user, message, other)).json()["code"] == "message-not-forwardable"


async def test_a_message_is_forwarded_to_a_contact_in_their_ticket_or_a_new_one(
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    ticket: dict[str, Any],
    other: dict[str, Any],
    company_id: UUID,
    channel_id: UUID,
) -> None:
    channel = ChannelChangedV1(
        company_id=company_id,
        channel_id=channel_id,
        name="Loja",
        provider="x",
        status="active",
        messages_per_second=1,
        revision=1,
    )
    await handle([channel])
    _, message = await received(handle, inbound, as_user, ticket, text="Veja isto")
    agent = as_user("agent")
    path = f"/api/v1/messages/{message['id']}/forward"
    to = {"contactId": other["contact"]["id"], "channelId": str(channel_id)}
    sent = await agent.post(path, json={**to, "clientMessageId": "1"})
    assert (sent.status_code, sent.json()["ticketId"]) == (201, other["id"]), sent.text

    await agent.post(f"/api/v1/tickets/{other['id']}/close")
    again = await agent.post(path, json={**to, "clientMessageId": "1"})
    assert (again.status_code, again.json()["id"]) == (200, sent.json()["id"])
    answers = await asyncio.gather(*(agent.post(path, json={**to, "clientMessageId": "2"}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    [new] = {answer.json()["ticketId"] for answer in answers}
    assert new != other["id"]
    opened = (await agent.get(f"/api/v1/tickets/{new}")).json()
    assert (opened["status"], opened["contact"]["id"]) == ("open", other["contact"]["id"])

    for wrong, status in (
        ({"clientMessageId": "3"}, 422),
        ({"contactId": to["contactId"], "clientMessageId": "3"}, 422),
        ({**to, "ticketId": other["id"], "clientMessageId": "3"}, 422),
        ({**to, "contactId": str(uuid7()), "clientMessageId": "3"}, 404),
        ({**to, "channelId": str(uuid7()), "clientMessageId": "3"}, 422),
    ):
        refused = await agent.post(path, json=wrong)
        assert refused.status_code == status, (wrong, refused.text)
