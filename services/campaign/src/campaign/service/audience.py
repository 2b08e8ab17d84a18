"""What users do to a draft's audience, besides adding contacts by their ids."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict, InvalidInput, NotFound
from atende_platform.files.rejects import RejectedRow, rejected_header, rejected_lines, stored_error
from atende_platform.files.spreadsheets import AskedStyle, style_of
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Language
from campaign.domain.audience import SourceKind
from campaign.domain.states import CampaignStatus, require_draft
from campaign.repository import copies
from campaign.repository.campaigns import CampaignRow, Campaigns
from campaign.repository.saved_segments import Segments
from campaign.repository.sources import ProblemRow, SourceRow, Sources
from campaign.schemas.audience import (
    Filter,
    RecipientsOf,
    RowProblemRead,
    SourceRead,
    TargetsAdded,
    TargetsRead,
)
from campaign.service.campaigns import existing
from campaign.service.exports import OpenSession
from campaign.service.segments import segment_read

MAX_SOURCES: Final = 20
_PAGE: Final = 1000
_FILE: Final = {"name", "status", "columns", "rows_done", "valid", "invalid", "duplicates"}


async def add_saved(
    session: AsyncSession, actor: TenantContext, campaign_id: UUID, segment_id: UUID, at: datetime
) -> TargetsAdded:
    """Add whom a saved segment, as it is now, finds at the start. Raises like `add_contacts_of`.

    Raises `InvalidInput` for a segment that there is not.
    """
    saved = await Segments(session, actor.company_id).find(segment_id)
    if saved is None:
        await existing(session, actor.company_id, campaign_id)
        raise InvalidInput("segment_unknown", field="segmentId")
    segment = segment_read(saved)
    return await add_contacts_of(session, actor, campaign_id, segment.filter, at, name=segment.name)


async def add_contacts_of(
    session: AsyncSession,
    actor: TenantContext,
    campaign_id: UUID,
    segment: Filter | None,
    at: datetime,
    *,
    name: str | None = None,
) -> TargetsAdded:
    """Add whom a filter finds at the start, or (None) everybody. Adding it again changes nothing.

    Raises `NotFound`, `IllegalAction`, and `Conflict` past `MAX_SOURCES`.
    """
    kind = SourceKind.ALL if segment is None else SourceKind.SEGMENT
    wanted = None if segment is None else segment.model_dump(mode="json")
    return await _add_once(session, actor, campaign_id, kind, at, filter=wanted, name=name)


async def add_recipients_of(
    session: AsyncSession, actor: TenantContext, campaign_id: UUID, wanted: RecipientsOf, at: datetime
) -> TargetsAdded:
    """Add the recipients of another campaign, by their states at the start. Raises like `add_contacts_of`.

    Raises `InvalidInput` for a campaign that there is not, or is this one.
    """
    other = await Campaigns(session, actor.company_id).find(wanted.campaign_id)
    if other is None or other.id == campaign_id:
        await existing(session, actor.company_id, campaign_id)
        raise InvalidInput("campaign_unknown", field="recipientsOf.campaignId")
    kind, found = SourceKind.RECIPIENTS, wanted.model_dump(mode="json")
    return await _add_once(session, actor, campaign_id, kind, at, filter=found, name=other.name)


async def _add_once(
    session: AsyncSession,
    actor: TenantContext,
    campaign_id: UUID,
    kind: SourceKind,
    at: datetime,
    *,
    filter: dict[str, Any] | None,
    name: str | None,
) -> TargetsAdded:
    campaign, sources = await draft_and_sources(session, actor.company_id, campaign_id, at)
    same = next((each for each in sources if each.kind == kind and each.filter == filter), None)
    source = same or await add_source(session, actor, campaign, sources, kind, filter=filter, name=name)
    added = int(same is None)
    return TargetsAdded(
        added=added, already=1 - added, total=campaign.target_count, source=source_read(source)
    )


async def add_source(
    session: AsyncSession,
    actor: TenantContext,
    campaign: CampaignRow,
    sources: list[SourceRow],
    kind: SourceKind,
    **fields: Any,
) -> SourceRow:
    """Add a source to a draft that `draft_and_sources` gave. Raises `Conflict` past `MAX_SOURCES`."""
    if len(sources) >= MAX_SOURCES:
        raise Conflict("too-many-sources", most=MAX_SOURCES)
    source = await Sources(session, actor.company_id).add(campaign.id, kind, **fields)
    details: audit.Details = {"kind": str(kind)}
    await audit.record(session, actor, Action.CAMPAIGN_TARGETS_ADDED, campaign.id, details)
    return source


async def get_targets(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> TargetsRead:
    """Return what a campaign's audience is made of. Raises `NotFound`."""
    campaign = await existing(session, company_id, campaign_id)
    sources = await Sources(session, company_id).of(campaign_id)
    return TargetsRead(total=campaign.target_count, sources=[source_read(each) for each in sources])


