"""What users do to campaigns, and the one way in which a campaign changes its state."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action as AuditAction
from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.notices import words_for
from atende_contracts.words import Reason
from atende_platform.errors import Conflict, InvalidInput, NotFound
from atende_platform.http.reasons import as_stored, read_reason
from atende_platform.http.revisions import Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import Quotas
from atende_platform.messaging import outbox
from campaign.domain.audience import SourceKind
from campaign.domain.states import (
    ENDED,
    Action,
    CampaignStatus,
    after,
    allowed_actions,
    control_of,
    require_archivable,
    require_draft,
)
from campaign.repository import copies
from campaign.repository.campaigns import CampaignRow, Campaigns, add_move, mark_changed
from campaign.repository.health import reset_outcomes
from campaign.repository.sources import Sources, found_at_start
from campaign.schemas.audience import TargetsAdded
from campaign.schemas.campaigns import (
    CampaignCreate,
    CampaignRead,
    CampaignUpdate,
    MoveRead,
)
from campaign.service import files, templates, timing, window

MAX_TARGETS: Final = 1_000_000
"""Largest audience of one campaign."""

_EDITABLE: Final = (
    "name", "type", "channel_id", "content", "messages_per_second", "pause_error_rate", *timing.FIELDS,
)  # fmt: skip
_LIMITS: Final = ("messages_per_second", "pause_error_rate")
"""Null lifts them."""
_ACTS: Final[dict[Action, AuditAction]] = {
    "start": AuditAction.CAMPAIGN_STARTED,
    "pause": AuditAction.CAMPAIGN_PAUSED,
    "resume": AuditAction.CAMPAIGN_RESUMED,
    "finish": AuditAction.CAMPAIGN_FINISHED,
    "cancel": AuditAction.CAMPAIGN_CANCELLED,
}


async def create_campaign(
    session: AsyncSession, actor: TenantContext, body: CampaignCreate, quotas: Quotas, at: datetime
) -> CampaignRead:
    """Store a draft.

    Raises `InvalidInput` for an unknown channel, and values its template does not take; `Conflict` when the
    company may have no more campaigns.
    """
    await require_channel(session, actor.company_id, body.channel_id)
    await _require_room(session, actor.company_id, quotas)
    campaign = await Campaigns(session, actor.company_id).add(
        name=body.name,
        type=body.type,
        channel_id=body.channel_id,
        content=body.content(),
        messages_per_second=body.messages_per_second,
        pause_error_rate=body.pause_error_rate,
        created_by=actor.user_id,
        counts={},
    )
    await templates.require_fitting(session, campaign)
    await timing.set_timing(session, campaign, body, at, new=True)
    add_move(session, campaign, at, by=actor.user_id)
    await audit.record(session, actor, AuditAction.CAMPAIGN_CREATED, campaign.id, {"name": campaign.name})
    return campaign_read(campaign, at)


async def _require_room(session: AsyncSession, company_id: UUID, quotas: Quotas) -> None:
    campaigns = Campaigns(session, company_id)
    await quotas.require_room(session, company_id, "campaigns", campaigns.count)


async def require_room_for_rows(sources: Sources, company_id: UUID, quotas: Quotas, rows: int) -> None:
    """Count so many more rows of files. Raises `Conflict` when the company may not have them."""
    await quotas.require_room_about(company_id, "audience_rows", sources.count_rows, more=rows)
    quotas.note(company_id, "audience_rows", rows)


async def update_campaign(
    session: AsyncSession,
    actor: TenantContext,
    campaign_id: UUID,
    body: CampaignUpdate,
    expected: Expected,
    at: datetime,
) -> CampaignRead:
    """Change a draft.

    Raises `NotFound`, `IllegalAction` when it was started, `InvalidInput`, and `PreconditionFailed` when it
    is at another revision than expected.
    """
    campaign = await _locked(session, actor.company_id, campaign_id)
    expected.require(campaign.revision)
    require_draft(CampaignStatus(campaign.state), "edit")
    before = [getattr(campaign, name) for name in _EDITABLE]
    if body.channel_id is not None:
        await require_channel(session, actor.company_id, body.channel_id)
        campaign.channel_id = body.channel_id
    if body.given():
        campaign.content = body.content()
    if body.given() or body.channel_id is not None:
        await templates.require_fitting(session, campaign)
    for name, value in body.changes().items():
        if name in _LIMITS or (name in ("name", "type") and value is not None):
            setattr(campaign, name, value)
    await timing.set_timing(session, campaign, body, at)
    touch(campaign, at)
    changed = [name for name, old in zip(_EDITABLE, before, strict=True) if getattr(campaign, name) != old]
    if changed:
        details = {"fields": ", ".join(changed)}
        await audit.record(session, actor, AuditAction.CAMPAIGN_CHANGED, campaign_id, details)
    return campaign_read(campaign, at)


async def delete_campaign(
    session: AsyncSession, actor: TenantContext, campaign_id: UUID, expected: Expected
) -> None:
    """Delete a draft. Raises `NotFound`, and `IllegalAction` when it was started."""
    campaign = await _locked(session, actor.company_id, campaign_id)
    expected.require(campaign.revision)
    require_draft(CampaignStatus(campaign.state), "delete")
    await Campaigns(session, actor.company_id).remove(campaign)
    await audit.record(session, actor, AuditAction.CAMPAIGN_DELETED, campaign_id, {"name": campaign.name})


async def duplicate_campaign(
    session: AsyncSession, actor: TenantContext, campaign_id: UUID, quotas: Quotas, at: datetime
) -> CampaignRead:
    """Store a new draft with the same content, options and audience.

    Raises `NotFound`, and `Conflict` when the company may have no more campaigns, or rows of files.
    """
    campaigns = Campaigns(session, actor.company_id)
    source = await existing(session, actor.company_id, campaign_id)
    await _require_room(session, actor.company_id, quotas)
    sources = Sources(session, actor.company_id)
    if rows := sum(each.rows_done for each in await sources.of(campaign_id)):
        await require_room_for_rows(sources, actor.company_id, quotas, rows)
    fields = {name: getattr(source, name) for name in (*_EDITABLE, "target_count")}
    fields["target_count"] -= await found_at_start(session, actor.company_id, source.id)
    if source.type != "scheduled":
        fields["scheduled_at"] = None  # The next run, or when this run was due.
    copy = await campaigns.add(**fields, created_by=actor.user_id, counts={})
    await campaigns.copy_targets(source.id, copy.id)
    add_move(session, copy, at, by=actor.user_id)
    details: audit.Details = {"name": copy.name, "copyOf": str(campaign_id)}
    await audit.record(session, actor, AuditAction.CAMPAIGN_CREATED, copy.id, details)
    return campaign_read(copy, at)


async def set_archived(
    session: AsyncSession, actor: TenantContext, campaign_id: UUID, at: datetime, *, archived: bool
) -> CampaignRead:
    """Take a draft or an ended campaign out of the default list, or back into it.

    Doing it again changes nothing. Raises `NotFound`, and `IllegalAction` for one under way.
    """
    campaign = await _locked(session, actor.company_id, campaign_id)
    if (campaign.archived_at is not None) is archived:
        return campaign_read(campaign, at)
    if archived:
        require_archivable(CampaignStatus(campaign.state))
    campaign.archived_at = at if archived else None
    touch(campaign, at)
    act = AuditAction.CAMPAIGN_ARCHIVED if archived else AuditAction.CAMPAIGN_UNARCHIVED
    await audit.record(session, actor, act, campaign_id, {"name": campaign.name})
    return campaign_read(campaign, at)


async def list_moves(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[MoveRead]:
    """Return a page of a campaign's moves in their order, and one more if there is one."""
    await existing(session, company_id, campaign_id)
    rows = await Campaigns(session, company_id).list_moves(campaign_id, after=after, limit=limit + 1)
    return [
        MoveRead(
            id=row.id,
            status=CampaignStatus(row.state),
            state=CampaignStatus(row.state),
            at=row.at,
            by=row.by,
            reason=row.reason,
            reason_words=read_reason(row.move_reason, row.reason),
        )
        for row in rows
    ]


