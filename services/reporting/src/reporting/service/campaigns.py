"""Reports of campaigns, and their messages as a file."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.campaigns import CampaignStatus
from atende_platform.errors import Conflict, InvalidInput, NotFound
from atende_platform.files.made_workbooks import MAX_ROWS, make_workbook
from atende_platform.files.spreadsheets import AskedStyle, csv_rows, safe_cell, style_of
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.http.reasons import read_code
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from reporting.domain import campaigns
from reporting.domain.campaigns import Reach, Wanted
from reporting.domain.periods import Period
from reporting.repository.messages import Messages
from reporting.repository.reports import EXPORT_COLUMNS, Reports
from reporting.schemas.campaigns import (
    CampaignFunnel,
    CampaignReport,
    CampaignSummary,
    Delivery,
    ErrorCount,
    FailureCount,
    Rates,
)
from reporting.schemas.messages import CurvePoint, CurveReport
from reporting.service.periods import company_zone
from reporting.service.variants import compare_variants, variant_read, variants_of

if TYPE_CHECKING:
    from reporting.models.facts import CampaignFact

_EXPORT_PAGE: Final = 2_000

_STEPS: Final = (60, 300, 900, 3_600, 14_400, 86_400)
_MOST_POINTS: Final = 300

OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


@dataclass(frozen=True, slots=True)
class AskedCampaigns:
    """Which campaigns are asked for: by the days on which they started, their channel, their status."""

    first: date | None = None
    last: date | None = None
    channel_id: UUID | None = None
    status: CampaignStatus | None = None


async def list_campaigns(
    session: AsyncSession,
    company_id: UUID,
    asked: AskedCampaigns,
    at: datetime,
    *,
    cursor: str | None,
    limit: int,
) -> Page[CampaignSummary]:
    """Return campaigns, the newest first. Raises `InvalidInput` for a period that is reversed."""
    reports = Reports(session, company_id)
    wanted = await wanted_campaigns(reports, asked)
    rows = await reports.campaigns(wanted, decode_cursor(cursor), limit + 1)
    return Page(
        items=await summaries(reports, rows[:limit], at),
        next_cursor=next_cursor(rows, limit, lambda row: (row.first_seen_at, row.campaign_id)),
    )


async def wanted_campaigns(reports: Reports, asked: AskedCampaigns) -> Wanted:
    """Return what is asked for in the company's time zone. Raises `InvalidInput` for a reversed period."""
    if asked.first is not None and asked.last is not None and asked.first > asked.last:
        raise InvalidInput("period_reversed", field="to")
    zone = await company_zone(reports)
    since = Period(asked.first, asked.first, zone).start if asked.first else None
    before = Period(asked.last, asked.last, zone).end if asked.last else None
    return Wanted(since, before, asked.channel_id, asked.status)


async def summaries(reports: Reports, rows: Sequence["CampaignFact"], at: datetime) -> list[CampaignSummary]:
    """Return campaigns as lists show them."""
    reached = await reports.reached([row.campaign_id for row in rows])
    return [
        CampaignSummary.model_validate(_summary(row, reached.get(row.campaign_id, Reach()), at))
        for row in rows
    ]