async def remove_source(
    session: AsyncSession, actor: TenantContext, campaign_id: UUID, source_id: UUID, at: datetime
) -> None:
    """Take everybody, a segment or a file out of a draft's audience. Raises `NotFound`, `IllegalAction`."""
    campaign, sources = await draft_and_sources(session, actor.company_id, campaign_id, at)
    source = next((each for each in sources if each.id == source_id), None)
    if source is None:
        raise NotFound("audience-source-not-found")
    campaign.target_count -= source.valid
    await Sources(session, actor.company_id).remove(source)
    details: audit.Details = {"kind": source.kind}
    await audit.record(session, actor, Action.CAMPAIGN_TARGETS_REMOVED, campaign_id, details)


async def list_problems(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    source_id: UUID,
    *,
    after: int,
    limit: int,
    language: Language,
) -> list[RowProblemRead]:
    """Return a page of the rows of a file that name no person, and one more if there is one.

    Raises `NotFound`, also for a part of the audience that is no file.
    """
    await require_file(session, company_id, campaign_id, source_id)
    rows = await Sources(session, company_id).problems(source_id, after=after, limit=limit + 1)
    return [_problem(row, language) for row in rows]


async def require_file(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, source_id: UUID
) -> SourceRow:
    """Return a part of a campaign's audience that is a file. Raises `NotFound`."""
    source = await Sources(session, company_id).find(campaign_id, source_id)
    if source is None or source.kind != SourceKind.FILE:
        raise NotFound("file-not-found")
    return source


async def problems_csv(
    open_session: OpenSession, source: SourceRow, asked: AskedStyle, language: Language
) -> AsyncIterator[str]:
    """Yield the rows of a file that name no person as CSV; each page has a transaction of its own.

    When the file is removed meanwhile, the rest is left out.
    """
    company_id, source_id, header = source.company_id, source.id, source.header or []
    async with open_session(company_id) as session:
        style = style_of(await copies.find_locale(session, company_id), asked)
    yield rejected_header(header, style, language)
    after = 0
    while True:
        async with open_session(company_id) as session:
            rows = await Sources(session, company_id).problems(source_id, after=after, limit=_PAGE)
            page = [_rejected(row) for row in rows]
        if page:
            yield rejected_lines(page, style, language)
            after = page[-1].line
        if len(page) < _PAGE:
            return


def _problem(row: ProblemRow, language: Language) -> RowProblemRead:
    return RowProblemRead.of(_rejected(row), "duplicate" if row.field is None else "invalid", language)


def _rejected(row: ProblemRow) -> RejectedRow:
    error = stored_error(row.field or "phone", row.problem_reason, en=row.problem or "", pt=row.problem_pt)
    return RejectedRow(row.line, error, row.cells or [])


async def draft_and_sources(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, at: datetime
) -> tuple[CampaignRow, list[SourceRow]]:
    """Lock a draft whose audience is to change; return its sources, too.

    Raises `NotFound`, `IllegalAction`.
    """
    campaign = await Campaigns(session, company_id).find(campaign_id, lock=True)
    if campaign is None:
        raise NotFound("campaign-not-found")
    require_draft(CampaignStatus(campaign.state), "change targets")
    campaign.revision += 1
    campaign.updated_at = at
    return campaign, list(await Sources(session, company_id).of(campaign_id))


def source_read(source: SourceRow) -> SourceRead:
    """Return a part of an audience as the API shows it."""
    file = source if source.kind == SourceKind.FILE else None
    is_recipients = source.kind == SourceKind.RECIPIENTS
    return SourceRead.model_validate(
        {
            **source.model_dump(include={"id", "kind", "name", "found", "created_at"}),
            "filter": None if is_recipients else source.filter,
            "recipients_of": source.filter if is_recipients else None,
            "file": file
            and {**file.model_dump(include=_FILE), "created": file.valid, "uses": file.uses or []},
        }
    )
