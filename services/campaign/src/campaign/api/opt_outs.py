"""Who gets no broadcasts."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, UploadFile
from fastapi.responses import Response, StreamingResponse

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.files.spreadsheets import CSV_ANSWER, Style, csv_response
from atende_platform.http.access import CompanyQuotas, TenantSession, requires, runtime_of
from atende_platform.http.downloads import add_link
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Reading
from campaign.schemas.opt_outs import (
    OptOutCreate,
    OptOutHistoryRead,
    OptOutRead,
    OptOutSettingsBody,
    OptOutsImported,
    Source,
)
from campaign.service import keywords, opt_out_files, opt_outs

router = APIRouter(prefix="/opt-outs")

Reader = Annotated[TenantContext, requires(Permission.OPTOUTS_READ)]
Writer = Annotated[TenantContext, requires(Permission.OPTOUTS_WRITE)]
Administrator = Annotated[TenantContext, requires(Permission.COMPANY_WRITE)]


def _asked(
    active: Annotated[bool, Query(description="False: who had left and came back")] = True,
    source: Annotated[Source | None, Query(description="Who said so")] = None,
    channel_id: Annotated[UUID | None, Query(alias="channelId", description="Of this channel alone")] = None,
    phone: Annotated[str | None, Query(max_length=40, description="Of this number, however spelt")] = None,
) -> opt_outs.OptOutQuery:
    return opt_outs.OptOutQuery(active, source, channel_id, phone)


Asked = Annotated[opt_outs.OptOutQuery, Depends(_asked)]


@router.post("", operation_id="optOuts.create", status_code=201)
@idempotent()
async def create_opt_out(
    body: OptOutCreate, actor: Writer, session: TenantSession, request: Request
) -> OptOutRead:
    """Take a person out of broadcasts, from one channel or from all. Doing it again changes nothing."""
    within = timedelta(days=runtime_of(request).settings.campaign_reply_days)
    return await opt_outs.opt_out(session, actor, body, now(), within=within)


@router.get("", operation_id="optOuts.list")
async def list_opt_outs(
    actor: Reader,
    session: TenantSession,
    wanted: Asked,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[OptOutRead]:
    """List who is out, latest first."""
    items = await opt_outs.list_opt_outs(
        session,
        actor.company_id,
        wanted=wanted,
        before=decode_cursor(cursor),
        limit=limit,
    )
    return Page(items=items[:limit], next_cursor=next_cursor(items, limit, lambda item: (item.at, item.id)))


@router.post("/import", operation_id="optOuts.import")
async def import_opt_outs(
    actor: Writer,
    request: Request,
    file: UploadFile,
    quotas: CompanyQuotas,
    language: Reading,
    channel_id: Annotated[
        UUID | None,
        Query(
            alias="channelId",
            description="Absent: that of the file's column ``channelId``, else every channel of the company",
        ),
    ] = None,
) -> OptOutsImported:
    """Put everybody in a CSV or XLSX file (up to 10,000 rows) out of broadcasts.

    Who is out already stays as they are. Rows that name no person are reported and do not stop the others.
    """
    open_session = runtime_of(request).database.tenant
    data = await file.read()
    return await opt_out_files.take_file(open_session, actor, data, channel_id, language, quotas, now())


@router.get(
    "/imports/{file_id}/rejected",
    operation_id="optOuts.exportRejected",
    response_class=Response,
    responses=CSV_ANSWER,
)
async def export_rejected(
    file_id: UUID, request: Request, actor: Writer, style: Style, language: Reading
) -> Response:
    """The rows of a file that were refused, with the reason in front, as CSV: to be corrected and sent again.

    They are kept for 30 days.
    """
    open_session = runtime_of(request).database.tenant
    file = await opt_out_files.rejected_csv(open_session, actor.company_id, file_id, style, language)
    return Response(
        file,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="rejected.csv"'},
    )


@router.get("/export", operation_id="optOuts.export", response_class=StreamingResponse, responses=CSV_ANSWER)
async def export_opt_outs(request: Request, actor: Reader, wanted: Asked, style: Style) -> StreamingResponse:
    """The list as a CSV file, latest first."""
    # No session of the request: it would stay open for as long as the file is read.
    export = await opt_out_files.begin_export(runtime_of(request).database.tenant, actor, wanted, style)
    return csv_response(export.csv(), "opt-outs.csv")


@router.get("/settings", operation_id="optOuts.getSettings")
async def get_opt_out_settings(actor: Reader, session: TenantSession) -> OptOutSettingsBody:
    """Which messages are a request to leave or to come back, and what is answered."""
    return await keywords.read_settings(session, actor)


@router.put("/settings", operation_id="optOuts.setSettings")
async def put_opt_out_settings(
    body: OptOutSettingsBody, actor: Administrator, session: TenantSession
) -> OptOutSettingsBody:
    """Choose the keywords, and what who leaves or comes back is answered; null: nothing."""
    return await keywords.change_settings(session, actor, body)


@router.get("/{opt_out_id}/history", operation_id="optOuts.listHistory")
async def get_opt_out_history(
    opt_out_id: UUID, actor: Reader, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[OptOutHistoryRead]:
    """All that a person said, or staff for them, of this channel or of all; latest first."""
    items = await opt_outs.list_history(
        session, actor.company_id, opt_out_id, before=decode_cursor(cursor), limit=limit
    )
    return Page(items=items[:limit], next_cursor=next_cursor(items, limit, lambda item: (item.at, item.id)))


@router.delete("/{opt_out_id}", operation_id="optOuts.delete", status_code=204)
async def delete_opt_out(opt_out_id: UUID, actor: Writer, session: TenantSession) -> None:
    """Let a person have broadcasts again."""
    await opt_outs.opt_in(session, actor, opt_out_id, now())


add_link(router, "/export", export_opt_outs, operation_id="optOuts.linkExport")


async def _existing(file_id: UUID, actor: Writer, session: TenantSession) -> None:
    await opt_out_files.require_import(session, actor.company_id, file_id)


add_link(
    router,
    "/imports/{file_id}/rejected",
    export_rejected,
    operation_id="optOuts.linkRejected",
    exists=_existing,
)