async def report_campaign(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, at: datetime
) -> CampaignReport:
    """Return what a campaign says of itself beside what was seen of its messages."""
    reports = Reports(session, company_id)
    campaign = await get_campaign(session, company_id, campaign_id)
    outcomes = await reports.campaign_sends(campaign_id)
    reach = Reach()
    for row in outcomes:
        reach.add(row.state, row.sends, sent=row.sent, delivered=row.delivered, read=row.read)
    attempted = campaigns.attempted(reach.states)
    variants = variants_of(campaign.variants)
    failed = [row for row in outcomes if row.state == "failed" and row.sends]
    return CampaignReport(
        **_summary(campaign, reach, at),
        replied=campaign.replies,
        delivery=Delivery(
            attempted=attempted,
            sent=reach.sent,
            delivered=reach.delivered,
            read=reach.read,
            failed=reach.states["failed"],
            unconfirmed=reach.states["unconfirmed"],
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
        consistent=campaigns.agree(campaign.counts, reach.states),
        variants=[variant_read(each) for each in variants],
        comparisons=compare_variants(variants),
    )


async def report_curve(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> CurveReport:
    """Return how far a campaign's messages came, and when. Raises `NotFound`."""
    await get_campaign(session, company_id, campaign_id)
    messages = Messages(session, company_id)
    first, last = await messages.span_of_curve(campaign_id)
    if first is None or last is None:
        return CurveReport(campaign_id=campaign_id, step_seconds=_STEPS[0], points=[])
    length = (last - first).total_seconds()
    seconds = next((step for step in _STEPS if length / step < _MOST_POINTS), _STEPS[-1])
    rows = await messages.curve(campaign_id, first, seconds)
    points = [CurvePoint.model_validate(row._mapping) for row in rows]
    return CurveReport(campaign_id=campaign_id, step_seconds=seconds, points=points)


def _english(reason: str | None) -> str | None:
    shown = read_code(reason, None)
    return None if shown is None else shown.en


async def get_campaign(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> "CampaignFact":
    """Return a campaign. Raises `NotFound` also for another company's."""
    campaign = await Reports(session, company_id).find_campaign(campaign_id)
    if campaign is None:
        raise NotFound("campaign-not-started")
    return campaign


def _summary(campaign: "CampaignFact", reach: Reach, at: datetime) -> dict[str, Any]:
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
        "funnel": CampaignFunnel(
            recipients=campaign.total,
            sent=reach.sent,
            delivered=reach.delivered,
            read=reach.read,
            replied=campaign.replies,
        ),
        "opt_outs": campaign.opt_outs,
        "rates": Rates(
            delivered=campaigns.ratio(reach.delivered, reach.sent),
            read=campaigns.ratio(reach.read, reach.delivered),
            failed=campaigns.ratio(reach.states["failed"], campaigns.attempted(reach.states)),
            replied=campaigns.share(campaign.replies, reach.delivered),
            opt_outs=campaigns.share(campaign.opt_outs, reach.delivered),
        ),
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
    """Yield a campaign's sends as CSV, a page at a time; with commas if nothing else is asked for."""
    style = style_of("en", asked)._replace(mark=asked.mark is True)
    yield csv_rows([EXPORT_COLUMNS], style, first=True)
    async for page in _pages_of_campaign(open_session, company_id, campaign_id):
        yield csv_rows(page, style)


async def export_campaign_workbook(
    open_session: OpenSession, company_id: UUID, campaign_id: UUID
) -> AsyncIterator[bytes]:
    """Make a workbook of a campaign's sends; return its bytes in chunks.

    Raises as `make_workbook` does, and `Conflict` for more rows than a workbook takes.
    """

    async def pages() -> AsyncIterator[Sequence[Sequence[str]]]:
        yield [EXPORT_COLUMNS]
        rows = 0
        async for page in _pages_of_campaign(open_session, company_id, campaign_id):
            rows += len(page)
            if rows > MAX_ROWS:
                raise Conflict("too-many-rows", most=MAX_ROWS)
            yield [[safe_cell(value) for value in row] for row in page]

    return await make_workbook(company_id, pages())


async def _pages_of_campaign(
    open_session: OpenSession, company_id: UUID, campaign_id: UUID
) -> AsyncIterator[Sequence[Row[Any]]]:
    """Yield a campaign's sends, a page at a time.

    Each page has a transaction of its own: a slow reader keeps neither a connection nor a snapshot.
    """
    after: UUID | None = None
    while True:
        async with open_session(company_id) as session:
            rows = await Reports(session, company_id).sends_of_campaign(campaign_id, after, _EXPORT_PAGE)
        if rows:
            yield rows
            after = rows[-1].send_id
        if len(rows) < _EXPORT_PAGE:
            return
