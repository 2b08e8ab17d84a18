"""The results of a campaign: its recipients, and how far it is."""

import re
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from atende_contracts.identity import canonical_number
from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.files.spreadsheets import Style, csv_response
from atende_platform.http.access import TenantSession, requires, runtime_of
from atende_platform.http.downloads import add_link
from atende_platform.http.fields import FORMER_STATE
from atende_platform.http.openapi import problem_response
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Language
from campaign.domain.states import RecipientStatus
from campaign.repository.recipients import RecipientFilter
from campaign.schemas.recipients import ProgressRead, RecipientRead
from campaign.service import campaigns, recipients
from campaign.service.exports import FileFormat, begin_export

router = APIRouter(prefix="/campaigns")

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_Phone = Annotated[
    str | None,
    Query(
        max_length=25,
        pattern=r"^\+?[0-9][0-9 ().-]*$",
        description="How the number begins, with its country code. Brazilian mobiles are found with and"
        " without the ninth digit, Argentine ones with and without the 9, Mexicans with and without the 1",
    ),
]
_Reason = Annotated[str | None, Query(max_length=50, pattern=r"^[a-z_]+$", examples=["not_on_whatsapp"])]


_BEGINNINGS: Final = (
    (re.compile(r"^(55[1-9]{2})(?=[6-9])"), r"\g<1>9"),
    (re.compile(r"^54(?=[1-3])"), "549"),
    (re.compile(r"^521(?=[2-9])"), "52"),
)
"""How numbers begin in the spelling that is not stored, and how the same ones begin where they are."""


def _spellings(phone: str) -> tuple[str, ...]:
    """Return how stored numbers that match this one may begin: they may be without a 9, or with a 1."""
    digits = "".join(char for char in phone if char.isdecimal()).removeprefix("00")
    stored = (begins.sub(stands_for, digits) for begins, stands_for in _BEGINNINGS)
    found = {digits, canonical_number(digits) or digits, *stored}
    return tuple(one for one in found if not any(one != other and one.startswith(other) for other in found))


def _wanted(
    status: RecipientStatus | None = None,
    state: Annotated[RecipientStatus | None, FORMER_STATE] = None,
    reason: _Reason = None,
    error_code: Annotated[int | None, Query(alias="errorCode", ge=-(2**31), lt=2**31)] = None,
    variant: Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")] = None,
    replied: bool | None = None,
    phone: _Phone = None,
) -> RecipientFilter:
    return RecipientFilter(
        state=status or state,
        reason=reason,
        error_code=error_code,
        variant=variant,
        replied=replied,
        phones=_spellings(phone) if phone else (),
    )


Wanted = Annotated[RecipientFilter, Depends(_wanted)]
Reader = Annotated[TenantContext, requires(Permission.CAMPAIGNS_READ)]


@router.get("/{campaign_id}/recipients", operation_id="campaigns.listRecipients")
async def list_recipients(
    campaign_id: UUID,
    actor: Reader,
    session: TenantSession,
    wanted: Wanted,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RecipientRead]:
    """List recipients in the order in which they are sent to; those found by phone alone by their numbers."""
    position = decode_cursor(cursor)
    items = await recipients.list_recipients(
        session,
        actor.company_id,
        campaign_id,
        wanted=wanted,
        after_send_id=position[1] if position else None,
        limit=limit,
    )
    return Page(
        items=items[:limit],
        next_cursor=next_cursor(items, limit, lambda item: (item.updated_at, item.send_id)),
    )


@router.get(
    "/{campaign_id}/recipients/export",
    operation_id="campaigns.exportRecipients",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The file",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                _XLSX: {"schema": {"type": "string", "format": "binary"}},
            },
        },
        409: problem_response("A workbook would have too many rows"),
    },
)
async def export_recipients(
    campaign_id: UUID,
    request: Request,
    actor: Reader,
    wanted: Wanted,
    style: Style,
    file_format: Annotated[FileFormat, Query(alias="format")] = "csv",
    language: Annotated[
        Language | None, Query(alias="lang", description="Of headers and words; absent: the company's")
    ] = None,
) -> StreamingResponse:
    """One row for each recipient, as a file in CSV or, up to 200,000 rows, as a workbook (409 beyond)."""
    # No session of the request: it would stay open while a workbook is made.
    export = await begin_export(
        runtime_of(request).database.tenant,
        actor,
        campaign_id,
        wanted,
        file_format=file_format,
        language=language,
        style=style,
    )
    name = f'attachment; filename="campaign-{campaign_id}.{file_format}"'
    if file_format == "xlsx":
        file = await export.xlsx()
        return StreamingResponse(file, media_type=_XLSX, headers={"Content-Disposition": name})
    return csv_response(export.csv(), f"campaign-{campaign_id}.csv")


@router.get("/{campaign_id}/progress", operation_id="campaigns.getProgress")
async def get_progress(campaign_id: UUID, actor: Reader, session: TenantSession) -> ProgressRead:
    """Count recipients by status, as of now."""
    return await recipients.get_progress(session, actor.company_id, campaign_id, now())


async def _existing(campaign_id: UUID, actor: Reader, session: TenantSession) -> None:
    await campaigns.get_campaign(session, actor.company_id, campaign_id, now())


add_link(
    router,
    "/{campaign_id}/recipients/export",
    export_recipients,
    operation_id="campaigns.linkRecipientsExport",
    exists=_existing,
)
