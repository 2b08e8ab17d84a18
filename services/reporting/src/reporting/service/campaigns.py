"""Reports of campaigns, and their messages as a file."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import NotFound
from atende_platform.files.spreadsheets import AskedStyle, csv_rows, style_of
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.http.reasons import read_code
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from reporting.domain import campaigns
from reporting.repository.reports import EXPORT_COLUMNS, Reports
from reporting.schemas.campaigns import (
    CampaignReport,
    CampaignSummary,
    Delivery,
    ErrorCount,
    FailureCount,
    Rates,
)

if TYPE_CHECKING:
    from reporting.models.facts import CampaignFact

_EXPORT_PAGE: Final = 1000

OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


async def list_campaigns(
    session: AsyncSession, company_id: UUID, at: datetime, *, cursor: str | None, limit: int
) -> Page[CampaignSummary]:
    """Return campaigns, the newest first."""
    rows = await Reports(session, company_id).campaigns(decode_cursor(cursor), limit + 1)
    return Page(
        items=[CampaignSummary.model_validate(_summary(row, at)) for row in rows[:limit]],
        next_cursor=next_cursor(rows, limit, lambda row: (row.first_seen_at, row.campaign_id)),
    )


async def report_campaign(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, at: datetime
) -> CampaignReport:
    """Return what a campaign says of itself beside what was seen of its messages."""
    reports = Reports(session, company_id)
    campaign = await get_campaign(session, company_id, campaign_id)
    outcomes = await reports.campaign_sends(campaign_id)
    states: Counter[str] = Counter()
    reach: Counter[str] = Counter()
    for row in outcomes:
        states[row.state] += row.sends
        reach.update(sent=row.sent, delivered=row.delivered, read=row.read)
    attempted = campaigns.attempted(states)
    failed = [row for row in outcomes if row.state == "failed" and row.sends]
    return CampaignReport(
        **_summary(campaign, at),
        delivery=Delivery(
            attempted=attempted,
            sent=reach["sent"],
            delivered=reach["delivered"],
            read=reach["read"],
            failed=states["failed"],
            unconfirmed=states["unconfirmed"],
        ),
        rates=Rates(
            delivered=campaigns.ratio(reach["delivered"], reach["sent"]),
            read=campaigns.ratio(reach["read"], reach["delivered"]),
            failed=campaigns.ratio(states["failed"], attempted),
        ),
        messages_per_second=campaigns.rate(
            attempted,
            min((row.first_at for row in outcomes if row.first_at is not None), default=None),
            max((row.last_at for row in outcomes if row.last_at is not None), default=None),
        ),
        failures=[
            FailureCount(reason=read_code(row.reason, row.error_title), count=row.sends) for row in failed
        ],
        errors=[
            ErrorCount(code=row.error_code, title=_english(row.reason) or row.error_title, count=row.sends)
            for row in failed
        ],
        consistent=campaigns.agree(campaign.counts, states),
    )


def _english(reason: str | None) -> str | None:
    shown = read_code(reason, None)
    return None if shown is None else shown.en


async def get_campaign(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> "CampaignFact":
    """Return a campaign. Raises `NotFound` also for another company's."""
    campaign = await Reports(session, company_id).find_campaign(campaign_id)
    if campaign is None:
        raise NotFound("campaign-not-started")
    return campaign


def _summary(campaign: "CampaignFact", at: datetime) -> dict[str, Any]:
    duration: timedelta | None = None
    if campaign.started_at is not None:
        duration = (campaign.finished_at or at) - campaign.started_at
    return {
        "id": campaign.campaign_id,
        "name": campaign.name,
        "channel_id": campaign.channel_id,
        "status": campaign.state,
        "state": campaign.state,
        "total": campaign.total,
        "counts": campaign.counts,
        "started_at": campaign.started_at,
        "finished_at": campaign.finished_at,
        "duration_seconds": round(duration.total_seconds(), 3) if duration is not None else None,
        "updated_at": campaign.reported_at,
    }


async def begin_export(session: AsyncSession, actor: TenantContext, campaign_id: UUID) -> None:
    """Record that the actor downloads a campaign's messages. Raises `NotFound`."""
    campaign = await get_campaign(session, actor.company_id, campaign_id)
    await audit.record(session, actor, Action.CAMPAIGN_REPORT_EXPORTED, campaign_id, {"name": campaign.name})


async def export_campaign(
    open_session: OpenSession, company_id: UUID, campaign_id: UUID, asked: AskedStyle
) -> AsyncIterator[str]:
    """Yield a campaign's sends as CSV, a page at a time; with commas if nothing else is asked for.

    Each page has a transaction of its own: a slow reader keeps neither a connection nor a snapshot.
    """
    style = style_of("en", asked)._replace(mark=asked.mark is True)
    yield csv_rows([EXPORT_COLUMNS], style, first=True)
    after: UUID | None = None
    while True:
        async with open_session(company_id) as session:
            rows = await Reports(session, company_id).sends_of_campaign(campaign_id, after, _EXPORT_PAGE)
        if rows:
            yield csv_rows(rows, style)
            after = rows[-1].send_id
        if len(rows) < _EXPORT_PAGE:
            return
