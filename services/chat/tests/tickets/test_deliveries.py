"""The outcomes of messages that were sent."""

import random
from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID

from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.testing.plugin import AsUser, Handle

from ..factories import Inbound, Rows, create_reply


async def test_deliveries_converge_in_any_order(
    handle: Handle, inbound: Inbound, rows: Rows, as_user: AsUser, company_id: UUID, channel_id: UUID
) -> None:
    await handle([inbound()])
    [ticket] = await rows("SELECT id FROM tickets")

    def status(message_id: UUID, state: str) -> DeliveryStatusChangedV1:
        return DeliveryStatusChangedV1(
            company_id=company_id,
            send_id=uuid7(),
            channel_id=channel_id,
            message_id=message_id,
            state=state,  # type: ignore[arg-type]
            provider_message_id=f"wamid.{message_id}" if state == "accepted" else None,
            at=datetime.now(UTC),
        )

    orders = [*permutations(["accepted", "sent", "delivered", "read"])]
    random.Random(7).shuffle(orders)
    for order in orders[:6]:
        message_id = UUID((await create_reply(as_user, ticket.id))["id"])
        for state in (*order, order[0]):
            await handle([status(message_id, state)])
        assert await rows(
            "SELECT state, provider_message_id FROM messages WHERE id = :id", id=message_id
        ) == [("read", f"wamid.{message_id}")]
    message_id = UUID((await create_reply(as_user, ticket.id))["id"])
    await handle([status(message_id, state) for state in orders[7] * 2])
    assert await rows("SELECT state FROM messages WHERE id = :id", id=message_id) == [("read",)]


async def test_a_failure_is_shown_with_its_reason_until_disproved(
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    logged: Any,
    as_user: AsUser,
    company_id: UUID,
    channel_id: UUID,
) -> None:
    await handle([inbound()])
    [ticket] = await rows("SELECT id FROM tickets")
    message_id = UUID((await create_reply(as_user, ticket.id))["id"])
    told = {
        "company_id": company_id,
        "channel_id": channel_id,
        "send_id": uuid7(),
        "message_id": message_id,
        "at": datetime.now(UTC),
    }
    error = ProviderError(code=131047, title="Re-engagement message")
    failed = DeliveryStatusChangedV1(**told, state="failed", error=error)
    await handle([failed, DeliveryStatusChangedV1(**told, state="sent")])
    assert await rows("SELECT state, error ->> 'code' FROM messages WHERE id = :id", id=message_id) == [
        ("failed", "131047")
    ]
    await handle([failed])
    assert (await logged()).count("message.updated") == 1
    await handle([DeliveryStatusChangedV1(**told, state="delivered")])
    assert await rows("SELECT state, error FROM messages WHERE id = :id", id=message_id) == [
        ("delivered", None)
    ]
    of_another_company = DeliveryStatusChangedV1(**{**told, "company_id": uuid7()}, state="read")
    of_a_campaign = DeliveryStatusChangedV1(**{**told, "message_id": None}, state="read")
    await handle([of_another_company, of_a_campaign])
    await handle([of_a_campaign])
    assert await rows("SELECT state FROM messages WHERE id = :id", id=message_id) == [("delivered",)]
