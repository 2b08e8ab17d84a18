"""Reactions, edits, revokes, files: what becomes of a message after it was written."""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.event import Media
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, MessageMediaChangedV1, MessageReceivedV1
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Publish

from ..factories import Inbound, Rows

NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


@pytest.fixture
def change(inbound: Inbound) -> Inbound:
    """Makes a reaction, edit or revoke as the gateway tells it."""

    def make(kind: str, target: str, seconds: int = 0, **fields: Any) -> MessageReceivedV1:
        content: dict[str, Any] = {kind: {"original_message_id": target}}
        if kind == "reaction":
            content = {"reaction": {"message_id": target, "emoji": fields.pop("emoji", None)}}
        text = fields.pop("text", None)
        return inbound(
            text,
            kind=kind,
            target=target,
            reply_to=target if kind == "reaction" else None,
            content=content,
            sent_at=NOW + timedelta(seconds=seconds),
            **fields,
        )

    return make


@pytest.fixture
def conversation(as_user: AsUser, rows: Rows) -> Callable[..., Any]:
    """Reads a conversation, having checked that each message was last published as it now is.

    And that its revision has grown with each difference.
    """

    async def read(ticket_id: object) -> list[dict[str, Any]]:
        response = await as_user("viewer").get(f"/api/v1/tickets/{ticket_id}/messages")
        messages: list[dict[str, Any]] = response.json()["items"]
        told: dict[str, dict[str, Any]] = {}
        for row in await rows(
            "SELECT payload FROM event_log WHERE type LIKE 'message.%' ORDER BY company_id, seq"
        ):
            now = row.payload["message"]
            before = told.setdefault(now["id"], now)
            assert now == before or now["revision"] > before["revision"], (before, now)
            told[now["id"]] = now
        assert [told[message["id"]] for message in messages] == messages
        return [message for message in messages if message["kind"] != "timeline"]

    return read


def _reactions(message: dict[str, Any]) -> list[tuple[str, str]]:
    return [(reaction["direction"], reaction["emoji"]) for reaction in message["reactions"]]


async def test_any_order_repetition_and_batching_ends_the_same(
    handle: Handle, inbound: Inbound, change: Inbound, conversation: Any, rows: Rows
) -> None:
    chance = random.Random(11)
    ends: list[tuple[str, list[Any]]] = []
    for number in range(40):
        target, wa_id = f"wamid.{uuid7()}", f"55119{80000000 + number}"
        told = [
            inbound("Bom dia", provider_message_id=target, wa_id=wa_id, sent_at=NOW),
            change("reaction", target, 3, emoji="👍", wa_id=wa_id),
            change("reaction", target, 5, emoji="❤️", wa_id=wa_id),
            change("edit", target, 4, text="Bom dia!", wa_id=wa_id),
            change("edit", target, 6, text="Boa tarde!", wa_id=wa_id),
            *([change("revoke", target, 8, wa_id=wa_id)] if number % 2 else []),
        ]
        told += chance.choices(told, k=3)
        chance.shuffle(told)
        while told:
            size = chance.randint(1, len(told))
            await handle(told[:size])
            del told[:size]
        [ticket] = await rows(
            "SELECT ticket_id FROM messages WHERE provider_message_id = :target", target=target
        )
        [message] = await conversation(ticket.ticket_id)
        shown = [message["text"], _reactions(message), message["editedAt"], message["revokedAt"]]
        ends.append(("revoked" if number % 2 else "edited", shown))
    edited_at = (NOW + timedelta(seconds=6)).isoformat().replace("+00:00", "Z")
    revoked_at = (NOW + timedelta(seconds=8)).isoformat().replace("+00:00", "Z")
    for name, shown in ends:
        if name == "edited":
            assert shown == ["Boa tarde!", [("in", "❤️")], edited_at, None]
        else:
            assert shown == [None, [], edited_at, revoked_at]
    assert await rows("SELECT DISTINCT unread, status FROM tickets") == [(1, "pending")]
    assert await rows("SELECT count(*), count(DISTINCT text) FROM messages") == [(40, 1)]


async def test_changes_neither_reopen_a_ticket_nor_count_as_unread(
    handle: Handle, inbound: Inbound, change: Inbound, conversation: Any, rows: Rows, as_user: AsUser
) -> None:
    message = inbound("Obrigada")
    target = message.provider_message_id
    await handle([message])
    [ticket] = await rows("SELECT id FROM tickets")
    await as_user("agent").post(f"/api/v1/tickets/{ticket.id}/close")
    [before] = await rows("SELECT * FROM tickets")

    await handle(
        [change("reaction", target, 1, emoji="🙏"), change("edit", target, 2, text="Muito obrigada")]
    )
    assert await rows("SELECT * FROM tickets") == [before]
    [shown] = await conversation(ticket.id)
    assert (shown["text"], _reactions(shown)) == ("Muito obrigada", [("in", "🙏")])
    await handle([change("reaction", target, 3)])
    [shown] = await conversation(ticket.id)
    assert _reactions(shown) == []


