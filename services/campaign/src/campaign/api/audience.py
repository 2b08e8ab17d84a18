"""Who a campaign is for: everybody, segments, and files of phones."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import Json

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.files.spreadsheets import CSV_ANSWER, Style, csv_response
from atende_platform.http.access import CompanyQuotas, TenantSession, requires, runtime_of
from atende_platform.http.downloads import add_link
from atende_platform.http.pagination import Cursor, Limit, decode_number, next_number
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Reading
from campaign import imports
from campaign.schemas.audience import RowProblemsRead, SourceRead, TargetsRead
from campaign.schemas.target_files import TargetFilePreview, TargetReading
from campaign.service import audience

router = APIRouter(prefix="/campaigns/{campaign_id}/targets")

Reader = Annotated[TenantContext, requires(Permission.CAMPAIGNS_READ)]
Writer = Annotated[TenantContext, requires(Permission.CAMPAIGNS_WRITE)]
Asked = Annotated[
    Json[TargetReading] | None,
    Form(description='A `TargetReading` as JSON: `{"columns": [{"position": 0, "use": "phone"}]}`'),
]


@router.get("", operation_id="campaigns.listTargets")
async def get_targets(campaign_id: UUID, actor: Reader, session: TenantSession) -> TargetsRead:
    """What the audience is made of."""
    return await audience.get_targets(session, actor.company_id, campaign_id)


@router.post("/preview", operation_id="campaigns.previewTargets")
async def preview_targets(
    campaign_id: UUID,
    actor: Writer,
    request: Request,
    file: UploadFile,
    quotas: CompanyQuotas,
    language: Reading,
    reading: Asked = None,
) -> TargetFilePreview:
    """What a CSV or XLSX file would become in the audience: its columns, first rows and problems.

    Nothing is stored. With `reading` its columns are used as that says.
    """
    runtime = runtime_of(request)
    return await imports.preview(
        runtime.database.tenant,
        actor,
        campaign_id,
        await file.read(),
        runtime.settings.campaign_import_max_rows,
        quotas,
        reading.reading() if reading is not None else None,
        language,
    )


@router.post("/import", operation_id="campaigns.importTargets", status_code=202)
async def import_targets(
    campaign_id: UUID,
    actor: Writer,
    request: Request,
    file: UploadFile,
    quotas: CompanyQuotas,
    reading: Asked = None,
) -> SourceRead:
    """Add the people of a CSV or XLSX file to a draft's audience; they need not be contacts.

    A column of phones is read, that of names if there is one, and every other column is a variable of its
    row: ``{{city}}`` in the message is what the column ``city`` says. `reading` may say otherwise. It is
    done in the background; ``GET /campaigns/{id}/targets`` shows how far it is.
    """
    runtime = runtime_of(request)
    max_rows = runtime.settings.campaign_import_max_rows
    # No session of the request: it would stay open for as long as the file is read.
    asked = reading.reading() if reading is not None else None
    upload = await imports.read(actor.company_id, await file.read(), max_rows, quotas, asked)
    async with runtime.database.tenant(actor.company_id) as session:
        return await imports.submit(session, actor, campaign_id, file.filename, upload, quotas, now(), asked)


@router.get("/{source_id}/problems", operation_id="campaigns.listTargetProblems")
async def list_problems(
    campaign_id: UUID,
    source_id: UUID,
    actor: Reader,
    session: TenantSession,
    language: Reading,
    limit: Limit = 50,
    cursor: Cursor = None,
    after_line: Annotated[
        int,
        Query(
            alias="afterLine",
            ge=0,
            le=2**31 - 1,
            deprecated=True,
            description="`nextLine` of the page before; it goes with the next version: give `cursor`",
        ),
    ] = 0,
) -> RowProblemsRead:
    """List the rows of a file that name no person, and why, in the order of their lines."""
    items = await audience.list_problems(
        session,
        actor.company_id,
        campaign_id,
        source_id,
        after=decode_number(cursor) if cursor else after_line,
        limit=limit,
        language=language,
    )
    more = len(items) > limit
    return RowProblemsRead(
        items=items[:limit],
        next_cursor=next_number(items, limit, lambda item: item.line),
        next_line=items[limit - 1].line if more else None,
    )


@router.get(
    "/{source_id}/problems/export",
    operation_id="campaigns.exportTargetProblems",
    response_class=StreamingResponse,
    responses=CSV_ANSWER,
)
async def export_problems(
    campaign_id: UUID, source_id: UUID, request: Request, actor: Reader, style: Style, language: Reading
) -> StreamingResponse:
    """The rows of a file that name no person, with the reason in front, as CSV: to be corrected and sent."""
    # No session of the request: it would stay open for as long as the file is read.
    open_session = runtime_of(request).database.tenant
    async with open_session(actor.company_id) as session:
        source = await audience.require_file(session, actor.company_id, campaign_id, source_id)
    return csv_response(audience.problems_csv(open_session, source, style, language), "problems.csv")


@router.delete("/{source_id}", operation_id="campaigns.removeTargets", status_code=204)
async def remove_source(campaign_id: UUID, source_id: UUID, actor: Writer, session: TenantSession) -> None:
    """Take everybody, a segment or a file out of a draft's audience."""
    await audience.remove_source(session, actor, campaign_id, source_id, now())


async def _existing(campaign_id: UUID, source_id: UUID, actor: Reader, session: TenantSession) -> None:
    await audience.require_file(session, actor.company_id, campaign_id, source_id)


add_link(
    router,
    "/{source_id}/problems/export",
    export_problems,
    operation_id="campaigns.linkTargetProblemsExport",
    exists=_existing,
)
