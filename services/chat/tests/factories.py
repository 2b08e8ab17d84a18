"""What tests of chat make: events as other services send them, the rest through the API, as a client does."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx

from atende_contracts.channels import ChannelChangedV1, TemplateChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1
from atende_contracts.users import UserChangedV1
from atende_platform.testing.plugin import AsUser, Handle
from chat.imports.worker import Importer

Inbound = Callable[..., MessageReceivedV1]
"""Makes a customer's message; keyword arguments replace what it is made of."""
Rows = Callable[..., Any]
"""Returns what SQL text finds, over all companies."""
Workers = Callable[[int], list[Importer]]
"""Makes so many workers of imports."""


async def create_contact(http: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    """Create a contact; return it as the API shows it."""
    response = await http.post("/api/v1/contacts", json={"name": "João", "phone": "+5511999999999", **body})
    assert response.status_code == 201, response.text
    contact: dict[str, Any] = response.json()
    return contact


async def create_reply(as_user: AsUser, ticket_id: UUID) -> dict[str, Any]:
    """Have an agent answer in a ticket; return the message as the API shows it."""
    body = {"text": "Olá!", "clientMessageId": str(uuid7())}
    response = await as_user("agent").post(f"/api/v1/tickets/{ticket_id}/messages", json=body)
    assert response.status_code == 201, response.text
    message: dict[str, Any] = response.json()
    return message


async def create_tag(http: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    """Create a tag; return it as the API shows it."""
    response = await http.post("/api/v1/tags", json=body)
    assert response.status_code == 201, response.text
    tag: dict[str, Any] = response.json()
    return tag


async def create_template(
    handle: Handle, company_id: UUID, account_id: str, **fields: Any
) -> TemplateChangedV1:
    """Have the gateway publish a template with two values in its body; return the event."""
    told = TemplateChangedV1.model_validate(
        {
            "company_id": company_id,
            "template_id": uuid7(),
            "account_id": account_id,
            "name": "pedido",
            "language": "pt_BR",
            "category": "UTILITY",
            "status": "APPROVED",
            "parameter_format": "POSITIONAL",
            "needs": {"body": ["1", "2"]},
            "components": [
                {"type": "BODY", "text": "Olá {{1}}, o pedido {{2}} já saiu."},
                {"type": "FOOTER", "text": "Loja"},
            ],
            "revision": 1,
            **fields,
        }
    )
    await handle([told])
    return told


async def create_queue(http: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    """Create a queue; return it as the API shows it."""
    response = await http.post("/api/v1/queues", json=body)
    assert response.status_code == 201, response.text
    queue: dict[str, Any] = response.json()
    return queue


async def create_user(handle: Handle, company_id: UUID, name: str = "Bia", **fields: Any) -> UUID:
    """Have auth report a user; return their id."""
    told = {"company_id": company_id, "user_id": uuid7(), "name": name, "role": "agent", "state": "active"}
    event = UserChangedV1.model_validate({**told, "revision": 1, **fields})
    await handle([event])
    return event.user_id


async def create_channel(handle: Handle, company_id: UUID, channel_id: UUID, **fields: Any) -> None:
    """Have the gateway report a channel."""
    told = {"company_id": company_id, "channel_id": channel_id, "name": "Loja", "provider": "whatsapp_cloud"}
    told |= {"status": "active", "messages_per_second": 80, "revision": 1}
    await handle([ChannelChangedV1.model_validate({**told, **fields})])
