"""The export of contacts."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.files.made_workbooks import MEDIA_TYPE, workbook_response
from atende_platform.files.spreadsheets import Style, csv_response
from atende_platform.http.access import requires, runtime_of
from atende_platform.http.downloads import add_link
from atende_platform.http.fields import STORABLE
from atende_platform.http.openapi import problem_response
from atende_platform.identity.context import TenantContext
from chat.contacts.domain import Only
from chat.contacts.schemas import EmailText, ExternalId, Tag
from chat.exports.service import Wanted, begin_export

router = APIRouter(prefix="/contacts")
Importing = Annotated[TenantContext, requires(Permission.CONTACTS_IMPORT)]


@router.get(
    "/export",
    operation_id="contacts.export",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The file",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}},
            },
        },
        409: problem_response("Too many different custom fields, or too many rows for a workbook"),
    },
)
async def export_contacts(
    request: Request,
    actor: Importing,
    style: Style,
    file_format: Annotated[Literal["csv", "xlsx"], Query(alias="format")] = "csv",
    q: Annotated[
        Annotated[str, STORABLE] | None,
        Query(min_length=1, max_length=100, description="In names and phones"),
    ] = None,
    external_id: Annotated[ExternalId | None, Query(alias="externalId")] = None,
    email: Annotated[EmailText | None, Query()] = None,
    tag_name: Annotated[Tag | None, Query(alias="tag")] = None,
    blocked: Annotated[
        bool | None, Query(description="Those that are blocked, or those that are not")
    ] = None,
) -> StreamingResponse:
    """Contacts as CSV or, up to 200,000, as a workbook (409 beyond), newest first; it can be imported again.

    With all that an import reads. The filters are those of the list of contacts.
    """
    # No session of the request: it would stay open for as long as the file is read.
    database = runtime_of(request).database
    wanted = Wanted(q, Only(external_id, email.lower() if email else None, blocked, tag_name))
    export = await begin_export(database.tenant, database.worker, actor, style, wanted, now())
    if file_format == "xlsx":
        return workbook_response(await export.xlsx(), "contacts.xlsx")
    return csv_response(export.csv(), "contacts.csv")


add_link(router, "/export", export_contacts, operation_id="contacts.linkExport")
