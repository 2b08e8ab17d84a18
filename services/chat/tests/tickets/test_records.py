"""What the provider reports about conversations besides what customers write: the phone, a history, calls."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.contacts import ContactChangedV1, ContactsReportedV1, TicketChangedV1
from atende_contracts.event import Media, Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import (
    HistoryRecordedV1,
    MessageMediaChangedV1,
    MessagesRecordedV1,
    RecordedMessage,
)
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..chat_stage import conversation
from ..factories import Inbound, Rows

Makes = Callable[..., MessagesRecordedV1 | HistoryRecordedV1]

MARIA = Party(wa_id="5511999990001", phone="+5511999990001")


@pytest.fixture
def recorded(company_id: UUID, channel_id: UUID) -> Makes:
    """Makes what the provider reports about a conversation besides customers' messages."""

    def make(*messages: dict[str, Any], origin: Any = "phone_app") -> Any:
        defaults = {
            "party": MARIA,
            "direction": "out",
            "kind": "text",
            "state": "sent",
            "sent_at": datetime.now(UTC),
        }
        return (HistoryRecordedV1 if origin == "history" else MessagesRecordedV1)(
            company_id=company_id,
            channel_id=channel_id,
            origin=origin,
            messages=[
                RecordedMessage(**{**defaults, "provider_message_id": f"wamid.{uuid7()}", **message})
                for message in messages
            ],
        )

    return make


async def test_what_is_written_on_the_phone_answers_the_ticket_and_opens_none(
    handle: Handle,
    inbound: Inbound,
    recorded: Makes,
    as_user: AsUser,
    rows: Rows,
    logged: Any,
    published: Published,
) -> None:
    first = recorded({"text": "Posso ajudar?", "provider_message_id": "wamid.first"})
    await handle([first, first])
    await handle([first])
    assert await rows("SELECT * FROM tickets") == []
    assert await rows("SELECT count(*) FROM contacts") == [(1,)]
    assert await logged() == ["contact.updated", "message.created"]

    await handle([inbound("Sim"), inbound("Por favor")])
    agent = as_user("agent")
    [waiting] = (await agent.get("/api/v1/tickets")).json()["items"]
    assert waiting["unread"] == 2
    old = recorded({"text": "Antes", "sent_at": datetime.now(UTC) - timedelta(hours=1)})
    await handle([old])
    unchanged = (await agent.get(f"/api/v1/tickets/{waiting['id']}")).json()
    assert unchanged.items() <= waiting.items()
    await handle([recorded({"text": "Claro!"})])
    [answered] = (await agent.get("/api/v1/tickets")).json()["items"]
    assert (answered["unread"], answered["status"], answered["assigneeId"]) == (0, "pending", None)
    assert answered["firstReplyAt"] is not None
    assert answered["lastMessageAt"] > waiting["lastMessageAt"]
    assert (await published(TicketChangedV1))[-1].first_reply_at is not None

    await handle(
        [
            recorded(
                {"kind": "edit", "target": "wamid.first", "text": "Posso ajudar você?"},
                {"kind": "reaction", "target": "wamid.first", "content": {"reaction": {"emoji": "👋"}}},
            )
        ]
    )
    shown = await conversation(as_user)
    assert {one["text"]: (one["origin"], one["direction"], one["state"]) for one in shown} == {
        "Antes": ("phone_app", "out", "sent"),
        "Posso ajudar você?": ("phone_app", "out", "sent"),
        "Sim": (None, "in", "received"),
        "Por favor": (None, "in", "received"),
        "Claro!": ("phone_app", "out", "sent"),
    }
    [greeting] = [one for one in shown if one["providerMessageId"] == "wamid.first"]
    assert greeting["editedAt"] is not None
    assert [(one["emoji"], one["direction"]) for one in greeting["reactions"]] == [("👋", "out")]
    await handle([recorded({"kind": "revoke", "target": "wamid.first"})])
    [taken_back] = [one for one in await conversation(as_user) if one["revokedAt"]]
    assert taken_back["text"] is None


async def test_a_history_stands_in_its_conversations_and_is_nobody_s_news(
    handle: Handle,
    inbound: Inbound,
    recorded: Makes,
    as_user: AsUser,
    rows: Rows,
    logged: Any,
    published: Published,
) -> None:
    """A thousand messages of many people: no ticket, nothing unread, and each of them once."""
    then = datetime.now(UTC) - timedelta(days=90)
    others = [Party(wa_id=f"55119{number:08d}") for number in range(40)]
    parts = [
        recorded(
            *(
                {
                    "party": MARIA if number % 2 else others[number % 40],
                    "direction": "in" if number % 3 else "out",
                    "state": "received" if number % 3 else "read",
                    "text": f"{part}.{number}",
                    "provider_message_id": f"wamid.{part}.{number}",
                    "sent_at": then + timedelta(minutes=part * 100 + number),
                }
                for number in range(100)
            ),
            origin="history",
        )
        for part in range(10)
    ]
    await handle(parts)
    await handle(parts[3:5])
    counts = "SELECT (SELECT count(*) FROM messages), (SELECT count(*) FROM tickets)"
    assert await rows(counts) == [(1000, 0)]
    assert await logged() == []
    assert len({event.contact_id for event in await published(ContactChangedV1)}) == 21

    await handle([inbound("Voltei"), inbound(provider_message_id="wamid.3.1")])
    [ticket] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    assert (ticket["unread"], ticket["contact"]["name"]) == (1, "Maria")
    [*before, last] = await conversation(as_user)
    assert (last["text"], last["origin"]) == ("Voltei", None)
    assert {one["origin"] for one in before} == {"history"}
    assert before[-1]["text"] == "9.99"


