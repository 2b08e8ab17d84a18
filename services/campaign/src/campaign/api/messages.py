"""What a campaign says: seen, tried and estimated before it starts, compared while it runs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires, runtime_of
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import (
    Cursor,
    Limit,
    Page,
    decode_cursor,
    decode_number,
    next_cursor,
    next_number,
)
from atende_platform.identity.context import TenantContext
from campaign.schemas.messages import (
    EstimateRead,
    PreviewAsk,
    PreviewRead,
    SamplesAsk,
    SamplesRead,
    TestSendAsk,
    TestSendRead,
    TestSendStateRead,
    VariantCounts,
)
from campaign.service import messages

router = APIRouter(prefix="/campaigns/{campaign_id}")
of_contents = APIRouter(prefix="/campaigns")

Reader = Annotated[TenantContext, requires(Permission.CAMPAIGNS_READ)]
Runner = Annotated[TenantContext, requires(Permission.CAMPAIGNS_RUN)]


@of_contents.post("/preview", operation_id="campaigns.previewContent")
async def preview_content(body: SamplesAsk, actor: Reader, session: TenantSession) -> SamplesRead:
    """What the first people of an audience would get. Neither content nor audience need be stored.

    The audience is a campaign's (with the rows of its files), a segment or some contacts; the content that
    of the request, else the campaign's.
    """
    return await messages.sample(session, actor.company_id, body, now())


@router.post("/preview", operation_id="campaigns.preview")
async def preview(campaign_id: UUID, body: PreviewAsk, actor: Reader, session: TenantSession) -> PreviewRead:
    """What a contact would get, of each variant, or why it cannot be made."""
    return await messages.preview(session, actor.company_id, campaign_id, body.contact_id, now())


@router.post("/test-send", operation_id="campaigns.sendTest", status_code=202)
@idempotent(status=202)
async def send_test(
    campaign_id: UUID, body: TestSendAsk, actor: Runner, session: TenantSession, request: Request
) -> TestSendRead:
    """Send the message to a phone, your own for instance, before others get it."""
    runtime = runtime_of(request)
    return await messages.test_send(
        session,
        actor,
        campaign_id,
        body,
        limiter=runtime.limiter,
        per_hour=runtime.settings.campaign_test_sends_per_hour,
    )


@router.get("/test-sends", operation_id="campaigns.listTestSends")
async def list_tests(
    campaign_id: UUID, actor: Reader, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[TestSendStateRead]:
    """What was sent to try the message, newest first, and its outcome."""
    position = decode_cursor(cursor)
    before = None if position is None else position[1]
    items = await messages.list_tests(session, actor.company_id, campaign_id, before=before, limit=limit)
    return Page(
        items=items[:limit],
        next_cursor=next_cursor(items, limit, lambda item: (item.created_at, item.send_id)),
    )


@router.get("/estimate", operation_id="campaigns.estimate")
async def get_estimate(campaign_id: UUID, actor: Reader, session: TenantSession) -> EstimateRead:
    """How many would get it, for how long it would run, and for how many it cannot be made."""
    return await messages.estimate(session, actor.company_id, campaign_id, now())


@router.get("/variants", operation_id="campaigns.listVariants")
async def list_variants(
    campaign_id: UUID, actor: Reader, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[VariantCounts]:
    """The variants, each with its recipients by state; none if there is only one message."""
    variants = await messages.list_variants(session, actor.company_id, campaign_id)
    numbered = [*enumerate(variants, 1)][decode_number(cursor) :]
    return Page(
        items=[variant for _, variant in numbered[:limit]],
        next_cursor=next_number(numbered, limit, lambda item: item[0]),
    )