async def get_campaign(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, at: datetime
) -> CampaignRead:
    """Return a campaign. Raises `NotFound`."""
    return campaign_read(await existing(session, company_id, campaign_id), at)


async def add_targets(
    session: AsyncSession, actor: TenantContext, campaign_id: UUID, contact_ids: Sequence[UUID], at: datetime
) -> TargetsAdded:
    """Add contacts to a draft's audience; those already in it are counted and left alone.

    Contacts are not looked up here: an import may still be under way. The expansion accounts for
    those that do not exist. Raises `NotFound`, `IllegalAction`, and `Conflict` past `MAX_TARGETS`.
    """
    campaign = await _locked(session, actor.company_id, campaign_id)
    require_draft(CampaignStatus(campaign.state), "add targets")
    wanted = list(dict.fromkeys(contact_ids))
    added = await Campaigns(session, actor.company_id).add_targets(campaign_id, wanted)
    campaign.target_count += added
    if campaign.target_count > MAX_TARGETS:
        raise Conflict("too-many-targets", most=MAX_TARGETS)
    touch(campaign, at)
    if added:
        await audit.record(session, actor, AuditAction.CAMPAIGN_TARGETS_ADDED, campaign_id, {"added": added})
    return TargetsAdded(added=added, already=len(wanted) - added, total=campaign.target_count)


