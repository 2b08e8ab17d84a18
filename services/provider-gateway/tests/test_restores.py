"""Behind the restore fence: what may have been sent since the backup is unconfirmed, and not sent again."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import (
    CampaignSendRequestedV1,
    DeliveryStatusChangedV1,
    MessageSendRequestedV1,
)
from atende_platform.data.db import Database, now
from atende_platform.testing.plugin import Published
from gateway.domain.sends import Order
from gateway.handlers import Outbound
from gateway.sender import Sender
from gateway.service import delivery, restores

from .gateway_stage import Connected, Ledger, Meta, Sql, order
from .sender_stage import status_of

HOUR = timedelta(hours=1)


@pytest.fixture
def restored(sender: Sender, database: Database) -> Outbound:
    """What takes orders, of a gateway whose database was restored a moment ago."""
    cut_at = now()
    return Outbound(sender, database, lambda: cut_at)


def requested(
    channel: Connected, *, at: datetime, campaign_id: UUID | None = None
) -> CampaignSendRequestedV1:
    return CampaignSendRequestedV1(
        company_id=channel.company_id,
        send_id=uuid7(),
        channel_id=channel.id,
        campaign_id=campaign_id or uuid7(),
        recipient=Party(wa_id="5511987654321"),
        content=TextContent(body="Promoção"),
        occurred_at=at,
    )


def ordered(event: CampaignSendRequestedV1, channel: Connected) -> Order:
    return order(channel, send_id=event.send_id, campaign_id=event.campaign_id, origin="campaign")


async def test_an_order_from_before_that_the_ledger_does_not_know_is_unconfirmed_and_not_sent(
    restored: Outbound,
    channel: Connected,
    meta: Meta,
    ledger: Ledger,
    published: Published,
    database: Database,
) -> None:
    before, after = requested(channel, at=now() - HOUR), requested(channel, at=now() + HOUR)
    reply = MessageSendRequestedV1(
        company_id=channel.company_id,
        send_id=uuid7(),
        message_id=uuid7(),
        ticket_id=uuid7(),
        contact_id=uuid7(),
        channel_id=channel.id,
        recipient=Party(wa_id="5511987654321"),
        content=TextContent(body="Bom dia"),
        occurred_at=now() - HOUR,
    )
    await restored.on_campaign_send([before, after])
    await restored.on_outbound([reply])
    await restored._sender.finish()

    assert meta.accepted_ids() == [str(after.send_id)]
    states = {event.send_id: event.state for event in await published(DeliveryStatusChangedV1)}
    assert states == {
        before.send_id: "unconfirmed",
        after.send_id: "accepted",
        reply.send_id: "unconfirmed",
    }
    told = next(e for e in await published(DeliveryStatusChangedV1) if e.send_id == before.send_id)
    assert (told.recipient, told.content) == (before.recipient, before.content), (
        "chat shows what it may have said"
    )

    # What the provider reports still decides.
    async with database.worker() as session:
        await delivery.apply_statuses(
            session, [status_of(ordered(before, channel), "delivered", "wamid.old")]
        )
    row = await ledger(ordered(before, channel))
    assert row is not None
    assert row.state == "delivered"


async def test_it_is_unconfirmed_also_while_its_campaign_does_not_run(
    restored: Outbound, channel: Connected, meta: Meta, sql: Sql, published: Published
) -> None:
    """Returned, it would be ordered anew, and sent."""
    campaign_id = uuid7()
    await sql(
        "INSERT INTO campaign_control (company_id, campaign_id, channel_id, state, revision)"
        " VALUES (:company_id, :campaign_id, :channel_id, 'paused', 1)",
        company_id=channel.company_id,
        campaign_id=campaign_id,
        channel_id=channel.id,
    )
    await restored.on_campaign_send([requested(channel, at=now() - HOUR, campaign_id=campaign_id)])
    assert [event.state for event in await published(DeliveryStatusChangedV1)] == ["unconfirmed"]
    assert not meta.accepted


async def test_an_order_from_before_that_the_ledger_knows_is_answered(
    restored: Outbound, outbound: Outbound, channel: Connected, meta: Meta, published: Published
) -> None:
    one = requested(channel, at=now() - HOUR)
    await outbound.on_campaign_send([one])
    await outbound._sender.finish()
    await restored.on_campaign_send([one])
    assert len(meta.accepted) == 1
    assert [event.state for event in await published(DeliveryStatusChangedV1)] == ["accepted", "accepted"]


async def test_what_was_pending_at_the_backup_is_unconfirmed_and_never_sent_again(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    sql: Sql,
    database: Database,
    ledger: Ledger,
    published: Published,
) -> None:
    sending, waiting, later = (order(channel, origin="campaign", campaign_id=uuid7()) for _ in range(3))
    async with database.worker() as session:
        await delivery.claim(
            session,
            [
                delivery.Intent(sending, block_id=uuid7(), place=2),
                delivery.Intent(waiting, "retryable", None, 0.0),
                delivery.Intent(later, "retryable", None, 7200.0),
            ],
            now(),
            lease=300.0,
        )
    until = now() + timedelta(minutes=1)
    for _ in range(2):  # It can be done again.
        done = await restores.fence(
            database, since=now() - HOUR, until=until, at=now(), orders_are_known=False
        )
    assert done["sends marked as unconfirmed"] == 0
    found = [await ledger(one) for one in (sending, waiting, later)]
    assert [row.state for row in found if row] == ["unknown", "unknown", "retryable"]
    assert {event.send_id: event.state for event in await published(DeliveryStatusChangedV1)} == {
        sending.send_id: "unconfirmed",
        waiting.send_id: "unconfirmed",
    }

    # Neither the sweep of leases, nor retries, nor the one further attempt take them up.
    await sql("UPDATE channels SET resend_unconfirmed = true")
    await sql("UPDATE sends SET updated_at = now() - interval '1 hour'")
    async with database.worker() as session:
        await delivery.sweep(session)
    await sender.send_due()
    await sender.resend_unconfirmed()
    assert not meta.accepted
