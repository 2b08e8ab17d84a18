"""Groups as tickets of their own: named, answered where the channel can, with what the phone wrote."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import (
    HistoryRecordedV1,
    MessageSendRequestedV2,
    MessagesRecordedV1,
    RecordedMessage,
    group_party,
)
from atende_platform.data.db import now
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound, create_channel

GROUP = "120363041234567890@g.us"
ANA = Party(phone="+5511999990001", lid="1", name="Ana")
RUI = Party(lid="2")
TICKETS = "/api/v1/tickets"


@pytest.fixture
def said(inbound: Inbound) -> Any:
    """Make what a member writes in the group."""

    def make(text: str, sender: Party = ANA, name: str | None = "Obra 12", **fields: Any) -> Any:
        return inbound(text, sender=sender, group_id=GROUP, group_name=name, **fields)

    return make


@pytest.fixture
async def answering(handle: Handle, company_id: UUID, channel_id: UUID) -> None:
    """A channel by WhatsApp Web with groups."""
    await create_channel(
        handle, company_id, channel_id, provider="whatsapp_web", service_window=False, groups=True, revision=9
    )


async def _ticket(as_user: AsUser) -> dict[str, Any]:
    [ticket] = (await as_user("agent").get(TICKETS)).json()["items"]
    shown: dict[str, Any] = ticket
    return shown


async def _messages(as_user: AsUser, ticket_id: str) -> list[dict[str, Any]]:
    found = (await as_user("agent").get(f"{TICKETS}/{ticket_id}/messages")).json()["items"]
    return [message for message in reversed(found) if message["kind"] != "timeline"]


async def test_a_group_has_its_name_and_each_message_its_writer(
    handle: Handle, said: Any, as_user: AsUser
) -> None:
    await handle([said("bom dia", name=None)])
    ticket = await _ticket(as_user)
    assert (ticket["groupId"], ticket["groupName"]) == (GROUP, None)
    await handle([said("oi", RUI), said("tudo bem?")])
    ticket = await _ticket(as_user)
    assert ticket["groupName"] == "Obra 12"
    await handle([said("de novo", name=None)])
    assert (await _ticket(as_user))["groupName"] == "Obra 12"
    assert [(one["text"], one["senderName"]) for one in await _messages(as_user, ticket["id"])] == [
        ("bom dia", "Ana"),
        ("oi", "2"),
        ("tudo bem?", "Ana"),
        ("de novo", "Ana"),
    ]


async def test_agents_answer_into_the_group_where_the_channel_can(
    handle: Handle,
    said: Any,
    as_user: AsUser,
    answering: None,  # noqa: ARG001
    published: Published,
) -> None:
    first = said("bom dia", provider_message_id="A1")
    await handle([first])
    ticket = await _ticket(as_user)
    path = f"{TICKETS}/{ticket['id']}/messages"
    body = {"text": "Bom dia a todos", "clientMessageId": str(uuid7()), "replyTo": "A1"}
    sent = await as_user("agent").post(path, json=body)
    assert sent.status_code == 201, sent.text
    assert (sent.json()["groupId"], sent.json()["senderName"]) == (GROUP, None)
    [request] = await published(MessageSendRequestedV2)
    assert (request.group_id, request.recipient) == (GROUP, group_party(GROUP, "Obra 12"))
    assert request.reply_to == "A1"
    reaction = {"kind": "reaction", "messageId": "A1", "emoji": "👍"}
    answer = await as_user("agent").post(path, json={"content": reaction, "clientMessageId": str(uuid7())})
    assert answer.status_code == 201, answer.text
    wrong = {"text": "?", "clientMessageId": str(uuid7()), "replyTo": "elsewhere"}
    assert (await as_user("agent").post(path, json=wrong)).status_code == 422
    assert (await _ticket(as_user))["status"] == "open"


async def test_a_group_is_not_answered_on_other_channels(handle: Handle, said: Any, as_user: AsUser) -> None:
    await handle([said("bom dia")])
    ticket = await _ticket(as_user)
    body = {"text": "oi", "clientMessageId": str(uuid7())}
    refused = await as_user("agent").post(f"{TICKETS}/{ticket['id']}/messages", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "group-message")


async def test_a_closed_group_goes_on_once(
    handle: Handle,
    said: Any,
    as_user: AsUser,
    answering: None,  # noqa: ARG001
) -> None:
    await handle([said("bom dia", sent_at=now() - timedelta(days=3))])
    ticket = await _ticket(as_user)
    http = as_user("agent")
    assert (await http.post(f"{TICKETS}/{ticket['id']}/close", json={})).status_code == 200
    assert (await http.post(f"{TICKETS}/{ticket['id']}/reopen")).json()["status"] != "closed"
    assert (await http.post(f"{TICKETS}/{ticket['id']}/close", json={})).status_code == 200
    await handle([said("de novo", sent_at=now() + timedelta(days=2))])
    tickets = (await http.get(TICKETS, params={"status": "pending"})).json()["items"]
    if tickets and tickets[0]["id"] != ticket["id"]:
        refused = await http.post(f"{TICKETS}/{ticket['id']}/reopen")
        assert (refused.status_code, refused.json()["code"]) == (409, "ticket-active")


def _recorded(event: type[Any], company_id: UUID, channel_id: UUID, **fields: Any) -> Any:
    message = RecordedMessage.model_validate(
        {
            "provider_message_id": f"3EB0{uuid7()}",
            "party": group_party(GROUP, "Obra 12"),
            "group_id": GROUP,
            "direction": "out",
            "kind": "text",
            "state": "sent",
            "sent_at": now(),
            **fields,
        }
    )
    origin = "history" if event is HistoryRecordedV1 else "phone_app"
    return event(company_id=company_id, channel_id=channel_id, origin=origin, messages=[message])


async def test_what_the_phone_wrote_stands_in_the_group_and_in_no_private_conversation(
    handle: Handle, said: Any, inbound: Inbound, as_user: AsUser, company_id: UUID, channel_id: UUID
) -> None:
    await handle([said("bom dia", sent_at=now() - timedelta(minutes=5))])
    await handle([inbound("em particular", sender=ANA, sent_at=now() - timedelta(minutes=4))])
    before = [
        _recorded(MessagesRecordedV1, company_id, channel_id, text="do celular"),
        _recorded(
            HistoryRecordedV1,
            company_id,
            channel_id,
            text="de antes",
            party=ANA,
            direction="in",
            state="received",
            sent_at=now() - timedelta(days=1),
        ),
    ]
    for event in (*before, *before):
        await handle([event])
    tickets = (await as_user("agent").get(TICKETS)).json()["items"]
    of_group = next(one for one in tickets if one["groupId"])
    private = next(one for one in tickets if not one["groupId"])
    shown = await _messages(as_user, of_group["id"])
    assert [one["text"] for one in shown] == ["de antes", "bom dia", "do celular"]
    assert [one["senderName"] for one in shown] == ["Ana", "Ana", None]
    assert [one["text"] for one in await _messages(as_user, private["id"])] == ["em particular"]
    assert of_group["status"] == "pending"
    assert of_group["waitingSince"] is None, "it was answered on the phone"
    contacts = (await as_user("agent").get("/api/v1/contacts")).json()["items"]
    assert [one["name"] for one in contacts] == ["Ana"], "a group is no person"