async def act(
    session: AsyncSession,
    actor: TenantContext,
    campaign_id: UUID,
    action: Action,
    at: datetime,
    *,
    out_of_window: bool = False,
) -> CampaignRead:
    """Start, pause, resume, finish or cancel. Doing it again changes nothing.

    After a pause or an end returns, nothing more of the campaign is dispatched; what the gateway has
    of it already (a few seconds of the channel's rate) it hands back. Raises `NotFound`,
    `IllegalAction`, and `Conflict` for a start without audience or channel, over a channel without campaigns,
    with a template or file that cannot be sent, whose time has passed, or (unless ``out_of_window``) of
    something else than a template to people whose window is closed.
    """
    campaign = await _locked(session, actor.company_id, campaign_id)
    state = CampaignStatus(campaign.state)
    waits = timing.waits(campaign, at)
    target = after(state, action, expanded=campaign.expanded_at is not None, waits=waits)
    if target is state:
        return campaign_read(campaign, at)
    if action == "start":
        await _require_startable(session, campaign)
        campaign.archived_at = None
    if action == "resume":
        channel = await copies.find_channel(session, campaign.company_id, campaign.channel_id, lock=True)
        if channel is not None and not channel.campaigns:
            raise Conflict("channel-without-campaigns")
        await reset_outcomes(session, campaign.company_id, campaign.id)
    if action in ("start", "resume"):
        timing.require_time(campaign, at)
    if action == "start" and not out_of_window:
        await window.require_confirmed(session, campaign, at)
    if target is CampaignStatus.EXPANDING and campaign.started_at is None:
        campaign.started_at = at
    await move(session, campaign, target, at, by=actor.user_id)
    details: audit.Details = {"name": campaign.name, "targets": campaign.target_count}
    await audit.record(session, actor, _ACTS[action], campaign_id, details)
    return campaign_read(campaign, at)


