"""Reports of campaigns."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from atende_platform.data.db import now
from atende_platform.files.made_workbooks import make_workbook, workbook_response
from atende_platform.files.spreadsheets import CSV_ANSWER, Style, csv_response
from atende_platform.http.access import TenantSession, runtime_of
from atende_platform.http.downloads import add_link
from atende_platform.http.openapi import problem_response
from atende_platform.http.pagination import Cursor, Limit, Page
from reporting.api.parameters import TABLE, WORKBOOK, CampaignQuestion, FileFormat, Reader
from reporting.schemas.campaigns import CampaignReport, CampaignSummary
from reporting.schemas.messages import CurveReport
from reporting.service import campaign_tables, campaigns

router = APIRouter()


@router.get("/campaigns", operation_id="reports.listCampaigns")
async def list_campaigns(
    actor: Reader,
    session: TenantSession,
    asked: CampaignQuestion,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[CampaignSummary]:
    """Campaigns that have started, the newest first."""
    return await campaigns.list_campaigns(session, actor.company_id, asked, now(), cursor=cursor, limit=limit)


@router.get(
    "/campaigns/export",
    operation_id="reports.exportCampaigns",
    response_class=StreamingResponse,
    responses={**TABLE, 409: problem_response("Too many rows for a workbook")},
)
async def export_campaigns(
    request: Request,
    actor: Reader,
    session: TenantSession,
    asked: CampaignQuestion,
    style: Style,
    file_format: FileFormat = "csv",
) -> StreamingResponse:
    """One row for each campaign of the list, in CSV or as a workbook, with the figures' names as in JSON."""
    wanted = await campaign_tables.begin_list(session, actor.company_id, asked)
    of = (runtime_of(request).database.tenant, actor.company_id, wanted, now())
    if file_format == "xlsx":
        return workbook_response(await campaign_tables.export_list_workbook(*of), "campaigns.xlsx")
    return csv_response(campaign_tables.export_list(*of, style), "campaigns.csv")


add_link(router, "/campaigns/export", export_campaigns, operation_id="reports.linkCampaigns")


@router.get("/campaigns/{campaign_id}", operation_id="reports.getCampaign")
async def get_campaign(campaign_id: UUID, actor: Reader, session: TenantSession) -> CampaignReport:
    """One campaign: its own counts, the outcomes of its messages, how fast, and why some failed."""
    return await campaigns.report_campaign(session, actor.company_id, campaign_id, now())


@router.get("/campaigns/{campaign_id}/curve", operation_id="reports.getCampaignCurve")
async def get_curve(campaign_id: UUID, actor: Reader, session: TenantSession) -> CurveReport:
    """How far a campaign's messages came, and when: at most some hundred points."""
    return await campaigns.report_curve(session, actor.company_id, campaign_id)


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
    await campaigns.begin_export(session, actor, campaign_id)
    database = runtime_of(request).database
    file = campaigns.export_campaign(database.tenant, actor.company_id, campaign_id, style)
    return csv_response(file, f"campaign-{campaign_id}.csv")


@router.get(
    "/campaigns/{campaign_id}/export.xlsx",
    operation_id="reports.exportCampaignWorkbook",
    response_class=StreamingResponse,
    responses={
        200: WORKBOOK,
        409: problem_response("Too many rows for a workbook"),
    },
)
async def export_campaign_workbook(
    campaign_id: UUID, request: Request, actor: Reader, session: TenantSession
) -> StreamingResponse:
    """One row for each message of a campaign, as a workbook: up to 200,000 (409 beyond)."""
    await campaigns.begin_export(session, actor, campaign_id)
    database = runtime_of(request).database
    file = await campaigns.export_campaign_workbook(database.tenant, actor.company_id, campaign_id)
    return workbook_response(file, f"campaign-{campaign_id}.xlsx")


@router.get(
    "/campaigns/{campaign_id}/variants/export",
    operation_id="reports.exportVariants",
    response_class=StreamingResponse,
    responses=TABLE,
)
async def export_variants(
    campaign_id: UUID,
    actor: Reader,
    session: TenantSession,
    style: Style,
    file_format: FileFormat = "csv",
) -> StreamingResponse:
    """One row for each message of a campaign that has several, with the figures' names as in JSON."""
    table = await campaign_tables.table_of_variants(session, actor.company_id, campaign_id)
    name = f"campaign-{campaign_id}-variants"
    if file_format == "xlsx":
        return workbook_response(
            await make_workbook(actor.company_id, table.workbook_pages()), f"{name}.xlsx"
        )
    return csv_response(table.csv(style), f"{name}.csv")


async def _existing(campaign_id: UUID, actor: Reader, session: TenantSession) -> None:
    await campaigns.get_campaign(session, actor.company_id, campaign_id)


add_link(
    router,
    "/campaigns/{campaign_id}/export.csv",
    export_campaign,
    operation_id="reports.linkExport",
    exists=_existing,
)
add_link(
    router,
    "/campaigns/{campaign_id}/export.xlsx",
    export_campaign_workbook,
    operation_id="reports.linkWorkbook",
    exists=_existing,
)
add_link(
    router,
    "/campaigns/{campaign_id}/variants/export",
    export_variants,
    operation_id="reports.linkVariants",
    exists=_existing,
)