async def test_members_of_a_group_edit_and_take_back_their_own_messages_only(
    handle: Handle, inbound: Inbound, change: Inbound, conversation: Any, rows: Rows
) -> None:
    group: dict[str, Any] = {"group_id": "120363@g.us"}
    message = inbound("Bom dia", wa_id="5511911111111", **group)
    target = message.provider_message_id
    other = {"wa_id": "5511922222222", **group}
    await handle([message])
    await handle(
        [
            change("edit", target, 1, text="Nunca escrevi isto", **other),
            change("revoke", target, 2, **other),
            change("reaction", target, 3, emoji="👍", **other),
        ]
    )
    [ticket] = await rows("SELECT id FROM tickets")
    [shown] = await conversation(ticket.id)
    assert (shown["text"], shown["editedAt"], shown["revokedAt"]) == ("Bom dia", None, None)
    assert _reactions(shown) == [("in", "👍")]

    await handle([change("edit", target, 4, text="Boa tarde", wa_id="5511911111111", **group)])
    [shown] = await conversation(ticket.id)
    assert shown["text"] == "Boa tarde"


async def test_a_text_that_is_cut_names_the_file_with_the_whole(
    handle: Handle, inbound: Inbound, change: Inbound, conversation: Any, rows: Rows
) -> None:
    files = [
        Media(id=uuid7(), state="stored", mime_type="text/plain", filename="message.txt", size=n)
        for n in (1, 2)
    ]
    message = inbound("x" * 16_383 + "…", whole=files[0], content={"whole": {"id": "a customer's own"}})
    plain = inbound("Oi", content={"whole": {"id": str(uuid7()), "state": "stored"}})
    older = inbound("y" * 100_000)  # From a gateway that did not cut.
    await handle([message, plain, older])
    [ticket] = await rows("SELECT id FROM tickets")

    def of(shown: list[dict[str, Any]], event: MessageReceivedV1) -> dict[str, Any]:
        return next(one for one in shown if one["providerMessageId"] == event.provider_message_id)

    shown = await conversation(ticket.id)
    cut = of(shown, message)
    assert (cut["text"], cut["content"], cut["media"]) == (message.text, {}, None)
    assert cut["whole"]["url"] == f"/api/v1/media/{files[0].id}"
    assert (cut["whole"]["filename"], cut["whole"]["state"]) == ("message.txt", "stored")
    assert (of(shown, plain)["whole"], of(shown, plain)["content"]) == (None, {})
    assert len(of(shown, older)["text"]) == 16_384

    target = message.provider_message_id
    await handle([change("edit", target, 1, text="z" * 16_384, whole=files[1])])
    assert of(await conversation(ticket.id), message)["whole"]["id"] == str(files[1].id)
    await handle([change("edit", target, 2, text="kurz")])
    assert of(await conversation(ticket.id), message)["whole"] is None


async def test_what_was_taken_back_is_hidden_and_kept(
    handle: Handle, inbound: Inbound, change: Inbound, conversation: Any, rows: Rows, logged: Any
) -> None:
    message = inbound("Meu cartão é 1234", media={"provider_media_id": "1"}, content={"a": "b"})
    target = message.provider_message_id
    edit, revoke = change("edit", target, 1, text="Esquece"), change("revoke", target, 2)
    await handle([message, edit])
    await handle([revoke])
    before = await logged()
    await handle([revoke, edit])

    assert await logged() == before
    [ticket] = await rows("SELECT id FROM tickets")
    [shown] = await conversation(ticket.id)
    assert (shown["text"], shown["media"], shown["content"]) == (None, None, {})
    assert shown["revokedAt"] is not None
    assert await rows("SELECT text FROM messages") == [("Meu cartão é 1234",)]
    assert await rows("SELECT kind, text FROM message_changes ORDER BY at") == [
        ("edit", "Esquece"),
        ("revoke", None),
    ]


async def test_a_change_of_a_message_that_never_comes_is_kept_and_no_ticket(
    handle: Handle, change: Inbound, rows: Rows, logged: Any
) -> None:
    """A reaction to a broadcast, mostly: campaigns' messages are in no conversation."""
    await handle([change("reaction", "wamid.unknown", emoji="👍")])
    assert await rows("SELECT target, text FROM message_changes") == [("wamid.unknown", "👍")]
    assert await rows("SELECT count(*) FROM tickets") == [(0,)]
    assert await logged() == ["contact.updated"]