@pytest.mark.parametrize("file_first", [True, False])
async def test_a_file_of_a_history_replaces_what_stands_for_it(
    handle: Handle, recorded: Makes, as_user: AsUser, rows: Rows, *, file_first: bool
) -> None:
    file_id = uuid7()
    named = {"provider_message_id": "wamid.file", "direction": "in", "state": "received"}
    placeholder = recorded({**named, "kind": "media_placeholder"}, origin="history")
    media = Media(id=file_id, state="pending", mime_type="image/jpeg", provider_media_id="1")
    file = recorded({**named, "kind": "image", "text": "olha", "media": media}, origin="history")
    stored = MessageMediaChangedV1(
        company_id=file.company_id,
        channel_id=file.channel_id,
        provider_message_id="wamid.file",
        sender=MARIA,
        media=Media(id=file_id, state="stored", mime_type="image/jpeg", size=3),
    )
    for event in [file, placeholder] if file_first else [placeholder, file]:
        await handle([event])
    await handle([stored])
    [contact] = await rows("SELECT id FROM contacts")
    [shown] = await conversation(as_user, f"/api/v1/contacts/{contact.id}/messages")
    assert (shown["kind"], shown["text"]) == ("image", "olha")
    assert (shown["media"]["state"], shown["media"]["size"]) == ("stored", 3)
    assert shown["media"]["url"] == f"/api/v1/media/{file_id}"


async def test_the_address_book_makes_contacts_and_changes_none(
    handle: Handle, inbound: Inbound, as_user: AsUser, rows: Rows, logged: Any, published: Published
) -> None:
    message = inbound()
    await handle([message])
    before = await logged()
    book = ContactsReportedV1(
        company_id=message.company_id,
        channel_id=message.channel_id,
        people=[
            Party(phone="+551199990001", name="Maria Cliente"),  # She is known, in the other form.
            Party(phone="+5511999990002", name="João"),
        ],
    )
    await handle([book])
    await handle([book])

    contacts = (await as_user("agent").get("/api/v1/contacts")).json()["items"]
    assert {(one["name"], one["phone"]) for one in contacts} == {
        ("Maria", "+5511999990001"),
        ("João", "+5511999990002"),
    }
    assert await logged() == before
    assert "João" in {event.party.name for event in await published(ContactChangedV1)}
    assert await rows("SELECT count(*) FROM tickets") == [(1,)]


async def test_who_opens_the_chat_has_not_written_and_who_called_in_vain_waits(
    handle: Handle, inbound: Inbound, recorded: Makes, as_user: AsUser, rows: Rows
) -> None:
    came_in = {"direction": "in", "state": "received"}
    await handle([recorded({"kind": "request_welcome", **came_in}, origin="activity")])
    assert await rows("SELECT * FROM tickets") == []
    missed = {"call": {"missed": True}}
    await handle(
        [
            inbound(kind="call", text=None, content=missed),
            recorded({"kind": "call", **came_in}, origin="activity"),
        ]
    )
    [ticket] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    assert (ticket["status"], ticket["unread"]) == ("pending", 1)
    shown = await conversation(as_user)
    assert sorted((one["kind"], one["origin"] or "") for one in shown) == [
        ("call", ""),
        ("call", "activity"),
        ("request_welcome", "activity"),
    ]
    assert [one["content"] for one in shown if one["origin"] is None] == [missed]


async def test_what_brought_the_customer_and_what_cannot_be_shown(
    handle: Handle, inbound: Inbound, as_user: AsUser
) -> None:
    """An ad's referral; and of a message that WhatsApp does not pass on, its type and errors."""
    referral = {"source_type": "ad", "headline": "Frete grátis", "ctwa_clid": "abc"}
    errors = [{"code": 131051, "title": "Message type unknown"}]
    await handle(
        [
            inbound("Vi o anúncio", content={"referral": referral}),
            inbound(
                kind="unsupported",
                text=None,
                content={"unsupported": {"type": "poll"}, "errors": errors},
                raw={"type": "unsupported"},
            ),
        ]
    )
    by_kind = {one["kind"]: one["content"] for one in await conversation(as_user)}
    assert by_kind["text"]["referral"]["headline"] == "Frete grátis"
    assert by_kind["unsupported"]["unsupported"] == {"type": "poll"}
    assert by_kind["unsupported"]["errors"][0]["code"] == 131051
