"""Events in. Each handler may get the same event again, and events of many companies at once."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import CompanyChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1, TicketChangedV1
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1
from reporting import service


async def on_inbound(session: AsyncSession, events: list[Any]) -> None:
    await service.count_inbound(session, [e for e in events if isinstance(e, MessageReceivedV1)])


async def on_delivery_status(session: AsyncSession, events: list[Any]) -> None:
    await service.follow_sends(session, [e for e in events if isinstance(e, DeliveryStatusChangedV1)])


async def on_campaign_progress(session: AsyncSession, events: list[Any]) -> None:
    reports = [e for e in events if isinstance(e, CampaignProgressV1 | CampaignFinishedV1)]
    await service.follow_campaigns(session, reports)


async def on_ticket_activity(session: AsyncSession, events: list[Any]) -> None:
    await service.follow_tickets(session, [e for e in events if isinstance(e, TicketChangedV1)])


async def on_opt_out(session: AsyncSession, events: list[Any]) -> None:
    await service.count_opt_outs(session, [e for e in events if isinstance(e, ContactOptOutChangedV1)])


async def on_company_changed(session: AsyncSession, events: list[Any]) -> None:
    await service.follow_companies(session, [e for e in events if isinstance(e, CompanyChangedV1)])