async def test_changes_without_a_target_are_messages(handle: Handle, inbound: Inbound, rows: Rows) -> None:
    """As events were before they named it."""
    await handle([inbound(None, kind="reaction", content={"reaction": {"emoji": "👍"}})])
    assert await rows("SELECT kind FROM messages") == [("reaction",)]


async def test_a_change_stays_in_its_company_and_channel(
    handle: Handle, inbound: Inbound, change: Inbound, conversation: Any, rows: Rows
) -> None:
    message = inbound()
    target = message.provider_message_id
    await handle([message])
    await handle(
        [
            change("revoke", target, company_id=uuid7()),
            change("reaction", target, emoji="👎", channel_id=uuid7()),
        ]
    )
    [ticket] = await rows("SELECT id FROM tickets")
    [shown] = await conversation(ticket.id)
    assert (shown["revokedAt"], shown["reactions"]) == (None, [])


# --- files -----------------------------------------------------------------------------------


async def test_a_file_is_shown_as_it_was_told_last_in_any_order(
    handle: Handle, inbound: Inbound, conversation: Any, rows: Rows
) -> None:
    file = Media(
        id=uuid7(), state="pending", provider_media_id="7", url="https://provider.example/7", voice=True
    )
    seen = {"width": 640, "height": 480, "duration_ms": 1200, "thumbnail": True}
    stored = file.model_copy(
        update={"state": "stored", "mime_type": "audio/ogg", "size": 9, "url": None, **seen}
    )
    failed = Media(id=file.id, state="failed", error="expired")
    for number, order in enumerate(permutations(["message", "failed", "stored", "again"])):
        message = inbound(None, kind="audio", media=file, wa_id=f"55119{70000000 + number}")

        def told(media: Media, message: MessageReceivedV1 = message) -> MessageMediaChangedV1:
            return MessageMediaChangedV1(
                company_id=message.company_id,
                channel_id=message.channel_id,
                provider_message_id=message.provider_message_id,
                sender=message.sender,
                media=media,
            )

        once = told(stored)
        events = {"message": message, "failed": told(failed), "stored": once, "again": once}
        await handle([events[name] for name in order[: number % 5]])
        await handle([events[name] for name in order])
        [ticket] = await rows(
            "SELECT ticket_id FROM messages WHERE provider_message_id = :id", id=message.provider_message_id
        )
        [shown] = await conversation(ticket.ticket_id)
        assert shown["media"] == {
            "id": str(file.id),
            "status": "stored",
            "state": "stored",
            "error": None,
            "mimeType": "audio/ogg",
            "width": 640,
            "height": 480,
            "durationMs": 1200,
            "thumbnailUrl": f"/api/v1/media/{file.id}/thumbnail",
            "filename": None,
            "size": 9,
            "voice": True,
            "providerMediaId": "7",
            "url": f"/api/v1/media/{file.id}",
        }
    assert await rows("SELECT DISTINCT unread FROM tickets") == [(1,)]


async def test_a_file_that_will_never_be_says_why_and_has_no_address(
    handle: Handle, inbound: Inbound, conversation: Any, rows: Rows, logged: Any
) -> None:
    file = Media(id=uuid7(), state="pending", provider_media_id="7", url="https://provider.example/7")
    message = inbound(None, kind="image", media=file)
    await handle([message])
    [ticket] = await rows("SELECT id FROM tickets")
    [shown] = await conversation(ticket.id)
    assert (shown["media"]["state"], shown["media"]["url"]) == ("pending", None)

    failed = MessageMediaChangedV1(
        company_id=message.company_id,
        channel_id=message.channel_id,
        provider_message_id=message.provider_message_id,
        sender=message.sender,
        media=Media(id=file.id, state="failed", error="too_large"),
    )
    await handle([failed])
    [shown] = await conversation(ticket.id)
    assert (shown["media"]["state"], shown["media"]["error"]) == ("failed", "too_large")
    assert shown["media"]["url"] is None
    assert (await logged())[-1] == "message.updated"


async def test_the_address_of_a_file_that_an_agent_sends_is_shown_as_given(
    handle: Handle, inbound: Inbound, rows: Rows, as_user: AsUser
) -> None:
    await handle([inbound()])
    [ticket] = await rows("SELECT id FROM tickets")
    media = {"url": "https://shop.example/nota.pdf", "filename": "nota.pdf"}
    content = {"kind": "media", "mediaType": "document", "media": media}
    shown = (await _send(as_user, ticket.id, content=content))["media"]
    assert {name: shown[name] for name in media} == media


