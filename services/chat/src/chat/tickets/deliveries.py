"""Delivery states of sent messages, and messages that no agent wrote: few statements for a batch."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.content import MessageContent
from atende_contracts.delivery import moves_forward
from atende_contracts.event import Party
from atende_contracts.ids import first_uuid7_of, uuid7
from atende_contracts.messages import (
    DeliveryStatusChangedV1,
)
from atende_platform.data.storable import storable
from chat.contacts import service as contacts
from chat.contacts.domain import Claim, identities_of, stand_in
from chat.messages import service as messages
from chat.messages.domain import Origin, Target
from chat.messages.service import written_columns
from chat.rows import Row

if TYPE_CHECKING:
    from chat.messages.models import Message


async def apply(session: AsyncSession, told: Sequence[DeliveryStatusChangedV1], now: datetime) -> None:
    """Move messages to their outcomes; late, repeated and unordered reports are harmless.

    What left without an agent is stored when it is first told. It opens no ticket and is nothing unread.
    Sockets hear of it, but not of campaigns: a hundred thousand messages are nobody's news.
    """
    rows = _furthest(told)
    sent = await _store_sent(session, told, rows, now)
    # Also of what is stored now: it may be there from an earlier try of this batch, less far.
    moved = await messages.advance(session, list(rows.values()), hold=not sent)
    reacted_to = {Target(one.company_id, one.channel_id, one.target) for one in moved if one.target}
    created = {message.id for message in sent}
    updated = [message for message in moved if message.id not in created]
    await messages.tell(session, created=sent, updated=updated, changed=reacted_to, held=not sent)


async def doubt_queued(
    session: AsyncSession, since: datetime, until: datetime, now: datetime, *, limit: int
) -> int:
    """Mark some messages of that time as unconfirmed of which nothing was heard; return how many there were.

    Their orders may be lost. What the gateway knows of them, and tells, still moves them forward.
    """
    queued = await messages.find_queued(session, first_uuid7_of(since), first_uuid7_of(until), limit=limit)
    told = [
        DeliveryStatusChangedV1(
            company_id=each.company_id,
            send_id=each.send_id,
            message_id=each.id,
            channel_id=each.channel_id,
            state="unconfirmed",
            at=until,
        )
        for each in queued
    ]
    await apply(session, told, now)
    return len(queued)


def _furthest(told: Iterable[DeliveryStatusChangedV1]) -> dict[tuple[UUID, UUID], Row]:
    rows: dict[tuple[UUID, UUID], Row] = {}
    for event in told:
        row = rows.setdefault(
            (event.company_id, event.message_id or event.send_id),
            {
                "company_id": event.company_id,
                "id": event.message_id,
                "send_id": event.send_id,
                "state": None,
                "error": None,
                "provider_message_id": None,
            },
        )
        if moves_forward(row["state"], event.state):
            row["state"] = event.state
            row["error"] = event.error.model_dump() if event.error else None
        row["provider_message_id"] = row["provider_message_id"] or event.provider_message_id
    return rows


async def _store_sent(
    session: AsyncSession,
    told: Iterable[DeliveryStatusChangedV1],
    rows: dict[tuple[UUID, UUID], Row],
    now: datetime,
) -> "list[Message]":
    sent = {
        (event.company_id, event.send_id): (event, event.recipient, event.content)
        for event in told
        if event.message_id is None and event.recipient is not None and event.content is not None
    }
    if not sent:
        return []
    owners = await contacts.owners(
        session, {(event.company_id, name) for event, to, _ in sent.values() for name in identities_of(to)}
    )
    return await messages.insert_sent(
        session,
        [
            rows[key] | _sent_row(event, to, content, owners, now)
            for key, (event, to, content) in sent.items()
            if identities_of(to)
        ],
    )


def _sent_row(
    event: DeliveryStatusChangedV1,
    recipient: Party,
    content: MessageContent,
    owners: dict[Claim, UUID],
    now: datetime,
) -> Row:
    names = identities_of(recipient)
    owner = next((owners[event.company_id, one] for one in names if (event.company_id, one) in owners), None)
    origin = _origin(event)
    written = written_columns(content)
    return {
        "id": uuid7(),
        "channel_id": event.channel_id,
        "contact_id": owner or stand_in(event.company_id, names[0]),
        "direction": "out",
        "origin": origin,
        "campaign_id": event.campaign_id if origin is Origin.CAMPAIGN else None,
        **storable(written | {"text": written["text"] or event.text}),
        # A provider's clock that is ahead of ours must not make times of the future.
        "sent_at": min(event.at, now),
        "created_at": now,
    }


def _origin(event: DeliveryStatusChangedV1) -> Origin:
    if event.campaign_id is None:
        return Origin.AUTOMATIC
    return Origin.TEST if event.campaign_id == event.send_id else Origin.CAMPAIGN
