"""The 24-hour window of a ticket: told, and kept by replies before they leave."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.messages import MessageSendRequestedV2
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound

TEMPLATE = {"kind": "template", "name": "oferta", "language": "pt_BR"}
IMAGE = {"kind": "media", "mediaType": "image", "media": {"url": "https://example.com/a.png"}}


def hours_ago(hours: float) -> datetime:
    return datetime.now(UTC) - timedelta(hours=hours)


async def ticket(as_user: AsUser) -> dict[str, Any]:
    [found] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    one: dict[str, Any] = (await as_user("agent").get(f"/api/v1/tickets/{found['id']}")).json()
    assert found.items() >= one.items()
    return one


async def reply(as_user: AsUser, ticket_id: str, **body: Any) -> Any:
    body = {"clientMessageId": "1", **body}
    return await as_user("agent").post(f"/api/v1/tickets/{ticket_id}/messages", json=body)


async def test_a_ticket_tells_until_when_its_window_is_open(
    handle: Handle, inbound: Inbound, as_user: AsUser
) -> None:
    first, late, next_one = hours_ago(3), hours_ago(5), hours_ago(1)
    for sent_at in (first, late, next_one):
        await handle([inbound(sent_at=sent_at)])
        until = datetime.fromisoformat((await ticket(as_user))["windowOpenUntil"])
        assert until == (next_one if sent_at is next_one else first) + timedelta(hours=24)


async def test_a_reply_outside_the_window_does_not_leave(
    handle: Handle, inbound: Inbound, as_user: AsUser, published: Published
) -> None:
    await handle([inbound(sent_at=hours_ago(25))])
    closed = await ticket(as_user)

    for body in ({"text": "Oi"}, {"content": IMAGE}, {"text": "Oi"}):
        refused = await reply(as_user, closed["id"], **body)
        assert (refused.status_code, refused.json()["code"]) == (409, "window-closed")
        assert datetime.fromisoformat(refused.json()["windowOpenUntil"]) < datetime.now(UTC)
    assert await published(MessageSendRequestedV2) == []
    assert (await ticket(as_user))["status"] == "pending", "nothing happened to the ticket"

    sent = await reply(as_user, closed["id"], content=TEMPLATE)
    assert sent.status_code == 201, sent.text
    [request] = await published(MessageSendRequestedV2)
    assert request.content.kind == "template"


async def test_a_channel_without_a_window_takes_any_reply_at_any_time(
    handle: Handle, inbound: Inbound, as_user: AsUser
) -> None:
    message = inbound(sent_at=hours_ago(25))
    await handle([message])
    channel = ChannelChangedV1(
        company_id=message.company_id,
        channel_id=message.channel_id,
        name="A bridge",
        provider="bridge",
        status="active",
        messages_per_second=1,
        revision=1,
    )
    await handle([channel])
    one = await ticket(as_user)
    assert (await reply(as_user, one["id"], text="Oi")).status_code == 409

    await handle([channel.model_copy(update={"service_window": False, "revision": 2})])

    assert (await reply(as_user, one["id"], text="Oi")).status_code == 201


async def test_who_writes_again_opens_the_window_again(
    handle: Handle, inbound: Inbound, as_user: AsUser
) -> None:
    await handle([inbound(sent_at=hours_ago(25))])
    one = await ticket(as_user)
    assert (await reply(as_user, one["id"], text="Oi")).status_code == 409

    await handle([inbound("Ainda aí?")])

    assert (await reply(as_user, one["id"], text="Oi")).status_code == 201


@pytest.mark.parametrize("kind", ["system", "reaction", "edit", "revoke"])
async def test_what_is_no_message_of_the_customer_opens_no_window(
    handle: Handle, inbound: Inbound, as_user: AsUser, kind: str
) -> None:
    message = inbound(sent_at=hours_ago(25))
    await handle([message])
    before = await ticket(as_user)

    await handle([inbound(kind=kind, target=message.provider_message_id, text="x")])

    assert (await ticket(as_user))["windowOpenUntil"] == before["windowOpenUntil"]
    assert (await reply(as_user, before["id"], text="Oi")).status_code == 409


async def test_a_time_of_the_future_opens_no_longer_window(
    handle: Handle, inbound: Inbound, as_user: AsUser
) -> None:
    await handle([inbound(sent_at=hours_ago(-100))])

    until = datetime.fromisoformat((await ticket(as_user))["windowOpenUntil"])
    assert until <= datetime.now(UTC) + timedelta(hours=24)
