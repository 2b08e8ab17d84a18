"""Figures of messages: channels, delivery errors and opt-outs."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Row
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.http.reasons import read_code
from atende_platform.identity.context import TenantContext
from reporting.domain.counters import COUNTERS, NO_CHANNEL
from reporting.domain.periods import Period
from reporting.repository.messages import Messages
from reporting.repository.reports import Reports
from reporting.schemas.campaigns import FailureCount
from reporting.schemas.messages import (
    ChannelFigures,
    ChannelsReport,
    DeliveryError,
    DeliveryErrorsReport,
    OptOutsOfSource,
    OptOutsReport,
)
from reporting.service.activity import activity_of, success_rate
from reporting.service.periods import period_of
from reporting.service.tickets import Asked, period_read

if TYPE_CHECKING:
    from reporting.models.facts import ChannelFact

Report = TypeVar("Report", ChannelsReport, DeliveryErrorsReport, OptOutsReport)
_NOTHING: Final = {"busiest": 0, **dict.fromkeys(COUNTERS, 0)}


async def _compared(
    session: AsyncSession,
    company_id: UUID,
    asked: Asked,
    at: datetime,
    of: Callable[[Period], Awaitable[Report]],
) -> Report:
    period = await period_of(Reports(session, company_id), at, asked.first, asked.last)
    report = await of(period)
    if asked.compare:
        report.previous = await of(period.previous())
    return report


async def report_channels(
    session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime
) -> ChannelsReport:
    """Return what happened on each channel in a period."""
    messages = Messages(session, actor.company_id)
    only = asked.only.channel_id

    async def of(period: Period) -> ChannelsReport:
        counts = await Reports(session, actor.company_id).counters_of_channels(period.start, period.end, only)
        failures = defaultdict(list)
        for row in await messages.failures(period.start, period.end, only):
            failures[row.channel_id].append(row)
        # Counters stay when all that they had counted turned out to belong elsewhere.
        counts = {one: found for one, found in counts.items() if any(found.values())}
        known = {one.channel_id: one for one in await messages.channels() if only in (None, one.channel_id)}
        shown = [one for one in known if counts.get(one) or known[one].status != "deleted"]
        shown += sorted(one for one in counts if one not in known and one != NO_CHANNEL)
        items = [_channel(one, known.get(one), counts.get(one, _NOTHING), failures[one]) for one in shown]
        return ChannelsReport(**period_read(period), items=items)

    return await _compared(session, actor.company_id, asked, at, of)


def _channel(
    channel_id: UUID,
    channel: "ChannelFact | None",
    counts: dict[str, int],
    failures: Sequence[Row[Any]],
) -> ChannelFigures:
    activity = activity_of(counts)
    by_reason: defaultdict[str, int] = defaultdict(int)
    for row in failures:
        by_reason[row.reason] += row.failed
    return ChannelFigures(
        **dict(activity),
        channel_id=channel_id,
        name=channel.name if channel else None,
        status=channel.status if channel else None,
        quality=channel.quality if channel else None,
        messaging_limit=channel.messaging_limit if channel else None,
        success_rate=success_rate(activity),
        busiest_quarter=counts["busiest"],
        failures=[
            FailureCount(reason=read_code(reason or None, None), count=count)
            for reason, count in sorted(by_reason.items(), key=lambda one: (-one[1], one[0]))
        ],
    )


async def report_errors(
    session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime
) -> DeliveryErrorsReport:
    """Return why messages failed in a period."""
    messages = Messages(session, actor.company_id)

    async def of(period: Period) -> DeliveryErrorsReport:
        names = {one.channel_id: one.name for one in await messages.channels()}
        items = [
            DeliveryError(
                channel_id=row.channel_id,
                channel_name=names.get(row.channel_id),
                kind=row.kind,
                reason=read_code(row.reason or None, None),
                error_code=row.error_code or None,
                count=row.failed,
            )
            for row in await messages.failures(period.start, period.end, asked.only.channel_id)
        ]
        return DeliveryErrorsReport(**period_read(period), total=sum(one.count for one in items), items=items)

    return await _compared(session, actor.company_id, asked, at, of)


async def report_opt_outs(
    session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime
) -> OptOutsReport:
    """Return how customers left broadcasts in a period."""
    messages = Messages(session, actor.company_id)

    async def of(period: Period) -> OptOutsReport:
        names = {one.channel_id: one.name for one in await messages.channels()}
        items = [
            OptOutsOfSource(
                channel_id=None if row.channel_id == NO_CHANNEL else row.channel_id,
                channel_name=names.get(row.channel_id),
                source=row.source,
                count=row.opt_outs,
            )
            for row in await messages.opt_outs(period.start, period.end, asked.only.channel_id)
        ]
        return OptOutsReport(**period_read(period), total=sum(one.count for one in items), items=items)

    return await _compared(session, actor.company_id, asked, at, of)
