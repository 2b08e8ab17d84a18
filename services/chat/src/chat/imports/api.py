"""Imports of contacts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, UploadFile
from fastapi.responses import StreamingResponse

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.files.spreadsheets import CSV_ANSWER, Style, csv_response
from atende_platform.http.access import CompanyQuotas, TenantSession, requires, runtime_of
from atende_platform.http.downloads import add_link
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Reading
from chat.imports import drafts, service
from chat.imports.domain import OnExisting
from chat.imports.schemas import (
    ImportAccepted,
    ImportDraft,
    ImportPreview,
    ImportRead,
    ImportReading,
    ImportStart,
    ImportSummary,
)

router = APIRouter(prefix="/contacts")
Importing = Annotated[TenantContext, requires(Permission.CONTACTS_IMPORT)]


@router.post("/import", operation_id="contacts.import", status_code=202)
async def import_contacts(
    actor: Importing,
    request: Request,
    file: UploadFile,
    quotas: CompanyQuotas,
    on_existing: Annotated[
        OnExisting,
        Query(alias="onExisting", description="What happens to contacts that are there"),
    ] = "update",
) -> ImportAccepted:
    """Import contacts from CSV or XLSX, by the names that its columns have.

    It is done in the background; ``/contacts/imports/{id}`` tells how far it is.
    """
    runtime = runtime_of(request)
    max_rows = runtime.settings.import_max_rows
    # No session of the request: it would stay open for as long as the file is read.
    upload = await service.read(actor.company_id, await file.read(), max_rows, quotas)
    async with runtime.database.tenant(actor.company_id) as session:
        job = await service.submit(session, actor, upload, on_existing, quotas, file.filename)
        return ImportAccepted.model_validate(job)


@router.post("/imports", operation_id="contacts.draftImport", status_code=201)
async def draft_import(
    actor: Importing, request: Request, file: UploadFile, quotas: CompanyQuotas, language: Reading
) -> ImportDraft:
    """Hand in a file of contacts (CSV or XLSX) and see what it would become; nothing is imported yet.

    `/contacts/imports/{id}/preview` shows it with columns used otherwise, `/start` imports it. The file is
    kept for a day; of more than five that were not started the oldest is dropped.
    """
    runtime = runtime_of(request)
    data = await file.read()
    max_rows = runtime.settings.import_max_rows
    return await drafts.draft(runtime.database.tenant, actor, data, file.filename, max_rows, quotas, language)


@router.post("/imports/{import_id}/preview", operation_id="contacts.previewImport")
async def preview_import(
    actor: Importing, request: Request, import_id: UUID, body: ImportReading, language: Reading
) -> ImportPreview:
    """What a file that was handed in would become if its columns were used so; nothing is stored."""
    open_session = runtime_of(request).database.tenant
    return await drafts.preview(open_session, actor.company_id, import_id, body, language)


@router.post("/imports/{import_id}/start", operation_id="contacts.startImport", status_code=202)
async def start_import(
    actor: Importing, request: Request, import_id: UUID, body: ImportStart, quotas: CompanyQuotas
) -> ImportAccepted:
    """Import a file that was handed in. It is done in the background.

    409 when it was started before or cancelled.
    """
    open_session = runtime_of(request).database.tenant
    job = await drafts.start(open_session, actor, import_id, body, quotas)
    return ImportAccepted.model_validate(job)


@router.get("/imports", operation_id="contacts.listImports")
async def list_imports(
    actor: Importing, session: TenantSession, cursor: Cursor = None, limit: Limit = 50
) -> Page[ImportSummary]:
    """The company's imports, newest first."""
    return await service.list_imports(session, actor.company_id, cursor, limit)


@router.get("/imports/{import_id}", operation_id="contacts.getImport")
async def get_import(
    actor: Importing, session: TenantSession, import_id: UUID, language: Reading
) -> ImportRead:
    """How far an import is."""
    return ImportRead.of(await service.get(session, actor.company_id, import_id), language)


@router.post("/imports/{import_id}/cancel", operation_id="contacts.cancelImport")
async def cancel_import(
    actor: Importing, session: TenantSession, import_id: UUID, language: Reading
) -> ImportRead:
    """End an import where it is: contacts that are in stay, the rest of the file is dropped. Safe to repeat.

    409 when it has finished or failed.
    """
    return ImportRead.of(await service.cancel(session, actor, import_id, now()), language)


@router.get(
    "/imports/{import_id}/rejected",
    operation_id="contacts.exportRejected",
    response_class=StreamingResponse,
    responses=CSV_ANSWER,
)
async def export_rejected(
    import_id: UUID, request: Request, actor: Importing, style: Style, language: Reading
) -> StreamingResponse:
    """The rows that an import refused, with the reason in front, as CSV: to be corrected and sent again.

    They are kept for 30 days.
    """
    # No session of the request: it would stay open for as long as the file is read.
    open_session = runtime_of(request).database.tenant
    async with open_session(actor.company_id) as session:
        job = await service.get(session, actor.company_id, import_id)
    return csv_response(service.rejected_csv(open_session, job, style, language), "rejected.csv")


async def _existing(import_id: UUID, actor: Importing, session: TenantSession) -> None:
    await service.get(session, actor.company_id, import_id)


add_link(
    router,
    "/imports/{import_id}/rejected",
    export_rejected,
    operation_id="contacts.linkRejected",
    exists=_existing,
)
