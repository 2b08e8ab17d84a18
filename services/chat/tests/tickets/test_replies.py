"""What agents write to customers."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.contacts import TicketChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.limits import read_content
from atende_contracts.messages import MessageSendRequestedV2, Quoted
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound


async def test_an_agent_s_reply_goes_out_once(
    as_user: AsUser, ticket: dict[str, Any], published: Published, logged: Any, channel_id: UUID
) -> None:
    agent = uuid7()
    http = as_user("agent", user_id=agent)
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    body = {"text": "Olá, Maria!", "clientMessageId": str(uuid4())}
    answers = await asyncio.gather(*(http.post(path, json=body) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert len({answer.text for answer in answers}) == 1
    message = answers[0].json()
    assert (message["state"], message["direction"], message["authorId"]) == ("queued", "out", str(agent))

    [request] = await published(MessageSendRequestedV2)
    assert request.channel_id == channel_id
    assert str(request.message_id) == message["id"]
    assert request.recipient.wa_id == "5511999990001"
    assert request.content.model_dump()["body"] == "Olá, Maria!"
    after = (await http.get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert (after["status"], after["assigneeId"], after["unread"]) == ("open", str(agent), 0)
    assert after["firstReplyAt"] is not None
    assert after["contact"]["name"] == "Maria"
    assert [event.status for event in await published(TicketChangedV1)] == ["pending", "open"]
    assert (await logged())[-2:] == ["ticket.updated", "message.created"]

    await http.post(path, json={**body, "clientMessageId": "second"})
    assert len(await published(TicketChangedV1)) == 2
    page = (await http.get(path)).json()["items"]
    assert [item["direction"] for item in page] == ["out", "out", "in"]


async def test_a_channel_that_is_off_takes_no_reply(
    as_user: AsUser, ticket: dict[str, Any], handle: Handle, company_id: UUID, channel_id: UUID
) -> None:
    off = ChannelChangedV1(
        company_id=company_id,
        channel_id=channel_id,
        name="x",
        provider="meta_cloud",
        status="disabled",
        messages_per_second=1,
        revision=1,
    )
    await handle([off])
    response = await as_user("agent").post(
        f"/api/v1/tickets/{ticket['id']}/messages", json={"text": "x", "clientMessageId": "1"}
    )
    assert (response.status_code, response.json()["code"]) == (409, "channel-unavailable")


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x"},
        {"clientMessageId": "1"},
        {"text": "  \n", "clientMessageId": "1"},
        {"text": "a\0", "clientMessageId": "1"},
        {"text": "x" * 4097, "clientMessageId": "1"},
        {"text": "x", "clientMessageId": "1" * 65},
        {"text": "x", "clientMessageId": ""},
    ],
)
async def test_invalid_replies_are_refused(
    as_user: AsUser, ticket: dict[str, Any], body: dict[str, Any]
) -> None:
    response = await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/messages", json=body)
    assert response.status_code == 422


async def test_a_client_message_id_stands_for_one_message(
    as_user: AsUser, ticket: dict[str, Any], published: Published
) -> None:
    http = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    [asked] = (await http.get(path)).json()["items"]
    first = await http.post(path, json={"text": "Abrimos às 8h", "clientMessageId": "1"})
    assert first.status_code == 201
    for same in ({"text": "Abrimos às 8h"}, {"content": {"kind": "text", "body": "Abrimos às 8h"}}):
        again = await http.post(path, json={**same, "clientMessageId": "1"})
        assert (again.status_code, again.json()) == (200, first.json())
    for other in (
        {"text": "Abrimos às 9h"},
        {"text": "Abrimos às 8h", "replyTo": asked["providerMessageId"]},
        {"content": {"kind": "text", "body": "Abrimos às 8h", "previewUrl": True}},
        {"content": {"kind": "reaction", "messageId": asked["providerMessageId"], "emoji": "👍"}},
    ):
        refused = await http.post(path, json={**other, "clientMessageId": "1"})
        assert (refused.status_code, refused.json()["code"]) == (409, "client-message-id-reused")
        assert refused.json()["messageId"] == first.json()["id"]
    assert len(await published(MessageSendRequestedV2)) == 1


_BUTTONS = {"type": "button", "buttons": [{"id": "y", "title": "Sim"}]}
SENDABLE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"kind": "text", "body": "https://x.example", "previewUrl": True},
        {"kind": "text", "text": "https://x.example", "content": {"previewUrl": True}},
    ),
    (
        {"kind": "media", "mediaType": "image", "media": {"providerMediaId": "7"}, "caption": "Nota"},
        {"kind": "image", "text": "Nota", "content": {}},
    ),
    (
        {"kind": "interactive", "body": "Escolha", "action": _BUTTONS},
        {
            "kind": "interactive",
            "text": "Escolha",
            "content": {"interactive": {"body": "Escolha", "action": _BUTTONS}},
        },
    ),
    (
        {"kind": "template", "name": "promo", "language": "pt_BR"},
        {
            "kind": "template",
            "text": None,
            "content": {"template": {"name": "promo", "language": "pt_BR", "components": []}},
        },
    ),
    (
        {"kind": "location", "latitude": -23.5, "longitude": -46.6, "name": "Loja"},
        {
            "kind": "location",
            "text": "Loja",
            "content": {"location": {"latitude": -23.5, "longitude": -46.6, "name": "Loja"}},
        },
    ),
]


@pytest.mark.parametrize(("content", "shown"), SENDABLE, ids=[str(c["kind"]) for c, _ in SENDABLE])
async def test_content_of_every_kind_is_sent_and_shown(
    as_user: AsUser,
    ticket: dict[str, Any],
    published: Published,
    content: dict[str, Any],
    shown: dict[str, Any],
) -> None:
    http = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    response = await http.post(path, json={"content": content, "clientMessageId": "1"})

    assert response.status_code == 201, response.text
    assert {name: response.json()[name] for name in shown} == shown
    assert (await http.get(path)).json()["items"][0] == response.json()
    [request] = await published(MessageSendRequestedV2)
    assert request.content == read_content(content)


async def test_an_answer_and_a_reaction_name_a_message_of_this_contact(
    as_user: AsUser, ticket: dict[str, Any], published: Published, handle: Handle, inbound: Inbound
) -> None:
    http = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    [asked] = (await http.get(path)).json()["items"]
    known = asked["providerMessageId"]
    await handle([inbound(wa_id="551199999009")])
    others = (await http.get("/api/v1/tickets")).json()["items"]
    [other] = [one["id"] for one in others if one["id"] != ticket["id"]]
    [foreign] = (await http.get(f"/api/v1/tickets/{other}/messages")).json()["items"]

    answer = await http.post(path, json={"text": "Sim", "replyTo": known, "clientMessageId": "1"})
    assert (answer.status_code, answer.json()["replyTo"]) == (201, known)
    for number, emoji in enumerate(["👍", ""], start=2):
        reaction = {"kind": "reaction", "messageId": known, "emoji": emoji}
        body = {"content": reaction, "clientMessageId": str(number)}
        response = await http.post(path, json=body)
        assert response.status_code == 201, response.text
        assert response.json()["content"]["reaction"]["messageId"] == known
    requests = await published(MessageSendRequestedV2)
    assert [request.reply_to for request in requests] == [known, None, None]
    assert [request.quoted for request in requests] == [Quoted(from_us=False, text=asked["text"])] * 3

    for body, field in (
        ({"text": "x", "replyTo": "wamid.unknown"}, "replyTo"),
        ({"text": "x", "replyTo": foreign["providerMessageId"]}, "replyTo"),
        ({"content": {"kind": "reaction", "messageId": "wamid.unknown"}}, "content.messageId"),
        ({"content": {"kind": "reaction", "messageId": known}, "replyTo": known}, ""),
    ):
        response = await http.post(path, json={**body, "clientMessageId": "9"})
        assert response.status_code == 422, response.text
        assert response.json()["errors"][0]["field"].endswith(field)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"content": {"kind": "text", "body": "x" * 4097}}, "content.body"),
        ({"content": {"kind": "poll"}}, "content.kind"),
        ({"content": {"kind": "text", "body": "x", "colour": 1}}, "content.colour"),
        ({"content": {"kind": "text", "body": "x\0"}}, "content.body"),
        (
            {"content": {"kind": "interactive", "body": "x", "action": {"type": "button", "buttons": []}}},
            "content.action.buttons",
        ),
        (
            {"content": {"kind": "media", "mediaType": "image", "media": {"url": "file:///etc/passwd"}}},
            "content.media.url",
        ),
        ({"text": "x", "content": {"kind": "text", "body": "x"}}, "body"),
    ],
)
async def test_what_whatsapp_would_refuse_is_refused_by_its_field(
    as_user: AsUser, ticket: dict[str, Any], published: Published, body: dict[str, Any], field: str
) -> None:
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    response = await as_user("agent").post(path, json={**body, "clientMessageId": "1"})

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field
    assert await published(MessageSendRequestedV2) == []
