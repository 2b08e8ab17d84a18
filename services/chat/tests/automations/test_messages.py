"""What automations write to customers, on its way."""

from typing import Any
from uuid import UUID

from atende_contracts.messages import DeliveryStatusChangedV1, MessageSendRequestedV2
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.automations.worker import Automations

from ..factories import Inbound
from .test_automations import create


async def test_it_is_delivered_like_any_message_and_answers_nothing(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    database: Database,
    published: Published,
    company_id: UUID,
    channel_id: UUID,
) -> None:
    http = as_user("admin")
    await create(http, {"type": "send_message", "text": "Olá!"})
    await handle([inbound()])
    worker = Automations(database)
    while await worker.step():
        pass
    [request] = await published(MessageSendRequestedV2)
    told: dict[str, Any] = {
        "company_id": company_id,
        "send_id": request.send_id,
        "message_id": request.message_id,
        "channel_id": channel_id,
        "state": "delivered",
        "provider_message_id": "wamid.automatic",
        "at": request.occurred_at,
    }
    await handle([DeliveryStatusChangedV1(**told)])
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    said = (await http.get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    [message] = [one for one in said if one["id"] == str(request.message_id)]
    assert (message["status"], message["origin"], message["text"]) == ("delivered", "automatic", "Olá!")
    assert (ticket["status"], ticket["firstReplyAt"], ticket["unread"]) == ("pending", None, 1)
    assert ticket["waitingSince"] is not None
