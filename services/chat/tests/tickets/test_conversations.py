"""What stands in a conversation besides what its customer and agents write here."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.event import Media, MediaContent, Party, ProviderError, TemplateContent, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import (
    DeliveryStatusChangedV1,
    MediaStoredV1,
    MessageSendRequestedV2,
)
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..chat_stage import conversation
from ..factories import Inbound, Rows

Sent = Callable[..., DeliveryStatusChangedV1]

MARIA = Party(wa_id="5511999990001", phone="+5511999990001")


@pytest.fixture
def sent(company_id: UUID, channel_id: UUID) -> Sent:
    """Makes what the gateway reports about a message that no agent wrote."""

    def make(
        text: str | None = "Promoção!", reads: str | None = None, **fields: Any
    ) -> DeliveryStatusChangedV1:
        return DeliveryStatusChangedV1(
            **{
                "company_id": company_id,
                "channel_id": channel_id,
                "send_id": uuid7(),
                "campaign_id": uuid7(),
                "state": "accepted",
                "provider_message_id": f"wamid.{uuid7()}",
                "at": datetime.now(UTC) - timedelta(minutes=10),
                "text": reads,
                **({"recipient": MARIA, "content": TextContent(body=text)} if text else {}),
                **fields,
            }
        )

    return make


async def test_the_agent_sees_what_campaign_the_customer_answers(
    handle: Handle, inbound: Inbound, sent: Sent, rows: Rows, as_user: AsUser, logged: Any
) -> None:
    """To somebody who is a contact, and to somebody who becomes one by answering."""
    promotion = sent()
    template = sent(
        None,
        content=TemplateContent(name="oferta", language="pt_BR"),
        reads="Rita, só hoje!",
        recipient=Party(phone="+551199990001"),  # In WhatsApp's older form.
        at=datetime.now(UTC) - timedelta(minutes=5),
    )
    await handle([promotion, template])
    assert await rows("SELECT * FROM contacts") == await rows("SELECT * FROM tickets") == []
    assert await logged() == []  # A hundred thousand of them would drown the sockets.

    await handle([inbound("Quero!")])
    await handle([sent("Ainda dá tempo", at=datetime.now(UTC))])

    shown = await conversation(as_user)
    assert [(one["text"], one["origin"], one["direction"]) for one in shown] == [
        ("Promoção!", "campaign", "out"),
        ("Rita, só hoje!", "campaign", "out"),
        ("Quero!", None, "in"),
        ("Ainda dá tempo", "campaign", "out"),
    ]
    assert shown[1]["content"]["template"]["name"] == "oferta"
    assert {one["campaignId"] for one in shown[:1]} == {str(promotion.campaign_id)}
    assert len({one["contactId"] for one in shown}) == 1
    [ticket] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    assert (ticket["unread"], ticket["status"]) == (1, "pending")
    assert [one["ticketId"] for one in shown] == [None, None, ticket["id"], None]
    everything = await conversation(as_user, f"/api/v1/contacts/{ticket['contact']['id']}/messages")
    assert [one["id"] for one in everything] == [one["id"] for one in shown]


async def test_pages_of_a_conversation_leave_nothing_out_and_tell_nothing_twice(
    handle: Handle, inbound: Inbound, sent: Sent, as_user: AsUser
) -> None:
    now = datetime.now(UTC)
    await handle([inbound(str(n), sent_at=now - timedelta(minutes=n)) for n in range(5)])
    await handle([sent(f"c{n}", at=now - timedelta(minutes=n)) for n in range(5)])
    agent = as_user("agent")
    [ticket] = (await agent.get("/api/v1/tickets")).json()["items"]
    for path in (f"tickets/{ticket['id']}", f"contacts/{ticket['contact']['id']}"):
        found: list[dict[str, Any]] = []
        cursor = None
        while cursor is not None or not found:
            params = {"limit": 3} | ({"cursor": cursor} if cursor else {})
            page = (await agent.get(f"/api/v1/{path}/messages", params=params)).json()
            found += page["items"]
            cursor = page["nextCursor"]
        assert len({one["id"] for one in found}) == len(found) == 10
        assert [one["sentAt"] for one in found] == sorted((one["sentAt"] for one in found), reverse=True)


async def test_what_became_of_a_campaign_s_message_is_shown_whatever_is_told_first_or_again(
    handle: Handle, inbound: Inbound, sent: Sent, as_user: AsUser, rows: Rows
) -> None:
    await handle([inbound()])
    accepted = sent()
    delivered = sent(None, send_id=accepted.send_id, state="delivered", provider_message_id=None)
    read = sent(None, send_id=accepted.send_id, state="read", provider_message_id=None)
    for batch in ([accepted], [delivered], [accepted, delivered], [read, accepted], [delivered]):
        await handle(batch)
    unconfirmed = sent("Sem resposta", state="unconfirmed", provider_message_id=None)
    error = ProviderError(code=131026, title="Message undeliverable")
    failed = sent(None, send_id=unconfirmed.send_id, state="failed", error=error)
    await handle([unconfirmed, failed])

    shown = {one["text"]: one for one in await conversation(as_user)}
    assert (shown["Promoção!"]["state"], shown["Promoção!"]["providerMessageId"]) == (
        "read",
        accepted.provider_message_id,
    )
    assert (shown["Sem resposta"]["state"], shown["Sem resposta"]["error"]["code"]) == ("failed", 131026)
    assert await rows("SELECT count(*) FROM messages WHERE direction = 'out'") == [(2,)]


async def test_a_test_and_an_automatic_answer_stand_there_and_are_told_to_sockets(
    handle: Handle, inbound: Inbound, sent: Sent, as_user: AsUser, logged: Any
) -> None:
    await handle([inbound("SAIR")])
    before = len(await logged())
    send_id = uuid7()
    await handle(
        [
            sent("Teste", send_id=send_id, campaign_id=send_id),
            sent("Você não receberá mais.", campaign_id=None, at=datetime.now(UTC)),
        ]
    )
    shown = await conversation(as_user)
    assert [(one["origin"], one["campaignId"]) for one in shown] == [
        ("test", None),
        (None, None),
        ("automatic", None),
    ]
    assert (await logged())[before:] == ["message.created", "message.created"]
    await handle([sent(None, send_id=send_id, campaign_id=send_id, state="read")])
    assert (await logged())[before + 2 :] == ["message.updated"]


async def test_a_closed_ticket_shows_what_was_before_and_its_campaigns_can_be_answered_and_reacted_to(
    handle: Handle, inbound: Inbound, sent: Sent, as_user: AsUser, published: Published
) -> None:
    old = sent("Antes", at=datetime.now(UTC) - timedelta(hours=1))
    await handle([old])
    await handle(
        [
            inbound("Oi", reply_to=old.provider_message_id),
            inbound(
                kind="reaction",
                text=None,
                target=old.provider_message_id,
                content={"reaction": {"emoji": "❤️"}},
            ),
        ]
    )
    [before, answer] = await conversation(as_user)
    assert [one["emoji"] for one in before["reactions"]] == ["❤️"]
    assert answer["replyTo"] == before["providerMessageId"]

    agent = as_user("agent")
    [ticket] = (await agent.get("/api/v1/tickets")).json()["items"]
    body = {"text": "Sobre isto", "replyTo": before["providerMessageId"], "clientMessageId": "1"}
    replied = await agent.post(f"/api/v1/tickets/{ticket['id']}/messages", json=body)
    assert replied.status_code == 201, replied.text
    [request] = await published(MessageSendRequestedV2)
    assert request.reply_to == before["providerMessageId"]

    await agent.post(f"/api/v1/tickets/{ticket['id']}/close")
    await handle([sent("Depois", at=datetime.now(UTC) + timedelta(seconds=1))])
    assert [one["text"] for one in await conversation(as_user)] == ["Antes", "Oi", "Sobre isto"]
    [closed] = (await agent.get("/api/v1/tickets")).json()["items"]
    assert (closed["status"], closed["unread"]) == ("closed", 0)
    everything = await conversation(as_user, f"/api/v1/contacts/{ticket['contact']['id']}/messages")
    assert [one["text"] for one in everything][-1] == "Depois"


async def test_a_group_has_a_ticket_of_its_own_and_nobody_is_answered_in_private(
    handle: Handle, inbound: Inbound, sent: Sent, as_user: AsUser, published: Published
) -> None:
    id_ = "120363041234567890"
    group = {"group_id": id_, "content": {"group_id": id_}}
    in_group = inbound("Alguém sabe?", **group)
    await handle([inbound("Oi, só eu"), in_group, inbound("Eu sei", wa_id="5511999990002", **group)])
    await handle([inbound("Conta", content={"group_id": id_})])
    await handle([sent()])

    agent = as_user("agent")
    tickets = (await agent.get("/api/v1/tickets")).json()["items"]
    by_group = {ticket["groupId"]: ticket for ticket in tickets}
    assert set(by_group) == {None, "120363041234567890"}
    assert (by_group[None]["unread"], by_group["120363041234567890"]["unread"]) == (1, 3)
    private, of_group = (by_group[id_]["id"] for id_ in (None, "120363041234567890"))
    assert [one["text"] for one in await conversation(as_user, f"/api/v1/tickets/{private}/messages")] == [
        "Promoção!",
        "Oi, só eu",
    ]
    said = await conversation(as_user, f"/api/v1/tickets/{of_group}/messages")
    assert {one["text"] for one in said} == {"Alguém sabe?", "Eu sei", "Conta"}
    assert {one["groupId"] for one in said} == {"120363041234567890"}
    assert len({one["contactId"] for one in said}) == 2

    answer = {"text": "Resposta", "clientMessageId": "1"}
    refused = await agent.post(f"/api/v1/tickets/{of_group}/messages", json=answer)
    assert (refused.status_code, refused.json()["code"]) == (409, "group-message")
    typing = await agent.post(f"/api/v1/tickets/{of_group}/typing")
    assert (typing.status_code, typing.json()["code"]) == (409, "group-message")
    quoted = answer | {"replyTo": in_group.provider_message_id}
    refused = await agent.post(f"/api/v1/tickets/{private}/messages", json=quoted)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "replyTo")
    assert await published(MessageSendRequestedV2) == []
    closed = await agent.post(f"/api/v1/tickets/{of_group}/close")
    assert closed.json()["status"] == "closed"


async def test_a_change_of_number_is_a_line_in_the_conversation_and_nothing_unread(
    handle: Handle, inbound: Inbound, as_user: AsUser, rows: Rows
) -> None:
    line = inbound(
        "Maria mudou de número", kind="system", content={"system": {"type": "user_identity_changed"}}
    )
    await handle([line])
    assert await rows("SELECT * FROM tickets") == []
    await handle([inbound("Oi"), line])

    assert [(one["origin"], one["kind"]) for one in await conversation(as_user)] == [
        ("activity", "system"),
        (None, "text"),
    ]
    [ticket] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    assert ticket["unread"] == 1


async def test_files_that_we_send_are_shown_like_those_that_came(
    handle: Handle, inbound: Inbound, sent: Sent, as_user: AsUser, company_id: UUID
) -> None:
    """An agent's and a campaign's, also of the message that was written before the file is known here."""
    file_id = uuid7()
    await handle([inbound("Tem foto?")])
    agent = as_user("agent")
    [ticket] = (await agent.get("/api/v1/tickets")).json()["items"]
    media = {"id": str(file_id)}
    body = {"content": {"kind": "media", "mediaType": "document", "media": media}, "clientMessageId": "1"}
    answered = await agent.post(f"/api/v1/tickets/{ticket['id']}/messages", json=body)
    assert answered.status_code == 201, answered.text
    assert (answered.json()["media"]["id"], answered.json()["media"]["url"]) == (str(file_id), None)

    file = Media(id=file_id, state="stored", mime_type="application/pdf", filename="nota.pdf", size=48213)
    stored = MediaStoredV1(company_id=company_id, media=file)
    foreign = MediaStoredV1(company_id=uuid7(), media=file.model_copy(update={"filename": "outra.pdf"}))
    await handle([foreign, stored, stored])
    await handle([stored])
    content = MediaContent(media_type="document", media=Media(id=file_id, filename="oferta.pdf"))
    await handle([sent(content=content)])

    files = [one["media"] for one in await conversation(as_user) if one["media"]]
    assert [
        {name: shown[name] for name in ("state", "mimeType", "size", "url", "filename")} for shown in files
    ] == [
        {
            "state": "stored",
            "mimeType": "application/pdf",
            "size": 48213,
            "url": f"/api/v1/media/{file_id}",
            "filename": filename,
        }
        for filename in ("oferta.pdf", "nota.pdf")
    ]
    again = await agent.post(f"/api/v1/tickets/{ticket['id']}/messages", json=body)
    assert (again.status_code, again.json()["media"]["size"]) == (200, 48213)