# --- our own messages, and our own reactions -------------------------------------------------


async def _send(as_user: AsUser, ticket_id: UUID, **body: Any) -> dict[str, Any]:
    response = await as_user("agent").post(
        f"/api/v1/tickets/{ticket_id}/messages", json={"clientMessageId": str(uuid7()), **body}
    )
    assert response.status_code == 201, response.text
    message: dict[str, Any] = response.json()
    return message


def _status(message: dict[str, Any], company_id: UUID, state: str) -> DeliveryStatusChangedV1:
    return DeliveryStatusChangedV1(
        company_id=company_id,
        send_id=uuid7(),
        channel_id=UUID(message["channelId"]),
        message_id=UUID(message["id"]),
        state=state,  # type: ignore[arg-type]
        provider_message_id=f"wamid.{message['id']}",
        at=datetime.now(UTC),
    )


async def test_a_customer_reacts_to_our_message_before_we_know_its_name(
    handle: Handle,
    inbound: Inbound,
    change: Inbound,
    conversation: Any,
    rows: Rows,
    as_user: AsUser,
    company_id: UUID,
) -> None:
    await handle([inbound()])
    [ticket] = await rows("SELECT id FROM tickets")
    sent = await _send(as_user, ticket.id, text="Pronto!")
    target = f"wamid.{sent['id']}"
    # Nobody but us edits or takes back what we wrote.
    await handle(
        [change("reaction", target, emoji="👍"), change("edit", target, text="?"), change("revoke", target)]
    )
    assert _reactions((await conversation(ticket.id))[0]) == []
    await handle([_status(sent, company_id, "delivered")])
    shown = (await conversation(ticket.id))[0]
    assert (_reactions(shown), shown["text"], shown["revokedAt"]) == ([("in", "👍")], "Pronto!", None)


async def test_agents_have_one_reaction_together_and_it_counts_unless_it_failed(
    handle: Handle, inbound: Inbound, conversation: Any, rows: Rows, as_user: AsUser, company_id: UUID
) -> None:
    message = inbound("Comprei!")
    await handle([message])
    [ticket] = await rows("SELECT id FROM tickets")

    async def react(emoji: str) -> dict[str, Any]:
        content = {"kind": "reaction", "messageId": message.provider_message_id, "emoji": emoji}
        return await _send(as_user, ticket.id, content=content)

    async def shown() -> list[tuple[str, str]]:
        [only] = await conversation(ticket.id)
        return _reactions(only)

    first = await react("🎉")
    assert first["target"] == message.provider_message_id
    assert await shown() == [("out", "🎉")]
    second = await react("❤️")
    assert await shown() == [("out", "❤️")]
    await handle([_status(second, company_id, "failed")])
    assert await shown() == [("out", "🎉")]
    await handle([_status(second, company_id, "delivered")])
    assert await shown() == [("out", "❤️")]
    await react("")
    assert await shown() == []


async def test_of_many_changes_at_once_the_last_word_is_the_whole_one(
    handle: Handle,
    inbound: Inbound,
    change: Inbound,
    conversation: Any,
    rows: Rows,
    as_user: AsUser,
    company_id: UUID,
) -> None:
    """`conversation` compares the last update with what is there."""
    await handle([inbound()])
    [ticket] = await rows("SELECT id FROM tickets")
    for number in range(8):
        sent = await _send(as_user, ticket.id, text=str(number))
        target = f"wamid.{sent['id']}"
        await asyncio.gather(
            handle([_status(sent, company_id, "sent")]),
            handle([change("reaction", target, emoji="👍")]),
            handle([change("reaction", target, emoji="❤️", wa_id="5511999990002")]),
            handle([_status(sent, company_id, "read")]),
        )
        shown = (await conversation(ticket.id))[0]
        assert (shown["state"], len(shown["reactions"])) == ("read", 2)


async def test_changes_arrive_through_kafka(
    worker: object,  # noqa: ARG001 (runs the consumers)
    publish: Publish,
    eventually: Eventually,
    inbound: Inbound,
    change: Inbound,
    conversation: Any,
    rows: Rows,
    company_id: UUID,
) -> None:
    message = inbound("Bom dia")
    await publish(change("edit", message.provider_message_id, text="Boa noite"), message)

    async def edited() -> None:
        tickets = await rows("SELECT id FROM tickets WHERE company_id = :company", company=company_id)
        assert len(tickets) == 1
        [shown] = await conversation(tickets[0].id)
        assert shown["text"] == "Boa noite"

    await eventually(edited, timeout=40)
