"""Bulk actions: one request for many contacts or tickets, done in the background."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.files.spreadsheets import CSV_ANSWER, csv_response
from atende_platform.http.access import TenantSession, requires, runtime_of
from atende_platform.http.downloads import add_link
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Reading
from chat.bulk import service
from chat.bulk.schemas import BulkContactsBody, BulkProgress, BulkRead, BulkTicketsBody

router = APIRouter(prefix="/bulk")
Reader = Annotated[TenantContext, requires(Permission.CONTACTS_READ)]
Writer = Annotated[TenantContext, requires(Permission.CONTACTS_WRITE)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]
Exporting = Annotated[TenantContext, requires(Permission.CONTACTS_IMPORT)]

_REPEATED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": BulkProgress, "description": "This client key was used for this request before"}
}


@router.post(
    "/contacts",
    operation_id="bulk.contacts",
    status_code=202,
    responses=_REPEATED,
)
@idempotent(status=202)
async def bulk_contacts(
    actor: Writer,
    session: TenantSession,
    body: BulkContactsBody,
    response: Response,
) -> BulkProgress:
    """Tag, untag, block, unblock, delete or export contacts: up to 10,000 by ids, or all that a filter finds.

    It is done in the background; `/bulk/{id}` and the socket (`bulk.updated`) tell how far it is. Filters and
    exports need the permission to import contacts. 200 if the client key was used for the same request.
    """
    job, is_new = await service.submit(session, actor, "contacts", body)
    if not is_new:
        response.status_code = 200
    return BulkProgress.of(job)


@router.post("/tickets", operation_id="bulk.tickets", status_code=202, responses=_REPEATED)
async def bulk_tickets(
    actor: Agent, session: TenantSession, body: BulkTicketsBody, response: Response
) -> BulkProgress:
    """Do one action of macros to tickets, but write to no customer: up to 10,000 by ids, or all of a filter.

    It is done in the background, like `/bulk/contacts`; each ticket changes as if it were done with that one,
    in its timeline, too. Filters need the permission to see all queues.
    """
    job, is_new = await service.submit(session, actor, "tickets", body)
    if not is_new:
        response.status_code = 200
    return BulkProgress.of(job)


@router.get("", operation_id="bulk.list")
async def list_jobs(
    actor: Reader, session: TenantSession, cursor: Cursor = None, limit: Limit = 50
) -> Page[BulkProgress]:
    """The company's bulk actions of the last 30 days, newest first."""
    return await service.list_jobs(session, actor.company_id, cursor, limit)


@router.get("/{bulk_id}", operation_id="bulk.get")
async def get_job(actor: Reader, session: TenantSession, bulk_id: UUID, language: Reading) -> BulkRead:
    """How far a bulk action is, and with what it could not be done."""
    return BulkRead.in_language(await service.get(session, actor.company_id, bulk_id), language)


@router.post("/{bulk_id}/cancel", operation_id="bulk.cancel")
async def cancel_job(actor: Writer, session: TenantSession, bulk_id: UUID, language: Reading) -> BulkRead:
    """End a bulk action where it is: what was done stays. One that has ended stays as it is.

    Somebody else's is ended by who may import and export contacts.
    """
    return BulkRead.in_language(await service.cancel(session, actor, bulk_id, now()), language)


@router.get(
    "/{bulk_id}/file",
    operation_id="bulk.file",
    response_class=StreamingResponse,
    responses=CSV_ANSWER,
)
async def get_file(actor: Exporting, request: Request, bulk_id: UUID) -> StreamingResponse:
    """The file that an export wrote. It is kept for a day, of the three latest exports."""
    # No session of the request: it would stay open for as long as the file is read.
    open_session = runtime_of(request).database.tenant
    async with open_session(actor.company_id) as session:
        await service.require_file(session, actor.company_id, bulk_id)
    return csv_response(service.parts(open_session, actor.company_id, bulk_id), "contacts.csv")


async def _existing(bulk_id: UUID, actor: Exporting, session: TenantSession) -> None:
    await service.require_file(session, actor.company_id, bulk_id)


add_link(router, "/{bulk_id}/file", get_file, operation_id="bulk.linkFile", exists=_existing)
