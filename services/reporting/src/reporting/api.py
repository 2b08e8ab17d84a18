"""The routes of reporting."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.files.spreadsheets import CSV_ANSWER, Style, csv_response
from atende_platform.http.access import PUBLIC, TenantSession, requires, runtime_of
from atende_platform.http.downloads import add_link
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from atende_platform.service.health import part_health
from reporting import service
from reporting.schemas import CampaignReport, CampaignSummary, DailyReport, SummaryReport
from reporting.service import SystemHealth

router = APIRouter(prefix="/api/v1/reports")
system_router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])

Reader = Annotated[TenantContext, requires(Permission.REPORTS_READ)]

# The bounds keep every day within what clocks and time zones can express.
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
From = Annotated[
    date | None, Query(alias="from", ge=_FIRST, le=_LAST, description="First day, in the company's time zone")
]
To = Annotated[
    date | None, Query(alias="to", ge=_FIRST, le=_LAST, description="Last day, which belongs to the period")
]
ChannelId = Annotated[UUID | None, Query(alias="channelId", description="Only what happened on this channel")]


@router.get("/campaigns", operation_id="reports.listCampaigns")
async def list_campaigns(
    actor: Reader, session: TenantSession, limit: Limit = 20, cursor: Cursor = None
) -> Page[CampaignSummary]:
    """Campaigns that have started, the newest first."""
    return await service.list_campaigns(session, actor.company_id, now(), cursor=cursor, limit=limit)


@router.get("/campaigns/{campaign_id}", operation_id="reports.getCampaign")
async def get_campaign(campaign_id: UUID, actor: Reader, session: TenantSession) -> CampaignReport:
    """One campaign: its own counts, the outcomes of its messages, how fast, and why some failed."""
    return await service.report_campaign(session, actor.company_id, campaign_id, now())


@router.get(
    "/campaigns/{campaign_id}/export.csv",
    operation_id="reports.exportCampaign",
    response_class=StreamingResponse,
    responses=CSV_ANSWER,
)
async def export_campaign(
    campaign_id: UUID, request: Request, actor: Reader, session: TenantSession, style: Style
) -> StreamingResponse:
    """One row for each message of a campaign, in CSV."""
    await service.begin_export(session, actor, campaign_id)
    database = runtime_of(request).database
    file = service.export_campaign(database.tenant, actor.company_id, campaign_id, style)
    return csv_response(file, f"campaign-{campaign_id}.csv")


@router.get("/daily", operation_id="reports.getDaily")
async def get_days(
    actor: Reader,
    session: TenantSession,
    first: From = None,
    last: To = None,
    channel_id: ChannelId = None,
) -> DailyReport:
    """What happened on each day of a period of at most 366 days; the last 30 if none is given."""
    return await service.report_days(
        session, actor.company_id, now(), first=first, last=last, channel_id=channel_id
    )


@router.get("/summary", operation_id="reports.getSummary")
async def get_summary(
    actor: Reader,
    session: TenantSession,
    first: From = None,
    last: To = None,
    channel_id: ChannelId = None,
) -> SummaryReport:
    """What happened in a period of at most 366 days; in the last 30 if none is given."""
    return await service.report_summary(
        session, actor.company_id, now(), first=first, last=last, channel_id=channel_id
    )


@system_router.get("/health/system")
async def get_system_health(request: Request) -> Response:
    """The health of every service of the installation: what the gateway answers at ``/health``."""
    health: SystemHealth = request.app.state.system_health
    status, report = await health.report()
    return JSONResponse(report, status)


@system_router.get("/health/system/{part}")
async def get_system_part_health(request: Request, part: Literal["db", "redis", "kafka"]) -> Response:
    """How every service reaches one server: what the gateway answers at ``/health/db`` and its like."""
    health: SystemHealth = request.app.state.system_health
    _, report = await health.report()
    status, body = part_health(report, part)
    return JSONResponse(body, status)


async def _existing(campaign_id: UUID, actor: Reader, session: TenantSession) -> None:
    await service.get_campaign(session, actor.company_id, campaign_id)


add_link(
    router,
    "/campaigns/{campaign_id}/export.csv",
    export_campaign,
    operation_id="reports.linkExport",
    exists=_existing,
)
