"""The export of contacts."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from atende_contracts.permissions import Permission
from atende_platform.files.spreadsheets import CSV_ANSWER, Style, csv_response
from atende_platform.http.access import requires, runtime_of
from atende_platform.http.openapi import problem_response
from atende_platform.identity.context import TenantContext
from chat.exports.service import begin_export

router = APIRouter(prefix="/contacts")
Importing = Annotated[TenantContext, requires(Permission.CONTACTS_IMPORT)]


@router.get(
    "/export",
    operation_id="contacts.export",
    response_class=StreamingResponse,
    responses={**CSV_ANSWER, 409: problem_response("The contacts have too many different custom fields")},
)
async def export_contacts(request: Request, actor: Importing, style: Style) -> StreamingResponse:
    """All contacts as CSV, newest first, with their tags and custom fields; it can be imported again."""
    # No session of the request: it would stay open for as long as the file is read.
    export = await begin_export(runtime_of(request).database.tenant, actor, style)
    return csv_response(export.csv(), "contacts.csv")
