"""What tests of the sender ask of what it told, and what they report to it."""

from typing import Any

from atende_contracts.messages import DeliveryStatusChangedV1, ProviderStatusReportedV1
from atende_platform.data.db import now
from atende_platform.testing.plugin import Published
from gateway.domain.sends import Order


async def states(published: Published) -> dict[str, list[str]]:
    """Return what was known about each send, in order."""
    told: dict[str, list[str]] = {}
    for event in await published(DeliveryStatusChangedV1):
        told.setdefault(str(event.send_id), []).append(event.state)
    return told


def status_of(one: Order, state: Any, message_id: str, **fields: Any) -> ProviderStatusReportedV1:
    return ProviderStatusReportedV1(
        company_id=one.company_id,
        channel_id=one.channel_id,
        provider_message_id=message_id,
        send_id=one.send_id,
        state=state,
        at=now(),
        **fields,
    )
