"""What providers report about channels: written down as it came; what we understand is acted on."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ProviderUpdateReportedV1
from gateway.providers import Providers, Report
from gateway.repository import channels as channels_repository
from gateway.repository import journal
from gateway.service import channels, templates

if TYPE_CHECKING:
    from gateway.models import ChannelEvent

KEPT_DAYS: Final = 90
KEPT_ENTRIES: Final = 1000
"""Of each channel, the latest."""
LATER_ENTRIES: Final = 50
"""How many later updates are looked through for one that decides."""


async def apply_updates(
    providers: Providers, session: AsyncSession, events: Sequence[ProviderUpdateReportedV1], now: datetime
) -> None:
    """Write updates into the journal; those that are new change what is known of their channel."""
    new = await journal.add(session, events)
    await journal.trim(session, {(event.company_id, event.channel_id) for event in events}, most=KEPT_ENTRIES)
    by_id = {event.id: event for event in events if event.id in new}
    named = await channels_repository.providers_of(session, {event.channel_id for event in by_id.values()})
    inbound = {channel: providers[name].inbound for channel, name in named.items()}
    reports = [
        (event, inbound[event.channel_id].report(event.field, event.value))
        for event in sorted(by_id.values(), key=lambda event: event.at)
    ]
    await templates.apply(session, reports)
    if changed := {
        (event.company_id, event.channel_id) for event, report in reports if report.health_changed
    }:
        await channels_repository.check_soon(session, changed)
    for event, report in reports:
        if report.channel is None:
            continue
        # Updates come late, and again for days: the last word on whether it may send counts.
        if report.channel.decides and any(
            _decides(inbound[event.channel_id].report(event.field, value))
            for value in await journal.later_values(session, event, limit=LATER_ENTRIES)
        ):
            continue
        await channels.apply_report(session, event.company_id, event.channel_id, report.channel, now)


def _decides(report: Report) -> bool:
    return report.channel is not None and report.channel.decides


async def purge_old(session: AsyncSession, limit: int) -> int:
    """Delete some entries older than `KEPT_DAYS`; return how many."""
    return await journal.purge_old(session, limit, days=KEPT_DAYS)


async def list_entries(
    session: AsyncSession,
    company_id: UUID,
    channel_id: UUID,
    *,
    limit: int,
    before: tuple[datetime, UUID] | None,
) -> "Sequence[ChannelEvent]":
    """Return a page of a channel's journal, and one more if there is one. Raises `NotFound`."""
    await channels.get_channel(session, company_id, channel_id)
    return await journal.page(session, company_id, channel_id, limit=limit + 1, before=before)
