"""Contacts and their import."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, UploadFile
from fastapi.responses import StreamingResponse

from atende_platform.access import CompanyQuotas, TenantSession, requires, runtime_of
from atende_platform.context import TenantContext
from atende_platform.db import now
from atende_platform.languages import Reading
from atende_platform.openapi import problem_response
from atende_platform.pagination import Cursor, Limit, Page
from atende_platform.permissions import Permission
from atende_platform.revisions import IfMatch, tag
from atende_platform.spreadsheets import CSV_ANSWER, Style, csv_response
from chat import imports
from chat.schemas import (
    ContactCreate,
    ContactRead,
    ContactUpdate,
    ImportAccepted,
    ImportRead,
    MessageRead,
)
from chat.service import contacts as service
from chat.service.exports import begin_export
from chat.service.imports import OnExisting

router = APIRouter(prefix="/contacts", tags=["contacts"])

Reader = Annotated[TenantContext, requires(Permission.CONTACTS_READ)]
Writer = Annotated[TenantContext, requires(Permission.CONTACTS_WRITE)]
ConversationReader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Importing = Annotated[TenantContext, requires(Permission.CONTACTS_IMPORT)]
Search = Annotated[str | None, Query(min_length=1, max_length=100, description="In names and phones")]


@router.get("")
async def list_contacts(
    actor: Reader,
    session: TenantSession,
    request: Request,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ContactRead]:
    """The company's contacts, newest first.

    With `q` those in whose name or phone it is found; one or two letters or digits are looked for among
    the newest 10,000 contacts.
    """
    if q is None:
        return await service.list_contacts(session, actor.company_id, cursor, limit)
    async with runtime_of(request).database.worker() as finder:
        return await service.search_contacts(session, finder, actor.company_id, q, cursor, limit)


@router.post("", status_code=201)
async def create_contact(
    actor: Writer, session: TenantSession, body: ContactCreate, quotas: CompanyQuotas, response: Response
) -> ContactRead:
    """Add a contact; 409 when the company has one with this phone, in either Brazilian form."""
    contact = await service.create_contact(session, actor.company_id, body, now(), quotas)
    tag(response, contact.revision)
    return ContactRead.model_validate(contact)


@router.post("/import", status_code=202)
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
    upload = await imports.read(actor.company_id, await file.read(), max_rows, quotas)
    async with runtime.database.tenant(actor.company_id) as session:
        job = await imports.submit(session, actor, upload, on_existing, quotas)
        return ImportAccepted.model_validate(job)


@router.get("/imports/{import_id}")
async def get_import(
    actor: Importing, session: TenantSession, import_id: UUID, language: Reading
) -> ImportRead:
    """How far an import is."""
    return ImportRead.of(await imports.get(session, actor.company_id, import_id), language)


@router.get("/imports/{import_id}/rejected", response_class=StreamingResponse, responses=CSV_ANSWER)
async def export_rejected(
    import_id: UUID, request: Request, actor: Importing, style: Style, language: Reading
) -> StreamingResponse:
    """The rows that an import refused, with the reason in front, as CSV: to be corrected and sent again.

    They are kept for 30 days.
    """
    # No session of the request: it would stay open for as long as the file is read.
    open_session = runtime_of(request).database.tenant
    async with open_session(actor.company_id) as session:
        job = await imports.get(session, actor.company_id, import_id)
    return csv_response(imports.rejected_csv(open_session, job, style, language), "rejected.csv")


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={**CSV_ANSWER, 409: problem_response("The contacts have too many different custom fields")},
)
async def export_contacts(request: Request, actor: Importing, style: Style) -> StreamingResponse:
    """All contacts as CSV, newest first, with their tags and custom fields; it can be imported again."""
    # No session of the request: it would stay open for as long as the file is read.
    export = await begin_export(runtime_of(request).database.tenant, actor, style)
    return csv_response(export.csv(), "contacts.csv")


@router.get("/{contact_id}")
async def get_contact(
    actor: Reader, session: TenantSession, contact_id: UUID, response: Response
) -> ContactRead:
    """One contact."""
    contact = await service.get_contact(session, actor.company_id, contact_id)
    tag(response, contact.revision)
    return ContactRead.model_validate(contact)


@router.get("/{contact_id}/messages")
async def list_messages(
    actor: ConversationReader,
    session: TenantSession,
    contact_id: UUID,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MessageRead]:
    """All that stands in the conversations with a contact, newest first, with and without a ticket.

    Also campaigns' messages, and what was written on the phone.
    """
    return await service.list_messages(session, actor.company_id, contact_id, cursor, limit)


@router.patch("/{contact_id}")
async def update_contact(
    actor: Writer,
    session: TenantSession,
    contact_id: UUID,
    body: ContactUpdate,
    expected: IfMatch,
    response: Response,
) -> ContactRead:
    """Change what the body names; the rest stays. Of `customFields` those that it names; null removes one."""
    contact = await service.update_contact(session, actor.company_id, contact_id, body, expected, now())
    tag(response, contact.revision)
    return ContactRead.model_validate(contact)
