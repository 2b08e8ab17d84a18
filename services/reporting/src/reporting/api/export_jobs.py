"""Exports that are made in steps, of any size, and their files."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from atende_platform.data.db import now
from atende_platform.files.made_workbooks import MEDIA_TYPE
from atende_platform.http.access import TenantSession, runtime_of
from atende_platform.http.downloads import add_link
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from reporting.api.parameters import TABLE, Reader
from reporting.schemas.exports import ExportCreate, ExportRead
from reporting.service import export_jobs

router = APIRouter(prefix="/exports")
_CSV: Final = "text/csv; charset=utf-8"


@router.post("", status_code=202, operation_id="reports.createExport")
@idempotent()
async def create_export(
    actor: Reader, session: TenantSession, request: Request, body: ExportCreate
) -> ExportRead:
    """Have a file of any size made. It is kept for a day, and 20 of a user at most.

    Agents get a row for each of their own tickets.
    """
    most = runtime_of(request).settings.report_export_bytes
    return await export_jobs.create_export(session, actor, body, most, now())


@router.get("", operation_id="reports.listExports")
async def list_exports(
    actor: Reader, session: TenantSession, limit: Limit = 20, cursor: Cursor = None
) -> Page[ExportRead]:
    """One's exports of the last day, the newest first; everybody's to who manages reports."""
    return await export_jobs.list_exports(session, actor, cursor=cursor, limit=limit, now=now())


@router.get("/{export_id}", operation_id="reports.getExport")
async def get_export(actor: Reader, session: TenantSession, export_id: UUID) -> ExportRead:
    """An export, and how far it is."""
    return await export_jobs.get_export(session, actor, export_id, now())


@router.delete("/{export_id}", status_code=204, operation_id="reports.deleteExport")
async def delete_export(actor: Reader, session: TenantSession, export_id: UUID) -> None:
    """End an export where it is, or delete it with its file."""
    await export_jobs.delete_export(session, actor, export_id, now())


_FILE: Final[dict[int | str, dict[str, Any]]] = TABLE


@router.get(
    "/{export_id}/file",
    operation_id="reports.getExportFile",
    response_class=StreamingResponse,
    responses=_FILE,
)
async def get_file(actor: Reader, request: Request, export_id: UUID) -> StreamingResponse:
    """The file of an export that is finished."""
    # No session of the request: it would stay open for as long as the file is read.
    open_session, at = runtime_of(request).database.tenant, now()
    async with open_session(actor.company_id) as session:
        job = await export_jobs.begin_download(session, actor, export_id, at)
    name = export_jobs.name_of(job)
    return StreamingResponse(
        export_jobs.read_file(open_session, job, export_jobs.oldest(at)),
        media_type=_CSV if job.format == "csv" else MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _existing(export_id: UUID, actor: Reader, session: TenantSession) -> None:
    await export_jobs.require_file(session, actor, export_id, now())


add_link(router, "/{export_id}/file", get_file, operation_id="reports.linkExportFile", exists=_existing)
