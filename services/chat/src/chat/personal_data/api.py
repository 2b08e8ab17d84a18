"""Everything that is known of a contact, as a file."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires, runtime_of
from atende_platform.http.downloads import add_link
from atende_platform.http.openapi import problem_response
from atende_platform.identity.context import TenantContext
from chat.personal_data import files, service
from chat.personal_data.downloads import Downloads
from chat.personal_data.schemas import ContactExportRead

router = APIRouter(prefix="/contacts", tags=["contacts"])
Manager = Annotated[TenantContext, requires(Permission.CONTACTS_MANAGE)]


@router.post("/{contact_id}/exports", operation_id="contacts.exportPerson", status_code=202)
async def export_person(actor: Manager, session: TenantSession, contact_id: UUID) -> ContactExportRead:
    """Ask for everything that is known of a person, in every service, as the data protection law wants it.

    It takes seconds; `/contacts/exports/{id}` says when the file can be downloaded. It is kept for a week.
    """
    return await service.request(session, actor, contact_id, now())


@router.get("/exports/{person_export_id}", operation_id="contacts.getPersonExport")
async def get_person_export(
    actor: Manager, session: TenantSession, person_export_id: UUID
) -> ContactExportRead:
    """How far an export of a person is: ``ready`` when its file can be downloaded."""
    return await service.get(session, actor.company_id, person_export_id)


@router.get(
    "/exports/{person_export_id}/file",
    operation_id="contacts.downloadPersonExport",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The file",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        },
        409: problem_response("Services have not all answered yet"),
    },
)
async def download_person_export(
    request: Request, actor: Manager, person_export_id: UUID
) -> StreamingResponse:
    """A ZIP with lines of JSON: the contact, tickets, messages, campaigns, opt-outs; files are listed.

    What the inbox has is as of now. docs/privacy.md describes each file of it. A company downloads three
    at once (429 beyond).
    """
    # No session of the request: it would stay open for as long as the file is read.
    open_session = runtime_of(request).database.tenant
    async with open_session(actor.company_id) as session:
        export = await service.get_ready(session, actor.company_id, person_export_id)
    download = await Downloads(runtime_of(request).redis).begin(actor.company_id)
    content = download.of(files.archive(open_session, actor.company_id, export, now()))
    name = f'attachment; filename="contact-{export.contact_id}.zip"'
    return StreamingResponse(content, media_type="application/zip", headers={"Content-Disposition": name})


async def _existing(person_export_id: UUID, actor: Manager, session: TenantSession) -> None:
    await service.get_ready(session, actor.company_id, person_export_id)


add_link(
    router,
    "/exports/{person_export_id}/file",
    download_person_export,
    operation_id="contacts.linkPersonExport",
    exists=_existing,
)