async def move(
    session: AsyncSession,
    campaign: CampaignRow,
    state: CampaignStatus,
    at: datetime,
    *,
    by: UUID | None = None,
    failure: Reason | None = None,
) -> None:
    """Put a locked campaign into a state, publish it to the gateway, and have its progress reported.

    ``by`` is the user who did it; None when the service did, which then may say why (``failure``).
    """
    campaign.state = state
    campaign.failure = None if failure is None else words_for(failure).en
    campaign.failure_reason = as_stored(failure)
    if state in ENDED:
        campaign.finished_at = at
    touch(campaign, at)
    add_move(session, campaign, at, by=by)
    control_state = control_of(state)
    if control_state is not None:
        control = CampaignControlChangedV1(
            company_id=campaign.company_id,
            campaign_id=campaign.id,
            channel_id=campaign.channel_id,
            state=control_state,
            revision=campaign.revision,
        )
        await outbox.add(session, [control])
    await mark_changed(session, [(campaign.company_id, campaign.id)])


async def list_campaigns(
    session: AsyncSession,
    company_id: UUID,
    at: datetime,
    *,
    state: CampaignStatus | None,
    archived: bool,
    parent_id: UUID | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[CampaignRead]:
    """Return a page of campaigns, newest first, and one more if there is one."""
    rows = await Campaigns(session, company_id).list_newest(
        state=state, archived=archived, parent_id=parent_id, before=before, limit=limit + 1
    )
    return [campaign_read(row, at) for row in rows]


async def require_channel(session: AsyncSession, company_id: UUID, channel_id: UUID) -> None:
    """Raise `InvalidInput` unless the channel is known."""
    if await copies.find_channel(session, company_id, channel_id) is None:
        raise InvalidInput("channel_unknown", field="channelId")


def campaign_read(campaign: CampaignRow, at: datetime) -> CampaignRead:
    """Return a campaign as the API shows it."""
    return CampaignRead.model_validate(
        {
            **campaign.model_dump(
                include={
                    "id", "name", "type", "channel_id", "messages_per_second", "state", "failure", "counts",
                    "replies", "pause_error_rate",
                    "revision", "created_by", "created_at", "updated_at", "started_at", "finished_at",
                    "archived_at", "parent_id", "run_number", "runs", "notice", *timing.FIELDS,
                }
            ),
            **CampaignRead.fields_of(campaign.content),
            "failure_reason": read_reason(campaign.failure_reason, campaign.failure),
            "notice_reason": read_reason(campaign.notice_reason, campaign.notice),
            "allowed": allowed_actions(CampaignStatus(campaign.state)),
            "targets": campaign.target_count,
            "scheduled_at": timing.due_at(campaign, at),
            "next_window_at": timing.next_window_at(campaign, at),
        }
    )  # fmt: skip


async def _require_startable(session: AsyncSession, campaign: CampaignRow) -> None:
    sources = await Sources(session, campaign.company_id).of(campaign.id)
    if campaign.target_count == 0 and all(source.kind == SourceKind.FILE for source in sources):
        raise Conflict("no-targets")
    if any(source.kind == SourceKind.FILE and source.status != "finished" for source in sources):
        raise Conflict("import-not-finished")
    # Locked, or a deletion reported at this very moment would not see that the campaign was started.
    channel = await copies.find_channel(session, campaign.company_id, campaign.channel_id, lock=True)
    if channel is None or channel.status == "disabled":
        raise Conflict("channel-not-active")
    if not channel.campaigns:
        raise Conflict("channel-without-campaigns")
    await templates.require_sendable(session, campaign)
    await files.require_sendable(session, campaign)


async def existing(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> CampaignRow:
    """Return a campaign. Raises `NotFound`."""
    campaign = await Campaigns(session, company_id).find(campaign_id)
    if campaign is None:
        raise NotFound("campaign-not-found")
    return campaign


async def _locked(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> CampaignRow:
    campaign = await Campaigns(session, company_id).find(campaign_id, lock=True)
    if campaign is None:
        raise NotFound("campaign-not-found")
    return campaign


def touch(campaign: CampaignRow, at: datetime) -> None:
    """Say that a campaign is another than it was."""
    campaign.revision += 1
    campaign.updated_at = at
