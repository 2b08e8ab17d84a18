"""Campaigns, their audience as asked for, and the marks that say which of them changed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.data.db import execute, now
from atende_platform.data.wakeups import wake
from campaign.domain.states import OPEN, CampaignStatus
from campaign.models import Campaign, CampaignMove, ChannelCopy, ProgressMark
from campaign.repository.sources import copy_sources

CAMPAIGNS: Final = "campaigns"
"""What the workers are woken for when a campaign changed: to expand, to dispatch, to report."""
NOBODY: Final = UUID(int=0)
"""Before every company."""
MoveRow = CampaignMove
CampaignRow = Campaign
"""A campaign as the layers above hold it; they change its attributes and never build a query."""


_COPY_TARGETS: Final = """
INSERT INTO campaign_targets (company_id, campaign_id, contact_id)
SELECT company_id, :campaign_id, contact_id FROM campaign_targets
WHERE company_id = :company_id AND campaign_id = :source_id
"""
_ADD_TARGETS: Final = """
INSERT INTO campaign_targets (company_id, campaign_id, contact_id)
SELECT :company_id, :campaign_id, contact_id
FROM unnest(CAST(:contact_ids AS uuid[])) AS t (contact_id)
ON CONFLICT DO NOTHING
"""


class Campaigns:
    """The campaigns of one company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, **fields: Any) -> Campaign:
        """Store a new draft."""
        at = now()
        campaign = Campaign(
            company_id=self._company_id,
            id=uuid7(),
            created_at=at,
            updated_at=at,
            state=CampaignStatus.DRAFT,
            **fields,
        )
        self._session.add(campaign)
        await self._session.flush()
        return campaign

    async def count(self) -> int:
        """Return how many there are, whatever their state."""
        query = select(func.count()).where(Campaign.company_id == self._company_id)
        return (await self._session.exec(query)).one()

    async def find(self, campaign_id: UUID, *, lock: bool = False) -> Campaign | None:
        """Return a campaign; with ``lock`` no other transaction moves it until this one ends."""
        query = select(Campaign).where(Campaign.company_id == self._company_id, Campaign.id == campaign_id)
        if lock:
            query = query.with_for_update(key_share=True)
        return (await self._session.exec(query)).one_or_none()

    async def list_newest(
        self,
        *,
        state: CampaignStatus | None,
        archived: bool,
        parent_id: UUID | None,
        before: tuple[datetime, UUID] | None,
        limit: int,
    ) -> Sequence[Campaign]:
        """Return campaigns, newest first, after a cursor's position."""
        query = (
            select(Campaign)
            .where(
                Campaign.company_id == self._company_id, col(Campaign.archived_at).is_not(None) == archived
            )
            .order_by(col(Campaign.created_at).desc(), col(Campaign.id).desc())
            .limit(limit)
        )
        if state is not None:
            query = query.where(Campaign.state == state)
        if parent_id is not None:
            query = query.where(Campaign.parent_id == parent_id)
        if before is not None:
            query = query.where(tuple_(col(Campaign.created_at), col(Campaign.id)) < before)
        return (await self._session.exec(query)).all()

    async def list_moves(
        self, campaign_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[CampaignMove]:
        """Return a campaign's moves in their order, after a cursor's position."""
        query = (
            select(CampaignMove)
            .where(CampaignMove.company_id == self._company_id, CampaignMove.campaign_id == campaign_id)
            .order_by(col(CampaignMove.id))
            .limit(limit)
        )
        if after is not None:
            query = query.where(CampaignMove.id > after[1])
        return (await self._session.exec(query)).all()

    async def has_run(self, parent_id: UUID, due: datetime) -> bool:
        """Tell whether a recurring campaign had its run of a due time."""
        query = select(
            exists().where(
                col(Campaign.company_id) == self._company_id,
                col(Campaign.parent_id) == parent_id,
                col(Campaign.scheduled_at) == due,
            )
        )
        return bool((await self._session.exec(query)).one())

    async def copy_targets(self, source_id: UUID, campaign_id: UUID) -> None:
        """Give a campaign the audience of another, as it was asked for."""
        await execute(
            self._session,
            _COPY_TARGETS,
            company_id=self._company_id,
            campaign_id=campaign_id,
            source_id=source_id,
        )
        await copy_sources(self._session, self._company_id, source_id, campaign_id)

    async def remove(self, campaign: Campaign) -> None:
        """Delete a campaign and its audience."""
        await self._session.delete(campaign)
        await self._session.flush()

    async def add_targets(self, campaign_id: UUID, contact_ids: Sequence[UUID]) -> int:
        """Add contacts to the audience; return how many were not in it."""
        result = await execute(
            self._session,
            _ADD_TARGETS,
            company_id=self._company_id,
            campaign_id=campaign_id,
            contact_ids=list(contact_ids),
        )
        return result.rowcount


def add_move(session: AsyncSession, campaign: Campaign, at: datetime, *, by: UUID | None) -> None:
    """Remember that a campaign got into its state, who put it there, or why it did so by itself."""
    session.add(
        CampaignMove(
            company_id=campaign.company_id,
            campaign_id=campaign.id,
            id=uuid7(),
            state=campaign.state,
            at=at,
            by=by,
            reason=campaign.failure,
            move_reason=campaign.failure_reason,
        )
    )


_MARK_CHANGED: Final = """
INSERT INTO progress_marks (company_id, campaign_id)
SELECT * FROM unnest(CAST(:company_ids AS uuid[]), CAST(:campaign_ids AS uuid[]))
"""


async def mark_changed(session: AsyncSession, campaigns: Iterable[tuple[UUID, UUID]]) -> None:
    """Ask for a progress report of campaigns, given as (company, id), once this transaction commits."""
    marks = sorted(set(campaigns))
    if not marks:
        return
    await execute(
        session,
        _MARK_CHANGED,
        company_ids=[company_id for company_id, _ in marks],
        campaign_ids=[campaign_id for _, campaign_id in marks],
    )
    await wake(session, CAMPAIGNS)


_MARK_VARIANTS: Final = """
INSERT INTO progress_marks (company_id, campaign_id) SELECT company_id, id FROM campaigns
WHERE content->>'kind' = 'variants' AND progress_at IS NOT NULL
"""


async def mark_variants(session: AsyncSession) -> int:
    """Ask for a progress report of all campaigns of several messages that ever reported; return how many."""
    return (await execute(session, _MARK_VARIANTS)).rowcount


async def is_marked(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> bool:
    """Tell whether a campaign changed since its last progress report."""
    query = select(
        exists().where(
            col(ProgressMark.company_id) == company_id, col(ProgressMark.campaign_id) == campaign_id
        )
    )
    return bool((await session.exec(query)).one())


_CLAIM_EXPANDING: Final = """
SELECT c.company_id, c.id FROM campaigns c
WHERE c.closed_at IS NULL AND c.expanded_at IS NULL AND c.state IN ('expanding', 'running')
  AND (
    c.state = 'expanding'
    OR c.started_at <= now() - make_interval(secs => :grace)
    OR NOT EXISTS (
      SELECT FROM campaign_targets t
      WHERE (t.company_id, t.campaign_id) = (c.company_id, c.id) AND t.missing
    )
    OR EXISTS (
      SELECT FROM campaign_targets t JOIN contact_copy k USING (company_id, contact_id)
      WHERE (t.company_id, t.campaign_id) = (c.company_id, c.id) AND t.missing
        AND (k.merged_into IS NULL OR EXISTS (
          SELECT FROM contact_copy s
          WHERE (s.company_id, s.contact_id) = (k.company_id, k.merged_into)
        ))
    )
  )
ORDER BY (
  SELECT max(o.updated_at) FROM campaigns o
  WHERE o.company_id = c.company_id AND o.closed_at IS NULL AND o.expanded_at IS NULL
    AND o.state IN ('expanding', 'running')
), c.updated_at
LIMIT 1
FOR NO KEY UPDATE OF c SKIP LOCKED
"""


async def claim_expanding(session: AsyncSession, *, grace_seconds: float) -> Campaign | None:
    """Lock the campaign whose expansion can go on and has waited longest; None when there is none.

    First comes the company of which none was expanded for longest: one with a hundred campaigns has its turns
    as one with a single one has.

    It can go on while its cursor has not passed every target, when a missing contact has become
    known, and when the grace for missing contacts is over. While it waits for some, it runs with
    those that are known.
    """
    result = await execute(
        session,
        _CLAIM_EXPANDING,
        grace=grace_seconds,
    )
    row = result.one_or_none()
    return None if row is None else await Campaigns(session, row.company_id).find(row.id)


async def claim_due(session: AsyncSession, at: datetime, after: UUID = NOBODY) -> Campaign | None:
    """Lock the campaign that is due longest, passing over those that another scheduler has.

    It is one of the company that comes after the one given, so that companies take turns.
    """
    query = (
        select(Campaign)
        .where(Campaign.state == CampaignStatus.SCHEDULED, col(Campaign.scheduled_at) <= at)
        .order_by(col(Campaign.company_id) <= after, col(Campaign.company_id), col(Campaign.scheduled_at))
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return (await session.exec(query)).one_or_none()


async def claim_running(session: AsyncSession, company_id: UUID, channel_id: UUID) -> Sequence[Campaign]:
    """Lock the campaigns that may send on a channel, passing over those being moved right now."""
    query = (
        select(Campaign)
        .where(
            Campaign.company_id == company_id,
            Campaign.channel_id == channel_id,
            col(Campaign.closed_at).is_(None),
            Campaign.state == CampaignStatus.RUNNING,
        )
        .order_by(col(Campaign.id))
        .with_for_update(key_share=True, skip_locked=True)
    )
    return (await session.exec(query)).all()


async def lock_open_on(session: AsyncSession, channels: Iterable[tuple[UUID, UUID]]) -> Sequence[Campaign]:
    """Lock every campaign under way on channels, given as (company, id)."""
    query = (
        select(Campaign)
        .where(
            tuple_(col(Campaign.company_id), col(Campaign.channel_id)).in_(sorted(set(channels))),
            col(Campaign.closed_at).is_(None),
            col(Campaign.state).in_([str(state) for state in OPEN]),
        )
        .order_by(col(Campaign.id))
        .with_for_update(key_share=True)
    )
    return (await session.exec(query)).all()


async def lock_open_of(session: AsyncSession, companies: Collection[UUID]) -> Sequence[Campaign]:
    """Lock every campaign under way of companies."""
    if not companies:
        return ()
    query = (
        select(Campaign)
        .where(
            col(Campaign.company_id).in_(sorted(companies)),
            col(Campaign.closed_at).is_(None),
            col(Campaign.state).in_([str(state) for state in OPEN]),
        )
        .order_by(col(Campaign.id))
        .with_for_update(key_share=True)
    )
    return (await session.exec(query)).all()


async def lock_running(session: AsyncSession, campaigns: Iterable[tuple[UUID, UUID]]) -> Sequence[Campaign]:
    """Lock those of the campaigns, given as (company, id), that are running or expanding."""
    query = (
        select(Campaign)
        .where(
            tuple_(col(Campaign.company_id), col(Campaign.id)).in_(sorted(set(campaigns))),
            col(Campaign.state).in_([CampaignStatus.RUNNING, CampaignStatus.EXPANDING]),
        )
        .order_by(col(Campaign.id))
        .with_for_update(key_share=True)
    )
    return (await session.exec(query)).all()


async def database_time(session: AsyncSession) -> datetime:
    """Return the time of the transaction: what is compared with it later was no process's clock."""
    return (await session.exec(select(func.now()))).one()


_CLAIM_CHANGED: Final = """
DELETE FROM progress_marks WHERE company_id = :company_id AND campaign_id = :campaign_id
"""


async def claim_changed(
    session: AsyncSession, *, interval_seconds: float, recipients_per_second: float, after: UUID = NOBODY
) -> Campaign | None:
    """Lock a campaign that changed and was not reported within the interval, and take its marks.

    It is one of the company that comes after the one given, so that companies take turns.

    Counting costs time in proportion to the recipients, so the interval of a large campaign grows
    with its size. Marks not yet committed stay for the next time.
    """
    size = func.coalesce(Campaign.target_count, 0) / recipients_per_second
    due = or_(
        col(Campaign.progress_at).is_(None),
        col(Campaign.progress_at)
        <= func.now() - func.make_interval(0, 0, 0, 0, 0, 0, func.greatest(interval_seconds, size)),
    )
    marked = exists().where(
        and_(
            col(ProgressMark.company_id) == col(Campaign.company_id),
            col(ProgressMark.campaign_id) == col(Campaign.id),
        )
    )
    query = (
        select(Campaign)
        .where(marked, due)
        .order_by(
            col(Campaign.company_id) <= after,
            col(Campaign.company_id),
            col(Campaign.progress_at).asc().nulls_first(),
        )
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
    )
    campaign = (await session.exec(query)).one_or_none()
    if campaign is not None:
        await execute(
            session,
            _CLAIM_CHANGED,
            company_id=campaign.company_id,
            campaign_id=campaign.id,
        )
    return campaign


@dataclass(frozen=True, slots=True)
class DispatchChannel:
    """A channel with something to dispatch, and the database's time."""

    company_id: UUID
    channel_id: UUID
    messages_per_second: float
    at: datetime


async def channels_with_running(session: AsyncSession) -> Sequence[tuple[UUID, UUID]]:
    """Return the active channels, as (company, id), that have a campaign running."""
    query = (
        select(ChannelCopy.company_id, ChannelCopy.channel_id)
        .where(
            ChannelCopy.status == "active",
            exists().where(
                and_(
                    col(Campaign.company_id) == col(ChannelCopy.company_id),
                    col(Campaign.channel_id) == col(ChannelCopy.channel_id),
                    col(Campaign.closed_at).is_(None),
                    col(Campaign.state) == CampaignStatus.RUNNING,
                )
            ),
        )
        .order_by(
            # The first channel of each company, then the second of each, and so on.
            func.row_number().over(
                partition_by=col(ChannelCopy.company_id), order_by=col(ChannelCopy.channel_id)
            ),
            col(ChannelCopy.channel_id),
        )
    )
    return (await session.exec(query)).all()


_LOCK_CHANNEL: Final = """
SELECT messages_per_second, clock_timestamp() AS at FROM channel_copy
WHERE company_id = :company_id AND channel_id = :channel_id AND status = 'active'
FOR NO KEY UPDATE SKIP LOCKED
"""


async def lock_channel(session: AsyncSession, company_id: UUID, channel_id: UUID) -> DispatchChannel | None:
    """Become the one dispatcher of an active channel until the transaction ends; None if another is."""
    result = await execute(
        session,
        _LOCK_CHANNEL,
        company_id=company_id,
        channel_id=channel_id,
    )
    row = result.one_or_none()
    if row is None:
        return None
    return DispatchChannel(company_id, channel_id, row.messages_per_second, row.at)
